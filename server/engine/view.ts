/** How the live side looks at the engine: rows by id, and what was touched since the last look. The only door of `server/live/` to the fold. */
import type {
  AgentRow,
  AgentStateRow,
  AgentWindowsRow,
  CurvePoint,
  FloorRow,
  QueueRow,
  QueueState,
  QueueWindowsRow,
  Waiters,
} from '../../shared/board.ts';
import type { Figure } from '../../shared/boards/figure-key.ts';
import type { Scope } from '../../shared/boards/parts.ts';
import type { WaitersAsked } from '../../shared/boards/waiters-key.ts';
import type { Calendar } from '../../shared/calendar.ts';
import type { ServiceLevelFormula } from '../../shared/events/system.ts';
import type { Agent } from './agents.ts';
import {
  type AgentSums,
  agentState,
  agentSums,
  agentWindows,
  type BoardOptions,
  boardRows,
  countServing,
  floorRow,
  isOnBoard,
  queueState,
  queueWindows,
} from './board.ts';
import { refresh } from './contacts.ts';
import { curveFrom, curveOf } from './curve.ts';
import type { Engine } from './engine.ts';
import { type Explanation, explain } from './explain.ts';
import { ContactSums, figuresOf, isOfAgents } from './figures.ts';
import type { AgentSettings, QueueSettings, Settings, SiteSettings } from './settings.ts';
import { type EngineSight, sightOf } from './sight.ts';
import { waitersOf } from './waiters.ts';

export type { Change } from './dated.ts';
export type { Explanation } from './explain.ts';
export type { SiteSettings } from './settings.ts';

export type Names = {
  queues: Map<string, QueueSettings & { id: string; name: string }>;
  agents: Map<string, AgentSettings & { id: string; name: string }>;
  floor: QueueSettings;
};

/** What is known of a queue or an agent beside its settings. `name` and `channel`: as the platform tells; null before it has. */
export type Known = { readonly id: string; readonly name: string | null; readonly channel: string | null };

/** All that settings pages ask for. */
export type SettingsView = {
  readonly queues: readonly Known[];
  readonly agents: readonly Known[];
  readonly site: SiteSettings;
  readonly changes: Settings['changes'];
  /** Settings of an agent at an instant. */
  readonly agentAt: Settings['agentAt'];
  /** The team's or the site's English name and place at an instant. */
  readonly labelAt: Settings['labelAt'];
};

export class View {
  readonly #engine: Engine;
  readonly #options: BoardOptions;
  /** States as they were last taken: facts touch many a row of which nothing changes that is shown. */
  readonly #taken = { queues: new Map<string, string>(), agents: new Map<string, string>() };
  /** Agents' sums as they were taken last; walls have them no younger. */
  readonly #agentSums = new Map<string, AgentSums>();

  constructor(engine: Engine, demo: boolean) {
    this.#engine = engine;
    this.#options = { components: false, demo };
  }

