/** A late fact of an agent changes her time on the days behind its own: they are counted again too. */
import { expect, test } from 'vitest';
import { countAgents, reviewAgents } from '../../../db/review-agents.ts';
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../../shared/time.ts';
import { fact } from '../../support/facts.ts';
import { type SteppedFloor, steppedFloor } from '../../support/stepped-floor.ts';

const MONDAY = Date.parse('2026-11-16T10:00:00.000Z');
/** The business day turns at 03:00 in Jerusalem: 01:00 UTC. */
const TURN = Date.parse('2026-11-16T01:00:00.000Z');
const member = (hours: number, more: object = {}) =>
  fact('cc.agent.membership.v1', MONDAY + hours * HOUR_MS, { agentId: 'a', queueId: 'q', joined: true, ...more });

async function marked(floor: SteppedFloor): Promise<string[]> {
  await floor.at(floor.clock.now() + SECOND_MS);
  return (await floor.sql<{ day: string }[]>`select day::text from marked_day order by day`).map(({ day }) => day);
}

/** Hours signed in on each day, by the sums of quarters; by the spans it must be the same. */
async function hoursByDay({ sql, clock }: SteppedFloor): Promise<number[]> {
  const hours: number[] = [];
  for (let from = TURN; from < TURN + 5 * DAY_MS; from += DAY_MS) {
    const span = { from, to: from + DAY_MS, now: clock.now() };
    const agents = await reviewAgents(sql, { ...span, flushedAt: span.now });
    expect(agents).toEqual(await countAgents(sql, span));
    hours.push(Math.round((agents.get('a')?.signedInMs ?? 0) / HOUR_MS));
  }
  return hours;
}

test('a sign-out told days later takes her time from all days up to the next that she said', async () => {
  const floor = await steppedFloor(MONDAY);
  await floor.live([member(0)]);
  await floor.live([member(56, { paused: true, reason: 'lunch' }), member(57, { paused: false })]);
  await floor.live([member(72, { paused: true, reason: 'coaching' }), member(96, { paused: false })]);
  expect(await hoursByDay(floor)).toEqual([15, 24, 24, 24, 9]);
  await floor.app.core.ingest.submit([member(8, { joined: false })]);
  expect(await marked(floor)).toEqual(['2026-11-16']);
  await floor.app.core.recounter.now(['2026-11-16']);
  expect(await marked(floor)).toEqual(['2026-11-17', '2026-11-18']);
  await floor.app.core.recounter.marked();
  expect(await marked(floor)).toEqual([]);
  expect(await hoursByDay(floor)).toEqual([8, 0, 7, 24, 9]);
});
