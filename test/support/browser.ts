/**
 * A real Chromium for tests: the one named by `CHROMIUM_PATH`, else the system's, else the one that comes inside the npm package
 * `@sparticuz/chromium`, which needs nothing from the system.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

type Found = { path: string; args: string[]; env: Record<string, string> };

const SYSTEM_PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const NOT_FOUND =
  'no Chromium for the browser tests: set CHROMIUM_PATH, install /usr/bin/chromium, or run on linux x64 where @sparticuz/chromium works';

const isRoot = () => process.getuid?.() === 0;
const sandboxArgs = () => (isRoot() ? ['--no-sandbox'] : []);

/** Starts a browser; the caller closes it. Fails with one sentence where there is none. @param told beside what every test's browser is told. */
export async function launchBrowser(told: readonly string[] = []): Promise<Browser> {
  const found = await findChromium();
  return chromium.launch({
    executablePath: found.path,
    args: [...found.args, '--font-render-hinting=none', '--force-color-profile=srgb', ...told],
    env: { ...process.env, ...found.env },
  });
}

async function findChromium(): Promise<Found> {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, which does not exist`);
    return { path: named, args: sandboxArgs(), env: {} };
  }
  const system = SYSTEM_PATHS.find((path) => existsSync(path));
  if (system !== undefined) return { path: system, args: sandboxArgs(), env: {} };
  try {
    return await unpacked();
  } catch (error) {
    throw new Error(`${NOT_FOUND} (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** Unpacks the packaged browser once per version. Its own folder and a rename at the end: a run that was cut short leaves nothing half-done. */
async function unpacked(): Promise<Found> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error(`this is ${process.platform} ${process.arch}`);
  const home = join(tmpdir(), `moked-chromium-${packagedVersion()}-${process.getuid?.() ?? 0}`);
  if (!existsSync(home)) {
    const building = `${home}-${process.pid}`;
    mkdirSync(building, { recursive: true });
    await extractInto(building);
    writeFileSync(join(building, 'fonts.conf'), fontConfiguration(home));
    try {
      renameSync(building, home);
    } catch (error) {
      // Another run was faster; its folder serves as well.
      rmSync(building, { recursive: true, force: true });
      if (!existsSync(home)) throw error;
    }
  }
  const libraries = [join(home, 'al2023', 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  return {
    path: join(home, 'chromium'),
    args: ['--no-sandbox', '--disable-gpu', '--disable-webgl', '--disable-dev-shm-usage'],
    // Only for the browser: PostgreSQL's binaries must not see these libraries.
    env: { LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: join(home, 'fonts.conf') },
  };
}

/** The package's own file names folders under /tmp. A browser that finds no font at all shows no text, not even in a web font. */
function fontConfiguration(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(home, 'fonts')}</dir><dir>/usr/share/fonts</dir><cachedir>${join(home, 'font-cache')}</cachedir></fontconfig>
`;
}

/** The package does not export its manifest, so it is looked for above its entry. */
function packagedVersion(): string {
  let folder = dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium'));
  while (!folder.endsWith(join('@sparticuz', 'chromium'))) folder = dirname(folder);
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}

/** The package reads its folder and whether to unpack its libraries from the environment; both are set for the call only. */
async function extractInto(folder: string): Promise<void> {
  const names = ['TMPDIR', 'AWS_EXECUTION_ENV', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH', 'HOME'] as const;
  const before = names.map((name) => [name, process.env[name]] as const);
  process.env['TMPDIR'] = folder;
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs20.x';
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    await packaged.executablePath();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
