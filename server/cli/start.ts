/** `moked start`: the server, until it is told to stop. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { placeOf } from '../../db/open.ts';
import { type App, createApp } from '../app.ts';
import { buildOf } from '../build.ts';
import { realClock, sleep } from '../clock.ts';
import type { Config } from '../config.ts';
import { jobSettings } from '../control/job-settings.ts';
import { openControl } from '../control/server.ts';
import { Leadership } from '../leadership.ts';
import { createLogger } from '../log.ts';
import { makeSources, readConfig } from './environment.ts';
import { asCommandError, CommandError } from './failures.ts';
import { DEMO, listenProblem, type Opened, openConfigured } from './open.ts';

/**
 * A stop that takes longer is cut: what was acknowledged is committed, and the next start replays the rest. With what a database that hangs is
 * given to end, five seconds in all.
 */
const STOP_WITHIN_MS = 2500;
/** So long a database that hangs is waited for to give the lock of the fold back: it goes with the connection. */
const RELEASE_WITHIN_MS = 250;
/** Asked to stop, and cut: not all that was known is written. */
const CUT = 1;
/** Asked for by the server itself: other data are to be opened (`supervise.ts`, or what `MOKED_SUPERVISED` speaks of). */
const RESTART = 3;
/** So long a stop waits for a database that is just being opened, and then for it to be closed again. */
const OPEN_WITHIN_MS = 2500;

/** Asked to stop before the server was up. */
class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** What ends the server, from the first moment on: a stop during the start must leave no database behind. */
class Ending {
  readonly code: Promise<number>;
  readonly #asked = new AbortController();
  #end: (code: number) => void = () => undefined;

  constructor() {
    this.code = new Promise((resolve) => {
      this.#end = resolve;
    });
    // A terminal and the supervisor both tell us: the second telling must not cut the stop short.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.end(0));
    // Killed with no time to tell us: a server that nobody watches would run on, and the next `npm start` find its port taken.
    if (process.connected) process.once('disconnect', () => this.end(0));
  }

  /** Aborts as soon as the end is asked for. */
  get signal(): AbortSignal {
    return this.#asked.signal;
  }

  end(code: number): void {
    this.#end(code);
    this.#asked.abort(new Stopped('asked to stop'));
  }

  /** Waits for a part of the start, but not longer than this once the end is asked for. */
  async unless<T>(work: Promise<T>, withinMs: number): Promise<T> {
    const done = new AbortController();
    const limit = this.code.then(() => sleep(realClock, withinMs, done.signal));
    const first = await Promise.race([work.then((value) => ({ value })), limit.then(() => null)]);
    done.abort();
    if (first === null || this.signal.aborted) throw new Stopped('asked to stop');
    return first.value;
  }
}

/** @returns the exit code when the server has ended. */
export async function run(args: readonly string[]): Promise<number> {
  if (args.length > 0) throw new CommandError(2, `start takes no arguments; "${args[0]}" is not known`);
  const config = readConfig();
  const ending = new Ending();
  const opening = openConfigured(config, { name: `moked, process ${process.pid}`, signal: ending.signal });
  try {
    const opened = await ending.unless(opening, OPEN_WITHIN_MS);
    return await serve(config, opened, ending);
  } catch (error) {
    if (!ending.signal.aborted) throw error;
    return ending.code;
  } finally {
    if (ending.signal.aborted) await closeLate(opening);
  }
}

/** A database that came up just as the stop was asked for goes down again; one that never came has nothing to close. */
async function closeLate(opening: Promise<Opened>): Promise<void> {
  const late = new AbortController();
  const closed = opening.then(
    (opened) => opened.close({ manner: 'hung' }),
    () => 'there is nothing to close',
  );
  await Promise.race([closed, sleep(realClock, OPEN_WITHIN_MS, late.signal)]);
  late.abort();
}

async function serve(config: Config, opened: Opened, ending: Ending): Promise<number> {
  const log = createLogger(realClock);
  const over = new AbortController();
  let app: App | undefined;
  let isOurs = false;
  let hasEnded = false;
  let control: { close(): void } | undefined;
  const leadership = new Leadership({
    url: opened.url,
    clock: realClock,
    log,
    signal: over.signal,
    revive: () => opened.revive(),
    onLost: () => app?.pause(),
    onRegained: () => app?.resume(),
    onOusted: (holder) => {
      log.error('another process folds now; ending', { holder });
      ending.end(1);
    },
  });
  try {
    const holder = await ending.unless(leadership.take(), 0);
    isOurs = holder === null;
    if (holder !== null) throw new CommandError(2, `${opened.place} is in use by ${holder}; only one server may run on it`);
    app = await ending.unless(
      createApp({
        config,
        clock: realClock,
        log,
        db: opened.db,
        sources: makeSources(config.sources, config.timezone),
        staticDir: staticDir(),
        build: buildOf(staticDir()),
        onBroken: () => ending.end(1),
        // Where nobody starts it again, an end is an end.
        restart: process.connected || config.supervised === 'yes' ? () => ending.end(RESTART) : undefined,
      }),
      0,
    );
    control = await openControl(config.dataDir, { core: app.core, db: opened.db, ...jobSettings(config, realClock) });
    greet(app, config, opened.place);
    const code = await ending.code;
    hasEnded = await stop(app, code);
    if (hasEnded) return code;
    log.error('not everything has ended in time, and the rest is cut; nothing acknowledged is lost, the next start counts it from the log', {
      withinMs: STOP_WITHIN_MS,
    });
    return code === 0 ? CUT : code;
  } catch (error) {
    throw asCommandError(listenProblem(error, config.host, config.port), opened.place);
  } finally {
    control?.close();
    over.abort();
    const isHung = ending.signal.aborted && !hasEnded;
    await leadership.release(isHung ? RELEASE_WITHIN_MS : undefined);
    // Without the lock the database serves another server.
    await opened.close({ withDatabase: isOurs, manner: isHung ? 'hung' : 'patient' });
  }
}

/** @returns false where it was cut: most likely the database hangs. */
async function stop(app: App, code: number): Promise<boolean> {
  // A fold that broke must not write what it has.
  if (code !== 0 && code !== RESTART) return true;
  const done = new AbortController();
  const hasEnded = await Promise.race([app.stop().then(() => true), sleep(realClock, STOP_WITHIN_MS, done.signal).then(() => false)]);
  done.abort();
  return hasEnded;
}

function greet(app: App, { host, isDemo, databaseUrl, tls }: Config, place: string): void {
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host === '127.0.0.1' ? 'localhost' : host;
  console.log(
    `Moked: ${tls === null ? 'http' : 'https'}://${shown}:${app.port}${isDemo ? '   (demo: a simulated floor; connect your own at /start, or set MOKED_SOURCES)' : ''}`,
  );
  if (isDemo && databaseUrl !== undefined) {
    console.log(
      `The demo writes to a database of its own, ${DEMO}; ${placeOf(databaseUrl)} of DATABASE_URL is left alone until MOKED_SOURCES is set`,
    );
  }
  const isHereOnly = shown === 'localhost' && host !== '0.0.0.0' && host !== '::';
  const forOthers = isHereOnly ? 'for other screens set MOKED_HOST=0.0.0.0; their wall key:' : 'Wall key for other screens:';
  console.log(`${forOthers} ${app.wallKey}   (data: ${place})`);
}

/** The built pages lie beside the bundle; from the sources, in `dist`. */
function staticDir(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const beside = join(here, '../client');
  return existsSync(join(beside, 'assets')) ? beside : join(here, '../../dist/client');
}
