/** The environment as every command reads it, sources included: all errors at once. */
import { readFileSync } from 'node:fs';
import type { SourceConfig } from '../config/sources.ts';
import { type Config, loadConfig, type Reading, readEnvironment, unknownNames } from '../config.ts';
import { sourceKinds } from '../sources/registry.ts';
import type { Source } from '../sources/source.ts';
import { CommandError } from './failures.ts';

const readFile = (path: string) => readFileSync(path, 'utf8');

/** @throws CommandError with every configuration error at once. */
export function readConfig(): Config {
  warnOfUnknown();
  const loaded = loadConfig(process.env, readFile, sourceProblem);
  if (!loaded.ok) throw new CommandError(2, loaded.error.join('\n'));
  return loaded.value;
}

/** The environment with its errors, for whoever goes on in spite of them. */
export function readAll(): Reading {
  warnOfUnknown();
  return readEnvironment(process.env, readFile, sourceProblem);
}

function warnOfUnknown(): void {
  for (const name of unknownNames(process.env)) console.warn(`${name} is set, but there is no such setting; see CONFIG.md`);
}

/** Makes the sources that are right. @param timezone of the site: a simulated floor lives by it, unless its URL says otherwise. */
export function makeSources(configured: readonly SourceConfig[], timezone: string): Source[] {
  return configured.flatMap((source) => {
    const made = makeSource(source, timezone);
    return typeof made === 'string' ? [] : [made];
  });
}

const sourceProblem = (source: SourceConfig): string | undefined => {
  const made = makeSource(source, 'UTC');
  return typeof made === 'string' ? made : undefined;
};

/** @returns the source, or what is wrong with it. */
function makeSource({ kind, url: given }: SourceConfig, timezone: string): Source | string {
  const known = sourceKinds.find(({ schemes }) => schemes.includes(kind));
  if (known === undefined) {
    const schemes = sourceKinds.flatMap((it) => it.schemes).map((scheme) => `${scheme}://`);
    return `"${kind}://" is not a kind of source; allowed: ${schemes.join(', ')}`;
  }
  const url = new URL(given);
  if (kind === 'simulator' && !url.searchParams.has('timezone')) url.searchParams.set('timezone', timezone);
  const parsed = known.parse(url);
  return parsed.ok ? parsed.value : parsed.error;
}
