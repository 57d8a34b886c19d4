/** Words that people gave in both languages. Apart, for the strip of every wall has them, and boards' own words only come with boards. */
import type { Words } from '../../shared/boards/parts.ts';
import { isSeen } from '../../shared/seen.ts';
import { locale } from '../i18n/locale.ts';

/** Words in the language shown; where that one is missing, in the other. */
export function inLanguage({ he, en }: Words): string {
  const [first, second] = locale() === 'he' ? [he, en] : [en, he];
  return isSeen(first) ? first : second;
}
