/** The environment as every command reads it, sources included: all errors at once. */
import { readFileSync } from 'node:fs';
import { isDemo, type SourceConfig } from '../config/sources.ts';
import { type Config, type Reading, readEnvironment, unknownNames } from '../config.ts';
import { readSaved } from '../saved-sources.ts';
import { sourceKinds } from '../sources/registry.ts';
import type { Source } from '../sources/source.ts';
import { CommandError } from './failures.ts';

const readFile = (path: string) => readFileSync(path, 'utf8');

/** @throws CommandError with every configuration error at once. */
export function readConfig(): Config {
  warnOfUnknown();
  const { config, errors } = withSaved(readEnvironment(process.env, readFile, sourceProblem));
  if (config === undefined) throw new CommandError(2, errors.join('\n'));
  return config;
}

/** The environment with its errors, for whoever goes on in spite of them. */
export function readAll(): Reading {
  warnOfUnknown();
  return withSaved(readEnvironment(process.env, readFile, sourceProblem));
}

/**
 * With the sources that were added at `/sources`, beside those of the environment; of two with one name that of the environment counts. Without
 * `MOKED_SOURCES` they take the place of the demo, and a demo that was asked for by name has no real source beside it.
 */
function withSaved(reading: Reading): Reading {
  const { dataDir, config } = reading;
  // Empty counts as not set, as everywhere: compose.yaml hands on what nobody has said.
  const isSet = Boolean(process.env['MOKED_SOURCES']?.trim() || process.env['MOKED_SOURCES_FILE']);
  if (isSet && isDemo(reading.sources)) return { ...reading, config: config === undefined ? undefined : { ...config, saved: null } };
  if (dataDir === undefined) return reading;
  const saved = readSaved(dataDir);
  if (!saved.ok) return { ...reading, errors: [...reading.errors, saved.error], config: undefined };
  if (saved.value === null) return reading;
  const own = isSet ? reading.sources : [];
  const added = saved.value.filter(({ name }) => !own.some((given) => given.name === name));
  const sources = [...own, ...added];
  return {
    ...reading,
    sources,
    config: config === undefined ? undefined : { ...config, sources, isDemo: false, saved: added.map(({ name }) => name) },
  };
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
