/**
 * Figures that a board asks for beside the rows: of a group, a site, a team or some channels, and metrics that do not travel with the rows. Sums of
 * queues are sums of stays: a contact that moved between two of them counts in each, as in their rows. However many are asked for, every queue and
 * every agent is summed up once.
 */
import type { Figure } from '../../shared/boards/figure-key.ts';
import type { Scope, Window } from '../../shared/boards/parts.ts';
import type { ServiceLevelFormula } from '../../shared/events/system.ts';
import { agentMetrics, stayMetric } from '../../shared/metrics/catalogue.ts';
import {
  type AgentComponents,
  addAgentComponents,
  addStayComponents,
  emptyAgentComponents,
  emptyStayComponents,
  type StayComponents,
} from '../../shared/metrics/components.ts';
import { INTERVAL_MS, intervalStart } from '../../shared/time.ts';
import type { Agent } from './agents.ts';
import type { AgentSums } from './board.ts';
import { refresh } from './contacts.ts';
import { ROLLING_MS } from './half-hour.ts';
import type { Ledger } from './ledger.ts';
import type { Counted } from './rows.ts';
import type { State } from './state.ts';

type Values = Readonly<Record<string, number | null>>;

/** The value of each figure by its key; null where there is nothing to divide by, or nobody and nothing of that name. */
export function figuresOf(state: State, asked: readonly Figure[], sumsOf: (agent: Agent) => AgentSums): Record<string, number | null> {
  refresh(state);
  const contacts = new ContactSums(state);
  const agents = once((window: 'day' | 'shift') => groupsOf(state, (agent) => sumsOf(agent)[window]));
  const times = once((of: string): Values => {
    const [window, scope] = JSON.parse(of) as [Window, Scope];
    const sum = agents(window === 'shift' ? 'shift' : 'day').get(groupName(scope));
    return sum === undefined ? {} : agentMetrics(sum);
  });
  const value = ({ kind, window, scope, metric }: Figure) =>
    kind === 'stay' ? contacts.metric(metric, scope, window) : (times(JSON.stringify([window, scope]))[metric] ?? null);
  return Object.fromEntries(asked.map((figure) => [figure.key, value(figure)]));
}

/** The same answer for the same question, computed when it is first asked. */
function once<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = compute(key);
      known.set(key, value);
    }
    return value;
  };
}

/** `queues`: whose stays are summed up; of the floor each contact counts once, whichever queues it was in. */
export type ContactSum = { readonly components: StayComponents; readonly formula: ServiceLevelFormula; readonly queues: readonly string[] };

export class ContactSums {
  readonly #state: State;
  readonly #queues: Readonly<Record<Window, (id: string) => StayComponents>>;
  readonly #sums = new Map<string, ContactSum>();

  constructor(state: State) {
    this.#state = state;
    const of = (window: Window) => once((id: string) => sumOf(state, state.queue(id), window));
    this.#queues = { day: of('day'), shift: of('shift'), interval: of('interval'), rolling30: of('rolling30') };
  }

  /** One metric: to derive all of every queue each second would cost more than to sum them up. */
  metric(metric: string, scope: Scope, window: Window): number | null {
    const name = scope.of === 'queue' ? `${window} ${scope.id}` : JSON.stringify([window, scope]);
    let sum = this.#sums.get(name);
    if (sum === undefined) {
      sum = this.sum(scope, window);
      this.#sums.set(name, sum);
    }
    const { components, formula, queues } = sum;
    return scope.of !== 'floor' && queues.length === 0 ? null : stayMetric(metric, components, formula);
  }

  /** What a figure of contacts is made of. Queues that count by different formulas have none in common but the floor's. */
  sum(scope: Scope, window: Window): ContactSum {
    const state = this.#state;
    const floorFormula = state.settings.queueAt('', state.now).formula;
    if (scope.of === 'floor') return { components: sumOf(state, state.floor, window), formula: floorFormula, queues: [] };
    if (scope.of === 'queue' && scope.id !== null && state.queues.has(scope.id))
      return { components: this.#queues[window](scope.id), formula: state.settings.queueAt(scope.id, state.now).formula, queues: [scope.id] };
    const queues = [...state.queues.keys()].filter((id) => isInQueues(state, scope, id));
    const components = emptyStayComponents();
    for (const id of queues) addStayComponents(components, this.#queues[window](id));
    const [first = floorFormula, ...others] = new Set(queues.map((id) => state.settings.queueAt(id, state.now).formula));
    return { components, formula: others.length === 0 ? first : floorFormula, queues };
  }
}

/** True where the agent is one of the floor, of the site or of the team. */
export function isOfAgents(state: State, scope: Scope, agent: Agent): boolean {
  const { team, site } = state.settings.agentAt(agent.id, state.now);
  return scope.of === 'floor' || (scope.of === 'team' && team === scope.name) || (scope.of === 'site' && site === scope.name);
}

/** True where the queue is the one, or one of the group, the site or the channels. */
export function isInQueues(state: State, scope: Scope, id: string): boolean {
  if (scope.of === 'queue') return scope.id === id;
  const settings = state.settings.queueAt(id, state.now);
  if (scope.of === 'group') return settings.group === scope.name;
  if (scope.of === 'site') return settings.site === scope.name;
  const channel = settings.channel ?? state.queueChannels.get(id)?.channel ?? 'voice';
  return scope.of === 'channels' && scope.channels.some((one) => one === channel);
}

/** The instants at which a contact of a window was offered: from the first on, before the last. Between two shifts the window of the shift is empty. */
export function spanOf(state: State, window: Window): { readonly from: number; readonly to: number } {
  const { now } = state;
  const { bounds, shift } = state.period();
  if (window === 'rolling30') return { from: now - ROLLING_MS + 1, to: now + 1 };
  if (window === 'day') return { from: bounds.startsAt, to: bounds.endsAt };
  if (window === 'shift') return { from: shift?.startsAt ?? 0, to: shift?.endsAt ?? 0 };
  const quarter = intervalStart(now);
  return { from: quarter, to: quarter + INTERVAL_MS };
}

function sumOf<R extends Counted>(state: State, ledger: Ledger<R>, window: Window): StayComponents {
  if (window === 'rolling30') return ledger.rolling(state.now);
  const { from, to } = spanOf(state, window);
  return ledger.sum(from, to, state.now);
}

/** Time and contacts of everybody, of each team and of each site. */
function groupsOf(state: State, sumOfAgent: (agent: Agent) => AgentComponents): ReadonlyMap<string, AgentComponents> {
  const groups = new Map<string, AgentComponents>();
  const add = (name: string, sum: AgentComponents) => {
    const group = groups.get(name) ?? emptyAgentComponents();
    groups.set(name, group);
    addAgentComponents(group, sum);
  };
  for (const agent of state.agents.values()) {
    const { team, site } = state.settings.agentAt(agent.id, state.now);
    const sum = sumOfAgent(agent);
    add(groupName({ of: 'floor' }), sum);
    if (team !== null) add(groupName({ of: 'team', name: team }), sum);
    if (site !== null) add(groupName({ of: 'site', name: site }), sum);
  }
  return groups;
}

const groupName = (scope: Scope): string => (scope.of === 'team' || scope.of === 'site' ? `${scope.of} ${scope.name}` : scope.of);
