import { expect, test } from 'vitest';
import { readCsv, writeCsv } from '../../../shared/csv.ts';

const cellsOf = (text: string) => {
  const read = readCsv(text);
  if (!read.ok) throw new Error(read.error);
  return read.value.map(({ cells }) => cells);
};

test('what is written reads back as it was, whatever the cells hold', () => {
  const rows = [
    ['id', 'name'],
    ['=1+2', '+972-3', '-5', '@here', '\tx', '\rx'],
    ["'=x", "''+y", "'plain", "o'clock"],
    ['a,b', 'a;b', 'say "hi"', 'two\r\nlines', ' padded ', 'מכירות ״מיוחד״', ''],
  ];
  expect(cellsOf(writeCsv(rows))).toEqual(rows);
});

test('no cell of a written table is a formula, and the text begins with a BOM and ends its rows with CRLF', () => {
  const text = writeCsv([['=1', '+1', '-1', '@a', 'b=1'], ['x']]);
  expect(text).toBe("\ufeff'=1,'+1,'-1,'@a,b=1\r\nx\r\n");
  expect(writeCsv([['=a,b']])).toBe('\ufeff"\'=a,b"\r\n');
});

test.each([
  ['commas', 'id,name\r\nq,"a, b"\r\n', 'a, b'],
  ['semicolons with BOM', '\ufeffid;name\nq;a, b', 'a, b'],
  ['tabs', 'id\tname\nq\ta, b\n', 'a, b'],
  ['old Mac line ends', 'id,name\rq,x', 'x'],
  ['a quoted head that holds the other delimiter', '"id";"name, long, very"\nq;x', 'x'],
])('a table with %s is read', (_what, text, wanted) => {
  const [head, row] = cellsOf(text);
  expect(head?.[0]).toBe('id');
  expect(row).toEqual(['q', wanted]);
});

test('rows have the numbers of a spreadsheet: lines within a cell do not count, empty lines do', () => {
  const read = readCsv('id,name\n"a\nb",x\n\n,\nq,y\n');
  expect(read.ok && read.value.map(({ number, cells }) => [number, cells[0]])).toEqual([
    [1, 'id'],
    [2, 'a\nb'],
    [5, 'q'],
  ]);
});

test('a quote that never ends is told with its row', () => {
  expect(readCsv('id\nq\n"x\ny')).toEqual({ ok: false, error: 'row 3: a quote (") is opened and never closed' });
});
