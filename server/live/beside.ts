/** What a board asks for beside the rows: figures, and who waits longest. Owns what its walls were told of it. */
import type { Metrics, Waiters } from '../../shared/board.ts';
import type { Figure } from '../../shared/boards/figure-key.ts';
import type { WaitersAsked } from '../../shared/boards/waiters-key.ts';
import type { TersePut as Put } from '../../shared/protocol/delta.ts';

/** Gives values by their keys. */
export type Look = {
  figures(asked: readonly Figure[]): Metrics;
  waiters(asked: readonly WaitersAsked[]): Record<string, Waiters>;
};

type Values = { readonly figures: Metrics; readonly waiters: Record<string, Waiters> };

export class Beside {
  readonly figures: readonly Figure[];
  readonly waiters: readonly WaitersAsked[];
  /** As its walls have them. */
  #told: Values | null = null;

  constructor(figures: readonly Figure[], waiters: readonly WaitersAsked[]) {
    this.figures = figures;
    this.waiters = waiters;
  }

  /** As its walls were told last: one who comes now joins on where the others stand. */
  all(look: Look): Values {
    this.#told ??= { figures: look.figures(this.figures), waiters: look.waiters(this.waiters) };
    return this.#told;
  }

  /** What changed since its walls were told; null where nothing did. `values`: of all that any board asks for. */
  changed(values: Values): Pick<Put, 'figures' | 'waiters'> | null {
    const figures = Object.fromEntries(this.figures.map(({ key }) => [key, values.figures[key] ?? null]));
    const waiters = Object.fromEntries(this.waiters.map(({ key }) => [key, values.waiters[key] ?? { rows: [], more: 0 }]));
    const before = this.#told;
    this.#told = { figures, waiters };
    const put = {
      ...some(
        'figures',
        Object.entries(figures).filter(([key, value]) => before?.figures[key] !== value),
      ),
      ...some(
        'waiters',
        Object.entries(waiters).filter(([key, value]) => JSON.stringify(before?.waiters[key]) !== JSON.stringify(value)),
      ),
    };
    return Object.keys(put).length === 0 ? null : put;
  }

  /** What was told is of another fold. */
  forget(): void {
    this.#told = null;
  }
}

function some<K extends string, T>(key: K, entries: readonly (readonly [string, T])[]): { [P in K]?: Record<string, T> } {
  return entries.length === 0 ? {} : ({ [key]: Object.fromEntries(entries) } as { [P in K]?: Record<string, T> });
}

/** What changed of what boards ask for, by board. Boards ask for much the same: each is looked up once for all of them. */
export function changesBeside(boards: readonly (readonly [string, Beside])[], look: Look): Map<string, Pick<Put, 'figures' | 'waiters'>> {
  const figures = new Map(boards.flatMap(([, beside]) => beside.figures.map((one) => [one.key, one])));
  const waiters = new Map(boards.flatMap(([, beside]) => beside.waiters.map((one) => [one.key, one])));
  const changes = new Map<string, Pick<Put, 'figures' | 'waiters'>>();
  if (figures.size + waiters.size === 0) return changes;
  const values = {
    figures: figures.size === 0 ? {} : look.figures([...figures.values()]),
    waiters: waiters.size === 0 ? {} : look.waiters([...waiters.values()]),
  };
  for (const [board, beside] of boards) {
    const put = beside.changed(values);
    if (put !== null) changes.set(board, put);
  }
  return changes;
}
