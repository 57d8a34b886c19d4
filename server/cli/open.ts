/** What every command that works on the data does first: find the database, bring it up to date. */
import { openFolder, type StopManner, startEmbedded } from '../../db/embedded.ts';
import { type FoldLock, takeFoldLock } from '../../db/fold-lock.ts';
import { migrate } from '../../db/migrate.ts';
import { type Database, openDatabase, placeOf, reach } from '../../db/open.ts';
import type { Config } from '../config.ts';
import { asCommandError, CommandError, unusable } from './failures.ts';
import { unless } from './interruptible.ts';

export type Opened = {
  readonly config: Config;
  readonly url: string;
  readonly db: Database;
  readonly place: string;
  /** Starts our own PostgreSQL again if it has died. */
  revive(): Promise<void>;
  /** The first call counts. */
  close(how?: Closing): Promise<void>;
};

export type Closing = {
  /** Ends our own PostgreSQL too. Without it one that ran before is left running: it may serve another process. */
  readonly withDatabase?: boolean;
  /** `hung`: a database that does not answer is left, or ended, within two seconds and a half. */
  readonly manner?: StopManner;
};

/** So long a database that hangs is waited for to end its connections. */
const CUT_WITHIN_MS = 250;

export const LIVE = 'moked';
/** The simulator never writes beside real data. */
export const DEMO = 'moked_demo';

/**
 * Opens the database of the configuration, started and migrated. @param options.signal gives it up and leaves nothing running.
 * @throws CommandError that says what is wrong.
 */
export async function openConfigured(config: Config, options: { name: string; signal?: AbortSignal }): Promise<Opened> {
  const { signal = new AbortController().signal } = options;
  const { url, stop, place, revive } = await locate(config, signal);
  try {
    const db = openDatabase(url, { name: options.name });
    const reached = await unless(signal, reach(db, url));
    if (!reached.ok) {
      await db.close();
      throw unusable(reached.error.text, reached.error.mayPass);
    }
    await unless(signal, migrate(url));
    let closed: Promise<void> | undefined;
    return {
      config,
      url,
      db,
      place,
      revive,
      close(how = {}) {
        closed ??= db.close(how.manner === 'hung' ? CUT_WITHIN_MS : undefined).then(() => stop(how));
        return closed;
      },
    };
  } catch (error) {
    await stop(signal.aborted ? { manner: 'hung' } : {});
    throw asCommandError(error, place);
  }
}

/** Takes the lock of the fold, or tells who has it; nothing is watched. @throws CommandError where the database goes away just then; it is closed. */
export async function takeLock({ url, place, close }: Opened): Promise<FoldLock> {
  try {
    return await takeFoldLock(url, () => undefined);
  } catch (error) {
    await close();
    throw asCommandError(error, place);
  }
}

type Located = { url: string; place: string; stop: (how: Closing) => Promise<void>; revive: () => Promise<void> };

async function locate(config: Config, signal: AbortSignal): Promise<Located> {
  if (config.databaseUrl !== undefined) {
    checkFolder(config.dataDir);
    const url = config.isDemo ? await unless(signal, demoBeside(config.databaseUrl)) : config.databaseUrl;
    return { url, place: `PostgreSQL at ${placeOf(url)}`, stop: async () => undefined, revive: async () => undefined };
  }
  const options = { dataDir: config.dataDir, database: config.isDemo ? DEMO : LIVE };
  const place = `embedded PostgreSQL in ${config.dataDir}`;
  try {
    let embedded = await startEmbedded({ ...options, signal });
    const { url } = embedded;
    const revive = async () => {
      embedded = await startEmbedded(options);
      // The pool knows one address; a new one needs a new process.
      if (embedded.url !== url) throw new CommandError(1, 'the embedded PostgreSQL came back at another port');
    };
    const stop = async ({ withDatabase = false, manner }: Closing) => {
      if (withDatabase || !embedded.wasAdopted) await embedded.stop(manner);
    };
    return { url, place, stop, revive };
  } catch (error) {
    throw asCommandError(error, place);
  }
}

/** Generated secrets lie there, whoever runs the database. */
function checkFolder(dataDir: string): void {
  try {
    openFolder(dataDir);
  } catch (error) {
    throw asCommandError(error, dataDir);
  }
}

/** The demo's own database on the server that `DATABASE_URL` names. */
async function demoBeside(databaseUrl: string): Promise<string> {
  const url = new URL(databaseUrl);
  const db = openDatabase(databaseUrl, { connections: 1, name: 'moked demo' });
  try {
    const reached = await reach(db, databaseUrl);
    if (!reached.ok) throw unusable(reached.error.text, reached.error.mayPass);
    const [there] = await db.sql`select 1 from pg_database where datname = ${DEMO}`;
    if (there === undefined) await db.sql.unsafe(`create database ${DEMO}`);
  } catch (error) {
    throw asCommandError(error, `the demo needs a database "${DEMO}" of its own beside ${placeOf(databaseUrl)}; create it, or set MOKED_SOURCES`);
  } finally {
    await db.close();
  }
  url.pathname = `/${DEMO}`;
  return url.href;
}

/** In words, why the port cannot be had; any other error comes back as it was. */
export function listenProblem(error: unknown, host: string, port: number): unknown {
  if (!(error instanceof Error && 'syscall' in error && error.syscall === 'listen' && 'code' in error)) return error;
  switch (error.code) {
    case 'EADDRINUSE':
      return new CommandError(2, `port ${port} of ${host} is in use by another program; end it, or set MOKED_PORT to a free one`);
    case 'EACCES':
      return new CommandError(2, `this user may not listen on port ${port}; set MOKED_PORT to 1024 or above`);
    case 'EADDRNOTAVAIL':
      return new CommandError(
        2,
        `MOKED_HOST: this machine has no address "${host}"; allowed: an address of this machine, such as 127.0.0.1 or 0.0.0.0`,
      );
    default:
      return error;
  }
}
