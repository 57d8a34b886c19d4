import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '../../server/log.ts';
import { LinkLost } from '../../server/sources/asterisk/link.ts';
import type { AsteriskOptions } from '../../server/sources/asterisk/options.ts';
import type { Connect } from '../../server/sources/asterisk/socket.ts';
import { asteriskSource } from '../../server/sources/asterisk/source.ts';
import type { SourceContext, SourceEvent, SourceSink, SourceStatus } from '../../server/sources/source.ts';
import { type Answer, TestPbx } from '../support/pbx.ts';
import { OPTIONS } from '../support/source-run.ts';
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts';
import { connections, eventChunks, type RecordedAnswer, recordedAnswers } from './answers.ts';
import type { Chunk, Poll, Recording } from './recording.ts';

export type ReplayOptions = {
  recording: Recording;
  /** Takes the facts, in the place of the log. Ignored where a `sink` is given. */
  onEvents?: (events: readonly SourceEvent[], at: number) => void | Promise<void>;
  /** Called at each poll of the recording, after everything read before it has been taken. */
  onPoll?: (poll: Poll) => void | Promise<void>;
  /** A clock and a sink of the caller's own, e.g. those of the whole server. */
  clock?: VirtualClock;
  sink?: SourceSink;
  context?: Partial<SourceContext>;
  options?: Partial<AsteriskOptions>;
  /** Writes the recorded queue_log to a file as time goes by, and has it followed. */
  hasQueueLog?: boolean;
  /** The user may list channels, where the recording has the answer. */
  mayListChannels?: boolean;
};

export type ReplayResult = {
  events: SourceEvent[];
  anomalies: { kind: string; example: string }[];
  statuses: { at: number; status: SourceStatus }[];
  skewMs: number | null;
  /** Actions that the source has sent. */
  actions: string[];
  endedAt: number;
};

/** Wrap-up times of the recorded queues, from their queues.conf. */
export const WRAPUP_MS: Record<string, [string, number][]> = {
  small: [
    ['sales', 5000],
    ['support', 5000],
  ],
  shift: [
    ['sales', 3000],
    ['support', 4000],
    ['billing', 3000],
    ['hebrew-service', 2000],
  ],
  reconnect: [
    ['sales', 3000],
    ['support', 4000],
    ['billing', 3000],
    ['hebrew-service', 2000],
  ],
};

/** Static members of queues.conf; the others sign in. */
export const STATIC_MEMBERS = {
  small: { '1001': ['sales', 'support'], '1002': ['sales'], '1003': ['sales', 'support'] },
  shift: { '1001': ['sales'], '1002': ['sales'], '1005': ['support'] },
  reconnect: { '1001': ['sales'], '1002': ['sales'], '1005': ['support'] },
};

/** Time after the last byte in which what waits for a timer comes out. */
const AFTER_MS = 10_000;

/**
 * Plays a recording to the real source on a virtual clock: a test PBX sends the recorded reads in their cuts at their times, answers
 * lists with the recorded polls, and hangs up where the recording does.
 */
export async function replay(options: ReplayOptions): Promise<ReplayResult> {
  const { recording } = options;
  const first = recording.chunks[0] as Chunk;
  const clock = options.clock ?? virtualClock(first.at);
  await clock.advanceTo(first.at);
  const result: ReplayResult = { events: [], anomalies: [], statuses: [], skewMs: null, actions: [], endedAt: 0 };
  const port = new Port(clock, options);
  const log = options.hasQueueLog === true ? new GrowingLog(recording.queueLog, clock) : null;
  const stop = new AbortController();
  const source = asteriskSource(optionsOf(options, log), port.connect);
  const running = source.run(contextOf(options, clock, result, stop.signal));
  await play(options, clock, port, log);
  for (const until = clock.now() + AFTER_MS; clock.now() < until; ) {
    await clock.advance(1000);
    await log?.advance();
  }
  await log?.settle();
  result.endedAt = clock.now();
  stop.abort();
  await running;
  log?.remove();
  result.actions = port.pbx.actions.map((action) => action.get('Action'));
  return result;
}

type Step = { exact: number; at: number; chunk?: Chunk; poll?: Poll };

async function play(options: ReplayOptions, clock: VirtualClock, port: Port, log: GrowingLog | null): Promise<void> {
  const { recording } = options;
  const chunks = eventChunks(recording.chunks).map((chunk): Step => ({ exact: chunk.exact, at: chunk.at, chunk }));
  const polls = recording.polls.map((poll): Step => ({ exact: poll.exact, at: poll.at, poll }));
  for (const { at, exact, chunk, poll } of [...chunks, ...polls].sort((a, b) => a.exact - b.exact)) {
    await clock.advanceTo(at);
    await log?.advance();
    port.release(exact);
    if (chunk !== undefined) port.take(chunk);
    await clock.advanceTo(at);
    if (log !== null && chunk?.kind === 'open') await log.settle();
    if (poll !== undefined) await options.onPoll?.(poll);
  }
}

function optionsOf({ recording, options }: ReplayOptions, log: GrowingLog | null): AsteriskOptions {
  return {
    ...OPTIONS,
    queueLog: log?.path ?? null,
    wrapupMs: new Map(WRAPUP_MS[recording.name]),
    acwReasons: new Set(['wrapup']),
    ...options,
  };
}

