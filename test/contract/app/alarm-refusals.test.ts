/** What the server refuses of rules, of taking an alarm on and of notices: each by a code that the pages have words for in both languages. */
import { expect, test } from 'vitest';
import { reasonOf } from '../../../client/refusals/reason.ts';
import { READY_RULES } from '../../../shared/alarms/ready-made.ts';
import { DAY_MS, MINUTE_MS, toIso } from '../../../shared/time.ts';
import { type SteppedFloor, steppedFloor } from '../../support/stepped-floor.ts';

const NOW = Date.parse('2026-11-22T12:00:00+02:00');

type Problem = {
  code?: string;
  with?: Record<string, string | number>;
  faults?: { field: string; is: string; with: Record<string, string> }[];
  detail: string;
};

function asking({ app }: SteppedFloor) {
  return async (method: string, path: string, body: unknown, version?: number): Promise<Problem & { status: number; id?: string }> => {
    const headers = { 'content-type': 'application/json', ...(version === undefined ? {} : { 'if-match': `"${version}"` }) };
    const answer = await fetch(`${app.url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
    return { ...((await answer.json()) as Problem), status: answer.status };
  };
}

/** A refusal that the page says in Hebrew, whatever it names. */
function expectSaid(answer: Problem & { status: number }, status: number, code: string): void {
  expect([answer.status, answer.code]).toEqual([status, code]);
  const said = reasonOf({ ...answer, reason: answer.detail });
  expect(said).toMatch(/[א-ת]/);
  expect(said).not.toMatch(/[{}]/);
}

test('rules are refused by codes, and each fault by its field', async () => {
  const ask = asking(await steppedFloor(NOW));
  const [rule] = READY_RULES.rules;
  const put = (rules: unknown, version?: number) => ask('PUT', '/alarm-rules', { rules: { rules, quiet: null } }, version);
  const faulty = await put([{ ...rule, warn: { at: 1, clear: 2, forMs: -1 }, name: { he: 'x'.repeat(501) } }, READY_RULES.rules[1]], 1);
  expectSaid(faulty, 400, 'rules-faults');
  expect(faulty.with).toEqual({ rules: 'statutory' });
  expect(faulty.faults?.map(({ field, is }) => `${field} ${is}`)).toEqual(expect.arrayContaining(['name name', 'warn.forMs duration']));
  const empty = await put([{ ...rule, critical: { at: null, clear: 5, forMs: 0 } }], 1);
  expect(empty.faults).toContainEqual({ field: 'critical.at', is: 'number', with: { rule: 'statutory' } });
  expectSaid(
    await put(
      Array.from({ length: 201 }, (_, i) => ({ ...rule, id: `r-${i}` })),
      1,
    ),
    400,
    'rules-full',
  );
  expectSaid(await put([]), 428, 'version-unsaid');
  expectSaid(await put([], 7), 412, 'changed-meanwhile');
  expectSaid(await ask('POST', '/alarm-rules/restore', { version: 9 }, 1), 404, 'rules-unknown');
  // What no page sends has no code.
  expect(await put([{ kind: 'other' }], 1)).not.toHaveProperty('code');
});

test('who may not take an alarm on is told why', async () => {
  const floor = await steppedFloor(NOW);
  const ask = asking(floor);
  const take = (id: string, body: object) => ask('POST', `/alarms/${id}/acknowledge`, body);
  await floor.sql`insert into alarm (id, rule_id, rule, subject, level, raised_at, level_at, cleared_at, cleared_why)
    values ('over', 'r', '{}', '{}', 'warn', ${toIso(NOW)}, ${toIso(NOW)}, ${toIso(NOW)}, 'calm')`;
  expectSaid(await take('none', {}), 404, 'alarm-unknown');
  expectSaid(await take('over', {}), 409, 'alarm-over');
  expectSaid(await take('over', { note: 'x'.repeat(501) }), 400, 'note-long');
  expectSaid(await take('over', { by: ' ' }), 400, 'name-wrong');
});

test('notices are refused by codes', async () => {
  const floor = await steppedFloor(NOW);
  const ask = asking(floor);
  const text = { he: 'הודעה' };
  const write = (body: object) => ask('POST', '/notices', { text, ...body });
  expectSaid(await write({ text: { he: ' ' } }), 400, 'notice-text');
  expectSaid(await write({ text: { he: 'x'.repeat(281) } }), 400, 'notice-text');
  expectSaid(await write({ by: 'x'.repeat(201) }), 400, 'name-wrong');
  expectSaid(await write({ startsAt: toIso(NOW - 5 * MINUTE_MS) }), 400, 'notice-past');
  expectSaid(await write({ endsAt: toIso(NOW - 1) }), 400, 'notice-ends');
  expectSaid(await write({ endsAt: toIso(NOW + 400 * DAY_MS) }), 400, 'notice-far');
  const { id } = await write({});
  const change = (body: object, version: number) => ask('PUT', `/notices/${id}`, body, version);
  expectSaid(await ask('PUT', '/notices/none', {}), 404, 'notice-unknown');
  expectSaid(await change({ text }, 5), 412, 'changed-meanwhile');
  expectSaid(await change({ startsAt: toIso(NOW + MINUTE_MS) }, 1), 409, 'notice-begun');
  expect((await change({ endsAt: 'now' }, 1)).status).toBe(200);
  expectSaid(await change({ text }, 2), 409, 'notice-over');
  for (let i = 0; i < 50; i++) expect((await write({})).status).toBe(201);
  expectSaid(await write({}), 409, 'notices-full');
});
