import { expect, test } from 'vitest';
import type { Forms } from '../../client/i18n/dictionary.ts';
import { en } from '../../client/onboarding/en.ts';
import { he } from '../../client/onboarding/he.ts';
import type { Word } from '../../client/onboarding/words.ts';
import { BY_STATUS, FAULTS, IMPORTS, OTHERS } from '../../client/refusals/texts.ts';
import { IMPORT_REFUSALS } from '../../shared/imports.ts';
import { REFUSALS } from '../../shared/refusals.ts';
import type { Told } from '../../shared/sources.ts';

const keys = Object.keys(he) as Word[];
const formsOf = (entry: string | Forms) => (typeof entry === 'string' ? [entry] : Object.values(entry));
const last = (entry: string | Forms) => formsOf(entry).at(-1) ?? '';
const refusals = [...Object.values(IMPORTS), ...Object.values(OTHERS)];
const told: Told[] = [
  ...keys.map((key) => ({ he: last(he[key]), en: last(en[key]) })),
  ...refusals.flatMap(({ what, remedy }) => (remedy === null ? [what] : [what, remedy])),
  ...Object.values(FAULTS),
  ...Object.values(BY_STATUS),
];
const marks = (text: string) => [...text.matchAll(/\{@?\w+\}/g)].map(([mark]) => mark).sort();
/** What stands in back quotes is typed, in whatever letters. */
const spoken = (text: string) =>
  text
    .split('`')
    .filter((_, i) => i % 2 === 0)
    .join(' ');

test('every text of the first steps and of refusals is in both languages, with the same figures, in the marks of each', () => {
  expect(Object.keys(en).sort()).toEqual([...keys].sort());
  for (const text of [...keys.flatMap((key) => formsOf(he[key])), ...told.map((one) => one.he)])
    expect(spoken(text), text).not.toMatch(/[א-ת]["'-][א-ת]|[א-ת]'|!|[א-ת]-[A-Za-z\d]/);
  for (const text of told) {
    expect(text.he.trim() && text.en.trim(), text.en).not.toBe('');
    expect(marks(text.he), text.en).toEqual(marks(text.en));
    for (const one of [text.he, text.en]) expect(one.split('`').length % 2, one).toBe(1);
    expect(text.en).not.toMatch(/[א-ת]/);
  }
});

test('every code that the server sends has its words', () => {
  expect(Object.keys(IMPORTS).sort()).toEqual([...IMPORT_REFUSALS].sort());
  expect(Object.keys(OTHERS).sort()).toEqual([...REFUSALS].sort());
});
