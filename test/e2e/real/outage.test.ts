/** The server dies, or is silent: the wall says so, and is right again by itself. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { answeredCall, cloudEvent, postEvents } from '../../support/app.ts';
import { measured } from '../../support/measured.ts';
import { durationOf, figuresOf, useWall } from './wall.ts';

const wall = useWall();
const longest = () => wall.text('[data-figure="longest-wait"] .digits bdi');
const mark = () => wall.page.evaluate(() => Object.assign(window, { isSamePage: true }));
const isSamePage = () => wall.page.evaluate(() => 'isSamePage' in window);

beforeAll(async () => {
  const base = Date.now() - 60_000;
  const events = [
    ...answeredCall('o1', 'sales', 'dana', base, 10_000, 20_000),
    ...answeredCall('o2', 'support', 'noa', base, 30_000, 5000),
    cloudEvent('contact.queued', base, { contactId: 'o3', queueId: 'support' }),
    cloudEvent('contact.abandoned', base + 12_000, { contactId: 'o3', queueId: 'support' }),
    // Past her target already: one who passes it during the outage would rightly change the figures.
    cloudEvent('contact.queued', base + 20_000, { contactId: 'o4', queueId: 'sales' }),
  ];
  const response = await postEvents(wall.server.url, events);
  expect(await response.json()).toMatchObject({ accepted: events.length });
});

beforeEach(async () => {
  await wall.open('/?lang=he');
  await expect.poll(() => wall.text('[data-figure="waiting"] .digits')).toBe('1');
});

test('a server that is killed and starts again: reconnecting, then the same numbers without a reload', async () => {
  const before = await figuresOf(wall.page);
  const wait = durationOf(await longest());
  await mark();
  const killedAt = Date.now();
  await wall.server.kill();
  await wall.fresh('reconnecting');
  const noticedMs = Date.now() - killedAt;
  expect(await wall.text('.header')).toContain('מתחבר מחדש');
  expect(await wall.text('.strip')).toContain('מתחבר מחדש');
  expect(await figuresOf(wall.page)).toEqual(before);
  await wall.server.start();
  const upAfterMs = Date.now() - killedAt;
  const backMs = await wall.fresh('live');
  measured(`killed: noticed after ${noticedMs} ms, server up after ${upAfterMs} ms, wall right ${backMs} ms later`);
  await expect.poll(() => figuresOf(wall.page)).toEqual(before);
  // It ticks on; on a fast machine the whole outage is shorter than a second.
  await expect.poll(async () => durationOf(await longest())).toBeGreaterThan(wait);
  expect(await isSamePage()).toBe(true);
  await postEvents(wall.server.url, [cloudEvent('contact.queued', Date.now(), { contactId: 'o5', queueId: 'sales' })]);
  await expect.poll(() => wall.text('[data-figure="waiting"] .digits')).toBe('2');
  await postEvents(wall.server.url, [cloudEvent('contact.abandoned', Date.now(), { contactId: 'o5', queueId: 'sales' })]);
});

test('a server that falls silent: stale after twelve seconds, everything stands but the clock, and it recovers', async () => {
  const { pid } = wall.server;
  if (pid === undefined) throw new Error('the server does not run');
  await mark();
  const stoppedAt = Date.now();
  process.kill(pid, 'SIGSTOP');
  let staleMs: number;
  try {
    await wall.fresh('stale', 30_000);
    staleMs = Date.now() - stoppedAt;
    const stands = await longest();
    const clock = await wall.text('.clock');
    expect(await wall.text('.header')).toContain('אין נתונים כבר');
    expect(await wall.text('.strip')).toContain('הלוח קפוא');
    await wall.page.waitForTimeout(2100);
    expect(await longest()).toBe(stands);
    expect(await wall.text('.clock')).not.toBe(clock);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  const backMs = await wall.fresh('live');
  measured(`silent: stale after ${staleMs} ms, live ${backMs} ms after it spoke again`);
  // The last heartbeat may have come up to five seconds before the silence began.
  expect(staleMs).toBeGreaterThan(6500);
  expect(staleMs).toBeLessThan(15_000);
  expect(await isSamePage()).toBe(true);
});
