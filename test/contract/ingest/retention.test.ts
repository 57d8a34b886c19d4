/** What is old goes, and what is kept says the same as before: live, after a start from the log alone, after a count of what is left, and restored. */
import { expect, test } from 'vitest';
import { type Progress, runJob } from '../../../server/control/jobs.ts';
import { silentLogger } from '../../../server/log.ts';
import { Retention } from '../../../server/retention.ts';
import { addDays } from '../../../shared/calendar.ts';
import type { Event } from '../../../shared/events/event.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, toIso } from '../../../shared/time.ts';
import { backupOf, restored, saidOf } from '../../support/backup-run.ts';
import { callAt, fact } from '../../support/facts.ts';
import { type SteppedFloor, steppedFloor } from '../../support/stepped-floor.ts';

const FIRST = '2026-08-02';
const START = Date.parse(`${FIRST}T12:00:00+03:00`);
const DAYS = 12;
const KEEP = 6;
const NOW = START + DAYS * DAY_MS;
/** The day from which on the log has everything, if nothing holds it back. */
const KEPT = addDays(FIRST, DAYS - KEEP);

const join = (agentId: string, at: number, more: object = {}) => fact('cc.agent.membership.v1', at, { agentId, queueId: 'q', joined: true, ...more });

/** Twelve days of a few calls; one agent who never leaves her queue, and one who never speaks and is on a break since ever. */
async function floorOfDays(more: readonly Event[] = []): Promise<SteppedFloor> {
  const floor = await steppedFloor(START - HOUR_MS);
  const facts = [join('a', START - HOUR_MS), join('silent', START - HOUR_MS), join('silent', START, { paused: true, reason: 'leave' }), ...more];
  for (let day = 0; day < DAYS; day++) {
    for (let n = 0; n < 3; n++) facts.push(...callAt(START + day * DAY_MS + n * HOUR_MS));
    // Over the turn of the business day.
    if (day % 4 === 0) {
      const night = Date.parse(`${addDays(FIRST, day)}T02:59:30+03:00`) + DAY_MS;
      facts.push(
        ...callAt(night),
        join('a', night + 10 * MINUTE_MS, { paused: true, reason: 'break' }),
        join('a', night + 25 * MINUTE_MS, { paused: false }),
      );
    }
  }
  await floor.live(facts.sort((a, b) => a.at - b.at));
  await floor.at(NOW);
  return floor;
}

type Keep = { log: number | null; details: number | null; intervals: number | null };

async function retain(floor: SteppedFloor, keep: Partial<Keep> = {}): Promise<Retention> {
  const retention = new Retention({
    clock: floor.clock,
    log: silentLogger,
    db: floor.database,
    keep: { log: KEEP, details: null, intervals: null, ...keep },
    core: floor.app.core,
    isBusy: () => false,
    signal: new AbortController().signal,
    step: 7,
  });
  await retention.run();
  return retention;
}

/** Reviews and lists of every day; spans that were cut in two say the same in sum. */
async function reviews(floor: Pick<SteppedFloor, 'database'>): Promise<Record<string, unknown>> {
  const said = await saidOf(floor.database, NOW, START);
  const wanted = Object.entries(said).filter(([path]) => /^(reviews|shifts|contacts|v_shift|v_queue_interval|v_agent_interval)/.test(path));
  return Object.fromEntries(wanted.map(([path, answer]) => [path, without(answer)]));
}

function without(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer;
  const {
    kept: _kept,
    recounting: _recounting,
    agents,
    ...rest
  } = answer as { kept?: unknown; recounting?: unknown; agents?: Record<string, unknown>[] };
  return { ...rest, agents: agents?.map(({ pauses: _pauses, ...agent }) => agent) };
}

const count = async ({ sql }: SteppedFloor, what: string) => (await sql.unsafe<{ n: number }[]>(`select count(*)::int as n from ${what}`))[0]?.n ?? 0;

function same(after: Record<string, unknown>, before: Record<string, unknown>): void {
  for (const path of Object.keys(before)) expect(after[path], path).toEqual(before[path]);
}

