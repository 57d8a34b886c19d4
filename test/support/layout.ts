/** Measures from the layout what an eye would stumble over: text outside the screen, text over text, text cut off. */
import type { Page } from 'playwright-core';

export type LayoutOptions = {
  /** Text may end in an ellipsis. */
  readonly allowCut: boolean;
  /** The page may be longer than the screen. */
  readonly isScrolling?: boolean;
};

/** What is wrong, one line a fault; empty where nothing is. */
export async function faultsOf(page: Page, selector: string, options: LayoutOptions): Promise<string[]> {
  return page.evaluate(measure, { selector, options });
}

/** Runs in the page, so it holds everything it needs. */
function measure({ selector, options }: { selector: string; options: LayoutOptions }): string[] {
  type Box = { text: string; left: number; right: number; top: number; bottom: number };
  const root = document.querySelector(selector);
  if (root === null) return [`no ${selector}`];
  const faults: string[] = [];
  const boxes: Box[] = [];
  // The drift against screen wear moves the whole board by up to two pixels.
  const slack = 3;

  const clip = (box: Box, element: Element): Box => {
    const clipped = { ...box };
    for (let at: Element | null = element; at !== null && at !== root; at = at.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(at);
      const bounds = at.getBoundingClientRect();
      if (overflowX !== 'visible') {
        clipped.left = Math.max(clipped.left, bounds.left);
        clipped.right = Math.min(clipped.right, bounds.right);
      }
      if (overflowY !== 'visible') {
        clipped.top = Math.max(clipped.top, bounds.top);
        clipped.bottom = Math.min(clipped.bottom, bounds.bottom);
      }
    }
    return clipped;
  };

  const isSeen = (element: Element) => {
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.opacity === '0' || style.visibility === 'hidden' || style.clipPath === 'inset(50%)') return false;
    }
    return true;
  };

  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = (node.textContent ?? '').trim();
    if (element === null || text === '' || !isSeen(element)) continue;
    const size = Number.parseFloat(getComputedStyle(element).fontSize);
    const range = document.createRange();
    range.selectNodeContents(node);
    // A text with an ellipsis has two boxes on its line, the whole one and what is left of it.
    const lines = new Map<number, Box>();
    for (const rect of range.getClientRects()) {
      // A line's box is taller than its letters: those reach a third of the size above and below its middle.
      const middle = (rect.top + rect.bottom) / 2;
      const line = lines.get(Math.round(middle));
      lines.set(Math.round(middle), {
        text,
        left: Math.min(rect.left, line?.left ?? rect.left),
        right: Math.max(rect.right, line?.right ?? rect.right),
        top: middle - size * 0.33,
        bottom: middle + size * 0.33,
      });
    }
    for (const box of lines.values()) {
      const seen = clip(box, element);
      const isCut = seen.left - box.left > 1 || box.right - seen.right > 1 || seen.top - box.top > 1 || box.bottom - seen.bottom > 1;
      if (!options.allowCut && isCut) faults.push(`cut: ${text}`);
      if (seen.right - seen.left > 0.5 && seen.bottom - seen.top > 0.5) boxes.push(seen);
    }
  }

  const right = document.documentElement.clientWidth;
  const bottom = options.isScrolling ? Number.POSITIVE_INFINITY : window.innerHeight;
  for (const box of boxes) {
    const isOut = box.left < -slack || box.right > right + slack || box.top < -slack || box.bottom > bottom + slack;
    if (isOut) faults.push(`outside: ${box.text} ${Math.round(box.left)}–${Math.round(box.right)} ${Math.round(box.bottom)}`);
  }
  boxes.forEach((a, i) => {
    for (const b of boxes.slice(i + 1)) {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1.5 && down > 1.5) faults.push(`overlap: ${a.text} | ${b.text} (${across.toFixed(1)} × ${down.toFixed(1)})`);
    }
  });
  const isWide = document.documentElement.scrollWidth > right + slack;
  if (isWide) faults.push(`the page is ${document.documentElement.scrollWidth} wide on a screen of ${right}`);
  return [...new Set(faults)].slice(0, 12);
}
