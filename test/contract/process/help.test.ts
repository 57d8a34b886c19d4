import { expect, test } from 'vitest';
import { runCommand } from '../../support/command.ts';

test('after a command --help prints how to call it, and does nothing', async () => {
  for (const command of ['start', 'check', 'import', 'recount'])
    expect(await runCommand([command, '--help'], {}), command).toEqual({ code: 0, output: expect.stringMatching(`^usage: moked ${command}`) });
  expect(await runCommand(['import', 'queue-log', '-h'], {})).toMatchObject({ code: 0, output: expect.stringContaining('--source NAME') });
});

test('days the wrong way round are bad usage', async () => {
  const told = await runCommand(['recount', '--from', '2026-11-17', '--to', '2026-11-15'], {});
  expect(told).toMatchObject({ code: 2, output: expect.stringContaining('lies after') });
});
