/** Texts that somebody can see: names and words that people give are read by others. */
import { v } from './schema.ts';

/** Letters that take no ink: blanks, marks of direction, joiners, soft hyphens, fillers, and the empty Braille cell. */
const INVISIBLE = /[\s\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Whether there is anything to see in a text. Marks of direction within a name are none of its faults. */
export function isSeen(text: string): boolean {
  return text.replaceAll(INVISIBLE, '') !== '';
}

/** A check of a schema: the text is not empty to the eye. */
export const seen = v.check(isSeen, 'must not be empty');
