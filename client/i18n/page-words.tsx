/** The words of one part of the pages, apart from those that every wall carries. English has each key of the Hebrew, or it does not compile. */
import type { JSX } from 'solid-js';
import { type Forms, form, type Piece, pieces } from './dictionary.ts';
import { type Locale, locale, pluralRules } from './locale.ts';
import { Filled } from './Say.tsx';

/** What another language must have beside the Hebrew. */
export type WordsLike<H> = { readonly [K in keyof H]: H[K] extends string ? string : Forms };

type Params = Readonly<Record<string, string | number>>;

export type PageWords<H> = {
  /** A message as plain text, for attributes; `count` chooses the form. */
  word(of: keyof H, params?: Params): string;
  /** A message with what it names isolated, figures from left to right. */
  Tell(props: { of: keyof H; with?: Params }): JSX.Element;
};

/** Speaks the language that is shown. */
export function pageWords<H extends Readonly<Record<string, string | Forms>>>(he: H, en: WordsLike<H>): PageWords<H> {
  const dictionaries: Readonly<Record<Locale, WordsLike<H>>> = { he: he as WordsLike<H>, en };
  const spoken = (of: keyof H, params: Params = {}): Piece[] => {
    const { count } = params;
    const entry: string | Forms = dictionaries[locale()][of];
    return pieces(form(entry, pluralRules(), typeof count === 'number' ? count : 1), params);
  };
  return {
    word: (of, params) =>
      spoken(of, params)
        .map(({ value }) => value)
        .join(''),
    Tell: (props) => <Filled pieces={spoken(props.of, props.with ?? {})} />,
  };
}
