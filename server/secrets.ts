/** Secrets that Moked makes for itself at the first start and keeps in `MOKED_DATA`, readable by its user alone. */
import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Letters that cannot be mistaken for one another on a TV (visual.md, pairing). */
const ALPHABET = 'ACEFGHJKMNPRTUVXYZ34679';

/** The wall key: short enough to type with a remote control, long enough not to be guessed at 30 tries a minute. */
export function wallKey(dataDir: string): string {
  return secret(dataDir, 'wall-key', () =>
    Array.from({ length: 12 }, (_, n) => (n > 0 && n % 4 === 0 ? '-' : '') + ALPHABET[randomInt(ALPHABET.length)]).join(''),
  );
}

/** Key of the HMAC that stands in for customers' numbers. */
export function tenantKey(dataDir: string): Buffer {
  return Buffer.from(
    secret(dataDir, 'tenant-key', () => randomBytes(32).toString('base64url')),
    'base64url',
  );
}

/** Key that seals the sources saved at `/sources`. */
export function sourceKey(dataDir: string): Buffer {
  return Buffer.from(
    secret(dataDir, 'source-key', () => randomBytes(32).toString('base64url')),
    'base64url',
  );
}

function secret(dataDir: string, name: string, make: () => string): string {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, name);
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  const value = make();
  writeFileSync(path, `${value}\n`, { mode: 0o600 });
  return value;
}
