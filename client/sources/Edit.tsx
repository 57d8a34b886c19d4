import { createResource, createSignal, type JSX, Match, onMount, Show, Switch } from 'solid-js';
import { createStore } from 'solid-js/store';
import type { Tested } from '../../shared/sources.ts';
import { dictionary } from '../i18n/locale.ts';
import { Why } from '../refusals/Why.tsx';
import { getSaved } from './api.ts';
import { type Form, formOf, type Text } from './form.ts';
import { Save } from './SetUp.tsx';
import { Tell } from './Tell.tsx';
import { TestForm } from './TestForm.tsx';
import { word } from './words.ts';

type EditProps = { name: string; refresh: () => Promise<unknown>; onDone: () => void };

/** A saved source, changed: everything but its name, which its facts carry, and its secret, which is shown to nobody. */
export function Edit(props: EditProps): JSX.Element {
  const [saved] = createResource(() => getSaved(props.name));
  const known = () => {
    const answer = saved.latest;
    return answer?.ok ? answer.value : null;
  };
  const failed = () => {
    const answer = saved.latest;
    return answer?.ok === false ? answer.error : null;
  };
  return (
    <section class="connect" data-edit={props.name}>
      <h2>
        <Tell of="editTitle" with={{ name: props.name }} />
      </h2>
      <Switch fallback={<p class="loading">{dictionary().loading}…</p>}>
        <Match when={known()}>{(value) => <Fields {...props} first={formOf(value())} />}</Match>
        <Match when={failed()}>
          {(error) => (
            <p class="failure" role="alert">
              <Why of={error()} />
            </p>
          )}
        </Match>
      </Switch>
    </section>
  );
}

function Fields(props: EditProps & { first: Form }): JSX.Element {
  // Once: what is typed over it must not be changed by what is asked again.
  const [form, setForm] = createStore<Form>({ ...props.first });
  const [tested, setTested] = createSignal<Tested | null>(null);
  const type = (name: Text, value: string) => {
    setForm(name, value);
    setTested(null);
  };
  onMount(() => {
    document.querySelector('[data-edit]')?.scrollIntoView();
    document.getElementById('source-host')?.focus();
  });
  return (
    <>
      <TestForm
        form={form}
        tested={tested()}
        onType={type}
        onTls={(tls) => {
          setForm('tls', tls);
          setTested(null);
        }}
        onTested={setTested}
      />
      <Save form={form} refresh={props.refresh} onSaved={props.onDone}>
        <button type="button" class="button" data-action="leave-edit" onClick={() => props.onDone()}>
          {word('leaveEdit')}
        </button>
      </Save>
      <Show when={form.insecure && form.tls}>
        <p class="note">{word('insecureStays')}</p>
      </Show>
    </>
  );
}
