import { cloudEvent, postEvents } from './app.ts';
import { seeded } from './facts.ts';

const CONTACTS_A_BATCH = 60;

/** A sender that repeats each batch until it is acknowledged, whatever happens to the server. */
export class Sender {
  readonly #random: () => number;
  readonly #url: string;
  readonly startedAt = Date.now();
  contacts = 0;
  answered = 0;
  abandoned = 0;
  events = 0;
  retries = 0;
  isOver = false;
  /** Refusals by status, with whether they said when to come back. */
  readonly refusals = new Map<string, number>();

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
      if (!response.ok) {
        const key = `${response.status}${response.headers.has('retry-after') ? ' retry-after' : ''}`;
        this.refusals.set(key, (this.refusals.get(key) ?? 0) + 1);
        return false;
      }
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
    return [
      queued,
      cloudEvent('contact.answered', at + 5000, { ...about, agentId }, `${contactId}-2`),
      cloudEvent('contact.ended', at + 30_000, { ...about, agentId }, `${contactId}-3`),
    ];
  }
}
