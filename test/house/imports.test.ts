import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { parseSync } from 'vite';
import { expect, test } from 'vitest';
import { allCode, read } from '../support/sources.ts';

/**
 * Who may import what (ARCHITECTURE.md). The first rule whose `zone` starts the file's path applies. `code` are paths,
 * `types` are paths of which only types may be taken, `packages` are npm packages, `node:` any module of Node.
 */
type Rule = { zone: string; code: string[]; types?: string[]; packages: string[] };

const table: Rule[] = [
  { zone: 'shared/schema.ts', code: ['shared/'], packages: ['valibot'] },
  { zone: 'shared/calendar.ts', code: ['shared/'], packages: ['temporal-polyfill'] },
  { zone: 'shared/', code: ['shared/'], packages: [] },
  { zone: 'server/engine/', code: ['shared/', 'server/engine/'], packages: [] },
  {
    zone: 'server/ingest/',
    code: ['shared/', 'server/engine/', 'server/ingest/', 'server/clock.ts', 'server/log.ts'],
    types: ['db/', 'server/sources/source.ts'],
    packages: ['node:'],
  },
  { zone: 'server/sources/registry.ts', code: ['shared/', 'server/sources/'], packages: [] },
  {
    zone: 'server/sources/source.ts',
    code: ['shared/'],
    types: ['server/clock.ts', 'server/log.ts'],
    packages: [],
  },
  {
    zone: 'server/sources/',
    code: ['shared/', 'server/sources/source.ts', 'server/sources/<own>/', 'server/clock.ts', 'server/log.ts'],
    packages: ['node:'],
  },
  {
    zone: 'server/live/',
    code: ['shared/', 'server/live/'],
    types: ['server/engine/', 'server/clock.ts', 'server/log.ts'],
    packages: [],
  },
  {
    zone: 'server/http/',
    code: ['shared/', 'server/http/', 'server/live/', 'server/reports/', 'server/clock.ts', 'server/log.ts', 'db/'],
    types: ['server/config.ts', 'server/ingest/', 'server/engine/view.ts'],
    packages: ['node:', 'hono', '@hono/node-server', 'ws'],
  },
  {
    zone: 'server/alarms/',
    code: ['shared/', 'server/alarms/', 'server/ingest/ingest.ts', 'db/'],
    types: ['server/engine/view.ts', 'server/clock.ts', 'server/log.ts'],
    packages: ['node:'],
  },
  { zone: 'server/reports/', code: ['shared/', 'server/reports/'], packages: [] },
  {
    zone: 'server/mail/',
    code: ['shared/', 'server/mail/', 'server/reports/', 'server/clock.ts', 'server/log.ts'],
    packages: ['node:'],
  },
  { zone: 'server/config.ts', code: ['shared/', 'server/config/'], packages: ['node:'] },
  { zone: 'server/config/', code: ['shared/', 'server/config/'], packages: ['node:'] },
  { zone: 'server/clock.ts', code: ['shared/'], packages: ['node:'] },
  { zone: 'server/log.ts', code: ['shared/'], types: ['server/clock.ts'], packages: ['node:'] },
  { zone: 'server/supervise.ts', code: [], packages: ['node:'] },
  {
    zone: 'server/',
    code: ['shared/', 'server/', 'db/'],
    packages: ['node:', 'hono', '@hono/node-server', 'ws'],
  },
  { zone: 'db/', code: ['shared/', 'db/'], packages: ['node:', 'drizzle-orm', 'postgres'] },
  { zone: 'client/charts/', code: ['shared/', 'client/'], packages: ['solid-js', 'chart.js'] },
  { zone: 'client/editor/', code: ['shared/', 'client/'], packages: ['solid-js', 'gridstack'] },
  { zone: 'client/', code: ['shared/', 'client/'], packages: ['solid-js'] },
];

function packageName(specifier: string): string {
  if (isBuiltin(specifier)) return 'node:';
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function violations(file: string): string[] {
  const rule = table.find(({ zone }) => file.startsWith(zone));
  if (rule === undefined) return [`${file}: no rule for this folder`];
  const own = file.split('/').slice(0, 3).join('/');
  const matches = (allowed: readonly string[], target: string) =>
    allowed.some((prefix) => target.startsWith(prefix.replace('server/sources/<own>', own)));
  const { module } = parseSync(file, read(file));
  const imports = [
    ...module.staticImports.map((found) => ({
      specifier: found.moduleRequest.value,
      isType: found.entries.length > 0 && found.entries.every((entry) => entry.isType),
    })),
    ...module.staticExports
      .flatMap((found) => found.entries)
      .flatMap((entry) => (entry.moduleRequest ? [{ specifier: entry.moduleRequest.value, isType: entry.isType }] : [])),
    ...module.dynamicImports.map((found) => ({
      specifier: read(file).slice(found.moduleRequest.start + 1, found.moduleRequest.end - 1),
      isType: false,
    })),
  ];
  return imports.flatMap(({ specifier, isType }) => {
    if (!specifier.startsWith('.')) {
      return rule.packages.includes(packageName(specifier)) ? [] : [`${file}: package ${specifier}`];
    }
    const target = join(dirname(file), specifier).replaceAll('\\', '/');
    if (/\.(css|svg|woff2|json)$/.test(target) && file.startsWith('client/')) return [];
    if (matches(rule.code, target) || (isType && matches(rule.types ?? [], target))) return [];
    return [`${file}: ${isType ? 'type of ' : ''}${target}`];
  });
}

test('every import is allowed by the table', () => {
  expect(
    allCode()
      .filter((file) => !file.startsWith('test/'))
      .flatMap(violations),
  ).toEqual([]);
});

test('no rule is hidden by one before it', () => {
  const hidden = table.filter((rule, i) => table.slice(0, i).some(({ zone }) => rule.zone.startsWith(zone)));
  expect(hidden).toEqual([]);
});
