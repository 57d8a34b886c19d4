import { createLogger } from '../../server/log.ts';
import type { AsteriskOptions } from '../../server/sources/asterisk/options.ts';
import type { Connect } from '../../server/sources/asterisk/socket.ts';
import { asteriskSource } from '../../server/sources/asterisk/source.ts';
import type { SourceContext, SourceEvent, SourceStatus } from '../../server/sources/source.ts';
import { type Answer, amiText, type PbxOptions, TestPbx } from './pbx.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

export const START_AT = 1_795_299_354_000;

export const OPTIONS: AsteriskOptions = {
  name: 'pbx1',
  host: '127.0.0.1',
  port: 5038,
  tls: false,
  ca: null,
  insecure: false,
  username: 'wallboard',
  secret: 'wallboard-ro',
  queueLog: null,
  wrapupMs: new Map(),
  acwReasons: new Set(),
};

/** A source that runs on a virtual clock, and everything it says. */
export class SourceRun {
  readonly clock: VirtualClock;
  readonly events: SourceEvent[] = [];
  readonly statuses: SourceStatus[] = [];
  readonly anomalies: string[] = [];
  readonly skews: number[] = [];
  readonly notes: unknown[] = [];
  readonly logged: string[] = [];
  readonly stop = new AbortController();
  /** While it is not null, facts wait for it: a database that is away. */
  blocked: Promise<void> | null = null;
  completeUntil: number | null = null;
  note: unknown = null;
  readonly #source;
  #running: Promise<void> | null = null;

  constructor(connect: Connect, options: Partial<AsteriskOptions> = {}, clock = virtualClock(START_AT)) {
    this.clock = clock;
    this.#source = asteriskSource({ ...OPTIONS, ...options }, connect);
  }

  get context(): SourceContext {
    return {
      name: 'pbx1',
      clock: this.clock,
      log: createLogger(this.clock, (line) => this.logged.push(line)),
      signal: this.stop.signal,
      customerRef: () => null,
      random: () => 0.5,
      notes: {
        read: async () => this.note,
        write: async (note) => {
          this.notes.push(structuredClone(note));
        },
      },
      sink: {
        emit: async (events) => {
          await this.blocked;
          for (const event of events) this.events.push(event);
        },
        alive: () => undefined,
        status: (status) => this.statuses.push(status),
        skew: (skewMs) => this.skews.push(skewMs),
        anomaly: (kind, example) => this.anomalies.push(`${kind}: ${example}`),
        completeUntil: this.completeUntil,
      },
    };
  }

  async start(): Promise<this> {
    this.#running = this.#source.run(this.context);
    await this.clock.advance(100);
    return this;
  }

  check() {
    return this.#source.check(this.context);
  }

  async end(): Promise<void> {
    this.stop.abort();
    await this.#running;
  }

  get states(): string[] {
    return this.statuses.map(({ state }) => state);
  }

  types(): string[] {
    return this.events.map(({ type, data }) => `${type.slice(3, -3)} ${(data as { state?: string }).state ?? ''}`.trim());
  }
}

/** Items of a QueueStatus list as the test PBX takes them: without the blank line at the end. */
export function listItem(event: string, pairs: Record<string, string>): string {
  return amiText({ Event: event, ...pairs }).replace(/\r\n$/, '');
}

/** One member, who is free. */
export const MEMBER = {
  Queue: 'sales',
  Name: 'Dana Levi',
  Location: 'PJSIP/1001',
  StateInterface: 'PJSIP/1001',
  Status: '1',
  InCall: '0',
  Paused: '0',
};

/** An answer to QueueStatus. */
export function queueList(...items: string[]): Answer {
  return { items, complete: 'QueueStatusComplete', message: 'Queue status will follow' };
}

/** A source on a virtual clock, beside a PBX with one member whose lists the test may change; `connects` are the ms after the start of each try. */
export function sourceBesidePbx(options: Partial<PbxOptions> = {}, more: Partial<AsteriskOptions> = {}) {
  const clock = virtualClock(START_AT);
  const lists = { queues: queueList(listItem('QueueMember', MEMBER)) };
  const pbx = new TestPbx({ now: () => clock.now(), answer: (action) => (action === 'QueueStatus' ? lists.queues : null), ...options });
  const connects: number[] = [];
  const connect: Connect = async () => {
    connects.push(clock.now() - START_AT);
    return pbx.connect();
  };
  return { clock, pbx, lists, connects, run: new SourceRun(connect, more, clock) };
}
