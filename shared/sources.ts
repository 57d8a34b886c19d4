/** What the sources page is told and what it sends: one shape for the server that answers and the page that checks. */
import { REFUSALS } from './refusals.ts';
import { v } from './schema.ts';

/** A text in both languages of the pages; what is to be typed, or stands in a file, is in back quotes. */
const toldSchema = v.object({ he: v.string(), en: v.string() });
export type Told = v.InferOutput<typeof toldSchema>;

/** A problem that is known: what it is and what to do. `{@about}` in a text stands for `about`: an address, a user, a file. */
const explainedSchema = v.object({ code: v.string(), about: v.string(), problem: toldSchema, remedy: toldSchema });
export type Explained = v.InferOutput<typeof explainedSchema>;

const instant = v.nullable(v.string());

const sourceDetailSchema = v.object({
  name: v.string(),
  kind: v.string(),
  /** `environment`: MOKED_SOURCES; `saved`: added on this page; `sender`: posts events. */
  from: v.picklist(['environment', 'saved', 'sender']),
  /** Where it is reached, without user and secret; null for senders and simulated floors. */
  where: v.nullable(v.string()),
  state: v.picklist(['up', 'down', 'catching-up']),
  since: v.string(),
  /** The last sign of life. */
  lastEventAt: instant,
  skewMs: v.nullable(v.number()),
  /** How often a sender is to be heard, in milliseconds; `off`: its silence says nothing; `unset`: nobody has said. Null for what is no sender. */
  rhythm: v.nullable(v.union([v.number(), v.picklist(['off', 'unset'])])),
  /** Events in the last minute. */
  perMinute: v.number(),
  /** In the source's own words. */
  reason: v.nullable(v.string()),
  problems: v.array(explainedSchema),
  /** How many gaps there were; the latest are listed, the newest first. `to` null: it is open. */
  gapCount: v.number(),
  gaps: v.array(v.object({ from: v.string(), to: instant, reason: v.string() })),
  anomalies: v.array(v.object({ kind: v.string(), count: v.number(), example: v.string(), means: v.nullable(toldSchema) })),
  /** The file that is followed beside the connection; null without one. */
  file: v.nullable(v.object({ path: v.string(), state: v.picklist(['followed', 'unreadable', 'waiting']) })),
  limits: v.array(toldSchema),
});
export type SourceDetail = v.InferOutput<typeof sourceDetailSchema>;

/** `GET /api/v1/sources`. */
export const sourcesSchema = v.object({
  at: v.string(),
  timezone: v.string(),
  mayWrite: v.boolean(),
  /** Why none can be added here, by its code and in words; null where one can. */
  notSaved: v.nullable(v.object({ code: v.picklist(REFUSALS), text: v.string() })),
  /** Addresses of this machine, for `permit=` at the PBX; none for who only reads. */
  addresses: v.array(v.string()),
  sources: v.array(sourceDetailSchema),
});

const line = (most: number) =>
  v.pipe(
    v.string('must be text'),
    v.maxLength(most, `must have at most ${most} characters`),
    v.check((text) => !/[\r\n\0]/.test(text), 'must be one line'),
  );

/** `POST /api/v1/sources/test`: a connection that is not saved. What is wrong with it is told without what was sent. */
export const connectionSchema = v.strictObject({
  kind: v.literal('asterisk', 'must be asterisk'),
  host: v.pipe(line(255), v.regex(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or an address')),
  port: v.optional(
    v.pipe(v.number('must be a number'), v.integer('must be whole'), v.minValue(1, 'must be 1 to 65535'), v.maxValue(65_535, 'must be 1 to 65535')),
  ),
  user: v.pipe(line(200), v.minLength(1, 'is missing')),
  secret: v.pipe(line(500), v.minLength(1, 'is missing')),
  tls: v.optional(v.boolean('must be true or false'), false),
  ca: v.optional(line(1000)),
  insecure: v.optional(v.boolean('must be true or false'), false),
  name: v.optional(line(64)),
  queueLog: v.optional(line(1000)),
  wrapup: v.optional(line(4000)),
  acwReasons: v.optional(line(4000)),
});
export type Connection = v.InferOutput<typeof connectionSchema>;

/** What was found, one line for the connection and one for the file, as `moked check` tells it. */
export const testedSchema = v.object({
  isFine: v.boolean(),
  results: v.array(v.object({ of: v.picklist(['connection', 'file']), isFine: v.boolean(), said: v.string(), explained: v.array(explainedSchema) })),
});
export type Tested = v.InferOutput<typeof testedSchema>;

/** The URL of `MOKED_SOURCES` for a connection. A name, path or list that is empty is left out. */
export function connectionUrl({ host, port, user, secret, tls, insecure, ...given }: Connection): string {
  const parameters = (['name', 'queueLog', 'wrapup', 'acwReasons', 'ca'] as const).flatMap((name) => {
    const value = given[name];
    return value === undefined || value === '' ? [] : [`${name}=${encoded(value).replaceAll('%2F', '/').replaceAll('%3A', ':')}`];
  });
  if (insecure) parameters.push('insecure=yes');
  const place = `${host.includes(':') ? `[${host}]` : host}${port === undefined ? '' : `:${port}`}`;
  return `asterisk${tls ? 's' : ''}://${encoded(user)}:${encoded(secret)}@${place}${parameters.length === 0 ? '' : `?${parameters.join('&')}`}`;
}

/** A connection as whoever changes it sees it: the secret is shown to nobody. */
export const shownConnectionSchema = v.omit(connectionSchema, ['secret']);
export type ShownConnection = v.InferOutput<typeof shownConnectionSchema>;

/** `GET /api/v1/sources/:name`. */
export const savedConnectionSchema = v.object({ name: v.string(), connection: shownConnectionSchema });

/** Readable where it may be: a path and a list of queues stay what they look like. An apostrophe would end the quotes of a shell. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll("'", '%27').replaceAll('%2C', ',');
}

/** `PUT /api/v1/sources/:name`. */
export const savedSchema = v.object({
  name: v.string(),
  /** The server starts again, out of the demo: ask again in a few seconds. */ restarts: v.boolean(),
});
