import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { read, root } from '../support/sources.ts';

/** A registry names every folder beside it, and nothing else: a half-done addition is noticed here. */
const registries = [{ registry: 'server/sources/registry.ts', folder: 'server/sources', file: 'source.ts' }];

for (const { registry, folder, file } of registries) {
  test(`${registry} names every folder of ${folder}`, () => {
    if (!existsSync(root + registry)) return;
    const folders = readdirSync(root + folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(`${root}${folder}/${entry.name}/${file}`))
      .map((entry) => entry.name);
    const named = [...read(registry).matchAll(/from '\.\/([^/']+)\/[^']+'/g)].map((match) => match[1]);
    expect([...new Set(named)].sort()).toEqual(folders.sort());
  });
}