test('facts of old contacts go; every review stays, also after a start from the log alone and in a restored backup', async () => {
  const floor = await floorOfDays();
  const before = await reviews(floor);
  expect(Object.keys(before).length).toBeGreaterThan(DAYS * 4);
  const facts = await count(floor, 'event_log');
  const retention = await retain(floor);
  const from = toIso(Date.parse(`${KEPT}T03:00:00+03:00`));
  expect((await retention.status()).log).toEqual({ days: KEEP, from: Date.parse(from) });
  expect(await count(floor, 'event_log')).toBeLessThan(facts - 35);
  // A call that goes on over the border keeps what was before it.
  expect(await count(floor, `event_log where type like 'cc.contact.%' and at < '${from}'::timestamptz - interval '1 day'`)).toBe(2);
  expect(await count(floor, `event_log where type not like 'cc.contact.%' and at < '${from}'`)).toBeGreaterThan(3);
  await floor.at(NOW + MINUTE_MS);
  same(await reviews(floor), before);

  await floor.restart(() => floor.sql`delete from checkpoint`);
  await floor.at(NOW + MINUTE_MS);
  same(await reviews(floor), before);
  same(await reviews({ database: await restored(await backupOf(floor.database)) }), before);
  await retain(floor);
  same(await reviews(floor), before);
});

test('days whose facts are gone are not counted again, whoever asks; the others are', async () => {
  const floor = await floorOfDays();
  const before = await reviews(floor);
  await retain(floor);
  const own = { sequence: '', source: 'moked', id: 'target' };
  await floor.app.core.ingest.submit([fact('cc.queue.config.v1', NOW, { queueId: 'q', effectiveAt: toIso(0), slaSeconds: 5 }, own)]);
  await floor.at(NOW + MINUTE_MS);
  expect(await count(floor, 'marked_day')).toBeGreaterThan(DAYS - 2);
  await floor.app.core.recounter.marked();
  expect(await count(floor, 'marked_day')).toBe(0);
  const rows = await floor.sql<{ day: string; level: number; offered: number }[]>`
    select to_char(start_at - interval '3 hours', 'YYYY-MM-DD') as day, sum(answered_in_target)::float8 / sum(offered) as level, sum(offered)::int as offered
    from floor_interval group by 1 having sum(offered) > 0 order by 1`;
  for (const { day, level } of rows.filter(({ day }) => day !== addDays(KEPT, -1) && day !== KEPT))
    expect([day, level]).toEqual([day, day < KEPT ? 1 : 0]);
  expect(rows.reduce((sum, { offered }) => sum + offered, 0)).toBe(DAYS * 3 + DAYS / 4);
  const kept = Object.keys(before).filter((path) => path.startsWith('contacts of') && path < `contacts of ${KEPT}`);
  expect(kept.length).toBe(DAYS - KEEP);
  const after = await reviews(floor);
  for (const path of kept) expect(after[path], path).toEqual(before[path]);

  const context = {
    core: floor.app.core,
    db: floor.database,
    isConfigured: () => false,
    importSettings: () => ({ wrapupMs: new Map(), acwReasons: new Set<string>() }),
    customerRef: () => null,
  };
  const asked = async (from: string) => {
    let last: Progress | undefined;
    for await (const progress of runJob(context, { job: 'recount', from, to: addDays(KEPT, 1) })) last = progress;
    return last;
  };
  expect(await asked(addDays(KEPT, -1))).toEqual({
    is: 'failed',
    text: expect.stringContaining(`facts of business days before ${KEPT} are no longer kept`),
  });
  expect(await asked(KEPT)).toEqual({ is: 'done', text: '2 days counted again' });
  const twice = await reviews(floor);
  same(twice, after);
});

test('settings of a queue cannot reach behind what is kept: its days would be shown with a target that they were not counted by', async () => {
  const floor = await floorOfDays();
  await retain(floor);
  const write = async (path: string, method: string, body: string) => {
    const response = await fetch(`${floor.app.url}/api/v1/${path}`, { method, body, headers: { 'content-type': 'application/json' } });
    return [response.status, await response.text()];
  };
  const at = (day: string) => toIso(Date.parse(`${day}T03:00:00+03:00`));
  const behind = [400, expect.stringContaining(`lies before ${at(KEPT)}`)];
  expect(await write('queues/q', 'PUT', JSON.stringify({ slaSeconds: 1, effectiveAt: at(addDays(KEPT, -1)) }))).toEqual(behind);
  expect(await write(`settings/queues.csv?effectiveAt=${at(addDays(KEPT, -1))}`, 'POST', 'id,slaSeconds\nq,1\n')).toEqual(behind);
  expect(await write('queues/q', 'PUT', JSON.stringify({ slaSeconds: 1, effectiveAt: at(KEPT) }))).toMatchObject([200, expect.anything()]);
});

