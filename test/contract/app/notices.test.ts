/** Notices on a whole server with real sockets: on every wall at once, begun and ended by the clock, kept with every change, there after a restart. */
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { addNotice, changeNotice, findNotice } from '../../../db/notices.ts';
import { openDatabase } from '../../../db/open.ts';
import { type Clock, realClock } from '../../../server/clock.ts';
import { silentLogger } from '../../../server/log.ts';
import { NoticeKeeper } from '../../../server/notices/keeper.ts';
import type { NoticeRecord } from '../../../shared/notice-record.ts';
import type { NoticeRow } from '../../../shared/notices.ts';
import { PROTOCOL } from '../../../shared/protocol/version.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, toIso } from '../../../shared/time.ts';
import { type RunningApp, startApp } from '../../support/app.ts';
import { measured } from '../../support/measured.ts';
import { patientClock } from '../../support/patient-clock.ts';
import { createDatabase } from '../../support/postgres.ts';
import { steppedFloor } from '../../support/stepped-floor.ts';

const NOW = Date.parse('2026-03-24T12:00:00+02:00');
const TEXT = { he: 'בשעה 14:00 עולה קמפיין', en: 'A campaign goes live at 14:00' };

type Told = { readonly rows: Map<string, NoticeRow>; readonly begun: { text: string; textEn?: string; at: string }[] };

