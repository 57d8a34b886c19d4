/** Which figures there are: of which part of the floor, over which window, with which metric. */
import { AGENT_METRICS } from '../metrics/agent-metrics.ts';
import { NOW_METRICS } from '../metrics/now-metrics.ts';
import { STAY_METRICS } from '../metrics/stay-metrics.ts';
import { type Scope, WINDOWS, type Window } from './parts.ts';

const AGENT_WINDOWS: ReadonlySet<string> = new Set<Window>(['day', 'shift']);
const NOW: ReadonlySet<string> = new Set(NOW_METRICS.map(({ id }) => id));
const NOW_OF_AGENTS: ReadonlySet<string> = new Set(NOW_METRICS.filter((metric) => metric.of === 'agents').map(({ id }) => id));
const STAY: ReadonlySet<string> = new Set(STAY_METRICS.map(({ id }) => id));
const AGENT: ReadonlySet<string> = new Set(AGENT_METRICS.map(({ id }) => id));

/** How a figure comes about: counted now, of contacts in a queue, or of the time of agents. */
export type FigureKind = 'now' | 'stay' | 'agent';

/** Which catalogue answers for a metric of a scope; null where none does. Of a metric that contacts and agents both have, that of the contacts. */
export function figureKind(metric: string, scope: Scope): FigureKind | null {
  const hasContacts = scope.of !== 'team';
  const hasAgents = scope.of === 'floor' || scope.of === 'site' || scope.of === 'team';
  if (NOW.has(metric)) return hasContacts || NOW_OF_AGENTS.has(metric) ? 'now' : null;
  if (hasContacts && STAY.has(metric)) return 'stay';
  return hasAgents && AGENT.has(metric) ? 'agent' : null;
}

/** What is wrong with a figure as it was asked for, in a sentence that says what is allowed; null where nothing is. `window`: null is this moment. */
export function figureProblem(metric: string, scope: Scope, window: Window | null): string | null {
  const kind = figureKind(metric, scope);
  if (kind === null)
    return NOW.has(metric) || STAY.has(metric) || AGENT.has(metric)
      ? `a ${scope.of} has no "${metric}"`
      : `there is no metric "${metric.slice(0, 60)}"; METRICS.md names all`;
  if (kind === 'now') return window === null ? null : `"${metric}" is of this moment: it has no window`;
  if (window === null) return `"${metric}" needs a window: ${WINDOWS.join(', ')}`;
  if (kind === 'agent' && !AGENT_WINDOWS.has(window))
    return `"${metric}" of agents has the windows ${[...AGENT_WINDOWS].join(' and ')}, not ${window}`;
  return null;
}
