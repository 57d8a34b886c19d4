/** Facts that did not fit, counted by source and kind with one example each. Bounded: kinds are a closed list, sources are configured. */

export const ANOMALY_KINDS = [
  /** Older than the horizon: stored, counts after a recount of its day. */
  'late',
  /** Answer and exit contradict each other. */
  'conflict',
  /** An end before its start: counted as 0. */
  'negative-duration',
  /** A contact was closed because too many were open at once. */
  'overflow',
  /** The wall and the platform differed for longer than two seconds. */
  'drift',
  /** A message of the platform that could not be read. */
  'unreadable',
  /** A fact that killed the fold and was set aside. */
  'quarantined',
] as const;
export type AnomalyKind = (typeof ANOMALY_KINDS)[number];

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