test('what goes on keeps the log from its day on, but not for ever', async () => {
  const opened = START + 2 * DAY_MS;
  const about = { contactId: 'mail', segmentId: 'mail:1', queueId: 'post' };
  const floor = await floorOfDays([fact('cc.contact.queued.v1', opened, about)]);
  const first = await retain(floor);
  expect((await first.status()).log.from).toBe(Date.parse(`${addDays(FIRST, 2)}T03:00:00+03:00`));
  await floor.live([
    fact('cc.contact.answered.v1', NOW + 1000, { ...about, agentId: 'a' }),
    fact('cc.contact.ended.v1', NOW + 60_000, { ...about, agentId: 'a' }),
  ]);
  const second = await retain(floor);
  expect((await second.status()).log.from).toBe(Date.parse(`${KEPT}T03:00:00+03:00`));
  expect(await floor.sql`select outcome, wait_ms::float8 as wait from queue_stay where contact_id = 'mail'`).toEqual([
    { outcome: 'answered', wait: NOW + 1000 - opened },
  ]);
});

test('details and sums go by their own time; reviews of whole days stay until the sums go', async () => {
  const floor = await floorOfDays();
  const before = await reviews(floor);
  const retention = await retain(floor, { details: 7, intervals: 9 });
  const from = (days: number) => Date.parse(`${addDays(FIRST, DAYS - days)}T03:00:00+03:00`);
  expect(await retention.status()).toMatchObject({ details: { days: 7, from: from(7) }, intervals: { days: 9, from: from(9) } });
  const oldest = async (table: string, column: string) =>
    (await floor.sql.unsafe<{ at: number }[]>(`select date_part('epoch', min(${column})) * 1000 as at from ${table}`))[0]?.at;
  for (const table of ['contact', 'queue_stay']) expect(await oldest(table, 'offered_at')).toBeGreaterThanOrEqual(from(7));
  for (const table of ['agent_span', 'agent_pause']) expect(await oldest(table, 'coalesce(ended_at, now())')).toBeGreaterThanOrEqual(from(7));
  for (const table of ['queue_interval', 'floor_interval', 'agent_interval']) expect(await oldest(table, 'start_at')).toBeGreaterThanOrEqual(from(9));
  const after = await reviews(floor);
  const whole = Object.keys(before).filter((path) => path.startsWith('reviews') && path.includes('T00%3A00%3A00.000Z&'));
  expect(whole.length).toBe(DAYS + 1);
  for (const path of whole.slice(DAYS - 9)) expect(after[path], path).toEqual(before[path]);
  expect(await floor.app.get('/readyz')).toMatchObject({ keeping: { details: { from: toIso(from(7)) } } });
});

test('a contact that the last snapshot shows ends, though its own facts are long gone', async () => {
  const shown = START + 3 * DAY_MS;
  const about = { contactId: 'shown', segmentId: 'shown:1', queueId: 'q' };
  const snapshot = fact('cc.snapshot.v1', shown + MINUTE_MS, {
    scope: 'source',
    asOf: toIso(shown + MINUTE_MS),
    waiting: [],
    talking: [{ contactId: 'shown', segmentId: 'shown:1', queueId: 'q', agentId: 'a', since: toIso(shown + 10_000) }],
    agents: [
      { agentId: 'a', queues: [{ queueId: 'q', paused: false }] },
      { agentId: 'silent', queues: [{ queueId: 'q', paused: true, reason: 'leave' }] },
    ],
  });
  const floor = await floorOfDays([
    fact('cc.contact.queued.v1', shown, about),
    fact('cc.contact.answered.v1', shown + 10_000, { ...about, agentId: 'a' }),
    snapshot,
    fact('cc.contact.ended.v1', shown + 5 * MINUTE_MS, { ...about, agentId: 'a' }),
  ]);
  const before = await reviews(floor);
  await retain(floor);
  expect(await count(floor, `event_log where type like 'cc.contact.%' and at < '${toIso(shown - DAY_MS)}'`)).toBe(0);
  await floor.restart(() => floor.sql`delete from checkpoint`);
  await floor.at(NOW + MINUTE_MS);
  same(await reviews(floor), before);
});
