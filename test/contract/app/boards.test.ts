/** Boards over HTTP on a whole server: versions, who was faster, files, and what is refused. */
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { readRulesVersions, saveRules } from '../../../db/alarm-rules.ts';
import { addBoard, saveVersion } from '../../../db/boards.ts';
import { READY_RULES } from '../../../shared/alarms/ready-made.ts';
import { BOARD_FORMAT, type BoardLayout } from '../../../shared/boards/layout.ts';
import { READY_MADE } from '../../../shared/boards/ready-made.ts';
import { PROTOCOL } from '../../../shared/protocol/version.ts';
import { type SteppedFloor, steppedFloor } from '../../support/stepped-floor.ts';

const NOW = Date.parse('2026-03-24T12:00:00+02:00');
const SECOND_MS = 1000;

type Version = { version: number; savedBy: string; restoredFrom: number | null };
type Board = Version & { id: string; layout: BoardLayout; archivedAt: string | null };
type Line = { id: string; name: { he: string; en: string } | null; pages: number; widgets: number; problem: string | null };

const linesOf = async (floor: SteppedFloor, query = '') => (await floor.app.get<{ boards: Line[] }>(`/api/v1/boards${query}`)).boards;

function send(floor: SteppedFloor, method: string, path: string, body?: unknown, version?: number): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(version === undefined ? {} : { 'if-match': `"${version}"` }) };
  return fetch(`${floor.app.url}/api/v1/boards${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

function layout(he: string): BoardLayout {
  const page = { id: 'p', name: null, stayS: 30, widgets: [] };
  return { name: { he, en: '' }, language: null, theme: 'dark', scale: 1, night: null, sound: true, pages: [page] };
}

async function added(floor: SteppedFloor, he = 'לוח'): Promise<Board> {
  const answer = await send(floor, 'POST', '', { layout: layout(he), by: 'מיכל' });
  expect(answer.status).toBe(201);
  return (await answer.json()) as Board;
}

test('a new install has its boards, and one that was put away does not come back with the next start', async () => {
  const floor = await steppedFloor(NOW);
  const ids = READY_MADE.map(({ id }) => id);
  expect((await linesOf(floor)).map(({ id }) => id)).toEqual(ids);
  const overview = await floor.app.get<Board>('/api/v1/boards/overview');
  expect(overview).toMatchObject({ id: 'overview', version: 1, savedBy: 'Moked', layout: READY_MADE[0]?.layout });
  expect((await send(floor, 'DELETE', '/overview', undefined, 1)).status).toBe(200);
  await floor.restart();
  expect((await linesOf(floor)).map(({ id }) => id)).not.toContain('overview');
  expect((await linesOf(floor, '?archived=yes')).map(({ id }) => id)).toContain('overview');
});

test('there are so many boards and no more, also where they are made at once', async () => {
  const floor = await steppedFloor(NOW);
  const room = 3;
  const there = (await linesOf(floor, '?archived=yes')).length;
  for (let n = there; n < 500 - room; n++) await addBoard(floor.database, `filled-${n}`, layout('x'), { at: NOW, by: 'דנה' });
  const made = await Promise.all(Array.from({ length: 30 }, () => send(floor, 'POST', '', { layout: layout('x') })));
  expect(made.filter(({ status }) => status === 201)).toHaveLength(room);
  const [refused] = made.filter(({ status }) => status !== 201);
  expect([refused?.status, await refused?.json()]).toMatchObject([
    409,
    { detail: 'there are 500 boards already', code: 'boards-full', with: { max: 500 } },
  ]);
  expect(await linesOf(floor, '?archived=yes')).toHaveLength(500);
});

test('the newest 200 versions are kept and the first, of a board and of the rules; any of them is brought back, and one that is gone is said to be', async () => {
  const floor = await steppedFloor(NOW);
  const { id } = await added(floor, 'ראשון');
  const author = { at: NOW, by: 'דנה' };
  for (let base = 1; base < 203; base++) await saveVersion(floor.database, id, base, layout(`${base + 1}`), author);
  const kept = async () => (await floor.app.get<{ versions: Version[] }>(`/api/v1/boards/${id}/versions`)).versions.map(({ version }) => version);
  const newest = (latest: number) => Array.from({ length: 200 }, (_, n) => latest - n);
  expect(await kept()).toEqual([...newest(203), 1]);
  const gone = await send(floor, 'POST', `/${id}/restore`, { version: 3 }, 203);
  expect([gone.status, await gone.json()]).toMatchObject([404, { detail: expect.stringContaining('the newest 200 and the first are kept') }]);
  for (const [version, base] of [
    [4, 203],
    [1, 204],
  ] as const)
    expect((await send(floor, 'POST', `/${id}/restore`, { version }, base)).status).toBe(200);
  expect(await kept()).toEqual([...newest(205), 1]);
  // Where it stands in the list follows from its first version.
  expect((await linesOf(floor)).map((line) => line.id)).toContain(id);
  for (let base = 0; base < 203; base++) await saveRules(floor.sql, base, READY_RULES, author);
  expect((await readRulesVersions(floor.sql)).map(({ version }) => version)).toEqual([...newest(203), 1]);
});

test('every save is a version, any of them can be brought back, and none is lost by it', async () => {
  const floor = await steppedFloor(NOW);
  const { id } = await added(floor, 'ראשון');
  const second = await send(floor, 'PUT', `/${id}`, { layout: layout('שני') }, 1);
  expect([second.status, second.headers.get('etag')]).toEqual([200, '"2"']);
  await send(floor, 'PUT', `/${id}`, { layout: layout('שלישי'), by: 'דנה' }, 2);
  const back = await send(floor, 'POST', `/${id}/restore`, { version: 1 }, 3);
  expect(await back.json()).toMatchObject({ version: 4, restoredFrom: 1, layout: { name: { he: 'ראשון' } } });
  const { versions } = await floor.app.get<{ versions: Version[] }>(`/api/v1/boards/${id}/versions`);
  expect(versions.map(({ version, savedBy, restoredFrom }) => [version, savedBy, restoredFrom])).toEqual([
    [4, 'this machine', 1],
    [3, 'דנה', null],
    [2, 'this machine', null],
    [1, 'מיכל', null],
  ]);
  expect(await floor.app.get(`/api/v1/boards/${id}/versions/3`)).toMatchObject({ layout: { name: { he: 'שלישי' } } });
});

test('who saves on an old version is told who was faster, and overwrites nothing', async () => {
  const floor = await steppedFloor(NOW);
  const { id } = await added(floor);
  const both = await Promise.all(['דנה', 'יוסי'].map((by) => send(floor, 'PUT', `/${id}`, { layout: layout(by), by }, 1)));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  const told = (await Promise.all(both.map((answer) => answer.json()))) as { status?: number; version: number; savedBy: string; detail?: string }[];
  const savedBy = told.find(({ status }) => status === undefined)?.savedBy ?? '';
  const refused = told.find(({ status }) => status === 412);
  expect(refused).toMatchObject({ version: 2, savedBy, detail: expect.stringContaining(`saved by ${savedBy}`) });
  expect((await floor.app.get<Board>(`/api/v1/boards/${id}`)).layout.name.he).toBe(savedBy);
  expect((await send(floor, 'PUT', `/${id}`, { layout: layout('x') })).status).toBe(428);
  expect((await send(floor, 'DELETE', `/${id}`, undefined, 1)).status).toBe(412);
});

test('a board that was put away keeps its versions, and saving it takes it into use again', async () => {
  const floor = await steppedFloor(NOW);
  const { id } = await added(floor);
  expect((await send(floor, 'DELETE', `/${id}`, undefined, 1)).status).toBe(200);
  expect(await (await send(floor, 'DELETE', `/${id}`, undefined, 1)).json()).toMatchObject({ status: 409, detail: 'the board is put away already' });
  expect(await (await send(floor, 'POST', `/${id}/restore`, { version: 1 }, 1)).json()).toMatchObject({ version: 2, archivedAt: null });
  expect((await linesOf(floor)).map((line) => line.id)).toContain(id);
});

test('a board leaves as a file and comes back as another board; another file is refused in words', async () => {
  const floor = await steppedFloor(NOW);
  const file = await fetch(`${floor.app.url}/api/v1/boards/overview/file`);
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="moked-board-overview.json"');
  const text: unknown = await file.json();
  const back = await send(floor, 'POST', '', text);
  expect([back.status, await back.json()]).toEqual([
    201,
    expect.objectContaining({ id: expect.stringMatching(/^b-/), layout: READY_MADE[0]?.layout }),
  ]);
  const other = await send(floor, 'POST', '', { format: 'grafana', layout: layout('x') });
  expect([other.status, ((await other.json()) as { detail: string }).detail]).toEqual([400, expect.stringContaining(BOARD_FORMAT)]);
  const bad = await send(floor, 'POST', '', { layout: { ...layout('x'), pages: [] } });
  expect([bad.status, ((await bad.json()) as { detail: string }).detail]).toEqual([400, expect.stringContaining('a board has at least one page')]);
  expect((await send(floor, 'GET', '/nothing')).status).toBe(404);
});

test('who opens a board is told who else has it open, until they close it', async () => {
  const floor = await steppedFloor(NOW);
  const { id } = await added(floor);
  type Seen = { version: number; others: { name: string | null }[] };
  const open = async (editor: string, name: string | null) => (await (await send(floor, 'PUT', `/${id}/editing`, { editor, name })).json()) as Seen;
  expect(await open('a', 'מיכל')).toMatchObject({ version: 1, others: [] });
  expect((await open('b', null)).others.map(({ name }) => name)).toEqual(['מיכל']);
  await floor.at(NOW + 15 * SECOND_MS);
  expect((await open('a', 'מיכל')).others.map(({ name }) => name)).toEqual([null]);
  await floor.at(NOW + 30 * SECOND_MS);
  expect((await open('a', 'מיכל')).others).toEqual([]);
});

test('a screen with the wall key sees boards and changes none', async () => {
  const floor = await steppedFloor(NOW);
  const far = { 'x-forwarded-for': '10.0.0.9', 'content-type': 'application/json' };
  const key = JSON.stringify({ key: floor.app.wallKey });
  const entered = await fetch(`${floor.app.url}/api/v1/wall-key`, { method: 'POST', headers: far, body: key });
  const headers = { ...far, cookie: entered.headers.get('set-cookie')?.split(';')[0] ?? '' };
  const at = (method: string, path: string) =>
    fetch(`${floor.app.url}/api/v1/boards${path}`, { method, headers, ...(method === 'GET' ? {} : { body: '{}' }) });
  expect((await at('GET', '')).status).toBe(200);
  expect((await at('GET', '/overview')).status).toBe(200);
  expect((await at('POST', '')).status).toBe(403);
  expect((await at('PUT', '/overview')).status).toBe(403);
});

test('screens and the editor are pages, and without the wall key the way to them leads past where one is entered', async () => {
  const { app } = await steppedFloor(NOW);
  for (const path of ['/tv/overview', '/boards', '/boards/overview', '/boards/overview/edit']) {
    const page = await fetch(app.url + path);
    expect([page.status, page.headers.get('content-type')], path).toEqual([200, 'text/html; charset=utf-8']);
    const far = await fetch(`${app.url}${path}?lang=en`, { headers: { 'x-forwarded-for': '10.0.0.9' }, redirect: 'manual' });
    expect([far.status, far.headers.get('location')]).toEqual([302, `/enter?back=${encodeURIComponent(`${path}?lang=en`)}`]);
  }
});

test('a board that is saved, brought back or put away is told to every screen, one that was refused is not', async () => {
  const floor = await steppedFloor(NOW);
  const { id } = await added(floor);
  const told: unknown[] = [];
  const socket = new WebSocket(`${floor.app.url.replace('http', 'ws')}/live`, PROTOCOL);
  onTestFinished(() => socket.terminate());
  socket.on('message', (data) => {
    const message: unknown = JSON.parse(String(data));
    if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'board') told.push(message);
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL }));
  await once(socket, 'message');
  await send(floor, 'PUT', `/${id}`, { layout: layout('שני') }, 1);
  await send(floor, 'PUT', `/${id}`, { layout: layout('מאוחר') }, 1);
  await send(floor, 'POST', `/${id}/restore`, { version: 1 }, 2);
  await send(floor, 'DELETE', `/${id}`, undefined, 3);
  await expect.poll(() => told).toEqual([2, 3, 3].map((version) => ({ type: 'board', id, version })));
});

test.each([
  ['GET', '/%00', undefined],
  ['GET', '/%00/versions', undefined],
  ['PUT', '/a%00b', { layout: layout('x') }],
  ['DELETE', '/%00', undefined],
  ['PUT', '/%00/editing', { editor: 'a', name: null }],
  ['GET', '/overview/versions/99999999999999', undefined],
  ['POST', '/nothing/restore', { version: 1 }],
])('%s %s is answered by 404', async (method, path, body) => {
  const floor = await steppedFloor(NOW);
  expect((await send(floor, method, path, body, 1)).status).toBe(404);
});

test('a version that no board can have is refused', async () => {
  const floor = await steppedFloor(NOW);
  expect((await send(floor, 'POST', '/overview/restore', { version: 1_099_511_627_776 }, 1)).status).toBe(400);
});
