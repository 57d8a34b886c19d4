/** `MOKED_SOURCES`: URLs separated by blanks, or the word none. */
import { escapeProblem, masked } from './secret-text.ts';
import { isSourceName } from './values.ts';

/** Kind is the scheme; the name is `?name=`, else the host. What else a URL may say is the kind's own affair. */
export type SourceConfig = { readonly kind: string; readonly name: string; readonly url: URL };

/** What the setting is for: CONFIG.md. */
export const ABOUT_SOURCES =
  'Where events come from. Asterisk: `asterisk://user:secret@host:5038?name=pbx1`, `asterisks://` for TLS (port 5039), with ' +
  '`queueLog=` (path of its log), `wrapup=sales:10,support:15` (seconds a queue) and `acwReasons=` (pause reasons that are ' +
  'after-call work). In a user or secret write `#` as `%23`, `/` as `%2F`, `?` as `%3F`, `@` as `%40`, `%` as `%25`. Over TLS the ' +
  'certificate of the PBX must be signed by somebody whom the system trusts and bear the name of the host; `ca=/path/to/file.pem` ' +
  'names another authority, or the certificate of the PBX itself (then its name does not matter); `insecure=yes` takes any certificate. ' +
  'A simulated floor: `simulator://demo` with `seed=`, `agents=`, `queues=`, `contactsPerHour=`, `speed=`, `history=7d` (README.md). ' +
  'Of a sender of `MOKED_INGEST_TOKENS` it may be said how often it is to be heard: `http://crm?rhythm=60`, seconds from 5 to 86400; silent for longer, its figures turn ' +
  'grey with their age. A request with an empty batch is a sign of life. `rhythm=off`: its silence says nothing. Without either a quarter of an hour ' +
  'counts while somebody waits on its line, an hour while its agents are signed in or talk, and otherwise its silence is a quiet night. ' +
  '`none`: no source but HTTP ingest and imports. Sources that were added at `/sources` come beside those; of two with one name the one here counts. ' +
  'Unset: those alone, and the demo floor until the first of them.';

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

/** True while nobody has said where events come from. */
export function isDemo(sources: readonly SourceConfig[]): boolean {
  return sources.length > 0 && sources.every(({ kind }) => kind === 'simulator');
}
