/** Whose sources tell what happens now. What nobody tells is not known, and never fine. */
import type { SourceRow } from './board.ts';

export type Sourced = { readonly sources: readonly string[] };
type Source = Pick<SourceRow, 'name' | 'state'>;

/** True where no source that runs feeds the row: what is known of it was imported, or its source is no longer configured. */
export function isRecord(sources: readonly Source[], row: Sourced): boolean {
  if (sources.length === 0) return true;
  return row.sources.length > 0 && !row.sources.some((name) => sources.some((source) => source.name === name));
}

/** The sources that tell nothing of now: those that are down, and where none is up those that catch up as well. */
export function silentOf<S extends Source>(sources: readonly S[]): S[] {
  const isAnyUp = sources.some(({ state }) => state === 'up');
  return sources.filter(({ state }) => state === 'down' || (state === 'catching-up' && !isAnyUp));
}

/** The source that a row waits for in vain, if none of its sources that run tells anything of now. @param silent as `silentOf` has them */
export function lostOf<S extends Source>(sources: readonly Source[], silent: readonly S[], row: Sourced): S | null {
  const running = row.sources.filter((name) => sources.some((source) => source.name === name));
  const mine = silent.filter(({ name }) => running.includes(name));
  return running.length > 0 && mine.length === running.length ? (mine[0] ?? null) : null;
}
