import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Driver } from '../../../server/sources/asterisk/driver.ts';
import { OPTIONS, SourceRun } from '../../support/source-run.ts';

const T0 = 1_795_299_360;

test('a gap is filled from the log though the log is just being read, however slow the disk is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'moked-driver-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const queueLog = join(folder, 'queue_log');
  writeFileSync(queueLog, `${T0}|NONE|NONE|NONE|QUEUESTART|\n`);
  const run = new SourceRun(() => Promise.reject(new Error('nobody connects here')));
  onTestFinished(() => run.stop.abort());
  await run.clock.advanceTo((T0 + 100) * 1000);
  const driver = await Driver.start(run.context, { ...OPTIONS, queueLog });
  await driver.followLog();
  appendFileSync(queueLog, `${T0 + 10}|${T0}.1|sales|NONE|ENTERQUEUE||0521234567|1\n${T0 + 20}|${T0}.1|sales|NONE|ABANDON|1|1|10\n`);
  const following = driver.followLog();
  await driver.fillGap({ from: T0 * 1000, to: (T0 + 60) * 1000 });
  await run.clock.advance(0);
  expect(run.events.map(({ type }) => type)).toEqual(['cc.contact.queued.v1', 'cc.contact.abandoned.v1']);
  await following;
});
