/** What the sources page says, in the language of the page. */
import { type Piece, pieces } from '../i18n/dictionary.ts';
import { locale } from '../i18n/locale.ts';
import { en } from './en.ts';
import { he } from './he.ts';

export type Word = keyof typeof he;
export type Words = Readonly<Record<Word, string>>;
export type Params = Readonly<Record<string, string | number>>;

const dictionaries: Readonly<Record<'he' | 'en', Words>> = { he, en };

/** A message as plain text, for attributes. */
export function word(of: Word, params: Params = {}): string {
  return pieces(dictionaries[locale()][of], params)
    .map(({ value }) => value)
    .join('');
}

/** A stretch of a message: as in the dictionary, or what is to be typed. */
export type Said = Piece | { readonly kind: 'code'; readonly value: string };

/** A message with its figures, outside texts and what stands in back quotes apart from the words. */
export function said(of: Word | Readonly<Record<'he' | 'en', string>>, params: Params = {}): Said[] {
  return saidText(typeof of === 'string' ? dictionaries[locale()][of] : of[locale()], params);
}

/** The same of a text; what is to be typed may name something too. */
export function saidText(text: string, params: Params): Said[] {
  const filled = (part: string) =>
    pieces(part, params)
      .map(({ value }) => value)
      .join('');
  return text.split('`').flatMap((part, i): Said[] => (i % 2 === 1 ? [{ kind: 'code', value: filled(part) }] : pieces(part, params)));
}
