import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startEmbedded } from '../../../db/embedded.ts';
import { until } from '../../support/app.ts';
import { crashRun } from '../../support/crash-run.ts';
import { freePort } from '../../support/free-port.ts';
import { Sender } from '../../support/sender.ts';
import { ServerProcess } from '../../support/server-process.ts';

/** The soak has its own number: `npm run soak`. */
const KILLS = Number(process.env['MOKED_TEST_KILLS'] ?? 8);

test(`${KILLS} times kill -9, every third time with the database: what was acknowledged is stored and counted, once`, {
  timeout: 60_000 + KILLS * 120_000,
}, async () => {
  const figures = await crashRun({ kills: KILLS, databaseEvery: 3, contactsBetween: 500, seed: 20261117 });
  expect(figures.retries).toBeGreaterThan(0);
  expect(figures.storedEvents).toBe(figures.acknowledgedEvents);
  for (const [who, counted] of Object.entries(figures.counted)) expect(counted, who).toEqual(figures.acknowledged);
  expect(figures).toMatchObject({ waiting: 0, inConversation: 0 });
});

test('stopped in the middle of an ingest, again and again: what was acknowledged is stored and counted, once', async () => {
  const figures = await crashRun({ by: 'stop', kills: 3, databaseEvery: 1, contactsBetween: 500, seed: 20261122 });
  expect(figures.retries).toBeGreaterThan(0);
  expect(figures.stopMs).toHaveLength(3);
  expect(figures.storedEvents).toBe(figures.acknowledgedEvents);
  for (const [who, counted] of Object.entries(figures.counted)) expect(counted, who).toEqual(figures.acknowledged);
  expect(figures).toMatchObject({ waiting: 0, inConversation: 0 });
});

type Review = { floor: { components: Record<string, number> } };

async function totals(url: string, sender: Sender): Promise<Record<string, number>> {
  const span = `from=${new Date(sender.startedAt - 3_600_000).toISOString()}&to=${new Date(Date.now() + 60_000).toISOString()}`;
  const answer = await fetch(`${url}/api/v1/reviews?${span}`);
  const body = await answer.text();
  if (!answer.ok) throw new Error(body);
  return (JSON.parse(body) as Review).floor.components;
}

async function contactsMore(sender: Sender, count: number, server: ServerProcess): Promise<void> {
  const goal = sender.contacts + count;
  await until(async () => sender.contacts >= goal, `contact ${goal} acknowledged; ${server.output.slice(-800)}`, 180_000);
}

/** Lets contacts come before and after the outage; the same process must have seen all of it, and hold every one of them. */
async function survives(server: ServerProcess, contacts: number, outage: (sender: Sender) => Promise<void>): Promise<Sender> {
  await server.start();
  const pid = server.pid;
  const sender = new Sender(server.url, contacts);
  const sending = sender.run();
  await contactsMore(sender, contacts, server);
  await outage(sender);
  await contactsMore(sender, contacts, server);
  sender.isOver = true;
  await sending;
  expect(server.pid).toBe(pid);
  const { contacts: offered, answered, abandoned } = sender;
  expect(await totals(server.url, sender)).toMatchObject({ offered, answered, abandoned, open: 0, lost: 0 });
  return sender;
}

test('PostgreSQL stopped and started under load: 503 with Retry-After, then everything is there', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'moked-external-'));
  let external = await startEmbedded({ dataDir, database: 'elsewhere' });
  const server = new ServerProcess(await freePort(), { DATABASE_URL: external.url });
  try {
    const { refusals } = await survives(server, 500, async (sender) => {
      await external.stop();
      await until(async () => sender.refusals.has('503 retry-after'), 'refused with 503 and Retry-After');
      expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
      expect((await fetch(`${server.url}/api/v1/board`)).status).toBe(200);
      external = await startEmbedded({ dataDir, database: 'elsewhere' });
    });
    expect([...refusals.keys()]).toEqual(['503 retry-after']);
  } finally {
    await server.remove();
    await external.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
});

test('our own PostgreSQL killed under load is started again, and everything is there', async () => {
  const server = new ServerProcess(await freePort());
  try {
    await survives(server, 300, async (sender) => {
      server.killDatabase();
      await until(async () => sender.refusals.size > 0, 'refused while it is away');
    });
  } finally {
    await server.remove();
  }
});
