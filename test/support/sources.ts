import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export const zones = ['shared', 'server', 'db', 'client', 'test'] as const;

/** Paths from the root, with `/`, of the files under a folder that the filter lets through. */
export function filesUnder(folder: string, isWanted: (path: string) => boolean): string[] {
  return readdirSync(root + folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length).replaceAll('\\', '/'))
    .filter(isWanted)
    .sort();
}

export const isCode = (path: string) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts');

export const allCode = () => zones.flatMap((zone) => filesUnder(zone, isCode));

export const read = (path: string) => readFileSync(root + path, 'utf8');

export function lines(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}

/** A list of exceptions may only get shorter: whoever no longer needs one must be taken off it. */
export function unneeded(exceptions: Iterable<string>, offenders: readonly string[]): string[] {
  return [...exceptions].filter((name) => !offenders.includes(name));
}
