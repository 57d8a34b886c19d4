/**
 * From cold to live in three phases: the newest checkpoint, the tail of the log behind it, then live. A crash between append and flush
 * costs a replay of seconds, and nothing else. A fact that has killed the fold twice is set aside and named, and the server lives.
 */
import type { Clock } from '../clock.ts';
import { countAnomaly } from '../engine/anomaly.ts';
import { FoldError } from '../engine/contacts.ts';
import type { Engine } from '../engine/engine.ts';
import { takeFlush } from '../engine/flush.ts';
import { restore } from './restore.ts';
import type { Store } from './store.ts';

/** `problem`: why the whole log was read although there is a checkpoint. */
export type Booted = { engine: Engine; fromCheckpoint: number; replayed: number; problem?: string | undefined };

const CRASHES_ALLOWED = 1;

/**
 * Up to so many facts are left to the first flush, beside the live wall: no day has more. A log of many days, read where there is no state that can
 * be read, is written as it is folded, or its rows would fill the memory.
 */
const WRITE_EVERY = 1_000_000;

/** @throws what killed the fold, the first time a fact does. @param writeEvery facts after which their rows are written and let go of. */
export async function boot(store: Store, clock: Clock, writeEvery: number = WRITE_EVERY): Promise<Booted> {
  for (;;) {
    const at = { position: 0 };
    try {
      return await replay(store, clock, at, writeEvery);
    } catch (error) {
      const position = error instanceof FoldError ? await store.positionOf(error.source, error.eventId) : at.position;
      if (store.isAway(error) || position === null || position === 0) throw error;
      if ((await store.noteCrash(position)) <= CRASHES_ALLOWED) throw error;
      await store.quarantine(position, error instanceof Error ? `${error.message}: ${String(error.cause ?? '')}`.slice(0, 500) : String(error));
    }
  }
}

async function replay(store: Store, clock: Clock, at: { position: number }, writeEvery: number): Promise<Booted> {
  const { engine, position: fromCheckpoint, problem } = restore(await store.loadCheckpoint());

  const skipped = await store.quarantined();
  let replayed = 0;
  let written = 0;
  let latest = Number.NEGATIVE_INFINITY;
  for await (const page of store.readTail(engine.state.position)) {
    for (const { event, position } of page.events) {
      at.position = position;
      latest = Math.max(latest, event.at);
      if (skipped.has(position)) countAnomaly(engine.state.anomalies, event.source, 'quarantined', `${event.type} ${event.id}`);
      else engine.apply(event, position);
      replayed++;
    }
    at.position = 0;
    for (const { source, problem } of page.unreadable) countAnomaly(engine.state.anomalies, source, 'unreadable', problem);
    engine.state.position = Math.max(engine.state.position, page.lastPosition);
    if (replayed - written < writeEvery) continue;
    // As far as the facts say: those that follow may be of the same hour.
    engine.advance(Math.min(latest, clock.now()));
    await store.flush(takeFlush(engine.state), []);
    engine.evict();
    written = replayed;
  }

  engine.advance(clock.now());
  return { engine, fromCheckpoint, replayed, problem };
}
