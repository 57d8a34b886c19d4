import { createSignal, type JSX, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { connectionUrl, type Tested } from '../../shared/sources.ts';
import { site } from '../site.ts';
import { Copy } from './Copy.tsx';
import { connectionOf, type Form, NEEDED, type Text } from './form.ts';
import { Guide } from './Guide.tsx';
import { newSecret } from './guide.ts';
import { Tell } from './Tell.tsx';
import { TestForm } from './TestForm.tsx';
import { word } from './words.ts';

const MASK = '••••••••';

/** From nothing to a source: the user at the PBX, the test, and what to set here. */
export function Connect(props: { addresses: readonly string[] }): JSX.Element {
  const [form, setForm] = createStore<Form>({
    host: '',
    port: '',
    user: 'wallboard',
    secret: '',
    name: 'pbx1',
    queueLog: '',
    wrapup: '',
    acwReasons: '',
    ca: '',
    tls: false,
  });
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
      <SetUp form={form} />
    </section>
  );
}

function SetUp(props: { form: Form }): JSX.Element {
  const line = (secret: string) => `export MOKED_SOURCES='${connectionUrl({ ...connectionOf({ ...props.form, secret: 'x' }), secret })}'`;
  const shown = () => line('x').replace(':x@', `:${MASK}@`);
  return (
    <>
      <p>
        <Tell of="setHelp" /> <Show when={site()?.demo}>{word('setDemo')}</Show>
      </p>
      <Show when={NEEDED.every((name) => props.form[name].trim() !== '')}>
        <Copy text={line(props.form.secret)} shown={shown()} label="MOKED_SOURCES" />
        <p class="note">{word('showSecret')}</p>
      </Show>
    </>
  );
}
