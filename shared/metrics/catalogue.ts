/**
 * Every metric that Moked shows, and the one way to derive them. METRICS.md is generated from here; each example is run as a test.
 * To add one: an entry in stay-metrics or agent-metrics.
 */
import type { ServiceLevelFormula } from '../events/system.ts';
import { AGENT_METRICS } from './agent-metrics.ts';
import type { AgentComponents, StayComponents } from './components.ts';
import type { Unit } from './definition.ts';
import { STAY_METRICS } from './stay-metrics.ts';

/** All metrics of a queue's or the floor's components. */
export function stayMetrics(c: StayComponents, formula: ServiceLevelFormula): Record<string, number | null> {
  return Object.fromEntries(STAY_METRICS.map((metric) => [metric.id, rounded(metric.unit, metric.derive(c, formula))]));
}

const STAY = new Map(STAY_METRICS.map((metric) => [metric.id, metric]));

/** One of them; null where there is none of this id. */
export function stayMetric(id: string, c: StayComponents, formula: ServiceLevelFormula): number | null {
  const metric = STAY.get(id);
  return metric === undefined ? null : rounded(metric.unit, metric.derive(c, formula));
}

/** All metrics of an agent's components. */
export function agentMetrics(c: AgentComponents): Record<string, number | null> {
  return Object.fromEntries(AGENT_METRICS.map((metric) => [metric.id, rounded(metric.unit, metric.derive(c, '5'))]));
}

/** A duration is whole milliseconds, wherever it is read; a ratio is what it is. */
function rounded(unit: Unit, value: number | null): number | null {
  return value === null || unit !== 'ms' ? value : Math.round(value);
}
