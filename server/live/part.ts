/**
 * What a board shows of the floor: some queues, and the agents of some teams or of those queues. Owns its name as a wall says it, and which
 * agents its walls have; of a change it gives what concerns them.
 */
import type { AlarmRow } from '../../shared/alarms/row.ts';
import type { AgentRow, Board } from '../../shared/board.ts';
import { type Figure, readFigureKey } from '../../shared/boards/figure-key.ts';
import { readWaitersKey, type WaitersAsked } from '../../shared/boards/waiters-key.ts';
import type { Del, TersePut as Put } from '../../shared/protocol/delta.ts';
import type { Result } from '../../shared/result.ts';
import { Beside } from './beside.ts';

/** The board that shows all; boards that people compose come by their ids. */
export const WHOLE_FLOOR = 'floor';
/** More than any floor has teams or any screen queues. */
const MAX_NAMES = 200;
/** Each is a sum over a part of the floor, once a second. */
const MAX_FIGURES = 100;
/** Each is a look at everybody who waits, once a second. */
const MAX_WAITERS = 20;
const KEYS: ReadonlySet<string> = new Set(['queue', 'team', 'figure', 'waiters']);

/** Ids of queues, names of teams; an empty list of either asks for no less than all. Figures and waiters are beside the rows. */
export type Selection = {
  readonly queues: readonly string[];
  readonly teams: readonly string[];
  readonly figures: readonly Figure[];
  readonly waiters: readonly WaitersAsked[];
};

/** `floor`, or a part of it: `floor?queue=sales&queue=support&team=מכירות`, with `figure=` for each figure beside the rows and `waiters=` for who waits longest. Null is the whole floor. */
export function readBoard(board: string): Result<Selection | null> {
  if (board === WHOLE_FLOOR) return { ok: true, value: null };
  const [name, query] = [board.slice(0, WHOLE_FLOOR.length + 1), board.slice(WHOLE_FLOOR.length + 1)];
  if (name !== `${WHOLE_FLOOR}?`)
    return wrong(`no board "${board.slice(0, 60)}"; there is "${WHOLE_FLOOR}", or a part of it such as "${WHOLE_FLOOR}?queue=sales&team=Sales"`);
  const asked = new URLSearchParams(query);
  for (const key of asked.keys()) if (!KEYS.has(key)) return wrong(`a board has no "${key.slice(0, 60)}"; allowed: ${[...KEYS].join(', ')}`);
  const namesOf = (key: string) => [...new Set(asked.getAll(key))].sort();
  const [figures, waiters] = [readAll(namesOf('figure'), readFigureKey), readAll(namesOf('waiters'), readWaitersKey)];
  if (!figures.ok) return figures;
  if (!waiters.ok) return waiters;
  const selection = { queues: namesOf('queue'), teams: namesOf('team'), figures: figures.value, waiters: waiters.value };
  const names = selection.queues.length + selection.teams.length;
  if (names > MAX_NAMES) return wrong(`a board has at most ${MAX_NAMES} queues and teams`);
  if (figures.value.length > MAX_FIGURES) return wrong(`a board has at most ${MAX_FIGURES} figures beside the rows`);
  if (waiters.value.length > MAX_WAITERS) return wrong(`a board has at most ${MAX_WAITERS} lists of waiters`);
  return { ok: true, value: names + figures.value.length + waiters.value.length === 0 ? null : selection };
}

/** All of them, or what is wrong with the first that is wrong. */
function readAll<T>(texts: readonly string[], read: (text: string) => Result<T>): Result<T[]> {
  const values: T[] = [];
  for (const text of texts) {
    const one = read(text);
    if (!one.ok) return one;
    values.push(one.value);
  }
  return { ok: true, value: values };
}

const wrong = (error: string) => ({ ok: false, error }) as const;

