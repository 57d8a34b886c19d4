import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startEmbedded } from '../../../db/embedded.ts';
import { until } from '../../support/app.ts';
import { seeded } from '../../support/facts.ts';
import { Sender } from '../../support/sender.ts';
import { freePort, ServerProcess } from '../../support/server-process.ts';

/** 8 in the gate, 40 in the soak. */
const KILLS = Number(process.env['MOKED_TEST_KILLS'] ?? 8);
const CONTACTS_BETWEEN = 500;

type Review = { floor: { components: Record<string, number> }; queues: { id: string; components: Record<string, number> }[] };

test(`${KILLS} times kill -9, every third time with the database: what was acknowledged is stored and counted, once`, {
  timeout: 60_000 + KILLS * 40_000,
}, async () => {
  const server = new ServerProcess(await freePort());
  const random = seeded(20261117);
  try {
    await server.start();
    const sender = new Sender(server.url, 7);
    const sending = sender.run();
    for (let kill = 1; kill <= KILLS; kill++) {
      const goal = sender.contacts + CONTACTS_BETWEEN;
      await until(async () => sender.contacts >= goal, `contact ${goal} acknowledged; ${server.output.slice(-500)}`, 60_000);
      await new Promise((resolve) => setTimeout(resolve, random() * 1500));
      await server.kill();
      if (kill % 3 === 0) server.killDatabase();
      await server.start();
    }
    sender.isOver = true;
    await sending;
    expect(sender.retries).toBeGreaterThan(0);
    const span = `from=${new Date(sender.startedAt - 3_600_000).toISOString()}&to=${new Date(Date.now() + 60_000).toISOString()}`;
    const review = (await (await fetch(`${server.url}/api/v1/reviews?${span}`)).json()) as Review;
    const board = (await (await fetch(`${server.url}/api/v1/board`)).json()) as { queues: { waiting: number }[]; floor: { waiting: number } };
    const counted = { offered: sender.contacts, answered: sender.answered, abandoned: sender.abandoned, open: 0, lost: 0 };
    expect(review.floor.components).toMatchObject(counted);
    expect(review.queues.reduce((sum, queue) => sum + (queue.components['offered'] ?? 0), 0)).toBe(sender.contacts);
    expect(board.floor.waiting).toBe(0);
  } finally {
    await server.remove();
  }
});

async function totals(url: string, sender: Sender): Promise<Record<string, number>> {
  const span = `from=${new Date(sender.startedAt - 3_600_000).toISOString()}&to=${new Date(Date.now() + 60_000).toISOString()}`;
  const answer = await fetch(`${url}/api/v1/reviews?${span}`);
  const body = await answer.text();
  if (!answer.ok) throw new Error(body);
  return (JSON.parse(body) as Review).floor.components;
}

async function contactsMore(sender: Sender, count: number, server: ServerProcess): Promise<void> {
  const goal = sender.contacts + count;
  await until(async () => sender.contacts >= goal, `contact ${goal} acknowledged; ${server.output.slice(-800)}`, 60_000);
}

test('PostgreSQL stopped and started under load: 503 with Retry-After, then everything is there', { timeout: 120_000 }, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'moked-external-'));
  let external = await startEmbedded({ dataDir, database: 'elsewhere' });
  const server = new ServerProcess(await freePort(), { DATABASE_URL: external.url });
  try {
    await server.start();
    const pid = server.pid;
    const sender = new Sender(server.url, 11);
    const sending = sender.run();
    await contactsMore(sender, 500, server);
    await external.stop();
    await until(async () => sender.refusals.has('503 retry-after'), 'refused with 503 and Retry-After');
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${server.url}/api/v1/board`)).status).toBe(200);
    external = await startEmbedded({ dataDir, database: 'elsewhere' });
    await contactsMore(sender, 500, server);
    sender.isOver = true;
    await sending;
    expect(server.pid).toBe(pid);
    expect(await totals(server.url, sender)).toMatchObject({
      offered: sender.contacts,
      answered: sender.answered,
      abandoned: sender.abandoned,
      open: 0,
      lost: 0,
    });
    expect([...sender.refusals.keys()]).toEqual(['503 retry-after']);
  } finally {
    await server.remove();
    await external.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
});

test('our own PostgreSQL killed under load is started again, and everything is there', { timeout: 120_000 }, async () => {
  const server = new ServerProcess(await freePort());
  try {
    await server.start();
    const pid = server.pid;
    const sender = new Sender(server.url, 13);
    const sending = sender.run();
    await contactsMore(sender, 300, server);
    server.killDatabase();
    await until(async () => sender.refusals.size > 0, 'refused while it is away');
    await contactsMore(sender, 300, server);
    sender.isOver = true;
    await sending;
    expect(server.pid).toBe(pid);
    expect(await totals(server.url, sender)).toMatchObject({
      offered: sender.contacts,
      answered: sender.answered,
      abandoned: sender.abandoned,
      open: 0,
    });
  } finally {
    await server.remove();
  }
});
