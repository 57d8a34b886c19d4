/** The composition root: every part named once, in the order in which data flow (`core.ts` holds the part below HTTP). */
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { serve } from '@hono/node-server';
import { type Database, isOutOfTime } from '../db/open.ts';
import { readQuarantine } from '../db/quarantine.ts';
import { tryAppend } from '../db/trial.ts';
import { OWN_SOURCE } from '../shared/ids.ts';
import { HOUR_MS } from '../shared/time.ts';
import { Keeper } from './alarms/keeper.ts';
import { AppendWatch } from './append-watch.ts';
import { Nightly } from './backup/nightly.ts';
import { versionOf } from './build.ts';
import { type Clock, patiently } from './clock.ts';
import type { Config } from './config.ts';
import { ImportDesk } from './control/import-desk.ts';
import { jobSettings } from './control/job-settings.ts';
import { type Core, createCore } from './core.ts';
import { createGauges } from './gauges.ts';
import type { AccessOptions } from './http/access.ts';
import type { HttpDeps } from './http/deps.ts';
import type { EventsOptions } from './http/events.ts';
import { Guesses } from './http/guesses.ts';
import { createRoutes } from './http/routes.ts';
import { createLive, type Live } from './http/socket.ts';
import { type Accepted, Overloaded } from './ingest/ingest.ts';
import type { Store } from './ingest/store.ts';
import type { Logger } from './log.ts';
import { NoticeKeeper } from './notices/keeper.ts';
import { makeReadyBoards } from './ready-boards.ts';
import { Retention } from './retention.ts';
import { wallKey } from './secrets.ts';
import { SourceDesk } from './source-desk.ts';
import { sourceDetails, testConnection } from './source-details.ts';
import { decode, MAX_BODY_BYTES } from './sources/cloudevents/parse.ts';
import type { Source } from './sources/source.ts';
import { createStore } from './store.ts';
import { keepCertificate, type Renewal } from './tls.ts';

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
  /** Ends the server so that it starts again; undefined where nobody would start it. */
  readonly restart?: (() => void) | undefined;
};

export type App = {
  readonly core: Core;
  readonly alarms: Keeper;
  readonly port: number;
  readonly wallKey: string;
  /** Stores and writes nothing until `resume`: the fold is not ours for the moment. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
};

/** Builds and starts the whole server. Rejects if the port cannot be had. */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, clock, log } = options;
  const ending = newEnding();
  const { signal } = ending;
  const plain = createStore(options.db, log);
  const appends = new AppendWatch(clock);
  const store: Store = { ...plain, append: appends.watch(plain.append) };
  await portIsFree(config.host, config.port);
  await makeReadyBoards(options.db, clock.now());

  const alarms = await Keeper.open(options);
  const notices = await openNotices(options, signal, () => core);
  const core: Core = await createCore({ ...options, isServer: true, store, signal, beside: besideOf(alarms, notices) });
  const { ingest, flusher, publisher, recounter, runner } = core;
  const nightly = nightlyOf(options, core, signal);
  const retention = new Retention({ ...options, core, keep: config.keep, isBusy: () => nightly?.isRunning === true, signal });
  const access = accessOf(config, clock);
  const isAway = (error: unknown) => store.isAway(error) || error instanceof Overloaded;
  const desk = new SourceDesk({ config, clock, log, runner, signal, restart: options.restart });
  const imports = importDesk(options, core, signal);
  const routes = createRoutes(httpDeps(options, core, access, isAway, appends, { nightly, retention, desk, imports, notices, alarms }));
  const live = createLive({ clock, publisher, access, signal });
  const server = await listen(routes.fetch, config, live.upgrade, { clock, log, signal, readFile: (path) => readFileSync(path, 'utf8') });

  flusher.start();
  publisher.start();
  notices.start();
  recounter.soon();
  nightly?.start();
  retention.start();
  for (const source of options.sources) runner.start(source);
  alarms.start({ view: core.view, sources: () => runner.rows(), onChange: () => publisher.touch() }, signal);

  return {
    core,
    alarms,
    port: (server.address() as AddressInfo).port,
    wallKey: access.wallKey,
    pause() {
      ingest.pause();
      flusher.pause();
      alarms.pause();
    },
    resume() {
      ingest.resume();
      flusher.resume();
      alarms.resume();
    },
    async stop() {
      publisher.hub.closeAll(1001, 'the server restarts');
      const cutOff = farewell(server, live);
      ending.abort();
      await runner.ended();
      await Promise.all([nightly?.ended(), retention.ended(), imports.ended(), alarms.ended()]);
      await cutOff();
      await ingest.drained();
      await flusher.flush({ checkpoint: true }).catch((error: unknown) => log.warn('last flush failed; the next start replays it', { error }));
    },
  };
}

function newEnding(): AbortController {
  const ending = new AbortController();
  // Every part listens for the end; the default bound of ten is meant for leaks.
  setMaxListeners(200, ending.signal);
  return ending;
}

const besideOf = (alarms: Keeper, notices: NoticeKeeper) => ({ alarms: () => alarms.rows, notices: () => notices.rows() });

function accessOf({ wallKey: given, dataDir, publicUrl, auth }: Config, clock: Clock): AccessOptions {
  return { wallKey: given ?? wallKey(dataDir), publicUrl, open: auth === 'off', guesses: new Guesses(clock) };
}

