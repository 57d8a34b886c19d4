import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Frame, Framer, MESSAGE_MAX_BYTES } from '../../../server/sources/asterisk/frame.ts';
import { createState } from '../../../server/sources/asterisk/state.ts';
import { step } from '../../../server/sources/asterisk/translate.ts';
import '../../support/seed.ts';

const BANNER = 'Asterisk Call Manager/11.0.0\r\n';
const SAMPLE = `${BANNER}Response: Success\r\nMessage: Authentication accepted\r\n\r\nEvent: QueueMemberPause\r\nInterface: PJSIP/1003\r\nPausedReason: ארוחת צהריים\r\nPaused: 1\r\n\r\nResponse: Success\r\nOutput: one\r\nOutput: two: three\r\nOutput: \r\n\r\n`;

function plain(frames: readonly Frame[]): unknown[] {
  return frames.map((frame) => {
    if (frame.kind !== 'message') return frame;
    const { message } = frame;
    return [message.event, message.get('pausedreason'), message.get('PAUSED'), message.all('Output')];
  });
}

function cutAt(bytes: Buffer, cuts: readonly number[]): Frame[] {
  const framer = new Framer();
  const points = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  const frames: Frame[] = [];
  let start = 0;
  for (const end of [...points, bytes.length]) {
    frames.push(...framer.push(Buffer.from(bytes.subarray(start, end))));
    start = end;
  }
  return frames;
}

const whole = plain(new Framer().push(Buffer.from(SAMPLE)));

test('the banner is a line without a blank line after it; repeated headers keep all their values', () => {
  expect(whole).toEqual([
    { kind: 'banner', text: 'Asterisk Call Manager/11.0.0' },
    ['', '', '', []],
    ['QueueMemberPause', 'ארוחת צהריים', '1', []],
    ['', '', '', ['one', 'two: three', '']],
  ]);
});

test('every single cut gives the same messages, inside a character too', () => {
  const bytes = Buffer.from(SAMPLE);
  for (let cut = 0; cut <= bytes.length; cut++) expect(plain(cutAt(bytes, [cut]))).toEqual(whole);
});

test('any cuts give the same messages', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(SAMPLE.length * 2), { maxLength: 60 }), (cuts) => {
      expect(plain(cutAt(Buffer.from(SAMPLE), cuts))).toEqual(whole);
    }),
  );
});

test('byte by byte gives the same messages', () => {
  const bytes = Buffer.from(SAMPLE);
  expect(plain(cutAt(bytes, [...bytes.keys()]))).toEqual(whole);
});

test('the memory of a read may be used again at once', () => {
  const framer = new Framer();
  const read = Buffer.from(`${BANNER}Event: Hal`);
  framer.push(read);
  read.fill(0);
  expect(plain(framer.push(Buffer.from('lo\r\n\r\n')))).toEqual([['Hallo', '', '', []]]);
});

test('a message over the limit is named and skipped, and the next one is whole', () => {
  const framer = new Framer();
  const frames = [...framer.push(Buffer.from(BANNER)), ...framer.push(Buffer.from(`Event: Big\r\n${'X: y\r\n'.repeat(MESSAGE_MAX_BYTES / 5)}\r\n`))];
  frames.push(...framer.push(Buffer.from('Event: Small\r\n\r\n')));
  expect(frames.map((frame) => (frame.kind === 'message' ? frame.message.event : frame.kind === 'problem' ? frame.problem : frame.kind))).toEqual([
    'banner',
    'oversize',
    'Small',
  ]);
});

test('an endless line takes no memory beyond the limit', () => {
  const framer = new Framer();
  framer.push(Buffer.from(BANNER));
  for (let i = 0; i < 50; i++) framer.push(Buffer.alloc(100_000, 'x'));
  const frames = framer.push(Buffer.from('\r\n\r\nEvent: After\r\n\r\n'));
  expect(frames.at(-1)?.kind).toBe('message');
  expect(frames.some((frame) => frame.kind === 'problem' && frame.problem === 'oversize')).toBe(true);
});

test('a line that is no header is told by its length alone', () => {
  const frames = new Framer().push(Buffer.from(`${BANNER}Event: X\r\n0501234567 called\r\n\r\n`));
  expect(JSON.stringify(frames)).not.toContain('050');
  expect(frames[1]).toMatchObject({ kind: 'problem', problem: 'malformed' });
});

const words = [
  'Event: ',
  'QueueCallerJoin',
  'AgentConnect',
  'AgentComplete',
  'QueueMemberStatus',
  'Response: ',
  'Queue: ',
  'Uniqueid: ',
  'Interface: ',
  'Status: ',
  'Timestamp: ',
  'ActionID: ',
  '\r\n',
  '\r\n\r\n',
  '\n',
  ':',
  'sales',
  'x'.repeat(300),
  '1.1',
  '\u0000',
  'ש',
];
const garbage = fc.oneof(
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((parts) => Buffer.from(parts.join(''))) },
);

test('10,000 wrong streams: no crash, every fact has an id the log can hold, what is wrong is counted', () => {
  let anomalies = 0;
  fc.assert(
    fc.property(fc.array(garbage, { minLength: 1, maxLength: 5 }), (reads) => {
      const framer = new Framer();
      const state = createState({ wrapupMs: new Map(), acwReasons: new Set(), customerRef: () => null, completeUntil: null });
      step(state, { kind: 'opened', at: 0, nonce: 'n' });
      framer.push(Buffer.from(BANNER));
      for (const [at, read] of [...reads, Buffer.from('\r\n\r\n')].entries()) {
        for (const frame of framer.push(read)) {
          if (frame.kind === 'problem') anomalies++;
          if (frame.kind !== 'message') continue;
          const output = step(state, { kind: 'message', at, message: frame.message });
          anomalies += output.anomalies.length;
          for (const { data } of output.events) {
            const { contactId = 'c', segmentId = 's', queueId = 'q', agentId = 'a' } = data as Record<string, string>;
            for (const id of [contactId, segmentId, queueId, agentId])
              if (id.length === 0 || id.length > 256) throw new Error(`an id of ${id.length} characters`);
          }
        }
      }
    }),
    { numRuns: 10_000 },
  );
  expect(anomalies).toBeGreaterThan(1000);
});
