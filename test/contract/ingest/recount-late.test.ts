/** Days that late facts have changed while the live engine still holds something of them: what was counted again stays. */
import { expect, test } from 'vitest';
import { countStays, reviewStays } from '../../../db/reviews.ts';
import { boot } from '../../../server/ingest/boot.ts';
import { createStore } from '../../../server/store.ts';
import type { EventType } from '../../../shared/events/event.ts';
import { DAY_MS, HOUR_MS, INTERVAL_MS, MINUTE_MS, SECOND_MS } from '../../../shared/time.ts';
import { fact } from '../../support/facts.ts';
import { type SteppedFloor, steppedFloor } from '../../support/stepped-floor.ts';
import { tablesOf } from '../golden/tables.ts';

/** The business day turns at 03:00 in Jerusalem: 01:00 UTC. */
const at = (time: string) => Date.parse(`2026-11-${time}:00.000Z`);
const MONDAY = at('16T10:00');

const event = (what: string, time: number, contactId: string, more: object = {}) =>
  fact(`cc.contact.${what}.v1` as EventType, time, { contactId, segmentId: `${contactId}:1`, queueId: 'q', ...more });
const givesUp = (contactId: string, time: number, more: object = {}) => [
  event('queued', time, contactId, more),
  event('abandoned', time + 9 * SECOND_MS, contactId, more),
];
const member = (time: number, more: object = {}) => fact('cc.agent.membership.v1', time, { agentId: 'a', queueId: 'q', joined: true, ...more });

/** What a review sums up is what it would count one by one. */
async function sumsAreThoseOfTheStays({ sql, clock }: SteppedFloor): Promise<number> {
  const span = { from: MONDAY - DAY_MS, to: MONDAY + 7 * DAY_MS, now: clock.now() };
  const [queues, intervals] = await countStays(sql, span);
  const review = await reviewStays(sql, span);
  expect(review.queues).toEqual(queues);
  expect(review.intervals).toEqual(intervals);
  return review.floor.offered;
}

async function comesLate(floor: SteppedFloor, contactIds: readonly string[], time: number): Promise<void> {
  await floor.app.core.ingest.submit(contactIds.flatMap((contactId, n) => givesUp(contactId, time + n)));
  await floor.at(floor.clock.now() + SECOND_MS);
  expect(await floor.sql`select from marked_day`).toHaveLength(1);
  await floor.app.core.recounter.marked();
  expect(await floor.sql`select from marked_day`).toHaveLength(0);
}

/** A ticket of Monday that nobody has taken yet, and some traffic on each day since. */
async function ticketOpenUntil(days: number): Promise<SteppedFloor> {
  const floor = await steppedFloor(MONDAY);
  await floor.live([event('queued', MONDAY, 'ticket', { channel: 'email' })]);
  for (let day = 0; day <= days; day++) await floor.live(givesUp(`x${day}`, MONDAY + day * DAY_MS + HOUR_MS));
  return floor;
}

test('a ticket open for days: late facts of its day are still counted after the next flush, and after it is answered', async () => {
  const floor = await ticketOpenUntil(2);
  await comesLate(floor, ['l1', 'l2', 'l3'], MONDAY + MINUTE_MS);
  expect(await sumsAreThoseOfTheStays(floor)).toBe(7);
  const day = MONDAY + 2 * DAY_MS;
  await floor.live(givesUp('y', day + 2 * HOUR_MS));
  expect(await sumsAreThoseOfTheStays(floor)).toBe(8);
  await floor.live([event('answered', day + 3 * HOUR_MS, 'ticket', { channel: 'email', agentId: 'a' })]);
  await floor.live([event('ended', day + 3 * HOUR_MS + MINUTE_MS, 'ticket', { channel: 'email', agentId: 'a' })]);
  await floor.at(day + 4 * HOUR_MS);
  await floor.app.core.recounter.marked();
  expect(await sumsAreThoseOfTheStays(floor)).toBe(8);
  expect(await floor.sql`select offered, abandoned, answered, open from queue_interval where start_at = to_timestamp(${MONDAY / 1000})`).toEqual([
    { offered: 4, abandoned: 3, answered: 1, open: 0 },
  ]);
});

