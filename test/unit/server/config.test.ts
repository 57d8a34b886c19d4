import { expect, test } from 'vitest';
import { loadConfig, unknownNames } from '../../../server/config.ts';

const noFiles = (path: string): string => {
  throw new Error(`ENOENT: ${path}`);
};

const load = (env: Record<string, string>, readFile = noFiles) => loadConfig(env, readFile);

function config(env: Record<string, string>, readFile = noFiles) {
  const result = load(env, readFile);
  if (!result.ok) throw new Error(result.error.join('\n'));
  return result.value;
}

function errors(env: Record<string, string>, readFile = noFiles): readonly string[] {
  const result = load(env, readFile);
  return result.ok ? [] : result.error;
}

test('an empty environment is the demo floor with the defaults of the contract', () => {
  const it = config({});
  expect(it).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    databaseUrl: undefined,
    timezone: 'Asia/Jerusalem',
    locale: 'he',
    dayStart: '03:00',
    ingestTokens: [],
    serviceLevel: { targetPercent: 80, thresholdMs: 20_000 },
    shortAbandonMs: 5000,
    wrapupAllowedMs: 30_000,
    breakAllowedMs: 900_000,
    wallKey: undefined,
    auth: 'on',
    isDemo: true,
  });
  expect(it.publicUrl.href).toBe('http://localhost:3000/');
  expect(it.sources.map(({ kind, name }) => [kind, name])).toEqual([['simulator', 'demo']]);
  expect(it.shifts).toEqual([
    { name: 'morning', start: '07:00', end: '15:00' },
    { name: 'evening', start: '15:00', end: '23:00' },
    { name: 'night', start: '23:00', end: '07:00' },
  ]);
});

test('sources keep their URL whole, Hebrew reasons included', () => {
  const [pbx, backup] = config({
    MOKED_SOURCES: 'asterisk://user:s%40crt@10.0.0.5:5038?name=pbx1&wrapup=sales:10&acwReasons=wrapup,סיכום  asterisks://u:p@pbx.example',
  }).sources;
  expect(pbx).toMatchObject({ kind: 'asterisk', name: 'pbx1' });
  expect(pbx?.url.searchParams.get('acwReasons')).toBe('wrapup,סיכום');
  expect(backup).toMatchObject({ kind: 'asterisks', name: 'pbx.example' });
});

test('`none` is no source, and no demo', () => {
  expect(config({ MOKED_SOURCES: 'none' })).toMatchObject({ sources: [], isDemo: false });
});

test('every error is told at once, with the variable, its value and what is allowed', () => {
  expect(errors({ MOKED_PORT: 'eighty', MOKED_TIMEZONE: 'Asia/Yerushalayim', MOKED_SHIFTS: 'morning 07:10-15:00', MOKED_DAY_START: '3' })).toEqual([
    expect.stringMatching(/^MOKED_PORT: "eighty" is not allowed; allowed: a port/),
    expect.stringMatching(/^MOKED_TIMEZONE: "Asia\/Yerushalayim" is not allowed; allowed: an IANA/),
    expect.stringMatching(/^MOKED_SHIFTS: "morning 07:10-15:00" has a time that is not on a quarter of an hour; allowed: spans/),
    expect.stringMatching(/^MOKED_DAY_START: "3" is not allowed/),
  ]);
});

test('errors never show a secret', () => {
  const told = errors({
    MOKED_SOURCES: 'asterisk://user:hush@10.0.0.5?name=bad/name',
    DATABASE_URL: 'mysql://u:hush@h/d',
    MOKED_INGEST_TOKENS: 'hush',
  }).join('\n');
  expect(told).not.toContain('hush');
  expect(told.split('\n')).toHaveLength(3);
});

const CRM = { MOKED_INGEST_TOKENS: 'crm:abcdefgh' };

test('how often a sender is to be heard stands beside the sources, and is none of them', () => {
  const it = config({
    MOKED_INGEST_TOKENS: 'CRM:abcdefgh Chat:bcdefghi',
    MOKED_SOURCES: 'http://crm?rhythm=60 http://any?name=Chat&rhythm=off asterisk://a',
  });
  expect([...it.rhythms]).toEqual([
    ['CRM', 60_000],
    ['Chat', 'off'],
  ]);
  expect(it.sources.map(({ name }) => name)).toEqual(['a']);
  expect(config({ ...CRM, MOKED_SOURCES: 'http://crm?rhythm=60' })).toMatchObject({ sources: [], isDemo: false });
});

