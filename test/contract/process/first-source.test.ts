/** From the demo to the real thing in one step: the first source that is saved ends the demo, and nothing of it is left. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { until } from '../../support/app.ts';
import { runCommand } from '../../support/command.ts';
import { freePort } from '../../support/free-port.ts';
import { ServerProcess } from '../../support/server-process.ts';
import { listItem, MEMBER, queueList } from '../../support/source-run.ts';
import { startTcpPbx } from '../../support/tcp-pbx.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const CHANNELS = { items: [], complete: 'CoreShowChannelsComplete', message: 'Channels will follow' };

type Board = { agents: { id: string; name: string }[]; sources: { name: string; state: string }[] };

test('where something else starts it again, a container or a service, it ends with 3 for the first source, and begins without the demo', async () => {
  const pbx = await startTcpPbx();
  const server = new ServerProcess(await freePort(), { MOKED_SOURCES: '', MOKED_SUPERVISED: 'yes' });
  onTestFinished(async () => {
    await server.remove();
    await pbx.close();
  });
  await server.start();
  const site = async () => ((await (await fetch(`${server.url}/api/v1/site`)).json()) as { demo: boolean }).demo;
  expect(await site()).toBe(true);
  const ended = server.ended();
  const told = await fetch(`${server.url}/api/v1/sources/pbx1`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'asterisk', host: '127.0.0.1', port: pbx.port, user: 'wallboard', secret: 'wallboard-ro' }),
  });
  expect(await told.json()).toEqual({ name: 'pbx1', restarts: true });
  expect(await ended).toBe(3);
  await server.start();
  expect(await site()).toBe(false);
});

test('the server starts again by itself on data of its own, with the source; commands see it too, and the demo does not come back', async () => {
  const pbx = await startTcpPbx({ answer: (action) => (action === 'QueueStatus' ? queueList(listItem('QueueMember', MEMBER)) : CHANNELS) });
  const server = new ServerProcess(await freePort());
  // The build must not take itself for a test, and no source is named.
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST') && name !== 'NODE_ENV' && name !== 'MOKED_SOURCES'),
  );
  const env = { ...inherited, MOKED_DATA: server.dataDir, MOKED_PORT: String(server.port) };
  const supervisor = spawn(process.execPath, ['--import', 'tsx', 'server/supervise.ts'], { cwd: root, env });
  supervisor.stdout.on('data', (text: Buffer) => (server.output += text.toString()));
  supervisor.stderr.on('data', (text: Buffer) => (server.output += text.toString()));
  const ended = new Promise((resolve) => supervisor.once('exit', resolve));
  onTestFinished(async () => {
    supervisor.kill('SIGTERM');
    await ended;
    await server.remove();
    await pbx.close();
  });
  const get = async <T>(path: string): Promise<T | null> => {
    try {
      const response = await fetch(server.url + path);
      return response.ok ? ((await response.json()) as T) : null;
    } catch {
      // Between the two servers nobody listens.
      return null;
    }
  };
  await until(async () => (await get<{ demo: boolean }>('/api/v1/site'))?.demo === true, 'the demo answers', 180_000);
  const told = await fetch(`${server.url}/api/v1/sources/pbx1`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'asterisk', host: '127.0.0.1', port: pbx.port, user: 'wallboard', secret: 'wallboard-ro' }),
  });
  expect(await told.json()).toEqual({ name: 'pbx1', restarts: true });
  await until(async () => (await get<{ demo: boolean }>('/api/v1/site'))?.demo === false, 'the server is out of the demo', 120_000);
  const board = await until(async () => {
    const seen = await get<Board>('/api/v1/board');
    return seen?.sources[0]?.state === 'up' && seen.agents.length > 0 && seen;
  }, 'the PBX is on the wall');
  expect(board.sources.map(({ name }) => name)).toEqual(['pbx1']);
  expect(board.agents.map(({ id, name }) => ({ id, name }))).toEqual([{ id: MEMBER.Location, name: MEMBER.Name }]);

  const { output } = await runCommand(['check'], { MOKED_DATA: server.dataDir, MOKED_PORT: String(server.port) });
  expect(output).toMatch(/source pbx1 \(asterisk\): Asterisk Call Manager.*logged in as wallboard/);
  expect(output).not.toContain('moked_demo');

  expect((await fetch(`${server.url}/api/v1/sources/pbx1`, { method: 'DELETE' })).status).toBe(200);
  expect((await get<Board>('/api/v1/board'))?.sources).toEqual([]);
  supervisor.kill('SIGTERM');
  await ended;
  const again = await runCommand(['check'], { MOKED_DATA: server.dataDir, MOKED_PORT: String(server.port) });
  expect(again.output).not.toMatch(/moked_demo|simulat/);
});
