import { For, type JSX, Show } from 'solid-js';
import { SECOND_MS } from '../../shared/time.ts';
import { DeskPage } from '../pages/DeskPage.tsx';
import { createPolled } from '../pages/polled.ts';
import { getPage as getSettings } from '../settings/api.ts';
import { site } from '../site.ts';
import { getPage as getSources } from '../sources/api.ts';
import { ConnectPbx, isConnected } from './ConnectPbx.tsx';
import { ImportLog } from './ImportLog.tsx';
import { NameQueues } from './NameQueues.tsx';
import { Stage, type StageState } from './Stage.tsx';
import { Tell } from './Tell.tsx';
import { getImports } from './upload.ts';
import { word } from './words.ts';
import '../styles/sources.css';
import '../styles/start.css';

const LOOK_AGAIN_MS = 2 * SECOND_MS;

/** Everything the page shows, or what failed first. */
async function ask() {
  const [sources, imports, settings] = await Promise.all([getSources(), getImports(), getSettings()]);
  if (!sources.ok) return sources;
  if (!imports.ok) return imports;
  if (!settings.ok) return settings;
  return { ok: true as const, value: { sources: sources.value, imports: imports.value, queues: settings.value.queues } };
}
export type Known = Extract<Awaited<ReturnType<typeof ask>>, { ok: true }>['value'];

/** The first steps of an operator: a PBX, its history, the names of its queues; each with how far it is. */
export function Start(): JSX.Element {
  const polled = createPolled(ask, { everyMs: LOOK_AGAIN_MS, key: 'id' });
  return (
    <DeskPage page="start" title={word('start')} polled={polled} readOnly={word('readOnly')} mayWrite={({ sources }) => sources.mayWrite}>
      {(known) => <Stages known={known()} refresh={polled.refresh} />}
    </DeskPage>
  );
}

function Stages(props: { known: Known; refresh: () => Promise<unknown> }): JSX.Element {
  const isDone = () => {
    const { sources, imports, queues } = props.known;
    const isReal = site()?.demo === false;
    return {
      connect: isReal && isConnected(sources.sources),
      import: isReal && imports.hasImported,
      name: isReal && queues.length > 0 && queues.every(({ isNew }) => !isNew),
    };
  };
  const stateOf = (step: 'connect' | 'import' | 'name'): StageState => {
    const done = isDone();
    if (done[step]) return 'done';
    return step === 'connect' || done.connect ? 'now' : 'later';
  };
  return (
    <>
      <p class="lead">{word('lead')}</p>
      <Overview stateOf={stateOf} />
      <Demo />
      <Stage n={1} of="connect" state={stateOf('connect')}>
        <ConnectPbx page={props.known.sources} refresh={props.refresh} />
      </Stage>
      <Stage n={2} of="import" state={stateOf('import')}>
        <ImportLog imports={props.known.imports} refresh={props.refresh} />
      </Stage>
      <Stage n={3} of="name" state={stateOf('name')}>
        <NameQueues queues={props.known.queues} mayWrite={props.known.sources.mayWrite} refresh={props.refresh} />
      </Stage>
      <Show when={isDone().connect && isDone().name}>
        <p class="lead" data-ready>
          <b>{word('allDone')}</b>{' '}
          <a class="button is-first" href="/">
            {word('toWall')}
          </a>
        </p>
      </Show>
    </>
  );
}

const STEPS = ['connect', 'import', 'name'] as const;

/** All three at a glance: the first alone fills a screen. */
function Overview(props: { stateOf: (step: (typeof STEPS)[number]) => StageState }): JSX.Element {
  return (
    <ol class="overview">
      <For each={STEPS}>
        {(step, index) => (
          <li data-state={props.stateOf(step)}>
            <a href={`#${step}`}>
              {index() + 1}. {word(step)}
            </a>{' '}
            <span>{word(props.stateOf(step))}</span>
          </li>
        )}
      </For>
    </ol>
  );
}

/** On the demo the way out of it. */
function Demo(): JSX.Element {
  return (
    <Show when={site()?.demo}>
      <section class="demo-note" data-demo>
        <p>
          <b>{word('demoIs')}</b> <Tell of="demoEnds" />
        </p>
        <p class="tools">
          <a class="button" href="/">
            {word('demoLook')}
          </a>
          <a class="button is-first" href="#connect">
            {word('demoLeave')}
          </a>
        </p>
      </section>
    </Show>
  );
}
