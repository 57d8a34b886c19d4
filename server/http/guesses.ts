/**
 * Bounds on guessing the wall key and the ingest tokens. They hold for each address by itself, so that whoever guesses shuts out nobody else; a
 * generated key has 54 bits, which no number of addresses guesses at this rate.
 */
import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Clock } from '../clock.ts';
import { type Caller, isLoopback } from './access.ts';

/** Different wrong keys that one address may send a minute: a program that repeats an old one is one guess, and shuts out nobody beside it. */
export const WRONG_A_MINUTE = 10;
/** Addresses kept in mind; beyond, the one that has been wrong the longest ago is forgotten. */
const ADDRESSES_MAX = 10_000;
const MINUTE_MS = 60_000;

export class Guesses {
  readonly #clock: Pick<Clock, 'now'>;
  /** By address, what was wrong, by its hash. */
  readonly #wrong = new Map<string, Set<string>>();
  #minute = 0;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Looks at a key unless this caller has been wrong too often within the minute. @param isRight looks at what was given. */
  look(caller: Caller, given: string, isRight: (given: string) => boolean): 'right' | 'wrong' | 'too many' {
    const minute = Math.floor(this.#clock.now() / MINUTE_MS);
    if (minute !== this.#minute) this.#wrong.clear();
    this.#minute = minute;
    const who = placeOf(caller);
    const known = this.#wrong.get(who);
    if ((known?.size ?? 0) >= WRONG_A_MINUTE) return 'too many';
    if (isRight(given)) return 'right';
    if (known === undefined && this.#wrong.size >= ADDRESSES_MAX) this.#wrong.delete(this.#wrong.keys().next().value ?? '');
    const wrong = known ?? new Set();
    wrong.add(createHash('sha256').update(given).digest('base64url'));
    this.#wrong.set(who, wrong);
    return 'wrong';
  }
}

/**
 * Where a caller is: the address of its socket; behind a proxy on this machine, the last one that the proxy has added. A whole network of
 * IPv6 is one place, since every machine in it has as many addresses as it likes.
 */
function placeOf(caller: Caller): string {
  const last = caller.header('x-forwarded-for')?.split(',').at(-1)?.trim();
  const address = isLoopback(caller.address) && last !== undefined && last !== '' ? last.slice(0, 64) : (caller.address ?? '');
  return isIPv6(address) && !address.startsWith('::ffff:') ? networkOf(address) : address;
}

/** The first half of an IPv6 address. */
function networkOf(address: string): string {
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - groups.length - after.length) }, () => '0');
  return [...groups, ...zeros, ...after].slice(0, 4).join(':');
}
