/** A name of letters that nobody sees is no name, wherever one is asked for; marks of direction within one stay. */
import { expect, test } from 'vitest';
import { READY_RULES } from '../../../shared/alarms/ready-made.ts';
import { READY_MADE } from '../../../shared/boards/ready-made.ts';
import { fact } from '../../support/facts.ts';
import { steppedFloor } from '../../support/stepped-floor.ts';

const NOW = Date.parse('2026-11-22T12:00:00+02:00');
const UNSEEN = [' ', '\u200b', '\u2060', '\ufeff', '\u200e\u200f', '\u00ad', '\u2800', '\u3164', '\u202a \u202c', '\u00a0\u034f'];
const SEEN = '\u200fמכירות\u200e \u2067A\u2069';

async function started() {
  const floor = await steppedFloor(NOW);
  await floor.live([fact('cc.contact.queued.v1', NOW, { contactId: 'c', queueId: 'q' })]);
  const ask = async (method: string, path: string, body: unknown, version?: number) => {
    const headers = { 'content-type': 'application/json', ...(version === undefined ? {} : { 'if-match': `"${version}"` }) };
    const answer = await fetch(`${floor.app.url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
    return { status: answer.status, body: (await answer.json()) as { code?: string; faults?: { is: string }[]; version?: number } };
  };
  return { ...floor, ask };
}

test('boards, notices and whoever saves or takes on have names to be seen', async () => {
  const { ask } = await started();
  const board = READY_MADE[0]?.layout;
  const status = async (text: string) => [
    (await ask('POST', '/boards', { layout: { ...board, name: { he: text } } })).status,
    (await ask('POST', '/boards', { layout: board, by: text })).status,
    (await ask('POST', '/notices', { text: { he: text, en: text } })).status,
    (await ask('POST', '/notices', { text: { he: 'הודעה' }, by: text })).status,
    (await ask('POST', '/alarms/none/acknowledge', { by: text })).status,
  ];
  for (const text of UNSEEN) expect([text, await status(text)]).toEqual([text, [400, 400, 400, 400, 400]]);
  expect(await status(SEEN)).toEqual([201, 201, 201, 201, 404]);
  expect((await ask('POST', '/notices', { text: { he: '\u200b' } })).body.code).toBe('notice-text');
  expect((await ask('POST', '/alarms/none/acknowledge', { by: '\u200b' })).body.code).toBe('name-wrong');
});

test('a rule goes by what it is about, or by a name to be seen', async () => {
  const { ask } = await started();
  const put = (name: unknown, version: number) =>
    ask('PUT', '/alarm-rules', { rules: { rules: [{ ...READY_RULES.rules[0], name }], quiet: null } }, version);
  for (const text of UNSEEN) {
    const { status, body } = await put({ he: text }, 1);
    expect([text, status, body.code, body.faults?.map(({ is }) => is)]).toEqual([text, 400, 'rules-faults', ['unnamed']]);
  }
  expect((await put({ he: SEEN }, 1)).status).toBe(200);
  expect((await put(null, 2)).status).toBe(200);
});

test('to settings a name of nothing to be seen is none', async () => {
  const floor = await started();
  const queue = async () => (await floor.app.get<{ queues: { id: string; own: { name?: unknown } }[] }>('/api/v1/settings')).queues[0]?.own.name;
  expect((await floor.ask('PUT', '/queues/q', { name: SEEN })).status).toBe(200);
  expect(await queue()).toBe(SEEN);
  for (const text of UNSEEN) {
    expect((await floor.ask('PUT', '/queues/q', { name: text })).status).toBe(200);
    expect([text, (await queue()) ?? null]).toEqual([text, null]);
  }
  expect((await floor.ask('PUT', '/queues/q', { site: 'חיפה' })).status).toBe(200);
  for (const text of UNSEEN)
    expect([text, (await floor.ask('PUT', `/sites/${encodeURIComponent('חיפה')}`, { name: text })).status]).toEqual([text, 400]);
});
