import { createSignal, For, type JSX, Show } from 'solid-js';
import { SECOND_MS } from '../../shared/time.ts';
import { DeskPage } from '../pages/DeskPage.tsx';
import { createPolled } from '../pages/polled.ts';
import { getPage, type Page } from './api.ts';
import { Connect } from './Connect.tsx';
import { Edit } from './Edit.tsx';
import { Source } from './Source.tsx';
import { word } from './words.ts';
import '../styles/sources.css';

const LOOK_AGAIN_MS = 3 * SECOND_MS;

/** Each source live, and the way to a new one. */
export function Sources(): JSX.Element {
  const polled = createPolled(
    async () => {
      const answer = await getPage();
      // The server's clock is what its instants are told by.
      if (answer.ok) polled.clock.learn(Date.parse(answer.value.at));
      return answer;
    },
    { everyMs: LOOK_AGAIN_MS, key: 'name' },
  );
  return (
    <DeskPage page="sources" title={word('sources')} polled={polled} readOnly={word('readOnly')} mayWrite={({ mayWrite }) => mayWrite}>
      {(known) => <Known page={known()} now={polled.clock.second()} refresh={polled.refresh} />}
    </DeskPage>
  );
}

function Known(props: { page: Page; now: number; refresh: () => Promise<unknown> }): JSX.Element {
  const [edited, setEdited] = createSignal<string | null>(null);
  return (
    <>
      <For each={props.page.sources} fallback={<p class="blank">{word('noSources')}</p>}>
        {(source) => (
          <Source
            source={source}
            timezone={props.page.timezone}
            now={props.now}
            onEdit={() => setEdited(source.name)}
            onRemoved={props.page.mayWrite && source.from === 'saved' ? props.refresh : undefined}
          />
        )}
      </For>
      <Show when={props.page.mayWrite}>
        <Show
          when={props.page.sources.some(({ name, from }) => name === edited() && from === 'saved') && edited()}
          keyed
          fallback={<Connect addresses={props.page.addresses} notSaved={props.page.notSaved} refresh={props.refresh} />}
        >
          {(name) => <Edit name={name} refresh={props.refresh} onDone={() => setEdited(null)} />}
        </Show>
      </Show>
    </>
  );
}