/** A wall, as far as notices go: what its board has of them, and what it was told besides. */
async function wallOf(app: RunningApp): Promise<Told> {
  const rows = new Map<string, NoticeRow>();
  const begun: Told['begun'] = [];
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/live`, PROTOCOL);
  onTestFinished(() => socket.terminate());
  let hasBoard = false;
  socket.on('message', (data) => {
    const message = JSON.parse(String(data));
    if (message.type === 'notice') begun.push({ text: message.text, textEn: message.textEn, at: message.at });
    if (message.type === 'snapshot') {
      rows.clear();
      hasBoard = true;
    }
    const [put, del] = message.type === 'snapshot' ? [message.board, undefined] : [message.put, message.del];
    for (const row of (put?.notices ?? []) as NoticeRow[]) rows.set(row.id, row);
    for (const id of (del?.notices ?? []) as string[]) rows.delete(id);
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL }));
  await expect.poll(() => hasBoard).toBe(true);
  return { rows, begun };
}

async function send(app: RunningApp, method: string, path: string, body: unknown, version?: number): Promise<{ status: number; body: NoticeRecord }> {
  const headers = { 'content-type': 'application/json', ...(version === undefined ? {} : { 'if-match': `"${version}"` }) };
  const response = await fetch(`${app.url}/api/v1/notices${path}`, { method, headers, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as NoticeRecord };
}

async function kept(app: RunningApp, from: number, to: number): Promise<NoticeRecord[]> {
  return (await app.get<{ notices: NoticeRecord[] }>(`/api/v1/notices?from=${toIso(from)}&to=${toIso(to)}`)).notices;
}

async function timedApp() {
  const { url, drop } = await createDatabase();
  const db = openDatabase(url);
  const clock = patientClock(NOW);
  const app = await startApp({ db, clock });
  onTestFinished(async () => {
    await app.stop();
    await db.close();
    await drop();
  });
  return { app, clock };
}

test('a notice is on every other wall at once, its new words too, and is gone when it is taken down', async () => {
  const { url, drop } = await createDatabase();
  const db = openDatabase(url);
  const app = await startApp({ db, clock: realClock });
  onTestFinished(async () => {
    await app.stop();
    await db.close();
    await drop();
  });
  const walls = await Promise.all([wallOf(app), wallOf(app)]);
  const everywhere = (look: (wall: Told) => unknown) => expect.poll(() => walls.map(look), { timeout: 30_000, interval: 5 });
  const sentAt = performance.now();
  const { status, body } = await send(app, 'POST', '', { text: TEXT, urgent: true, by: 'מיכל' });
  const { id } = body;
  expect([status, body.state, body.version]).toEqual([201, 'holds', 1]);
  await everywhere(({ rows }) => rows.get(id)).toEqual(
    walls.map(() => ({ id, text: TEXT, urgent: true, startsAt: body.startsAt, endsAt: null, by: 'מיכל' })),
  );
  measured(`a notice: on two other walls ${Math.round(performance.now() - sentAt)} ms after it was sent`);
  await everywhere(({ begun }) => begun).toEqual(walls.map(() => [{ text: TEXT.he, textEn: TEXT.en, at: body.startsAt }]));
  const changed = await send(app, 'PUT', `/${id}`, { text: { he: 'בשעה 15:00', en: '' }, by: 'דנה' }, 1);
  expect(changed.body).toMatchObject({ version: 2, urgent: true, startsAt: body.startsAt, savedBy: 'דנה' });
  await everywhere(({ rows }) => rows.get(id)?.text.he).toEqual(['בשעה 15:00', 'בשעה 15:00']);
  await send(app, 'PUT', `/${id}`, { endsAt: 'now' }, 2);
  await everywhere(({ rows }) => rows.size).toEqual([0, 0]);
  expect(walls.map(({ begun }) => begun.length)).toEqual([1, 1]);
});

test('it begins and ends at its own instants, to the millisecond, and is told of once', async () => {
  const { app, clock } = await timedApp();
  const wall = await wallOf(app);
  const [startsAt, endsAt] = [NOW + 90 * MINUTE_MS + 137, NOW + 2 * HOUR_MS + 911];
  const { body } = await send(app, 'POST', '', { text: TEXT, startsAt: toIso(startsAt), endsAt: toIso(endsAt) });
  expect(body.state).toBe('coming');
  const idsNow = async () => (await app.get<{ notices: { id: string }[] }>('/api/v1/board')).notices.map(({ id }) => id);
  await clock.advanceTo(startsAt - 1);
  expect(await idsNow()).toEqual([]);
  expect(wall.rows.size + wall.begun.length).toBe(0);
  await clock.advanceTo(startsAt);
  expect(await idsNow()).toEqual([body.id]);
  await expect.poll(() => wall.begun).toEqual([{ text: TEXT.he, textEn: TEXT.en, at: toIso(startsAt) }]);
  await clock.advance(1000);
  await expect.poll(() => [...wall.rows.keys()]).toEqual([body.id]);
  await clock.advanceTo(endsAt - 1);
  expect(await idsNow()).toEqual([body.id]);
  await clock.advanceTo(endsAt);
  expect(await idsNow()).toEqual([]);
  await clock.advance(1000);
  await expect.poll(() => wall.rows.size).toBe(0);
  expect(wall.begun).toHaveLength(1);
});

test('after a restart what holds still holds, what is to come still comes, and a shift’s record has what it was told', async () => {
  const floor = await steppedFloor(NOW);
  const now = await send(floor.app, 'POST', '', { text: TEXT, endsAt: toIso(NOW + HOUR_MS) });
  const later = await send(floor.app, 'POST', '', { text: { he: 'אחר כך', en: '' }, startsAt: toIso(NOW + 3 * HOUR_MS) });
  await send(floor.app, 'PUT', `/${now.body.id}`, { text: { he: 'מילים אחרות', en: '' }, by: 'דנה' }, 1);
  await floor.restart();
  const board = await floor.app.get<{ notices: NoticeRow[] }>('/api/v1/board');
  expect(board.notices.map(({ text }) => text.he)).toEqual(['מילים אחרות']);
  await floor.at(NOW + 4 * HOUR_MS);
  expect((await floor.app.get<{ notices: { id: string }[] }>('/api/v1/board')).notices.map(({ id }) => id)).toEqual([later.body.id]);
  const [inShift] = await kept(floor.app, NOW - HOUR_MS, NOW + 2 * HOUR_MS);
  expect(inShift).toMatchObject({ id: now.body.id, state: 'over', endsAt: toIso(NOW + HOUR_MS), text: { he: 'מילים אחרות' } });
  expect(inShift?.history.map(({ version, text, savedBy }) => [version, text.he, savedBy])).toEqual([
    [1, TEXT.he, 'this machine'],
    [2, 'מילים אחרות', 'דנה'],
  ]);
  expect(await kept(floor.app, NOW + HOUR_MS, NOW + 3 * HOUR_MS)).toEqual([]);
  expect((await kept(floor.app, NOW, NOW + DAY_MS)).map(({ id }) => id)).toEqual([later.body.id, now.body.id]);
});

test('one that was withdrawn before it began is in no shift’s record', async () => {
  const floor = await steppedFloor(NOW);
  const { body } = await send(floor.app, 'POST', '', { text: TEXT, startsAt: toIso(NOW + HOUR_MS), endsAt: toIso(NOW + 2 * HOUR_MS) });
  expect((await send(floor.app, 'PUT', `/${body.id}`, { endsAt: 'now' })).body).toMatchObject({ state: 'withdrawn', version: 2 });
  await floor.at(NOW + 90 * MINUTE_MS);
  expect((await floor.app.get<{ notices: unknown[] }>('/api/v1/board')).notices).toEqual([]);
  expect(await kept(floor.app, NOW, NOW + DAY_MS)).toEqual([]);
});

test('of two changes that saw the same version, however close to each other, one is written', async () => {
  const floor = await steppedFloor(NOW);
  const { body } = await send(floor.app, 'POST', '', { text: TEXT });
  const state = { urgent: false, startsAt: NOW, endsAt: null, savedAt: NOW, savedBy: 'x' };
  const change = (he: string) => changeNotice(floor.database, body.id, 1, { ...state, words: { he, en: '' } });
  expect(await Promise.all([change('a'), change('a')])).toEqual(expect.arrayContaining([2, null]));
  expect(await change('late')).toBe(null);
  expect((await findNotice(floor.sql, body.id))?.words).toEqual({ he: 'a', en: '' });
});

test('one that is written while others are read again stays on the walls, and one that was taken down unseen leaves them', async () => {
  const { url, drop } = await createDatabase();
  const db = openDatabase(url);
  const ending = new AbortController();
  onTestFinished(async () => {
    ending.abort();
    await db.close();
    await drop();
  });
  const everySecond: (() => void)[] = [];
  const clock: Clock = { now: () => NOW, after: () => undefined, every: (_, fn) => void everySecond.push(fn) };
  const state = { words: TEXT, urgent: false, startsAt: NOW, endsAt: null, savedAt: NOW, savedBy: 'x' };
  await addNotice(db, 'n-first', state, 9);
  const ignore = () => undefined;
  const keeper = await NoticeKeeper.open({ db, clock, log: silentLogger, signal: ending.signal, onChange: ignore, onBegun: ignore });
  keeper.start();
  await changeNotice(db, 'n-first', 1, { ...state, endsAt: NOW });
  keeper.doubt();
  for (const look of everySecond) look();
  // It has asked, and is not answered yet.
  keeper.saved({ ...state, id: 'n-second', version: 1 });
  await expect.poll(() => keeper.rows().map(({ id }) => id)).toEqual(['n-second']);
});

test('nothing is overwritten: who changes an old version is told who was faster, and what is over stays as it was', async () => {
  const floor = await steppedFloor(NOW);
  const { body } = await send(floor.app, 'POST', '', { text: TEXT });
  const both = await Promise.all(['דנה', 'יוסי'].map((by) => send(floor.app, 'PUT', `/${body.id}`, { urgent: true, by }, 1)));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  expect(both.find(({ status }) => status === 412)?.body).toMatchObject({
    version: 2,
    savedBy: both.find(({ status }) => status === 200)?.body.savedBy,
  });
  expect((await send(floor.app, 'PUT', `/${body.id}`, { startsAt: toIso(NOW - HOUR_MS) })).status).toBe(409);
  await send(floor.app, 'PUT', `/${body.id}`, { endsAt: 'now' });
  await floor.at(NOW + MINUTE_MS);
  for (const change of [{ text: { he: 'x', en: '' } }, { endsAt: null }, { endsAt: 'now' }])
    expect((await send(floor.app, 'PUT', `/${body.id}`, change)).status).toBe(409);
  expect(await kept(floor.app, NOW - HOUR_MS, NOW + HOUR_MS)).toEqual([]);
});

test.each([
  ['no words', { text: { he: ' ', en: '' } }, 'needs a text'],
  ['words that nobody reads from afar', { text: { he: 'א'.repeat(281), en: '' } }, 'at most 280'],
  ['a beginning in the past', { text: TEXT, startsAt: toIso(NOW - HOUR_MS) }, 'startsAt has passed'],
  ['an end before the beginning', { text: TEXT, startsAt: toIso(NOW + HOUR_MS), endsAt: toIso(NOW + MINUTE_MS) }, 'endsAt must be later'],
  ['an end in the past', { text: TEXT, endsAt: toIso(NOW - 1) }, 'endsAt must be later'],
  ['an end in two years', { text: TEXT, endsAt: toIso(NOW + 2 * 366 * DAY_MS) }, 'within 366 days'],
  ['no instant', { text: TEXT, endsAt: 'tonight' }, 'RFC 3339'],
  ['a field that there is not', { text: TEXT, colour: 'red' }, 'colour'],
])('%s is refused with what is allowed', async (_, body, says) => {
  const floor = await steppedFloor(NOW);
  const response = await fetch(`${floor.app.url}/api/v1/notices`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
  expect(((await response.json()) as { detail: string }).detail).toContain(says);
  expect((await floor.app.get<{ total: number }>('/api/v1/notices')).total).toBe(0);
});

test('there are at most fifty at once, no notice is at another address, and the wall key only reads', async () => {
  const floor = await steppedFloor(NOW);
  const once = () => send(floor.app, 'POST', '', { text: TEXT, startsAt: toIso(NOW + HOUR_MS) });
  const statuses = (await Promise.all(Array.from({ length: 60 }, once))).map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array(50).fill(201), ...Array(10).fill(409)]);
  expect((await send(floor.app, 'POST', '', { text: TEXT })).status).toBe(409);
  for (const path of ['/nothing', '/%00']) expect((await send(floor.app, 'PUT', path, { urgent: true })).status).toBe(404);
  expect((await fetch(`${floor.app.url}/api/v1/notices?from=yesterday`)).status).toBe(400);
  const far = { 'x-forwarded-for': '10.0.0.9', 'content-type': 'application/json' };
  const entered = await fetch(`${floor.app.url}/api/v1/wall-key`, { method: 'POST', headers: far, body: JSON.stringify({ key: floor.app.wallKey }) });
  const headers = { ...far, cookie: entered.headers.get('set-cookie')?.split(';')[0] ?? '' };
  expect((await fetch(`${floor.app.url}/api/v1/notices`, { headers })).status).toBe(200);
  expect((await fetch(`${floor.app.url}/api/v1/notices`, { method: 'POST', headers, body: JSON.stringify({ text: TEXT }) })).status).toBe(403);
});
