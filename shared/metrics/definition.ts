/** What a metric is: its names, unit, formula in words, source, and how it is derived. */
import type { ServiceLevelFormula } from '../events/system.ts';
import type { AgentComponents, StayComponents } from './components.ts';

export type Unit = 'count' | 'ms' | 'ratio';

export type Parts = { readonly numerator: number; readonly denominator: number };

export type Definition<C, E> = {
  readonly id: string;
  readonly he: string;
  readonly en: string;
  readonly unit: Unit;
  /** In words, with the names of the components. */
  readonly formula: string;
  readonly better: 'higher' | 'lower' | 'neither';
  readonly source: string;
  readonly derive: (c: C, formula: ServiceLevelFormula) => number | null;
  /** Of an average or a share: what is divided, and by what. What is counted or measured as it is has none. */
  readonly parts?: (c: C, formula: ServiceLevelFormula) => Parts;
  /** Components (the rest 0) and the value that must come out. */
  readonly example: { readonly given: E; readonly gives: number | null };
};

export type StayMetric = Definition<StayComponents, Partial<Omit<StayComponents, 'waitHistogram'>>>;
export type AgentMetric = Definition<AgentComponents, Partial<AgentComponents>>;

/** `null` for nothing to divide by: never 0, never 1. */
export function ratio(numerator: number, denominator: number): number | null {
  return denominator > 0 ? numerator / denominator : null;
}

/** The two fields of a metric that is one number divided by another. */
export function quotientOf<C>(parts: (c: C, formula: ServiceLevelFormula) => Parts): Required<Pick<Definition<C, never>, 'derive' | 'parts'>> {
  return {
    parts,
    derive(c, formula) {
      const { numerator, denominator } = parts(c, formula);
      return ratio(numerator, denominator);
    },
  };
}
