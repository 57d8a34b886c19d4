import { parseSync, Visitor } from 'vite';
import { expect, test } from 'vitest';
import { allCode, filesUnder, lines, read, unneeded } from '../support/sources.ts';

const FILE_LINES = 300;
const TEST_FILE_LINES = 400;
const FUNCTION_LINES = 60;

/** Only ever shorter. */
const longFiles = new Set<string>([]);
const longFunctions = new Set<string>([]);

const styles = () => filesUnder('client', (path) => path.endsWith('.css'));

test('files are short enough to read in one go', () => {
  const files = [...allCode(), ...styles()];
  const offenders = files.filter((file) => lines(read(file)).length > (file.startsWith('test/') ? TEST_FILE_LINES : FILE_LINES));
  expect(offenders.filter((file) => !longFiles.has(file))).toEqual([]);
  expect(unneeded(longFiles, offenders)).toEqual([]);
});

function longFunctionsOf(file: string): string[] {
  const text = read(file);
  const found: string[] = [];
  const check = (node: { start: number; end: number }) => {
    const length = lines(text.slice(node.start, node.end)).length;
    if (length > FUNCTION_LINES) found.push(`${file}:${lines(text.slice(0, node.start)).length}`);
  };
  new Visitor({
    FunctionDeclaration: check,
    FunctionExpression: check,
    ArrowFunctionExpression: check,
  }).visit(parseSync(file, text).program);
  return found;
}

test('functions are short enough to see at once', () => {
  const found = allCode()
    .filter((file) => !file.startsWith('test/'))
    .flatMap(longFunctionsOf);
  const offenders = found.map((place) => place.replace(/:\d+$/, ''));
  expect(found.filter((_, i) => !longFunctions.has(offenders[i] ?? ''))).toEqual([]);
  expect(unneeded(longFunctions, offenders)).toEqual([]);
});
