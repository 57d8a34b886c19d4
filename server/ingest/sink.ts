/**
 * One sink for each source: adds the source's name and the corrected time to facts, keeps them until they are committed, and holds the
 * source's row of the wall. Owns patience: while the database is away it tries again.
 */
import type { SourceRow } from '../../shared/board.ts';
import type { Event } from '../../shared/events/event.ts';
import { toIso } from '../../shared/time.ts';
import { type Clock, sleep } from '../clock.ts';
import { countAnomaly } from '../engine/anomaly.ts';
import type { Engine } from '../engine/engine.ts';
import type { Logger } from '../log.ts';
import type { SourceEvent, SourceSink, SourceStatus } from '../sources/source.ts';
import { BATCH_EVENTS, type Ingest, Overloaded } from './ingest.ts';
import { Rate } from './rate.ts';

/** A platform's clock is corrected from this skew on; below, the noise of the measurement is larger than the gain. */
const SKEW_CORRECTED_FROM_MS = 2000;

export type Health = {
  name: string;
  kind: string;
  state: SourceStatus['state'];
  since: number;
  reason: string | null;
  lastEventAt: number | null;
  aliveAt: number | null;
  skewMs: number | null;
  /** All that is wrong, where `reason` names only the worst. */
  problems: readonly string[];
  readonly rate: Rate;
};

export type SinkOptions = {
  name: string;
  kind: string;
  clock: Clock;
  log: Logger;
  ingest: Ingest;
  engine: () => Engine;
  signal: AbortSignal;
  completeUntil: number | null;
  onChange: () => void;
};

/** Makes the sink of a source, and the health that its row shows. */
export function createSink(options: SinkOptions): { sink: SourceSink; health: Health } {
  const { name, clock, ingest, engine, signal, onChange } = options;
  const health: Health = {
    name,
    kind: options.kind,
    state: 'catching-up',
    since: clock.now(),
    reason: null,
    lastEventAt: null,
    aliveAt: null,
    skewMs: null,
    problems: [],
    rate: new Rate(),
  };
  const sink: SourceSink = {
    completeUntil: options.completeUntil,
    async emit(events) {
      for (let start = 0; start < events.length; start += BATCH_EVENTS) {
        await store(events.slice(start, start + BATCH_EVENTS).map((event) => finish(event, name, health.skewMs)));
      }
      health.lastEventAt = clock.now();
      health.rate.add(events.length, clock.now());
      onChange();
    },
    alive() {
      health.aliveAt = clock.now();
    },
    status(status) {
      health.problems = status.problems ?? [];
      if (health.state === status.state && health.reason === (status.reason ?? null)) return;
      if (health.state !== status.state) health.since = clock.now();
      health.state = status.state;
      health.reason = status.reason ?? null;
      options.log.info('source', { source: name, state: status.state, reason: status.reason });
      onChange();
    },
    skew(skewMs) {
      health.skewMs = skewMs;
      onChange();
    },
    anomaly(kind, example) {
      countAnomaly(engine().state.anomalies, name, kind, example);
      onChange();
    },
  };
  async function store(events: readonly Event[]): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        await ingest.submit(events);
        return;
      } catch (error) {
        if (!(error instanceof Overloaded)) throw error;
        if (attempt === 0) options.log.warn('facts wait', { source: name, reason: error.message });
        await sleep(clock, Math.min(error.retryAfterMs, 250 * 2 ** Math.min(attempt, 3)), signal);
        if (signal.aborted) throw error;
      }
    }
  }
  return { sink, health };
}

function finish(event: SourceEvent, source: string, skewMs: number | null): Event {
  const isPlatformTime = event.timequality === 'platform-ms' || event.timequality === 'platform-s';
  const correction = isPlatformTime && skewMs !== null && Math.abs(skewMs) > SKEW_CORRECTED_FROM_MS ? skewMs : 0;
  return { ...event, source, at: event.sourceTime - correction } as Event;
}

/** The row of a source on the wall. */
export function sourceRow(health: Health, engine: Engine): SourceRow {
  const { gaps, anomalies } = engine.state;
  return {
    name: health.name,
    kind: health.kind,
    state: health.state,
    since: toIso(health.since),
    lastEventAt: health.lastEventAt === null && health.aliveAt === null ? null : toIso(Math.max(health.lastEventAt ?? 0, health.aliveAt ?? 0)),
    skewMs: health.skewMs,
    gaps: gaps.filter((gap) => gap.source === health.name).length,
    reason: health.reason,
    anomalies: Object.fromEntries([...(anomalies.get(health.name) ?? [])].map(([kind, { count }]) => [kind, count])),
  };
}
