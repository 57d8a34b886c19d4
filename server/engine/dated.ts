/** A patch of settings with the instant from which it holds and who told it. Owns their order. */
import { fromIso } from '../../shared/time.ts';

/** `order`: when it was made, then the id of its fact; breaks ties of `effectiveAt`. */
export type Dated<P> = { effectiveAt: number; order: string; source: string; patch: P };

/** A patch as a history shows it. `at`: when it was made. */
export type Change = {
  readonly order: string;
  readonly at: number;
  readonly effectiveAt: number;
  readonly source: string;
  readonly patch: Readonly<Record<string, unknown>>;
};

const AT_DIGITS = 16;

/** The order of a fact among those of one instant. */
export function orderOf(event: { readonly at: number; readonly id: string }): string {
  return `${String(event.at).padStart(AT_DIGITS, '0')} ${event.id}`;
}

export function dated<P extends { effectiveAt: string }>(patch: P, order: string, source: string): Dated<P> {
  return { effectiveAt: fromIso(patch.effectiveAt) ?? 0, order, source, patch };
}

/** The history with one more; one told again takes its own place. */
export function inOrder<P>(history: readonly Dated<P>[], given: Dated<P>): Dated<P>[] {
  const others = history.filter((known) => known.order !== given.order);
  return [...others, given].sort((a, b) => a.effectiveAt - b.effectiveAt || (a.order < b.order ? -1 : 1));
}

export function changesOf(history: readonly Dated<object>[]): Change[] {
  return history.map(({ effectiveAt, order, source, patch }) => ({
    order,
    at: Number(order.slice(0, AT_DIGITS)),
    effectiveAt,
    source,
    patch: patch as Readonly<Record<string, unknown>>,
  }));
}
