/** Agents by team: who is over an allowance, who is free, who is in what. Places are counted, never cut silently. */
import type { AgentRow } from '../../shared/board.ts';
import type { AgentState } from '../../shared/events/agent.ts';
import { MINUTE_MS } from '../../shared/time.ts';
import { msSince } from './instants.ts';

/** A line of the team: `overMs` beyond the allowance, or `leftMs` where little of it is left. */
export type AgentLine = {
  readonly agent: AgentRow;
  readonly elapsedMs: number;
  readonly overMs: number | null;
  readonly leftMs: number | null;
};

/** What the heading and the line "and 7 more" count. */
export type StateCounts = { free: number; busy: number; acw: number; break: number; off: number; unknown: number };

export type Team = {
  readonly name: string | null;
  readonly nameEn: string | null;
  readonly site: string | null;
  readonly siteEn: string | null;
  readonly order: number | null;
  readonly siteOrder: number | null;
  readonly lines: AgentLine[];
  readonly counts: StateCounts;
};

const GROUP: Record<AgentState, keyof StateCounts> = {
  available: 'free',
  ringing: 'busy',
  talking: 'busy',
  hold: 'busy',
  busy: 'busy',
  acw: 'acw',
  break: 'break',
  unknown: 'unknown',
  offline: 'off',
};

/** What an agent in this state is counted as. */
export const stateGroup = (state: AgentState): keyof StateCounts => GROUP[state];

const RANK: Record<AgentState, number> = {
  available: 1,
  ringing: 2,
  talking: 3,
  hold: 3,
  busy: 3,
  acw: 4,
  break: 5,
  unknown: 6,
  offline: 7,
};

/** Under two minutes of allowance the last fifth is too short to be told. */
const LEFT_TOLD_FROM_MS = 2 * MINUTE_MS;
const LEFT_SHARE = 0.2;
const LEFT_AT_MOST_MS = 3 * MINUTE_MS;

/** An agent with her running time against what she is allowed. */
export function lineOf(agent: AgentRow, now: number): AgentLine {
  const elapsedMs = msSince(agent.since, now) ?? 0;
  const leftMs = agent.allowedMs === null ? null : agent.allowedMs - elapsedMs;
  const isNear =
    agent.allowedMs !== null &&
    leftMs !== null &&
    agent.allowedMs >= LEFT_TOLD_FROM_MS &&
    leftMs >= 0 &&
    leftMs <= Math.min(agent.allowedMs * LEFT_SHARE, LEFT_AT_MOST_MS);
  return { agent, elapsedMs, overMs: leftMs !== null && leftMs < 0 ? -leftMs : null, leftMs: isNear ? leftMs : null };
}

/** Over an allowance first (the longest overrun), then free (longest first), ringing, talking, wrap-up, break, gone. */
export function compareLines(a: AgentLine, b: AgentLine): number {
  if ((a.overMs === null) !== (b.overMs === null)) return a.overMs === null ? 1 : -1;
  if (a.overMs !== null && b.overMs !== null) return b.overMs - a.overMs || a.agent.id.localeCompare(b.agent.id);
  const byState = RANK[a.agent.state] - RANK[b.agent.state];
  return byState || compareInstants(a.agent.since, b.agent.since) || a.agent.id.localeCompare(b.agent.id);
}

/** Instants of the wire are of one form: their letters stand in the order of time. */
const compareInstants = (a: string, b: string): number => Number(a > b) - Number(a < b);

/**
 * Teams in the order of the settings (of their sites, then their own), then of their names, those without a team last. Who is signed out is counted and has no line. `nowOf` is the present of an
 * agent: it stands still while her source is down.
 */
export function teamsOf(agents: readonly AgentRow[], nowOf: (agent: AgentRow) => number, columns = COLUMNS): Team[] {
  const byName = new Map<string | null, AgentLine[]>();
  for (const agent of agents) {
    if (agent.hidden) continue;
    const lines = byName.get(agent.team) ?? [];
    lines.push(lineOf(agent, nowOf(agent)));
    byName.set(agent.team, lines);
  }
  const teams = [...byName].map(([name, all]) => {
    const lines = all.filter(({ agent }) => agent.state !== 'offline').sort(compareLines);
    const sites = new Set(all.map(({ agent }) => agent.site));
    const site = sites.size === 1 ? (all[0]?.agent.site ?? null) : null;
    // Each agent has settings of her own: the English name may stand with one of them only.
    const english = (of: 'teamEn' | 'siteEn') => all.find(({ agent }) => agent[of] !== null)?.agent[of] ?? null;
    return {
      name,
      nameEn: english('teamEn'),
      site,
      siteEn: site === null ? null : english('siteEn'),
      order: all[0]?.agent.teamOrder ?? null,
      siteOrder: site === null ? null : (all[0]?.agent.siteOrder ?? null),
      lines,
      counts: countsOf(all),
    };
  });
  return teams.sort(teams.length > columns ? byPresence : inOrder);
}

