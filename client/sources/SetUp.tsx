import { createSignal, type JSX, Show } from 'solid-js';
import { connectionUrl } from '../../shared/sources.ts';
import { SECOND_MS } from '../../shared/time.ts';
import { createPageClock } from '../live/clock.ts';
import { askSite, site } from '../site.ts';
import { saveSource } from './api.ts';
import { Copy } from './Copy.tsx';
import { connectionOf, type Form, NEEDED } from './form.ts';
import { Tell } from './Tell.tsx';
import { word } from './words.ts';

const MASK = '••••••••';
const LOOK_AGAIN_MS = SECOND_MS;

type SetUpProps = { form: Form; notSaved: string | null; refresh: () => Promise<unknown> };

/** Saves what was typed; out of the demo the server starts again, and the page with it. */
function createSaving(props: SetUpProps) {
  const clock = createPageClock();
  const [state, setState] = createSignal<'typing' | 'busy' | 'saved' | 'restarting'>('typing');
  const [failure, setFailure] = createSignal<string | null>(null);
  const look = async () => {
    const failed = await askSite();
    if (failed === null && site()?.demo === false) location.reload();
    else clock.after(LOOK_AGAIN_MS, () => void look());
  };
  const save = async () => {
    setState('busy');
    setFailure(null);
    const answer = await saveSource(props.form.name.trim(), connectionOf(props.form));
    if (answer.ok) setState(answer.value.restarts ? 'restarting' : 'saved');
    else {
      setState('typing');
      setFailure(answer.error.reason);
    }
    if (answer.ok && answer.value.restarts) clock.after(LOOK_AGAIN_MS, () => void look());
    else await props.refresh();
  };
  return { state, failure, save };
}

/** Keeps the source, here or in the environment of the server. */
export function SetUp(props: SetUpProps): JSX.Element {
  const saving = createSaving(props);
  const isReady = () => [...NEEDED, 'name' as const].every((name) => props.form[name].trim() !== '');
  const isBusy = () => saving.state() === 'busy' || saving.state() === 'restarting';
  return (
    <>
      <Show when={props.notSaved === null}>
        <p>
          <Tell of="saveHelp" /> <Show when={site()?.demo}>{word('setDemo')}</Show>
        </p>
        <p class="tools">
          <button type="button" class="button is-first" data-action="save" disabled={!isReady() || isBusy()} onClick={() => void saving.save()}>
            {word('save')}
          </button>
          <span role="status" class="copied" data-saving={saving.state()}>
            <Show when={saving.state() === 'saved'}>
              <Tell of="saved" with={{ name: props.form.name }} />
            </Show>
            <Show when={saving.state() === 'restarting'}>{word('restarting')}</Show>
          </span>
        </p>
        <Show when={saving.failure()}>
          {(reason) => (
            <p class="failure" role="alert">
              <Tell of="refused" with={{ reason: reason() }} />
            </p>
          )}
        </Show>
      </Show>
      <Show when={props.notSaved}>
        {(reason) => (
          <p class="note" dir="ltr" lang="en">
            {reason()}
          </p>
        )}
      </Show>
      <details open={props.notSaved !== null}>
        <summary>{word('orByEnvironment')}</summary>
        <Environment form={props.form} isReady={isReady()} />
      </details>
    </>
  );
}

function Environment(props: { form: Form; isReady: boolean }): JSX.Element {
  const line = (secret: string) => `export MOKED_SOURCES='${connectionUrl({ ...connectionOf({ ...props.form, secret: 'x' }), secret })}'`;
  return (
    <>
      <p>
        <Tell of="setHelp" />
      </p>
      <Show when={props.isReady}>
        <Copy text={line(props.form.secret)} shown={line('x').replace(':x@', `:${MASK}@`)} label="MOKED_SOURCES" />
        <p class="note">{word('showSecret')}</p>
      </Show>
    </>
  );
}
