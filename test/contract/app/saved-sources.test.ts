/** Sources that are added and taken away at `/sources`: at once, sealed on the disk, and beside those of the environment. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSaved, save } from '../../../server/saved-sources.ts';
import { parse } from '../../../shared/schema.ts';
import { sourcesSchema } from '../../../shared/sources.ts';
import { type RunningApp, SENDER, startApp, until } from '../../support/app.ts';
import { runCommand } from '../../support/command.ts';
import { freePort } from '../../support/free-port.ts';
import { useDatabase } from '../../support/postgres.ts';
import { listItem, MEMBER, queueList } from '../../support/source-run.ts';
import { startTcpPbx } from '../../support/tcp-pbx.ts';

const db = useDatabase();
const CHANNELS = { items: [], complete: 'CoreShowChannelsComplete', message: 'Channels will follow' };

async function started(): Promise<{ app: RunningApp; folder: string; port: number }> {
  await db.empty();
  const pbx = await startTcpPbx({ answer: (action) => (action === 'QueueStatus' ? queueList(listItem('QueueMember', MEMBER)) : CHANNELS) });
  const folder = mkdtempSync(join(tmpdir(), 'moked-saved-'));
  const app = await startApp({ db: db.database, env: { MOKED_DATA: folder } });
  onTestFinished(async () => {
    await app.stop();
    await pbx.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { app, folder, port: pbx.port };
}

const asked = (port: number, secret = 'wallboard-ro') => ({ kind: 'asterisk', host: '127.0.0.1', port, user: 'wallboard', secret });

function send(app: RunningApp, method: 'PUT' | 'DELETE', name: string, body?: object, headers: Record<string, string> = {}): Promise<Response> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  return fetch(`${app.url}/api/v1/sources/${name}`, { method, headers: { 'content-type': 'application/json', ...headers }, ...sent });
}

async function sourceOf(app: RunningApp, name: string) {
  const answer = parse(sourcesSchema, await app.get('/api/v1/sources'));
  if (!answer.ok) throw new Error(answer.error);
  return answer.value.sources.find((source) => source.name === name);
}

const isUp = (app: RunningApp) => until(async () => (await sourceOf(app, 'pbx1'))?.state === 'up', 'the source is up');
type Board = { agents: { id: string; state: string }[] };

test('added it is connected at once, changed it is connected anew, taken away nobody of it is shown any more', async () => {
  const { app, folder, port } = await started();
  const answer = await send(app, 'PUT', 'pbx1', asked(port));
  expect(await answer.json()).toEqual({ name: 'pbx1', restarts: false });
  await isUp(app);
  expect(await sourceOf(app, 'pbx1')).toMatchObject({ from: 'saved', where: `127.0.0.1:${port}` });
  await until(async () => (await app.get<Board>('/api/v1/board')).agents.some(({ state }) => state === 'available'), 'her agent is there');

  await send(app, 'PUT', 'pbx1', asked(port, 'wrong-one'));
  await until(async () => (await sourceOf(app, 'pbx1'))?.problems.some(({ code }) => code === 'wrong-secret'), 'the new secret is used');
  await send(app, 'PUT', 'pbx1', asked(port));
  await isUp(app);
  expect((await app.get<{ sources: object[] }>('/api/v1/board')).sources).toHaveLength(2);

  const { epoch } = await app.get<{ epoch: string }>('/api/v1/board');
  expect((await send(app, 'DELETE', 'pbx1')).status).toBe(200);
  // A delta cannot take a source away: walls that are open are told everything anew.
  expect((await app.get<{ epoch: string }>('/api/v1/board')).epoch).not.toBe(epoch);
  expect(await sourceOf(app, 'pbx1')).toBeUndefined();
  await until(async () => (await app.get<Board>('/api/v1/board')).agents.every(({ state }) => state === 'offline'), 'nobody is shown as she was');
  expect((await send(app, 'DELETE', 'pbx1')).status).toBe(404);
  // The demo does not come back by itself.
  expect(readSaved(folder)).toEqual({ ok: true, value: [] });
});

test('what was saved is shown without its secret to who may write; changed without one it keeps it, tried without one too', async () => {
  const { app, port } = await started();
  await send(app, 'PUT', 'pbx1', { ...asked(port), wrapup: 'sales:10', acwReasons: 'wrapup,סיכום', queueLog: '/var/log/asterisk/queue_log' });
  await isUp(app);
  const shown = await fetch(`${app.url}/api/v1/sources/pbx1`);
  const text = await shown.text();
  expect(text).not.toContain('wallboard-ro');
  const { connection } = JSON.parse(text) as { connection: object };
  const { secret: _, ...rest } = asked(port);
  expect(connection).toMatchObject({ ...rest, wrapup: 'sales:10', acwReasons: 'wrapup,סיכום', queueLog: '/var/log/asterisk/queue_log', tls: false });
  const reader = { 'x-forwarded-for': '192.0.2.7', authorization: 'Bearer WALL-KEY' };
  expect((await fetch(`${app.url}/api/v1/sources/pbx1`, { headers: reader })).status).toBe(403);
  expect((await fetch(`${app.url}/api/v1/sources/${SENDER}`)).status).toBe(404);

  const since = (await sourceOf(app, 'pbx1'))?.since;
  expect((await send(app, 'PUT', 'pbx1', { ...connection, wrapup: 'sales:20' })).status).toBe(200);
  await until(async () => {
    const source = await sourceOf(app, 'pbx1');
    return source?.state === 'up' && source.since !== since;
  }, 'it is connected anew, by the secret that was kept');
  expect(await (await fetch(`${app.url}/api/v1/sources/pbx1`)).json()).toMatchObject({ connection: { wrapup: 'sales:20' } });
  const tried = await fetch(`${app.url}/api/v1/sources/test`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...connection, queueLog: '', secret: '', name: 'pbx1' }),
  });
  expect(await tried.json()).toMatchObject({ isFine: true });
  const other = await send(app, 'PUT', 'pbx2', rest);
  expect(other.status).toBe(400);
  expect(await other.json()).toMatchObject({ code: 'connection', faults: [{ field: 'secret', is: 'missing' }] });
});

test('on the disk nothing can be read, by no other user nor with another key, and what was changed is refused', async () => {
  const { app, folder, port } = await started();
  await send(app, 'PUT', 'pbx1', asked(port, 'hush-hush'));
  const [path, keyPath] = [join(folder, 'sources'), join(folder, 'source-key')];
  for (const file of [path, keyPath]) expect(statSync(file).mode & 0o777).toBe(0o600);
  const bytes = readFileSync(path, 'utf8');
  expect(bytes + Buffer.from(bytes, 'base64').toString('latin1')).not.toMatch(/hush|wallboard|asterisk|127/);
  expect(readSaved(folder)).toMatchObject({ ok: true, value: [{ name: 'pbx1', kind: 'asterisk' }] });
  const key = readFileSync(keyPath, 'utf8');
  writeFileSync(keyPath, `${'A'.repeat(43)}\n`);
  expect(readSaved(folder)).toMatchObject({ ok: false, error: expect.stringMatching(/source-key.*add the sources again at \/sources/) });
  writeFileSync(keyPath, key);
  const changed = Buffer.from(bytes, 'base64');
  changed[40] = (changed[40] ?? 0) ^ 1;
  writeFileSync(path, changed.toString('base64'));
  expect(readSaved(folder).ok).toBe(false);
  rmSync(keyPath);
  expect(readSaved(folder).ok).toBe(false);
  writeFileSync(path, '');
  expect(readSaved(folder).ok).toBe(false);
});

test('names that are taken, names that none may have, and who may not write', async () => {
  const { app, folder, port } = await started();
  const taken = await send(app, 'PUT', SENDER, asked(port));
  expect(taken.status).toBe(409);
  expect(await taken.json()).toMatchObject({ code: 'sender', with: { name: SENDER }, detail: expect.stringContaining('take another name') });
  expect((await send(app, 'PUT', 'moked', asked(port))).status).toBe(400);
  expect((await send(app, 'PUT', 'a%20b', asked(port))).status).toBe(400);
  const wrong = await send(app, 'PUT', 'pbx1', { ...asked(port, 'hush-hush'), wrapup: 'x' });
  expect(wrong.status).toBe(400);
  const told = await wrong.text();
  expect(told).not.toContain('hush-hush');
  expect(JSON.parse(told)).toMatchObject({ code: 'connection', faults: [{ field: 'wrapup', is: 'badWrapup', with: { item: 'x' } }] });
  const reader = { 'x-forwarded-for': '192.0.2.7', authorization: 'Bearer WALL-KEY' };
  expect((await send(app, 'PUT', 'pbx1', asked(port), reader)).status).toBe(403);
  expect((await send(app, 'DELETE', 'pbx1', undefined, reader)).status).toBe(403);
  expect((await send(app, 'PUT', 'pbx1', asked(port), { origin: 'http://evil.example' })).status).toBe(403);
  expect(readSaved(folder)).toEqual({ ok: true, value: null });
});

test('of two with one name that of the environment counts; a file that cannot be opened is told before anything starts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'moked-saved-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [taken, closed] = [await freePort(), await freePort()];
  for (const name of ['pbx1', 'pbx2']) save(folder, name, `asterisk://u:hush-hush@127.0.0.1:${taken}?name=${name}`);
  const env = { MOKED_DATA: folder, MOKED_PORT: String(await freePort()), MOKED_SOURCES: `asterisk://u:other@127.0.0.1:${closed}?name=pbx1` };
  const { output } = await runCommand(['check'], env);
  expect(output).toContain(`source pbx1 (asterisk): FAILED: 127.0.0.1:${closed} cannot be reached`);
  expect(output).toContain(`source pbx2 (asterisk): FAILED: 127.0.0.1:${taken} cannot be reached`);
  expect(output).toContain('  - Nothing listens at 127.0.0.1:');
  expect(output.match(/FAILED/g)).toHaveLength(2);
  expect(output).not.toContain('hush-hush');
  // A floor that was asked for has nothing real beside it.
  const simulated = await runCommand(['check'], { ...env, MOKED_SOURCES: 'simulator://demo' });
  expect(simulated.output).not.toContain('pbx2');
  writeFileSync(join(folder, 'sources'), 'rubbish');
  const damaged = await runCommand(['check'], { ...env, MOKED_SOURCES: 'none' });
  expect(damaged).toMatchObject({ code: 2, output: expect.stringMatching(/configuration: FAILED: .*sources cannot be opened with source-key/) });
});
