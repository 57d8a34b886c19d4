/** What a metric is: its names, unit, formula in words, source, and how it is derived. */
import type { ServiceLevelFormula } from '../events/system.ts';
import type { AgentComponents, StayComponents } from './components.ts';

export type Unit = 'count' | 'ms' | 'ratio';

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
  /** Components (the rest 0) and the value that must come out. */
  readonly example: { readonly given: E; readonly gives: number | null };
};

export type StayMetric = Definition<StayComponents, Partial<Omit<StayComponents, 'waitHistogram'>>>;
export type AgentMetric = Definition<AgentComponents, Partial<AgentComponents>>;
