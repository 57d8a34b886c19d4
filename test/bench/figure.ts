/** What a bench has to say, and how it is measured: medians of rounds that take turns, so that a noisy minute hits both sides. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { BenchDatabase } from './database.ts';

export type Figure = {
  readonly what: string;
  readonly ours: string;
  /** Measured in the same run. */
  readonly reference: string;
  /** Compared with the bar; a ratio, or the figure itself where the bar is absolute. */
  readonly value: number;
  readonly bar: { readonly atLeast: number } | { readonly atMost: number };
  readonly unit: '×' | 'ms' | 'KB' | 'MB' | 's' | 'cores';
  readonly note?: string;
};

export type Bench = { readonly name: string; run(database: () => Promise<BenchDatabase>): Promise<Figure[]> };

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** The value that `share` of all do not exceed (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
}

/** Milliseconds of a piece of work. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/**
 * Runs both sides in turn, once to warm up and then `rounds` times; who goes first changes each time.
 * @returns for each side what `work` gave in each round.
 */
export async function alternate(rounds: number, ours: () => Promise<number>, reference: () => Promise<number>): Promise<[number[], number[]]> {
  const results: [number[], number[]] = [[], []];
  for (let round = -1; round < rounds; round++) {
    const order = round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
    for (const side of order) {
      const value = await (side === 0 ? ours : reference)();
      if (round >= 0) results[side].push(value);
    }
  }
  return results;
}

/** 123456 → "123,456". */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

export function isMet({ value, bar }: Figure): boolean {
  return 'atLeast' in bar ? value >= bar.atLeast : value <= bar.atMost;
}

/** The runtime's garbage collection, to be called between measurements. */
export function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('this runtime does not let its garbage be collected');
  return () => void collect();
}
