/**
 * `moked check`: validates the configuration and reaches every source and the database, saying exactly what is wrong with each, all at once.
 * It reads and connects; it makes no folder, no secret and no table, and starts nothing.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { EmbeddedError } from '../../db/embedded/embedded-error.ts';
import { isAlive } from '../../db/embedded/folder.ts';
import { inspectEmbedded, inspectFolder } from '../../db/embedded/inspect.ts';
import { inspectDatabase, inspectOther } from '../../db/inspect.ts';
import type { Result } from '../../shared/result.ts';
import { inspectBackups } from '../backup/folder.ts';
import { realClock } from '../clock.ts';
import { isDemo } from '../config/sources.ts';
import type { Config, Reading } from '../config.ts';
import { controlFile, parseAddress } from '../control/server.ts';
import { checkSource, inEnglish } from '../source-check.ts';
import { makeSources, readAll } from './environment.ts';
import { CommandError } from './failures.ts';
import { DEMO, LIVE, listenProblem } from './open.ts';

/** @returns 0 if all is well, 1 if something cannot be used, 2 if the configuration is wrong. */
export async function run(args: readonly string[]): Promise<number> {
  if (args.length > 0) throw new CommandError(2, 'usage: moked check');
  const reading = readAll();
  const { errors, config } = reading;
  let failed = 0;
  const tell = (name: string, result: Result<string>) => {
    if (!result.ok) failed++;
    console.log(`${name}: ${result.ok ? result.value : `FAILED: ${result.error}`}`);
  };
  for (const error of errors) tell('configuration', { ok: false, error });
  if (errors.length === 0) console.log('configuration: fine');
  if (reading.dataDir !== undefined) tell('data folder', folderOf(reading.dataDir));
  tell('database', await database(reading));
  if (config !== undefined) tell('port', await port(config));
  if (config !== undefined && !config.isDemo) tell('backups', backups(config));
  // A simulated floor that is wrong has no site to live by.
  const sources = makeSources(reading.sources, config?.timezone ?? 'UTC');
  const results = await Promise.all(sources.map((source) => checkSource(source)));
  for (const [index, source] of sources.entries()) {
    for (const { result, explained } of results[index] ?? []) {
      tell(`source ${source.name} (${source.kind})`, result);
      for (const known of explained) console.log(`  - ${inEnglish(known)}`);
    }
  }
  if (config?.isDemo === true && runningServer(config.dataDir) !== null) {
    console.log(
      'note: MOKED_SOURCES is not set in this shell; the running server may have been started with other settings than those looked at here',
    );
  }
  const senders = config?.ingestTokens ?? [];
  if (senders.length > 0) console.log(`HTTP ingest: open for ${senders.map(({ name }) => name).join(', ')}`);
  if (errors.length > 0) return 2;
  return failed === 0 ? 0 : 1;
}

function embedded<T>(look: () => T): Result<T> {
  try {
    return { ok: true, value: look() };
  } catch (error) {
    if (error instanceof EmbeddedError) return { ok: false, error: error.message };
    throw error;
  }
}

function folderOf(dataDir: string): Result<string> {
  const folder = embedded(() => inspectFolder(dataDir));
  if (!folder.ok) return folder;
  return { ok: true, value: existsSync(folder.value.path) ? folder.value.path : `${folder.value.path}, which the first start makes` };
}

async function database({ databaseUrl, dataDir, sources, errors }: Reading): Promise<Result<string>> {
  const wantsDemo = errors.length === 0 && isDemo(sources);
  if (databaseUrl !== undefined) {
    const other = wantsDemo ? await inspectOther(databaseUrl, DEMO) : null;
    if (other !== null) return other;
    const url = new URL(databaseUrl);
    if (wantsDemo) url.pathname = `/${DEMO}`;
    return inspectDatabase(url.href);
  }
  if (dataDir === undefined || errors.some((error) => error.startsWith('DATABASE_URL'))) {
    return { ok: false, error: 'not looked at: the configuration does not say which' };
  }
  const found = embedded(() => inspectEmbedded(dataDir));
  if (!found.ok) return found;
  const { text, urlOf } = found.value;
  if (urlOf === undefined) return { ok: true, value: text };
  const name = wantsDemo ? DEMO : LIVE;
  // The demo and the live floor each make their own at their first start.
  const absent = await inspectOther(urlOf('postgres'), name);
  const inspected = absent ?? (await inspectDatabase(urlOf(name)));
  return inspected.ok ? { ok: true, value: `${text}; ${inspected.value}` } : inspected;
}

function backups({ backup, dataDir }: Config): Result<string> {
  if (backup === null) return { ok: true, value: 'none at night, as MOKED_BACKUP says' };
  return inspectBackups(backup, realClock.now(), runningServer(dataDir) !== null);
}

/** The process of the server on this data folder, if there is one that lives. */
function runningServer(dataDir: string): number | null {
  const file = controlFile(dataDir);
  const address = existsSync(file) ? parseAddress(readFileSync(file, 'utf8')) : null;
  return address?.ok === true && isAlive(address.value.pid) ? address.value.pid : null;
}

/** The port is ours where our own server has it. */
async function port({ dataDir, host, port: wanted }: Config): Promise<Result<string>> {
  const problem = await new Promise<unknown>((resolve) => {
    const probe = createServer();
    probe.once('error', resolve);
    probe.listen({ host, port: wanted, exclusive: true }, () => probe.close(() => resolve(null)));
  });
  if (problem === null) return { ok: true, value: `${wanted} of ${host} is free` };
  const pid = runningServer(dataDir);
  if (pid !== null) return { ok: true, value: `in use: the server runs (process ${pid})` };
  const told = listenProblem(problem, host, wanted);
  if (told instanceof CommandError) return { ok: false, error: told.message };
  throw problem;
}
