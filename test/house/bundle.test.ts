import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { read, root } from '../support/sources.ts';

const PAGE_BYTES = 60 * 1024;
const EVERYTHING_BYTES = 130 * 1024;

const assets = `${root}dist/client/assets/`;
const gzipped = (name: string) => gzipSync(readFileSync(assets + name)).length;
const sum = (names: readonly string[]) => names.reduce((total, name) => total + gzipped(name), 0);

test('the pages are small enough for a cheap TV', () => {
  expect(existsSync(assets), 'run `npm run build` first').toBe(true);
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
  // What the page names itself is loaded at once; the chart comes later, on its own.
  const atOnce = scripts.filter((name) => read('dist/client/index.html').includes(name));
  expect(sum(atOnce)).toBeLessThanOrEqual(PAGE_BYTES);
  expect(sum(scripts)).toBeLessThanOrEqual(EVERYTHING_BYTES);
});
