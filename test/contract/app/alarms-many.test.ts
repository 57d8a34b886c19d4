/** A floor with as many open alarms as there may be: what a wall carries of them, at first and with each change; and what is not raised is counted once. */
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { openDatabase } from '../../../db/open.ts';
import { MAX_OPEN } from '../../../shared/alarms/decide.ts';
import type { AlarmRow } from '../../../shared/alarms/row.ts';
import type { Rule } from '../../../shared/alarms/rules.ts';
import { PROTOCOL } from '../../../shared/protocol/version.ts';
import { cloudEvent, type RunningApp, startApp, until } from '../../support/app.ts';
import { measured } from '../../support/measured.ts';
import { createDatabase } from '../../support/postgres.ts';

const REFUSED = 3;
const BATCH = 200;

const ANYBODY: Rule = {
  kind: 'figure',
  id: 'anybody-waits',
  name: { he: 'מישהו ממתין', en: 'Somebody waits' },
  enabled: true,
  hours: null,
  of: { metric: 'waiting', scope: { of: 'floor' }, window: null, each: true },
  side: 'above',
  meant: { as: 'value' },
  warn: { at: 1, clear: 0, forMs: 0, clearForMs: 0 },
  critical: null,
  and: [],
  sound: { mode: 'once' },
  soundFrom: 'warn',
};

async function crowded(): Promise<RunningApp> {
  const { url, drop } = await createDatabase();
  const db = openDatabase(url);
  const app = await startApp({ db });
  onTestFinished(async () => {
    await app.stop();
    await db.close();
    await drop();
  });
  const headers = { 'content-type': 'application/json', 'if-match': '"1"' };
  const body = JSON.stringify({ rules: { rules: [ANYBODY], quiet: null } });
  expect((await fetch(`${app.url}/api/v1/alarm-rules`, { method: 'PUT', headers, body })).status).toBe(200);
  const now = Date.now();
  const events = Array.from({ length: MAX_OPEN + REFUSED }, (_, i) => cloudEvent('contact.queued', now, { contactId: `c${i}`, queueId: `q${i}` }));
  for (let i = 0; i < events.length; i += BATCH) await app.post(events.slice(i, i + BATCH));
  await until(async () => app.alarms.rows.length === MAX_OPEN, 'as many alarms as there may be');
  return app;
}

type Message = { type: string; board?: { alarms: AlarmRow[] }; put?: { alarms?: AlarmRow[]; queues?: { id: string }[] }; bytes: number };

/** The alarms that a wall has. */
const rowsOf = (messages: readonly Message[]) =>
  new Map(messages.flatMap(({ board, put }) => board?.alarms ?? put?.alarms ?? []).map((row) => [row.id, row]));

async function wallOf(app: RunningApp): Promise<Message[]> {
  const messages: Message[] = [];
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/live`, PROTOCOL);
  onTestFinished(() => socket.terminate());
  socket.on('message', (data) => messages.push({ ...(JSON.parse(String(data)) as Message), bytes: String(data).length }));
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL }));
  socket.send(JSON.stringify({ type: 'subscribe', board: 'floor' }));
  // The last of them may come after the board.
  await until(async () => rowsOf(messages).size === MAX_OPEN, 'all of them');
  return messages;
}

test('a wall carries every alarm once, and of each change only the alarm that changed', async () => {
  const app = await crowded();
  const messages = await wallOf(app);
  const first = messages.findLast(({ board }) => board !== undefined);
  const alarms = JSON.stringify([...rowsOf(messages).values()]).length;
  const from = messages.length;
  /** Looks at the floor some times, and waits until a wall has what came after that. */
  const looked = async (contactId: string) => {
    for (let i = 0; i < 3; i++) app.alarms.tick();
    const before = messages.length;
    await app.post([cloudEvent('contact.queued', Date.now(), { contactId, queueId: 'q0' })]);
    await until(async () => messages.slice(before).some(({ put }) => put?.queues?.some(({ id }) => id === 'q0')), 'what came after the looks');
  };
  await looked('later');
  expect(messages.slice(from).flatMap(({ put }) => put?.alarms ?? [])).toEqual([]);
  const [taken] = app.alarms.rows;
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ by: 'Dana' }) };
  expect((await fetch(`${app.url}/api/v1/alarms/${taken?.id}/acknowledge`, init)).status).toBe(200);
  const told = () => messages.slice(from).filter(({ put }) => put?.alarms !== undefined);
  await until(async () => told().length > 0, 'the alarm that was taken on');
  await looked('latest');
  expect(told().map(({ put }) => put?.alarms?.map(({ id }) => id))).toEqual([[taken?.id]]);
  const sizes = messages.slice(from).flatMap(({ put, bytes }) => (put === undefined ? [] : [bytes]));
  measured(
    `${MAX_OPEN} open alarms: ${Math.round(alarms / 1000)} kB of the ${Math.round((first?.bytes ?? 0) / 1000)} kB of a board of ${MAX_OPEN + REFUSED} queues; ` +
      `the change of one: ${told()[0]?.bytes} B; the largest of ${sizes.length} deltas ${Math.max(...sizes)} B`,
  );
  expect(app.alarms.gauges['alarms_refused_total']).toBe(REFUSED);
});
