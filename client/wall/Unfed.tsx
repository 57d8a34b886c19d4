/** What an empty table of queues waits for, in one sentence a source. */
import { Index, type JSX, Match, Show, Switch } from 'solid-js';
import type { SourceRow } from '../../shared/board.ts';
import { Say } from '../i18n/Say.tsx';
import { useLive } from '../live/context.ts';
import { site } from '../site.ts';
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
        <Index each={sources().slice(0, SHOWN)}>{(source) => <AwaitedSource source={source()} />}</Index>
        <Way of={sources().length === 0 ? 'noQueuesYet' : 'noQueuesMore'} />
      </div>
    </Show>
  );
}

/** Where an operator goes on. A screen on the wall has no mouse: it shows the address to be typed. */
function Way(props: { of: 'noQueuesYet' | 'noQueuesMore' }): JSX.Element {
  const address = () => (site()?.mayWrite === true ? `${location.origin}/start` : (site()?.startAt ?? `${location.origin}/start`));
  return (
    <p class="way">
      <Show when={site()?.mayWrite} fallback={<Say of={props.of} with={{ address: address() }} />}>
        <a href="/start">
          <Say of={props.of} with={{ address: address() }} />
        </a>
      </Show>
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
