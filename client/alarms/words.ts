/** What the page of alarms says, in the language of the page. */
import { pageWords } from '../i18n/page-words.tsx';
import { en } from './en.ts';
import { he } from './he.ts';

export const { word, Tell } = pageWords(he, en);
export type Word = keyof typeof he;
