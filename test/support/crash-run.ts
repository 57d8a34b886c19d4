/** A server that is killed, or asked to stop, again and again while a client posts with retries; then what was acknowledged, stored and counted. */
import postgres from 'postgres';
import { startEmbedded } from '../../db/embedded.ts';
import { NOON_IS_NOW, until } from './app.ts';
import { seeded } from './facts.ts';
import { freePort } from './free-port.ts';
import { Sender } from './sender.ts';
import { ServerProcess } from './server-process.ts';

type Components = Record<string, number>;
type Review = { floor: { components: Components }; queues: { components: Components }[] };
type Board = {
  floor: { waiting: number; inConversation: number; windows: { day: { components: Components } } };
  queues: { windows: { day: { components: Components } } }[];
};

export type CrashPlan = {
  /** How the server ends each time. Stopped it ends its database itself. */
  readonly by?: 'kill' | 'stop';
  readonly kills: number;
  /** Every so many kills take the database too. */
  readonly databaseEvery: number;
  readonly contactsBetween: number;
  readonly seed: number;
  readonly onKill?: (kill: number, sender: Sender) => void;
};

/** Contacts by outcome, as one side has them. */
export type Count = { offered: number; answered: number; abandoned: number; open: number; lost: number };

export type CrashFigures = {
  readonly kills: number;
  readonly databaseKills: number;
  /** Batches sent again because no answer came, or a refusal. */
  readonly retries: number;
  readonly acknowledgedEvents: number;
  readonly storedEvents: number;
  readonly acknowledged: Count;
  /** What each of the readers says: all must be what was acknowledged. */
  readonly counted: Record<string, Count>;
  readonly waiting: number;
  readonly inConversation: number;
  /** From the kill to the first answer of the server. */
  readonly restartMs: readonly number[];
  /** From SIGTERM to the end, where it was stopped. */
  readonly stopMs: readonly number[];
};

/** Runs the plan. @throws what stopped it: a server that does not start, a client that is not answered. */
export async function crashRun(plan: CrashPlan): Promise<CrashFigures> {
  const server = new ServerProcess(await freePort(), NOON_IS_NOW);
  const random = seeded(plan.seed);
  const restartMs: number[] = [];
  const stopMs: number[] = [];
  let databaseKills = 0;
  try {
    await server.start();
    const sender = new Sender(server.url, 7);
    const sending = sender.run();
    for (let kill = 1; kill <= plan.kills; kill++) {
      const goal = sender.contacts + plan.contactsBetween;
      await until(async () => sender.contacts >= goal, `contact ${goal} acknowledged; ${server.output.slice(-500)}`, 180_000);
      await new Promise((resolve) => setTimeout(resolve, random() * 1500));
      const killedAt = performance.now();
      if (plan.by === 'stop') {
        const code = await server.stop();
        if (code !== 0) throw new Error(`a stop in the middle ended with ${code}: ${server.output.slice(-800)}`);
        stopMs.push(performance.now() - killedAt);
      } else await server.kill();
      if (plan.by !== 'stop' && kill % plan.databaseEvery === 0) {
        server.killDatabase();
        databaseKills++;
      }
      await server.start();
      restartMs.push(performance.now() - killedAt);
      plan.onKill?.(kill, sender);
    }
    sender.isOver = true;
    await sending;
    const told = await readServer(server.url, sender);
    await server.stop();
    const stored = await readDatabase(server.dataDir);
    return {
      kills: plan.kills,
      databaseKills,
      retries: sender.retries,
      acknowledgedEvents: sender.events,
      storedEvents: stored.events,
      acknowledged: { offered: sender.contacts, answered: sender.answered, abandoned: sender.abandoned, open: 0, lost: 0 },
      counted: { ...told.counted, ...stored.counted },
      waiting: told.waiting,
      inConversation: told.inConversation,
      restartMs,
      stopMs,
    };
  } finally {
    await server.remove();
  }
}

function countOf(rows: readonly Components[]): Count {
  const sum = (field: keyof Count) => rows.reduce((total, row) => total + (row[field] ?? Number.NaN), 0);
  return { offered: sum('offered'), answered: sum('answered'), abandoned: sum('abandoned'), open: sum('open'), lost: sum('lost') };
}

async function read<T>(url: string): Promise<T> {
  const response = await fetch(url);
  const body = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${body}`);
  return JSON.parse(body) as T;
}

async function readServer(url: string, sender: Sender) {
  const span = `from=${new Date(sender.startedAt - 3_600_000).toISOString()}&to=${new Date(Date.now() + 60_000).toISOString()}`;
  const review = await read<Review>(`${url}/api/v1/reviews?${span}`);
  const { floor, queues } = await read<Board>(`${url}/api/v1/board`);
  return {
    waiting: floor.waiting,
    inConversation: floor.inConversation,
    counted: {
      'review, floor': countOf([review.floor.components]),
      'review, queues': countOf(review.queues.map((row) => row.components)),
      'board, floor': countOf([floor.windows.day.components]),
      'board, queues': countOf(queues.map((row) => row.windows.day.components)),
    },
  };
}

/** What the tables hold once the server has stopped. */
async function readDatabase(dataDir: string): Promise<{ events: number; counted: Record<string, Count> }> {
  const embedded = await startEmbedded({ dataDir, database: 'moked' });
  const sql = postgres(embedded.url, { max: 1, onnotice: () => undefined });
  try {
    const [log] = await sql<{ n: number }[]>`select count(*)::int as n from event_log where type like 'cc.contact.%'`;
    const byOutcome = (table: string) =>
      sql<Count[]>`select count(*)::int as offered, (count(*) filter (where outcome = 'answered'))::int as answered,
        (count(*) filter (where outcome = 'abandoned'))::int as abandoned, (count(*) filter (where outcome = 'open'))::int as open,
        (count(*) filter (where outcome = 'lost'))::int as lost from ${sql(table)}`;
    const sums = (table: string) =>
      sql<Count[]>`select sum(offered)::int as offered, sum(answered)::int as answered, sum(abandoned)::int as abandoned,
        sum(open)::int as open, sum(lost)::int as lost from ${sql(table)}`;
    return {
      events: log?.n ?? Number.NaN,
      counted: {
        contact: countOf(await byOutcome('contact')),
        queue_stay: countOf(await byOutcome('queue_stay')),
        queue_interval: countOf(await sums('queue_interval')),
        floor_interval: countOf(await sums('floor_interval')),
      },
    };
  } finally {
    await sql.end();
    await embedded.stop();
  }
}
