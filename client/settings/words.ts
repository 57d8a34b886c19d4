/** What the settings page says, in the language of the page. */
import { type Forms, form, pieces } from '../i18n/dictionary.ts';
import { locale, pluralRules } from '../i18n/locale.ts';
import { en } from './en.ts';
import { he } from './he.ts';

type Hebrew = typeof he;
export type Word = keyof Hebrew;
export type Words = { readonly [K in Word]: Hebrew[K] extends string ? string : Forms };

const dictionaries = { he, en } as const;

export type Params = Readonly<Record<string, string | number>>;

/** A message of this page as its pieces; `count` chooses the form. */
export function spoken(of: Word, params: Params = {}) {
  const count = params['count'];
  const entry: string | Forms = dictionaries[locale()][of];
  return pieces(form(entry, pluralRules(), typeof count === 'number' ? count : 1), params);
}

/** A message as plain text, for attributes and options. */
export function word(of: Word, params: Params = {}): string {
  return spoken(of, params)
    .map(({ value }) => value)
    .join('');
}

/** The word for a field's name, or the name where we have none. */
export function fieldWord(name: string): string {
  return name in he ? word(name as Word) : name;
}
