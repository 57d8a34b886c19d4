/** The server of the browser tests serves `dist/client`, as for an operator: it is built here if the sources are newer, so no run tests old pages. */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './sources.ts';

const SOURCES = ['client', 'shared', 'vite.config.ts', 'package-lock.json'];

function modifiedAt(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => modifiedAt(join(path, name))));
}

export default function setup(): void {
  const builtAt = modifiedAt(join(root, 'dist/client/index.html'));
  if (SOURCES.every((source) => modifiedAt(join(root, source)) <= builtAt)) return;
  // Under this name vite.config.ts would give the tests' configuration.
  const { VITEST: _, NODE_ENV: __, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the pages do not build: ${stdout}${stderr}`);
}
