/** What a setting of the environment is made of. */
import type { Parse } from './values.ts';

/** One setting. */
export type Entry<T> = {
  readonly name: string;
  /** What stands where the variable is not set; `undefined` where there is none. */
  readonly fallback: string | undefined;
  /** The fallback in words, where it is not a plain text. */
  readonly fallbackNote?: string;
  readonly allowed: string;
  readonly about: string;
  /** Its value is never shown. */
  readonly isSecret?: boolean;
  readonly parse: Parse<T>;
  /** What exactly is wrong with a text that is not allowed, where more can be said than that; shows no secret. */
  readonly explain?: (text: string) => readonly string[];
};

/** Says that it is one, of the type that its `parse` gives. */
export const entry = <T>(it: Entry<T>): Entry<T> => it;
