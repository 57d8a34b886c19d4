/**
 * The row of a query that always gives exactly one, such as an aggregate.
 * @throws where it gave another number of rows: that is no answer, and never means 0 or "none".
 */
export function oneRow<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined || rows.length > 1) throw new Error(`the database answered with ${rows.length} rows where there is always one`);
  return row;
}
