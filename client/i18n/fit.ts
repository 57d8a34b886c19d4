/** Keeps a figure inside its place: type is as large as designed, and smaller only for figures longer than the design foresaw. */

const WIDTHS: Readonly<Record<string, number>> = { ':': 0.45, '.': 0.45, ',': 0.45, '/': 0.75, '%': 0.55, '+': 1, ' ': 0.25 };

/** The width of a figure in digits. Letters are units, which are set small. */
export function widthInDigits(text: string): number {
  let width = 0;
  for (const character of text) width += WIDTHS[character] ?? (/[\p{L}׳]/u.test(character) ? 0.42 : 1);
  return width;
}

/** By how much the type must shrink for `text` to stand in the room of so many digits: 1, or less. */
export function scaleFor(text: string, digits: number): number {
  return Math.min(1, digits / widthInDigits(text));
}

/** The same as a style: the type takes it as `--fit`. */
export function fitStyle(text: string, digits: number): { '--fit': string } {
  return { '--fit': scaleFor(text, digits).toFixed(3) };
}
