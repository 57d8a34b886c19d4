import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { isAlive } from '../../../db/embedded/folder.ts';
import { until } from '../../support/app.ts';
import { freePort } from '../../support/free-port.ts';
import { ServerProcess } from '../../support/server-process.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** As `npm start` runs it, with the data folder and the port of a server that is not launched otherwise. */
function supervise(server: ServerProcess): ChildProcess {
  // The build must not take itself for a test.
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST') && name !== 'NODE_ENV'));
  const env = { ...inherited, MOKED_SOURCES: 'none', MOKED_DATA: server.dataDir, MOKED_PORT: String(server.port) };
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/supervise.ts'], { cwd: root, env });
  child.stdout.on('data', (text: Buffer) => (server.output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (server.output += text.toString()));
  return child;
}

/** The process of the running server, as it tells commands; null where there is none, or its file is not written yet. */
function serverPid(server: ServerProcess): number | null {
  const file = join(server.dataDir, 'control.json');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text === '' ? null : (JSON.parse(text) as { pid: number }).pid;
}

test('kill -9 of the supervisor: the server notices, stops as if asked to, and so does its database', async () => {
  const server = new ServerProcess(await freePort());
  onTestFinished(() => server.remove());
  const supervisor = supervise(server);
  onTestFinished(() => void supervisor.kill('SIGTERM'));
  // A tree whose sources are newer than its build is built first.
  await until(async () => (await server.isUp()) && serverPid(server) !== null, `the server answers; ${server.output.slice(-500)}`, 120_000);
  const pid = serverPid(server) as number;
  const postmaster = server.postmasterPid() as number;
  onTestFinished(() => {
    if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  });
  supervisor.kill('SIGKILL');
  await until(async () => !isAlive(pid), 'the server has ended');
  expect(isAlive(postmaster)).toBe(false);
  // What a kill would have left behind is gone.
  expect(serverPid(server)).toBe(null);
  expect(server.postmasterPid()).toBe(null);
});
