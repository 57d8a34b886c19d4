import { createSignal, type JSX, Show } from 'solid-js';
import { connectionUrl } from '../../shared/sources.ts';
import { SECOND_MS } from '../../shared/time.ts';
import type { ApiError } from '../api.ts';
import { createPageClock } from '../live/clock.ts';
import { Why } from '../refusals/Why.tsx';
import { askSite, site } from '../site.ts';
import { type Page, saveSource } from './api.ts';
import { Copy } from './Copy.tsx';
import { connectionOf, type Form, faultsIn, isFilled } from './form.ts';
import { Refused } from './Refused.tsx';
import { Tell } from './Tell.tsx';
import { word } from './words.ts';

const MASK = '••••••••';
const LOOK_AGAIN_MS = SECOND_MS;

type SaveProps = { form: Form; refresh: () => Promise<unknown>; onSaved?: () => void; children?: JSX.Element };

/** Saves what was typed; out of the demo the server starts again, and the page with it. */
function createSaving(props: SaveProps) {
  const clock = createPageClock();
  const [state, setState] = createSignal<'typing' | 'busy' | 'saved' | 'restarting'>('typing');
  const [failure, setFailure] = createSignal<ApiError | null>(null);
  const look = async () => {
    const failed = await askSite();
    if (failed === null && site()?.demo === false) location.reload();
    else clock.after(LOOK_AGAIN_MS, () => void look());
  };
  const save = async () => {
    setFailure(null);
    const faults = faultsIn(props.form);
    if (faults.length > 0) {
      setFailure({ status: 400, reason: '', code: 'connection', faults });
      return;
    }
    setState('busy');
    const answer = await saveSource(props.form.name.trim(), connectionOf(props.form));
    if (answer.ok) setState(answer.value.restarts ? 'restarting' : 'saved');
    else {
      setState('typing');
      setFailure(answer.error);
    }
    if (answer.ok && answer.value.restarts) clock.after(LOOK_AGAIN_MS, () => void look());
    else await props.refresh();
    if (answer.ok && !answer.value.restarts) props.onSaved?.();
  };
  return { state, failure, save };
}

/** The button that saves, and what came of it. */
export function Save(props: SaveProps): JSX.Element {
  const saving = createSaving(props);
  const isBusy = () => saving.state() === 'busy' || saving.state() === 'restarting';
  return (
    <>
      <p class="tools">
        <button
          type="button"
          class="button is-first"
          data-action="save"
          disabled={!isFilled(props.form) || isBusy()}
          onClick={() => void saving.save()}
        >
          {word('save')}
        </button>
        {props.children}
        <span role="status" class="copied" data-saving={saving.state()}>
          <Show when={saving.state() === 'saved'}>
            <Tell of="saved" with={{ name: props.form.name }} />
          </Show>
          <Show when={saving.state() === 'restarting'}>{word('restarting')}</Show>
        </span>
      </p>
      <Show when={saving.failure()}>{(error) => <Refused error={error()} />}</Show>
    </>
  );
}

type SetUpProps = { form: Form; notSaved: Page['notSaved']; refresh: () => Promise<unknown> };

/** Keeps the source, here or in the environment of the server. */
export function SetUp(props: SetUpProps): JSX.Element {
  return (
    <>
      <Show when={props.notSaved === null}>
        <p>
          <Tell of="saveHelp" /> <Show when={site()?.demo}>{word('setDemo')}</Show>
        </p>
        <Save form={props.form} refresh={props.refresh} />
      </Show>
      <Show when={props.notSaved}>
        {(refused) => (
          <p class="note" data-refused={refused().code}>
            <Why of={{ code: refused().code, reason: refused().text }} />
          </p>
        )}
      </Show>
      <details open={props.notSaved !== null}>
        <summary>{word('orByEnvironment')}</summary>
        <Environment form={props.form} isReady={isFilled(props.form)} />
      </details>
    </>
  );
}

function Environment(props: { form: Form; isReady: boolean }): JSX.Element {
  const line = (secret: string) => `export MOKED_SOURCES='${connectionUrl({ ...connectionOf({ ...props.form, secret: 'x' }), secret })}'`;
  return (
    <>
      <p>
        <Tell of={props.isReady ? 'setHelp' : 'setLater'} />
      </p>
      <Show when={props.isReady}>
        <Copy text={line(props.form.secret)} shown={line('x').replace(':x@', `:${MASK}@`)} label="MOKED_SOURCES" />
        <p class="note">{word('showSecret')}</p>
      </Show>
    </>
  );
}
