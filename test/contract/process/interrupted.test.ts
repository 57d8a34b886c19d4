/** Commands that are asked to stop in the middle: nothing of theirs runs on, nothing half-done lies about, and the same command may be run again. */
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAlive } from '../../../db/embedded/folder.ts';
import { interruptCommand, runCommand } from '../../support/command.ts';

/** More than are counted at a time. */
const DAYS = 30;
const CALLS_A_DAY = 40;
const FIRST = Date.parse('2026-03-01T08:00:00Z') / 1000;

let folder: string;
const data = () => join(folder, 'data');
const env = (dataDir = data()) => ({ MOKED_DATA: dataDir, MOKED_SOURCES: 'none' });
const importing = () => ['import', 'queue-log', join(folder, 'queue_log'), '--source', 'pbx1'];

function queueLog(): string {
  const lines: string[] = [];
  for (let day = 0; day < DAYS; day++) {
    for (let call = 0; call < CALLS_A_DAY; call++) {
      const at = FIRST + day * 86_400 + call * 120;
      const id = `${at}.${call}`;
      lines.push(`${at}|${id}|sales|NONE|ENTERQUEUE||0501234567|1`);
      lines.push(`${at + 10}|${id}|sales|PJSIP/${100 + (call % 9)}|CONNECT|10|${id}|5`);
      lines.push(`${at + 90}|${id}|sales|PJSIP/${100 + (call % 9)}|COMPLETECALLER|10|80|1`);
    }
  }
  return `${lines.join('\n')}\n`;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'moked-interrupted-'));
  // As root PostgreSQL runs as another user, who has to get in.
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'queue_log'), queueLog());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The postmaster of a data folder; null: there is none. */
function postmasterOf(dataDir: string): number | null {
  const file = join(dataDir, 'pg/postmaster.pid');
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : null;
}

/** Interrupts it at the first sign of its progress, or of what `isTime` sees. */
async function interrupted(args: readonly string[], signal: NodeJS.Signals, dataDir = data(), isTime = (said: string) => /\d%/.test(said)) {
  let postmaster: number | null = null;
  const { code, output } = await interruptCommand(args, env(dataDir), signal, (text) => {
    postmaster = postmasterOf(dataDir);
    return isTime(text);
  });
  expect(postmaster, output).not.toBe(null);
  expect(isAlive(postmaster as unknown as number)).toBe(false);
  expect(postmasterOf(dataDir)).toBe(null);
  expect(readdirSync(dataDir).filter((name) => /lock|password|new$/.test(name))).toEqual([]);
  return { code, output };
}

describe('interrupted in the middle', () => {
  test('an import ends with 130 and its PostgreSQL with it; run again it stores what is missing', async () => {
    const { code, output } = await interrupted(importing(), 'SIGINT');
    expect(output).toMatch(/moked: interrupted; what is stored stays/);
    expect(code).toBe(130);
    const again = await runCommand(importing(), env());
    const [, lines, stored, known] = /(\d+) lines read, \d+ contacts: (\d+) new facts, (\d+) known before/.exec(again.output)?.map(Number) ?? [];
    expect({ code: again.code, lines }).toEqual({ code: 0, lines: DAYS * CALLS_A_DAY * 3 });
    expect(known).toBeGreaterThan(0);
    // Three lines of the log make so many facts, and offering one's call to her is one of them.
    expect((stored as number) + (known as number)).toBe(DAYS * CALLS_A_DAY * 5);
  });

  test('a recount ends with 143, and every day is still there', async () => {
    const args = ['recount', '--from', '2026-03-01', '--to', '2026-03-30'];
    expect(await interrupted(args, 'SIGTERM')).toMatchObject({ code: 143, output: expect.stringContaining('interrupted') });
    expect(await runCommand(args, env())).toMatchObject({ code: 0, output: expect.stringContaining('30 days counted again') });
  });

  test('a backup ends with 130 and leaves no file, whole or half; a restore leaves an empty database', async () => {
    const file = join(folder, 'backup');
    // It may be written between two signs of its progress.
    expect(await interrupted(['backup', file], 'SIGINT', data(), () => existsSync(`${file}.part`))).toMatchObject({
      code: 130,
      output: expect.stringContaining('nothing is left'),
    });
    expect(readdirSync(folder).filter((name) => name.startsWith('backup'))).toEqual([]);
    expect(await runCommand(['backup', file], env())).toMatchObject({ code: 0 });
    const other = join(folder, 'other');
    expect(await interrupted(['restore', file], 'SIGTERM', other)).toMatchObject({
      code: 143,
      output: expect.stringContaining('nothing was restored'),
    });
    expect(await runCommand(['restore', file], env(other))).toMatchObject({ code: 0, output: expect.stringContaining('every day counted again') });
  });
});
