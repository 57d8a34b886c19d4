import { expect, test } from 'vitest';
import { stayMetrics } from '../../../shared/metrics/catalogue.ts';
import { emptyStayComponents, WAIT_HISTOGRAM_BOUNDS_MS } from '../../../shared/metrics/components.ts';

function metricsOf(waits: readonly number[]) {
  const sum = { ...emptyStayComponents(), offered: waits.length, answered: waits.length, waitMsMax: Math.max(...waits) };
  for (const wait of waits) {
    const bin = WAIT_HISTOGRAM_BOUNDS_MS.findIndex((bound) => wait <= bound);
    sum.waitHistogram[bin] = (sum.waitHistogram[bin] ?? 0) + 1;
  }
  return stayMetrics(sum, '5');
}

test('no percentile of the waits is above the longest wait, whatever the width of its bin', () => {
  const { wait_p50_ms, wait_p90_ms, longest_wait_ms } = metricsOf([152_000]);
  expect({ wait_p50_ms, wait_p90_ms, longest_wait_ms }).toEqual({ wait_p50_ms: 152_000, wait_p90_ms: 152_000, longest_wait_ms: 152_000 });
  // Below it they stay as they are.
  expect(metricsOf([500, 500, 179_000])).toMatchObject({ wait_p50_ms: 750 });
});
