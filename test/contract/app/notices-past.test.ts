/** Notices of the past: page after page, and gone when details go, with replaced rules of alarms. */
import { expect, test } from 'vitest';
import { saveRules } from '../../../db/alarm-rules.ts';
import { dropRows, hasOlder } from '../../../db/retention.ts';
import { READY_RULES } from '../../../shared/alarms/ready-made.ts';
import { DAY_MS, HOUR_MS, toIso } from '../../../shared/time.ts';
import { type SteppedFloor, steppedFloor } from '../../support/stepped-floor.ts';

const NOW = Date.parse('2026-11-22T12:00:00+02:00');

type Page = { notices: { id: string }[]; total: number; cursor: string | null };

/** So many notices, two of which begin at each second, and each of which lasts an hour. */
async function withNotices(count: number): Promise<SteppedFloor> {
  const floor = await steppedFloor(NOW);
  const values = floor.sql`1, '{"he": "x", "en": ""}'::jsonb, false, at, at + interval '1 hour', at, 'me'
    from (select n, ${toIso(NOW)}::timestamptz + n / 2 * interval '1 s' as at from generate_series(0, ${count - 1}::int) as n) s`;
  await floor.sql`insert into notice (id, version, words, urgent, starts_at, ends_at, saved_at, saved_by) select 'n' || n, ${values}`;
  await floor.sql`insert into notice_version (notice_id, version, words, urgent, starts_at, ends_at, saved_at, saved_by) select 'n' || n, ${values}`;
  return floor;
}

test('notices are paged, the newest first, each once, and every page says how many there are', async () => {
  const { app } = await withNotices(205);
  const seen: string[] = [];
  const sizes: number[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page = await app.get<Page>(`/api/v1/notices?from=${toIso(NOW)}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    seen.push(...page.notices.map(({ id }) => id));
    sizes.push(page.notices.length);
    expect(page.total).toBe(205);
    cursor = page.cursor;
  }
  expect(sizes).toEqual([100, 100, 5]);
  expect(new Set(seen).size).toBe(205);
  expect([seen[0], seen.at(-1)]).toEqual(['n204', 'n1']);
  const span = await app.get<Page>(`/api/v1/notices?from=${toIso(NOW - HOUR_MS)}&to=${toIso(NOW + 1000)}`);
  expect([span.notices.map(({ id }) => id), span.total, span.cursor]).toEqual([['n0', 'n1'], 2, null]);
  expect((await fetch(`${app.url}/api/v1/notices?cursor=nonsense`)).status).toBe(400);
});

test('old notices go with what they said when details go; one without an end stays', async () => {
  const { sql } = await withNotices(4);
  await sql`update notice set ends_at = null where id = 'n0'`;
  await sql`update notice set ends_at = ${toIso(NOW + DAY_MS)} where id = 'n1'`;
  const at = NOW + 2 * HOUR_MS;
  expect(await hasOlder(sql, 'details', at)).toBe(true);
  expect(await dropRows(sql, 'details', at, 10, async () => undefined)).toBe(2);
  expect(await hasOlder(sql, 'details', at)).toBe(false);
  expect([...(await sql`select notice_id as id from notice_version order by 1`)]).toEqual([{ id: 'n0' }, { id: 'n1' }]);
});

test('rules that were replaced long ago go; those that held since then, and those that hold, stay', async () => {
  const { sql, app, restart } = await steppedFloor(NOW);
  // The first was saved at the start; the second, third and fourth a day after each other.
  for (const day of [1, 2, 3]) expect(await saveRules(sql, day, READY_RULES, { at: NOW + day * DAY_MS, by: 'me' })).toBe(day + 1);
  expect(await dropRows(sql, 'details', NOW + 2.5 * DAY_MS, 1, async () => undefined)).toBe(2);
  const versions = async () =>
    (await app.get<{ versions: { version: number }[] }>('/api/v1/alarm-rules/versions')).versions.map(({ version }) => version);
  expect(await versions()).toEqual([4, 3]);
  expect(await dropRows(sql, 'details', NOW + 900 * DAY_MS, 10, async () => undefined)).toBe(1);
  expect(await versions()).toEqual([4]);
  expect(await hasOlder(sql, 'details', NOW + 900 * DAY_MS)).toBe(false);
  await restart();
});