test.each(['2026-11-17', '2026-11-18'])('what was counted again stays when a later day is (%s)', async (day) => {
  const floor = await ticketOpenUntil(2);
  await comesLate(floor, ['l1', 'l2', 'l3'], MONDAY + MINUTE_MS);
  await floor.app.core.recounter.now([day]);
  await floor.live(givesUp('y', floor.clock.now() + MINUTE_MS));
  expect(await sumsAreThoseOfTheStays(floor)).toBe(8);
});

test('a server killed right after days were counted again starts with what was counted', async () => {
  const floor = await ticketOpenUntil(2);
  await comesLate(floor, ['l1', 'l2', 'l3'], MONDAY + MINUTE_MS);
  const { engine } = await boot(createStore(floor.database), floor.clock);
  expect(engine.state.queue('q').sum(MONDAY, MONDAY + INTERVAL_MS, floor.clock.now()).offered).toBe(4);
});

test('a night shift across the turn of the day: its day is counted again by itself, and then a call of it ends', async () => {
  const floor = await steppedFloor(at('17T00:30'));
  await floor.live([event('queued', at('17T00:46'), 'long'), event('answered', at('17T00:47'), 'long', { agentId: 'a' })]);
  for (let minute = 0; minute < 60; minute += 5) await floor.live(givesUp(`z${minute}`, at('17T01:00') + minute * MINUTE_MS));
  await comesLate(floor, ['l1', 'l2', 'l3'], at('17T00:50'));
  await floor.live([event('ended', at('17T02:05'), 'long', { agentId: 'a' })]);
  expect(await sumsAreThoseOfTheStays(floor)).toBe(16);
  // And the wall has them in the shift.
  const board = await floor.app.get<{ floor: { windows: { shift: { components: { offered: number } } } } }>('/api/v1/board');
  expect(board.floor.windows.shift.components.offered).toBe(16);
});

test('an entry that came late is known to the live engine when its caller leaves', async () => {
  const floor = await ticketOpenUntil(1);
  await floor.app.core.ingest.submit([event('queued', MONDAY + 5 * HOUR_MS, 'forgotten', { channel: 'email' })]);
  await floor.at(floor.clock.now() + SECOND_MS);
  await floor.app.core.recounter.marked();
  await floor.live([event('abandoned', MONDAY + DAY_MS + 2 * HOUR_MS, 'forgotten', { channel: 'email' })]);
  expect(await floor.sql`select outcome, wait_ms::int from queue_stay where contact_id = 'forgotten'`).toEqual([
    { outcome: 'abandoned', wait_ms: 21 * HOUR_MS },
  ]);
  await sumsAreThoseOfTheStays(floor);
});

test('a break of yesterday that came late is not taken back when she signs in today', async () => {
  const facts = [member(MONDAY), member(MONDAY + 5 * HOUR_MS, { joined: false })];
  const late = [member(MONDAY + 6 * HOUR_MS, { paused: true, reason: 'lunch' }), member(MONDAY + 7 * HOUR_MS, { joined: false })];
  const today = [...givesUp('x', MONDAY + DAY_MS), member(MONDAY + DAY_MS + HOUR_MS), member(MONDAY + DAY_MS + 2 * HOUR_MS, { joined: false })];
  const floor = await steppedFloor(MONDAY);
  await floor.live([...facts, ...givesUp('w', MONDAY + 9 * HOUR_MS), ...today.slice(0, 2)]);
  await floor.app.core.ingest.submit(late);
  await floor.at(floor.clock.now() + SECOND_MS);
  await floor.app.core.recounter.marked();
  await floor.live(today.slice(2));
  const spans = await floor.sql`select state, started_at from agent_span order by started_at`;
  expect(spans.map(({ state }) => state)).toEqual(['available', 'break', 'available']);
  // As if they had come in time.
  const inTime = await steppedFloor(MONDAY);
  await inTime.live([...facts, ...late, ...givesUp('w', MONDAY + 9 * HOUR_MS), ...today]);
  await inTime.at(floor.clock.now());
  expect(await tablesOf(floor)).toEqual(await tablesOf(inTime));
});
