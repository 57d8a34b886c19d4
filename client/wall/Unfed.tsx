/** What an empty table of queues waits for, in one sentence a source. */
import { For, type JSX, Match, Show, Switch } from 'solid-js';
import type { SourceRow } from '../../shared/board.ts';
import { Say } from '../i18n/Say.tsx';
import { useLive } from '../live/context.ts';
import { sourceName } from './names.tsx';
import { Reason } from './Reason.tsx';

const PATH = 'POST /api/v1/events';
const SHOWN = 4;

/** In the place of the queues while there is none. */
export function Unfed(): JSX.Element {
  const live = useLive();
  const sources = () => live.store.board?.sources ?? [];
  return (
    <Show when={live.store.board !== null}>
      <div class="empty" data-empty="queues">
        <For each={sources().slice(0, SHOWN)} fallback={<Unset />}>
          {(source) => <AwaitedSource source={source} />}
        </For>
      </div>
    </Show>
  );
}

function Unset(): JSX.Element {
  return (
    <p>
      <Say of="noQueuesYet" with={{ variable: 'MOKED_SOURCES', path: PATH }} />
    </p>
  );
}

function AwaitedSource(props: { source: SourceRow }): JSX.Element {
  const name = () => sourceName(props.source);
  return (
    <p>
      <Switch fallback={<Say of="noQueuesFrom" with={{ source: name() }} />}>
        <Match when={props.source.state === 'down'}>
          <Say of="noQueuesDown" with={{ source: name() }} />
          <Show when={props.source.reason}>{(reason) => <Reason of={reason()} />}</Show>
        </Match>
        <Match when={props.source.state === 'catching-up'}>
          <Say of="noQueuesJoining" with={{ source: name() }} />
        </Match>
        <Match when={props.source.kind === 'http'}>
          <Say of="noQueuesFromSender" with={{ source: name(), path: PATH }} />
        </Match>
      </Switch>
    </p>
  );
}
