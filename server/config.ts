/**
 * Every setting of the environment, and the only reader of it. One entry a setting: CONFIG.md is generated from them.
 * All errors are told at once, each naming the variable, its value and what is allowed.
 */
import { resolve } from 'node:path';
import type { Result } from '../shared/result.ts';
import * as values from './config/values.ts';

type Entry<T> = {
  readonly name: string;
  /** What stands where the variable is not set; `undefined` where there is none. */
  readonly fallback: string | undefined;
  /** The fallback in words, where it is not a plain text. */
  readonly fallbackNote?: string;
  readonly allowed: string;
  readonly about: string;
  /** Its value is never shown. */
  readonly isSecret?: boolean;
  readonly parse: values.Parse<T>;
};

const entry = <T>(it: Entry<T>): Entry<T> => it;

export const entries = {
  port: entry({
    name: 'MOKED_PORT',
    fallback: '3000',
    allowed: 'a port, 0 to 65535 (0: any free one)',
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
    about: 'A PostgreSQL of your own, version 14 or later.',
    isSecret: true,
    parse: (text) => (values.urlOf('postgres', 'postgresql')(text) === undefined ? undefined : text),
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
    about:
      'Where events come from. Asterisk: `asterisk://user:secret@host:5038?name=pbx1`, `asterisks://` for TLS, with ' +
      '`queueLog=` (path of its log), `wrapup=sales:10,support:15` (seconds a queue) and `acwReasons=` (pause reasons that are ' +
      'after-call work). `none`: no source but HTTP ingest and imports. Unset: the demo floor.',
    isSecret: true,
    parse: values.sources,
  }),
  timezone: entry({
    name: 'MOKED_TIMEZONE',
    fallback: 'Asia/Jerusalem',
    allowed: 'an IANA time zone, such as Asia/Jerusalem',
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
    about: 'Named spans of the business day. A shift belongs to the business day in which it starts.',
    parse: values.shifts,
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
    allowed: 'name:token pairs separated by spaces or commas; names of letters, digits, dots and dashes; no token twice',
    about: 'Who may post events. The name becomes the source of the events.',
    isSecret: true,
    parse: values.ingestTokens,
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
    fallbackNote: '`http://localhost:3000` (with the port of `MOKED_PORT`)',
    allowed: 'the http:// or https:// URL that people use',
    about: 'Host and Origin of requests are checked against it and localhost.',
    parse: values.urlOf('http', 'https'),
  }),
  wallKey: entry({
    name: 'MOKED_WALL_KEY',
    fallback: undefined,
    fallbackNote: 'generated and printed at start',
    allowed: 'any text',
    about: 'Entered once on a TV; it becomes a read-only cookie for the wall.',
    isSecret: true,
    parse: values.nonEmpty,
  }),
  auth: entry({
    name: 'MOKED_AUTH',
    fallback: 'on',
    allowed: 'on; off (only while MOKED_HOST is loopback); off-i-know',
    about: '`off` opens every page to whoever reaches the port: for a closed lab only.',
    parse: values.oneOf('on', 'off', 'off-i-know'),
  }),
} as const;

type Entries = typeof entries;
type Key = keyof Entries;
type ValueOf<K extends Key> = Entries[K] extends Entry<infer T> ? T : never;
type Optional = 'databaseUrl' | 'ingestTokens' | 'publicUrl' | 'wallKey';
type Parsed = { [K in Exclude<Key, Optional>]: ValueOf<K> } & { [K in Optional]: ValueOf<K> | undefined };

export type Config = Readonly<
  Omit<Parsed, 'auth' | 'publicUrl' | 'ingestTokens'> & {
    auth: 'on' | 'off';
    publicUrl: URL;
    ingestTokens: readonly values.IngestToken[];
    /** True while nobody has said where events come from: the demo floor. */
    isDemo: boolean;
  }
>;

/** Names in the environment that look like ours and are not: most likely a slip of the pen. */
export function unknownNames(env: NodeJS.ProcessEnv): string[] {
  const known = new Set(Object.values(entries).flatMap(({ name }) => [name, `${name}_FILE`]));
  return Object.keys(env).filter((name) => name.startsWith('MOKED_') && !known.has(name));
}

/** The text of a setting: from the variable or from the file that `NAME_FILE` names. Empty counts as not set. */
function textOf(name: string, env: NodeJS.ProcessEnv, readFile: (path: string) => string): Result<string | undefined> {
  const text = env[name]?.trim() || undefined;
  const path = env[`${name}_FILE`] || undefined;
  if (path === undefined) return { ok: true, value: text };
  if (text !== undefined) return { ok: false, error: `${name} and ${name}_FILE are both set: set one of them` };
  try {
    return { ok: true, value: readFile(path).trim() || undefined };
  } catch (error) {
    return { ok: false, error: `${name}_FILE: cannot read ${path}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.');

/** Reads the whole environment. @returns the configuration, or every error at once. */
export function loadConfig(env: NodeJS.ProcessEnv, readFile: (path: string) => string): Result<Config, readonly string[]> {
  const errors: string[] = [];
  function value<K extends Key>(key: K): ValueOf<K> | undefined {
    const { name, fallback, allowed, isSecret, parse } = entries[key] as Entry<ValueOf<K>>;
    const given = textOf(name, env, readFile);
    if (!given.ok) {
      errors.push(given.error);
      return undefined;
    }
    const text = given.value ?? fallback;
    if (text === undefined) return undefined;
    const parsed = parse(text);
    if (parsed === undefined) {
      const shown = isSecret ? (text.includes('://') ? `"${values.masked(text)}"` : '(not shown)') : `"${text}"`;
      errors.push(`${name}: ${shown} is not allowed; allowed: ${allowed}`);
    }
    return parsed;
  }
  const found = Object.fromEntries((Object.keys(entries) as Key[]).map((key) => [key, value(key)])) as Parsed;
  if (errors.length === 0 && found.auth === 'off' && !isLoopback(found.host)) {
    errors.push(`MOKED_AUTH: "off" is not allowed while MOKED_HOST is "${found.host}", which is not loopback; allowed: on, off-i-know`);
  }
  if (errors.length > 0) return { ok: false, error: errors };
  return {
    ok: true,
    value: {
      ...found,
      auth: found.auth === 'on' ? 'on' : 'off',
      publicUrl: found.publicUrl ?? new URL(`http://localhost:${found.port}`),
      ingestTokens: found.ingestTokens ?? [],
      isDemo: found.sources.length > 0 && found.sources.every(({ kind }) => kind === 'simulator'),
    },
  };
}

/** CONFIG.md. */
export function describeConfig(): string {
  const rows = Object.values(entries).map((it: Entry<unknown>) => {
    const fallback = it.fallbackNote ?? `\`${it.fallback ?? ''}\``;
    return `| \`${it.name}\` | ${fallback} | ${it.allowed} | ${it.about} |`;
  });
  return [
    '# Configuration',
    '',
    'Generated by `npm run docs` from `server/config.ts`.',
    '',
    'Everything is set by the environment. Every variable may also be given as `NAME_FILE`: the path of a file that holds the value,',
    'for container secrets. An empty variable counts as not set. `npx moked check` validates all of it and tells every error at once.',
    '',
    '| variable | without it | allowed | meaning |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
