/** Settings over HTTP on a whole server: rows, histories, revisions, tables, and who may do what. */
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { readCsv } from '../../../shared/csv.ts';
import { toIso } from '../../../shared/time.ts';
import { fact } from '../../support/facts.ts';
import { type SteppedFloor, steppedFloor } from '../../support/stepped-floor.ts';

const NOW = Date.parse('2026-03-24T12:00:00+02:00');
const DAY_MS = 86_400_000;

type Row = { id: string; own: Record<string, unknown>; isNew: boolean; revision: string; planned: number; by: string | null; source: string | null };
type Page = {
  mayWrite: boolean;
  defaults: Record<string, unknown>;
  site: Record<string, unknown>;
  dayStartsAt: string;
  queues: Row[];
  agents: (Row & { platformName: string | null })[];
  teams: (Row & { agents: number; queues: number })[];
  sites: (Row & { agents: number; queues: number })[];
};
type History = {
  revision: string;
  changes: { by: string; source: string; effectiveAt: string; changes: { field: string; from: unknown; to: unknown }[] }[];
};

async function started(): Promise<SteppedFloor> {
  const floor = await steppedFloor(NOW);
  await floor.live([
    fact('cc.contact.queued.v1', NOW, { contactId: 'c', queueId: 'q' }),
    fact('cc.agent.membership.v1', NOW, { agentId: 'PJSIP/1', name: 'Dana', queueId: 'q', joined: true }),
  ]);
  return floor;
}

function send(floor: SteppedFloor, method: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const isText = typeof body === 'string';
  const type = isText ? 'text/csv' : 'application/json';
  return fetch(floor.app.url + path, { method, headers: { 'content-type': type, ...headers }, body: isText ? body : JSON.stringify(body) });
}

const pageOf = (floor: SteppedFloor) => floor.app.get<Page>('/api/v1/settings');

test('queues and agents that the stream brings are new until they are confirmed or saved, and the history says who did what', async () => {
  const floor = await started();
  const before = await pageOf(floor);
  expect(before).toMatchObject({
    mayWrite: true,
    defaults: { slaTarget: 80, slaSeconds: 20, formula: '5', shortAbandonSeconds: 5, wrapupSeconds: 30 },
  });
  expect(before.queues).toMatchObject([{ id: 'q', own: {}, isNew: true, revision: '0' }]);
  expect(before.agents).toMatchObject([{ id: 'PJSIP/1', platformName: 'Dana', isNew: true }]);

  expect(await (await send(floor, 'POST', '/api/v1/settings/confirm', { queues: ['q', 'nobody'], agents: [] })).json()).toEqual({ confirmed: 1 });
  expect(await (await send(floor, 'POST', '/api/v1/settings/confirm', { queues: ['q'] })).json()).toEqual({ confirmed: 0 });
  await send(floor, 'PUT', '/api/v1/queues/q', { name: 'מכירות', slaTarget: 85 });
  await send(floor, 'PUT', '/api/v1/queues/q', { slaTarget: 90, effectiveAt: toIso(NOW + DAY_MS) });
  await send(floor, 'PUT', '/api/v1/agents/PJSIP%2F1', { team: 'כחול' });

  const after = await pageOf(floor);
  expect(after.queues).toMatchObject([
    { own: { name: 'מכירות', slaTarget: 85 }, isNew: false, revision: '3', planned: 1, by: 'this machine', source: 'moked' },
  ]);
  expect(after.agents).toMatchObject([{ own: { team: 'כחול' }, isNew: false }]);
  const history = await floor.app.get<History>('/api/v1/queues/q/history');
  expect(history.changes.map(({ by, effectiveAt, changes }) => [by, effectiveAt, changes])).toEqual([
    ['this machine', toIso(NOW + DAY_MS), [{ field: 'slaTarget', from: 85, to: 90 }]],
    [
      'this machine',
      toIso(NOW),
      [
        { field: 'name', from: null, to: 'מכירות' },
        { field: 'slaTarget', from: null, to: 85 },
      ],
    ],
    ['this machine', toIso(NOW), []],
  ]);
  expect((await fetch(`${floor.app.url}/api/v1/queues/nobody/history`)).status).toBe(404);
  expect((await floor.app.get<History>('/api/v1/site/history')).changes).toHaveLength(1);
  await floor.restart();
  expect(await pageOf(floor)).toEqual(after);
});

