/** What the page of the first steps says, in the language of the page. */
import { type Forms, form, pieces } from '../i18n/dictionary.ts';
import { locale, pluralRules } from '../i18n/locale.ts';
import type { Params, Said } from '../sources/words.ts';
import { saidText } from '../sources/words.ts';
import { en } from './en.ts';
import { he } from './he.ts';

type Hebrew = typeof he;
export type Word = keyof Hebrew;
export type Words = { readonly [K in Word]: Hebrew[K] extends string ? string : Forms };

const dictionaries = { he, en } as const;

function textOf(of: Word, params: Params): string {
  const { count } = params;
  const entry: string | Forms = dictionaries[locale()][of];
  return form(entry, pluralRules(), typeof count === 'number' ? count : 1);
}

/** A message as its pieces; `count` chooses the form. */
export const spoken = (of: Word, params: Params = {}): Said[] => saidText(textOf(of, params), params);

/** A message as plain text, for attributes. */
export function word(of: Word, params: Params = {}): string {
  return pieces(textOf(of, params), params)
    .map(({ value }) => value)
    .join('');
}