/**
 * Tells the walls to come back, and takes nobody new: what follows waits for the database.
 * @returns cuts off who is still asking, and resolves when nobody is left.
 */
function farewell(server: Server, live: Live): () => Promise<void> {
  const gone = Promise.all([new Promise<void>((resolve) => server.close(() => resolve())), live.close()]);
  return async () => {
    server.closeAllConnections();
    await gone;
  };
}

/** @param core is there before the first notice begins. */
function openNotices(options: AppOptions, signal: AbortSignal, core: () => Core): Promise<NoticeKeeper> {
  const onChange = () => core().publisher.touch();
  return NoticeKeeper.open({ ...options, signal, onChange, onBegun: (notice) => core().publisher.noticeBegan(notice) });
}

/** A demo is made anew by its seed. */
function nightlyOf({ config, clock, log, db }: AppOptions, { view }: Core, signal: AbortSignal): Nightly | null {
  if (config.backup === null || config.isDemo) return null;
  const calendar = () => view().calendar(clock.now());
  return new Nightly({ clock, log, db, folder: config.backup, keep: config.backupKeep, version: versionOf(), calendar, signal });
}

function importDesk({ config, clock, log, db }: AppOptions, core: Core, signal: AbortSignal): ImportDesk {
  const configured = () => core.runner.running().flatMap(({ health }) => (health.kind === 'asterisk' ? [health.name] : []));
  const context = { core, db, ...jobSettings(config, clock), signal };
  return new ImportDesk({ context, dataDir: config.dataDir, log, isDemo: config.isDemo, configured });
}

type HttpParts = {
  readonly nightly: Nightly | null;
  readonly retention: Retention;
  readonly desk: SourceDesk;
  readonly imports: ImportDesk;
  readonly notices: NoticeKeeper;
  readonly alarms: Keeper;
};

function httpDeps(
  { config, clock, log, db, staticDir }: AppOptions,
  core: Core,
  access: AccessOptions,
  isAway: (error: unknown) => boolean,
  appends: AppendWatch,
  { nightly, retention, desk, imports, notices, alarms }: HttpParts,
): HttpDeps {
  const { ingest, flusher, publisher, runner, view, engine } = core;
  return {
    clock,
    log,
    db,
    view,
    publisher,
    access,
    isAway,
    patiently: (work) => patiently(clock, (error) => isAway(error) && !isOutOfTime(error), work),
    sources: () => runner.rows(),
    sourceDetails: () => sourceDetails(runner.running(), engine(), clock.now(), (name) => desk.originOf(name)),
    sourceDesk: desk,
    imports,
    notices,
    testConnection: (connection) => testConnection(connection, clock),
    ingest: eventsOf(config, clock, core, isAway),
    flushed: () => flusher.flush(),
    submitOwn: async (events) => {
      await ingest.submit(events);
    },
    newId: randomUUID,
    site: { locale: config.locale, demo: config.isDemo, staticDir },
    alarms,
    gauges: createGauges(core, appends, alarms),
    quarantine: () => readQuarantine(db.sql),
    backup: () => nightly?.status ?? null,
    keeping: () => retention.status(),
    ownAnomalies: () => Object.fromEntries(engine().state.anomalies.get(OWN_SOURCE) ?? []),
    appendProblem: () => appends.problem,
    tryAppend: appends.watch(() => tryAppend(db)),
  };
}

/** What senders over HTTP post: admitted, stored, and told to the row of the sender. */
function eventsOf({ ingestTokens, rhythms }: Config, clock: Clock, core: Core, isAway: (error: unknown) => boolean): EventsOptions {
  const { ingest, admission, runner } = core;
  const senders = new Map(ingestTokens.map(({ name }) => [name, runner.addSender(name, rhythms.get(name) ?? null)]));
  return {
    clock,
    tokens: ingestTokens,
    guesses: new Guesses(clock),
    maxBytes: MAX_BODY_BYTES,
    decode,
    onRejected: (source, rejected) => senders.get(source)?.rejected(rejected),
    async submit(source, events) {
      const admitted = admission.admit(events);
      const sender = senders.get(source);
      const results = await ingest
        .submit(admitted.events)
        .finally(() => admitted.done())
        .catch((error: unknown) => {
          if (isAway(error)) sender?.refused(clock.now());
          throw error;
        });
      sender?.heard(admitted.events.length, clock.now());
      let next = 0;
      return admitted.refusals.map((refused) => (refused === null ? (results[next++] as Accepted) : { refused }));
    },
  };
}

/** The longest that a whole request may take to come: half a gigabyte of queue_log over a thin line. One that stands still is given up long before. */
const REQUEST_MS = 2 * HOUR_MS;

async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  { port, host, tls }: Config,
  upgrade: Parameters<Server['on']>[1],
  renewal: Renewal,
): Promise<Server> {
  const server = (
    tls === null
      ? serve({ fetch, port, hostname: host })
      : serve({ fetch, port, hostname: host, createServer: createHttpsServer, serverOptions: { cert: tls.cert, key: tls.key } })
  ) as Server;
  server.requestTimeout = REQUEST_MS;
  server.on('upgrade', upgrade);
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
  if (tls !== null) keepCertificate(server as HttpsServer, tls, renewal);
  return server;
}

/** Asked before the boot, so that a port in use is told at once. */
function portIsFree(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()));
  });
}
