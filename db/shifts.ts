/** The shifts of business days as instants, for the view `v_shift`. */
import type { RowOf } from './flush.ts';
import type { Sql } from './open.ts';
import { shiftSpan } from './schema.ts';
import { upsertInto, writeRows } from './upsert.ts';

const spans = upsertInto(shiftSpan);

/** Writes the shifts of one day; those it no longer has are taken away. @param sql a transaction. */
export async function writeShiftsOfDay(sql: Sql, day: string, shifts: readonly Omit<RowOf<typeof shiftSpan>, 'day'>[]): Promise<void> {
  const names = shifts.map(({ shift }) => shift);
  await sql`delete from shift_span where day = ${day}::date and shift <> all(${names}::text[])`;
  await writeRows(
    sql,
    spans,
    shifts.map((shift) => ({ ...shift, day })),
  );
}
