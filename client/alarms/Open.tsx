import { createMemo, createSignal, For, type JSX, Show } from 'solid-js';
import type { AlarmRow } from '../../shared/alarms/row.ts';
import { figureOf, figuresAsked } from '../board/figure.ts';
import { actorName } from '../i18n/actor.ts';
import { clockSecondsText } from '../i18n/dates.ts';
import { Elapsed } from '../i18n/Figure.tsx';
import { NOTHING } from '../i18n/format.ts';
import { useLive } from '../live/context.ts';
import { site } from '../site.ts';
import { compareAlarms } from '../wall/alarms.ts';
import { instantOf, msSince } from '../wall/instants.ts';
import { LevelMark } from './Level.tsx';
import { amountOf, partText, ruleText } from './said.ts';
import { TakeOn } from './TakeOn.tsx';
import { Tell, word } from './words.ts';

const zone = () => site()?.timezone ?? 'UTC';

/** What the open alarms need of the server, so that each can say how its figure stands now. */
export const askedOfOpen = (rows: readonly AlarmRow[]): string | undefined =>
  figuresAsked([...rows].sort(compareAlarms).flatMap(({ subject }) => (subject.of === 'figure' ? subject : [])));

/** The alarms that are open now, the worst first, as every wall has them. */
export function Open(): JSX.Element {
  const live = useLive();
  const [taking, setTaking] = createSignal<string | null>(null);
  const rows = createMemo(() => [...(live.store.board?.alarms ?? [])].sort(compareAlarms));
  const byId = createMemo(() => new Map(rows().map((row) => [row.id, row])));
  const ids = () => rows().map(({ id }) => id);
  const taken = () => byId().get(taking() ?? '');
  return (
    <Show when={rows().length > 0} fallback={<p class="blank">{word('noneOpen')}</p>}>
      <div class="wide">
        <table class="data settings-table alarms-table">
          <thead>
            <tr>
              <th scope="col" class="words">
                {word('level')}
              </th>
              <th scope="col" class="words">
                {word('what')}
              </th>
              <th scope="col" class="words">
                {word('rule')}
              </th>
              <th scope="col">{word('valueNow')}</th>
              <th scope="col">{word('value')}</th>
              <th scope="col">{word('since')}</th>
              <th scope="col">{word('lasted')}</th>
              <th scope="col" class="words">
                {word('who')}
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={ids()}>{(id) => <Show when={byId().get(id)}>{(row) => <Line row={row()} onTake={setTaking} />}</Show>}</For>
          </tbody>
        </table>
      </div>
      <Show when={taken()}>{(row) => <TakeOn row={row()} onClose={() => setTaking(null)} />}</Show>
    </Show>
  );
}

function Line(props: { row: AlarmRow; onTake: (id: string) => void }): JSX.Element {
  const live = useLive();
  const row = () => props.row;
  const now = () => {
    const { subject, noDataSince } = row();
    const { board } = live.store;
    return board === null || subject.of !== 'figure' || noDataSince !== null ? null : figureOf(board, subject, null, live.tick());
  };
  return (
    <tr data-alarm={row().id} data-acknowledged={row().acknowledged === null ? undefined : ''}>
      <td class="words">
        <LevelMark level={row().level} isUnknown={row().noDataSince !== null} />
      </td>
      <th scope="row" class="words">
        <bdi>{partText(row().subject, live.store.board)}</bdi>
      </th>
      <td class="words">
        <bdi>{ruleText(row().subject, row().name)}</bdi>
      </td>
      <td data-now="">{amountOf(row().subject, now())}</td>
      <td>
        <Show when={row().subject.of === 'figure'} fallback={NOTHING}>
          <Tell of="valueLimit" with={{ value: amountOf(row().subject, row().value), limit: amountOf(row().subject, row().limit) }} />
        </Show>
      </td>
      <td>
        <bdi dir="ltr">{clockSecondsText(instantOf(row().raisedAt) ?? 0, zone())}</bdi>
      </td>
      <td>
        <Elapsed ms={msSince(row().raisedAt, live.tick())} />
      </td>
      <td class="words">
        <Show
          when={row().acknowledged}
          fallback={
            <Show when={site()?.mayWrite} fallback={word('nobody')}>
              <button type="button" class="button" data-action="take-on" onClick={() => props.onTake(row().id)}>
                {word('takeOn')}
              </button>
            </Show>
          }
        >
          {(by) => (
            <>
              <Tell of="takenBy" with={{ by: actorName(by().by), time: clockSecondsText(instantOf(by().at) ?? 0, zone()) }} />
              <Show when={by().note}>
                <br />
                <bdi>{by().note}</bdi>
              </Show>
            </>
          )}
        </Show>
      </td>
    </tr>
  );
}
