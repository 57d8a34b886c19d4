/** The alarms that were, as they are looked through: each parameter by itself and together, and what is refused. */
import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, toIso } from '../../../shared/time.ts';
import { type SteppedFloor, steppedFloor } from '../../support/stepped-floor.ts';

const NOW = Date.parse('2026-11-22T12:00:00+02:00');

type Page = { alarms: { id: string; level: string; worst: { level: string; limit: number | null } }[]; cursor: string | null };

const ofQueue = (id: string) => ({ of: 'figure', metric: 'waiting', window: null, scope: { of: 'queue', id } });

/** Four alarms, an hour apart; the second has been critical, the third was taken on, the last is open. */
async function withPast(): Promise<SteppedFloor> {
  const floor = await steppedFloor(NOW);
  const rows = [
    { id: 'a', rule_id: 'crowd', rule: { name: { he: 'עומס', en: 'Crowd' } }, subject: ofQueue('sales') },
    { id: 'b', rule_id: 'crowd', rule: { name: { he: 'עומס', en: 'Crowd' } }, subject: ofQueue('support') },
    { id: 'c', rule_id: 'source', rule: { name: null }, subject: { of: 'source', name: 'pbx1' } },
    { id: 'd', rule_id: 'long-wait', rule: { name: { he: '', en: '100% wait' } }, subject: ofQueue('sales') },
  ];
  for (const [i, { id, rule_id, rule, subject }] of rows.entries()) {
    const at = toIso(NOW + i * HOUR_MS);
    const cleared = id === 'd' ? null : toIso(NOW + i * HOUR_MS + 5 * MINUTE_MS);
    await floor.sql`insert into alarm (id, rule_id, rule, subject, level, limit_value, raised_at, level_at, cleared_at, cleared_why)
      values (${id}, ${rule_id}, ${JSON.stringify(rule)}::jsonb, ${JSON.stringify(subject)}::jsonb, 'warn', 3, ${at}, ${at}, ${cleared}, 'calm')`;
    await floor.sql`insert into alarm_transition (alarm_id, number, at, change, level, limit_value) values (${id}, 1, ${at}, 'raised', 'warn', 3)`;
  }
  await floor.sql`insert into alarm_transition (alarm_id, number, at, change, level, limit_value)
    values ('b', 2, ${toIso(NOW)}, 'escalated', 'critical', 9), ('b', 3, ${toIso(NOW)}, 'eased', 'warn', 3)`;
  await floor.sql`insert into alarm_transition (alarm_id, number, at, change, level, by_whom, note)
    values ('c', 2, ${toIso(NOW)}, 'acknowledged', 'warn', 'דנה לוי', 'called the Provider')`;
  return floor;
}

const query = (params: Record<string, string>) => `/api/v1/alarms?${new URLSearchParams(params)}`;

test('alarms are looked through by rule, part, source, worst level, words and span, together too', async () => {
  const floor = await withPast();
  const found = async (params: Record<string, string>) => (await floor.app.get<Page>(query(params))).alarms.map(({ id }) => id).join('');
  const sales = JSON.stringify({ id: 'sales', of: 'queue' });
  expect(await found({})).toBe('dcba');
  expect(await found({ rule: 'crowd' })).toBe('ba');
  expect(await found({ scope: sales })).toBe('da');
  expect(await found({ scope: sales, rule: 'crowd' })).toBe('a');
  expect(await found({ scope: '{"of":"floor"}' })).toBe('');
  expect(await found({ source: 'pbx1' })).toBe('c');
  expect(await found({ level: 'critical' })).toBe('b');
  expect(await found({ level: 'warn' })).toBe('dca');
  expect(await found({ open: 'yes' })).toBe('d');
  expect(await found({ open: 'no', scope: sales })).toBe('a');
  for (const [text, ids] of [
    ['crOWd', 'ba'],
    ['עומס', 'ba'],
    ['provider', 'c'],
    ['דנה', 'c'],
    ['0%', 'd'],
    ['%', 'd'],
    ['_', ''],
    [' wait ', 'd'],
    ['\\', ''],
  ] as const)
    expect(await found({ text }), text).toBe(ids);
  expect(await found({ from: toIso(NOW + HOUR_MS), to: toIso(NOW + 2 * HOUR_MS) })).toBe('b');
  expect(await found({ from: toIso(NOW), to: toIso(NOW + 3 * HOUR_MS), level: 'warn', text: 'crowd' })).toBe('a');
});

test('an alarm says the worst that it was, with the limit of that level', async () => {
  const floor = await withPast();
  const { alarms } = await floor.app.get<Page>('/api/v1/alarms');
  expect(alarms.map(({ id, level, worst }) => [id, level, worst.level, worst.limit])).toEqual([
    ['d', 'warn', 'warn', 3],
    ['c', 'warn', 'warn', 3],
    ['b', 'warn', 'critical', 9],
    ['a', 'warn', 'warn', 3],
  ]);
});

test('what is none of its values is refused with what is allowed', async () => {
  const floor = await steppedFloor(NOW);
  const cases: [Record<string, string>, string][] = [
    [{ level: 'bad' }, 'level: must be warn or critical'],
    [{ scope: 'sales' }, 'scope: is JSON, such as {"of":"queue","id":"sales"}'],
    [{ scope: '{"of":"queue","id":null}' }, 'the queue has no id'],
    [{ scope: '{"of":"floor"}', source: 'pbx1' }, 'give one of them'],
    [{ rule: 'No Such' }, 'rule: must be of a to z, 0 to 9 and dashes'],
    [{ text: 'x'.repeat(101) }, 'text: has at most 100 characters'],
    [{ from: toIso(NOW), to: toIso(NOW) }, 'to must be later than from'],
    [{ colour: 'red' }, 'allowed: open, from, to, rule, scope, source, level, text, cursor'],
  ];
  for (const [params, says] of cases) {
    const answer = await fetch(floor.app.url + query(params));
    expect([answer.status, ((await answer.json()) as { detail: string }).detail]).toEqual([400, expect.stringContaining(says)]);
  }
  expect((await fetch(`${floor.app.url}/api/v1/alarms?text=%00`)).status).toBe(400);
});
