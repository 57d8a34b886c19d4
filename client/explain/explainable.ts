/** Which elements say what they are made of when they are clicked. A page that can explain says so by its context; on any other they are plain text. */
import { createContext, useContext } from 'solid-js';
import type { Scope, Window } from '../../shared/boards/parts.ts';

/** A figure as it is asked about. `window`: null is this moment. */
export type Explained = { readonly metric: string; readonly scope: Scope; readonly window: Window | null };

export const ExplainableContext = createContext(false);

const ATTRIBUTE = 'data-explain';
const plain = () => undefined;

/** Gives a `ref` for the element of a figure. @NOTE The figure of an element does not change while it lives. */
export function useExplainable(): (metric: string, scope: Scope, window: Window | null) => (element: HTMLElement) => void {
  if (!useContext(ExplainableContext)) return () => plain;
  return (metric, scope, window) => (element) => {
    element.setAttribute(ATTRIBUTE, JSON.stringify({ metric, scope, window } satisfies Explained));
    element.setAttribute('role', 'button');
    element.setAttribute('tabindex', '0');
    element.setAttribute('aria-haspopup', 'dialog');
  };
}

/** The figure that was pressed, if one was, with its text as it stands; pressed by the pointer, Enter or the space bar. */
export function pressed(event: MouseEvent | KeyboardEvent): { of: Explained; text: string } | null {
  if (event instanceof KeyboardEvent && event.key !== 'Enter' && event.key !== ' ') return null;
  const element = event.target instanceof Element ? event.target.closest<HTMLElement>(`[${ATTRIBUTE}]`) : null;
  const told = element?.getAttribute(ATTRIBUTE);
  return element === null || told === null || told === undefined ? null : { of: JSON.parse(told) as Explained, text: element.innerText };
}
