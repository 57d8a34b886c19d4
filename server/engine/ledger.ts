/**
 * Counts of one row of the wall: a queue's stays, or the floor's contacts. Owns its interval buckets, the rolling half hour and who waits.
 * A row that changes is replaced: its old contribution goes out, its new one comes in, so counters can never drift from the stays.
 */
import { addStayComponents, emptyStayComponents, type StayComponents } from '../../shared/metrics/components.ts';
import { eachWithin, intervalStart } from '../../shared/time.ts';
import { type Columns, fromColumns, toColumns } from './columns.ts';
import { contribute, decidedAt, isUndecided, maximumOf } from './contribution.ts';
import { HalfHour } from './half-hour.ts';
import type { Counted } from './rows.ts';

type Bucket<R> = { sum: StayComponents; live: Map<string, R>; settledMax: number; maxIsOld: boolean };

/** As the checkpoint keeps it. Live rows are put back by the contacts that own them. */
export type LedgerDump<R> = { buckets: [number, StayComponents, number][]; rolling: { keys: string[]; rows: Columns<R> } };

export class Ledger<R extends Counted> {
  readonly #buckets = new Map<number, Bucket<R>>();
  readonly #halfHour = new HalfHour<R>();
  /** Rows whose contact still waits (outcome open). */
  readonly waiting = new Map<string, R>();
  /** Keys of rows in conversation: answered, not ended. */
  readonly talking = new Set<string>();
  /** Intervals that changed since the last flush. */
  readonly changed = new Set<number>();
  /** Earliest interval that may still be opened; older ones are on disk and need a recount. */
  evictedBefore = Number.NEGATIVE_INFINITY;
  /** Called with the instant of a row whose interval is gone from memory. */
  onEvicted: (offeredAt: number) => void = () => undefined;

  /** Puts `row` in the place of `old` under `key`. Either may be null. `isLongPast`: it has left the half hour for good. */
  replace(key: string, old: R | null, row: R | null, isLongPast = false): void {
    if (old !== null) this.#out(key, old);
    // One that only changed keeps its place in the half hour.
    const isThere = old !== null && this.#halfHour.has(key, old);
    if (isThere) this.#halfHour.delete(key, old);
    // One that only changed, and has left the half hour, does not come back into it.
    const hasLeft = isLongPast || (old !== null && !isThere && old.offeredAt === row?.offeredAt);
    if (row !== null && !hasLeft) this.#halfHour.set(key, row);
    if (row !== null) this.#in(key, row);
  }

  /** The row of a settled contact: it stays counted, but can no longer be replaced. */
  settle(key: string, row: R): void {
    const bucket = this.#buckets.get(intervalStart(row.offeredAt));
    if (bucket?.live.delete(key) === true) bucket.settledMax = Math.max(bucket.settledMax, maximumOf(row));
  }

  /** Counts a row that is settled from the start: `replace` and `settle` in one. `key`: null if it has left the half hour for good. */
  count(row: R, key: string | null): void {
    if (key !== null) this.#halfHour.set(key, row);
    const bucket = this.#bucket(row.offeredAt);
    if (bucket === null) return;
    contribute(bucket.sum, row, 1);
    bucket.settledMax = Math.max(bucket.settledMax, maximumOf(row));
  }

  /** Takes a settled row back into the live ones, so that it can be replaced. */
  revive(key: string, row: R): void {
    this.#buckets.get(intervalStart(row.offeredAt))?.live.set(key, row);
  }

