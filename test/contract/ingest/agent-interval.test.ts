import { expect, test } from 'vitest';
import { INTERVAL_MS, intervalStart, MINUTE_MS } from '../../../shared/time.ts';
import { fact } from '../../support/facts.ts';
import { type SteppedFloor, steppedFloor } from '../../support/stepped-floor.ts';
import { simulatedDay } from '../golden/played.ts';

const STATES = {
  available: 'available',
  ringing: 'ringing',
  talk: 'talking',
  hold: 'hold',
  acw: 'acw',
  break: 'break',
  busy: 'busy',
  unknown: 'unknown',
};

type Quarter = { agentId: string; startAt: number; field: string; kept: number; spans: number };

/** Each kind of time of each agent in each quarter: as its row has it, and as the spans add up to it at `now`. */
async function quarters({ sql, clock }: Pick<SteppedFloor, 'sql' | 'clock'>): Promise<Quarter[]> {
  const fields = ['signed_in', ...Object.keys(STATES)];
  const kept = sql.unsafe<{ row: Record<string, number | string> }[]>(
    `select jsonb_build_object('agent', agent_id, 'start', round(date_part('epoch', start_at) * 1000), ${fields.map((name) => `'${name}', ${name}_ms`).join(', ')}) as row from agent_interval`,
  );
  const added = sql<{ agent: string; start: number; state: string; ms: number }[]>`
    with span as (
      select agent_id, state, date_part('epoch', started_at) * 1000 as f,
        least(coalesce(date_part('epoch', ended_at) * 1000, ${clock.now()}::float8), ${clock.now()}::float8) as t from agent_span)
    select agent_id as agent, q::float8 as start, state, round(sum(least(t, q + ${INTERVAL_MS}::float8) - greatest(f, q)))::float8 as ms
    from span, generate_series((floor(f / ${INTERVAL_MS}::float8) * ${INTERVAL_MS}::float8)::numeric, t::numeric, ${INTERVAL_MS}::numeric) as q
    where least(t, q + ${INTERVAL_MS}::float8) > greatest(f, q) group by 1, 2, 3`;
  const all = new Map<string, Quarter>();
  const at = (agentId: string, startAt: number, field: string) => {
    const key = `${agentId} ${startAt} ${field}`;
    const quarter = all.get(key) ?? { agentId, startAt, field, kept: 0, spans: 0 };
    all.set(key, quarter);
    return quarter;
  };
  for (const { row } of await kept) {
    const parsed = typeof row === 'string' ? (JSON.parse(row) as Record<string, number | string>) : row;
    for (const field of fields) at(String(parsed['agent']), Number(parsed['start']), field).kept = Number(parsed[field]);
  }
  const fieldOf = new Map(Object.entries(STATES).map(([field, state]) => [state, field]));
  for (const { agent, start, state, ms } of await added) {
    at(agent, start, fieldOf.get(state) ?? state).spans += ms;
    at(agent, start, 'signed_in').spans += ms;
  }
  return [...all.values()];
}

const differing = (rows: readonly Quarter[]) => rows.filter(({ kept, spans }) => kept !== spans);

test('on a simulated day the quarters of every agent are what her spans add up to, the running one within a minute', async () => {
  const floor = await simulatedDay();
  try {
    const running = intervalStart(floor.clock.now());
    const rows = await quarters(floor);
    expect(new Set(rows.map(({ agentId }) => agentId)).size).toBeGreaterThan(30);
    expect(differing(rows.filter(({ startAt }) => startAt < running))).toEqual([]);
    const now = rows.filter(({ startAt, field }) => startAt === running && field === 'signed_in');
    expect(now.length).toBeGreaterThan(10);
    for (const { kept, spans } of now) expect(spans - kept).toBeLessThanOrEqual(MINUTE_MS);
    await floor.app.core.flusher.flush({ checkpoint: true });
    expect(differing(await quarters(floor))).toEqual([]);
  } finally {
    await floor.close();
  }
});

test('of whom nothing is heard for hours, the time goes on in her quarters', async () => {
  const start = Date.parse('2026-11-17T08:04:00.000Z');
  const floor = await steppedFloor(start);
  const joined = { queueId: 'q', joined: true };
  await floor.live([
    fact('cc.agent.membership.v1', start, { agentId: 'a', ...joined }),
    fact('cc.agent.membership.v1', start + 1, { agentId: 'b', ...joined }),
    fact('cc.agent.membership.v1', start + 2, { agentId: 'b', queueId: 'q', joined: true, paused: true, reason: 'lunch' }),
  ]);
  for (let at = start; at <= start + 130 * MINUTE_MS; at += 10_000) {
    await floor.at(at);
    if ((at - start) % (7 * MINUTE_MS) !== 0) continue;
    const rows = await quarters(floor);
    const running = intervalStart(at);
    expect(differing(rows.filter(({ startAt }) => startAt < running))).toEqual([]);
    for (const { kept, spans } of rows) expect(spans - kept).toBeLessThanOrEqual(MINUTE_MS);
  }
  const rows = await quarters(floor);
  expect(rows.filter(({ agentId, field, kept }) => agentId === 'a' && field === 'available' && kept === INTERVAL_MS)).toHaveLength(7);
  expect(rows.filter(({ agentId, field, kept }) => agentId === 'b' && field === 'break' && kept === INTERVAL_MS)).toHaveLength(7);
});