  /**
   * Lets time pass and settles what has changed.
   * @returns the instant for which the figures stand: `now`, or a later one that was told before the clock was set back.
   */
  advance(now: number): number {
    this.#engine.advance(now);
    refresh(this.#engine.state);
    return this.#engine.state.now;
  }

  /** States of the queues that changed since the last call. */
  takeQueues(): QueueState[] {
    const { state } = this.#engine;
    if (state.touched.queues.size === 0) return [];
    refresh(state);
    const serving = countServing(state);
    return take(state.touched.queues, (id) => unlessTaken(this.#taken.queues, queueState(state, id, serving)));
  }

  takeQueueWindows(): QueueWindowsRow[] {
    return take(this.#engine.state.touched.queueWindows, (id) => ({ id, windows: queueWindows(this.#engine.state, id, this.#options) }));
  }

  /** Agents of whom something changed since the last call: rows of those on the wall, ids of those who have gone from it. */
  takeAgents(): { put: AgentStateRow[]; del: string[] } {
    const { state } = this.#engine;
    const del: string[] = [];
    const put = take(state.touched.agents, (id) => {
      const agent = state.agents.get(id);
      if (agent !== undefined && isOnBoard(state, agent)) return unlessTaken(this.#taken.agents, agentState(state, agent));
      this.#taken.agents.delete(id);
      del.push(id);
      return null;
    });
    return { put, del };
  }

  takeAgentWindows(): AgentWindowsRow[] {
    const { state } = this.#engine;
    return take(state.touched.agentWindows, (id) => {
      const agent = state.agents.get(id);
      // Who is not on the wall has no time in its windows.
      this.#agentSums.delete(id);
      if (agent === undefined || !isOnBoard(state, agent)) return null;
      const sums = agentSums(state, agent);
      this.#agentSums.set(id, sums);
      return { id, windows: agentWindows(sums, this.#options) };
    });
  }

  /** The floor's row if something of it was touched. */
  takeFloor(): FloorRow | null {
    const { state } = this.#engine;
    if (!state.touched.floor) return null;
    state.touched.floor = false;
    return floorRow(state, this.#options);
  }

  /** Figures that a board asks for beside the rows, as they stand. */
  figures(asked: readonly Figure[]): Record<string, number | null> {
    return figuresOf(this.#engine.state, asked, this.#sumsOf);
  }

  /** As her row on the walls has them: to sum up everybody's day each second, or for each who asks, would stall the server. */
  readonly #sumsOf = (agent: Agent): AgentSums => {
    const sums = this.#agentSums.get(agent.id) ?? agentSums(this.#engine.state, agent);
    this.#agentSums.set(agent.id, sums);
    return sums;
  };

  /** The queues of a part of the floor (none of the floor itself) and the formula that counts for it. */
  partOf(scope: Scope): { readonly queues: readonly string[]; readonly formula: ServiceLevelFormula } {
    const { queues, formula } = new ContactSums(this.#engine.state).sum(scope, 'interval');
    return { queues, formula };
  }

  /** The agents of the floor, a team or a site, by their settings of now. */
  agentsOf(scope: Scope): string[] {
    const { state } = this.#engine;
    return [...state.agents.values()].filter((agent) => isOfAgents(state, scope, agent)).map(({ id }) => id);
  }

  /** Where the chart of the day begins, in milliseconds: with the business day, or with the shift under way where that began before it. */
  curveFrom(): number {
    return curveFrom(this.#engine.state);
  }

  /** The quarters of the chart of the day, the one under way included; those in which nobody came are not among them. */
  curve(scope: Scope): CurvePoint[] {
    return curveOf(this.#engine.state, scope);
  }

  /** Who waits longest where a board asks for it, by key. */
  waiters(asked: readonly WaitersAsked[]): Record<string, Waiters> {
    return waitersOf(this.#engine.state, asked);
  }

  /** Who waits and who works, for alarms; marks nothing as taken. */
  sight(): EngineSight {
    return sightOf(this.#engine.state);
  }

  /** What a figure is made of, as it stands; of agents, as walls have them. */
  explain(figure: Figure): Explanation {
    return explain(this.#engine.state, figure, this.#sumsOf);
  }

  /** Puts the floor back among the touched: it was looked at, but not sent. */
  giveBackFloor(): void {
    this.#engine.state.touched.floor = true;
  }

  touchAgentWindows(): void {
    for (const id of this.#engine.state.agents.keys()) this.#engine.state.touched.agentWindows.add(id);
  }

  /** Names and settings for answers that are not made of board rows, as they were at an instant; now, where none is given. */
  names(at = this.#engine.state.now): Names {
    const { state } = this.#engine;
    const queues = [...state.queues.keys()].map((id) => ({
      ...state.settings.queueAt(id, at),
      id,
      name: state.settings.queueAt(id, at).name ?? id,
    }));
    const agents = [...state.agents.values()].map((agent) => {
      const settings = state.settings.agentAt(agent.id, at);
      return { ...settings, id: agent.id, name: settings.name ?? agent.name ?? agent.id };
    });
    return {
      queues: new Map(queues.map((queue) => [queue.id, queue])),
      agents: new Map(agents.map((agent) => [agent.id, agent])),
      floor: state.settings.queueAt('', at),
    };
  }

  /** Settings of the floor in force at an instant. */
  floorSettings(at: number): Names['floor'] {
    return this.#engine.state.settings.queueAt('', at);
  }

  /** Every queue and agent that was seen or set up, and their settings. */
  settings(): SettingsView {
    const { state } = this.#engine;
    const { settings, queues, agents, queueChannels } = state;
    const queueIds = new Set([...queues.keys(), ...settings.queueIds()]);
    const agentIds = new Set([...agents.keys(), ...settings.agentIds()]);
    return {
      queues: [...queueIds].map((id) => ({ id, name: null, channel: queueChannels.get(id)?.channel ?? null })),
      agents: [...agentIds].map((id) => ({ id, name: agents.get(id)?.name ?? null, channel: null })),
      site: settings.siteAt(state.now),
      changes: (of, id) => settings.changes(of, id),
      agentAt: (id, at) => settings.agentAt(id, at),
      labelAt: (kind, name, at) => settings.labelAt(kind, name, at),
    };
  }

  calendar(at: number): Calendar {
    return this.#engine.state.calendar(at);
  }

  /** Everything, sources aside. `components`: as REST shows it. */
  rows(components: boolean): { floor: FloorRow; queues: QueueRow[]; agents: AgentRow[] } {
    // Whoever has these rows may have one that was never taken, and must be told where it goes back to what it was before.
    this.#taken.queues.clear();
    this.#taken.agents.clear();
    return boardRows(this.#engine.state, { ...this.#options, components });
  }
}

/** The row, or null if it was taken last time exactly so. */
function unlessTaken<R extends { id: string }>(taken: Map<string, string>, row: R): R | null {
  const text = JSON.stringify(row);
  if (taken.get(row.id) === text) return null;
  taken.set(row.id, text);
  return row;
}

function take<T>(ids: Set<string>, row: (id: string) => T | null): T[] {
  const rows = [...ids].map(row).filter((one) => one !== null);
  ids.clear();
  return rows;
}
