/** Agents by what they are in, quarter by quarter: the figures of a chart. Pure. */
import type { AgentState } from '../../shared/events/agent.ts';
import { TIME_FIELDS } from '../../shared/metrics/components.ts';
import { INTERVAL_MS } from '../../shared/time.ts';
import { type StateCounts, stateGroup } from '../wall/teams.ts';

/** From the bottom of a bar to its top: who works for customers, who could, who does not. */
export const STATE_GROUPS = ['busy', 'acw', 'free', 'break', 'unknown'] as const satisfies readonly (keyof StateCounts)[];
export type StateGroup = (typeof STATE_GROUPS)[number];

/** How many agents; of a quarter that is over the average, which need not be whole. */
export type AgentsBy = Readonly<Record<StateGroup, number>>;

/** Milliseconds of all agents together, as the server tells them. */
export type StateTimes = Readonly<Record<(typeof TIME_FIELDS)[keyof typeof TIME_FIELDS], number>>;

const nobody = (): Record<StateGroup, number> => ({ busy: 0, acw: 0, free: 0, break: 0, unknown: 0 });

function sumBy(states: readonly Exclude<AgentState, 'offline'>[], of: (state: Exclude<AgentState, 'offline'>) => number): AgentsBy {
  const sum = nobody();
  for (const state of states) sum[stateGroup(state) as StateGroup] += of(state);
  return sum;
}

const STATES = Object.keys(TIME_FIELDS) as Exclude<AgentState, 'offline'>[];

/** So many agents as if each had been in one state for the whole quarter. */
export function averageOf(times: StateTimes): AgentsBy {
  return sumBy(STATES, (state) => times[TIME_FIELDS[state]] / INTERVAL_MS);
}

/** Agents as they are now. */
export function presentOf(counts: Readonly<Record<Exclude<AgentState, 'offline'>, number>>): AgentsBy {
  return sumBy(STATES, (state) => counts[state]);
}

/** All of them. */
export function allOf(by: AgentsBy): number {
  return STATE_GROUPS.reduce((sum, group) => sum + by[group], 0);
}

export type StatesQuarter = { readonly startsAt: number; readonly by: AgentsBy };
export type StatesSeries = { readonly starts: number[]; readonly by: Readonly<Record<StateGroup, (number | null)[]>>; readonly highest: number };

/** One place for each quarter of the span; one of which nothing is known is a hole. */
export function statesSeriesOf(quarters: readonly StatesQuarter[], from: number, to: number): StatesSeries {
  const byStart = new Map(quarters.map(({ startsAt, by }) => [startsAt, by]));
  const starts = Array.from({ length: Math.max(1, Math.round((to - from) / INTERVAL_MS)) }, (_, i) => from + i * INTERVAL_MS);
  const found = starts.map((start) => byStart.get(start));
  const of = (group: StateGroup) => found.map((by) => by?.[group] ?? null);
  return {
    starts,
    by: { busy: of('busy'), acw: of('acw'), free: of('free'), break: of('break'), unknown: of('unknown') },
    highest: Math.max(0, ...found.flatMap((by) => (by === undefined ? [] : allOf(by)))),
  };
}

/** The quarter that is just over stays as it was shown last until the tables have it: there is no hole beside what is now. */
export function withJustOver(known: readonly StatesQuarter[], shown: readonly StatesQuarter[], startsAt: number): readonly StatesQuarter[] {
  const last = startsAt - INTERVAL_MS;
  const held = shown.find((quarter) => quarter.startsAt === last);
  return held === undefined || known.some((quarter) => quarter.startsAt === last) ? known : [...known, held];
}
