/** Alarms on a whole server: raised once, kept over a restart, taken on, with their history; and the rules over HTTP. */
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { openDatabase } from '../../../db/open.ts';
import { dropRows, hasOlder } from '../../../db/retention.ts';
import { READY_RULES } from '../../../shared/alarms/ready-made.ts';
import type { AlarmRow } from '../../../shared/alarms/row.ts';
import type { AlarmRules } from '../../../shared/alarms/rules.ts';
import type { Event } from '../../../shared/events/event.ts';
import { PROTOCOL } from '../../../shared/protocol/version.ts';
import { MINUTE_MS, SECOND_MS, toIso } from '../../../shared/time.ts';
import { atOnce } from '../../support/alarms.ts';
import { cloudEvent, SENDER, startApp, until } from '../../support/app.ts';
import { fact } from '../../support/facts.ts';
import { createDatabase } from '../../support/postgres.ts';
import { type SteppedFloor, steppedFloor } from '../../support/stepped-floor.ts';

const NOW = Date.parse('2026-11-22T12:00:00+02:00');
const POST = { method: 'POST', headers: { 'content-type': 'application/json' } };

type Line = { number: number; change: string; level: string; why: string | null; by: string | null; note: string | null };
type Listed = Omit<AlarmRow, 'rule'> & { rule: string; clearedAt: string | null; clearedWhy: string | null; history: Line[] };
type Page = { alarms: Listed[]; cursor: string | null };

const queued = (contactId: string, at: number, queueId = 'sales') =>
  fact('cc.contact.queued.v1', at, { contactId, segmentId: contactId, queueId }, { source: SENDER });
const answered = (contactId: string, at: number, queueId = 'sales') =>
  fact('cc.contact.answered.v1', at, { contactId, segmentId: contactId, queueId, agentId: 'a' }, { source: SENDER });

/** Looks at the floor each second of a span, as the clock of the server would. */
async function lasting(floor: SteppedFloor, from: number, seconds: number): Promise<void> {
  for (let second = 0; second <= seconds; second++) {
    await floor.at(from + second * SECOND_MS);
    floor.app.alarms.tick();
  }
  await floor.app.alarms.written();
}

async function inTrouble(...more: Event[]): Promise<SteppedFloor> {
  const floor = await steppedFloor(NOW);
  await floor.live([queued('c1', NOW), ...more]);
  return floor;
}

const listed = (floor: SteppedFloor, query = '') => floor.app.get<Page>(`/api/v1/alarms${query}`);
const shown = ({ rule, level, history }: Listed) => `${rule} ${level}: ${history.map(({ change }) => change).join(', ')}`;
const acknowledge = (floor: SteppedFloor, id: string, body: object) =>
  fetch(`${floor.app.url}/api/v1/alarms/${id}/acknowledge`, { ...POST, body: JSON.stringify(body) });

test('a wait is told when it is too long, escalates under the same id, and goes when it is over', async () => {
  const floor = await inTrouble();
  await lasting(floor, NOW + 55 * SECOND_MS, 10);
  const [raised] = floor.app.alarms.rows.filter(({ rule }) => rule === 'long-wait');
  expect(raised).toMatchObject({ level: 'warn', limit: 60_000, value: 61_000, raisedAt: toIso(NOW + 61 * SECOND_MS), acknowledged: null });
  await lasting(floor, NOW + 178 * SECOND_MS, 5);
  const [critical] = floor.app.alarms.rows.filter(({ rule }) => rule === 'long-wait');
  expect(critical).toMatchObject({
    id: raised?.id,
    level: 'critical',
    raisedAt: raised?.raisedAt,
    levelAt: toIso(NOW + 181 * SECOND_MS),
    sound: { mode: 'once' },
  });
  await floor.live([answered('c1', NOW + 185 * SECOND_MS)]);
  await lasting(floor, NOW + 186 * SECOND_MS, 30);
  expect(floor.app.alarms.rows).toEqual([]);
  expect((await listed(floor)).alarms.map(shown).sort()).toEqual([
    'long-wait critical: raised, escalated, cleared',
    'none-free warn: raised, cleared',
  ]);
  expect((await listed(floor, '?open=yes')).alarms).toEqual([]);
  expect(await floor.sql`select count(*)::int as n from alarm_transition where told_at is null`).toEqual([{ n: 0 }]);
});

