/** Log, fold and live side, wired: everything that runs whether or not anyone asks over HTTP. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Database } from '../db/open.ts';
import { dayBounds } from '../shared/calendar.ts';
import type { Event } from '../shared/events/event.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { createCustomerRef } from './customer-ref.ts';
import type { Engine } from './engine/engine.ts';
import { View } from './engine/view.ts';
import { Admission } from './ingest/admission.ts';
import { type Booted, boot } from './ingest/boot.ts';
import { EntityIds } from './ingest/entity-ids.ts';
import { Flusher } from './ingest/flusher.ts';
import { Ingest } from './ingest/ingest.ts';
import { recount } from './ingest/recount.ts';
import { Recounter } from './ingest/recounter.ts';
import type { Store } from './ingest/store.ts';
import { Publisher, type PublisherOptions } from './live/publisher.ts';
import type { Logger } from './log.ts';
import { siteSettings } from './own-facts.ts';
import { Runner } from './runner.ts';
import { tenantKey } from './secrets.ts';

export type CoreOptions = {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly db: Database;
  readonly store: Store;
  readonly build: string;
  readonly onBroken: (error: unknown) => void;
  /** What walls are told beside the floor; nothing where nobody looks. */
  readonly beside?: Beside;
  /** True where the environment is the server's: its values are settings. Those of a command's shell are only where there are none yet. */
  readonly isServer: boolean;
  readonly signal: AbortSignal;
};

export type Core = {
  readonly ingest: Ingest;
  /** What senders over HTTP may add. */
  readonly admission: Admission;
  readonly flusher: Flusher;
  readonly publisher: Publisher;
  readonly recounter: Recounter;
  readonly runner: Runner;
  readonly view: () => View;
  readonly engine: () => Engine;
};

type Beside = Pick<PublisherOptions, 'alarms' | 'notices'>;
const NOTHING: readonly never[] = [];
const NOTHING_BESIDE: Beside = { alarms: () => NOTHING, notices: () => NOTHING };

/** Boots the fold from the log and puts the parts around it; nothing ticks yet. */
export async function createCore(options: CoreOptions): Promise<Core> {
  const { config, clock, log, db, store, signal, beside = NOTHING_BESIDE } = options;
  const booted = await bootAndTell(options);
  let { engine } = booted;
  let view = new View(engine, config.isDemo);
  const now = { clock, log, store, signal, engine: () => engine };

  const publisher: Publisher = new Publisher({
    clock,
    signal,
    view: () => view,
    sources: () => runner.rows(),
    alarms: beside.alarms,
    notices: beside.notices,
    build: options.build,
    newEpoch: randomUUID,
  });
  const ids = new EntityIds(await store.readEntityIds());
  const ingest = new Ingest({
    ...now,
    ids,
    onFolded: () => publisher.touch(),
    onBroken: (error, position) => {
      log.error('the fold failed', { position, error });
      options.onBroken(error);
    },
  });
  const runner: Runner = new Runner({
    ...now,
    db,
    ingest,
    customerRef: createCustomerRef(tenantKey(config.dataDir)),
    random: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
    onChange: () => publisher.touch(),
    onGone: () => publisher.reset(),
    isCounting: () => marks.areOpen() || engine.state.unflushed.markedDays.size > 0,
  });
  const marks = watchMarks(store);
  const onMarked = () => {
    marks.made();
    recounter.soon();
    publisher.touch();
  };
  const flusher: Flusher = new Flusher({ ...now, onMarked, replayed: booted.replayed });
  const swap = (fresh: Engine) => {
    engine = fresh;
    view = new View(fresh, config.isDemo);
    publisher.reset();
  };
  const recounter = new Recounter({
    ...now,
    readMarked: () => marks.read().finally(() => publisher.touch()),
    factsOf: (day) => factsOf(store, engine, day),
    run: (days, progress) => recount({ ...now, flusher, swap }, days, progress),
  });

  const site: Event | null = siteSettings(config, engine, clock.now(), options.isServer ? 'server' : 'command');
  if (site !== null) await ingest.submit([site]);
  return { ingest, admission: new Admission(ids, now.engine), flusher, publisher, recounter, runner, view: () => view, engine: () => engine };
}

/** Knows whether days that were marked are still to be counted. */
function watchMarks(store: Store) {
  const marks = { made: 0, counted: 0 };
  return {
    made: () => void marks.made++,
    areOpen: () => marks.made > marks.counted,
    async read(): Promise<readonly string[]> {
      const { made } = marks;
      const days = await store.readMarkedDays();
      if (days.length === 0) marks.counted = made;
      return days;
    },
  };
}

function factsOf(store: Store, { state }: Engine, day: string): Promise<number> {
  const { startsAt, endsAt } = dayBounds(day, state.calendar(state.now));
  return store.countFacts(startsAt, endsAt);
}

async function bootAndTell({ store, clock, log }: CoreOptions): Promise<Booted> {
  const booted = await boot(store, clock);
  const { engine, problem, fromCheckpoint, replayed } = booted;
  if (problem !== undefined) log.warn('a checkpoint does not hold what it should; the whole log was read', { reason: problem });
  log.info('boot', { fromCheckpoint, replayed, position: engine.state.position });
  return booted;
}
