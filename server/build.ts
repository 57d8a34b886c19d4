import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names the built pages: the page names its parts by their content, so another build has another name, and one build keeps it over restarts. */
export function buildOf(folder: string): string {
  const page = join(folder, 'index.html');
  if (!existsSync(page)) return 'none';
  return createHash('sha256').update(readFileSync(page)).digest('base64url').slice(0, 12);
}
