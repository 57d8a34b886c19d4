/** Instants as local text in the site's zone. Both languages write the clock alike; dates follow the language. */
import type { Locale } from './locale.ts';

const cache = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${JSON.stringify(options)}`;
  const known = cache.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone });
  cache.set(key, known);
  return known;
}

/** `12:46`, in the site's zone. */
export function clockText(at: number, timeZone: string): string {
  return formatter('en-GB', timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}

/** `12:46:20`. */
export function clockSecondsText(at: number, timeZone: string): string {
  const options = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  return formatter('en-GB', timeZone, options).format(at);
}

/** "יום שלישי, 17 בנובמבר 2026" or "Tuesday, 17 November 2026". */
export function longDate(at: number, timeZone: string, locale: Locale): string {
  const options = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
  return formatter(locale === 'he' ? 'he' : 'en-GB', timeZone, options)
    .format(at)
    .replace(/^(\w+) (\d)/, '$1, $2');
}

/** "יום שלישי" or "Tuesday". */
export function weekdayText(at: number, timeZone: string, locale: Locale): string {
  return formatter(locale === 'he' ? 'he' : 'en-GB', timeZone, { weekday: 'long' }).format(at);
}

/** `17.11.2026`. */
export function shortDate(at: number, timeZone: string): string {
  const parts = formatter('en-GB', timeZone, { day: '2-digit', month: '2-digit', year: 'numeric' });
  return parts.format(at).replaceAll('/', '.');
}

/** The date of the Hebrew calendar: "ז׳ בכסלו תשפ״ז", in English "7 Kislev 5787". */
export function hebrewDate(at: number, timeZone: string, locale: Locale): string {
  const options = { day: 'numeric', month: 'long', year: 'numeric' } as const;
  const parts = formatter(`${locale}-u-ca-hebrew`, timeZone, options).formatToParts(at);
  if (locale === 'en')
    return parts
      .map((part) => part.value)
      .join('')
      .replace(' AM', '');
  const isNumber = (type: string) => type === 'day' || type === 'year' || type === 'relatedYear';
  return parts.map((part) => (isNumber(part.type) ? hebrewNumeral(Number(part.value)) : part.value)).join('');
}

const LETTERS: readonly (readonly [number, string])[] = [
  [400, 'ת'],
  [300, 'ש'],
  [200, 'ר'],
  [100, 'ק'],
  [90, 'צ'],
  [80, 'פ'],
  [70, 'ע'],
  [60, 'ס'],
  [50, 'נ'],
  [40, 'מ'],
  [30, 'ל'],
  [20, 'כ'],
  [16, 'טז'],
  [15, 'טו'],
  [10, 'י'],
  [9, 'ט'],
  [8, 'ח'],
  [7, 'ז'],
  [6, 'ו'],
  [5, 'ה'],
  [4, 'ד'],
  [3, 'ג'],
  [2, 'ב'],
  [1, 'א'],
];

/** A number in letters, thousands left out as is usual for years; geresh after one letter, gershayim before the last. */
export function hebrewNumeral(number: number): string {
  if (!Number.isInteger(number) || number <= 0) return String(number);
  let rest = number % 1000;
  let letters = '';
  for (const [value, letter] of LETTERS) {
    while (rest >= value) {
      letters += letter;
      rest -= value;
    }
  }
  return letters.length === 1 ? `${letters}׳` : `${letters.slice(0, -1)}״${letters.slice(-1)}`;
}
