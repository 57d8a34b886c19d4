/**
 * The one place from which alarms leave the walls. Whatever happens to an alarm is handed to every channel once it is stored, in the order in which it
 * happened. What was not handed over when the server ended is handed over by the next one; only a crash between the two hands the same thing over
 * twice, and (alarm, number) says that it is the same.
 */
import { markTold, readUntold, type Untold } from '../../db/alarms.ts';
import type { Database } from '../../db/open.ts';
import { toIso } from '../../shared/time.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';

/** Takes it into its own care: one that sends to somebody else keeps a queue, tries again by itself, and never makes the others wait. */
export type Channel = (told: Untold) => void;

const BATCH = 200;

export type DeliveryOptions = { readonly db: Database; readonly clock: Clock; readonly log: Logger; readonly channels: readonly Channel[] };

export class Delivery {
  readonly #options: DeliveryOptions;
  #running: Promise<void> | null = null;
  #isDue = true;
  #isFailing = false;
  /** Handed over, and not noted as such: a database whose disk is full is read all the same. */
  #unnoted: ReadonlySet<string> = new Set();
  /** Handed over since the start. */
  handedOver = 0;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** There is something new. */
  due(): void {
    this.#isDue = true;
  }

  /** Hands over what there is; a failure is logged once and tried again with the next call. */
  soon(): void {
    if (!this.#isDue || this.#running !== null) return;
    this.#isDue = false;
    this.#running = this.#handOver()
      .then(() => {
        this.#isFailing = false;
      })
      .catch((error: unknown) => {
        this.#isDue = true;
        if (!this.#isFailing) this.#options.log.warn('alarms cannot be handed over; it is tried again', { error });
        this.#isFailing = true;
      })
      .finally(() => {
        this.#running = null;
        // Something was written meanwhile.
        if (!this.#isFailing) this.soon();
      });
  }

  /** Resolves when nothing is under way any more. */
  async ended(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  async #handOver(): Promise<void> {
    const { db, clock, channels } = this.#options;
    for (let count = BATCH; count === BATCH; ) {
      const untold = await readUntold(db.sql, BATCH);
      count = untold.length;
      if (count === 0) return;
      const handed = this.#unnoted;
      const fresh = untold.filter((told) => !handed.has(keyOf(told)));
      for (const told of fresh) for (const channel of channels) channel(told);
      this.handedOver += fresh.length;
      this.#unnoted = new Set(untold.map(keyOf));
      await markTold(db.sql, untold, clock.now());
      this.#unnoted = new Set();
    }
  }
}

const keyOf = ({ alarmId, number }: Untold) => `${alarmId} ${number}`;

/** The log tells of every alarm: whoever watches it can be called by it. Notes stay out: people write names into them. */
export function logChannel(log: Logger): Channel {
  return ({ alarmId, number, at, change, ruleId, subject, level, limit, value, why, by }) => {
    const known = Object.entries({ limit, value, why, by }).filter(([, part]) => part !== null);
    log.info('alarm', { change, rule: ruleId, level, ...Object.fromEntries(known), subject, happenedAt: toIso(at), alarm: alarmId, number });
  };
}
