/** Every metric is explained in Hebrew; in English the catalogue does it. */
import { expect, test } from 'vitest';
import { FORMULAS_HE } from '../../client/explain/formulas.ts';
import { AGENT_METRICS } from '../../shared/metrics/agent-metrics.ts';
import { NOW_METRICS } from '../../shared/metrics/now-metrics.ts';
import { STAY_METRICS } from '../../shared/metrics/stay-metrics.ts';

test('no metric is without words, and no words are of a metric that there is not', () => {
  const ids = [...STAY_METRICS, ...NOW_METRICS].map(({ id }) => id);
  const ofAgents = AGENT_METRICS.map(({ id }) => `agent.${id}`);
  expect(Object.keys(FORMULAS_HE).sort()).toEqual([...ids, ...ofAgents].sort());
  for (const [id, words] of Object.entries(FORMULAS_HE)) expect(words, id).toMatch(/[א-ת]/);
});
