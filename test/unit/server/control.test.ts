import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { JobContext } from '../../../server/control/jobs.ts';
import { controlFile, openControl, parseAddress } from '../../../server/control/server.ts';

/** No job is asked for. */
const NO_JOBS = {} as JobContext;

test('the address takes the place of an older one whole: who has opened that reads it to its end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'moked-control-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = controlFile(folder);
  const older = JSON.stringify({ port: 1, token: 'of a server that was killed', pid: 2 });
  writeFileSync(file, older, { mode: 0o644 });
  const reader = openSync(file, 'r');
  onTestFinished(() => closeSync(reader));

  const control = await openControl(folder, NO_JOBS);
  expect(readFileSync(reader, 'utf8')).toBe(older);
  expect(parseAddress(readFileSync(file, 'utf8'))).toMatchObject({ ok: true, value: { pid: process.pid } });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['control.json']);

  control.close();
  expect(readdirSync(folder)).toEqual([]);
});