test('who writes on a revision that is no more is refused, and nothing of his is written', async () => {
  const floor = await started();
  const put = (slaTarget: number, revision: string) => send(floor, 'PUT', '/api/v1/queues/q', { slaTarget }, { 'if-match': `"${revision}"` });
  const answers = await Promise.all([put(70, '0'), put(71, '0'), put(72, '0')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  const won = answers.findIndex(({ status }) => status === 200);
  expect((await pageOf(floor)).queues).toMatchObject([{ own: { slaTarget: 70 + won }, revision: '1' }]);
  expect(answers[won]?.headers.get('etag')).toBe('"1"');
  expect((await put(73, '1')).status).toBe(200);
});

test('a team has an English name and a place; its new name goes to everybody who carries the old one', async () => {
  const floor = await started();
  for (const id of ['a', 'b', 'PJSIP%2F1']) await send(floor, 'PUT', `/api/v1/agents/${id}`, { team: 'כחול', teamEn: 'Own', site: 'חיפה' });
  await send(floor, 'PUT', '/api/v1/agents/other', { team: 'אדום' });
  await send(floor, 'PUT', '/api/v1/queues/q', { site: 'חיפה' });
  const team = (name: string, body: object) => send(floor, 'PUT', `/api/v1/teams/${encodeURIComponent(name)}`, body);
  expect((await team('כחול', { nameEn: 'Blue', order: 3 })).status).toBe(200);
  expect((await team('כחול', { name: 'אדום' })).status).toBe(409);
  expect((await team('ירוק', { order: 1 })).status).toBe(404);
  expect(await (await team('כחול', { name: 'תכלת', nameEn: 'Sky' })).json()).toEqual({ id: 'תכלת', moved: 3 });
  const page = await pageOf(floor);
  expect(page.teams.map(({ id, own, agents }) => [id, own, agents])).toEqual(
    expect.arrayContaining([
      ['תכלת', { nameEn: 'Sky', order: 3 }, 3],
      ['אדום', {}, 1],
    ]),
  );
  expect(page.teams).toHaveLength(2);
  expect(page.sites).toMatchObject([{ id: 'חיפה', agents: 3, queues: 1 }]);
  const { agents } = await floor.app.get<{ agents: { id: string }[] }>('/api/v1/agents');
  expect(agents).toMatchObject([{ id: 'PJSIP/1', team: 'תכלת', teamEn: 'Sky', teamOrder: 3, site: 'חיפה' }]);
  const site = `/api/v1/sites/${encodeURIComponent('חיפה')}`;
  expect(await (await send(floor, 'PUT', site, { name: 'כרמל' })).json()).toEqual({ id: 'כרמל', moved: 4 });
  const history = await floor.app.get<History>(`/api/v1/teams/${encodeURIComponent('תכלת')}/history`);
  expect(history.changes[0]?.changes).toEqual([
    { field: 'nameEn', from: null, to: 'Sky' },
    { field: 'order', from: null, to: 3 },
  ]);
});

test('a table is tried without a change, refused as a whole with every fault, taken as a whole, and reads back as it was written', async () => {
  const floor = await started();
  const path = '/api/v1/settings/queues.csv';
  const table = '\ufeffid;name;slaTarget\r\nq;=מכירות;85\r\nr;תמיכה;90\r\n';
  const tried = (await (await send(floor, 'POST', `${path}?dryRun=yes`, table)).json()) as {
    changes: object[];
    problems: object[];
    revision: string;
  };
  expect(tried).toMatchObject({
    problems: [],
    changes: [
      { row: 2, id: 'q' },
      { row: 3, id: 'r', isUnknown: true },
    ],
  });
  expect((await pageOf(floor)).queues).toMatchObject([{ own: {} }]);

  const bad = await send(floor, 'POST', path, table.replace('90', '900'));
  expect(bad.status).toBe(422);
  expect(await bad.json()).toMatchObject({ problems: [{ row: 3, column: 'slaTarget', value: '900', allowed: 'a number from 0 to 100' }] });
  expect((await pageOf(floor)).queues).toMatchObject([{ own: {} }]);

  const latin = await fetch(`${floor.app.url}${path}?dryRun=yes`, { method: 'POST', body: Buffer.from('id,name\nq,\xe0\n', 'latin1') });
  expect([latin.status, await latin.text()]).toEqual([400, expect.stringContaining('CSV UTF-8')]);

  const done = await send(floor, 'POST', path, table, { 'if-match': `"${tried.revision}"` });
  expect(await done.json()).toEqual({ applied: 2, unchanged: 0 });
  expect((await send(floor, 'POST', path, table.replace('85', '86'), { 'if-match': `"${tried.revision}"` })).status).toBe(412);

  const out = await fetch(floor.app.url + path);
  const text = Buffer.from(await out.arrayBuffer()).toString('utf8');
  expect(text.startsWith('\ufeffid,name')).toBe(true);
  expect(text).toContain("q,'=מכירות,");
  const rows = readCsv(text);
  expect(rows.ok && rows.value[1]?.cells.slice(0, 2)).toEqual(['q', '=מכירות']);
  const again = (await (await send(floor, 'POST', `${path}?dryRun=yes`, text)).json()) as object;
  expect(again).toMatchObject({ problems: [], changes: [], unchanged: 2 });
});

test('five hundred agents come in one table, and all of them are there or none', async () => {
  const floor = await started();
  const rows = Array.from({ length: 700 }, (_, i) => `PJSIP/${1000 + i},נציגה מספר ${i},Agent ${i},צוות ${i % 20},אתר ${i % 3}`);
  const done = await send(floor, 'POST', '/api/v1/settings/agents.csv', ['id,name,nameEn,team,site', ...rows].join('\r\n'));
  expect(await done.json()).toEqual({ applied: 700, unchanged: 0 });
  const page = await pageOf(floor);
  expect([page.agents.length, page.teams.length, page.sites.length]).toEqual([701, 20, 3]);
  const written = await floor.sql`select distinct received_at from event_log where type = 'cc.agent.config.v1'`;
  expect(written).toHaveLength(1);
});

test('what is exported is taken back, however many there are; more changes than the log takes at once are refused as a whole', async () => {
  const floor = await started();
  const path = '/api/v1/settings/agents.csv';
  const rows = (n: number, team: string) =>
    ['id,name,team', ...Array.from({ length: n }, (_, i) => `PJSIP/${10_000 + i},נציגה מספר ${i},${team}`)].join('\r\n');
  const done = await send(floor, 'POST', path, rows(8000, 'אדום'));
  expect(await done.json()).toEqual({ applied: 8000, unchanged: 0 });
  const exported = await (await fetch(floor.app.url + path)).text();
  const tried = (await (await send(floor, 'POST', `${path}?dryRun=yes`, exported)).json()) as object;
  expect(tried).toMatchObject({ rows: 8001, problems: [], changes: [], unchanged: 8001 });
  const tooMany = await send(floor, 'POST', path, rows(20_001, 'כחול'));
  expect([tooMany.status, await tooMany.text()]).toEqual([422, expect.stringContaining('at most 20000 are changed at once')]);
  expect((await pageOf(floor)).teams).toMatchObject([{ id: 'אדום' }]);
});

test('with the wall key settings are read and never written', async () => {
  const floor = await started();
  const ask = (method: string, path: string) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const headers = { authorization: 'Bearer WALL-KEY', 'x-forwarded-for': '192.0.2.7', 'content-type': 'application/json' };
      const asked = request(floor.app.url + path, { method, headers }, (answer) => {
        let text = '';
        answer.on('data', (part: Buffer) => {
          text += part.toString();
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      });
      asked.on('error', reject);
      asked.end(method === 'GET' ? undefined : '{}');
    });
  const read = await ask('GET', '/api/v1/settings');
  expect([read.status, (JSON.parse(read.text) as Page).mayWrite]).toEqual([200, false]);
  expect((JSON.parse((await ask('GET', '/api/v1/site')).text) as Page).mayWrite).toBe(false);
  expect((await ask('GET', '/api/v1/settings/queues.csv')).status).toBe(200);
  expect((await ask('GET', '/api/v1/queues/q/history')).status).toBe(200);
  for (const [method, path] of [
    ['PUT', '/api/v1/queues/q'],
    ['PUT', '/api/v1/agents/PJSIP%2F1'],
    ['PUT', '/api/v1/teams/x'],
    ['PUT', '/api/v1/sites/x'],
    ['POST', '/api/v1/settings/confirm'],
    ['POST', '/api/v1/settings/queues.csv'],
    ['POST', '/api/v1/settings/agents.csv?dryRun=yes'],
  ] as const)
    expect([path, (await ask(method, path)).status]).toEqual([path, 403]);
});

test('a name of blanks is none: a row without a name cannot be opened', async () => {
  const floor = await started();
  await send(floor, 'PUT', '/api/v1/queues/q', { name: '  ', nameEn: ' Sales ' });
  await send(floor, 'PUT', '/api/v1/agents/PJSIP%2F1', { name: '', team: ' ' });
  const page = await pageOf(floor);
  expect(page.queues).toMatchObject([{ id: 'q', own: { nameEn: 'Sales' } }]);
  expect(page.queues[0]?.own).not.toHaveProperty('name');
  expect(page.agents[0]?.own).toEqual({});
  expect(page.teams).toEqual([]);
});
