/**
 * Rows of one kind as columns, for the saved state: written row by row, the names of their fields would be three quarters of it, and the texts that
 * all of them share would be as many objects when read. Owns the form; what it packs it gives back.
 */

/** Texts that come again and again are written once: `texts`, and for each row the place of its own. */
type Column = readonly unknown[] | { readonly texts: readonly (string | null)[]; readonly places: readonly number[] };
export type Columns<R> = { readonly count: number; readonly columns: { readonly [K in keyof R]?: Column } };

/** Packs rows that all have the same fields. */
export function toColumns<R extends object>(rows: readonly R[]): Columns<R> {
  const columns: { [K in keyof R]?: Column } = {};
  const first = rows[0];
  const fields = first === undefined ? [] : (Object.keys(first) as (keyof R)[]).filter((field) => first[field] !== undefined);
  for (const field of fields) columns[field] = packed(rows.map((row) => row[field]));
  return { count: rows.length, columns };
}

/** The rows again. Each begins as a copy of the first, so that all have one shape and a field that they share need not be written. */
export function fromColumns<R extends object>({ count, columns }: Columns<R>): R[] {
  const fields = (Object.keys(columns) as (keyof R)[]).map((field) => [field, unpacked(columns[field] as Column)] as const);
  const first = Object.fromEntries(fields.map(([field, values]) => [field, values[0]])) as R;
  const rows = Array.from({ length: count }, () => ({ ...first }));
  for (const [field, values] of fields) {
    const same = values[0];
    for (let index = 1; index < count; index++) if (values[index] !== same) (rows[index] as R)[field] = values[index] as R[keyof R];
  }
  return rows;
}

/** Rows of several kinds, in columns by their fields. `kinds`: of each row the place of its own in `columns`. */
export type Mixed = { readonly kinds: readonly number[]; readonly columns: readonly Columns<object>[] };

/** Packs rows that need not have the same fields. A field that is `undefined` is none. */
export function toMixed(rows: readonly object[]): Mixed {
  const byFields = new Map<string, { kind: number; rows: object[] }>();
  const kinds: number[] = [];
  for (const row of rows) {
    let fields = '';
    for (const [field, value] of Object.entries(row)) if (value !== undefined) fields += `${field}\n`;
    let same = byFields.get(fields);
    if (same === undefined) {
      same = { kind: byFields.size, rows: [] };
      byFields.set(fields, same);
    }
    same.rows.push(row);
    kinds.push(same.kind);
  }
  return { kinds, columns: [...byFields.values()].map((same) => toColumns(same.rows)) };
}

/** The rows again, in their order. */
export function fromMixed({ kinds, columns }: Mixed): object[] {
  const rows = columns.map((of) => fromColumns(of));
  const next = columns.map(() => 0);
  return kinds.map((kind) => {
    const place = next[kind] as number;
    next[kind] = place + 1;
    return (rows[kind] as object[])[place] as object;
  });
}

/** Beyond it a dictionary would hardly be shorter than its texts. */
const MAX_TEXTS = 1000;

function packed(values: readonly unknown[]): Column {
  const known = new Map<string | null, number>();
  const places: number[] = [];
  let last: unknown;
  let place = 0;
  for (const value of values) {
    if (value !== last) {
      if (typeof value !== 'string' && value !== null) return values;
      place = known.get(value) ?? known.size;
      if (place === known.size) known.set(value, place);
      if (known.size > MAX_TEXTS) return values;
      last = value;
    }
    places.push(place);
  }
  return { texts: [...known.keys()], places };
}

function unpacked(column: Column): readonly unknown[] {
  if (!('texts' in column)) return column;
  const { texts, places } = column;
  return places.map((place) => texts[place]);
}
