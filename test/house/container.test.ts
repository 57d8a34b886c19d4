/** The image is built from what .dockerignore lets in: the build's own settings must find all that they refer to there. */
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfigFromFile } from 'vite';
import { expect, onTestFinished, test } from 'vitest';
import { lines, read, root } from '../support/sources.ts';

test('the settings of the build load from what the image is built from', async () => {
  const context = mkdtempSync(join(tmpdir(), 'moked-context-'));
  onTestFinished(() => rmSync(context, { recursive: true }));
  const rules = lines(read('.dockerignore')).filter((line) => line !== '' && !line.startsWith('#'));
  expect(rules[0]).toBe('*');
  for (const rule of rules.slice(1)) {
    expect(rule).toMatch(/^!/);
    cpSync(root + rule.slice(1), join(context, rule.slice(1)), { recursive: true });
  }
  symlinkSync(`${root}node_modules`, join(context, 'node_modules'));
  const loaded = await loadConfigFromFile({ command: 'build', mode: 'production' }, join(context, 'vite.config.ts'), context);
  expect(loaded?.dependencies.length).toBeGreaterThan(0);
});
