import { expect, test } from 'vitest';
import type { Forms } from '../../client/i18n/dictionary.ts';
import { en } from '../../client/settings/en.ts';
import { he } from '../../client/settings/he.ts';
import { instantOfLocal, localText } from '../../client/settings/local-time.ts';
import { targetTime, valueText } from '../../client/settings/shown.ts';
import type { Word } from '../../client/settings/words.ts';

const keys = Object.keys(he) as Word[];
const formsOf = (entry: string | Forms) => (typeof entry === 'string' ? [entry] : Object.values(entry));
const placeholders = (entry: string | Forms) =>
  [...(typeof entry === 'string' ? entry : entry.other).matchAll(/\{@?\w+\}/g)].map(([name]) => name).sort();

test('both languages have the same words, none of them empty, with the same placeholders', () => {
  expect(Object.keys(en).sort()).toEqual([...keys].sort());
  for (const key of keys) {
    for (const text of [...formsOf(he[key]), ...formsOf(en[key])]) expect(text.trim(), key).not.toBe('');
    expect(placeholders(en[key]), key).toEqual(placeholders(he[key]));
  }
});

test('Hebrew is written with its own marks, and English without Hebrew', () => {
  const texts = keys.flatMap((key) => formsOf(he[key]));
  expect(texts.filter((text) => /[א-ת]["'-][א-ת]|[א-ת]'|!/.test(text))).toEqual([]);
  expect(keys.filter((key) => formsOf(en[key]).some((text) => /[א-ת]/.test(text)))).toEqual([]);
});

test.each([
  ['winter', '2026-01-15T08:00', '2026-01-15T06:00:00Z'],
  ['summer', '2026-07-15T08:00', '2026-07-15T05:00:00Z'],
  ['the hour that comes twice: the first', '2026-10-25T01:30', '2026-10-24T22:30:00Z'],
  ['the hour that is left out: the clocks are ahead', '2026-03-27T02:30', '2026-03-27T00:30:00Z'],
])('a local time of the site is an instant, %s', (_what, text, instant) => {
  const at = instantOfLocal(text, 'Asia/Jerusalem');
  expect(at === null ? null : new Date(at).toISOString()).toBe(new Date(instant).toISOString());
});

test('an instant is shown as it was typed, in zones far from here too', () => {
  for (const zone of ['Asia/Jerusalem', 'UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Kiritimati'])
    for (const text of ['2026-01-01T00:00', '2026-06-30T23:59', '1999-12-31T12:00']) {
      const at = instantOfLocal(text, zone);
      expect(at === null ? null : localText(at, zone), zone).toBe(text);
    }
  for (const text of ['', '2026-13-01T00:00', 'today', '2026-01-01']) expect(instantOfLocal(text, 'UTC'), text).toBeNull();
});

test.each([
  [20, 'targetOf', 20],
  [90, 'targetOf', 90],
  [119, 'targetOf', 119],
  [120, 'targetInMinutes', 2],
  [121, 'targetOf', 121],
  [5400, 'targetInMinutes', 90],
  [14_400, 'targetInHours', 4],
])('a target of %i s is told in the unit that people say', (seconds, of, n) => {
  expect(targetTime(seconds)).toEqual({ of, n });
});

test('the history of the calendar names shifts as the wall does, their hours from left to right', () => {
  const shifts = [
    { name: 'morning', start: '07:00', end: '15:00' },
    { name: 'לילה קצר', start: '23:00', end: '03:00' },
  ];
  expect(valueText('shifts', shifts)).toBe('משמרת בוקר \u206607:00–15:00\u2069, משמרת לילה קצר \u206623:00–03:00\u2069');
});
