/**
 * A whole queue_log as facts, for the import: the rows of queues come out as those of a live connection. Pure but for the lines it is
 * given; the same lines give the same ids, so importing twice is importing once.
 */
import { SECOND_MS } from '../../../../shared/time.ts';
import type { SourceEvent } from '../../source.ts';
import { sequencePrefix } from '../facts.ts';
import { agentOf } from '../roster.ts';
import { createState, type TranslatorState } from '../state.ts';
import { step } from '../translate.ts';
import { type LogLine, lineIdentity, markThrownOut, parseLogLine, THROWN_OUT_MS } from './parse.ts';
import { Sight } from './sight.ts';
import type { Survey } from './survey.ts';

export type ImportOptions = {
  /** Name of the source the facts belong to: part of their ids. */
  readonly source: string;
  /** First live fact of the source: from there on only gaps are filled. null: everything is applied. */
  readonly until: number | null;
  /** Spans in which live facts may be missing. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
  /** Interfaces of members by name, as the live source has shown them: the log calls members by name. */
  readonly interfaces: ReadonlyMap<string, string>;
  /** For a source without live facts, of which the log alone tells; null beside live facts: the connection says who is signed in. */
  readonly alone: Alone | null;
  /** Up to when the log was imported alone before the source went live: who was signed in until then has been told. null: never. */
  readonly aloneUntil: number | null;
  readonly wrapupMs: ReadonlyMap<string, number>;
  readonly acwReasons: ReadonlySet<string>;
  readonly customerRef: (raw: string) => string | null;
};

export type Alone = {
  /** Of the same lines. */
  readonly survey: Survey;
  /** Where earlier imports ended. */
  readonly endedAt: readonly number[];
  /** Latest fact of the source that is stored; null if there is none. A log that ends before it is gone on with elsewhere. */
  readonly knownUntil: number | null;
};

export type ImportBatch = {
  readonly events: readonly SourceEvent[];
  /** Lines taken so far, empty ones left out, and those of them that are none of queue_log. */
  readonly lines: number;
  readonly rejected: number;
};

const BATCH_EVENTS = 500;
/** Far more than any PBX writes in a few seconds. */
const HELD_MAX = 50_000;
const EVERYTHING = [{ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }];

/**
 * Translates lines (without their line feeds) in the order of the file, in batches of about 500 facts.
 * Lines outside the spans to fill are followed, so that stays keep their numbers, but make no facts, save the end of a conversation that began inside.
 */
export async function* translateQueueLog(lines: AsyncIterable<string> | Iterable<string>, options: ImportOptions): AsyncGenerator<ImportBatch> {
  const importer = new Importer(options);
  for await (const text of lines) {
    importer.take(text);
    if (importer.size >= BATCH_EVENTS) yield importer.batch();
  }
  importer.finish();
  yield importer.batch();
}

class Importer {
  readonly #options: ImportOptions;
  readonly #state: TranslatorState;
  readonly #identity: ReturnType<typeof lineIdentity>;
  /** Stays whose conversation began in a span to fill and has not ended in it. */
  readonly #talking = new Set<string>();
  readonly #sight: Sight | null;
  #endedAt: number[];
  /** The n-th line that is not empty, by its id. */
  readonly #numbers = new Map<string, number>();
  #last: LogLine | null = null;
  #held: LogLine[] = [];
  #events: SourceEvent[] = [];
  #lines = 0;
  #rejected = 0;

