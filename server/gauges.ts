/** How the process is, for the metrics page: what it has taken in, what waits, what it costs. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Keeper } from './alarms/keeper.ts';
import type { AppendWatch } from './append-watch.ts';
import type { Core } from './core.ts';

/** The finest that does not cost anything worth naming. */
const RESOLUTION_MS = 10;

/**
 * Makes the reading of the gauges. Names that end in `_total` only ever rise.
 * `event_loop_delay_seconds`: the 99th percentile of how late timers were since the reading before.
 * `log_writable`: 0 where the last append to the log failed or gets no answer.
 */
export function createGauges(
  core: Pick<Core, 'ingest' | 'flusher' | 'publisher' | 'engine'>,
  appends: AppendWatch,
  alarms: Pick<Keeper, 'gauges'>,
): () => Record<string, number> {
  const { ingest, flusher, publisher, engine } = core;
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  return () => {
    const lateNs = delay.count === 0 ? 0 : Math.max(0, delay.percentile(99) - RESOLUTION_MS * 1e6);
    delay.reset();
    const { user, system } = process.cpuUsage();
    return {
      events_committed_total: ingest.committed,
      events_duplicate_total: ingest.duplicates,
      events_pending: ingest.pending,
      walls: publisher.hub.size,
      walls_behind: publisher.hub.behind,
      live_deltas_total: publisher.sent.deltas,
      live_delta_bytes_total: publisher.sent.bytes,
      log_position: engine().state.position,
      flushed_position: flusher.flushedPosition,
      log_writable: appends.problem === null ? 1 : 0,
      resident_memory_bytes: process.memoryUsage().rss,
      cpu_seconds_total: (user + system) / 1e6,
      event_loop_delay_seconds: lateNs / 1e9,
      ...alarms.gauges,
    };
  };
}
