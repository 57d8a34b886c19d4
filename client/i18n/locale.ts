/** Which language is shown. One control and `?lang=` choose it; without a choice it is the page's or the site's default. */
import { createSignal } from 'solid-js';
import { parse, v } from '../../shared/schema.ts';
import type { Dictionary } from './dictionary.ts';
import { en } from './en.ts';
import { he } from './he.ts';

const LOCALES = ['he', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

const STORED_AS = 'moked.lang';
const localeSchema = v.picklist(LOCALES);
const dictionaries: Record<Locale, Dictionary> = { he, en };

const [locale, setSignal] = createSignal<Locale>('he');

export { locale };

let isChosen = false;

/** The words of the language shown. */
export const dictionary = (): Dictionary => dictionaries[locale()];
export const pluralRules = (): Intl.PluralRules => rules[locale()];
const rules: Record<Locale, Intl.PluralRules> = { he: new Intl.PluralRules('he'), en: new Intl.PluralRules('en') };

/** Shows a language and keeps the choice on this screen. */
export function chooseLocale(next: Locale): void {
  isChosen = true;
  keep(next);
  show(next);
}

/** The site's first language, known once the server has told it; a choice made here goes before it. */
export function defaultLocale(next: unknown): void {
  const parsed = parse(localeSchema, next);
  if (parsed.ok && !isChosen) show(parsed.value);
}

/** Reads the address, then the choice kept on this screen, then what the page was served with. */
export function startLocale(): void {
  const asked = parse(localeSchema, new URLSearchParams(location.search).get('lang'));
  const before = parse(localeSchema, kept());
  const choice = asked.ok ? asked : before;
  if (choice.ok) chooseLocale(choice.value);
  else defaultLocale(document.documentElement.dataset['locale'] ?? 'he');
}

function show(next: Locale): void {
  setSignal(next);
  document.documentElement.lang = next;
  document.documentElement.dir = next === 'he' ? 'rtl' : 'ltr';
}

// A browser that blocks storage throws on the first touch; the wall then only forgets the choice.
function kept(): string | null {
  try {
    return localStorage.getItem(STORED_AS);
  } catch {
    return null;
  }
}

function keep(next: Locale): boolean {
  try {
    localStorage.setItem(STORED_AS, next);
    return true;
  } catch {
    return false;
  }
}
