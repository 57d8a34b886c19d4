/** `MOKED_INGEST_TOKENS`: name:token pairs separated by blanks or commas. Problems show no token. */
import { isSourceName } from './values.ts';

export type IngestToken = { readonly name: string; readonly token: string };

export type ReadTokens = { readonly tokens: readonly IngestToken[]; readonly problems: readonly string[] };

/** Shorter ones are guessed. */
export const TOKEN_MIN_LENGTH = 6;

/** Reads every pair, and says of each that is wrong what is. */
export function readTokens(text: string): ReadTokens {
  const tokens: IngestToken[] = [];
  const problems: string[] = [];
  for (const [index, pair] of text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .entries()) {
    const read = readPair(pair, index);
    if (typeof read === 'string') problems.push(read);
    else if (tokens.some(({ token }) => token === read.token)) problems.push(`the token of "${read.name}" is another's too`);
    else tokens.push(read);
  }
  return { tokens, problems };
}

function readPair(pair: string, index: number): IngestToken | string {
  const colon = pair.indexOf(':');
  if (colon < 1) return `part ${index + 1} is not name:token`;
  const [name, token] = [pair.slice(0, colon), pair.slice(colon + 1)];
  if (!isSourceName(name)) return `the name "${name.slice(0, 80)}" is not allowed`;
  if (token.length < TOKEN_MIN_LENGTH) return `the token of "${name}" is too short: its length is ${token.length}, the least is ${TOKEN_MIN_LENGTH}`;
  return { name, token };
}
