/** The wall in a real browser against a server that misbehaves: what moves, what stands still, and what it says about it. */
import { expect, test } from 'vitest';
import type { Board } from '../../shared/board.ts';
import { SECOND_MS, toIso } from '../../shared/time.ts';
import { boardFixture, FIXTURE_NOW } from '../support/board-fixture.ts';
import { variantBoard } from '../support/board-variants.ts';
import { fixtureQueue, queueStateOf, useFixtureWall } from '../support/fixture-wall.ts';

const wall = useFixtureWall();

test('figures move after a delta, and running times tick by themselves', async () => {
  await wall.open();
  const before = await wall.text('[data-figure="longest-wait"] .digits bdi');
  wall.server.put({ floor: { ...boardFixture().floor, waiting: 22 }, queues: [queueStateOf('support', { waiting: 12 })] });
  await expect.poll(() => wall.text('[data-figure="waiting"] .digits')).toBe('22');
  await expect.poll(() => wall.text('[data-queue="support"] .value')).toBe('12');
  await expect.poll(() => wall.text('[data-figure="longest-wait"] .digits bdi')).not.toBe(before);
});

test('a queue that gets into trouble climbs at once, and the next move waits for ten seconds', async () => {
  await wall.open();
  const place = (id: string) => wall.page.locator(`[data-queue="${id}"]`).evaluate((element) => element.style.getPropertyValue('--place'));
  expect(await place('sales')).toBe('6');
  const trouble = { waiting: 3, oldestWaitingSince: toIso(FIXTURE_NOW - 400 * SECOND_MS) };
  wall.server.put({ queues: [queueStateOf('sales', { ...trouble, agents: { ...fixtureQueue('sales').agents, available: 0 } })] });
  // Far less than the ten seconds of a move that waits.
  await expect.poll(() => place('sales'), { timeout: 6000 }).toBe('0');
  expect(await wall.page.locator('[data-queue="sales"]').getAttribute('data-level')).toBe('crit');
  wall.server.put({ queues: [queueStateOf('sales')] });
  await expect.poll(() => wall.page.locator('[data-queue="sales"]').getAttribute('data-level')).toBe('ok');
  expect(await place('sales')).toBe('0');
  await expect.poll(() => place('sales'), { timeout: 60_000 }).toBe('6');
});

test('a day below its target shows in the figure of the row, as in the review, and is no alarm', async () => {
  const WARN = 'rgb(242, 181, 58)';
  const colour = (selector: string) => wall.page.locator(`[data-queue="sales"] ${selector}`).evaluate((element) => getComputedStyle(element).color);
  await wall.open();
  expect(await colour('.level .value')).not.toBe(WARN);
  const { windows } = fixtureQueue('sales');
  wall.server.put({ queueWindows: [{ id: 'sales', windows: { ...windows, day: { metrics: { ...windows.day.metrics, service_level: 0.63 } } } }] });
  await expect.poll(() => colour('.level .value')).toBe(WARN);
  expect(await colour('.queue-name')).not.toBe(WARN);
  expect(await wall.page.locator('[data-queue="sales"]').getAttribute('data-level')).toBe('ok');
});

test('figures of a column end where their heading ends, whatever their width', async () => {
  await wall.open();
  wall.server.show(variantBoard('perfect'));
  await expect.poll(() => wall.text('[data-queue="sales"] .level .value')).toBe('100%');
  const right = (selector: string) => wall.page.locator(selector).evaluate((element) => element.getBoundingClientRect().right);
  expect(Math.abs((await right('[data-queue="sales"] .level .value')) - (await right('.queue-head [data-column="level"]')))).toBeLessThan(2);
  const gap = await wall.page.locator('[data-queue="sales"] .level').evaluate((level) => {
    const edge = (selector: string) => level.querySelector(selector)?.getBoundingClientRect();
    return (edge('.value')?.left ?? 0) - (edge('.bullet')?.right ?? 0);
  });
  expect(gap).toBeGreaterThan(2);
});

test('when the business day turns, the figures are of the new day and their label says from when', async () => {
  await wall.open();
  expect(await wall.text('.queue-window')).toBe('היום, מ־03:00');
  expect(await wall.text('[data-figure="answered"] .digits')).toBe('1,058');
  const board = variantBoard('turned');
  wall.server.put({ floor: board.floor, queueWindows: board.queues.map(({ id, windows }) => ({ id, windows })) });
  await expect.poll(() => wall.text('.queue-window')).toBe('היום, מ־12:30');
  expect(await wall.text('[data-figure="answered"] .digits')).toBe('7');
  expect(await wall.text('[data-queue="support"] [data-column="abandoned"]')).toBe('–');
  expect(await wall.text('.shift')).toContain('07:00–15:00');
});

test('the statutory limit is counted down, then up, for the call next to it', async () => {
  /** By how much what is left, or is over, on the page differs from what it is by the server's clock. */
  const wrongMs = async (board: Board, id: string, side: 'near' | 'over', form: RegExp) => {
    const startedAt = board.queues.find((queue) => queue.id === id)?.oldestContactStartedAt;
    const shown = form.exec(await wall.text(`[data-statutory="${side}"]`));
    const ms = (Number(shown?.[1]) * 60 + Number(shown?.[2])) * SECOND_MS;
    const leftMs = Date.parse(startedAt ?? '') + (board.floor.statutoryMs ?? Number.NaN) - wall.server.now();
    return Math.abs((side === 'near' ? ms : -ms) - leftMs);
  };
  await wall.open();
  // It is told in whole seconds, and ticks once a second.
  await expect.poll(() => wrongMs(boardFixture(), 'support', 'near', /^עוד (\d):(\d\d)$/)).toBeLessThan(2000);
  wall.server.show(variantBoard('limit'));
  await expect.poll(() => wrongMs(variantBoard('limit'), 'billing', 'over', /^\+(\d):(\d\d)$/)).toBeLessThan(2000);
  expect(await wall.page.locator('[data-queue="billing"]').getAttribute('data-level')).toBe('crit');
  expect(await wall.text('[data-figure="longest-wait"]')).toContain('בירור חשבון');
});

test('a broken line is told in a word, and it resumes where it stood', async () => {
  await wall.open();
  wall.server.drop(1001, false);
  await wall.fresh('reconnecting');
  expect(await wall.text('.strip')).toContain('מתחבר מחדש');
  wall.server.drop(1001, true);
  await wall.fresh('live');
  expect(wall.server.hellos.at(-1)).toMatchObject({ resume: { epoch: 'fixture-1', seq: 1 } });
});

test('silence for twelve seconds is stale, everything stops but the clock, and the wall recovers by itself', async () => {
  await wall.open();
  wall.server.fallSilent(true);
  await wall.fresh('stale');
  const stopped = await wall.text('[data-figure="longest-wait"] .digits bdi');
  await wall.ticks();
  expect(await wall.text('[data-figure="longest-wait"] .digits bdi')).toBe(stopped);
  wall.server.fallSilent(false);
  await wall.fresh('live');
});

test('a server that comes back with another log gives its board, and what cannot be read is asked for again', async () => {
  await wall.open();
  wall.server.show(variantBoard('calm'));
  await expect.poll(() => wall.text('[data-figure="waiting"] .digits')).toBe('6');
  wall.server.put({ floor: { waiting: 'many' } as never });
  wall.server.put({ floor: { ...boardFixture().floor, waiting: 33 } });
  await expect.poll(() => wall.page.locator('[data-freshness]').getAttribute('data-freshness')).toBe('live');
});