test('an open alarm survives a restart: the same id, not raised again, and who has it', async () => {
  const floor = await inTrouble();
  await lasting(floor, NOW + 100 * SECOND_MS, 4);
  const before = floor.app.alarms.rows;
  expect(before.map(({ rule }) => rule).sort()).toEqual(['long-wait', 'none-free']);
  const id = before[0]?.id ?? '';
  expect((await acknowledge(floor, id, { by: 'דנה', note: 'מתקשרת לספק' })).status).toBe(200);
  await floor.restart();
  expect(floor.app.alarms.rows.map((row) => ({ ...row }))).toEqual(
    before.map((row) => (row.id === id ? { ...row, acknowledged: expect.objectContaining({ by: 'דנה', note: 'מתקשרת לספק' }) } : row)),
  );
  await lasting(floor, NOW + 110 * SECOND_MS, 5);
  expect(floor.app.alarms.rows.map((row) => row.id)).toEqual(before.map((row) => row.id));
  expect((await listed(floor)).alarms.map(shown).sort()).toEqual(['long-wait warn: raised, acknowledged', 'none-free warn: raised']);
  await floor.live([answered('c1', NOW + 116 * SECOND_MS)]);
  await lasting(floor, NOW + 117 * SECOND_MS, 12);
  expect((await listed(floor)).alarms.map(shown).sort()).toEqual([
    'long-wait warn: raised, acknowledged, cleared',
    'none-free warn: raised, cleared',
  ]);
  // Nobody was told of the same thing twice.
  expect(floor.app.alarms.gauges).toMatchObject({ alarm_changes_handed_over_total: 2 });
  expect(await floor.sql`select count(*)::int as n, count(told_at)::int as told from alarm_transition`).toEqual([{ n: 5, told: 5 }]);
});

test('an alarm is taken on once; another is told who has it, and one that is over or never was is refused', async () => {
  const floor = await inTrouble();
  await lasting(floor, NOW + 100 * SECOND_MS, 4);
  const id = floor.app.alarms.rows[0]?.id ?? '';
  const first = await acknowledge(floor, id, { by: 'דנה', note: 'x' });
  expect(await first.json()).toMatchObject({ id, acknowledged: { by: 'דנה', note: 'x' } });
  expect((await acknowledge(floor, id, { by: 'דנה', note: 'x' })).status).toBe(200);
  const other = await acknowledge(floor, id, { by: 'יוסי' });
  expect([other.status, ((await other.json()) as { detail: string }).detail]).toEqual([409, expect.stringContaining('דנה has acknowledged it at')]);
  expect((await acknowledge(floor, 'nothing', { by: 'דנה' })).status).toBe(404);
  expect((await acknowledge(floor, id, { by: 'דנה', extra: 1 })).status).toBe(400);
  await floor.live([answered('c1', NOW + 105 * SECOND_MS)]);
  await lasting(floor, NOW + 106 * SECOND_MS, 20);
  const late = await acknowledge(floor, id, { by: 'דנה' });
  expect([late.status, ((await late.json()) as { detail: string }).detail]).toEqual([409, expect.stringContaining('was cleared at')]);
  const acknowledged = (await listed(floor)).alarms.find((one) => one.id === id)?.history.filter(({ by }) => by !== null);
  expect(acknowledged).toEqual([expect.objectContaining({ change: 'acknowledged', by: 'דנה', note: 'x' })]);
});

test('the history is paged, the newest first, and asked by span', async () => {
  const floor = await steppedFloor(NOW);
  const rows = Array.from({ length: 205 }, (_, i) => i);
  await floor.sql`insert into alarm (id, rule_id, rule, subject, level, raised_at, level_at, cleared_at, cleared_why)
    select 'a' || n, 'r', '{}', '{}', 'warn', at, at, at + interval '1 s', 'calm'
    from (select n, ${toIso(NOW)}::timestamptz + n / 2 * interval '1 s' as at from generate_series(0, 204) as n) s`;
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page = await listed(floor, cursor === '' ? '' : `?cursor=${cursor}`);
    seen.push(...page.alarms.map(({ id }) => id));
    cursor = page.cursor;
  }
  expect(seen).toHaveLength(rows.length);
  expect(new Set(seen).size).toBe(rows.length);
  expect(seen[0]).toBe('a204');
  const span = await listed(floor, `?from=${toIso(NOW + 10_500)}&to=${toIso(NOW + 12_000)}`);
  expect(span.alarms.map(({ id }) => id).sort()).toEqual(['a20', 'a21', 'a22', 'a23']);
  expect((await fetch(`${floor.app.url}/api/v1/alarms?cursor=nonsense`)).status).toBe(400);
  expect((await fetch(`${floor.app.url}/api/v1/alarms?open=perhaps`)).status).toBe(400);
});

