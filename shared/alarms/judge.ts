/** What a reading means by the limits of a rule. Three-valued: what is not known neither raises an alarm nor clears one. */
import { SYNCHRONOUS_CHANNELS } from '../events/contact.ts';
import type { AlarmLevel } from './row.ts';
import type { Condition, FigureRule, Level, Side } from './rules.ts';

/** A figure as it was looked at. `nothing`: it is known that there is nothing to measure, such as the longest wait where nobody waits. Null: not known. */
export type Reading = number | 'nothing' | null;

/** `between`: not calm yet, and no trouble by itself. */
export type Verdict = 'trouble' | 'between' | 'calm' | 'unknown';
export type Verdicts = Readonly<Record<AlarmLevel, Verdict>>;

/** Limits in the unit of the metric, for one subject. */
export type Limit = Pick<Level, 'at' | 'clear'>;

/** What the settings of the subject say that a limit may depend on. `serviceLevelTarget` in 0…1. */
export type Measures = { readonly targetMs: number; readonly serviceLevelTarget: number; readonly isOnTheLine: boolean };

/** Sums and differences of ratios carry binary dust. */
const DUST = 1e-9;

/** The limits of a level, as they hold for a subject. */
export function limitOf({ meant }: Pick<FigureRule, 'meant'>, { at, clear }: Limit, measures: Measures): Limit {
  switch (meant.as) {
    case 'value':
      return { at, clear };
    case 'points':
      return { at: lower(measures.serviceLevelTarget, at), clear: lower(measures.serviceLevelTarget, clear) };
    case 'targets': {
      const cap = measures.isOnTheLine ? (meant.atMostOnTheLineMs ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
      const capped = Math.min(at * measures.targetMs, cap);
      // Where the bound comes first, the way to calm shrinks with it.
      return { at: capped, clear: at === 0 ? clear : (capped * clear) / at };
    }
  }
}

/** So many points below a ratio, without the dust of binary fractions. */
function lower(ratio: number, points: number): number {
  return Math.round((ratio - points / 100) * 1e6) / 1e6;
}

/** True for those who wait on the line. */
export function isOnTheLine(channels: readonly string[]): boolean {
  return channels.length > 0 && channels.every((channel) => SYNCHRONOUS_CHANNELS.has(channel));
}

/** True or false, or null where it is not known. */
function holds({ side, at }: Condition, reading: Reading): boolean | null {
  if (reading === null) return null;
  if (reading === 'nothing') return false;
  return reaches(side, reading, at);
}

function reaches(side: Side, value: number, at: number): boolean {
  return side === 'above' ? value >= at - DUST : value <= at + DUST;
}

function verdictOf(side: Side, reading: Reading, { at, clear }: Limit): Verdict {
  if (reading === null) return 'unknown';
  if (reading === 'nothing') return 'calm';
  if (reaches(side, reading, at)) return 'trouble';
  return reaches(side === 'above' ? 'below' : 'above', reading, clear) ? 'calm' : 'between';
}

/**
 * What a level of a rule says of the reading. One further condition that does not hold is enough for calm, whatever else is not known.
 * @param also a reading for each further condition, in their order
 */
export function judge(
  rule: { readonly side: Side; readonly and: readonly Condition[] },
  limit: Limit | null,
  reading: Reading,
  also: readonly Reading[],
): Verdict {
  if (limit === null) return 'calm';
  const further = rule.and.map((condition, place) => holds(condition, also[place] ?? null));
  if (further.includes(false)) return 'calm';
  const verdict = verdictOf(rule.side, reading, limit);
  return verdict === 'trouble' && further.includes(null) ? 'unknown' : verdict;
}