function inOrder(a: Team, b: Team): number {
  if (a.name === null || b.name === null) return a.name === null ? 1 : -1;
  return compareOrder(a.siteOrder, b.siteOrder) || compareOrder(a.order, b.order) || a.name.localeCompare(b.name);
}

/** What has no place comes after what has one. */
function compareOrder(a: number | null, b: number | null): number {
  return (a ?? Number.MAX_SAFE_INTEGER) - (b ?? Number.MAX_SAFE_INTEGER);
}

/** Where not all have a place at once, a team that has gone home does not take one from a team that works. */
function byPresence(a: Team, b: Team): number {
  return Number(a.lines.length === 0) - Number(b.lines.length === 0) || inOrder(a, b);
}

/** How many are in what. */
export function countsOf(lines: readonly AgentLine[]): StateCounts {
  const counts: StateCounts = { free: 0, busy: 0, acw: 0, break: 0, off: 0, unknown: 0 };
  for (const { agent } of lines) counts[GROUP[agent.state]] += 1;
  return counts;
}

/** The counts of several teams as one. */
export function sumOf(teams: readonly Team[]): StateCounts {
  const sum: StateCounts = { free: 0, busy: 0, acw: 0, break: 0, off: 0, unknown: 0 };
  for (const { counts } of teams) for (const of of Object.keys(sum) as (keyof StateCounts)[]) sum[of] += counts[of];
  return sum;
}

/** A team on the wall, under one heading: its lines, spread evenly over the columns it has. */
export type TeamBlock = {
  readonly team: Team;
  readonly columns: AgentLine[][];
  /** Agents of the team that have no place on this page. */
  readonly hidden: AgentLine[];
  /** Told in words below the last line, where there is room; the heading counts them anyway. */
  readonly signedOut: number;
  /** The column below whose last line they are told. */
  readonly restIn: number;
};

export type AgentPage = { readonly blocks: TeamBlock[]; readonly page: number; readonly pages: number; readonly elsewhere: Team[] };

export const COLUMNS = 4;
export const ROWS = 10;
/** Places for teams beside each other, lines below each heading, and how many times all that below each other. */
export type Places = { readonly columns: number; readonly rows: number; readonly bands: number };
export const WALL: Places = { columns: COLUMNS, rows: ROWS, bands: 1 };
export const AGENT_PAGE_MS = 15_000;

/** The teams of the page whose turn it is, by the clock. Columns to spare go to the teams that need them most; a team alone has them all. */
export function pageOfTeams(teams: readonly Team[], now: number, places: Places = WALL): AgentPage {
  const room = places.columns * places.bands;
  const pages = Math.max(1, Math.ceil(teams.length / room));
  const size = Math.ceil(teams.length / pages);
  const page = Math.floor(now / AGENT_PAGE_MS) % pages;
  const shown = teams.slice(page * size, page * size + size);
  const rows = Math.max(1, pages > 1 ? places.rows - 1 : places.rows);
  const widths = shown.length === 1 ? [places.columns] : widthsOf(shown, rows, places.columns);
  return {
    blocks: shown.map((team, i) => blockOf(team, widths[i] ?? 1, rows)),
    page: page + 1,
    pages,
    elsewhere: teams.filter((team) => !shown.includes(team)),
  };
}

function widthsOf(teams: readonly Team[], rows: number, columns: number): number[] {
  const widths = teams.map(() => 1);
  for (let spare = columns - teams.length; spare > 0; spare--) {
    const overflow = teams.map((team, i) => team.lines.length - rows * (widths[i] ?? 1));
    const most = overflow.indexOf(Math.max(...overflow));
    if ((overflow[most] ?? 0) <= 0) break;
    widths[most] = (widths[most] ?? 1) + 1;
  }
  return widths;
}

function blockOf(team: Team, width: number, rows: number): TeamBlock {
  const room = width * rows;
  const isCut = team.lines.length > room;
  // The last column is never the longest: what is told below its last line has a place.
  const shown = isCut ? team.lines.slice(0, room - 1) : team.lines;
  const filled = Math.min(width, Math.max(1, shown.length));
  return {
    team,
    columns: spread(shown, width),
    restIn: rows > 1 ? filled - 1 : width - 1,
    hidden: isCut ? team.lines.slice(room - 1) : [],
    signedOut: shown.length < room && !isCut ? team.counts.off : 0,
  };
}

function spread(lines: readonly AgentLine[], width: number): AgentLine[][] {
  const most = Math.ceil(lines.length / width);
  const longer = lines.length - (most - 1) * width;
  const startOf = (column: number) => column * most - Math.max(0, column - longer);
  return Array.from({ length: width }, (_, column) => lines.slice(startOf(column), startOf(column + 1)));
}
