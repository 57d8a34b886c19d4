import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, v } from '../shared/schema.ts';

/** Names the built pages: the page names its parts by their content, so another build has another name, and one build keeps it over restarts. */
export function buildOf(folder: string): string {
  const page = join(folder, 'index.html');
  if (!existsSync(page)) return 'none';
  return createHash('sha256').update(readFileSync(page)).digest('base64url').slice(0, 12);
}

const packageSchema = v.object({ name: v.literal('moked'), version: v.string() });

/** The version of this Moked, such as 0.1.0. The bundle lies one folder deeper than the sources. */
export function versionOf(): string {
  for (const place of ['../package.json', '../../package.json']) {
    const path = fileURLToPath(new URL(place, import.meta.url));
    const found = existsSync(path) ? parse(packageSchema, JSON.parse(readFileSync(path, 'utf8'))) : null;
    if (found?.ok === true) return found.value.version;
  }
  return 'unknown';
}
