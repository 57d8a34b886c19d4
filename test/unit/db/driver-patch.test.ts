import { expect, test } from 'vitest';
import { patched } from '../../../db/driver/patch.ts';

const PATCH = `--- a/src/one.js
+++ b/src/one.js
@@ -1,3 +1,4 @@
 first
-second
+2nd
+and a half

 third
--- a/src/two.js
+++ b/src/two.js
@@ -7,2 +7,3 @@
 seventh
+between
 eighth
`;
const files: Record<string, string> = { 'src/one.js': 'zeroth\nfirst\nsecond\n\nthird\n', 'src/two.js': 'seventh\neighth\n' };
const read = (changed: Record<string, string> = {}) => {
  const all = { ...files, ...changed };
  return (file: string) => all[file] ?? '';
};
const done = { 'src/one.js': 'zeroth\nfirst\n2nd\nand a half\n\nthird\n', 'src/two.js': 'seventh\nbetween\neighth\n' };

test('every change of every file is made', () => {
  expect(Object.fromEntries(patched(PATCH, read()))).toEqual(done);
});

test('what is already so stays', () => {
  expect([...patched(PATCH, read(done))]).toEqual([]);
  expect([...patched(PATCH, read({ 'src/two.js': done['src/two.js'] })).keys()]).toEqual(['src/one.js']);
});

test('a change that fits nowhere or twice is refused', () => {
  expect(() => patched(PATCH, read({ 'src/two.js': 'seventh\nother\neighth\n' }))).toThrow('src/two.js does not fit');
  expect(() => patched(PATCH, read({ 'src/two.js': 'seventh\neighth\nseventh\neighth\n' }))).toThrow('src/two.js does not fit');
  expect(() => patched('', read())).toThrow('changes nothing');
});
