import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildOf } from '../../../server/build.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moked-build-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (part: string) => writeFileSync(join(folder, 'index.html'), `<script type="module" src="/assets/${part}"></script>`);

test('one build has one name, another build another', () => {
  write('index-aaaa.js');
  const first = buildOf(folder);
  expect(first).toMatch(/^[\w-]{12}$/);
  write('index-aaaa.js');
  expect(buildOf(folder)).toBe(first);
  write('index-bbbb.js');
  expect(buildOf(folder)).not.toBe(first);
});

test('a server without pages says so', () => {
  expect(buildOf(folder)).toBe('none');
});