test('of an alarm that goes back and forth for weeks the last hundred lines of its history are told', async () => {
  const floor = await steppedFloor(NOW);
  await floor.sql`insert into alarm (id, rule_id, rule, subject, level, raised_at, level_at)
    values ('restless', 'r', '{}', '{}', 'warn', ${toIso(NOW)}::timestamptz, ${toIso(NOW)}::timestamptz)`;
  await floor.sql`insert into alarm_transition (alarm_id, number, at, change, level)
    select 'restless', n, ${toIso(NOW)}::timestamptz + n * interval '1 s', 'eased', 'warn' from generate_series(1, 5000) as n`;
  const [restless] = (await listed(floor)).alarms;
  expect(restless?.history.map(({ number }) => number)).toEqual(Array.from({ length: 100 }, (_, i) => 4901 + i));
});

test('old alarms go with their history when details go; one that is open stays', async () => {
  const floor = await steppedFloor(NOW);
  await floor.sql`insert into alarm (id, rule_id, rule, subject, level, raised_at, level_at, cleared_at)
    select id, 'r', '{}', '{}', 'warn', ${toIso(NOW)}::timestamptz, ${toIso(NOW)}::timestamptz, cleared
    from (values ('old', ${toIso(NOW)}::timestamptz), ('young', ${toIso(NOW + MINUTE_MS)}::timestamptz), ('open', null)) as v(id, cleared)`;
  await floor.sql`insert into alarm_transition (alarm_id, number, at, change, level)
    select id, 1, raised_at, 'raised', 'warn' from alarm`;
  expect(await hasOlder(floor.sql, 'details', NOW + 1)).toBe(true);
  await dropRows(floor.sql, 'details', NOW + 1, 10, async () => undefined);
  expect([
    ...(await floor.sql`select a.id, count(t.*)::int as n from alarm a join alarm_transition t on t.alarm_id = a.id group by a.id order by a.id`),
  ]).toEqual([
    { id: 'open', n: 1 },
    { id: 'young', n: 1 },
  ]);
  expect(await floor.sql`select count(*)::int as n from alarm_transition`).toEqual([{ n: 2 }]);
});

test('rules are versions; one made on an older one is refused, and an alarm says that its rule changed or is gone', async () => {
  const floor = await inTrouble();
  await lasting(floor, NOW + 100 * SECOND_MS, 4);
  type Rules = { version: number; savedBy: string; rules: AlarmRules; problem: string | null };
  const put = (rules: unknown, version?: number) =>
    fetch(`${floor.app.url}/api/v1/alarm-rules`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', ...(version === undefined ? {} : { 'if-match': `"${version}"` }) },
      body: JSON.stringify({ rules, by: 'מיכל' }),
    });
  expect(await floor.app.get<Rules>('/api/v1/alarm-rules')).toMatchObject({ version: 1, savedBy: 'Moked', rules: READY_RULES, problem: null });
  const lenient = READY_RULES.rules.map((rule) =>
    rule.kind === 'figure' && rule.id === 'long-wait' ? { ...rule, warn: { at: 8, clear: 7, forMs: 0 }, critical: null } : rule,
  );
  expect((await put({ ...READY_RULES, rules: lenient })).status).toBe(428);
  const both = await Promise.all([put({ ...READY_RULES, rules: lenient }, 1), put({ ...READY_RULES, rules: [] }, 1)]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  const present = await floor.app.get<Rules>('/api/v1/alarm-rules');
  expect((await put({ ...READY_RULES, rules: lenient }, present.version)).headers.get('etag')).toBe('"3"');
  await lasting(floor, NOW + 110 * SECOND_MS, 0);
  expect((await listed(floor)).alarms.map(shown)).toContain('long-wait warn: raised, rule changed, cleared');
  expect((await put({ quiet: null, rules: [] }, 3)).status).toBe(200);
  await lasting(floor, NOW + 111 * SECOND_MS, 0);
  expect(floor.app.alarms.rows).toEqual([]);
  const gone = (await listed(floor)).alarms.find(({ rule }) => rule === 'none-free');
  expect(gone).toMatchObject({ clearedWhy: 'rule deleted' });
  const back = await fetch(`${floor.app.url}/api/v1/alarm-rules/restore`, {
    ...POST,
    headers: { ...POST.headers, 'if-match': '"4"' },
    body: JSON.stringify({ version: 1 }),
  });
  expect(await back.json()).toMatchObject({ version: 5, restoredFrom: 1, rules: READY_RULES });
  const bad = await put({ quiet: null, rules: [{ ...READY_RULES.rules[0], warn: { at: 1, clear: 0, forMs: 0 } }] }, 5);
  expect([bad.status, ((await bad.json()) as { detail: string }).detail]).toEqual([
    400,
    expect.stringContaining('warn: clear must be more than at (1)'),
  ]);
  const { versions } = await floor.app.get<{ versions: { version: number }[] }>('/api/v1/alarm-rules/versions');
  expect(versions.map(({ version }) => version)).toEqual([5, 4, 3, 2, 1]);
});

