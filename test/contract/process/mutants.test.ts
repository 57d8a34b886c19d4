import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { mutants } from '../../support/mutants.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

function runTests(project: string, file: string, mutant: string): Promise<{ code: number; output: string }> {
  const env = { ...process.env, MOKED_MUTANT: mutant, NO_COLOR: '1', FORCE_COLOR: '0' };
  // The outer run's own settings would make the inner one a worker of it.
  for (const name of Object.keys(env)) if (/^(VITEST|TINYPOOL|TEST$|VITE_)/.test(name)) delete env[name as keyof typeof env];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['node_modules/vitest/vitest.mjs', 'run', '--project', project, file],
      { cwd: root, env, maxBuffer: 1 << 24 },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr });
      },
    );
  });
}

test.each(mutants.map((mutant) => [mutant.name, mutant] as const))('the fault %s is noticed', async (_name, mutant) => {
  const { code, output } = await runTests(mutant.project, mutant.test, mutant.name);
  expect(output).toMatch(/Tests +\d+ failed/);
  const failed = output.split('\n').filter((line) => /^\s*FAIL\s/.test(line));
  expect(failed.join('\n')).toContain(mutant.fails);
  expect(code).toBe(1);
});
