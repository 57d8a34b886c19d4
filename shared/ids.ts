/**
 * Keys made of outside ids. Outside ids are opaque: never parsed as numbers, never shortened.
 */

/** Longest id accepted from outside, in UTF-16 units (the same limit as for a CloudEvents id). */
export const ID_MAX_LENGTH = 256;

/** Joins ids to one key that cannot collide whatever the ids hold. */
export function compoundKey(...parts: readonly string[]): string {
  return parts.map((part) => (part.includes('\u001f') ? part.replaceAll('\u001f', '\u001f\u001f') : part)).join('\u001f ');
}
