/**
 * A platform that posts what happens on two queues of its own, beside the simulated floor. While its line is cut it goes on; when the line is back it
 * tells first what happens then and afterwards what was missed, as many do: those facts come late.
 */
import { MINUTE_MS } from '../../shared/time.ts';
import { cloudEvent, postEvents } from '../support/app.ts';
import { seeded } from '../support/facts.ts';

const CONTACTS_A_MINUTE = 2;
const AGENTS = 12;
const BATCH = 400;

type Fact = { readonly at: number; readonly event: object };

export class Platform {
  readonly #url: string;
  readonly #now: () => number;
  readonly #random = seeded(20261122);
  #minute: number;
  /** What has not been told yet, in the order of time. */
  #due: Fact[] = [];
  #missed: Fact[] = [];
  #isCut = false;
  #isOver = false;
  told = 0;
  toldLate = 0;
  retries = 0;

  constructor(url: string, now: () => number) {
    this.#url = url;
    this.#now = now;
    this.#minute = Math.ceil(now() / MINUTE_MS);
  }

  /** Until `end`, which resolves it. @throws what the server refuses for good. */
  async run(): Promise<void> {
    await this.#post(
      Array.from({ length: AGENTS }, (_, n) =>
        cloudEvent('agent.membership', this.#now(), { agentId: `p${n}`, queueId: `posted-${n % 2}`, joined: true }, `member-${n}`),
      ),
    );
    while (!this.#isOver) {
      this.#live();
      const now = this.#now();
      if (!this.#isCut) {
        await this.#tell(this.#due, now);
        this.toldLate += await this.#tell(this.#missed, now);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  end(): void {
    this.#isOver = true;
  }

  cut(): void {
    this.#isCut = true;
  }

  mend(): void {
    // What happens from now on comes first.
    this.#live();
    const now = this.#now();
    this.#missed = this.#due.filter(({ at }) => at <= now);
    this.#due = this.#due.filter(({ at }) => at > now);
    const newest = this.#missed.pop();
    if (newest !== undefined) this.#due.unshift(newest);
    this.#isCut = false;
  }

  /** True when everything that has happened is told. */
  get isEven(): boolean {
    const now = this.#now();
    return !this.#isCut && this.#missed.length === 0 && !this.#due.some(({ at }) => at <= now) && this.#minute * MINUTE_MS > now;
  }

  #live(): void {
    for (; this.#minute * MINUTE_MS <= this.#now(); this.#minute++)
      for (let n = 0; n < CONTACTS_A_MINUTE; n++) this.#due.push(...this.#contact(`${this.#minute}-${n}`));
    this.#due.sort((a, b) => a.at - b.at);
  }

  async #tell(facts: Fact[], now: number): Promise<number> {
    let count = 0;
    for (;;) {
      const batch = facts.slice(0, BATCH).filter(({ at }) => at <= now);
      if (batch.length === 0 || this.#isCut) return count;
      await this.#post(batch.map(({ event }) => event));
      facts.splice(0, batch.length);
      this.told += batch.length;
      count += batch.length;
    }
  }

  /** Repeats the batch until it is answered. */
  async #post(events: readonly object[]): Promise<void> {
    for (;;) {
      const answer = await postEvents(this.#url, events).catch(() => 'no answer' as const);
      if (answer !== 'no answer' && answer.ok) {
        const { rejected } = (await answer.json()) as { rejected: unknown[] };
        if (rejected.length > 0) throw new Error(`refused: ${JSON.stringify(rejected[0])}`);
        return;
      }
      this.retries++;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  #contact(name: string): Fact[] {
    const random = this.#random;
    const contactId = `p-${name}`;
    const queue = Math.floor(random() * 2);
    const about = { contactId, segmentId: contactId, queueId: `posted-${queue}`, channel: 'voice' };
    let at = this.#minute * MINUTE_MS + Math.floor(random() * MINUTE_MS);
    const facts: Fact[] = [];
    const tell = (type: string, afterMs: number, data: object = {}) => {
      at += Math.round(afterMs);
      facts.push({ at, event: cloudEvent(type, at, { ...about, ...data }, `${contactId}-${facts.length}`) });
    };
    tell('contact.queued', 0);
    if (random() < 0.12) {
      tell('contact.abandoned', 2000 + random() * 90_000);
      return facts;
    }
    const agent = { agentId: `p${Math.floor(random() * (AGENTS / 2)) * 2 + queue}` };
    tell('contact.answered', 1000 + random() * 60_000, agent);
    if (random() < 0.2) {
      tell('contact.held', 10_000 + random() * 60_000, agent);
      tell('contact.resumed', 5000 + random() * 60_000, agent);
    }
    tell('contact.ended', 20_000 + random() * 300_000, { ...agent, by: 'customer' });
    return facts;
  }
}
