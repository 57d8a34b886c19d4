import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Script, wallScripts } from '../support/bundle.ts';
import { root } from '../support/sources.ts';

const AT_ONCE_BYTES = 60 * 1024;
const WITH_CHART_BYTES = 130 * 1024;

const gzipped = (scripts: readonly Script[]) => scripts.reduce((total, { gzip }) => total + gzip, 0);

test('the wall is small enough for a cheap TV', () => {
  expect(existsSync(`${root}dist/client/assets/`), 'run `npm run build` first').toBe(true);
  const { atOnce, withChart } = wallScripts();
  expect(gzipped(atOnce)).toBeLessThanOrEqual(AT_ONCE_BYTES);
  expect(withChart.length).toBeGreaterThan(atOnce.length);
  expect(gzipped(withChart)).toBeLessThanOrEqual(WITH_CHART_BYTES);
});