test.each([
  ['two sources of one name', { MOKED_SOURCES: 'asterisk://a?name=x asterisk://b?name=x' }],
  ['a shift without a length', { MOKED_SHIFTS: 'all 07:00-07:00' }],
  ['two shifts of one name', { MOKED_SHIFTS: 'a 07:00-08:00, a 08:00-09:00' }],
  ['a target of seconds alone', { MOKED_SERVICE_LEVEL: '20' }],
  ['a target over 100 per cent', { MOKED_SERVICE_LEVEL: '101/20' }],
  ['a token for nobody', { MOKED_INGEST_TOKENS: ':abcdefgh' }],
  ['one token for two', { MOKED_INGEST_TOKENS: 'a:abcdefgh b:abcdefgh' }],
  ['a token that is soon guessed', { MOKED_INGEST_TOKENS: 'a:abcde' }],
  ['a sender with the name of our own facts', { MOKED_INGEST_TOKENS: 'moked:abcdefgh' }],
  ['a source with the name of our own facts', { MOKED_SOURCES: 'asterisk://u:s@h?name=moked' }],
  ['a rhythm of nobody', { MOKED_SOURCES: 'http://crm?rhythm=60' }],
  ['a rhythm of less than five seconds', { ...CRM, MOKED_SOURCES: 'http://crm?rhythm=4' }],
  ['a rhythm in words', { ...CRM, MOKED_SOURCES: 'http://crm?rhythm=never' }],
  ['a sender of whom nothing is said', { ...CRM, MOKED_SOURCES: 'http://crm' }],
  ['a path, where there is none', { ...CRM, MOKED_SOURCES: 'http://crm/in?rhythm=60' }],
  ['a parameter that no sender has', { ...CRM, MOKED_SOURCES: 'http://crm?rhythm=60&speed=2' }],
  ['a zone that means another one to others', { MOKED_TIMEZONE: 'IST' }],
  ['a zone without summer time', { MOKED_TIMEZONE: 'EST' }],
  ['a country for a zone', { MOKED_TIMEZONE: 'Israel' }],
  ['an offset for a zone', { MOKED_TIMEZONE: '+02:00' }],
  ['open pages on an open address', { MOKED_AUTH: 'off', MOKED_HOST: '0.0.0.0' }],
  ['a URL that no browser opens', { MOKED_PUBLIC_URL: 'ftp://wall' }],
])('%s is refused', (_, env) => {
  expect(errors(env)).toHaveLength(1);
});

test('a source with neither host nor name is told so, and what else is wrong with it', () => {
  const kinds: string[] = [];
  const problemOf = ({ kind }: { kind: string }) => {
    kinds.push(kind);
    return `"${kind}://" is not a kind of source`;
  };
  const read = loadConfig({ MOKED_SOURCES: 'foo://' }, noFiles, problemOf);
  expect(read.ok ? [] : read.error).toEqual([
    expect.stringMatching(/^MOKED_SOURCES: "foo:\/\/" has neither a host nor a \?name=; allowed: /),
    'MOKED_SOURCES: "foo://" is not a kind of source',
  ]);
  expect(kinds).toEqual(['foo']);
});

test('a token that is too short is told with its name and the least length, and not shown', () => {
  const [told, ...more] = errors({ MOKED_INGEST_TOKENS: 'crm:xq7 erp:long-enough' });
  expect(told).toMatch(/^MOKED_INGEST_TOKENS: the token of "crm" is too short: its length is 3, the least is 6; allowed: /);
  expect(told).not.toContain('xq7');
  expect(more).toEqual([]);
  expect(config({ MOKED_INGEST_TOKENS: 'crm:six666,erp:long:er' }).ingestTokens).toEqual([
    { name: 'crm', token: 'six666' },
    { name: 'erp', token: 'long:er' },
  ]);
});

test('zones of the form Area/City, and UTC, are taken', () => {
  for (const zone of ['Asia/Jerusalem', 'America/Argentina/Buenos_Aires', 'UTC', 'Etc/UTC'])
    expect(config({ MOKED_TIMEZONE: zone }).timezone).toBe(zone);
});

