import { createSignal, type JSX } from 'solid-js';
import { createStore } from 'solid-js/store';
import type { Tested } from '../../shared/sources.ts';
import type { Page } from './api.ts';
import { type Form, formOf, type Text } from './form.ts';
import { Guide } from './Guide.tsx';
import { newSecret } from './guide.ts';
import { SetUp } from './SetUp.tsx';
import { TestForm } from './TestForm.tsx';
import { word } from './words.ts';

/** From nothing to a source: the user at the PBX, the test, and what to set here. */
export function Connect(props: { addresses: readonly string[]; notSaved: Page['notSaved']; refresh: () => Promise<unknown> }): JSX.Element {
  const [form, setForm] = createStore<Form>(formOf(null));
  // Made for the PBX; a secret that is typed for the test is not shown.
  const [made, setMade] = createSignal(newSecret());
  const [tested, setTested] = createSignal<Tested | null>(null);
  setForm('secret', made());
  const renew = () => {
    const isUntouched = form.secret === made();
    setMade(newSecret());
    if (isUntouched) type('secret', made());
  };
  const type = (name: Text, value: string) => {
    setForm(name, value);
    setTested(null);
  };
  return (
    <section class="connect">
      <h2>{word('connect')}</h2>
      <h3>{word('step1')}</h3>
      <Guide form={form} secret={made()} addresses={props.addresses} onType={type} onRenew={renew} />
      <h3>{word('step2')}</h3>
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
      <h3>{word('step3')}</h3>
      <SetUp form={form} notSaved={props.notSaved} refresh={props.refresh} />
    </section>
  );
}
