/**
 * Sources that were added at `/sources`: sealed (AES-256-GCM) in a file of `MOKED_DATA`, its key in another. Not in the database: which database is
 * opened depends on them, since the demo has its own; every command must know them before; and a backup is to hold no secret.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../shared/result.ts';
import { parse, v } from '../shared/schema.ts';
import type { Connection } from '../shared/sources.ts';
import type { SourceConfig } from './config/sources.ts';
import { sourceKey } from './secrets.ts';

const FILE = 'sources';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const listSchema = v.array(v.object({ name: v.string(), url: v.string() }));

/** What was saved; null where nothing ever was: from the first one on the demo does not come back by itself. @returns what is wrong in words. */
export function readSaved(dataDir: string): Result<readonly SourceConfig[] | null, string> {
  const path = join(dataDir, FILE);
  if (!existsSync(path)) return { ok: true, value: null };
  const wrong = `${path} cannot be opened with source-key beside it: put back the two that belong together, or remove ${path} and add the sources again at /sources`;
  if (!existsSync(join(dataDir, 'source-key'))) return { ok: false, error: wrong };
  try {
    const listed = parse(listSchema, JSON.parse(opened(readFileSync(path, 'utf8'), sourceKey(dataDir))));
    if (!listed.ok) return { ok: false, error: wrong };
    return { ok: true, value: listed.value.map(({ name, url }) => ({ name, kind: new URL(url).protocol.slice(0, -1), url: new URL(url) })) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { ok: false, error: `${wrong} (${'code' in error ? String(error.code) : 'it is damaged, or of another key'})` };
  }
}

/** Saves one under its name, in place of what had it. @throws where the folder cannot be written. */
export function save(dataDir: string, name: string, url: string): void {
  const { value } = known(dataDir);
  write(dataDir, [...value.filter((source) => source.name !== name), { name, url }]);
}

/** @returns false where there is none of that name. */
export function forget(dataDir: string, name: string): boolean {
  const { value } = known(dataDir);
  const rest = value.filter((source) => source.name !== name);
  if (rest.length < value.length) write(dataDir, rest);
  return rest.length < value.length;
}

/** What `connectionUrl` has written, read back. */
export function connectionOfUrl(url: URL): Connection {
  const given = Object.fromEntries(
    (['name', 'queueLog', 'wrapup', 'acwReasons', 'ca'] as const).flatMap((name) => {
      const value = url.searchParams.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
  return {
    kind: 'asterisk',
    host: url.hostname.replace(/^\[|\]$/g, ''),
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    user: decodeURIComponent(url.username),
    secret: decodeURIComponent(url.password),
    tls: url.protocol === 'asterisks:',
    insecure: url.searchParams.has('insecure'),
    ...given,
  };
}

function known(dataDir: string): { value: { name: string; url: string }[] } {
  const saved = readSaved(dataDir);
  if (!saved.ok) throw new Error(saved.error);
  return { value: (saved.value ?? []).map(({ name, url }) => ({ name, url: url.href })) };
}

function write(dataDir: string, list: readonly { name: string; url: string }[]): void {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, FILE);
  // As a whole or not at all, whenever the machine stops.
  writeFileSync(`${path}.new`, sealed(JSON.stringify(list), sourceKey(dataDir)), { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}

function sealed(text: string, key: Buffer): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64')}\n`;
}

function opened(text: string, key: Buffer): string {
  const bytes = Buffer.from(text, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
}
