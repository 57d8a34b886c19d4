/**
 * Figures as text, the same in both languages: they are always isolated left to right. Rounding never reaches a target that was missed:
 * 79.96 against 80 is 79.9. Reads no clock.
 */
import { MINUTE_MS, SECOND_MS } from '../../shared/time.ts';

/** What stands where there is nothing to divide by. */
export const NOTHING = '–';

const thousands = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A whole number with commas; a minus is U+2212. */
export function countText(count: number | null | undefined): string {
  if (count === null || count === undefined || !Number.isFinite(count)) return NOTHING;
  return thousands.format(count).replace('-', '−');
}

/**
 * Rounds half up to `digits` decimals, but never up onto a target that is not reached: the one rule for every figure, in a headline as in a
 * row. From above it rounds like any other, so that 80.2 in a headline is 80 in a row and not 81.
 */
export function roundBelow(value: number, digits: number, ...targets: readonly number[]): number {
  const scale = 10 ** digits;
  const rounded = Math.round(value * scale) / scale;
  // The products carry binary dust (0.57 × 100); a billionth is far under any decimal shown.
  const dust = 1e-9;
  const isOver = targets.some((target) => value < target - dust && rounded >= target);
  return isOver ? Math.floor(value * scale - dust) / scale : rounded;
}

/** The digits of a percentage from a ratio in 0…1, without the sign, or a dash. `target` is a ratio too. */
export function percentDigits(ratio: number | null | undefined, digits: number, target?: number): string {
  if (ratio === null || ratio === undefined || !Number.isFinite(ratio)) return NOTHING;
  // 99.96 is not all of them, target or no target.
  const percent = roundBelow(ratio * 100, digits, 100, ...(target === undefined ? [] : [target * 100]));
  return percent.toFixed(digits).replace('-', '−');
}

/** A percentage with its sign, or a dash. */
export function percentText(ratio: number | null | undefined, digits = 0, target?: number): string {
  const text = percentDigits(ratio, digits, target);
  return text === NOTHING ? NOTHING : `${text}%`;
}

/** `big:small`, and whether that is hours and minutes (which must then say so) or minutes and seconds. */
export type DurationParts = { readonly big: string; readonly small: string; readonly isHours: boolean };

/** A running duration, whole seconds that have passed; a negative one (clocks that disagree) is 0. */
export function elapsedParts(ms: number): DurationParts {
  return partsOf(Math.max(0, Math.floor(ms / SECOND_MS)));
}

/** An average or a sum, rounded to the second. */
export function durationParts(ms: number): DurationParts {
  return partsOf(Math.max(0, Math.round(ms / SECOND_MS)));
}

function partsOf(totalSeconds: number): DurationParts {
  const two = (n: number) => String(n).padStart(2, '0');
  const minutes = Math.floor(totalSeconds / 60);
  if (minutes < 60) return { big: String(minutes), small: two(totalSeconds % 60), isHours: false };
  return { big: countText(Math.floor(minutes / 60)), small: two(minutes % 60), isHours: true };
}

/** A duration as one word, with the unit where it is hours ("1:23 h"), so that the two forms cannot be mistaken. */
export function durationText(ms: number | null | undefined, hoursUnit: string): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return NOTHING;
  return joined(durationParts(ms), hoursUnit);
}

/** A running duration as one word. */
export function elapsedText(ms: number, hoursUnit: string): string {
  return joined(elapsedParts(ms), hoursUnit);
}

function joined(parts: DurationParts, hoursUnit: string): string {
  const digits = `${parts.big}:${parts.small}`;
  return parts.isHours ? `${digits} ${hoursUnit}` : digits;
}

/** An allowance in its one unit: whole minutes from a minute on, else seconds. */
export function allowance(ms: number): { unit: 'minutes' | 'seconds'; n: number } {
  if (ms >= MINUTE_MS && ms % MINUTE_MS === 0) return { unit: 'minutes', n: ms / MINUTE_MS };
  if (ms >= 10 * MINUTE_MS) return { unit: 'minutes', n: Math.round(ms / MINUTE_MS) };
  return { unit: 'seconds', n: Math.round(ms / SECOND_MS) };
}

/** True where a target is told in seconds ("within 20 s") and not as a duration. */
export const isShortTarget = (ms: number): boolean => ms < 2 * MINUTE_MS;
