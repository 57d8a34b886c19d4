/** What stands behind a number: every figure of the wall is the quotient of what it says, and the contacts listed are as many as it counts. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Scope, Window } from '../../../shared/boards/parts.ts';
import { MINUTE_MS, SECOND_MS } from '../../../shared/time.ts';
import { cloudEvent, NOON_IS_NOW, type RunningApp, startApp } from '../../support/app.ts';
import { useDatabase } from '../../support/postgres.ts';

const db = useDatabase();
let app: RunningApp;
const base = Date.now() - 20 * MINUTE_MS;

type Answer = {
  kind: string;
  unit: string;
  formula: string;
  value: number | null;
  span: { from: string; to: string } | null;
  parts: { numerator: number; denominator: number } | null;
  components: Record<string, number> | null;
  counts: string | null;
  settings: { queue: string | null; version: number; targetMs: number }[];
  sources: { name: string }[];
  lastEventAt: string | null;
  gaps: unknown[];
  hasContacts: boolean;
};
type Contacts = { contacts: { contactId: string; queueId: string; agentId: string | null; outcome: string }[]; nextCursor: string | null };

const FLOOR: Scope = { of: 'floor' };
const queueOf = (id: string): Scope => ({ of: 'queue', id });

function query(metric: string, scope: Scope, window: Window | null): string {
  return String(new URLSearchParams({ metric, scope: JSON.stringify(scope), ...(window === null ? {} : { window }) }));
}

const explained = (metric: string, scope: Scope, window: Window | null) => app.get<Answer>(`/api/v1/explain?${query(metric, scope, window)}`);

async function contacts(metric: string, scope: Scope, window: Window | null): Promise<string[]> {
  const { contacts: found } = await app.get<Contacts>(`/api/v1/explain/contacts?${query(metric, scope, window)}`);
  return found.map(({ contactId }) => contactId);
}

/** A stay in a queue; with an agent it is answered. */
function stay(
  contactId: string,
  queueId: string,
  second: number,
  waitS: number,
  end: { agentId: string } | 'moves' | 'hangs up' | 'waits',
): object[] {
  const about = { contactId, segmentId: `${contactId}:${queueId}`, queueId };
  const from = base + second * SECOND_MS;
  const exit = from + waitS * SECOND_MS;
  const queued = cloudEvent('contact.queued', from, about);
  if (end === 'waits') return [queued];
  if (end === 'moves') return [queued, cloudEvent('contact.dequeued', exit, { ...about, reason: 'overflow' })];
  if (end === 'hangs up') return [queued, cloudEvent('contact.abandoned', exit, about)];
  return [queued, cloudEvent('contact.answered', exit, { ...about, ...end }), cloudEvent('contact.ended', exit + 30_000, { contactId })];
}

beforeAll(async () => {
  app = await startApp({ db: db.database, env: NOON_IS_NOW });
  await app.post([
    cloudEvent('agent.membership', base, { agentId: 'dana', queueId: 'service', joined: true }),
    ...stay('c1', 'service', 1, 5, { agentId: 'dana' }),
    ...stay('c2', 'service', 60, 45, { agentId: 'dana' }),
    // Of the floor one contact, of the queues two stays.
    ...stay('c3', 'service', 130, 30, 'moves'),
    ...stay('c3', 'sales', 160, 10, { agentId: 'dana' }),
    ...stay('c4', 'service', 300, 90, 'hangs up'),
    ...stay('c5', 'sales', 400, 0, 'waits'),
  ]);
});
afterAll(() => app.stop());

test('an average is the quotient of what is said of it, and its contacts are those that it counts', async () => {
  const answer = await explained('asa_ms', queueOf('service'), 'day');
  expect(answer).toMatchObject({ kind: 'stay', unit: 'ms', value: 25_000, parts: { numerator: 50_000, denominator: 2 }, counts: 'stays' });
  expect(answer.formula).toContain('÷ answered');
  expect(answer.components).toMatchObject({ offered: 4, answered: 2, abandoned: 1, leftOtherwise: 1 });
  expect(answer.settings).toMatchObject([{ queue: 'service', targetMs: 20_000 }]);
  expect(answer.sources.map(({ name }) => name)).toEqual(['sender']);
  expect(await contacts('asa_ms', queueOf('service'), 'day')).toEqual(['c1', 'c2']);
});

test('the floor counts a contact once, its queues each of its stays', async () => {
  expect(await explained('offered', FLOOR, 'day')).toMatchObject({ value: 5, parts: null, counts: 'contacts', settings: [{ queue: null }] });
  expect(await contacts('offered', FLOOR, 'day')).toEqual(['c1', 'c2', 'c3', 'c4', 'c5']);
  const channels: Scope = { of: 'channels', channels: ['voice'] };
  expect(await explained('offered', channels, 'day')).toMatchObject({ value: 6, counts: 'stays' });
  expect(await contacts('offered', channels, 'day')).toEqual(['c1', 'c2', 'c3', 'c3', 'c4', 'c5']);
});

