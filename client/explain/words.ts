/** What the panel says, in the language that is shown. */
import { pageWords } from '../i18n/page-words.tsx';
import { en } from './en.ts';
import { he } from './he.ts';

export const { word, Tell } = pageWords(he, en);
