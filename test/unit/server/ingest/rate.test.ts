import { expect, test } from 'vitest';
import { Rate } from '../../../../server/ingest/rate.ts';

const AT = 1_795_299_350_000;

test('events of the last minute, in steps of five seconds', () => {
  const rate = new Rate();
  expect(rate.perMinute(AT)).toBe(0);
  for (let second = 0; second < 120; second++) rate.add(2, AT + second * 1000);
  expect(rate.perMinute(AT + 119_000)).toBe(120);
  // The newest step is not full yet.
  expect(rate.perMinute(AT + 121_000)).toBe(110);
  expect(rate.perMinute(AT + 174_000)).toBe(10);
  expect(rate.perMinute(AT + 175_000)).toBe(0);
});

test('a clock that is set back by an hour counts anew', () => {
  const rate = new Rate();
  rate.add(5, AT);
  rate.add(1, AT - 3_600_000);
  expect(rate.perMinute(AT - 3_600_000)).toBe(1);
});
