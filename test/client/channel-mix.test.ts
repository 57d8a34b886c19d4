import { expect, test } from 'vitest';
import { mixOf } from '../../client/widgets/channel-mix.ts';
import { boardFixture } from '../support/board-fixture.ts';

test('channels have all their queues, those that no list shows too: asked about, a channel says the same', () => {
  const [first, ...others] = boardFixture().queues.map((queue) => ({ ...queue, hidden: false }));
  if (first === undefined) throw new Error('the fixture has no queue');
  const shown = mixOf([first, ...others], 'day');
  expect(mixOf([{ ...first, hidden: true }, ...others], 'day')).toEqual(shown);
  const offered = [first, ...others].reduce((sum, { windows }) => sum + (windows.day.metrics['offered'] ?? 0), 0);
  expect(shown.reduce((sum, one) => sum + one.offered, 0)).toBe(offered);
  expect(offered).toBeGreaterThan(0);
});

test('of channels with as many contacts neither goes first by chance', () => {
  const queues = boardFixture().queues.slice(0, 6);
  const same = queues.map((queue) => ({ ...queue, windows: { ...queue.windows, day: { metrics: { offered: queue.channel === 'voice' ? 1 : 4 } } } }));
  expect(mixOf(same, 'day')).toEqual(mixOf(same.toReversed(), 'day'));
  expect(new Set(mixOf(same, 'day').map(({ offered }) => offered)).size).toBe(1);
});