test('a screen with the wall key sees alarms and rules, and changes nothing', async () => {
  const floor = await inTrouble();
  await lasting(floor, NOW + 100 * SECOND_MS, 4);
  const id = floor.app.alarms.rows[0]?.id ?? '';
  const far = { 'x-forwarded-for': '10.0.0.9', 'content-type': 'application/json' };
  const entered = await fetch(`${floor.app.url}/api/v1/wall-key`, { method: 'POST', headers: far, body: JSON.stringify({ key: floor.app.wallKey }) });
  const headers = { ...far, cookie: entered.headers.get('set-cookie')?.split(';')[0] ?? '' };
  const at = async (method: string, path: string) =>
    (await fetch(`${floor.app.url}/api/v1${path}`, { method, headers, ...(method === 'GET' ? {} : { body: '{}' }) })).status;
  expect([await at('GET', '/alarms'), await at('GET', '/alarm-rules')]).toEqual([200, 200]);
  expect(await at('POST', `/alarms/${id}/acknowledge`)).toBe(403);
  expect(await at('PUT', '/alarm-rules')).toBe(403);
  expect(floor.app.alarms.rows[0]?.acknowledged).toBeNull();
});

test('every wall has the alarm as it is, and one wall sees what was acknowledged at another', async () => {
  const { url, drop } = await createDatabase();
  const db = openDatabase(url);
  const app = await startApp({ db });
  onTestFinished(async () => {
    await app.stop();
    await db.close();
    await drop();
  });
  const wall = async () => {
    const rows = new Map<string, AlarmRow>();
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/live`, PROTOCOL);
    onTestFinished(() => socket.terminate());
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as { board?: { alarms: AlarmRow[] }; put?: { alarms?: AlarmRow[] }; del?: { alarms?: string[] } };
      for (const row of message.board?.alarms ?? message.put?.alarms ?? []) rows.set(row.id, row);
      for (const id of message.del?.alarms ?? []) rows.delete(id);
    });
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL }));
    socket.send(JSON.stringify({ type: 'subscribe', board: 'floor' }));
    return rows;
  };
  const rules = { ...READY_RULES, rules: READY_RULES.rules.map(atOnce) };
  const headers = { ...POST.headers, 'if-match': '"1"' };
  expect((await fetch(`${app.url}/api/v1/alarm-rules`, { method: 'PUT', headers, body: JSON.stringify({ rules }) })).status).toBe(200);
  const [one, other] = [await wall(), await wall()];
  await app.post([cloudEvent('contact.queued', Date.now() - 4 * MINUTE_MS, { contactId: 'c1', queueId: 'sales' })]);
  const find = (rows: Map<string, AlarmRow>) => [...rows.values()].find(({ rule }) => rule === 'long-wait');
  const id = await until(async () => find(one)?.id, 'the alarm on one wall');
  await until(async () => find(other)?.id === id, 'the same alarm on the other wall');
  expect(find(other)).toMatchObject({ level: 'critical', limit: 180_000, acknowledged: null });
  const answer = await fetch(`${app.url}/api/v1/alarms/${id}/acknowledge`, { ...POST, body: JSON.stringify({ by: 'Dana', note: '' }) });
  expect(answer.status).toBe(200);
  for (const rows of [one, other]) await until(async () => find(rows)?.acknowledged?.by === 'Dana', 'who has it, on both walls');
  await app.post([cloudEvent('contact.answered', Date.now(), { contactId: 'c1', queueId: 'sales', agentId: 'a' })]);
  for (const rows of [one, other]) await until(async () => find(rows) === undefined, 'no alarm any more');
});
