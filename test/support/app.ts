import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../db/open.ts';
import { type App, createApp } from '../../server/app.ts';
import { type Clock, realClock } from '../../server/clock.ts';
import { loadConfig } from '../../server/config.ts';
import { silentLogger } from '../../server/log.ts';
import type { Source } from '../../server/sources/source.ts';

export const TOKEN = 'test-token';
export const SENDER = 'sender';

export type RunningApp = App & {
  readonly url: string;
  post(events: readonly object[]): Promise<Response>;
  get<T = unknown>(path: string): Promise<T>;
};

export type TestAppOptions = {
  db: Database;
  clock?: Clock;
  sources?: readonly Source[];
  env?: Record<string, string>;
  staticDir?: string;
  onBroken?: (error: unknown) => void;
};

/** The whole server on a test database, at a free port of loopback. */
export async function startApp(options: TestAppOptions): Promise<RunningApp> {
  const folder = mkdtempSync(join(tmpdir(), 'moked-app-'));
  const env = {
    MOKED_PORT: '0',
    MOKED_SOURCES: 'none',
    MOKED_INGEST_TOKENS: `${SENDER}:${TOKEN}`,
    MOKED_DATA: folder,
    MOKED_WALL_KEY: 'WALL-KEY',
    MOKED_BACKUP: 'none',
    ...options.env,
  };
  const config = loadConfig(env, (path) => readFileSync(path, 'utf8'));
  if (!config.ok) throw new Error(config.error.join('; '));
  const app = await createApp({
    config: config.value,
    clock: options.clock ?? realClock,
    log: silentLogger,
    db: options.db,
    sources: options.sources ?? [],
    staticDir: options.staticDir ?? 'dist/client',
    build: 'test',
    onBroken: (error) => {
      if (options.onBroken === undefined) throw error;
      options.onBroken(error);
    },
  });
  const url = `http://127.0.0.1:${app.port}`;
  return {
    ...app,
    url,
    post: (events) => postEvents(url, events),
    async get<T>(path: string) {
      const response = await fetch(url + path);
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as T;
    },
    async stop() {
      await app.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Posts a batch of CloudEvents. */
export function postEvents(url: string, events: readonly object[], token = TOKEN): Promise<Response> {
  return fetch(`${url}/api/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(events),
  });
}

/** A business day that turns twelve hours from now: for tests that look at today's figures, at whatever hour they run. */
export const NOON_IS_NOW = { MOKED_TIMEZONE: 'UTC', MOKED_DAY_START: `${String((new Date().getUTCHours() + 12) % 24).padStart(2, '0')}:00` };

let counter = 0;

/** One CloudEvent. */
export function cloudEvent(type: string, at: number, data: object, id = `event-${++counter}`): object {
  return { specversion: '1.0', id, source: 'urn:test', type: `cc.${type}.v1`, time: new Date(at).toISOString(), data };
}

/** The facts of one answered call: offered at `at`, answered after `waitMs`, over after another `talkMs`. */
export function answeredCall(contactId: string, queueId: string, agentId: string, at: number, waitMs: number, talkMs: number): object[] {
  const about = { contactId, queueId };
  return [
    cloudEvent('contact.queued', at, about, `${contactId}-queued`),
    cloudEvent('contact.answered', at + waitMs, { ...about, agentId }, `${contactId}-answered`),
    cloudEvent('contact.ended', at + waitMs + talkMs, { ...about, agentId, by: 'customer' }, `${contactId}-ended`),
  ];
}

/** Waits until `look` gives something, asking again in short steps; tells what it last saw if it never does. */
export async function until<T>(look: () => Promise<T | null | undefined | false>, what: string, withinMs = 60_000): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== null && seen !== undefined && seen !== false) return seen;
    if (Date.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
