import { expect, test } from 'vitest';
import { checkQueueLog } from '../../../server/sources/asterisk/check.ts';
import { type ImportOptions, translateQueueLog } from '../../../server/sources/asterisk/queue-log/translate.ts';

const OPTIONS: ImportOptions = {
  source: 'pbx1',
  until: null,
  gaps: [],
  interfaces: new Map(),
  alone: null,
  aloneUntil: null,
  wrapupMs: new Map(),
  acwReasons: new Set(),
  customerRef: () => null,
};

test('lines that never seem to go on, as of files joined in the wrong order, are not all held until the end', async () => {
  const LINES = 120_000;
  let read = 0;
  function* backwards(): Generator<string> {
    for (; read < LINES; read++) yield `${1_795_000_000 - Math.floor(read / 10)}|c${read}|sales|NONE|ENTERQUEUE||0501234567|1`;
  }
  let facts = 0;
  let readAtFirst: number | null = null;
  for await (const { events } of translateQueueLog(backwards(), OPTIONS)) {
    if (events.length > 0) readAtFirst ??= read;
    facts += events.filter(({ type }) => type === 'cc.contact.queued.v1').length;
  }
  expect(readAtFirst).toBeLessThan(60_000);
  expect(facts).toBe(LINES);
});

test('what is no file is named, and never opened: a pipe would make everybody wait for whoever writes into it', async () => {
  expect(await checkQueueLog('/dev/null')).toEqual({ ok: false, error: 'queueLog=/dev/null is no file: name the queue_log itself' });
});
