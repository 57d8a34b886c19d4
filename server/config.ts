/**
 * Every setting of the environment, and the only reader of it. One entry a setting: CONFIG.md is generated from them.
 * All errors are told at once, each naming the variable, its value and what is allowed.
 */
import { resolve } from 'node:path';
import type { Result } from '../shared/result.ts';
import { type Entry, entry } from './config/entry.ts';
import { backupDirOf, type KeptDays, keepingEntries, keepingProblems } from './config/keeping.ts';
import { escapeProblem, masked } from './config/secret-text.ts';
import { type Rhythm, readSenders } from './config/senders.ts';
import { readShifts } from './config/shifts.ts';
import { ABOUT_SOURCES, isDemo, readSources, type SourceConfig } from './config/sources.ts';
import { supervisedEntry } from './config/supervised.ts';
import { textOf } from './config/text.ts';
import { type Tls, tlsOf } from './config/tls.ts';
import { type IngestToken, readTokens, TOKEN_MIN_LENGTH } from './config/tokens.ts';
import * as values from './config/values.ts';

export const entries = {
  port: entry({
    name: 'MOKED_PORT',
    fallback: '3000',
    allowed: 'a port, 0 to 65535 (with 0, any free one)',
    about: 'Port of the pages, the API and the live socket.',
    parse: values.integer(0, 65_535),
  }),
  host: entry({
    name: 'MOKED_HOST',
    fallback: '127.0.0.1',
    fallbackNote: '`127.0.0.1`; the container sets `0.0.0.0`',
    allowed: 'an address or host name of this machine',
    about: 'Address to listen on.',
    parse: values.hostName,
  }),
  databaseUrl: entry({
    name: 'DATABASE_URL',
    fallback: undefined,
    fallbackNote: 'none: the embedded PostgreSQL',
    allowed: 'postgres://user:password@host:5432/database',
    about:
      'A PostgreSQL of your own, version 14 or later. The database must be there, and its user be allowed to create tables in it. ' +
      'In user and password write `#` as `%23`, `/` as `%2F`, `@` as `%40`. The demo floor never writes to it: its data go to a database ' +
      'of their own on the same server, `moked_demo`, which is made at the first start (that needs the right `CREATEDB`). PgBouncer in between is to keep sessions and has to be told `ignore_startup_parameters = lock_timeout,statement_timeout,idle_in_transaction_session_timeout`.',
    isSecret: true,
    parse: (text) => (escapeProblem(text) !== undefined || values.urlOf('postgres', 'postgresql')(text) === undefined ? undefined : text),
    explain: (text) => [escapeProblem(text)].filter((problem) => problem !== undefined).map((problem) => `"${masked(text)}": ${problem}`),
  }),
  dataDir: entry({
    name: 'MOKED_DATA',
    fallback: '.moked',
    allowed: 'a folder that Moked may write to',
    about: 'Folder of the embedded database and of generated secrets.',
    parse: (text) => resolve(text),
  }),
  sources: entry({
    name: 'MOKED_SOURCES',
    fallback: 'simulator://demo',
    allowed:
      'URLs separated by spaces, each with a name of its own (?name=), such as asterisk://user:secret@10.0.0.5:5038?name=pbx1; or the word none',
    about: ABOUT_SOURCES,
    isSecret: true,
    parse: (text) => (readSources(text).problems.length > 0 ? undefined : readSources(text).sources),
    explain: (text) => readSources(text).problems,
  }),
  timezone: entry({
    name: 'MOKED_TIMEZONE',
    fallback: 'Asia/Jerusalem',
    allowed: 'an IANA time zone as Area/City, such as Asia/Jerusalem, or UTC',
    about: 'Time zone of the site: business days, shifts and intervals follow it.',
    parse: values.timezone,
  }),
  locale: entry({
    name: 'MOKED_LOCALE',
    fallback: 'he',
    allowed: 'he or en',
    about: 'First language of the pages.',
    parse: values.oneOf('he', 'en'),
  }),
  shifts: entry({
    name: 'MOKED_SHIFTS',
    fallback: 'morning 07:00-15:00, evening 15:00-23:00, night 23:00-07:00',
    allowed: 'spans separated by commas, each a name and two times on a quarter of an hour, such as: morning 07:00-15:00',
    about:
      'Named spans of the business day. A shift belongs to the business day in which it starts. Shifts may overlap and need not fill the day: ' +
      'each is counted whole in its review, and the wall shows the one that began last. No name twice, and none without a length.',
    parse: (text) => (readShifts(text).problems.length > 0 ? undefined : readShifts(text).shifts),
    explain: (text) => readShifts(text).problems,
  }),
  dayStart: entry({
    name: 'MOKED_DAY_START',
    fallback: '03:00',
    allowed: 'a time on a quarter of an hour, such as 03:00',
    about: 'When the business day turns.',
    parse: values.quarter,
  }),
  ingestTokens: entry({
    name: 'MOKED_INGEST_TOKENS',
    fallback: undefined,
    fallbackNote: 'none: HTTP ingest is closed',
    allowed: `name:token pairs separated by spaces or commas; names of letters, digits, dots and dashes; tokens of at least ${TOKEN_MIN_LENGTH} characters, none twice`,
    about:
      'Who may post events. The name becomes the source of the events. Ten different wrong tokens a minute are taken from one address, and then none: choose long random ones.',
    isSecret: true,
    parse: (text) => (readTokens(text).problems.length > 0 ? undefined : readTokens(text).tokens),
    explain: (text) => readTokens(text).problems,
  }),
  serviceLevel: entry({
    name: 'MOKED_SERVICE_LEVEL',
    fallback: '80/20',
    allowed: 'per cent/seconds, such as 80/20',
    about: 'Default target of the service level; queues may have their own in the settings.',
    parse: values.serviceLevel,
  }),
  shortAbandonMs: entry({
    name: 'MOKED_SHORT_ABANDON',
    fallback: '5',
    allowed: 'seconds, 0 to 3600',
    about: 'A contact that leaves before this many seconds counts as a short abandon.',
    parse: values.integer(0, 3600, 1000),
  }),
  wrapupAllowedMs: entry({
    name: 'MOKED_WRAPUP_ALLOWED',
    fallback: '30',
    allowed: 'seconds, 0 to 86400',
    about: 'Wrap-up allowed after a contact, until the settings say otherwise.',
    parse: values.integer(0, 86_400, 1000),
  }),
  breakAllowedMs: entry({
    name: 'MOKED_BREAK_ALLOWED',
    fallback: '15',
    allowed: 'minutes, 0 to 1440',
    about: 'Length of a break allowed, until the settings say otherwise.',
    parse: values.integer(0, 1440, 60_000),
  }),
  publicUrl: entry({
    name: 'MOKED_PUBLIC_URL',
    fallback: undefined,
    fallbackNote: '`http://localhost:3000` (with the port of `MOKED_PORT`; `https` with a certificate)',
    allowed: 'the http:// or https:// URL that people use',
    about: 'Host and Origin of requests are checked against it and localhost.',
    parse: values.urlOf('http', 'https'),
  }),
  tlsCert: entry({
    name: 'MOKED_TLS_CERT',
    fallback: undefined,
    fallbackNote: 'none: plain HTTP',
    allowed: 'the path of a file with a certificate in PEM, its chain behind it; together with `MOKED_TLS_KEY`',
    about:
      'With both the pages, the API and the live socket are served over HTTPS. A renewed certificate is taken within the hour, without a restart.',
    parse: values.nonEmpty,
  }),
  tlsKey: entry({
    name: 'MOKED_TLS_KEY',
    fallback: undefined,
    fallbackNote: 'none: plain HTTP',
    allowed: 'the path of a file with its private key in PEM, without a passphrase',
    about: 'The key of `MOKED_TLS_CERT`.',
    parse: values.nonEmpty,
  }),
  wallKey: entry({
    name: 'MOKED_WALL_KEY',
    fallback: undefined,
    fallbackNote: 'generated and printed at start',
    allowed: 'any text',
    about:
      'Entered once on a TV, in any case, with or without dashes and blanks; it becomes a read-only cookie for the wall. Ten different wrong keys ' +
      'a minute are taken from one address, and then none: choose at least 8 letters.',
    isSecret: true,
    parse: values.nonEmpty,
  }),
  ...keepingEntries,
  auth: entry({
    name: 'MOKED_AUTH',
    fallback: 'on',
    allowed: 'on; off (only while MOKED_HOST is loopback); off-i-know',
    about: '`off` opens every page to whoever reaches the port: for a closed lab only.',
    parse: values.oneOf('on', 'off', 'off-i-know'),
  }),
  supervised: supervisedEntry,
} as const;

