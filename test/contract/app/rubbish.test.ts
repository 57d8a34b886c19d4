import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { newSession, step } from '../../../server/live/session.ts';
import { decode } from '../../../server/sources/cloudevents/parse.ts';
import { EVENT_TYPES } from '../../../shared/events/event.ts';
import { type RunningApp, startApp, TOKEN } from '../../support/app.ts';
import { useDatabase } from '../../support/postgres.ts';
import '../../support/seed.ts';

const db = useDatabase();
let app: RunningApp;
let broken: unknown = null;

beforeAll(async () => {
  app = await startApp({
    db: db.database,
    onBroken: (error) => {
      broken = error;
    },
  });
});
afterAll(() => app.stop());

const type = fc.oneof(fc.constantFrom(...EVENT_TYPES), fc.string());
const time = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constant(new Date().toISOString()),
  fc.string(),
);
const id = fc.oneof(fc.constantFrom('c1', 'c2', 'q1', 'a1'), fc.string(), fc.anything());
const data = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      contactId: id,
      segmentId: id,
      queueId: id,
      agentId: id,
      state: fc.anything(),
      result: fc.anything(),
      joined: fc.anything(),
      waitMs: fc.anything(),
      effectiveAt: time,
      asOf: time,
      waiting: fc.jsonValue(),
      agents: fc.jsonValue(),
      scope: fc.constantFrom('source', 'x'),
    },
    { requiredKeys: [] },
  ),
);
const event = fc.record(
  { specversion: fc.constantFrom('1.0', '0.3', 1), id, source: fc.constantFrom('urn:x', ''), type, time, data, sequence: fc.anything() },
  { requiredKeys: [] },
);
const body = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .array(event, { maxLength: 6 })
      .map((list) => JSON.stringify(list, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))),
  },
  { weight: 1, arbitrary: fc.string() },
  { weight: 1, arbitrary: fc.json() },
);
const contentType = fc.constantFrom('application/cloudevents-batch+json', 'application/cloudevents+json', 'application/json', 'text/plain', '');

test('4000 wrong bodies: each is told what is wrong, none throws', () => {
  fc.assert(
    fc.property(body, contentType, (text, header) => {
      const result = decode(text, new Map([['content-type', header]]), 'x', Date.now());
      if (!result.ok) {
        expect(result.error.reason.length).toBeGreaterThan(8);
        expect([400, 413, 415]).toContain(result.error.status);
      } else for (const { reason } of result.value.rejected) expect(reason.length).toBeGreaterThan(3);
    }),
    { numRuns: 4000 },
  );
});

test('2500 wrong requests to the whole server: no 500, every refusal is a problem that says why, and it goes on', async () => {
  const path = fc.oneof(
    { weight: 3, arbitrary: fc.constant('/api/v1/events') },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '/api/v1/reviews',
        '/api/v1/contacts',
        '/api/v1/shifts',
        '/api/v1/board',
        '/api/v1/queues/x',
        '/api/v1/agents/%E0%A4%A',
        '/nowhere',
        '/api/v1/wall-key',
      ),
    },
  );
  const query = fc.oneof(
    fc.constant(''),
    fc.dictionary(fc.constantFrom('from', 'to', 'day', 'queue', 'cursor', 'metric', 'x'), fc.string()).map((map) => `?${new URLSearchParams(map)}`),
  );
  await fc.assert(
    fc.asyncProperty(path, query, fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'), body, contentType, async (where, search, method, text, header) => {
      const init = method === 'GET' ? { method } : { method, body: text, headers: { 'content-type': header, authorization: `Bearer ${TOKEN}` } };
      const response = await fetch(app.url + where + search, init);
      const answer = await response.text();
      expect(response.status, `${method} ${where}${search}: ${answer}`).toBeLessThan(500);
      if (response.status >= 400) expect(JSON.parse(answer)).toMatchObject({ status: response.status, detail: expect.stringMatching(/.{8}/) });
    }),
    { numRuns: 2500 },
  );
  expect(broken).toBeNull();
  expect((await fetch(`${app.url}/api/v1/board`)).status).toBe(200);
  await app.core.flusher.flush();
});

test('2000 wrong frames: the session never throws, and says why it closes', () => {
  const frame = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record(
        {
          type: fc.constantFrom('hello', 'subscribe', 'resync', 'x'),
          protocol: fc.oneof(fc.constant('moked.v1'), fc.string()),
          resume: fc.jsonValue(),
          board: fc.jsonValue(),
          reason: fc.jsonValue(),
        },
        { requiredKeys: [] },
      )
      .map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 8 }), (frames) => {
      let session = newSession();
      for (const text of frames) {
        const [next, effects] = step(session, { type: 'message', text, at: 0 });
        session = next;
        for (const effect of effects) if (effect.do === 'close') expect(effect.why.length).toBeGreaterThan(4);
      }
    }),
    { numRuns: 2000 },
  );
});

type Closed = { code: number; reason: string };

function converse(frames: (string | Buffer)[]): Promise<Closed> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/live`, ['moked.v1']);
    socket.on('open', () => {
      for (const frame of frames) socket.send(frame);
    });
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    socket.on('error', reject);
  });
}

const hello = JSON.stringify({ type: 'hello', protocol: 'moked.v1' });

test.each([
  ['rubbish', ['rubbish'], 4400],
  ['a binary frame', [Buffer.from([1, 2, 3])], 4400],
  ['another first message', ['{"type":"resync","reason":"x"}'], 4400],
  ['another version', ['{"type":"hello","protocol":"moked.v9"}'], 4409],
  ['an unknown board', [hello, '{"type":"subscribe","board":"nowhere"}'], 4404],
  ['a message too long', [hello, JSON.stringify({ type: 'resync', reason: 'x'.repeat(20_000) })], 4400],
  // More than several seconds allow: they need not all be read within one.
  ['too many messages', [hello, ...new Array<string>(100).fill('{"type":"resync","reason":"x"}')], 4429],
  ['silence', [], 4400],
])('/live closes on %s with its code and a reason', async (_name, frames, code) => {
  const closed = await converse(frames);
  expect(closed.code).toBe(code);
  expect(closed.reason.length).toBeGreaterThan(4);
});
