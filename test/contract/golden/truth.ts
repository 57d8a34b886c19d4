import { expect } from 'vitest';
import { asAmiAlone, asaOf, numberOf, type Pause, pauseSums, type Totals, truthPauses, truthTalk, truthTotals } from '../../golden/compare.ts';
import { STATIC_MEMBERS } from '../../golden/harness.ts';
import type { Recording } from '../../golden/recording.ts';
import type { Floor, Played } from './played.ts';

export type ReviewRow = { id: string; components: Record<string, number>; metrics: Record<string, number | null> };
export type Review = {
  floor: ReviewRow;
  queues: ReviewRow[];
  agents: (ReviewRow & { pauses: { queue: string; reason: string; startedAt: string; endedAt: string | null }[] })[];
  gaps: { source: string; from: string; to: string | null; reason: string }[];
};

export function reviewOf({ app }: Floor, from: number, to: number): Promise<Review> {
  return app.get<Review>(`/api/v1/reviews?from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`);
}

/** A review of all that was played. */
export function wholeReview(played: Played): Promise<Review> {
  return reviewOf(played, played.recording.t0 - 3_600_000, played.endedAt + 60_000);
}

/** Stays of the table by queue and outcome; what left otherwise by its reason. */
export async function storedTotals({ sql }: Floor): Promise<Totals> {
  const rows = await sql<{ queue: string; outcome: string; n: number }[]>`
    select queue_id as queue, coalesce(exit_reason, outcome) as outcome, count(*)::int as n from queue_stay group by 1, 2`;
  const totals: Totals = {};
  for (const { queue, outcome, n } of rows) {
    const row = totals[queue] ?? {};
    totals[queue] = { ...row, offered: (row['offered'] ?? 0) + n, [outcome]: n };
  }
  return totals;
}

export function expectedTotals(recording: Recording, hasQueueLog: boolean): Totals {
  return hasQueueLog ? truthTotals(recording.visits) : asAmiAlone(truthTotals(recording.visits));
}

const answeredVisits = ({ visits }: Recording) => visits.filter(({ agent }) => agent !== undefined);

export async function expectAsa(played: Played): Promise<void> {
  const truth = asaOf(answeredVisits(played.recording).map(({ queue, wait }) => ({ queue, waitMs: wait * 1000 })));
  const review = await wholeReview(played);
  const off = Object.entries(truth).map(([queue, ms]) =>
    Math.abs((review.queues.find(({ id }) => id === queue)?.metrics['asa_ms'] ?? Number.NaN) - ms),
  );
  for (const ms of off) expect(ms).toBeLessThan(200);
}

/** Answered of each agent, as the truth and as the review has it. */
export async function expectAnswered(played: Played): Promise<void> {
  const truth: Record<string, number> = {};
  for (const { agent = '' } of answeredVisits(played.recording)) truth[agent] = (truth[agent] ?? 0) + 1;
  const { agents } = await wholeReview(played);
  const seen = agents.filter(({ components }) => components['answered'] !== 0);
  expect(Object.fromEntries(seen.map(({ id, components }) => [numberOf(id), components['answered']]))).toEqual(truth);
}

type AgentMs = { agent: string; ms: number };

/** Talk and hold of each agent by each table that has them, and by the review. */
async function talkAndHold(played: Played): Promise<Record<string, AgentMs[]>> {
  const { sql, endedAt } = played;
  const { agents } = await wholeReview(played);
  const from = (fields: [string, string]) => agents.map(({ id, components: c }) => ({ agent: id, ms: (c[fields[0]] ?? 0) + (c[fields[1]] ?? 0) }));
  return {
    agent_span: await sql<AgentMs[]>`
      select agent_id as agent, sum(date_part('epoch', coalesce(ended_at, to_timestamp(${endedAt}::float8 / 1000)) - started_at))::float8 * 1000 as ms
      from agent_span where state in ('talking', 'hold') group by 1`,
    agent_interval: await sql<AgentMs[]>`select agent_id as agent, sum(talk_ms + hold_ms)::float8 as ms from agent_interval group by 1`,
    queue_stay: await sql<AgentMs[]>`select agent_id as agent, sum(talk_ms + hold_ms)::float8 as ms from queue_stay where handled group by 1`,
    'review, clipped': from(['talkMs', 'holdMs']),
    'review, by cohort': from(['handledTalkMs', 'handledHoldMs']),
  };
}

export async function expectTalk(played: Played): Promise<void> {
  const truth = truthTalk(played.recording.visits);
  for (const [way, rows] of Object.entries(await talkAndHold(played))) {
    const seen = new Map(rows.filter(({ ms }) => ms > 0).map(({ agent, ms }) => [numberOf(agent), ms]));
    expect([...seen.keys()].sort(), way).toEqual([...truth.keys()].sort());
    for (const [agent, ms] of truth) expect(Math.abs((seen.get(agent) ?? 0) / ms - 1), `${way}, ${agent}`).toBeLessThan(0.02);
  }
}

/** Auto-Pause is the PBX's own doing and not in the truth. */
export async function expectPauses(played: Played, name: 'small' | 'shift'): Promise<void> {
  const { sql, recording, endedAt } = played;
  const stored = await sql<Pause[]>`
    select agent_id as agent, queue_id as queue, reason, round(date_part('epoch', started_at) * 1000)::float8 as from,
      coalesce(round(date_part('epoch', ended_at) * 1000), ${endedAt})::float8 as to from agent_pause where reason <> 'Auto-Pause'`;
  const seen = pauseSums(stored.map((pause) => ({ ...pause, agent: numberOf(pause.agent) })));
  const truth = pauseSums(truthPauses(recording, STATIC_MEMBERS[name], endedAt));
  expect([...seen.keys()].sort()).toEqual([...truth.keys()].sort());
  for (const [key, ms] of truth) expect(Math.abs((seen.get(key) ?? 0) - ms), key).toBeLessThan(1000);
}

/** Pauses of the review are those of the table. */
export async function expectReviewedPauses(played: Played): Promise<void> {
  const review = await wholeReview(played);
  const reviewed = review.agents.flatMap(({ id, pauses }) =>
    pauses.map(({ queue, reason, startedAt, endedAt }) => ({ agent: id, queue, reason, startedAt, endedAt })),
  );
  const iso = (column: string) => played.sql`to_char(${played.sql(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const stored = await played.sql<typeof reviewed>`
    select agent_id as agent, queue_id as queue, reason, ${iso('started_at')} as "startedAt", ${iso('ended_at')} as "endedAt" from agent_pause`;
  const sorted = (rows: readonly object[]) => rows.map((row) => JSON.stringify({ ...row })).sort();
  expect(sorted(reviewed)).toEqual(sorted(stored));
}
