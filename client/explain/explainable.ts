/** Which elements say what they are made of when they are clicked. A page that can explain says so by its context; on any other they are plain text. */
import { createContext, createRenderEffect, useContext } from 'solid-js';
import type { Scope, Window } from '../../shared/boards/parts.ts';

/** The span of a review, as instants. */
export type Span = { readonly from: string; readonly to: string };

/** A figure as it is asked about. `window`: null is this moment, unless there is a span. */
export type Explained = { readonly metric: string; readonly scope: Scope; readonly window: Window | null; readonly span?: Span };

export const ExplainableContext = createContext(false);

const ATTRIBUTE = 'data-explain';
const plain = () => undefined;

/** Gives a `ref` for the element of a figure. Called again for the element, it is of another figure. */
export function useExplainable(): (metric: string, scope: Scope, over: Window | null | (() => Span)) => (element: HTMLElement) => void {
  if (!useContext(ExplainableContext)) return () => plain;
  return (metric, scope, over) => (element) => {
    const say = (of: Explained) => element.setAttribute(ATTRIBUTE, JSON.stringify(of));
    if (typeof over === 'function') createRenderEffect(() => say({ metric, scope, window: null, span: over() }));
    else say({ metric, scope, window: over });
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