function contextOf(options: ReplayOptions, clock: VirtualClock, result: ReplayResult, signal: AbortSignal): SourceContext {
  const own: SourceSink = {
    async emit(events) {
      for (const event of events) result.events.push(event);
      await options.onEvents?.(events, clock.now());
    },
    alive: () => undefined,
    status: (status) => result.statuses.push({ at: clock.now(), status }),
    skew: (skewMs) => {
      result.skewMs = skewMs;
    },
    anomaly: (kind, example) => result.anomalies.push({ kind, example }),
    completeUntil: null,
  };
  let seed = 1;
  return {
    name: 'pbx1',
    clock,
    log: silentLogger,
    sink: options.sink ?? own,
    signal,
    customerRef: (_kind, raw) => (raw === '' || raw === '<unknown>' || raw === 'unknown' ? null : `ref-${raw.length}`),
    notes: { read: async () => null, write: async () => undefined },
    random: () => {
      seed = (seed * 16807) % 2147483647;
      return seed / 2147483647;
    },
    ...options.context,
  };
}

/** The recorded client asked for queues first, then for channels: an answer this old still holds. */
const SAME_ANSWER_MS = 10;
/** Channels were listed only twice. */
const CHANNELS_NEAR_MS = 1000;

/** The manager port: open while the recorded connection was, and patient with whoever comes too early. */
class Port {
  readonly pbx: TestPbx;
  readonly #answers: RecordedAnswer[];
  readonly #mayListChannels: boolean;
  #isOpen = false;
  #isBooted = false;
  /** Whether each recorded connection is told when the PBX is up; else it was up all the time. */
  readonly #tellsBooted: boolean[];
  #waiting: (() => void)[] = [];
  #held: { exact: number; resolve: () => void }[] = [];
  #exact = 0;

  constructor(clock: VirtualClock, { recording, mayListChannels = false }: ReplayOptions) {
    this.#answers = recordedAnswers(recording);
    this.#tellsBooted = connections(recording.chunks).map((chunks) => chunks.some(({ bytes }) => bytes.includes('Event: FullyBooted')));
    this.#mayListChannels = mayListChannels;
    this.pbx = new TestPbx({ now: () => clock.now(), isBooted: () => this.#isBooted, answer: (action) => this.#answer(action) });
  }

  readonly connect: Connect = (_target, signal) =>
    new Promise((resolve, reject) => {
      const give = () => resolve(this.pbx.connect());
      signal.addEventListener('abort', () => reject(new LinkLost('stopped')), { once: true });
      if (this.#isOpen) give();
      else this.#waiting.push(give);
    });

  /** Lets answers go whose recorded time has come. */
  release(exact: number): void {
    this.#exact = exact;
    const due = this.#held.filter((held) => held.exact <= exact);
    this.#held = this.#held.filter((held) => held.exact > exact);
    for (const { resolve } of due) resolve();
  }

  take({ kind, bytes }: Chunk): void {
    if (kind === 'in') {
      if (bytes.length > 0) this.pbx.send(bytes);
      if (bytes.includes('Event: FullyBooted')) this.#isBooted = true;
      return;
    }
    this.#isOpen = kind === 'open';
    this.#isBooted = kind === 'open' && !this.#tellsBooted.shift();
    if (!this.#isOpen) this.pbx.hangUp();
    else for (const give of this.#waiting.splice(0)) give();
  }

  /** The next recorded answer, when it was given. */
  #answer(action: string): Answer | null {
    const next = this.#answers.find((answer) => answer.action === action && answer.exact >= this.#exact - SAME_ANSWER_MS);
    if (next === undefined) return null;
    if (action === 'CoreShowChannels' && (!this.#mayListChannels || next.exact > this.#exact + CHANNELS_NEAR_MS)) return null;
    const ready = new Promise<void>((resolve) => this.#held.push({ exact: next.exact, resolve }));
    return { ...next.answer, ready };
  }
}

/** A queue_log that grows as the recorded one did: a line is there at the end of its second at the latest. */
class GrowingLog {
  readonly path: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'moked-log-'));
  readonly #lines: string[];
  readonly #clock: VirtualClock;
  #next = 0;
  #settledAt = 0;

  constructor(text: string, clock: VirtualClock) {
    this.path = join(this.#folder, 'queue_log');
    this.#lines = text.split('\n').filter((line) => line !== '');
    this.#clock = clock;
    writeFileSync(this.path, '');
  }

  async advance(): Promise<void> {
    const due: string[] = [];
    while (this.#next < this.#lines.length && this.#endOf(this.#lines[this.#next] as string) <= this.#clock.now())
      due.push(this.#lines[this.#next++] as string);
    if (due.length > 0) appendFileSync(this.path, `${due.join('\n')}\n`);
    if (this.#clock.now() - this.#settledAt < 1000) return;
    this.#settledAt = this.#clock.now();
    await quiet();
  }

  /** What was read is taken, and what follows from that is read: both in turns, until the end of the file. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 4; turn++) {
      await quiet();
      await this.#clock.advance(0);
    }
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }

  #endOf(line: string): number {
    return (Number(line.slice(0, line.indexOf('|'))) + 1) * 1000;
  }
}

/** Reading a file takes real time, which the virtual clock does not know: waits until no file is being read. */
async function quiet(): Promise<void> {
  for (let still = 0; still < 3; still++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'))) still = -1;
  }
}
