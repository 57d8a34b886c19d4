/** `MOKED_SOURCES`: URLs separated by blanks, or the word none. */
import { escapeProblem, masked } from './secret-text.ts';
import { isSourceName } from './values.ts';

/** Kind is the scheme; the name is `?name=`, else the host. What else a URL may say is the kind's own affair. */
export type SourceConfig = { readonly kind: string; readonly name: string; readonly url: URL };

/** `unnamed`: URLs whose name cannot be used, which may not be their only fault. */
export type ReadSources = {
  readonly sources: readonly SourceConfig[];
  readonly unnamed: readonly SourceConfig[];
  readonly problems: readonly string[];
};

/** Reads every URL, whatever is wrong with the others. Problems show no secret. */
export function readSources(text: string): ReadSources {
  const sources: SourceConfig[] = [];
  const unnamed: SourceConfig[] = [];
  const problems: string[] = [];
  if (text.trim() === 'none') return { sources, unnamed, problems };
  const parts = text.split(/\s+/).filter((part) => part !== '');
  for (const [index, part] of parts.entries()) {
    const source = readSource(part, index);
    if (typeof source === 'string') problems.push(source);
    else if (!isSourceName(source.name)) {
      unnamed.push(source);
      problems.push(nameProblem(part, source.name));
    } else if (sources.some(({ name }) => name === source.name))
      problems.push(`two sources are named "${source.name}": give each a ?name= of its own`);
    else sources.push(source);
  }
  if (parts.includes('none')) problems.push('"none" stands alone: no source beside it');
  return { sources, unnamed, problems };
}

function readSource(part: string, index: number): SourceConfig | string {
  if (!part.includes('://')) {
    return `part ${index + 1} is no URL, such as asterisk://user:secret@10.0.0.5:5038?name=pbx1 (blanks separate the URLs: a blank within one is written %20)`;
  }
  const cut = escapeProblem(part);
  if (cut !== undefined) return `"${masked(part)}": ${cut}`;
  if (!URL.canParse(part)) return `"${masked(part)}" is no URL: is there a host after the @, and is the port a number up to 65535?`;
  const url = new URL(part);
  return { kind: url.protocol.slice(0, -1), name: url.searchParams.get('name') ?? url.hostname, url };
}

function nameProblem(part: string, name: string): string {
  if (name === '') return `"${masked(part)}" has neither a host nor a ?name=`;
  return `"${masked(part)}": the name "${name}" is not allowed; allowed: ?name= with letters, digits, dots, dashes and underscores, at most 64, a letter or digit first, and not moked`;
}
