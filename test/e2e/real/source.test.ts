/** A telephone system over real TCP: lost, named on the wall; back, and nothing is left of it. */
import { createServer, type Server } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '../../support/free-port.ts';
import { measured } from '../../support/measured.ts';
import { type Answer, TestPbx } from '../../support/pbx.ts';
import { listItem } from '../../support/source-run.ts';
import { type Board, useWall } from './wall.ts';

const CALLER = { Uniqueid: '1795299354.1', Linkedid: '1795299354.1', Channel: 'PJSIP/trunk-00000001' };
const MEMBER = { Queue: 'sales', Name: 'Dana Levi', Location: 'PJSIP/1001', StateInterface: 'PJSIP/1001', Status: '1', InCall: '0', Paused: '0' };
const status = (...items: string[]): Answer => ({ items, complete: 'QueueStatusComplete', message: 'Queue status will follow' });
const member = listItem('QueueMember', MEMBER);

let queues = status(member);
const pbx = new TestPbx({ now: () => Date.now(), answer: (action) => (action === 'QueueStatus' ? queues : null) });
let server: Server | null = null;
let port = 0;

/** The manager port, the same one each time it opens. */
async function openPort(): Promise<void> {
  const opened = createServer((socket) => pbx.serve(socket));
  server = opened;
  port ||= await freePort();
  await new Promise<void>((resolve) => opened.listen(port, '127.0.0.1', resolve));
}

async function closePort(): Promise<void> {
  const closing = server;
  server = null;
  if (closing === null) return;
  const closed = new Promise((resolve) => closing.close(resolve));
  pbx.hangUp();
  await closed;
}

const wall = useWall(async () => {
  await openPort();
  return { MOKED_SOURCES: `asterisk://wallboard:wallboard-ro@127.0.0.1:${port}?name=pbx1` };
});
afterAll(closePort);

const waiting = () => wall.text('[data-figure="waiting"] .digits');

test('what the PBX says is on the wall; lost it is named, back it is right', async () => {
  await wall.open('/?lang=he');
  await wall.page.waitForSelector('[data-agent="PJSIP/1001"][data-state="available"]', { timeout: 20_000 });
  pbx.event('QueueCallerJoin', { Privilege: 'agent,all', ...CALLER, Queue: 'sales', Position: '1', Count: '1', CallerIDNum: '0501234567' });
  await expect.poll(waiting).toBe('1');
  expect(await wall.page.locator('.source.is-down').count()).toBe(0);

  const lostAt = Date.now();
  await closePort();
  await wall.page.waitForSelector('.source.is-down');
  const namedMs = Date.now() - lostAt;
  expect(await wall.text('.source.is-down')).toContain('pbx1');
  // Lost for a moment is no alarm.
  await expect.poll(() => wall.text('.strip')).toContain('pbx1');
  expect(await wall.page.locator('[data-queue="sales"]').getAttribute('class')).toContain('is-old');
  expect(await wall.page.locator('.as-of').count()).toBeGreaterThan(0);
  expect((await wall.get<Board>('/api/v1/board')).sources.find(({ name }) => name === 'pbx1')?.state).toBe('down');
  await wall.page.waitForTimeout(1500);

  // In the meantime the caller was joined by another.
  const entry = (uniqueid: string, wait: string) =>
    listItem('QueueEntry', { Queue: 'sales', Position: '1', Channel: 'PJSIP/trunk-1', Uniqueid: uniqueid, CallerIDNum: '050', Wait: wait });
  queues = status(member, entry(CALLER.Uniqueid, String(Math.round((Date.now() - lostAt) / 1000) + 1)), entry('1795299360.7', '1'));
  const openedAt = Date.now();
  await openPort();
  await wall.page.waitForSelector('.source.is-down', { state: 'detached', timeout: 60_000 });
  measured(`PBX lost: named after ${namedMs} ms; back: fine ${Date.now() - openedAt} ms after its port opened`);
  await expect.poll(waiting).toBe('2');
  await expect.poll(() => wall.page.locator('.is-old, .as-of').count(), { timeout: 20_000 }).toBe(0);
  measured(`and up ${Date.now() - openedAt} ms after it`);
  expect(await wall.page.locator('[data-agent="PJSIP/1001"]').getAttribute('data-state')).toBe('available');
});
