/**
 * Facts that did not fit, counted by source and kind with one example each. Bounded: sources are configured, and kinds are constants of the
 * code. Those of the fold: `late`, older than the horizon, counts after a recount of its day · `conflict`, answer and exit contradict each other ·
 * `negative-duration`, an end before its start, counted as 0 · `overflow`, closed because too many were open at once · `unreadable`, nothing this
 * version can read · `quarantined`, killed the fold and was set aside. Sources add their own.
 */

export type Anomalies = Map<string, Map<string, { count: number; example: string }>>;

/** Counts one; the latest example is kept. */
export function countAnomaly(anomalies: Anomalies, source: string, kind: string, example: string): void {
  let kinds = anomalies.get(source);
  if (kinds === undefined) {
    kinds = new Map();
    anomalies.set(source, kinds);
  }
  kinds.set(kind, { count: (kinds.get(kind)?.count ?? 0) + 1, example });
}
