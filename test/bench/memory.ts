/** What the shipped server keeps in memory after a working day so far, with a thousand walls; PostgreSQL is a process of its own. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { HOUR_MS, toIso } from '../../shared/time.ts';
import { cloudEvent, postEvents, SENDER, TOKEN, until } from '../support/app.ts';
import { floorFacts, T0 } from '../support/facts.ts';
import { freePort } from '../support/free-port.ts';
import { type Bench, count } from './figure.ts';
import { openWalls } from './load-children.ts';

const WALLS = 1000;
const AGENTS = 500;
const CONTACTS = 20_000;
const SPAN_MS = 9 * HOUR_MS;

/** With the flags of `npm start`. */
function startServer(url: string, port: number, dataDir: string): ChildProcess {
  const main = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));
  const hook = new URL('memory-hook.mjs', import.meta.url).href;
  const start = Math.floor((Date.now() - SPAN_MS - HOUR_MS) / HOUR_MS) * HOUR_MS;
  return fork(main, ['start'], {
    execArgv: ['--enable-source-maps', '--max-semi-space-size=32', '--expose-gc', '--import', hook],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      MALLOC_ARENA_MAX: '2',
      DATABASE_URL: url,
      MOKED_DATA: dataDir,
      MOKED_PORT: String(port),
      MOKED_SOURCES: 'none',
      MOKED_INGEST_TOKENS: `${SENDER}:${TOKEN}`,
      MOKED_TIMEZONE: 'UTC',
      // All that is sent is of today.
      MOKED_DAY_START: toIso(start).slice(11, 16),
      MOKED_SHIFTS: `day ${toIso(start).slice(11, 16)}-${toIso(start - HOUR_MS).slice(11, 16)}`,
    },
  });
}

async function fill(url: string): Promise<number> {
  const shift = Date.now() - SPAN_MS - T0;
  const facts = floorFacts({ seed: 5, contacts: CONTACTS, agents: AGENTS, queues: 40, spanMs: SPAN_MS, source: SENDER });
  const events = facts
    .filter(({ at }) => at + shift <= Date.now())
    .map(({ type, id, at, data }) => {
      const { contactStartedAt: _, ...rest } = data as Record<string, unknown>;
      return cloudEvent(type.replace(/^cc\.|\.v1$/g, ''), at + shift, rest, id);
    });
  for (let n = 0; n < events.length; n += 500) {
    const response = await postEvents(url, events.slice(n, n + 500));
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  }
  return events.length;
}

async function collected(server: ChildProcess): Promise<number> {
  const done = new Promise((resolve) => server.once('message', resolve));
  server.send('collect');
  await done;
  const rss = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1];
  return Number(rss) / 1024;
}

export const memory: Bench = {
  name: 'memory',
  async run(database) {
    const { url: databaseUrl, close } = await database();
    const dataDir = mkdtempSync(join(tmpdir(), 'moked-memory-'));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const server = startServer(databaseUrl, port, dataDir);
    const isUp = async () => {
      if (server.exitCode !== null) throw new Error('the server ended');
      return fetch(`${url}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      );
    };
    await until(isUp, 'the server answers');
    const bare = await collected(server);
    const facts = await fill(url);
    const walls = await openWalls(`${url.replace('http', 'ws')}/live`, 'floor', WALLS);
    await pause(5000);
    const rss = await collected(server);
    walls.end();
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
    await close();
    return [
      {
        what: `memory of the server: ${count(WALLS)} walls, ${AGENTS} agents, ${count(CONTACTS)} contacts`,
        ours: `${rss.toFixed(0)} MB after GC`,
        reference: `with nothing in it ${bare.toFixed(0)} MB`,
        value: rss,
        bar: { atMost: 300 },
        unit: 'MB',
        note: `${count(facts)} facts; without PostgreSQL`,
      },
    ];
  },
};
