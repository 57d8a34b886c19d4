/** How the fields of a form look, as the browser computed it: whether they look as if they took text. */
import type { Page } from 'playwright-core';

export type FieldLooks = {
  /** Ground and edge of each control that takes text or a choice, each look once. */
  readonly taking: readonly string[];
  /** The ground and edge of one that takes nothing at the moment. */
  readonly disabled: string;
  /** The least contrast between the edge of a control that takes something and what is around it, as WCAG 2 defines it. */
  readonly edge: number;
};

/** @param form a selector of what holds the fields; one of its `input`s takes text. */
export async function fieldLooks(page: Page, form: string): Promise<FieldLooks> {
  const { taking, disabled, around } = await page.evaluate((selector) => {
    const root = document.querySelector(selector) as Element;
    const lookOf = (field: Element) => {
      const { backgroundColor, borderTopColor } = getComputedStyle(field);
      return `${backgroundColor} · ${borderTopColor}`;
    };
    const fields = [...root.querySelectorAll(':is(input:not([type="checkbox"], [type="radio"]), select, textarea):enabled')];
    const groundOf = (element: Element | null): string => {
      if (element === null) return 'rgb(255, 255, 255)';
      const { backgroundColor } = getComputedStyle(element);
      return backgroundColor === 'rgba(0, 0, 0, 0)' ? groundOf(element.parentElement) : backgroundColor;
    };
    const known = root.querySelector('input[type="text"]') as HTMLInputElement;
    const off = known.cloneNode() as HTMLInputElement;
    off.disabled = true;
    known.after(off);
    const found = { taking: fields.map(lookOf), disabled: lookOf(off), around: groundOf(root) };
    off.remove();
    return found;
  }, form);
  const edges = taking.map((look) => look.split(' · ')[1] ?? '');
  return { taking: [...new Set(taking)], disabled, edge: Math.min(...edges.map((edge) => ratioOf(edge, around))) };
}

function ratioOf(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminanceOf(css: string): number {
  const parts = (css.match(/[\d.]+/g) ?? []).map((part) => Number(part) / 255);
  const [red = 0, green = 0, blue = 0] = parts.map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
