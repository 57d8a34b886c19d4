import { describe, expect, test } from 'vitest';
import { type Forms, form, type Key, pieces } from '../../client/i18n/dictionary.ts';
import { en } from '../../client/i18n/en.ts';
import { he } from '../../client/i18n/he.ts';

const keys = Object.keys(he) as Key[];
const formsOf = (entry: string | Forms) => (typeof entry === 'string' ? [entry] : Object.values(entry));
const placeholders = (text: string) => [...text.matchAll(/\{@?\w+\}/g)].map(([name]) => name).sort();

test('both languages have the same keys', () => {
  expect(Object.keys(en).sort()).toEqual([...keys].sort());
});

test.each(keys)('%s: no language is empty, and the placeholders are the same', (key) => {
  const full = (entry: string | Forms) => placeholders(typeof entry === 'string' ? entry : entry.other);
  for (const text of [...formsOf(he[key]), ...formsOf(en[key])]) expect(text.trim()).not.toBe('');
  expect(full(en[key])).toEqual(full(he[key]));
});

test('Hebrew is written with its own marks', () => {
  const texts = keys.flatMap((key) => formsOf(he[key]));
  // A straight quote or a hyphen between Hebrew letters stands for gershayim, geresh or maqaf.
  expect(texts.filter((text) => /[א-ת]["'-][א-ת]|[א-ת]'/.test(text))).toEqual([]);
  expect(texts.filter((text) => text.includes('!'))).toEqual([]);
});

test('English has no Hebrew in it, but the name of the other language', () => {
  expect(keys.filter((key) => formsOf(en[key]).some((text) => /[א-ת]/.test(text)))).toEqual(['otherLanguage']);
});

describe('plurals', () => {
  const rules = new Intl.PluralRules('he');
  test.each([
    [1, 'ממתין אחד, אין נציג פנוי'],
    [2, 'שני ממתינים, אין נציג פנוי'],
    [11, '{count} ממתינים, אין נציג פנוי'],
    [0, '{count} ממתינים, אין נציג פנוי'],
  ])('%i waiting', (count, text) => {
    expect(form(he.alarmWaiting, rules, count)).toBe(text);
  });

  test('a language without a dual takes its other form', () => {
    expect(form(en.moreAlarms, new Intl.PluralRules('en'), 2)).toBe('and {count} more alarms');
  });
});

describe('pieces', () => {
  test('a figure is isolated from its words', () => {
    expect(pieces('מ־{time}.', { time: '12:43:00' })).toEqual([
      { kind: 'words', value: 'מ־' },
      { kind: 'figure', value: '12:43:00' },
      { kind: 'words', value: '.' },
    ]);
  });

  test('a unit is a word, or it would stand on the wrong side of its figure', () => {
    expect(pieces('נותרו {time}', { time: '2:13 ש׳' })).toEqual([
      { kind: 'words', value: 'נותרו ' },
      { kind: 'figure', value: '2:13' },
      { kind: 'words', value: ' ש׳' },
    ]);
  });

  test('outside text finds its own direction', () => {
    expect(pieces('{@source} מנותק', { source: 'PBX 2' })[0]).toEqual({ kind: 'text', value: 'PBX 2' });
  });
});
