/** The figures of a chart by quarters of an hour, and where its axes end. Pure. */
import { HOUR_MS, INTERVAL_MS } from '../../shared/time.ts';

export type Quarter = {
  readonly startsAt: number;
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly serviceLevel: number | null;
};
/** `to` null: still open. */
export type QuarterGap = { readonly from: number; readonly to: number | null };

export type Series = {
  readonly starts: number[];
  readonly answered: (number | null)[];
  readonly abandoned: (number | null)[];
  /** Offered, and neither answered nor abandoned: they wait, were withdrawn or went elsewhere. */
  readonly others: (number | null)[];
  /** In percent. */
  readonly level: (number | null)[];
};

/** One place for each quarter of the span; a quarter nothing is known of is a hole, not a zero. */
export function seriesOf(quarters: readonly Quarter[], from: number, to: number): Series {
  const byStart = new Map(quarters.map((quarter) => [quarter.startsAt, quarter]));
  const starts = Array.from({ length: Math.max(1, Math.round((to - from) / INTERVAL_MS)) }, (_, i) => from + i * INTERVAL_MS);
  const found = starts.map((start) => byStart.get(start));
  return {
    starts,
    answered: found.map((quarter) => quarter?.answered ?? null),
    abandoned: found.map((quarter) => quarter?.abandoned ?? null),
    others: found.map((quarter) => (quarter === undefined ? null : Math.max(0, quarter.offered - quarter.answered - quarter.abandoned))),
    level: found.map((quarter) => (quarter?.serviceLevel == null ? null : quarter.serviceLevel * 100)),
  };
}

/** Where the axis of the bars ends: an even, round number, so that its half is one too. */
export function roundTop(highest: number): number {
  if (highest <= 4) return 4;
  const magnitude = 10 ** Math.floor(Math.log10(highest));
  const steps = [1, 2, 4, 6, 8, 10].map((step) => step * magnitude);
  return steps.find((step) => step >= highest) ?? 10 * magnitude;
}

/** A line may start above zero: 30, or lower where it goes lower. */
export function levelBottom(levels: readonly (number | null)[]): number {
  const lowest = Math.min(100, ...levels.filter((level) => level !== null));
  return lowest >= 32 ? 30 : Math.max(0, Math.floor((lowest - 2) / 10) * 10);
}

/** Marks of the level axis: the target, 100, and 50, where they are at least `apart` from one another. */
export function levelMarks(bottom: number, target: number, apart = 0): number[] {
  const marks: number[] = [];
  for (const mark of [target, 100, 50, bottom <= 10 ? bottom : -1])
    if (mark >= bottom && marks.every((other) => other !== mark && Math.abs(other - mark) >= apart)) marks.push(mark);
  return marks.sort((a, b) => b - a);
}

/** Every how many hours a label has room. */
export function hourStep(hours: number, width: number, labelWidth: number): number {
  const fits = (step: number) => (hours / step) * labelWidth <= width;
  return [1, 2, 3, 4, 6, 12].find(fits) ?? 24;
}

/** Full hours from the start to the end of the span. */
export function hourMarks(from: number, to: number): number[] {
  const marks: number[] = [];
  for (let at = Math.ceil(from / HOUR_MS) * HOUR_MS; at <= to; at += HOUR_MS) marks.push(at);
  return marks;
}

/** Index of the last quarter with a level, or -1. */
export function lastLevel(levels: readonly (number | null)[]): number {
  return levels.findLastIndex((level) => level !== null);
}

/** True for a level with holes on both sides. */
export function isAlone(levels: readonly (number | null)[], i: number): boolean {
  return levels[i] !== null && (levels[i - 1] ?? null) === null && (levels[i + 1] ?? null) === null;
}
