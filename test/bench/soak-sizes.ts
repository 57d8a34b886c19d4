/**
 * What a floor of a size needs, in three sizes: the table of OPERATIONS.md. Each is a server with an embedded PostgreSQL and twenty walls, on an evening
 * with the day before and this one in its books; then a quarter of an hour before noon of the next day, at the pace of life.
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { HOUR_MS } from '../../shared/time.ts';
import { until } from '../support/app.ts';
import { runCommand } from '../support/command.ts';
import { freePort } from '../support/free-port.ts';
import { count, timed } from './figure.ts';
import type { SoakPart } from './soak-part.ts';
import { SoakServer } from './soak-server.ts';
import { SoakWalls } from './soak-walls.ts';

const SIZES = [
  [20, 4],
  [150, 12],
  [500, 40],
] as const;
const WALLS = 20;
/** A Monday; a Sunday is as busy. */
const DAY_STARTS = Date.parse('2026-11-23T03:00:00+02:00');
const EVENING = DAY_STARTS + 17 * HOUR_MS;
const NEXT_NOON = DAY_STARTS + 24 * HOUR_MS + 8.75 * HOUR_MS;
const WATCHED_S = 60;
/** In half a second; a floor that is told what it missed has thousands. */
const CAUGHT_UP_FACTS = 100;
const MB = 1024 * 1024;

const cpuSeconds = (pid: number) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

async function told(server: SoakServer): Promise<void> {
  const facts = async () => Number(/^moked_log_position (\d+)/m.exec(await (await fetch(`${server.url}/metrics`)).text())?.[1] ?? Number.NaN);
  let [before, same] = [Number.NaN, 0];
  await until(
    async () => {
      await pause(500);
      const now = await facts();
      const ready = await server.get<{ sources: { state: string }[]; recounting: unknown }>('/readyz').catch(() => 'busy' as const);
      if (ready === 'busy') return false;
      const { sources, recounting } = ready;
      same = now - before < CAUGHT_UP_FACTS && recounting === null && sources.every(({ state }) => state === 'up') ? same + 1 : 0;
      before = now;
      return same >= 6;
    },
    'the day is told',
    900_000,
  );
}

async function stored(url: string): Promise<{ facts: number; logMb: number; restMb: number; contacts: number }> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const day = sql`at >= ${new Date(DAY_STARTS - 24 * HOUR_MS)} and at < ${new Date(DAY_STARTS)}`;
    const [row] = await sql<{ facts: number; all: number; log: number; rest: number; contacts: number }[]>`
      select (select count(*) from event_log where ${day})::int as facts, (select count(*) from event_log)::int as all,
        pg_total_relation_size('event_log')::float8 as log,
        (select sum(pg_total_relation_size(name::regclass)) from unnest(array['contact', 'queue_stay', 'agent_span', 'agent_pause', 'queue_interval',
          'floor_interval', 'agent_interval']) as name)::float8 as rest,
        (select count(*) from contact where offered_at >= ${new Date(DAY_STARTS - 24 * HOUR_MS)} and offered_at < ${new Date(DAY_STARTS)})::int as contacts`;
    if (row === undefined) throw new Error('no row');
    const share = row.facts / row.all / MB;
    return { facts: row.facts, contacts: row.contacts, logMb: row.log * share, restMb: row.rest * share };
  } finally {
    await sql.end();
  }
}

async function measure(agents: number, queues: number): Promise<string> {
  const server = new SoakServer(await freePort(), EVENING, 1, { MOKED_SOURCES: `simulator://demo?seed=7&agents=${agents}&queues=${queues}` });
  try {
    await server.start();
    const walls = new SoakWalls(server.url, WALLS);
    await told(server);
    const { rssMb } = await server.memory();
    const { facts, contacts, logMb, restMb } = await stored(await server.databaseUrl());
    const file = join(server.dataDir, 'backup');
    const { code, output } = await runCommand(['backup', file], server.env);
    if (code !== 0) throw new Error(output);
    const all = Number(/(\d+) facts in/.exec(output)?.[1]);
    const backupMb = (statSync(file).size / MB) * (facts / all);
    await server.end('SIGKILL');
    const boot = await timed(() => server.start());
    server.leap(NEXT_NOON - server.now());
    await pause(10_000);
    await told(server);
    const before = cpuSeconds(server.pid);
    await pause(WATCHED_S * 1000);
    const cpu = (cpuSeconds(server.pid) - before) / WATCHED_S;
    walls.end();
    return (
      `| ${agents} / ${queues} | ${count(contacts)} (${count(facts)} events) | ${rssMb.toFixed(0)} MB | ${(cpu * 100).toFixed(1)} % | ${logMb.toFixed(0)} + ${restMb.toFixed(0)} MB | ` +
      `${backupMb.toFixed(1)} MB | ${(boot / 1000).toFixed(1)} s |`
    );
  } catch (error) {
    throw new Error(`${agents} agents: ${server.output.slice(-2000)}`, { cause: error });
  } finally {
    await server.remove();
  }
}

export const sizes: SoakPart = {
  name: 'sizes',
  async run(say) {
    say(
      '| agents / queues | contacts a day | memory of the server | CPU of it, of one core | disk a day, log + tables | backup a day | start after a kill |',
    );
    for (const [agents, queues] of SIZES) say(await measure(agents, queues));
    return { figures: `${SIZES.length} sizes with ${WALLS} walls each`, faults: [] };
  },
};
