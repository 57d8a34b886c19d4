/**
 * Who may look, until people sign in: this machine itself (not through a proxy), or a screen that was given the wall key once. Owns the
 * cookie and the checks of Host and Origin; a proxy or a rebound name gains nothing.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { Guesses } from './guesses.ts';

export type Access = 'all' | 'read' | 'none';

export type Caller = {
  /** Address of the peer as the socket tells it. */
  readonly address: string | undefined;
  header(name: string): string | undefined;
};

export type AccessOptions = {
  readonly wallKey: string;
  readonly publicUrl: URL;
  readonly open: boolean;
  /** Bounds the tries of keys that programs send. */
  readonly guesses: Pick<Guesses, 'look'>;
};

export const COOKIE = 'moked_wall';
const COOKIE_DAYS = 400;

/** True if the key is the wall's, as a remote control types it: in any case, with or without dashes and blanks. Every wrong one takes the same time. */
export function isWallKey(given: string, key: string): boolean {
  return isSame(given.trim(), key) || (plain(key) !== '' && isSame(plain(given), plain(key)));
}

function isSame(given: string, wanted: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}

function plain(key: string): string {
  return key
    .normalize('NFKC')
    .replaceAll(/[\s\p{Pd}_.]/gu, '')
    .toUpperCase();
}

/** The cookie of a screen: proves that the key was known, without holding it. */
export function wallCookie(options: AccessOptions): string {
  const secure = options.publicUrl.protocol === 'https:' ? '; Secure' : '';
  return `${COOKIE}=${token(options.wallKey)}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${COOKIE_DAYS * 86_400}${secure}`;
}

/** What the caller may do. */
export function accessOf(caller: Caller, options: AccessOptions): Access {
  if (options.open) return 'all';
  const forwarded = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'forwarded', 'x-real-ip'].some(
    (name) => caller.header(name) !== undefined,
  );
  if (!forwarded && isLoopback(caller.address)) return 'all';
  const cookie = (caller.header('cookie') ?? '')
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${COOKIE}=`));
  if (cookie !== undefined && isSame(cookie.slice(COOKIE.length + 1).trim(), token(options.wallKey))) return 'read';
  const bearer = /^Bearer (.+)$/.exec(caller.header('authorization') ?? '')?.[1];
  return bearer !== undefined && options.guesses.look(caller, bearer, (given) => isWallKey(given, options.wallKey)) === 'right' ? 'read' : 'none';
}

/** Null if the Host names us, else what is wrong. Names that a stranger's DNS could point here are refused. */
export function hostProblem(caller: Caller, options: AccessOptions): string | null {
  const host = caller.header('host');
  if (host === undefined) return 'the request has no Host';
  if (isOurs(host, options)) return null;
  return `Host "${host.slice(0, 100)}" is not this server; set MOKED_PUBLIC_URL to the URL that people use`;
}

/** Null if the request comes from a page of ours or from no page at all. A page of ours has the Host that it asks, or the public URL's. */
export function originProblem(caller: Caller, options: AccessOptions): string | null {
  const origin = caller.header('origin');
  if (origin === undefined) return null;
  const from = URL.canParse(origin) ? new URL(origin) : null;
  const host = caller.header('host') ?? '';
  if (from !== null && (from.host === host || from.host === options.publicUrl.host || (isThisMachine(from.host) && isThisMachine(host)))) return null;
  return `Origin "${origin.slice(0, 100)}" is not a page of this server`;
}

function isThisMachine(host: string): boolean {
  const name = nameOf(host);
  // A name may begin as an address does.
  return name === 'localhost' || (isIP(name) !== 0 && isLoopback(name));
}

function nameOf(host: string): string {
  return host
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase();
}

function isOurs(host: string, options: AccessOptions): boolean {
  if (host === options.publicUrl.host) return true;
  const name = nameOf(host);
  // A literal address cannot be rebound.
  return name === 'localhost' || isIP(name) !== 0;
}

/** True for an address of this machine. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && (address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.'));
}

function token(key: string): string {
  return createHmac('sha256', key).update('moked wall cookie 1').digest('base64url');
}
