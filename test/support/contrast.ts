/** Measures the contrast of what is written on a page, as WCAG 2 defines it, from the colours that the browser computed. */
import type { Page } from 'playwright-core';

/** The figures within `selector` whose contrast is less than `least`: one line each, with its ratio. A figure is a text with a digit. */
export async function faintFigures(page: Page, selector: string, least: number): Promise<string[]> {
  const figures = await page.evaluate(measure, selector);
  if (figures.length === 0) return [`no figure in ${selector}`];
  return figures.filter(({ ratio }) => ratio < least).map(({ text, path, ratio }) => `${ratio.toFixed(2)} ${path}: ${text}`);
}

/** Runs in the page, so it holds everything it needs. */
function measure(selector: string): { text: string; path: string; ratio: number }[] {
  type Colour = readonly [red: number, green: number, blue: number, alpha: number];
  const read = (css: string): Colour => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (css.match(/[\d.]+/g) ?? []).map(Number);
    return [red, green, blue, alpha];
  };
  const over = ([r, g, b, a]: Colour, [red, green, blue]: Colour): Colour => [
    r * a + red * (1 - a),
    g * a + green * (1 - a),
    b * a + blue * (1 - a),
    1,
  ];
  const luminance = (colour: Colour) => {
    const [red = 0, green = 0, blue = 0] = colour.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratioOf = (a: Colour, b: Colour) => {
    const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };
  /** Every colour that may be behind an element: of a hatching or a gradient each of its own. */
  const grounds = (element: Element | null): Colour[] => {
    if (element === null) return [[255, 255, 255, 1]];
    const { backgroundColor, backgroundImage } = getComputedStyle(element);
    const beneath =
      read(backgroundColor)[3] === 1 ? [read(backgroundColor)] : grounds(element.parentElement).map((one) => over(read(backgroundColor), one));
    const painted = (backgroundImage.match(/rgba?\([^)]*\)/g) ?? []).map(read);
    return painted.length === 0 ? beneath : painted.flatMap((one) => beneath.map((other) => over(one, other)));
  };
  const isSeen = (element: Element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    element.closest('.unseen') === null &&
    element.getClientRects().length > 0;
  const pathOf = (element: Element) =>
    [element.parentElement?.parentElement, element.parentElement, element]
      .map((one) => `${one?.localName}.${one?.getAttribute('class') ?? ''}`)
      .join(' > ');

  const found: { text: string; path: string; ratio: number }[] = [];
  const root = document.querySelector(selector);
  if (root === null) return found;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (element === null || !/\d/.test(node.textContent ?? '') || !isSeen(element)) continue;
    let opacity = 1;
    for (let at: Element | null = element; at !== null; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity);
    const [red, green, blue, alpha] = read(getComputedStyle(element).color);
    const ratios = grounds(element).map((ground) => ratioOf(over([red, green, blue, alpha * opacity], ground), ground));
    found.push({ text: (node.textContent ?? '').trim(), path: pathOf(element), ratio: Math.min(...ratios) });
  }
  return found;
}
