import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isAlive } from '../../../db/embedded/folder.ts';
import { until } from '../../support/app.ts';
import { freePort, ServerProcess } from '../../support/server-process.ts';

async function setUp(): Promise<ServerProcess> {
  const server = new ServerProcess(await freePort());
  onTestFinished(() => server.remove());
  return server;
}

for (const [when, isSo] of [
  ['while the database is being made', (server: ServerProcess) => existsSync(join(server.dataDir, 'pg.new'))],
  ['while the database starts', (server: ServerProcess) => server.postmasterPid() !== null],
] as const) {
  test(`a stop ${when} ends everything, and the next start is a whole one`, { timeout: 120_000 }, async () => {
    const server = await setUp();
    const child = server.launch();
    await until(async () => isSo(server), `a stop ${when}`, 60_000);
    const pid = server.postmasterPid();
    const code = await new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill('SIGINT');
    });
    expect(code, server.output).toBe(0);
    expect(server.output).toBe('');
    for (const left of [pid, server.postmasterPid()]) expect(left !== null && isAlive(left)).toBe(false);
    await server.start();
    expect(await server.stop()).toBe(0);
    expect(server.postmasterPid()).toBe(null);
  });
}
