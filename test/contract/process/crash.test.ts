import { expect, test } from 'vitest';
import { seeded } from '../../support/facts.ts';
import { cloudEvent, postEvents, until } from '../../support/app.ts';
import { freePort, ServerProcess } from '../../support/server-process.ts';

/** 8 in the gate, 40 in the soak. */
const KILLS = Number(process.env['MOKED_TEST_KILLS'] ?? 8);
const CONTACTS_BETWEEN = 500;
const CONTACTS_A_BATCH = 60;

type Review = { floor: { components: Record<string, number> }; queues: { id: string; components: Record<string, number> }[] };

/** A sender that repeats each batch until it is acknowledged, whatever happens to the server. */
class Sender {
  readonly #random: () => number;
  readonly #url: string;
  readonly startedAt = Date.now();
  contacts = 0;
  answered = 0;
  abandoned = 0;
  events = 0;
  retries = 0;
  isOver = false;

  constructor(url: string, seed: number) {
    this.#url = url;
    this.#random = seeded(seed);
  }

  async run(): Promise<void> {
    while (!this.isOver) {
      const contacts = Array.from({ length: CONTACTS_A_BATCH }, () => this.#contact());
      const batch = contacts.flat();
      while (!(await this.#post(batch))) {
        this.retries++;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      this.contacts += contacts.length;
      this.answered += contacts.filter((facts) => facts.length === 3).length;
      this.abandoned += contacts.filter((facts) => facts.length === 2).length;
      this.events += batch.length;
    }
  }

  async #post(batch: object[]): Promise<boolean> {
    try {
      const response = await postEvents(this.#url, batch);
      if (!response.ok) return false;
      const { accepted, duplicate } = (await response.json()) as { accepted: number; duplicate: number };
      return accepted + duplicate === batch.length;
    } catch {
      return false;
    }
  }

  #next = 0;

  #contact(): object[] {
    const contactId = `c${this.#next++}`;
    const queueId = `q${Math.floor(this.#random() * 4)}`;
    const at = Date.now() - 60_000 + Math.floor(this.#random() * 1000);
    const about = { contactId, queueId };
    const queued = cloudEvent('contact.queued', at, about, `${contactId}-1`);
    if (this.#random() < 0.2) return [queued, cloudEvent('contact.abandoned', at + 7000, about, `${contactId}-2`)];
    const agentId = `a${Math.floor(this.#random() * 20)}`;
    return [queued, cloudEvent('contact.answered', at + 5000, { ...about, agentId }, `${contactId}-2`), cloudEvent('contact.ended', at + 30_000, { ...about, agentId }, `${contactId}-3`)];
  }
}

test(`${KILLS} times kill -9, every third time with the database: what was acknowledged is stored and counted, once`, { timeout: 60_000 + KILLS * 40_000 }, async () => {
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
