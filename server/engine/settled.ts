/**
 * Floor rows of contacts settled today, by the quarter of an hour in which they were offered: a contact may come back with another stay, and
 * most never do. So a quarter that nobody touches is kept as the text that a saved state needs: a day of a million facts is then saved each minute,
 * and read at a start, without being written or read anew. Owns when a quarter is text and when rows.
 */
import { INTERVAL_MS, intervalStart } from '../../shared/time.ts';
import { type Columns, fromColumns, toColumns } from './columns.ts';
import type { ContactRow } from './rows.ts';

/** Quarters kept as rows: their contacts are the likely ones to come back. */
const KEPT_AS_ROWS = 4;

/**
 * A quarter as it is saved. `text`: the rows as columns, in JSON, asked for only where somebody comes back; `keys`: of their contacts. One that did
 * not change is the same object each time.
 */
export type Saved = { readonly start: number; readonly keys: readonly string[]; readonly text: string };
/** One of the two is there, or both. */
type Quarter = { rows: Map<string, ContactRow> | null; saved: Saved | null };

export type SettledDump = readonly Saved[];

export class SettledContacts {
  readonly #startOf = new Map<string, number>();
  readonly #quarters = new Map<number, Quarter>();

  get size(): number {
    return this.#startOf.size;
  }

  get(key: string): ContactRow | undefined {
    const start = this.#startOf.get(key);
    return start === undefined ? undefined : this.#rows(start).get(key);
  }

  set(key: string, row: ContactRow): void {
    this.delete(key);
    const start = intervalStart(row.offeredAt);
    this.#change(start).set(key, row);
    this.#startOf.set(key, start);
  }

  delete(key: string): void {
    const start = this.#startOf.get(key);
    if (start === undefined) return;
    this.#startOf.delete(key);
    const rows = this.#change(start);
    rows.delete(key);
    if (rows.size === 0) this.#quarters.delete(start);
  }

  /** Starts of the quarters that hold a contact offered at an instant or later. */
  startsSince(since: number): number[] {
    return [...this.#quarters.keys()].filter(
      (start) => start >= since || (start + INTERVAL_MS > since && [...this.#rows(start).values()].some((row) => row.offeredAt >= since)),
    );
  }

  /** Lets go of the quarters that ended by then, but for those of which this holds. */
  evict(limit: number, isKept: (start: number) => boolean = () => false): void {
    for (const start of this.#quarters.keys()) {
      if (start + INTERVAL_MS > limit || isKept(start)) continue;
      const quarter = this.#quarters.get(start);
      for (const key of quarter?.rows?.keys() ?? quarter?.saved?.keys ?? []) this.#startOf.delete(key);
      this.#quarters.delete(start);
    }
  }

  /** What a saved state needs. */
  dump(): SettledDump {
    this.letRest();
    return [...this.#quarters].map(([start, quarter]) => {
      quarter.saved ??= savedOf(start, this.#rows(start));
      return quarter.saved;
    });
  }

  /** From now on old quarters are kept as text alone. */
  letRest(): void {
    const young = [...this.#quarters.keys()].sort((a, b) => b - a).slice(0, KEPT_AS_ROWS);
    for (const [start, quarter] of this.#quarters) {
      if (young.includes(start)) continue;
      quarter.saved ??= savedOf(start, this.#rows(start));
      quarter.rows = null;
    }
  }

  load(dumped: SettledDump): void {
    for (const saved of dumped) {
      this.#quarters.set(saved.start, { rows: null, saved });
      for (const key of saved.keys) this.#startOf.set(key, saved.start);
    }
  }

  #rows(start: number): Map<string, ContactRow> {
    const quarter = this.#quarters.get(start);
    if (quarter === undefined) return new Map();
    quarter.rows ??= rowsOf(quarter.saved as Saved);
    return quarter.rows;
  }

  /** The rows of a quarter, to be changed. */
  #change(start: number): Map<string, ContactRow> {
    const quarter = this.#quarters.get(start) ?? { rows: new Map(), saved: null };
    this.#quarters.set(start, quarter);
    const rows = this.#rows(start);
    quarter.saved = null;
    return rows;
  }
}

function savedOf(start: number, rows: ReadonlyMap<string, ContactRow>): Saved {
  return { start, keys: [...rows.keys()], text: JSON.stringify(toColumns([...rows.values()])) };
}

/** The text is of `savedOf`, in this process or before a start that checked the number of its format. */
function rowsOf({ keys, text }: Saved): Map<string, ContactRow> {
  const rows = fromColumns(JSON.parse(text) as Columns<ContactRow>);
  return new Map(keys.map((key, index) => [key, rows[index] as ContactRow]));
}
