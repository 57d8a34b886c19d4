import { createSignal, For, type JSX } from 'solid-js';
import { Copy } from './Copy.tsx';
import type { Form, Text } from './form.ts';
import { generalLines, userLines } from './guide.ts';
import { Tell } from './Tell.tsx';
import { word } from './words.ts';

type GuideProps = { form: Form; secret: string; onRenew: () => void; addresses: readonly string[]; onType: (name: Text, value: string) => void };

/** The exact lines for the PBX, and how to do the same in FreePBX. */
export function Guide(props: GuideProps): JSX.Element {
  const [typed, setTyped] = createSignal<string | null>(null);
  const [hasFilters, setFilters] = createSignal(true);
  const isHere = () => props.form.host === 'localhost' || props.form.host.startsWith('127.');
  const address = () => typed() ?? (isHere() ? '127.0.0.1' : (props.addresses[0] ?? '127.0.0.1'));
  const lines = () =>
    `${generalLines(address())}\n\n${userLines({ user: props.form.user, secret: props.secret, address: address(), hasFilters: hasFilters() })}`;
  return (
    <>
      <p>
        <Tell of="guideHelp" />
      </p>
      <div class="fields">
        <div class="field">
          <label for="guide-user">{word('guideUser')}</label>
          <input
            id="guide-user"
            type="text"
            dir="ltr"
            autocomplete="off"
            value={props.form.user}
            onInput={(event) => props.onType('user', event.currentTarget.value)}
          />
        </div>
        <div class="field">
          <label for="guide-address">{word('guideAddress')}</label>
          <input
            id="guide-address"
            type="text"
            dir="ltr"
            autocomplete="off"
            list="addresses"
            value={address()}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
          <datalist id="addresses">
            <For each={props.addresses}>{(known) => <option value={known} />}</For>
          </datalist>
        </div>
      </div>
      <p class="tools">
        <label>
          <input type="checkbox" checked={hasFilters()} onChange={(event) => setFilters(event.currentTarget.checked)} />
          {word('filters')}
        </label>
        <button type="button" class="link" data-action="another-secret" onClick={() => props.onRenew()}>
          {word('again')}
        </button>
      </p>
      <Copy text={lines()} label="manager.conf" />
      <p>{word('thenReload')}</p>
      <Copy text={'asterisk -rx "manager reload"'} label={word('thenReload')} />
      <Freepbx />
    </>
  );
}

function Freepbx(): JSX.Element {
  return (
    <details class="freepbx">
      <summary>{word('onFreepbx')}</summary>
      <ol>
        <For each={['freepbx1', 'freepbx2', 'freepbx3', 'freepbx4', 'freepbx5'] as const}>
          {(step) => (
            <li>
              <Tell of={step} />
            </li>
          )}
        </For>
      </ol>
    </details>
  );
}
