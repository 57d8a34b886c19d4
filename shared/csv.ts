/** CSV as RFC 4180 has it, and as spreadsheets write it: with a BOM or without, commas, semicolons or tabs, any line ends. Pure. */
import type { Result } from './result.ts';

const BOM = '\ufeff';
const DELIMITERS = [',', ';', '\t'] as const;

/** `number`: as a spreadsheet counts its rows, from 1. */
export type CsvRow = { readonly number: number; readonly cells: readonly string[] };

/** What a spreadsheet would take for a formula, also behind our own mark. */
const FORMULA = /^'*[=+\-@\t\r]/;
const MARKED = /^'+[=+\-@\t\r]/;

/** The text of a file: with BOM and CRLF, so that Excel reads Hebrew. No cell of it is a formula to a spreadsheet. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return BOM + rows.map(csvLine).join('');
}

/** One row of such a file; the first one follows the mark that `writeCsv([])` is. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(written).join(',')}\r\n`;
}

function written(cell: string): string {
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The rows of a file, empty lines left out, or the row in which a quote does not end. What `writeCsv` made harmless is as it was. */
export function readCsv(text: string): Result<CsvRow[], string> {
  const rows: CsvRow[] = [];
  for (const row of csvRows(text)) {
    if ('unclosed' in row) return { ok: false, error: unclosedText(row) };
    rows.push(row);
  }
  return { ok: true, value: rows };
}

/** The row in which a quote does not end. */
type Unclosed = { readonly unclosed: number };

/** What is wrong with it, in a sentence. */
export const unclosedText = ({ unclosed }: Unclosed): string => `row ${unclosed}: a quote (") is opened and never closed`;

/** The same one by one, for whoever has other work in between; one that is not closed is the last. */
export function* csvRows(text: string): Generator<CsvRow | Unclosed> {
  const source = text.startsWith(BOM) ? text.slice(1) : text;
  const delimiter = delimiterOf(source);
  let at = 0;
  for (let number = 1; at < source.length; number++) {
    const cells: string[] = [];
    for (let isRowOver = false; !isRowOver; ) {
      const cell = cellAt(source, at, delimiter);
      if (cell === null) {
        yield { unclosed: number };
        return;
      }
      cells.push(MARKED.test(cell.value) ? cell.value.slice(1) : cell.value);
      at = cell.end;
      isRowOver = source[at] !== delimiter;
      if (!isRowOver) at++;
    }
    if (source[at] === '\r' && source[at + 1] === '\n') at++;
    at++;
    if (cells.some((cell) => cell.trim() !== '')) yield { number, cells };
  }
}

type Cell = { readonly value: string; readonly end: number };

/** One cell from its first character on; null where its quote never ends. */
function cellAt(text: string, from: number, delimiter: string): Cell | null {
  if (text[from] !== '"') {
    const end = endOfPlain(text, from, delimiter);
    return { value: text.slice(from, end), end };
  }
  let close = from + 1;
  for (;;) {
    close = text.indexOf('"', close);
    if (close < 0) return null;
    if (text[close + 1] !== '"') break;
    close += 2;
  }
  const quoted = text.slice(from + 1, close);
  // What stands behind the closing quote belongs to the cell, as spreadsheets read it.
  const end = endOfPlain(text, close + 1, delimiter);
  return { value: quoted.replaceAll('""', '"') + text.slice(close + 1, end), end };
}

function endOfPlain(text: string, from: number, delimiter: string): number {
  let end = from;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\r' && text[end] !== '\n') end++;
  return end;
}

/** The one that the first line has most of, quotes left out. */
function delimiterOf(text: string): string {
  const head =
    text
      .slice(0, 10_000)
      .replaceAll(/"[^"]*"/g, '')
      .split(/[\r\n]/)
      .find((line) => line.trim() !== '') ?? '';
  const count = (delimiter: string) => head.split(delimiter).length;
  return DELIMITERS.reduce((best, next) => (count(next) > count(best) ? next : best));
}
