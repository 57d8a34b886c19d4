/**
 * The server of the browser tests serves `dist/client`, as for an operator: it is built here if the sources are newer, so no run tests old pages. With
 * the server's bundle, or a test of `npm start` would build both while pages are being served.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './sources.ts';

/** As `server/supervise.ts` has them. */
const SOURCES = ['server', 'client', 'shared', 'db', 'package.json', 'package-lock.json', 'vite.config.ts'];
const BUILT = ['dist/client/index.html', 'dist/server/main.js'];

function modifiedAt(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => modifiedAt(join(path, name))));
}

export default function setup(): void {
  const builtAt = Math.min(...BUILT.map((path) => modifiedAt(join(root, path))));
  if (SOURCES.every((source) => modifiedAt(join(root, source)) <= builtAt)) return;
  // Under this name vite.config.ts would give the tests' configuration.
  const { VITEST: _, NODE_ENV: __, ...env } = process.env;
  for (const what of [[], ['--ssr']]) {
    const args = [join(root, 'node_modules/vite/bin/vite.js'), 'build', ...what, '--logLevel', 'warn'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`the project does not build: ${stdout}${stderr}`);
  }
}
