/** What the server refuses of boards, settings, tables and spans: each by a code, and whatever has none by its status, in both languages. */
import { expect, test } from 'vitest';
import { DESK } from '../../../client/refusals/desk-texts.ts';
import { reasonOf } from '../../../client/refusals/reason.ts';
import { READY_MADE } from '../../../shared/boards/ready-made.ts';
import { ALARM_REFUSALS, DESK_REFUSALS, REFUSAL_STATUSES } from '../../../shared/refusals.ts';
import { DAY_MS, toIso } from '../../../shared/time.ts';
import { fact } from '../../support/facts.ts';
import { steppedFloor } from '../../support/stepped-floor.ts';

const NOW = Date.parse('2026-11-22T12:00:00+02:00');

type Problem = { code?: string; with?: Record<string, string | number>; detail: string };
type Given = { body?: unknown; seen?: string };

async function started() {
  const floor = await steppedFloor(NOW);
  await floor.live([
    fact('cc.contact.queued.v1', NOW, { contactId: 'c', queueId: 'q' }),
    fact('cc.agent.membership.v1', NOW, { agentId: 'a1', name: 'Dana', queueId: 'q', joined: true }),
    fact('cc.agent.membership.v1', NOW, { agentId: 'a2', name: 'Noa', queueId: 'q', joined: true }),
  ]);
  const ask = async (method: string, path: string, { body, seen }: Given = {}): Promise<Problem & { status: number; id?: string }> => {
    const isTable = typeof body === 'string' || body instanceof Buffer;
    const headers = { 'content-type': isTable ? 'text/csv' : 'application/json', ...(seen === undefined ? {} : { 'if-match': `"${seen}"` }) };
    const sent = body === undefined ? null : isTable ? (body as string) : JSON.stringify(body);
    const answer = await fetch(`${floor.app.url}/api/v1${path}`, { method, headers, body: sent });
    return { ...((await answer.json()) as Problem), status: answer.status };
  };
  return { ...floor, ask };
}

/** Said in Hebrew whatever it names, with nothing left open. */
function expectSaid(answer: Problem & { status: number }, status: number, code: string | undefined): void {
  expect([answer.status, answer.code]).toEqual([status, code]);
  const said = reasonOf({ ...answer, reason: answer.detail });
  expect(said).toMatch(/[א-ת]/);
  expect(said).not.toMatch(/[{}]/);
}

test('boards are refused by codes', async () => {
  const { ask } = await started();
  const layout = READY_MADE[0]?.layout;
  const board = { layout: { ...layout, name: { he: 'לוח' } } };
  expectSaid(await ask('POST', '/boards', { body: { layout: { ...layout, name: { he: '\u200b' } } } }), 400, 'words-wrong');
  expectSaid(await ask('POST', '/boards', { body: { layout: { ...layout, name: { he: 'x'.repeat(501) } } } }), 400, 'words-wrong');
  expectSaid(await ask('POST', '/boards', { body: { ...board, by: ' ' } }), 400, 'name-wrong');
  expectSaid(await ask('GET', '/boards/none'), 404, 'board-unknown');
  const { id } = await ask('POST', '/boards', { body: board });
  expectSaid(await ask('PUT', `/boards/${id}`, { body: board }), 428, 'version-unsaid');
  expectSaid(await ask('PUT', `/boards/${id}`, { body: board, seen: '7' }), 412, 'changed-meanwhile');
  expectSaid(await ask('POST', `/boards/${id}/restore`, { body: { version: 9 }, seen: '1' }), 404, 'board-version');
  expect((await ask('DELETE', `/boards/${id}`, { seen: '1' })).status).toBe(200);
  expectSaid(await ask('DELETE', `/boards/${id}`, { seen: '1' }), 409, 'board-away');
  const file = await ask('POST', '/boards', { body: { format: 'grafana' } });
  expectSaid(file, 400, 'board-file');
  expect(file.with).toMatchObject({ format: 'moked.board.v1', detail: file.detail });
  // What no page sends has its status only.
  expectSaid(await ask('PUT', `/boards/${id}`, { body: { other: 1 }, seen: '2' }), 400, undefined);
});

test('settings, teams and sites are refused by codes', async () => {
  const { ask } = await started();
  expectSaid(await ask('PUT', '/queues/q', { body: { name: 'מכירות' }, seen: 'old' }), 412, 'changed-since');
  expectSaid(await ask('GET', '/queues/none/history'), 404, 'setting-unknown');
  for (const [agent, team] of [
    ['a1', 'צפון'],
    ['a2', 'דרום'],
  ])
    expect((await ask('PUT', `/agents/${agent}`, { body: { team } })).status).toBe(200);
  const team = `/teams/${encodeURIComponent('צפון')}`;
  expectSaid(await ask('PUT', team, { body: { name: 'דרום' } }), 409, 'label-taken');
  expectSaid(await ask('PUT', team, { body: { name: '\u2060' } }), 400, 'name-wrong');
  expectSaid(await ask('PUT', '/teams/none', { body: {} }), 404, 'setting-unknown');
});

test('tables are refused by codes', async () => {
  const { ask } = await started();
  const send = (body: string | Buffer) => ask('POST', '/settings/queues.csv', { body });
  expectSaid(await send(Buffer.from([0x69, 0x64, 0x0a, 0xe0, 0xe1])), 400, 'table-encoding');
  const open = await send('id,name\nq,"open');
  expectSaid(open, 400, 'table-quote');
  expect(open.with).toEqual({ row: 2 });
  expectSaid(await send(''), 400, 'table-empty');
  expectSaid(await send(`id${',x'.repeat(300)}\nq`), 400, 'table-columns');
  expectSaid(await send('id,hidden\nq,maybe'), 422, 'table-cells');
});

test('spans are refused by codes', async () => {
  const { ask } = await started();
  const span = (from: number, to: number) => `from=${encodeURIComponent(toIso(from))}&to=${encodeURIComponent(toIso(to))}`;
  expectSaid(await ask('GET', `/reviews?${span(NOW, NOW - 1)}`), 400, 'span-order');
  expectSaid(await ask('GET', `/reviews?${span(NOW - 36 * DAY_MS, NOW)}`), 400, 'span-long');
  expectSaid(await ask('GET', `/contacts?${span(NOW - 401 * DAY_MS, NOW)}`), 400, 'span-long');
  expectSaid(await ask('GET', `/notices?${span(NOW, NOW - 1)}`), 400, 'span-order');
});

test('every code and every status has words in both languages', () => {
  const named = { max: 1, version: 1, by: 'x', rules: 'x', days: 1, name: 'x', from: 'x', row: 1, count: 1, format: 'x', detail: 'x' };
  for (const code of [...ALARM_REFUSALS, ...DESK_REFUSALS])
    expect([code, reasonOf({ status: 400, code, with: named, reason: 'only English' })]).toEqual([
      code,
      expect.stringMatching(/^[^{}]*[א-ת][^{}]*$/),
    ]);
  for (const status of [0, 200, ...REFUSAL_STATUSES])
    expect([status, reasonOf({ status, reason: 'only English' })]).toEqual([status, expect.stringMatching(/[א-ת]/)]);
  for (const { en } of Object.values(DESK)) expect(en).not.toMatch(/[א-ת]/);
});
