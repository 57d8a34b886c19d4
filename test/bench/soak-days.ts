/**
 * Days of a simulated floor in a whole server whose clock goes so many times as fast (`MOKED_TEST_SOAK_SPEED`, 60; `MOKED_TEST_SOAK_DAYS`, 6), with lines
 * that are cut, a server that is stopped and killed, its database too, and facts that come late. Shortly before each business day turns the clock
 * stands still, and every reader is asked.
 */
import { isDeepStrictEqual } from 'node:util';
import postgres from 'postgres';
import type { Board, SourceRow } from '../../shared/board.ts';
import { addDays, dayBounds } from '../../shared/calendar.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/time.ts';
import { SENDER, TOKEN, until } from '../support/app.ts';
import { runCommand } from '../support/command.ts';
import { freePort } from '../support/free-port.ts';
import { count } from './figure.ts';
import { countsOf, disagreements, opinionOfBoard, opinionOfLog, opinionOfReview, opinionOfStays, shownOf } from './soak-opinions.ts';
import type { SoakPart } from './soak-part.ts';
import { Platform } from './soak-platform.ts';
import { SoakServer } from './soak-server.ts';
import { SoakWalls } from './soak-walls.ts';

const SPEED = Number(process.env['MOKED_TEST_SOAK_SPEED'] ?? 60);
const DAYS = Number(process.env['MOKED_TEST_SOAK_DAYS'] ?? 6);
const FLOOR = 'simulator://demo?seed=7&agents=60&queues=10&contactsPerHour=240';
const WALLS = 20;
/** A Sunday, on which the week begins; the first of these days is the yardstick of the memory. */
const FIRST_DAY = '2026-11-22';
const CALENDAR = { timezone: 'Asia/Jerusalem', dayStart: '03:00', shifts: [] };
const BEFORE_TURN_MS = 2 * MINUTE_MS;
const MEMORY_SHARE = 1.1;
const WALL_LOOKS = 30;

/** By source and kind: why it is no fault. Anything else is one. */
const EXPECTED: Readonly<Record<string, string>> = {
  [`${SENDER} late`]: 'the platform tells what it missed after what happens now',
};

type Scene = { readonly server: SoakServer; readonly platform: Platform; readonly walls: SoakWalls };
type Act = (scene: Scene) => void | Promise<void>;

const stop: Act = async ({ server }) => {
  await server.end('SIGTERM');
  await server.start();
};
const kill: Act = async ({ server }) => {
  await server.end('SIGKILL');
  await server.start();
};
const killBoth: Act = async ({ server }) => {
  await server.end('SIGKILL');
  server.endDatabase('SIGKILL');
  await server.start();
};
const restartDatabase: Act = ({ server }) => server.endDatabase('SIGINT');
const killDatabase: Act = ({ server }) => server.endDatabase('SIGKILL');
const cutDatabase: Act = async ({ server }) => {
  const sql = postgres(await server.databaseUrl(), { max: 1, onnotice: () => undefined });
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;
  await sql.end();
};
const cutPlatform: Act = ({ platform }) => platform.cut();
const mendPlatform: Act = ({ platform }) => platform.mend();
const cutWalls: Act = ({ walls }) => walls.cut();

/** Hours of the business day, from its start. From the fourth day on one process lives: what leaks shows there. */
const EVERY_DAY: readonly (readonly [hour: number, act: Act])[] = [
  [6, cutWalls],
  [7, cutPlatform],
  [7.75, mendPlatform],
  [9, cutDatabase],
  [12, restartDatabase],
  [13, cutPlatform],
  [16, mendPlatform],
];
const BY_DAY: readonly (readonly (readonly [hour: number, act: Act])[])[] = [
  [[10, killDatabase]],
  [
    [5, stop],
    [8, kill],
    [11, killBoth],
    [18, stop],
  ],
  [
    [8, kill],
    [10, stop],
    [14, killBoth],
  ],
];

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Lives through a day until shortly before it turns. */
async function live(scene: Scene, startsAt: number, endsAt: number, number: number): Promise<void> {
  scene.server.goTo(endsAt - BEFORE_TURN_MS);
  const acts = [...EVERY_DAY, ...(BY_DAY[number] ?? [])].sort(([a], [b]) => a - b);
  for (const [hour, act] of acts) {
    while (scene.server.now() < startsAt + hour * HOUR_MS) await wait(20);
    await act(scene);
  }
  while (scene.server.now() < endsAt - BEFORE_TURN_MS) await wait(20);
}

type Ready = { recounting: unknown; sources: SourceRow[]; quarantine: unknown[]; anomalies: Record<string, { count: number; example: string }> };

/** Resolves when all that has happened is told, stored and counted. */
async function settle({ server, platform }: Scene): Promise<Ready> {
  let quiet = 0;
  return until(
    async () => {
      await wait(250);
      const ready = await server.get<Ready>('/readyz').catch((error: unknown) => (error instanceof Error ? error.message : 'no answer'));
      const isQuiet = platform.isEven && typeof ready === 'object' && ready.recounting === null && ready.sources.every(({ state }) => state === 'up');
      quiet = isQuiet ? quiet + 1 : 0;
      return quiet >= 8 && typeof ready === 'object' ? ready : null;
    },
    'everything is told and counted',
    300_000,
  );
}

