/** `http://crm?rhythm=60` in `MOKED_SOURCES`: how often a sender of `MOKED_INGEST_TOKENS` is to be heard. */
import type { SourceConfig } from './sources.ts';
import type { IngestToken } from './tokens.ts';

/** Milliseconds, or `off`: its silence says nothing. */
export type Rhythm = number | 'off';

const SECONDS = { least: 5, most: 86_400 } as const;
const SCHEME = 'http';

export type ReadSenders = {
  readonly rhythms: ReadonlyMap<string, Rhythm>;
  /** The sources that are no senders. */
  readonly others: readonly SourceConfig[];
  readonly problems: readonly string[];
};

/** Takes the senders out of the sources. @param tokens undefined where ingest is closed, or they cannot be read */
export function readSenders(sources: readonly SourceConfig[], tokens: readonly IngestToken[] = []): ReadSenders {
  const rhythms = new Map<string, Rhythm>();
  const problems: string[] = [];
  for (const { name, url } of sources.filter(({ kind }) => kind === SCHEME)) {
    // A host has no capitals, whatever was typed.
    const sender =
      tokens.find((token) => token.name === name) ?? tokens.find((token) => token.name.toLowerCase() === name && !url.searchParams.has('name'));
    const rhythm = rhythmOf(url);
    if (sender === undefined) problems.push(`"${name}" is no sender of MOKED_INGEST_TOKENS`);
    else if (rhythm === undefined)
      problems.push(
        `sender "${name}": allowed: http://${name}?rhythm= with seconds from ${SECONDS.least} to ${SECONDS.most}, or off, and nothing else but ?name=`,
      );
    else rhythms.set(sender.name, rhythm);
  }
  return { rhythms, others: sources.filter(({ kind }) => kind !== SCHEME), problems };
}

function rhythmOf({ searchParams, pathname, port, username, password, hash }: URL): Rhythm | undefined {
  const isPlain = [...searchParams.keys()].every((key) => key === 'rhythm' || key === 'name') && searchParams.getAll('rhythm').length === 1;
  if (!isPlain || (pathname !== '/' && pathname !== '') || port + username + password + hash !== '') return undefined;
  const text = searchParams.get('rhythm') ?? '';
  if (text === 'off') return 'off';
  const seconds = Number(text);
  return /^\d{1,5}$/.test(text) && seconds >= SECONDS.least && seconds <= SECONDS.most ? seconds * 1000 : undefined;
}