type Entries = typeof entries;
type Key = keyof Entries;
type ValueOf<K extends Key> = Entries[K] extends Entry<infer T> ? T : never;
type Optional = 'databaseUrl' | 'ingestTokens' | 'publicUrl' | 'wallKey' | 'tlsCert' | 'tlsKey' | 'backup';
type Parsed = { [K in Exclude<Key, Optional>]: ValueOf<K> } & { [K in Optional]: ValueOf<K> | undefined };

type KeepKey = 'keepLog' | 'keepDetails' | 'keepIntervals';

export type Config = Readonly<
  Omit<Parsed, 'auth' | 'publicUrl' | 'ingestTokens' | 'tlsCert' | 'tlsKey' | 'backup' | KeepKey> & {
    auth: 'on' | 'off';
    publicUrl: URL;
    /** null: plain HTTP. */
    tls: Tls | null;
    ingestTokens: readonly IngestToken[];
    /** How often senders are to be heard, by name, as far as it was said. */
    rhythms: ReadonlyMap<string, Rhythm>;
    /** How many days what is kept; null: for ever. */
    keep: KeptDays;
    /** Folder of the nightly backups; null: there are none. */
    backup: string | null;
    /** True while nobody has said where events come from: the demo floor. */
    isDemo: boolean;
    /** Names of those of `sources` that were added at `/sources`; null where none can be, beside a floor that was asked for. */
    saved: readonly string[] | null;
  }
