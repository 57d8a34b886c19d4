/**
 * From cold to live in three phases: the newest checkpoint, the tail of the log behind it, then live. A crash between append and flush
 * costs a replay of seconds, and nothing else.
 */
import type { Clock } from '../clock.ts';
import { countAnomaly } from '../engine/anomaly.ts';
import { CHECKPOINT_FORMAT, load } from '../engine/checkpoint.ts';
import { Engine, HORIZON_MS } from '../engine/engine.ts';
import type { Store } from './store.ts';

export type Booted = { engine: Engine; fromCheckpoint: number; replayed: number };

/** @param onPage called after each page with the position reached, for progress. */
export async function boot(store: Store, clock: Clock, onPage: (position: number) => void = () => undefined): Promise<Booted> {
  const checkpoint = await store.loadCheckpoint();
  const usable = checkpoint !== null && checkpoint.format === CHECKPOINT_FORMAT ? checkpoint : null;
  const engine = new Engine(HORIZON_MS, usable === null ? undefined : load(usable));

  const skipped = await store.quarantined();
  let replayed = 0;
  for await (const page of store.readTail(engine.state.position)) {
    for (const { event, position } of page.events) {
      if (skipped.has(position)) countAnomaly(engine.state.anomalies, event.source, 'quarantined', `${event.type} ${event.id}`);
      else engine.apply(event, position);
      replayed++;
    }
    for (const { source, problem } of page.unreadable) countAnomaly(engine.state.anomalies, source, 'unreadable', problem);
    engine.state.position = Math.max(engine.state.position, page.lastPosition);
    onPage(page.lastPosition);
  }

  engine.advance(clock.now());
  return { engine, fromCheckpoint: usable?.position ?? 0, replayed };
}