test.each(['offered', 'answered', 'abandoned', 'abandon_rate', 'service_level', 'service_level_1', 'aht_ms', 'longest_wait_ms', 'left_otherwise'])(
  'of the floor and of each queue, %s is made of as many contacts as its denominator says, in every window',
  async (metric) => {
    for (const scope of [FLOOR, queueOf('service'), queueOf('sales')]) {
      for (const window of ['day', 'shift', 'rolling30'] as const) {
        const { parts, value, unit } = await explained(metric, scope, window);
        const counted = parts === null ? (unit === 'count' ? value : null) : parts.denominator;
        if (counted !== null) expect((await contacts(metric, scope, window)).length, JSON.stringify([metric, scope, window])).toBe(counted);
        if (parts !== null && parts.denominator > 0) expect(value).toBeCloseTo(parts.numerator / parts.denominator, unit === 'ms' ? -1 : 9);
      }
    }
  },
);

test('a figure of a review is explained as the review has it', async () => {
  const span = { from: new Date(base).toISOString(), to: new Date(base + 5 * MINUTE_MS).toISOString() };
  type Rows = { id: string; metrics: Record<string, number | null> };
  const review = await app.get<{ floor: Rows; queues: Rows[] }>(`/api/v1/reviews?${new URLSearchParams(span)}`);
  for (const row of [review.floor, ...review.queues]) {
    const scope = row.id === 'floor' ? FLOOR : queueOf(row.id);
    for (const metric of ['offered', 'answered', 'service_level', 'asa_ms', 'abandon_rate', 'aht_ms']) {
      const asked = `${query(metric, scope, null)}&${new URLSearchParams(span)}`;
      const { value, parts, settings } = await app.get<Answer>(`/api/v1/explain?${asked}`);
      const told = JSON.stringify([metric, row.id]);
      expect(value, told).toBe(row.metrics[metric]);
      expect(settings, told).toHaveLength(1);
      const { contacts: found } = await app.get<Contacts>(`/api/v1/explain/contacts?${asked}`);
      expect(found.length, told).toBe(parts === null ? value : parts.denominator);
    }
  }
});

test('who waits now is listed; a team is explained by its time and its contacts', async () => {
  expect(await explained('waiting', FLOOR, null)).toMatchObject({ kind: 'now', span: null, value: null, hasContacts: true });
  expect(await contacts('waiting', FLOOR, null)).toEqual(['c5']);
  expect((await explained('waiting', queueOf('sales'), null)).settings).toMatchObject([{ queue: 'sales', from: null }]);
  expect(await contacts('waiting', queueOf('service'), null)).toEqual([]);
  const team = await explained('answered', { of: 'team', name: 'blue' }, 'day');
  expect(team).toMatchObject({ kind: 'agent', counts: 'time', value: null });
});

test('what cannot be explained is refused with what is allowed', async () => {
  for (const [text, says] of [
    [query('asa', FLOOR, 'day'), 'METRICS.md'],
    [query('asa_ms', FLOOR, null), 'needs a window'],
    ['metric=asa_ms&scope=floor&window=day', 'scope: is JSON'],
    ['metric=asa_ms&scope={"of":"planet"}&window=day', 'scope:'],
    [query('waiting', { of: 'queue', id: null }, null), 'the queue has no id'],
    [`${query('asa_ms', FLOOR, 'day')}&colour=red`, 'colour'],
    [`${query('asa_ms', FLOOR, null)}&from=2026-11-17T00:00:00Z`, 'together'],
    [`${query('asa_ms', FLOOR, 'day')}&from=2026-11-17T00:00:00Z&to=2026-11-18T00:00:00Z`, 'no window'],
    [`${query('asa_ms', FLOOR, null)}&from=2026-11-18T00:00:00Z&to=2026-11-17T00:00:00Z`, 'after from'],
    [`${query('asa_ms', FLOOR, null)}&from=2025-11-18T00:00:00Z&to=2026-11-17T00:00:00Z`, '35 days'],
    [`${query('waiting', FLOOR, null)}&from=2026-11-17T00:00:00Z&to=2026-11-18T00:00:00Z`, 'no metric of contacts'],
    [`${query('offered', { of: 'group', name: 'x' }, null)}&from=2026-11-17T00:00:00Z&to=2026-11-18T00:00:00Z`, 'floor or of a queue'],
  ] as const) {
    const response = await fetch(`${app.url}/api/v1/explain?${text}`);
    expect(response.status, text).toBe(400);
    expect(((await response.json()) as { detail: string }).detail).toContain(says);
  }
  const none = await fetch(`${app.url}/api/v1/explain/contacts?${query('available', FLOOR, null)}`);
  expect([none.status, ((await none.json()) as { detail: string }).detail]).toEqual([400, '"available" counts no contacts']);
});