  /** Components of the intervals `[from, to)` as they stand at `now`. */
  sum(from: number, to: number, now: number): StayComponents {
    const total = emptyStayComponents();
    eachWithin(this.#buckets, from, to, (_, start) => addStayComponents(total, this.#fresh(start).sum));
    for (const row of this.waiting.values()) {
      if (row.offeredAt >= from && row.offeredAt < to && isUndecided(row, now)) total.undecided++;
    }
    return total;
  }

  /** Components of what was offered within the last 30 minutes, exactly. */
  rolling(now: number): StayComponents {
    this.#halfHour.expire(now);
    const total = emptyStayComponents();
    for (const [, row] of this.#halfHour.entries()) {
      if (row.offeredAt > now) continue;
      contribute(total, row, 1);
      if (isUndecided(row, now)) total.undecided++;
    }
    return total;
  }

  /** Lets go of what has left the half hour: where nobody looks at it, nobody else does. */
  expire(now: number): void {
    this.#halfHour.expire(now);
  }

  /** Entry of the longest waiting, or null. */
  oldest(): R | null {
    let first: R | null = null;
    for (const row of this.waiting.values()) if (first === null || row.offeredAt < first.offeredAt) first = row;
    return first;
  }

  /** Next instant at which time alone changes a figure: a stay passes its target, or leaves the half hour. */
  nextChange(now: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const row of this.waiting.values()) {
      const at = decidedAt(row);
      if (at > now && at < next) next = at;
    }
    return Math.min(next, this.#halfHour.nextLeave());
  }

  /** Intervals that changed since the last call, and those in which a stay still waits: their `undecided` moves with time. */
  takeChanged(): number[] {
    for (const row of this.waiting.values()) this.changed.add(intervalStart(row.offeredAt));
    const starts = [...this.changed].filter((start) => this.#buckets.has(start));
    this.changed.clear();
    return starts;
  }

  /** Starts of the intervals in memory. */
  intervals(): number[] {
    return [...this.#buckets.keys()];
  }

  /** Forgets intervals before `limit` that nothing can change any more and that are flushed. @returns the end of the last one forgotten. */
  evict(limit: number): void {
    for (const [start, bucket] of this.#buckets) {
      if (start >= limit || bucket.live.size > 0 || this.changed.has(start)) continue;
      this.#buckets.delete(start);
      this.evictedBefore = Math.max(this.evictedBefore, start + 1);
    }
  }

  dump(): LedgerDump<R> {
    const rolling = [...this.#halfHour.entries()];
    return {
      buckets: [...this.#buckets.keys()].map((start) => [start, this.#fresh(start).sum, (this.#buckets.get(start) as Bucket<R>).settledMax]),
      rolling: { keys: rolling.map(([key]) => key), rows: toColumns(rolling.map(([, row]) => row)) },
    };
  }

  /** Loads a dump; `live` gives the rows of unsettled contacts, already counted in it. */
  load(dump: LedgerDump<R>, live: Iterable<[string, R]>): void {
    for (const [start, sum, settledMax] of dump.buckets) this.#buckets.set(start, { sum, live: new Map(), settledMax, maxIsOld: false });
    for (const [place, row] of fromColumns(dump.rolling.rows).entries()) this.#halfHour.set(dump.rolling.keys[place] as string, row);
    for (const [key, row] of live) {
      this.revive(key, row);
      this.#note(key, row);
    }
  }

  #note(key: string, row: R): void {
    if (row.outcome === 'open') this.waiting.set(key, row);
    if (row.outcome === 'answered' && row.endedAt === null) this.talking.add(key);
  }

  #in(key: string, row: R): void {
    this.#note(key, row);
    const bucket = this.#bucket(row.offeredAt);
    if (bucket === null) return;
    contribute(bucket.sum, row, 1);
    bucket.live.set(key, row);
  }

  #out(key: string, row: R): void {
    this.waiting.delete(key);
    this.talking.delete(key);
    const bucket = this.#bucket(row.offeredAt);
    if (bucket === null || !bucket.live.delete(key)) return;
    contribute(bucket.sum, row, -1);
    if (maximumOf(row) >= bucket.sum.waitMsMax) bucket.maxIsOld = true;
  }

  #bucket(at: number): Bucket<R> | null {
    const start = intervalStart(at);
    let bucket = this.#buckets.get(start);
    if (bucket === undefined) {
      if (start < this.evictedBefore) {
        this.onEvicted(at);
        return null;
      }
      bucket = { sum: emptyStayComponents(), live: new Map(), settledMax: 0, maxIsOld: false };
      this.#buckets.set(start, bucket);
    }
    this.changed.add(start);
    return bucket;
  }

  #fresh(start: number): Bucket<R> {
    const bucket = this.#buckets.get(start) as Bucket<R>;
    if (bucket.maxIsOld) {
      bucket.sum.waitMsMax = bucket.settledMax;
      for (const row of bucket.live.values()) bucket.sum.waitMsMax = Math.max(bucket.sum.waitMsMax, maximumOf(row));
      bucket.maxIsOld = false;
    }
    return bucket;
  }

  /** Forgets in the half hour the rows of which this holds; they stay counted. */
  forgetInHalfHour(isGone: (row: R) => boolean): void {
    this.#halfHour.forget(isGone);
  }
}
