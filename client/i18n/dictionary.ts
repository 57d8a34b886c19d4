import type { he } from './he.ts';

/** Forms of one message by number. Hebrew has one, two and other; a language gives what it has. */
export type Forms = { readonly zero?: string; readonly one?: string; readonly two?: string; readonly other: string };

type Hebrew = typeof he;
export type Key = keyof Hebrew;

/** Every language has every key of the Hebrew one, with forms where Hebrew has forms. */
export type Dictionary = { readonly [K in Key]: Hebrew[K] extends string ? string : Forms };

type Placeholder<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `@${infer Text}` ? Text : Name) | Placeholder<Rest>
  : never;

type TextOf<K extends Key> = Hebrew[K] extends string ? Hebrew[K] : Hebrew[K] extends { other: infer O extends string } ? O : never;

/** What must be filled in for a key; `count` chooses the form. */
export type Params<K extends Key> = Record<Placeholder<TextOf<K>>, string | number>;

/** A stretch of a message: words, a figure (isolated left to right), or outside text (isolated, its own direction). */
export type Piece = { readonly kind: 'words' | 'figure' | 'text'; readonly value: string };

const PLACEHOLDER = /\{(@?)(\w+)\}/g;

/** Cuts a message at its placeholders and fills them in. An unknown placeholder stays visible: a test finds it. */
export function pieces(template: string, params: Readonly<Record<string, string | number>>): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of template.matchAll(PLACEHOLDER)) {
    if (match.index > end) found.push({ kind: 'words', value: template.slice(end, match.index) });
    const value = String(params[match[2] ?? ''] ?? match[0]);
    found.push(...(match[1] === '@' ? [{ kind: 'text', value } as const] : figure(value)));
    end = match.index + match[0].length;
  }
  if (end < template.length) found.push({ kind: 'words', value: template.slice(end) });
  return found;
}

/** A figure may bring its unit ("2:13 h"). The unit is a word: inside the isolated figure it would stand on the wrong side in Hebrew. */
function figure(value: string): Piece[] {
  const space = value.indexOf(' ');
  if (space < 0) return [{ kind: 'figure', value }];
  return [
    { kind: 'figure', value: value.slice(0, space) },
    { kind: 'words', value: value.slice(space) },
  ];
}

/** The form of a message for a number; without its form a number takes `other`. */
export function form(entry: string | Forms, rules: Intl.PluralRules, count: number): string {
  if (typeof entry === 'string') return entry;
  if (count === 0 && entry.zero !== undefined) return entry.zero;
  const category = rules.select(count);
  return (category === 'one' ? entry.one : category === 'two' ? entry.two : undefined) ?? entry.other;
}
