import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generated } from '../support/documents.ts';
import { lines, read, root } from '../support/sources.ts';

test('the documents are there', () => {
  const expected = ['README', 'ARCHITECTURE', 'CONTRIBUTING', 'DECISIONS', 'CHANGELOG', 'SECURITY'];
  expect(expected.filter((name) => !existsSync(`${root}${name}.md`))).toEqual([]);
});

test('CHANGELOG: Unreleased first, then versions with a date, each with named sections that are not empty', () => {
  const headings = lines(read('CHANGELOG.md')).filter((line) => /^##? /.test(line));
  expect(headings[0]).toBe('# Changelog');
  expect(headings[1]).toBe('## Unreleased');
  for (const heading of headings.slice(2)) expect(heading).toMatch(/^## \d+\.\d+\.\d+ \(\d{4}-\d\d-\d\d\)$/);
  const sections = read('CHANGELOG.md').split(/^### /m).slice(1);
  for (const section of sections) {
    const [name, ...body] = lines(section);
    expect(['Added', 'Changed', 'Fixed', 'Removed', 'Security']).toContain(name);
    expect(body.some((line) => line.startsWith('- '))).toBe(true);
  }
});

test('DECISIONS: every entry is numbered, in order', () => {
  const headings = lines(read('DECISIONS.md')).filter((line) => line.startsWith('## '));
  expect(headings.length).toBeGreaterThan(0);
  headings.forEach((heading, i) => {
    expect(heading).toMatch(new RegExp(`^## ${i + 1}\\. \\S`));
  });
});

test('ARCHITECTURE stays short enough to be read', () => {
  expect(lines(read('ARCHITECTURE.md')).length).toBeLessThanOrEqual(250);
});

for (const [name, make] of Object.entries(generated)) {
  test(`${name} is what the code says (npm run docs)`, () => {
    expect(existsSync(root + name) ? read(name) : '').toBe(make());
  });
}
