/** `moked start`: the server, until it is told to stop. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { placeOf } from '../../db/open.ts';
import { type App, createApp } from '../app.ts';
import { buildOf } from '../build.ts';
import { realClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { openControl } from '../control/server.ts';
import { Leadership } from '../leadership.ts';
import { createLogger } from '../log.ts';
import { makeSources, readConfig } from './environment.ts';
import { asCommandError, CommandError } from './failures.ts';
import { jobSettings } from './job.ts';
import { DEMO, listenProblem, openConfigured } from './open.ts';

/** A stop that takes longer is cut: what was acknowledged is committed, and the next start replays the rest. */
const STOP_WITHIN_MS = 10_000;

/** @returns the exit code when the server has ended. */
export async function run(args: readonly string[]): Promise<number> {
  if (args.length > 0) throw new CommandError(2, `start takes no arguments; "${args[0]}" is not known`);
  const config = readConfig();
  const sources = makeSources(config.sources, config.timezone);
  const log = createLogger(realClock);
  const opened = await openConfigured(config, { name: `moked, process ${process.pid}` });
  let app: App | undefined;
  let end: (code: number) => void = () => undefined;
  const ended = new Promise<number>((resolve) => {
    end = resolve;
  });
  const ending = new AbortController();
  let isOurs = false;
  let control: { close(): void } | undefined;
  const leadership = new Leadership({
    url: opened.url,
    clock: realClock,
    log,
    signal: ending.signal,
    revive: () => opened.revive(),
    onLost: () => app?.pause(),
    onRegained: () => app?.resume(),
    onOusted: (holder) => {
      log.error('another process folds now; ending', { holder });
      end(1);
    },
  });
  try {
    const holder = await leadership.take();
    isOurs = holder === null;
    if (holder !== null) throw new CommandError(2, `${opened.place} is in use by ${holder}; only one server may run on it`);
    app = await createApp({
      config,
      clock: realClock,
      log,
      db: opened.db,
      sources,
      staticDir: staticDir(),
      build: buildOf(staticDir()),
      onBroken: () => end(1),
    });
    control = await openControl(config.dataDir, { core: app.core, db: opened.db, ...jobSettings(config) });
    greet(app, config, opened.place);
    // A terminal and the supervisor both tell us: the second telling must not cut the stop short.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0));
    const code = await ended;
    await stop(app, code);
    return code;
  } catch (error) {
    throw asCommandError(listenProblem(error, config.host, config.port), opened.place);
  } finally {
    control?.close();
    ending.abort();
    await leadership.release();
    // Without the lock the database serves another server.
    await opened.close(isOurs ? 'stop' : undefined);
  }
}

async function stop(app: App, code: number): Promise<void> {
  // A fold that broke must not write what it has.
  if (code !== 0) return;
  const late = new AbortController();
  await Promise.race([app.stop(), new Promise<void>((resolve) => realClock.after(STOP_WITHIN_MS, resolve, late.signal))]);
  late.abort();
}

function greet(app: App, { host, isDemo, databaseUrl }: Config, place: string): void {
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host === '127.0.0.1' ? 'localhost' : host;
  console.log(`Moked: http://${shown}:${app.port}${isDemo ? '   (demo: a simulated floor; set MOKED_SOURCES for your own)' : ''}`);
  if (isDemo && databaseUrl !== undefined) {
    console.log(
      `The demo writes to a database of its own, ${DEMO}; ${placeOf(databaseUrl)} of DATABASE_URL is left alone until MOKED_SOURCES is set`,
    );
  }
  console.log(`Wall key for other screens: ${app.wallKey}   (data: ${place})`);
}

/** The built pages lie beside the bundle; from the sources, in `dist`. */
function staticDir(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const beside = join(here, '../client');
  return existsSync(join(beside, 'assets')) ? beside : join(here, '../../dist/client');
}
