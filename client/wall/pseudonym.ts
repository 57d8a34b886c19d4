/** Agents on a screen that shall not name them: initials, or a code that tells nothing of the name. */

/** Digits and letters that are not taken for one another, and no vowels: no code is a word. */
const SIGNS = '23456789BCDFGHJKMNPQRSTVWXZ';
const LENGTH = 4;

/**
 * The code of an id: the same on every screen and every day, half a million of them, so that two of a floor rarely share one. It hides from whoever looks at the
 * screen; who knows the ids can find out whose it is.
 */
export function codeOf(id: string): string {
  // FNV-1a, and the last steps of MurmurHash3: ids that differ in one digit have nothing in common.
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  let rest = (hash ^ (hash >>> 16)) >>> 0;
  let code = '';
  for (let n = 0; n < LENGTH; n++) {
    code += SIGNS[rest % SIGNS.length];
    rest = Math.floor(rest / SIGNS.length);
  }
  return code;
}

/** The first letters of the first and the last word of a name, `ד.ל.`; empty where it has no letter. */
export function initialsOf(name: string): string {
  const letters = name
    .normalize('NFC')
    .split(/[\s\-־/]+/u)
    .flatMap((word) => /\p{L}/u.exec(word)?.[0].toUpperCase() ?? []);
  return [...letters.slice(0, 1), ...letters.slice(1).slice(-1)].map((letter) => `${letter}.`).join('');
}
