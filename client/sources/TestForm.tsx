import { createSignal, For, type JSX, Show } from 'solid-js';
import type { Tested } from '../../shared/sources.ts';
import type { ApiError, Fault } from '../api.ts';
import { tryConnection } from './api.ts';
import { connectionOf, type Form, faultsIn, NEEDED, TEXTS, type Text } from './form.ts';
import { FaultText, Refused } from './Refused.tsx';
import { Problems } from './Source.tsx';
import { Tell } from './Tell.tsx';
import { type Word, word } from './words.ts';

const EXAMPLES: Partial<Record<Text, string>> = {
  host: '10.0.0.5',
  name: 'pbx1',
  queueLog: '/var/log/asterisk/queue_log',
  wrapup: 'sales:10,support:15',
  acwReasons: 'wrapup,סיכום',
  ca: '/etc/asterisk/keys/ca.crt',
};

type TestProps = {
  form: Form;
  tested: Tested | null;
  onType: (name: Text, value: string) => void;
  onTls: (tls: boolean) => void;
  onTested: (tested: Tested | null) => void;
};

/** What is done with what was typed: looked over, sent, answered. */
function createTrial(props: TestProps) {
  const [isBusy, setBusy] = createSignal(false);
  const [wanted, setWanted] = createSignal(false);
  const [refused, setRefused] = createSignal<ApiError | null>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    setWanted(true);
    setRefused(null);
    props.onTested(null);
    const wrong = faultsIn(props.form)[0];
    if (wrong !== undefined) {
      document.getElementById(`source-${wrong.field}`)?.focus();
      return;
    }
    setBusy(true);
    const asked = connectionOf(props.form);
    const answer = await tryConnection(asked);
    setBusy(false);
    // Something else was typed meanwhile: the answer is about what is there no more.
    if (JSON.stringify(connectionOf(props.form)) !== JSON.stringify(asked)) return;
    if (answer.ok) props.onTested(answer.value);
    else setRefused(answer.error);
  };
  const faultOf = (name: Text): Fault | null => (wanted() ? (faultsIn(props.form).find(({ field }) => field === name) ?? null) : null);
  return { isBusy, refused, submit, faultOf };
}

/** Tries the connection, and says what is wrong and what to do. */
export function TestForm(props: TestProps): JSX.Element {
  const { isBusy, refused, submit, faultOf } = createTrial(props);
  return (
    <form novalidate onSubmit={(event) => void submit(event)} data-form="test">
      <p>
        <Tell of="testHelp" />
      </p>
      <div class="fields">
        <For each={TEXTS}>
          {(name) => (
            <Show when={name !== 'ca' || props.form.tls}>
              <Input name={name} form={props.form} fault={faultOf(name)} onType={props.onType} />
            </Show>
          )}
        </For>
        <div class="field is-flag">
          <label for="source-tls">{word('tls')}</label>
          <input id="source-tls" type="checkbox" checked={props.form.tls} onChange={(event) => props.onTls(event.currentTarget.checked)} />
        </div>
      </div>
      <p class="tools">
        <button type="submit" class="button is-first" disabled={isBusy()} data-action="test">
          {word(isBusy() ? 'testing' : 'test')}
        </button>
      </p>
      <div aria-live="polite">
        <Show when={refused()}>{(error) => <Refused error={error()} />}</Show>
        <Show when={props.tested}>{(tested) => <Results tested={tested()} />}</Show>
      </div>
    </form>
  );
}

/** A connection is tried without a name, and saved with one. */
function noteOf(name: Text, { isSaved }: Form): 'optional' | 'toSave' | null {
  if (name === 'name') return isSaved ? null : 'toSave';
  return !NEEDED.includes(name) || (name === 'secret' && isSaved) ? 'optional' : null;
}

function Input(props: { name: Text; form: Form; fault: Fault | null; onType: (name: Text, value: string) => void }): JSX.Element {
  const example = () => (props.name === 'port' ? (props.form.tls ? '5039' : '5038') : EXAMPLES[props.name]);
  return (
    <div class="field" classList={{ 'is-wrong': props.fault !== null }}>
      <label for={`source-${props.name}`}>
        {word(props.name)} <Show when={noteOf(props.name, props.form)}>{(of) => <>({word(of())})</>}</Show>
      </label>
      <input
        id={`source-${props.name}`}
        type={props.name === 'secret' ? 'password' : 'text'}
        dir="ltr"
        autocomplete={props.name === 'secret' ? 'new-password' : 'off'}
        spellcheck={false}
        value={props.form[props.name]}
        placeholder={props.name === 'secret' && props.form.isSaved ? word('secretKept') : example()}
        readOnly={props.name === 'name' && props.form.isSaved}
        aria-invalid={props.fault !== null}
        onInput={(event) => props.onType(props.name, event.currentTarget.value)}
      />
      <Show when={props.fault}>
        {(fault) => (
          <p class="fault" role="alert">
            <FaultText of={fault()} />
          </p>
        )}
      </Show>
    </div>
  );
}

const OF: Readonly<Record<Tested['results'][number]['of'], Word>> = { connection: 'connection', file: 'file' };

function Results(props: { tested: Tested }): JSX.Element {
  return (
    <For each={props.tested.results}>
      {(result) => (
        <div class="result" data-result={result.of} data-fine={result.isFine}>
          <p>
            <b>
              {word(OF[result.of])}: {word(result.isFine ? 'isFine' : 'isWrong')}
            </b>
          </p>
          <Show
            when={result.explained.length > 0}
            fallback={
              <p dir="ltr" lang="en">
                {result.said}
              </p>
            }
          >
            <Problems of={result.isFine ? 'remarks' : 'problems'} problems={result.explained} words={result.said} />
          </Show>
        </div>
      )}
    </For>
  );
}
