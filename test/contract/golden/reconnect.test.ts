import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agentState } from '../../../server/engine/board.ts';
import { loadRecording } from '../../golden/recording.ts';
import { type Played, play } from './played.ts';
import { expectedTotals, reviewOf, storedTotals, wholeReview } from './truth.ts';

/** When the client logged in in mid-shift, and when the PBX went down, ms after t0. */
const LOGIN_MS = 75_004;
const RESTART_MS = 138_304;
const RIGHT_WITHIN_MS = 2000;

const recording = loadRecording('reconnect');

type Talker = { agent: string; since: string; contactId: string | null };

for (const hasQueueLog of [false, true]) {
  describe(`the PBX restarts, ${hasQueueLog ? 'AMI and queue_log' : 'AMI alone'}`, () => {
    let played: Played;
    /** Agents who talk at the first poll after the restart, and at the last one. */
    const talkers: string[][] = [];
    beforeAll(async () => {
      played = await play(recording, {
        hasQueueLog,
        onPoll: ({ exact }, engine) => {
          if (exact < RESTART_MS) return;
          const rows = [...engine.state.agents.values()].map((agent) => agentState(engine.state, agent));
          talkers.push(rows.filter(({ state }) => state === 'talking' || state === 'hold').map(({ id }) => id));
        },
      });
    });
    afterAll(() => played?.close());

    test('the wall equals the platform at every poll, before and after', () => {
      expect(played.differences).toEqual([]);
      expect(talkers.length).toBeGreaterThan(3);
    });

    test('31 abandoned and not 35; the four whom the PBX dropped left otherwise', async () => {
      expect(await storedTotals(played)).toEqual(expectedTotals(recording, hasQueueLog));
      const { floor } = await wholeReview(played);
      expect(floor.components['abandoned']).toBe(31);
      expect(floor.components['leftOtherwise']).toBeGreaterThanOrEqual(4);
    });

    test('nothing hangs: no open stay, no conversation without end, nobody who talks to nobody', async () => {
      expect(await played.sql`select * from queue_stay where outcome in ('open', 'lost') or (outcome = 'answered' and ended_at is null)`).toEqual([]);
      const { agents } = await played.app.get<{ agents: { state: string }[] }>('/api/v1/board');
      expect(agents.filter(({ state }) => state === 'talking' || state === 'hold' || state === 'ringing')).toEqual([]);
      const restartedAt = new Date(recording.t0 + RESTART_MS).toISOString();
      const through = await played.sql<Talker[]>`select agent_id as agent, started_at as since, contact_id as "contactId" from agent_span
        where state in ('talking', 'hold') and started_at < ${restartedAt} and (ended_at is null or ended_at > ${restartedAt})`;
      expect(through).toEqual([]);
    });

    test('nothing counts twice', async () => {
      const [log] = await played.sql<{ n: number; ids: number }[]>`select count(*)::int as n, count(distinct event_id)::int as ids from event_log`;
      expect(log?.ids).toBe(log?.n);
      const [stays] = await played.sql<{ n: number; offered: number }[]>`
        select count(*)::int as n, (select sum(offered) from queue_interval)::int as offered from queue_stay`;
      expect(stays?.offered).toBe(stays?.n);
    });

    test('the gap is in the table and in every review that touches it', async () => {
      const gaps = await played.sql<{ from: number; to: number; reason: string }[]>`
        select round(date_part('epoch', from_at) * 1000)::float8 as from, round(date_part('epoch', to_at) * 1000)::float8 as to, reason
        from gap where to_at is not null`;
      expect(gaps.map(({ from }) => from - recording.t0)).toEqual([expect.closeTo(RESTART_MS, -3)]);
      const { from, to } = gaps[0] as { from: number; to: number };
      expect(to).toBeGreaterThan(from);
      const during = await reviewOf(played, from - 1000, to + 1000);
      expect(during.gaps).toEqual([{ source: 'pbx1', from: new Date(from).toISOString(), to: new Date(to).toISOString(), reason: gaps[0]?.reason }]);
      expect((await reviewOf(played, recording.t0, from)).gaps).toEqual([]);
    });
  });
}

describe('a login in mid-shift', () => {
  let played: Played;
  const wrong: string[] = [];
  let seen = 0;
  beforeAll(async () => {
    const client = loadRecording('reconnect', 'client');
    played = await play(client, { mayListChannels: true });
    seen = client.polls.filter(({ exact }) => exact >= LOGIN_MS + RIGHT_WITHIN_MS && exact < RESTART_MS).length;
    for (const difference of played.differences) {
      const at = Number.parseFloat(difference) * 1000;
      if (at >= LOGIN_MS + RIGHT_WITHIN_MS) wrong.push(difference);
    }
  });
  afterAll(() => played?.close());

  test('is right within 2 s, and at every poll from then on', () => {
    expect(seen).toBeGreaterThan(5);
    expect(wrong).toEqual([]);
    const up = played.statuses.find(({ status }) => status.state === 'up');
    expect((up?.at ?? 0) - recording.t0 - LOGIN_MS).toBeLessThan(RIGHT_WITHIN_MS);
  });

  test('leaves nothing open and nobody talking to nobody', async () => {
    expect(await played.sql`select * from queue_stay where outcome = 'open' or (outcome = 'answered' and ended_at is null)`).toEqual([]);
    const { agents } = await played.app.get<{ agents: { state: string }[] }>('/api/v1/board');
    expect(agents.filter(({ state }) => state === 'talking' || state === 'hold')).toEqual([]);
  });
});
