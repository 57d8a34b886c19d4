/** Builds what the sources are newer than, so that no run tests what was there before. */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './sources.ts';

/** As `server/supervise.ts` has them. */
const SETTINGS = ['package.json', 'package-lock.json', 'vite.config.ts'];
const PARTS = {
  client: { built: 'dist/client/index.html', sources: ['client', 'shared', ...SETTINGS], args: [] },
  server: { built: 'dist/server/main.js', sources: ['server', 'shared', 'db', ...SETTINGS], args: ['--ssr'] },
} as const;

function modifiedAt(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => modifiedAt(join(path, name))));
}

/** Builds a part as `npm run build` does, unless what was built is newer than all that it is made of. @throws Error with what the build said. */
export function build(part: keyof typeof PARTS): void {
  const { built, sources, args } = PARTS[part];
  const builtAt = modifiedAt(join(root, built));
  if (sources.every((source) => modifiedAt(join(root, source)) <= builtAt)) return;
  // Under this name vite.config.ts would give the tests' configuration.
  const { VITEST: _, NODE_ENV: __, ...env } = process.env;
  const command = [join(root, 'node_modules/vite/bin/vite.js'), 'build', ...args, '--logLevel', 'warn'];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the project does not build: ${stdout}${stderr}`);
}
