/** What every command that works on the data does first: read the configuration, find the database, bring it up to date. */
import { readFileSync } from 'node:fs';
import { EmbeddedError, startEmbedded } from '../../db/embedded.ts';
import { MigrationError, migrate } from '../../db/migrate.ts';
import { type Database, describeFailure, openDatabase, placeOf, reach } from '../../db/open.ts';
import type { Result } from '../../shared/result.ts';
import { type Config, loadConfig, unknownNames } from '../config.ts';

/** A failure to tell in a sentence, with the exit code: 1 failed, 2 bad usage or configuration. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: 1 | 2;

  constructor(code: 1 | 2, message: string) {
    super(message);
    this.code = code;
  }
}

export type Opened = {
  readonly config: Config;
  readonly url: string;
  readonly db: Database;
  readonly place: string;
  /** Starts our own PostgreSQL again if it has died. */
  revive(): Promise<void>;
  /** `stop`: ends our own PostgreSQL too. Without it one that ran before is left running: it may serve another process. */
  close(how?: 'stop'): Promise<void>;
};

const LIVE = 'moked';
/** The simulator never writes beside real data. */
const DEMO = 'moked_demo';

/** @throws CommandError with every configuration error at once. */
export function readConfig(): Config {
  for (const name of unknownNames(process.env)) console.warn(`${name} is set, but there is no such setting; see CONFIG.md`);
  const loaded = loadConfig(process.env, (path) => readFileSync(path, 'utf8'));
  if (!loaded.ok) throw new CommandError(2, loaded.error.join('\n'));
  return loaded.value;
}

/** Opens the database of the configuration, started and migrated. @throws CommandError that says what is wrong. */
export async function openConfigured(config: Config, options: { name: string }): Promise<Opened> {
  const { url, stop, place, revive } = await locate(config);
  try {
    const db = openDatabase(url, { name: options.name });
    const reached = await reach(db, url);
    if (!reached.ok) {
      await db.close();
      throw new CommandError(1, reached.error);
    }
    await migrate(url);
    return {
      config,
      url,
      db,
      place,
      revive,
      async close(how) {
        await db.close();
        await stop(how);
      },
    };
  } catch (error) {
    await stop();
    throw asCommandError(error, place);
  }
}

type Located = { url: string; place: string; stop: (how?: 'stop') => Promise<void>; revive: () => Promise<void> };

async function locate(config: Config): Promise<Located> {
  if (config.databaseUrl !== undefined) {
    const url = config.isDemo ? await demoBeside(config.databaseUrl) : config.databaseUrl;
    return { url, place: `PostgreSQL at ${placeOf(url)}`, stop: async () => undefined, revive: async () => undefined };
  }
  const options = { dataDir: config.dataDir, database: config.isDemo ? DEMO : LIVE };
  const place = `embedded PostgreSQL in ${config.dataDir}`;
  try {
    let embedded = await startEmbedded(options);
    const { url } = embedded;
    const revive = async () => {
      embedded = await startEmbedded(options);
      // The pool knows one address; a new one needs a new process.
      if (embedded.url !== url) throw new CommandError(1, 'the embedded PostgreSQL came back at another port');
    };
    const stop = async (how?: 'stop') => {
      if (how === 'stop' || !embedded.wasAdopted) await embedded.stop();
    };
    return { url, place, stop, revive };
  } catch (error) {
    throw asCommandError(error, place);
  }
}

/** The demo's own database on the server that `DATABASE_URL` names. */
async function demoBeside(databaseUrl: string): Promise<string> {
  const url = new URL(databaseUrl);
  const db = openDatabase(databaseUrl, { connections: 1, name: 'moked demo' });
  try {
    const reached = await reach(db, databaseUrl);
    if (!reached.ok) throw new CommandError(1, reached.error);
    const [there] = await db.sql`select 1 from pg_database where datname = ${DEMO}`;
    if (there === undefined) await db.sql.unsafe(`create database ${DEMO}`);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(
      1,
      `the demo needs a database "${DEMO}" of its own beside ${placeOf(databaseUrl)}: ${describeFailure(error) ?? String(error)}; set MOKED_SOURCES for your own telephone system`,
    );
  } finally {
    await db.close();
  }
  url.pathname = `/${DEMO}`;
  return url.href;
}

function asCommandError(error: unknown, place: string): unknown {
  if (error instanceof CommandError) return error;
  if (error instanceof EmbeddedError || error instanceof MigrationError) return new CommandError(1, error.message);
  const why = describeFailure(error);
  return why === undefined ? error : new CommandError(1, `${place}: ${why}`);
}

/** Makes the configured sources. @throws CommandError naming each URL that is wrong. */
export function parseSources<S extends { readonly name: string }>(
  { sources: configured, timezone }: Config,
  kinds: readonly { readonly schemes: readonly string[]; parse(url: URL): Result<S> }[],
): S[] {
  const errors: string[] = [];
  const sources: S[] = [];
  for (const { kind, name, url } of configured) {
    const known = kinds.find(({ schemes }) => schemes.includes(kind));
    if (known === undefined) {
      errors.push(
        `MOKED_SOURCES: "${kind}://" is not a kind of source; allowed: ${kinds
          .flatMap(({ schemes }) => schemes)
          .map((scheme) => `${scheme}://`)
          .join(', ')}`,
      );
      continue;
    }
    // A simulated floor lives by the site's clock, unless its URL says otherwise.
    if (kind === 'simulator' && !url.searchParams.has('timezone')) url.searchParams.set('timezone', timezone);
    const parsed = known.parse(url);
    if (parsed.ok) sources.push(parsed.value);
    else errors.push(`MOKED_SOURCES: source "${name}": ${parsed.error}`);
  }
  if (errors.length > 0) throw new CommandError(2, errors.join('\n'));
  return sources;
}
