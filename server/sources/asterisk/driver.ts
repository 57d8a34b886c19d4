/** Runs the translator on the clock: feeds it, wakes it when a timer of its own is due, and sends on what comes out. */
import { elapsedMs, SECOND_MS } from '../../../shared/time.ts';
import type { SourceContext } from '../source.ts';
import type { AmiMessage } from './message.ts';
import { noteOf, readNote, restoreNote } from './note.ts';
import type { AsteriskOptions } from './options.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { type LogPosition, QueueLogFollower } from './queue-log/follow.ts';
import type { LogLine } from './queue-log/parse.ts';
import { differences } from './reconcile.ts';
import { createState, moveTimers, ours, type TranslatorState } from './state.ts';
import { type Gap, type Input, step } from './translate.ts';

/** Without the instant: the driver adds it. */
export type DriverInput = Input extends infer I ? (I extends Input ? Omit<I, 'at'> : never) : never;

/** AMI comes at once, the log on the next read of the file: a line younger than this waits, so that AMI is first. */
const LOG_BEHIND_MS = 3000;
const NOTE_EVERY_MS = 2000;
const GAPS_KEPT = 20;

export class Driver {
  readonly outbox: Outbox;
  /** Set by whoever wants to look again soon (a reload of the PBX). */
  onWantsReconcile: () => void = () => undefined;
  /** Called when queue_log can no longer be read, or can be again: see `logProblem`. */
  onLogChange: () => void = () => undefined;
  readonly #context: SourceContext;
  readonly #state: TranslatorState;
  readonly #follower: QueueLogFollower | null;
  /** Reads of queue_log that wait, each with the position that is reached once its lines are taken. */
  #held: { lines: LogLine[]; readonly position: LogPosition | null }[] = [];
  #logPosition: LogPosition | null;
  #gaps: Gap[] = [];
  #timer = new AbortController();
  #timerAt = Number.POSITIVE_INFINITY;
  /** The latest reading of the clock: one that is earlier tells that somebody has set it back. */
  #clockAt: number;
  #noteAt = Number.NEGATIVE_INFINITY;
  #noteText = '';
  #reading: Promise<void> | null = null;

  private constructor(context: SourceContext, options: AsteriskOptions, raw: unknown) {
    this.#context = context;
    this.#clockAt = context.clock.now();
    const { wrapupMs, acwReasons, queueLog } = options;
    const customerRef = (number: string) => context.customerRef('phone', number);
    this.#state = createState({ wrapupMs, acwReasons, customerRef, completeUntil: context.sink.completeUntil });
    const note = readNote(raw);
    if (note !== null) restoreNote(this.#state, note, context.clock.now());
    const tell = (kind: string, example: string) => context.sink.anomaly(kind, example);
    this.#follower = queueLog === null ? null : new QueueLogFollower(context.name, queueLog, note?.log ?? null, tell);
    this.#logPosition = note?.log ?? null;
    this.outbox = createOutbox(context.sink, () => this.keepNote());
    context.signal.addEventListener('abort', () => this.#timer.abort(), { once: true });
  }

  /** Begins where the last run stopped. */
  static async start(context: SourceContext, options: AsteriskOptions): Promise<Driver> {
    return new Driver(context, options, await context.notes.read());
  }

  /** Takes one input, of this instant unless it was held back. */
  input(input: DriverInput, at = this.#context.clock.now()): void {
    const { sink } = this.#context;
    this.#followClock();
    const output = step(this.#state, { ...input, at } as Input);
    for (const { kind, example } of output.anomalies) sink.anomaly(kind, example);
    this.outbox.push(output.events);
    this.#wakeAt(output.nextTimerAt);
    if (output.wantsReconcile) this.onWantsReconcile();
  }

  /** Where the mirror and the list of the PBX differ. */
  differences(items: readonly AmiMessage[]): string[] {
    return differences(this.#state, items);
  }

  /**
   * Marks a span in which events may be missing, and fills it from queue_log if there is one. Lines of its last second may tell what AMI
   * tells too: they wait until AMI has.
   */
  async fillGap(gap: Gap): Promise<void> {
    this.#gaps = [...this.#gaps, gap].slice(-GAPS_KEPT);
    // A read that is under way began before the gap was known, and a slow disk must not make us go on without the log.
    while (this.#reading !== null) await this.#reading;
    await this.#readLog(() => gap.to - SECOND_MS);
  }

  /** Reads on in queue_log: for the reasons that AMI cannot tell. */
  async followLog(): Promise<void> {
    if (this.#reading === null) await this.#readLog(() => this.#context.clock.now() - LOG_BEHIND_MS);
  }

  /** Saves the note if it has changed and everything it stands for is committed. */
  async keepNote(): Promise<void> {
    const { clock, notes, signal } = this.#context;
    if (signal.aborted || !this.outbox.isEmpty() || elapsedMs(this.#noteAt, clock.now()) < NOTE_EVERY_MS) return;
    this.#noteAt = clock.now();
    const note = noteOf(this.#state, this.#logPosition);
    const text = JSON.stringify(note);
    if (text === this.#noteText) return;
    this.#noteText = text;
    await notes.write(note);
  }

  async finish(): Promise<void> {
    this.#timer.abort();
    await this.#follower?.close();
  }

  /** Why queue_log cannot be read, in words; null while it can, or where there is none. */
  get logProblem(): string | null {
    return this.#follower?.problem ?? null;
  }

  /** What was to happen in a moment happens in a moment, also after the clock was set back. */
  #followClock(): void {
    const now = this.#context.clock.now();
    if (now < this.#clockAt) {
      moveTimers(this.#state, now - this.#clockAt);
      this.#timerAt = Number.POSITIVE_INFINITY;
    }
    this.#clockAt = now;
  }

  async #readLog(limitAt: () => number): Promise<void> {
    const follower = this.#follower;
    if (follower === null) return;
    this.#reading = this.#takeLog(follower, limitAt);
    try {
      await this.#reading;
    } finally {
      this.#reading = null;
    }
  }

  /** Takes the lines that are not younger than the limit; the others are held. */
  async #takeLog(follower: QueueLogFollower, limitAt: () => number): Promise<void> {
    const before = follower.problem;
    const lines = await follower.read();
    if (follower.problem !== before) this.#tellLog(follower.problem);
    this.#held.push({ lines, position: follower.position });
    if (this.#context.signal.aborted) return;
    const limit = limitAt();
    const isDue = (line: LogLine) => ours(this.#state, line.at, 'platform-s') <= limit;
    for (const read of this.#held) {
      const due = read.lines.filter(isDue);
      read.lines = read.lines.filter((line) => !isDue(line));
      for (const line of due) this.input({ kind: 'log', line, gaps: this.#gaps });
      if (read.lines.length > 0) break;
      this.#logPosition = read.position;
    }
    this.#held = this.#held.filter((read) => read.lines.length > 0);
  }

  #tellLog(problem: string | null): void {
    const { log } = this.#context;
    if (problem === null) log.info('queue_log can be read again');
    else log.warn('queue_log cannot be read; the wall goes on without its reasons, and gaps stay open', { reason: problem });
    this.onLogChange();
  }

  #wakeAt(at: number | null): void {
    if (at === null || at >= this.#timerAt) return;
    const { clock } = this.#context;
    this.#timer.abort();
    this.#timer = new AbortController();
    if (this.#context.signal.aborted) return;
    this.#timerAt = at;
    const wake = () => {
      this.#timerAt = Number.POSITIVE_INFINITY;
      this.input({ kind: 'tick' });
    };
    clock.after(at - clock.now(), wake, this.#timer.signal);
  }
}
