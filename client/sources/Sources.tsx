import { For, type JSX, Show } from 'solid-js';
import { SECOND_MS } from '../../shared/time.ts';
import { DeskPage } from '../pages/DeskPage.tsx';
import { createPolled } from '../pages/polled.ts';
import { getPage, type Page } from './api.ts';
import { Connect } from './Connect.tsx';
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
  return (
    <>
      <For each={props.page.sources} fallback={<p class="blank">{word('noSources')}</p>}>
        {(source) => (
          <Source
            source={source}
            timezone={props.page.timezone}
            now={props.now}
            onRemoved={props.page.mayWrite && source.from === 'saved' ? props.refresh : undefined}
          />
        )}
      </For>
      <Show when={props.page.mayWrite}>
        <Connect addresses={props.page.addresses} notSaved={props.page.notSaved} refresh={props.refresh} />
      </Show>
    </>
  );
}
