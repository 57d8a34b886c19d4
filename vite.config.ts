/// <reference types="vitest/config" />
import { chmod, cp, rm, symlink } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig, type UserConfig } from 'vite';
import solid from 'vite-plugin-solid';
import { mutantPlugin } from './test/support/mutants.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The pages: static files that `server/http/static.ts` serves. */
const client: UserConfig = {
  root: path('client'),
  plugins: [solid()],
  build: {
    outDir: path('dist/client'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    port: 5173,
    proxy: {
      '/api': 'http://127.0.0.1:3000',
      '/live': { target: 'ws://127.0.0.1:3000', ws: true },
    },
  },
};

/** The server and the commands: Node 20 cannot run TypeScript, so they are bundled; packages stay outside. */
const server: UserConfig = {
  root: path('.'),
  publicDir: false,
  build: {
    ssr: true,
    outDir: path('dist/server'),
    emptyOutDir: true,
    target: 'node20',
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: { main: path('server/main.ts') },
      external: builtinModules.flatMap((name) => [name, `node:${name}`]),
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
    },
  },
  plugins: [
    {
      name: 'moked:beside-the-bundle',
      async writeBundle() {
        // Migrations are read as text from beside the bundle.
        await cp(path('db/migrations'), path('dist/server/migrations'), { recursive: true });
        await chmod(path('dist/server/main.js'), 0o755);
        // npm links the commands of packages, not of the project itself: without this `npx moked` would look for one in the registry.
        await rm(path('node_modules/.bin/moked'), { force: true });
        await symlink('../../dist/server/main.js', path('node_modules/.bin/moked'));
      },
    },
  ],
};

/** For waiting only, so that a slow and busy machine gets to the end: what is measured has its own bounds. */
const PATIENCE_MS = 240_000;

const project = (name: string, more: object = {}) => ({
  plugins: [mutantPlugin(process.env['MOKED_MUTANT'])],
  test: {
    name,
    include: [`test/${name}/**/*.test.{ts,tsx}`],
    environment: 'node',
    testTimeout: PATIENCE_MS,
    hookTimeout: PATIENCE_MS,
    ...more,
  },
});

const database = { pool: 'forks', globalSetup: ['test/support/global-postgres.ts'] };

const tests: UserConfig = {
  root: path('.'),
  test: {
    globals: false,
    // All files share one PostgreSQL with so many connections, of which each file takes up to twenty. One more than cores: many wait, for a process or a page.
    maxWorkers: Math.min(3, availableParallelism() + 1),
    projects: [
      // Pure files: one process reads the modules for many of them.
      project('unit', { isolate: false }),
      project('property', { setupFiles: ['test/support/seed.ts'] }),
      project('contract', { ...database, globalSetup: [...database.globalSetup, 'test/support/global-server.ts'] }),
      project('golden'),
      {
        ...project('client'),
        // Without these Solid resolves to its server build, where effects never run.
        plugins: [solid({ hot: false })],
        resolve: { conditions: ['development', 'browser'] },
        test: {
          ...project('client').test,
          server: { deps: { inline: [/solid-js/] } },
        },
      },
      project('house'),
      project('e2e', {
        ...database,
        globalSetup: [...database.globalSetup, 'test/support/global-client.ts'],
        expect: { poll: { timeout: 30_000 } },
      }),
    ] as NonNullable<NonNullable<UserConfig['test']>['projects']>,
  },
};

export default defineConfig(async ({ isSsrBuild }) => {
  if (process.env['VITEST']) {
    // Only here: an operator who builds has no vitest.
    const { WaitingFirst } = await import('./test/support/waiting-first.ts');
    return { ...tests, test: { ...tests.test, sequence: { sequencer: WaitingFirst } } };
  }
  return isSsrBuild ? server : client;
});
