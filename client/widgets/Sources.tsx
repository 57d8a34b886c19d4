import { type JSX, Match, Show, Switch } from 'solid-js';
import type { SourceRow } from '../../shared/board.ts';
import { Tell } from '../board/words.ts';
import { Elapsed } from '../i18n/Figure.tsx';
import { dictionary } from '../i18n/locale.ts';
import { useLive } from '../live/context.ts';
import { Icon } from '../wall/Icon.tsx';
import { msSince } from '../wall/instants.ts';
import { sourceName } from '../wall/names.tsx';
import { Reason } from '../wall/Reason.tsx';
import { Lines } from './Lines.tsx';

const RANK: Readonly<Record<SourceRow['state'], number>> = { down: 0, 'catching-up': 1, up: 2 };

/** Each source with its state and how old what it told last is; those in trouble first. */
export function Sources(): JSX.Element {
  const live = useLive();
  const rows = () => [...(live.store.board?.sources ?? [])].sort((a, b) => RANK[a.state] - RANK[b.state] || a.name.localeCompare(b.name));
  return (
    <Lines title={<Tell of="sources" />} each={rows()} empty={<Tell of="noSources" />} more={(count) => <Tell of="sourcesMore" with={{ count }} />}>
      {(row) => <Source row={row()} />}
    </Lines>
  );
}

const WORDS = { up: 'sourceUp', down: 'sourceDown', 'catching-up': 'sourceCatchingUp' } as const;

function Source(props: { row: SourceRow }): JSX.Element {
  const live = useLive();
  const isUp = () => props.row.state === 'up';
  const age = () => msSince(isUp() ? props.row.lastEventAt : props.row.since, live.tick());
  return (
    <li class="line source-line" data-source={props.row.name} data-level={props.row.state === 'down' || props.row.reason !== null ? 'warn' : 'ok'}>
      <Icon name={isUp() ? (props.row.reason === null ? 'check' : 'triangle') : props.row.state === 'down' ? 'plug' : 'turn'} />
      <bdi>{sourceName(props.row)}</bdi>
      <span>
        <Switch fallback={<Tell of={WORDS[props.row.state]} />}>
          <Match when={props.row.reason}>{(reason) => <Reason of={reason()} />}</Match>
        </Switch>
      </span>
      <span class="number">
        <Show when={age() !== null} fallback={dictionary().noData}>
          <Elapsed ms={age()} />
        </Show>
      </span>
    </li>
  );
}