>;

/** Names in the environment that look like ours and are not: most likely a slip of the pen. */
export function unknownNames(env: NodeJS.ProcessEnv): string[] {
  const known = new Set(Object.values(entries).flatMap(({ name }) => [name, `${name}_FILE`]));
  return Object.keys(env).filter((name) => name.startsWith('MOKED_') && !known.has(name));
}

/** What the environment says, right or wrong. */
export type Reading = {
  /** Every error, each naming the variable, its value and what is allowed. */
  readonly errors: readonly string[];
  /** The sources that can be read, whatever else is wrong. */
  readonly sources: readonly SourceConfig[];
  readonly databaseUrl: string | undefined;
  readonly dataDir: string | undefined;
  /** Only where there is no error. */
  readonly config: Config | undefined;
};

/** Says what is wrong with a source, as its own kind sees it; undefined where nothing is. */
export type SourceProblem = (source: SourceConfig) => string | undefined;

/** Reads the whole environment. */
export function readEnvironment(env: NodeJS.ProcessEnv, readFile: (path: string) => string, problemOf: SourceProblem = () => undefined): Reading {
  const errors: string[] = [];
  let sources: readonly SourceConfig[] = [];
  let unnamed: readonly SourceConfig[] = [];
  function value<K extends Key>(key: K): ValueOf<K> | undefined {
    const { name, fallback, allowed, isSecret, parse, explain } = entries[key] as Entry<ValueOf<K>>;
    const given = textOf(name, env, readFile);
    if (!given.ok) {
      errors.push(given.error);
      return undefined;
    }
    const text = given.value ?? fallback;
    if (text === undefined) return undefined;
    if (key === 'sources') ({ sources, unnamed } = readSources(text));
    const parsed = parse(text);
    if (parsed === undefined) {
      const shown = isSecret ? (text.includes('://') ? `"${masked(text)}"` : '(not shown)') : `"${text}"`;
      const problems = explain?.(text) ?? [];
      const told = problems.length > 0 ? problems : [`${shown} is not allowed`];
      errors.push(...told.map((problem, index) => `${name}: ${problem}${index === told.length - 1 ? `; allowed: ${allowed}` : ''}`));
    }
    return parsed;
  }
  const found = Object.fromEntries((Object.keys(entries) as Key[]).map((key) => [key, value(key)])) as Parsed;
  const senders = readSenders(sources, found.ingestTokens);
  sources = senders.others;
  errors.push(...senders.problems.map((problem) => `MOKED_SOURCES: ${problem}`));
  for (const source of sources) {
    const problem = problemOf(source);
    if (problem !== undefined) errors.push(`MOKED_SOURCES: source "${source.name}": ${problem}`);
  }
  for (const problem of unnamed.map(problemOf)) if (problem !== undefined) errors.push(`MOKED_SOURCES: ${problem}`);
  if (found.auth === 'off' && found.host !== undefined && !values.isLoopback(found.host)) {
    errors.push(`MOKED_AUTH: "off" is not allowed while MOKED_HOST is "${found.host}", which is not loopback; allowed: on, off-i-know`);
  }
  if (errors.length === 0) errors.push(...keepingProblems({ log: found.keepLog, details: found.keepDetails, intervals: found.keepIntervals }));
  const tls = tlsOf(found.tlsCert, found.tlsKey, readFile);
  if (!tls.ok) errors.push(...tls.error);
  const config = errors.length > 0 ? undefined : finished({ ...found, sources }, tls.ok ? tls.value : null, senders.rhythms);
  return { errors, sources, databaseUrl: found.databaseUrl, dataDir: found.dataDir, config };
}

/** Reads the whole environment. @returns the configuration, or every error at once. */
export function loadConfig(env: NodeJS.ProcessEnv, readFile: (path: string) => string, problemOf?: SourceProblem): Result<Config, readonly string[]> {
  const { config, errors } = readEnvironment(env, readFile, problemOf);
  return config === undefined ? { ok: false, error: errors } : { ok: true, value: config };
}

function finished(
  { tlsCert: _cert, tlsKey: _key, keepLog, keepDetails, keepIntervals, ...found }: Parsed,
  tls: Tls | null,
  rhythms: Config['rhythms'],
): Config {
  return {
    ...found,
    tls,
    auth: found.auth === 'on' ? 'on' : 'off',
    publicUrl: found.publicUrl ?? new URL(`${tls === null ? 'http' : 'https'}://localhost:${found.port}`),
    ingestTokens: found.ingestTokens ?? [],
    rhythms,
    backup: backupDirOf(found.backup, found.dataDir),
    keep: { log: keepLog, details: keepDetails, intervals: keepIntervals },
    isDemo: isDemo(found.sources),
    saved: [],
  };
}
