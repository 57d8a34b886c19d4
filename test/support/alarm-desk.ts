/** A server for tests of the pages of alarms. */
import { expect, onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../db/open.ts';
import type { Rule } from '../../shared/alarms/rules.ts';
import { NOON_IS_NOW, type RunningApp, startApp } from './app.ts';
import { createDatabase } from './postgres.ts';

export type Started = RunningApp & { readonly sql: Database['sql'] };

/** A whole server with these rules and no others; ended with the test. */
export const started = (...rules: Rule[]): Promise<Started> => startedWith(NOON_IS_NOW, ...rules);

/** The same at another time of the business day. */
export async function startedWith(env: Record<string, string>, ...rules: Rule[]): Promise<Started> {
  const { url, drop } = await createDatabase();
  const db = openDatabase(url);
  const app = await startApp({ db, env });
  onTestFinished(async () => {
    await app.stop();
    await db.close();
    await drop();
  });
  await saveRules(app.url, 1, rules);
  return Object.assign(app, { sql: db.sql });
}

/** Somebody saves these rules, without quiet hours, on the version that was seen. */
export async function saveRules(url: string, seen: number, rules: readonly Rule[]): Promise<void> {
  const headers = { 'content-type': 'application/json', 'if-match': `"${seen}"` };
  const answer = await fetch(`${url}/api/v1/alarm-rules`, { method: 'PUT', headers, body: JSON.stringify({ rules: { rules, quiet: null } }) });
  expect(answer.status).toBe(200);
}

/** Three who wait in a queue. */
export const CROWD: Rule = {
  kind: 'figure',
  id: 'crowd',
  name: null,
  enabled: true,
  hours: null,
  of: { metric: 'waiting', scope: { of: 'floor' }, window: null, each: true },
  side: 'above',
  meant: { as: 'value' },
  warn: { at: 3, clear: 1, forMs: 0, clearForMs: 0 },
  critical: null,
  and: [],
  sound: { mode: 'once' },
  soundFrom: 'warn',
};