test('of several shifts each that is wrong is told; overlaps are none', () => {
  expect(errors({ MOKED_SHIFTS: 'all 07:00-07:00, a 08:00-09:00, a 10:00-11:00, late' })).toEqual([
    'MOKED_SHIFTS: "all 07:00-07:00" has no length',
    'MOKED_SHIFTS: two shifts are named "a"',
    expect.stringMatching(/^MOKED_SHIFTS: "late" is not a name and two times; allowed: /),
  ]);
  expect(config({ MOKED_SHIFTS: 'early 07:00-15:00, middle 11:00-19:00' }).shifts).toHaveLength(2);
});

test.each([
  ['asterisk://user:my#secret@10.0.0.5:5038?name=pbx1', '%23'],
  ['asterisk://user:my/secret@10.0.0.5', '%2F'],
  // These are URLs, with the host "user" or "my".
  ['asterisk://user:12/34@10.0.0.5?name=pbx1', '%2F'],
  ['asterisk://user:12?34@10.0.0.5', '%3F'],
  ['asterisk://user:a@my#secret@10.0.0.5', '%23'],
  ['asterisk://user:a@my/secret@10.0.0.5', '%2F'],
])('a sign in the secret that cuts the URL short is named, with how to write it: %s', (url, escaped) => {
  const told = errors({ MOKED_SOURCES: url }).join('\n');
  expect(told).toContain(`user:my${escaped}secret@host`);
  expect(told).not.toMatch(/my[#/]|34@|a@my/);
  const database = errors({ DATABASE_URL: url.replace('asterisk:', 'postgres:') }).join('\n');
  expect(database).toContain(`user:my${escaped}secret@host`);
});

test('an escaped secret, and signs in parameters, are fine', () => {
  expect(config({ MOKED_SOURCES: 'asterisk://u:a%23b%2Fc%40d@10.0.0.5?name=x&acwReasons=a@b,c/d' }).sources).toHaveLength(1);
  expect(config({ DATABASE_URL: 'postgres://u:a%23b@10.0.0.5/moked?sslmode=require' }).databaseUrl).toContain('a%23b');
});

test('what a kind of source says of its URL is told with the rest, and for the others too', () => {
  const problemOf = ({ name }: { name: string }) => (name === 'two' ? 'wrapup "x" must be queue:seconds' : undefined);
  const read = loadConfig({ MOKED_PORT: 'x', MOKED_SOURCES: 'asterisk://u:s@h?name=two asterisk://u:a#b@h' }, noFiles, problemOf);
  expect(read.ok ? [] : read.error).toEqual([
    expect.stringMatching(/^MOKED_PORT/),
    expect.stringMatching(/^MOKED_SOURCES: "asterisk:\/\/\*\*\*@h": a # in/),
    'MOKED_SOURCES: source "two": wrapup "x" must be queue:seconds',
  ]);
});

test('who insists may open the pages on any address', () => {
  expect(config({ MOKED_AUTH: 'off-i-know', MOKED_HOST: '0.0.0.0' }).auth).toBe('off');
  expect(config({ MOKED_AUTH: 'off' }).auth).toBe('off');
});

test('any variable may come from a file, but not from both', () => {
  const files = (path: string) => (path === '/run/key' ? 'wall-key\n' : noFiles(path));
  expect(config({ MOKED_WALL_KEY_FILE: '/run/key' }, files).wallKey).toBe('wall-key');
  expect(errors({ MOKED_WALL_KEY_FILE: '/run/key', MOKED_WALL_KEY: 'x' }, files)).toEqual([expect.stringContaining('both set')]);
  expect(errors({ MOKED_PORT_FILE: '/nowhere' }, files)).toEqual([expect.stringMatching(/^MOKED_PORT_FILE: cannot read \/nowhere/)]);
});

test('the public URL follows the port', () => {
  expect(config({ MOKED_PORT: '8080' }).publicUrl.href).toBe('http://localhost:8080/');
});

test('a name that looks like ours and is not is found', () => {
  expect(unknownNames({ MOKED_TIMEZOEN: 'x', MOKED_PORT_FILE: 'x', PATH: 'x' })).toEqual(['MOKED_TIMEZOEN']);
});