  constructor(options: ImportOptions) {
    const { wrapupMs, acwReasons, customerRef } = options;
    this.#options = options;
    this.#identity = lineIdentity(options.source);
    this.#state = createState({ wrapupMs, acwReasons, customerRef, completeUntil: null });
    for (const [name, agentId] of options.interfaces) agentOf(this.#state, agentId, name);
    this.#sight = options.alone === null ? null : new Sight(this.#state, options.alone.survey);
    this.#endedAt = (options.alone?.endedAt ?? []).toSorted((a, b) => a - b);
  }

  get size(): number {
    return this.#events.length;
  }

  take(text: string): void {
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (whole === '') return;
    this.#lines += 1;
    const line = parseLogLine(whole, this.#identity.idOf(whole));
    if (line === null) {
      this.#rejected += 1;
      return;
    }
    this.#held.push(line);
    if (this.#sight !== null) this.#numbers.set(line.id, this.#lines);
    // Whether an ABANDON was the restart's doing is only known some seconds later.
    const first = this.#held[0];
    if (first !== undefined && line.at - first.at > 2 * THROWN_OUT_MS) this.#release(line.at - THROWN_OUT_MS);
    // Files joined in the wrong order never seem to go on: what is held must fit into memory all the same.
    else if (this.#held.length >= HELD_MAX) this.#release(Number.POSITIVE_INFINITY);
  }

  finish(): void {
    this.#release(Number.POSITIVE_INFINITY);
    const last = this.#last;
    const knownUntil = this.#options.alone?.knownUntil ?? null;
    if (this.#sight === null || last === null || (knownUntil !== null && knownUntil > last.at)) return;
    this.#collect((sight) => sight.end(last));
  }

  batch(): ImportBatch {
    const events = this.#events;
    this.#events = [];
    return { events, lines: this.#lines, rejected: this.#rejected };
  }

  #release(before: number): void {
    const marked = markThrownOut(this.#held);
    this.#held = this.#held.filter((line) => line.at >= before);
    for (const line of marked) if (line.at < before) this.#translate(line);
  }

  #translate(line: LogLine): void {
    const sight = this.#sight;
    if (sight === null) return this.#step(line);
    this.#goOnFrom(line.at);
    this.#last = line;
    const number = this.#numbers.get(line.id) ?? 0;
    this.#numbers.delete(line.id);
    this.#state.connection.prefix = sequencePrefix(line.at);
    this.#collect(() => sight.letGo(line.at));
    if (sight.skips(line, number)) return;
    const wasMember = (this.#state.agents.get(line.agent)?.queues.size ?? 0) > 0;
    this.#step(line);
    this.#collect(() => sight.take(line, wasMember));
  }

  /** What earlier imports have ended goes on where this log does: after whatever that second holds. */
  #goOnFrom(at: number): void {
    for (;;) {
      const [ended] = this.#endedAt;
      if (ended === undefined || ended >= at) return;
      this.#endedAt.shift();
      if (this.#last === null) continue;
      this.#state.connection.prefix = sequencePrefix(ended + 1);
      this.#collect((sight) => sight.goOn(ended));
    }
  }

  #collect(tell: (sight: Sight) => void): void {
    if (this.#sight === null) return;
    this.#state.events = [];
    tell(this.#sight);
    this.#events.push(...this.#state.events);
  }

  #step(line: LogLine): void {
    this.#state.connection.prefix = sequencePrefix(line.at);
    const { events } = step(this.#state, { kind: 'log', at: line.at, line, gaps: EVERYTHING });
    const isWanted = this.#isWanted(line.at);
    for (const event of events) if ((isWanted && !this.#isToldOfMembers(event)) || this.#endsWhatBegan(event)) this.#events.push(event);
    if (isWanted) for (const event of events) this.#follow(event);
  }

  /**
   * A connection that came in the middle of a conversation may not know whose it is, and then never tells that it is over: the log does.
   * Only ends: of two the first holds, but transfers are counted.
   */
  #endsWhatBegan({ type, data }: SourceEvent): boolean {
    return type === 'cc.contact.ended.v1' && this.#talking.has(data.segmentId ?? '');
  }

  #isToldOfMembers({ type, sourceTime }: SourceEvent): boolean {
    const { alone, aloneUntil } = this.#options;
    return alone === null && aloneUntil !== null && type === 'cc.agent.membership.v1' && sourceTime <= aloneUntil;
  }

  #follow({ type, data }: SourceEvent): void {
    if (type === 'cc.contact.answered.v1') this.#talking.add(data.segmentId ?? '');
    if (type === 'cc.contact.ended.v1') this.#talking.delete(data.segmentId ?? '');
  }

  #isWanted(at: number): boolean {
    const { until, gaps } = this.#options;
    return until === null || at < until || gaps.some(({ from, to }) => at + SECOND_MS > from && at <= to);
  }
}