function anomaliesOf({ sources, anomalies, quarantine }: Ready): { told: string; faults: string[] } {
  const found = sources.flatMap(({ name, anomalies: kinds }) =>
    Object.entries(kinds).map(([kind, n]) => ({ key: `${name} ${kind}`, n, example: '' })),
  );
  for (const [kind, { count: n, example }] of Object.entries(anomalies)) found.push({ key: `moked ${kind}`, n, example });
  const faults = found.filter(({ key }) => !(key in EXPECTED)).map(({ key, n, example }) => `anomaly ${key}: ${n} ${example}`);
  if (quarantine.length > 0) faults.push(`${quarantine.length} facts are in quarantine`);
  return { told: found.map(({ key, n }) => `${key} ${count(n)}`).join(', '), faults };
}

/** Old walls must show what one shows that has just come, and this what the server tells programs. The clock creeps on: figures go out once a second of it. */
async function lookAt({ server, walls }: Scene): Promise<string[]> {
  let faults: string[] = [];
  for (let look = 0; look < WALL_LOOKS; look++) {
    server.leap(1.1 * SECOND_MS);
    await wait(600);
    const fresh = new SoakWalls(server.url, 1);
    const newest = await until(async () => fresh.boards()[0], 'a new wall is served');
    const told = await server.get<Board>('/api/v1/board');
    fresh.end();
    const shown = shownOf(newest);
    const wrong = walls.boards().filter((one) => one === null || !isDeepStrictEqual(shownOf(one), shown)).length;
    faults = wrong === 0 ? [] : [`${wrong} of ${WALLS} walls show something else than a new one`];
    if (!isDeepStrictEqual(countsOf(newest), countsOf(told))) faults.push('a new wall shows something else than the server tells');
    if (faults.length === 0) return [];
  }
  return faults;
}

/** Asks every reader of the day, before and after it is counted again from the log. */
async function ask(scene: Scene, day: string, span: { from: number; to: number }): Promise<{ faults: string[]; told: string }> {
  const { server } = scene;
  const url = await server.databaseUrl();
  const board = await opinionOfBoard(server);
  const log = await opinionOfLog(url, span);
  const before = { board, review: await opinionOfReview(server, span), log: log.opinion, stays: await opinionOfStays(url, span) };
  const recount = await runCommand(['recount', '--from', day, '--to', day], { ...server.env });
  const faults = recount.code === 0 ? [] : [`recount: ${recount.output}`];
  const after = { board: await opinionOfBoard(server), review: await opinionOfReview(server, span), stays: await opinionOfStays(url, span) };
  faults.push(...disagreements(before));
  for (const [who, opinion] of Object.entries(after)) faults.push(...disagreements({ 'before the recount': board, [`${who} after it`]: opinion }));
  faults.push(...(await lookAt(scene)));
  if (!((board['floor']?.offered ?? 0) > 100)) faults.push(`only ${board['floor']?.offered} contacts`);
  return { faults: faults.slice(0, 20), told: `${count(board['floor']?.offered ?? 0)} contacts of the day, ${count(log.facts)} facts in the log` };
}

export const days: SoakPart = {
  name: 'days',
  async run(say) {
    const first = dayBounds(FIRST_DAY, CALENDAR).startsAt;
    const server = new SoakServer(await freePort(), first - 5 * MINUTE_MS, SPEED, {
      MOKED_SOURCES: FLOOR,
      MOKED_INGEST_TOKENS: `${SENDER}:${TOKEN}`,
    });
    const faults: string[] = [];
    const memories: number[] = [];
    try {
      await server.start();
      const platform = new Platform(server.url, () => server.now());
      const walls = new SoakWalls(server.url, WALLS);
      const scene = { server, platform, walls };
      let isRefused: unknown = null;
      const posting = platform.run().catch((error: unknown) => {
        isRefused = error;
      });
      for (let number = 0; number < DAYS; number++) {
        const day = addDays(FIRST_DAY, number);
        const { startsAt, endsAt } = dayBounds(day, CALENDAR);
        await live(scene, startsAt, endsAt, number);
        if (isRefused !== null) throw isRefused;
        const anomalies = anomaliesOf(await settle(scene));
        const { rssMb, heapMb } = await server.memory();
        memories.push(rssMb);
        const asked = await ask(scene, day, { from: startsAt, to: endsAt });
        const wrong = [...asked.faults, ...anomalies.faults];
        if (rssMb > (memories[0] as number) * MEMORY_SHARE)
          wrong.push(`memory ${rssMb.toFixed(0)} MB, after the first day ${memories[0]?.toFixed(0)} MB`);
        faults.push(...wrong.map((text) => `${day}: ${text}`));
        say(
          `${day}: ${asked.told}; ${rssMb.toFixed(0)} MB after GC (heap ${heapMb.toFixed(0)} MB); anomalies: ${anomalies.told || 'none'}; ${wrong.length} wrong`,
        );
        for (const text of wrong) say(`  ${text}`);
      }
      walls.end();
      platform.end();
      await posting;
      return {
        figures:
          `${DAYS} days at ×${SPEED}, ${FLOOR} and a platform that posts; ${count(platform.told)} facts posted, ${count(platform.toldLate)} of them after later ones, ` +
          `${platform.retries} batches repeated; ${WALLS} walls, live ${walls.live} times; memory ${memories.map((mb) => mb.toFixed(0)).join(', ')} MB`,
        faults,
      };
    } finally {
      await server.remove();
    }
  },
};
