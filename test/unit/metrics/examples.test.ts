import { expect, test } from 'vitest';
import { AGENT_METRICS } from '../../../shared/metrics/agent-metrics.ts';
import { emptyAgentComponents, emptyStayComponents } from '../../../shared/metrics/components.ts';
import { STAY_METRICS } from '../../../shared/metrics/stay-metrics.ts';

test.each(STAY_METRICS.map((metric) => [metric.id, metric] as const))('%s: the example of the catalogue comes out', (_id, metric) => {
  const value = metric.derive({ ...emptyStayComponents(), ...metric.example.given }, '5');
  if (metric.example.gives === null) expect(value).toBeNull();
  else expect(value).toBeCloseTo(metric.example.gives, 9);
});

test.each(AGENT_METRICS.map((metric) => [metric.id, metric] as const))('agents’ %s: the example of the catalogue comes out', (_id, metric) => {
  expect(metric.derive({ ...emptyAgentComponents(), ...metric.example.given }, '5')).toBeCloseTo(metric.example.gives ?? Number.NaN, 9);
});

test('nothing to divide by is null, never 0 and never 1', () => {
  for (const metric of STAY_METRICS) if (metric.unit !== 'count') expect(metric.derive(emptyStayComponents(), '5'), metric.id).toBeNull();
  for (const metric of AGENT_METRICS) if (metric.unit === 'ratio') expect(metric.derive(emptyAgentComponents(), '5'), metric.id).toBeNull();
});

test('every id is given once', () => {
  const ids = STAY_METRICS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
