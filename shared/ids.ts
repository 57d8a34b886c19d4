/**
 * Keys made of outside ids. Outside ids are opaque: never parsed as numbers, never shortened.
 */

/** Longest id accepted from outside, in UTF-16 units (the same limit as for a CloudEvents id). */
export const ID_MAX_LENGTH = 256;

/** Source of the facts of Moked itself: settings, its own anomalies. No other source may have this name. */
export const OWN_SOURCE = 'moked';

const SEPARATOR = '\u001f';

/** Joins ids to one key that cannot collide whatever the ids hold. */
export function compoundKey(first: string, ...rest: readonly string[]): string {
  let key = escaped(first);
  for (const part of rest) key += `${SEPARATOR} ${escaped(part)}`;
  return key;
}

function escaped(part: string): string {
  return part.includes(SEPARATOR) ? part.replaceAll(SEPARATOR, SEPARATOR + SEPARATOR) : part;
}
