/** The rows of the rolling half hour, by the minute in which they were offered: to add one costs the same wherever in the hour it belongs. */
import { MINUTE_MS } from '../../shared/time.ts';

/** Length of the window. */
export const ROLLING_MS = 30 * MINUTE_MS;

/** Rows by key; a key may stand in several minutes, a row is found by both. */
export class HalfHour<R extends { readonly offeredAt: number }> {
  readonly #minutes = new Map<number, Map<string, R>>();

  /** Adds a row, or puts it in the place of the one that it has under this key at this instant. */
  set(key: string, row: R): void {
    const minute = minuteOf(row);
    const known = this.#minutes.get(minute);
    if (known === undefined) this.#minutes.set(minute, new Map([[key, row]]));
    else known.set(key, row);
  }

  /** True if there is one under this key at the instant of the row. */
  has(key: string, row: R): boolean {
    return this.#minutes.get(minuteOf(row))?.has(key) === true;
  }

  /** Takes out the one under this key at the instant of the row. */
  delete(key: string, row: R): void {
    this.#minutes.get(minuteOf(row))?.delete(key);
  }

  /** All of them with their keys. */
  *entries(): Generator<[string, R]> {
    for (const rows of this.#minutes.values()) yield* rows;
  }

  /** Forgets what was offered half an hour before `now` or earlier. */
  expire(now: number): void {
    const limit = now - ROLLING_MS;
    for (const [minute, rows] of this.#minutes) {
      if (minute > limit) continue;
      for (const [key, row] of rows) if (row.offeredAt <= limit) rows.delete(key);
      if (rows.size === 0) this.#minutes.delete(minute);
    }
  }

  /** Forgets the rows of which this holds. */
  forget(isGone: (row: R) => boolean): void {
    for (const [minute, rows] of this.#minutes) {
      for (const [key, row] of rows) if (isGone(row)) rows.delete(key);
      if (rows.size === 0) this.#minutes.delete(minute);
    }
  }

  /** The instant at which the oldest leaves the half hour; `Infinity` where there is none. */
  nextLeave(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const [minute, rows] of this.#minutes) if (minute < first && rows.size > 0) first = minute;
    let next = Number.POSITIVE_INFINITY;
    for (const row of this.#minutes.get(first)?.values() ?? []) next = Math.min(next, row.offeredAt + ROLLING_MS);
    return next;
  }
}

const minuteOf = (row: { readonly offeredAt: number }) => row.offeredAt - (row.offeredAt % MINUTE_MS);