/** One name for all ways to ask for the same. */
export function boardName(selection: Selection | null): string {
  if (selection === null) return WHOLE_FLOOR;
  const pairs = new URLSearchParams();
  for (const queue of selection.queues) pairs.append('queue', queue);
  for (const team of selection.teams) pairs.append('team', team);
  for (const { key } of selection.figures) pairs.append('figure', key);
  for (const { key } of selection.waiters) pairs.append('waiters', key);
  return `${WHOLE_FLOOR}?${pairs}`;
}

type Agent = Pick<AgentRow, 'id' | 'team' | 'queues'>;

export class Part {
  readonly #queues: ReadonlySet<string> | null;
  readonly #teams: ReadonlySet<string> | null;
  /** What it asks for beside the rows. */
  readonly beside: Beside;
  /** Agents that walls of this part have: whoever ceases to belong to it is taken from them. */
  readonly #shown = new Set<string>();

  constructor({ queues, teams, figures, waiters }: Selection) {
    this.beside = new Beside(figures, waiters);
    this.#queues = queues.length === 0 ? null : new Set(queues);
    this.#teams = teams.length === 0 ? null : new Set(teams);
  }

  /** The part of a whole board. */
  of(board: Board): Board {
    const agents = board.agents.filter((agent) => this.#hasAgent(agent));
    // Walls of before may still have some who are not among these: they are told with the next change.
    for (const { id } of agents) this.#shown.add(id);
    const alarms = board.alarms.filter((alarm) => this.#hasAlarm(alarm));
    return { ...board, queues: board.queues.filter(({ id }) => this.#hasQueue(id)), agents, alarms };
  }

  /** What of a change concerns the part; null if nothing does. */
  change(put: Put, del: Del): { put: Put; del: Del } | null {
    const mine: Put = {};
    const gone = (del.agents ?? []).filter((id) => this.#shown.delete(id));
    const fill = <K extends keyof Put>(key: K, rows: Put[K] & readonly unknown[]) => {
      if (rows.length > 0) mine[key] = rows;
    };
    if (put.floor !== undefined) mine.floor = put.floor;
    if (put.sources !== undefined) mine.sources = put.sources;
    if (put.notices !== undefined) mine.notices = put.notices;
    fill(
      'alarms',
      (put.alarms ?? []).filter((alarm) => this.#hasAlarm(alarm)),
    );
    fill(
      'queues',
      (put.queues ?? []).filter(({ id }) => this.#hasQueue(id)),
    );
    fill(
      'queueWindows',
      (put.queueWindows ?? []).filter(({ id }) => this.#hasQueue(id)),
    );
    const agents = (put.agents ?? []).filter((agent) => {
      const isMine = this.#hasAgent(agent);
      if (isMine) this.#shown.add(agent.id);
      else if (this.#shown.delete(agent.id)) gone.push(agent.id);
      return isMine;
    });
    fill('agents', agents);
    fill(
      'agentWindows',
      (put.agentWindows ?? []).filter(({ id }) => this.#shown.has(id)),
    );
    const queues = (del.queues ?? []).filter((id) => this.#hasQueue(id));
    const out: Del = {
      ...(gone.length > 0 ? { agents: gone } : {}),
      ...(queues.length > 0 ? { queues } : {}),
      // Of an alarm that is gone the queue is not known; to take away what is not there harms nobody.
      ...(del.alarms === undefined ? {} : { alarms: del.alarms }),
      ...(del.notices === undefined ? {} : { notices: del.notices }),
    };
    return Object.keys(mine).length + Object.keys(out).length === 0 ? null : { put: mine, del: out };
  }

  #hasQueue(id: string): boolean {
    return this.#queues?.has(id) ?? true;
  }

  /** What is not of one queue concerns everybody. */
  #hasAlarm({ subject }: Pick<AlarmRow, 'subject'>): boolean {
    return subject.of !== 'figure' || subject.scope.of !== 'queue' || this.#hasQueue(subject.scope.id ?? '');
  }

  #hasAgent({ team, queues }: Agent): boolean {
    if (this.#teams !== null) return team !== null && this.#teams.has(team);
    return this.#queues === null || queues.some((id) => this.#hasQueue(id));
  }
}
