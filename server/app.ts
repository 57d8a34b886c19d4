/** The composition root: every part named once, in the order in which data flow. No other file makes one. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { serve } from '@hono/node-server';
import type { Database } from '../db/open.ts';
import { readQuarantine } from '../db/quarantine.ts';
import type { Event } from '../shared/events/event.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { createCustomerRef } from './customer-ref.ts';
import type { Engine } from './engine/engine.ts';
import { View } from './engine/view.ts';
import { createRoutes } from './http/routes.ts';
import { createLive } from './http/socket.ts';
import { boot } from './ingest/boot.ts';
import { EntityIds } from './ingest/entity-ids.ts';
import { Flusher } from './ingest/flusher.ts';
import { Ingest } from './ingest/ingest.ts';
import { recount } from './ingest/recount.ts';
import { Publisher } from './live/publisher.ts';
import type { Logger } from './log.ts';
import { siteSettings } from './own-facts.ts';
import { Runner } from './runner.ts';
import { tenantKey, wallKey } from './secrets.ts';
import { decode, MAX_BODY_BYTES } from './sources/cloudevents/parse.ts';
import type { Source } from './sources/source.ts';
import { createStore } from './store.ts';

export type AppOptions = {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  /** Migrated, and ours alone to fold. */
  readonly db: Database;
  readonly sources: readonly Source[];
  readonly staticDir: string;
  readonly build: string;
  /** The state can no longer be trusted: the process must end and start again. */
  readonly onBroken: (error: unknown) => void;
};

export type App = {
  readonly port: number;
  readonly wallKey: string;
  /** Counts days again from the log; for `moked recount` and after imports. */
  recount(days: readonly string[], progress?: (day: string) => void): Promise<void>;
  /** Stores facts of an import and folds them. */
  submit(events: readonly Event[]): Promise<readonly ('accepted' | 'duplicate')[]>;
  flush(): Promise<void>;
  stop(): Promise<void>;
};

/** Days to which a fact came late are counted again once no more have come for a moment. */
const RECOUNT_PAUSE_MS = 1500;

/** Builds and starts the whole server. Rejects if the port cannot be had. */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, clock, log, db, onBroken } = options;
  const ending = new AbortController();
  const { signal } = ending;
  const store = createStore(db);

  const booted = await boot(store, clock);
  let engine: Engine = booted.engine;
  let view = new View(engine, config.isDemo);
  log.info('boot', { fromCheckpoint: booted.fromCheckpoint, replayed: booted.replayed, position: engine.state.position });

  const ingest = new Ingest({
    clock,
    store,
    ids: new EntityIds(await store.readEntityIds()),
    engine: () => engine,
    onFolded: () => publisher.touch(),
    onBroken: (error, position) => {
      log.error('the fold failed', { position, error });
      onBroken(error);
    },
  });
  const submitOwn = async (events: readonly Event[]) => {
    await ingest.submit(events);
  };
  const runner = new Runner({
    clock,
    log,
    db,
    ingest,
    engine: () => engine,
    signal,
    customerRef: createCustomerRef(tenantKey(config.dataDir)),
    random: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
    onChange: () => publisher.touch(),
  });
  const http = new Map(config.ingestTokens.map(({ name }) => [name, runner.addHttp(name)]));
  const publisher: Publisher = new Publisher({
    clock,
    view: () => view,
    sources: () => runner.rows(),
    build: options.build,
    newEpoch: () => randomUUID(),
    signal,
  });

  const site = siteSettings(config, engine, clock.now());
  if (site !== null) await submitOwn([site]);

  const flusher = new Flusher({ clock, store, log, engine: () => engine, signal, onMarked: () => recounter.soon() });
  const recountOptions = {
    clock,
    store,
    log,
    flusher,
    engine: () => engine,
    swap: (fresh: Engine) => {
      engine = fresh;
      view = new View(fresh, config.isDemo);
      publisher.reset();
    },
  };
  const recounter = createRecounter(
    (days) => recount(recountOptions, days),
    () => store.readMarkedDays(),
    clock,
    log,
    signal,
  );

  const key = config.wallKey ?? wallKey(config.dataDir);
  const access = { wallKey: key, publicUrl: config.publicUrl, open: config.auth === 'off' };
  const routes = createRoutes({
    clock,
    log,
    db,
    view: () => view,
    publisher,
    sources: () => runner.rows(),
    access,
    ingest: {
      clock,
      tokens: config.ingestTokens,
      maxBytes: MAX_BODY_BYTES,
      decode,
      submit: async (source, events) => {
        const results = await ingest.submit(events);
        const health = http.get(source);
        if (health !== undefined) health.lastEventAt = clock.now();
        return results;
      },
    },
    flushed: () => flusher.flush(),
    submitOwn,
    newId: () => randomUUID(),
    site: { locale: config.locale, demo: config.isDemo, staticDir: options.staticDir },
    gauges: () => ({
      events_committed_total: ingest.committed,
      events_duplicate_total: ingest.duplicates,
      events_pending: ingest.pending,
      walls: publisher.hub.size,
      walls_behind: publisher.hub.behind,
      live_deltas_total: publisher.sent.deltas,
      live_delta_bytes_total: publisher.sent.bytes,
      log_position: engine.state.position,
      flushed_position: flusher.flushedPosition,
      resident_memory_bytes: process.memoryUsage().rss,
    }),
    quarantine: () => readQuarantine(db.sql),
    isAway: (error) => store.isAway(error) || (error instanceof Error && error.name === 'Overloaded'),
  });

  await portIsFree(config.host, config.port);
  const live = createLive({ clock, publisher, access, signal });
  const server = serve({ fetch: routes.fetch, port: config.port, hostname: config.host }) as Server;
  server.on('upgrade', live.upgrade);
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });

  flusher.start();
  publisher.start();
  recounter.soon();
  for (const source of options.sources) await runner.start(source);

  return {
    port: (server.address() as AddressInfo).port,
    wallKey: key,
    recount: (days, progress) => recount(recountOptions, days, progress),
    submit: (events) => ingest.submit(events),
    flush: () => flusher.flush(),
    async stop() {
      publisher.hub.closeAll(1001, 'the server restarts');
      ending.abort();
      await runner.ended();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      live.close();
      await ingest.drained();
      await flusher.flush({ checkpoint: true }).catch((error: unknown) => log.warn('last flush failed; the next start replays it', { error }));
    },
  };
}

/** Listening fails only after everything else has started; asking first gives the clear error. */
function portIsFree(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()));
  });
}

/** One recount at a time; marks that come meanwhile are seen by the next round. */
function createRecounter(
  run: (days: readonly string[]) => Promise<void>,
  marked: () => Promise<readonly string[]>,
  clock: Clock,
  log: Logger,
  signal: AbortSignal,
) {
  let isWaiting = false;
  let isRunning = false;
  const work = async () => {
    isWaiting = false;
    if (isRunning) return soon();
    isRunning = true;
    try {
      const days = await marked();
      if (days.length > 0) await run(days);
    } catch (error) {
      log.warn('recount failed; it is tried again', { error });
      clock.after(10_000, () => soon(), signal);
    } finally {
      isRunning = false;
    }
  };
  const soon = () => {
    if (isWaiting || signal.aborted) return;
    isWaiting = true;
    clock.after(RECOUNT_PAUSE_MS, () => void work(), signal);
  };
  return { soon };
}
