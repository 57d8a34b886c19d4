/** A table of settings against what holds: what every row would change, and everything that is wrong with it. Pure. */
import { type CsvRow, csvRows, unclosedText } from '../../shared/csv.ts';
import { idSchema } from '../../shared/events/contact.ts';
import type { DeskRefusal, Named } from '../../shared/refusals.ts';
import type { Result } from '../../shared/result.ts';
import { parse } from '../../shared/schema.ts';
import { allowedIn, type Field, readField, type Value, writeField } from '../../shared/settings-fields.ts';
import type { Values } from './settings-changes.ts';

/** Several times what a source may have of agents (20,000): whatever is exported is taken back. */
const MAX_ROWS = 100_000;
/** Facts that the log takes at once: a table is taken as a whole or not at all. */
export const MAX_CHANGES = 20_000;
/** More than any table has: each is looked for among the others. */
const MAX_COLUMNS = 100;

/** `column` is null where the whole row is meant. `is` names the kind of fault for pages with words of their own. */
export type TableProblem = {
  readonly row: number;
  readonly column: string | null;
  readonly value: string;
  readonly is: string;
  readonly allowed: string;
};

export type TableChange = {
  readonly row: number;
  readonly id: string;
  /** Not seen yet, and set up by this. */
  readonly isUnknown: boolean;
  readonly fields: readonly { readonly field: string; readonly from: unknown; readonly to: Value | null }[];
};

export type Plan = {
  readonly rows: number;
  readonly problems: readonly TableProblem[];
  readonly changes: readonly TableChange[];
  readonly unchanged: number;
};

const no = (text: string, code: DeskRefusal, named: Named<DeskRefusal>['with']): Result<never, Named<DeskRefusal>> => ({
  ok: false,
  error: { text, code, with: named },
});

/** Reads a table; `own` tells what is set for a known id. Fails only where the text is no table at all. */
export function planImport(text: string, fields: readonly Field[], own: (id: string) => Values | undefined): Result<Plan, Named<DeskRefusal>> {
  const steps = planning(text, fields, own);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same row by row, for whoever has other work in between. */
export function* planning(
  text: string,
  fields: readonly Field[],
  own: (id: string) => Values | undefined,
): Generator<undefined, Result<Plan, Named<DeskRefusal>>, undefined> {
  const rows: CsvRow[] = [];
  for (const row of csvRows(text)) {
    if ('unclosed' in row) return no(unclosedText(row), 'table-quote', { row: row.unclosed });
    if (rows.push(row) > MAX_ROWS + 1)
      return no(`the file has more than ${MAX_ROWS} rows, and no more are taken at once`, 'table-rows', { max: MAX_ROWS });
    yield;
  }
  const head = rows.shift();
  if (head === undefined) return no(`the file is empty; its first row names the columns: id, ${namesOf(fields)}`, 'table-empty', {});
  if (head.cells.length > MAX_COLUMNS)
    return no(`the first row names ${head.cells.length} columns; a table has id, ${namesOf(fields)}`, 'table-columns', { count: head.cells.length });
  const names = head.cells.map((cell) => cell.trim());
  const problems = headProblems(names, head.number, fields);
  if (problems.length > 0) return { ok: true, value: { rows: rows.length, problems, changes: [], unchanged: 0 } };
  const changes: TableChange[] = [];
  const seen = new Map<string, number>();
  for (const row of rows) {
    const before = problems.length;
    const change = changeOf(row, names, fields, own, seen, problems);
    if (problems.length === before && change !== null) changes.push(change);
    yield;
  }
  return { ok: true, value: { rows: rows.length, problems, changes, unchanged: problems.length > 0 ? 0 : rows.length - changes.length } };
}

/** What a row would change; null where nothing. What is wrong with it goes to the problems. */
function changeOf(
  { number, cells }: CsvRow,
  names: readonly string[],
  fields: readonly Field[],
  own: (id: string) => Values | undefined,
  seen: Map<string, number>,
  problems: TableProblem[],
): TableChange | null {
  const id = (cells[names.indexOf('id')] ?? '').trim();
  problems.push(...idProblems(id, number, seen), ...surplus(cells, names.length, number));
  const known = own(id);
  const changed: { field: string; from: unknown; to: Value | null }[] = [];
  for (const field of fields) {
    const place = names.indexOf(field.name);
    if (place < 0) continue;
    const typed = cells[place] ?? '';
    const value = readField(field, typed);
    const from = known?.[field.name] ?? null;
    if (!value.ok) problems.push({ row: number, column: field.name, value: typed.slice(0, 200), is: value.error.is, allowed: allowedIn(field) });
    else if (writeField(from).trim() !== writeField(value.value)) changed.push({ field: field.name, from, to: value.value });
  }
  return changed.length === 0 ? null : { row: number, id, isUnknown: known === undefined, fields: changed };
}

const namesOf = (fields: readonly Field[]) => fields.map(({ name }) => name).join(', ');

function headProblems(names: readonly string[], row: number, fields: readonly Field[]): TableProblem[] {
  const allowed = `id, ${namesOf(fields)}`;
  const known = new Set(['id', ...fields.map(({ name }) => name)]);
  const wrong = names.flatMap((name, place): TableProblem[] => {
    if (names.indexOf(name) !== place) return [{ row, column: name, value: name, is: 'columnTwice', allowed: 'each column once' }];
    return known.has(name) ? [] : [{ row, column: name, value: name.slice(0, 200), is: 'unknownColumn', allowed }];
  });
  if (!names.includes('id')) wrong.push({ row, column: 'id', value: '', is: 'noIdColumn', allowed: 'a column id, as the export has it' });
  return wrong;
}

function idProblems(id: string, row: number, seen: Map<string, number>): TableProblem[] {
  const parsed = parse(idSchema, id);
  const first = seen.get(id);
  if (first === undefined) seen.set(id, row);
  if (!parsed.ok) return [{ row, column: 'id', value: id.slice(0, 200), is: id === '' ? 'noId' : 'badId', allowed: parsed.error }];
  return first === undefined ? [] : [{ row, column: 'id', value: id, is: 'idTwice', allowed: `each id once; row ${first} has it too` }];
}

/** Cells beyond the columns: a comma that nobody quoted has shifted the row. */
function surplus(cells: readonly string[], width: number, row: number): TableProblem[] {
  const rest = cells.slice(width).filter((cell) => cell.trim() !== '');
  return rest.length === 0
    ? []
    : [{ row, column: null, value: rest.join(', ').slice(0, 200), is: 'tooManyCells', allowed: `at most ${width} cells` }];
}
