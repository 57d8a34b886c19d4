import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
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

test('a pipe in the place of queue_log is named, and nobody waits for whoever writes into it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'moked-pipe-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'queue_log');
  execFileSync('mkfifo', [path]);
  expect(await checkQueueLog(path)).toEqual({ ok: false, error: `queueLog=${path} is no file: name the queue_log itself` });
});
