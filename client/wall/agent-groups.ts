/** Agents other than by team: by what they are in, or in one list by trouble. In the shape of teams, so that places, pages and counts are theirs. */
import type { AgentRow } from '../../shared/board.ts';
import { type AgentLine, compareLines, countsOf, lineOf, type StateCounts, stateGroup, type Team } from './teams.ts';

/** What a group is of: over an allowance, whatever the state; then the state; `all` is everybody. */
export type AgentGroupName = 'over' | Exclude<keyof StateCounts, 'off'> | 'all';

const STATES: readonly AgentGroupName[] = ['over', 'free', 'busy', 'acw', 'break', 'unknown'];

type NowOf = (agent: AgentRow) => number;

/**
 * Groups by state, those over an allowance before all. A group with nobody in it is left out, but for who is free: that nobody is must be seen. Who is
 * signed out is counted with the last group.
 */
export function groupsByState(agents: readonly AgentRow[], nowOf: NowOf): Team[] {
  const { present, off } = linesOf(agents, nowOf);
  if (present.length + off === 0) return [];
  const groups = STATES.map((name) => groupOf(name, present.filter((line) => nameOf(line) === name).sort(compareLines)));
  const shown = groups.filter(({ name, lines }) => name === 'free' || lines.length > 0);
  for (const last of shown.slice(-1)) last.counts.off = off;
  return shown;
}

/** One list: the longest overrun first, then who has the least left of an allowance, then who has been longest in a state. */
export function groupByTrouble(agents: readonly AgentRow[], nowOf: NowOf): Team[] {
  const { present, off } = linesOf(agents, nowOf);
  if (present.length + off === 0) return [];
  const group = groupOf('all', present.sort(compareTrouble));
  group.counts.off = off;
  return [group];
}

function linesOf(agents: readonly AgentRow[], nowOf: NowOf): { present: AgentLine[]; off: number } {
  const shown = agents.filter(({ hidden }) => !hidden);
  const present = shown.filter(({ state }) => state !== 'offline').map((agent) => lineOf(agent, nowOf(agent)));
  return { present, off: shown.length - present.length };
}

function nameOf({ agent, overMs }: AgentLine): AgentGroupName {
  const group = stateGroup(agent.state);
  // Who is offline has no line.
  return overMs !== null || group === 'off' ? 'over' : group;
}

function groupOf(name: AgentGroupName, lines: AgentLine[]): Team {
  return { name, nameEn: null, site: null, siteEn: null, order: null, siteOrder: null, lines, counts: countsOf(lines) };
}

function compareTrouble(a: AgentLine, b: AgentLine): number {
  if (a.overMs !== null || b.overMs !== null) return (b.overMs ?? -1) - (a.overMs ?? -1) || byId(a, b);
  if (a.leftMs !== null || b.leftMs !== null) return (a.leftMs ?? Number.MAX_SAFE_INTEGER) - (b.leftMs ?? Number.MAX_SAFE_INTEGER) || byId(a, b);
  return b.elapsedMs - a.elapsedMs || byId(a, b);
}

const byId = (a: AgentLine, b: AgentLine): number => a.agent.id.localeCompare(b.agent.id);
