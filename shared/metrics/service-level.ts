/**
 * Service level by its published formulas (METRICS.md, "Service level"). N answered, B abandoned, O offered, T target, S short limit.
 * In a live window `undecided` and `lost` are taken out of every denominator that starts from O.
 */
import { unreachable } from '../assert.ts';
import type { ServiceLevelFormula } from '../events/system.ts';
import type { StayComponents } from './components.ts';
import { type Parts, ratio } from './definition.ts';

/** Numerator and denominator of a formula: totals of several rows are Σ numerators ÷ Σ denominators. */
export function serviceLevelParts(c: StayComponents, formula: ServiceLevelFormula): Parts {
  const offered = c.offered - c.undecided - c.lost;
  const inTarget = c.answeredInTarget;
  switch (formula) {
    case '1':
      return { numerator: inTarget, denominator: c.answered };
    case '2':
      return { numerator: inTarget, denominator: offered - c.abandonedInTarget };
    case '3':
      return { numerator: inTarget, denominator: offered };
    case '4':
      return { numerator: inTarget + c.abandonedInTarget, denominator: offered };
    case '5':
      return { numerator: inTarget, denominator: offered - c.abandonedShort };
    case '6':
      return { numerator: inTarget, denominator: offered - c.abandoned };
    case '7':
      return { numerator: inTarget, denominator: c.answered + c.abandoned - c.abandonedInTarget };
    case '8':
      return { numerator: inTarget, denominator: c.answered + c.abandoned };
    default:
      return unreachable(formula);
  }
}

/** The ratio, 0…1; null where there is nothing to divide by. */
export function serviceLevel(c: StayComponents, formula: ServiceLevelFormula): number | null {
  const { numerator, denominator } = serviceLevelParts(c, formula);
  return ratio(numerator, denominator);
}
