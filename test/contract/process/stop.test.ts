import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isAlive } from '../../../db/embedded/folder.ts';
import { until } from '../../support/app.ts';
import { freePort } from '../../support/free-port.ts';
import { ServerProcess } from '../../support/server-process.ts';

async function setUp(): Promise<ServerProcess> {
  const server = new ServerProcess(await freePort());
  onTestFinished(() => server.remove());
  return server;
}

type Stopped = { code: number | null; pid: number | null; wasLate: boolean };

/** Asks it to stop at that moment. The moment is short: late is a server that had started already, and says so in its output. */
async function stopWhen(server: ServerProcess, isSo: (server: ServerProcess) => boolean): Promise<Stopped> {
  const child = server.launch();
  await until(async () => isSo(server) || server.output !== '', 'the moment to stop');
  const pid = server.postmasterPid();
  const code = await new Promise<number | null>((resolve) => {
    child.once('close', resolve);
    child.kill('SIGINT');
  });
  return { code, pid, wasLate: code === 0 && server.output.includes(`:${server.port}`) };
}

for (const [when, isSo] of [
  ['while the database is being made', (server: ServerProcess) => existsSync(join(server.dataDir, 'pg.new'))],
  ['while the database starts', (server: ServerProcess) => server.postmasterPid() !== null],
] as const) {
  test(`a stop ${when} ends everything, and the next start is a whole one`, async () => {
    let server = await setUp();
    let stopped = await stopWhen(server, isSo);
    for (let again = 0; stopped.wasLate && again < 5; again++) {
      server = await setUp();
      stopped = await stopWhen(server, isSo);
    }
    const { code, pid } = stopped;
    expect(code, server.output).toBe(0);
    expect(server.output).toBe('');
    for (const left of [pid, server.postmasterPid()]) expect(left !== null && isAlive(left)).toBe(false);
    await server.start();
    expect(await server.stop()).toBe(0);
    expect(server.postmasterPid()).toBe(null);
  });
}
