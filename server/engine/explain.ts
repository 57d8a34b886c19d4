/** What a figure is made of: the counts behind it, what was divided by what, over which span, by which settings. */
import type { Figure } from '../../shared/boards/figure-key.ts';
import type { Window } from '../../shared/boards/parts.ts';
import type { ServiceLevelFormula } from '../../shared/events/system.ts';
import { AGENT_METRICS } from '../../shared/metrics/agent-metrics.ts';
import { agentMetrics, stayMetrics } from '../../shared/metrics/catalogue.ts';
import { type AgentComponents, addAgentComponents, emptyAgentComponents, type StayComponents } from '../../shared/metrics/components.ts';
import type { Parts } from '../../shared/metrics/definition.ts';
import { STAY_METRICS } from '../../shared/metrics/stay-metrics.ts';
import type { Agent } from './agents.ts';
import type { AgentSums } from './board.ts';
import { refresh } from './contacts.ts';
import { ContactSums, isOfAgents, spanOf } from './figures.ts';
import type { QueueSettings } from './settings.ts';
import type { State } from './state.ts';

/** `queue`: null are the defaults of the floor. */
type InForce = { readonly queue: string | null; readonly name: string | null; readonly nameEn: string | null; readonly settings: QueueSettings };

export type Explanation = {
  readonly value: number | null;
  /** Milliseconds since 1970: from the first on, before the last. */
  readonly span: { readonly from: number; readonly to: number };
  /** null: the value is counted or measured as it is. */
  readonly parts: Parts | null;
  /** Where the formula of a service level is a setting, the one that was used. */
  readonly formula: ServiceLevelFormula;
  readonly components: StayComponents | AgentComponents;
  /** Whose stays are summed up; null: of the floor, each contact once. */
  readonly queues: readonly string[] | null;
  /** Whose time is summed up; null where contacts are counted. */
  readonly agents: readonly string[] | null;
  /** The versions of the settings by which it counts now; of each queue, or the floor's. */
  readonly settings: readonly InForce[];
  /** The sources that tell of these queues or agents. */
  readonly sources: readonly string[];
};

/** Explains a figure as it stands at `state.now`, with the sums of agents that it is given. */
export function explain(state: State, figure: Figure, sumsOf: (agent: Agent) => AgentSums): Explanation {
  refresh(state);
  return figure.kind === 'stay' ? ofContacts(state, figure) : ofAgents(state, figure, sumsOf);
}

function ofContacts(state: State, { scope, window, metric }: Figure): Explanation {
  const { components, formula, queues } = new ContactSums(state).sum(scope, window);
  const isFloor = scope.of === 'floor';
  const definition = STAY_METRICS.find(({ id }) => id === metric);
  return {
    value: !isFloor && queues.length === 0 ? null : (stayMetrics(components, formula)[metric] ?? null),
    span: shownSpan(state, window),
    parts: definition?.parts?.(components, formula) ?? null,
    formula,
    components,
    queues: isFloor ? null : queues,
    agents: null,
    settings: isFloor ? [inForce(state, null)] : queues.map((id) => inForce(state, id)),
    sources: sourcesOf(isFloor ? [...state.queues.keys()] : queues, (id) => state.queueSources.get(id) ?? []),
  };
}

function ofAgents(state: State, { scope, window, metric }: Figure, sumsOf: (agent: Agent) => AgentSums): Explanation {
  const agents = [...state.agents.values()].filter((agent) => isOfAgents(state, scope, agent));
  const components = emptyAgentComponents();
  const of: keyof AgentSums = window === 'shift' ? 'shift' : 'day';
  for (const agent of agents) addAgentComponents(components, sumsOf(agent)[of]);
  const { formula } = state.settings.queueAt('', state.now);
  return {
    value: agents.length === 0 ? null : (agentMetrics(components)[metric] ?? null),
    span: shownSpan(state, of),
    parts: AGENT_METRICS.find(({ id }) => id === metric)?.parts?.(components, formula) ?? null,
    formula,
    components,
    queues: null,
    agents: agents.map(({ id }) => id),
    settings: [],
    sources: sourcesOf(agents, ({ source }) => (source === null ? [] : [source])),
  };
}

/** Between two shifts there is no instant in the window: it begins and ends now. */
function shownSpan(state: State, window: Window): Explanation['span'] {
  const span = spanOf(state, window);
  return span.from < span.to ? span : { from: state.now, to: state.now };
}

function inForce(state: State, queue: string | null): InForce {
  const settings = state.settings.queueAt(queue ?? '', state.now);
  return { queue, name: settings.name, nameEn: settings.nameEn, settings };
}

function sourcesOf<T>(rows: readonly T[], of: (row: T) => Iterable<string>): string[] {
  return [...new Set(rows.flatMap((row) => [...of(row)]))].sort();
}
