import { createMemo, For, type JSX, Show } from 'solid-js';
import type { Key } from '../i18n/dictionary.ts';
import { Duration, Figure } from '../i18n/Figure.tsx';
import { countText, percentText } from '../i18n/format.ts';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { nameIn } from '../wall/names.tsx';
import type { AgentReview } from './api.ts';

type Column = {
  readonly metric: string;
  readonly word: Key & ('answeredHead' | 'ringNoAnswer' | 'signedIn' | 'available' | 'talk' | 'hold' | 'acw' | 'break' | 'avgHandle' | 'occupancy');
  readonly as: 'count' | 'duration' | 'percent';
};

const COLUMNS: readonly Column[] = [
  { metric: 'answered', word: 'answeredHead', as: 'count' },
  { metric: 'ring_no_answer', word: 'ringNoAnswer', as: 'count' },
  { metric: 'signed_in_ms', word: 'signedIn', as: 'duration' },
  { metric: 'available_ms', word: 'available', as: 'duration' },
  { metric: 'talk_ms', word: 'talk', as: 'duration' },
  { metric: 'hold_ms', word: 'hold', as: 'duration' },
  { metric: 'acw_ms', word: 'acw', as: 'duration' },
  { metric: 'break_ms', word: 'break', as: 'duration' },
  { metric: 'aht_ms', word: 'avgHandle', as: 'duration' },
  { metric: 'occupancy', word: 'occupancy', as: 'percent' },
];

/** Agents by team and name; `distinct` contacts were answered on the whole floor. There is no order by speed: facts beside one another, and no rank. */
export function AgentsTable(props: { agents: readonly AgentReview[]; distinct: number }): JSX.Element {
  const rows = createMemo(() => [...props.agents].sort(compare));
  const sum = () => rows().reduce((total, row) => total + (row.metrics['answered'] ?? 0), 0);
  return (
    <Show when={rows().length > 0}>
      <section>
        <h2>{dictionary().agents}</h2>
        <table class="data" data-table="agents">
          <thead>
            <tr>
              <th scope="col">{dictionary().agent}</th>
              <th scope="col">{dictionary().team}</th>
              <For each={COLUMNS}>{({ word }) => <th scope="col">{dictionary()[word]}</th>}</For>
            </tr>
          </thead>
          <tbody>
            <For each={rows()}>{(row) => <AgentLine row={row} />}</For>
          </tbody>
        </table>
        <Show when={sum() > props.distinct}>
          <p class="note">
            <Say of="agentsAddUp" with={{ rows: countText(sum()), distinct: countText(props.distinct) }} />
          </p>
        </Show>
      </section>
    </Show>
  );
}

function compare(a: AgentReview, b: AgentReview): number {
  const byTeam = Number(a.team === null) - Number(b.team === null) || (teamOf(a) ?? '').localeCompare(teamOf(b) ?? '');
  return byTeam || nameOf(a).localeCompare(nameOf(b));
}

const nameOf = (row: AgentReview) => nameIn(row.name ?? row.id, row.nameEn);
const teamOf = (row: AgentReview) => nameIn(row.team, row.teamEn);

function AgentLine(props: { row: AgentReview }): JSX.Element {
  return (
    <tr data-agent={props.row.id}>
      <th scope="row">
        <bdi title={nameOf(props.row)}>{nameOf(props.row)}</bdi>
      </th>
      <td class="words">
        <bdi title={teamOf(props.row) ?? ''}>{teamOf(props.row) ?? dictionary().noTeam}</bdi>
      </td>
      <For each={COLUMNS}>
        {(column) => (
          <td data-metric={column.metric}>
            <Value as={column.as} value={props.row.metrics[column.metric]} />
          </td>
        )}
      </For>
    </tr>
  );
}

function Value(props: { as: Column['as']; value: number | null | undefined }): JSX.Element {
  return (
    <Show when={props.as === 'duration'} fallback={<Figure>{props.as === 'count' ? countText(props.value) : percentText(props.value)}</Figure>}>
      <Duration ms={props.value} />
    </Show>
  );
}
