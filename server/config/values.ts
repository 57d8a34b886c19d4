/** Texts of the environment into values. Each answers with a value or with nothing: the caller knows what is allowed. */

import { isIPv4 } from 'node:net';
import { OWN_SOURCE } from '../../shared/ids.ts';

/** `undefined` is "not allowed": no setting has it as a value. */
export type Parse<T> = (text: string) => T | undefined;

const SOURCE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** True for a name that a source may have; `moked` is that of Moked's own facts. */
export const isSourceName = (text: string) => SOURCE_NAME.test(text) && text !== OWN_SOURCE;

export const integer =
  (least: number, most: number, factor = 1): Parse<number> =>
  (text) => {
    if (!/^\d{1,9}$/.test(text)) return undefined;
    const value = Number(text);
    return value >= least && value <= most ? value * factor : undefined;
  };

export const oneOf =
  <const T extends string>(...allowed: readonly T[]): Parse<T> =>
  (text) =>
    allowed.find((word) => word === text);

export const nonEmpty: Parse<string> = (text) => (text === '' ? undefined : text);

export const hostName: Parse<string> = (text) => (/^[A-Za-z0-9.:_-]+$/.test(text) ? text : undefined);

/** True for an address of this machine that no other reaches. */
export const isLoopback = (host: string) => host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));

/** The WHATWG parser, as a value. */
export const url: Parse<URL> = (text) => (URL.canParse(text) ? new URL(text) : undefined);

export const urlOf =
  (...schemes: readonly string[]): Parse<URL> =>
  (text) => {
    const parsed = url(text);
    return parsed !== undefined && schemes.includes(parsed.protocol.slice(0, -1)) && parsed.hostname !== '' ? parsed : undefined;
  };

/**
 * Area/City or UTC. Short names are taken by the platform, too, but mean what nobody expects: IST is India, EST knows no summer time.
 */
export const timezone: Parse<string> = (text) => {
  if (text !== 'UTC' && !text.includes('/')) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone === undefined ? undefined : text;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

/** A local time on a quarter of an hour: intervals never straddle the border of a shift or a day. */
export const quarter: Parse<string> = (text) => (/^([01]\d|2[0-3]):(00|15|30|45)$/.test(text) ? text : undefined);

export const serviceLevel: Parse<{ readonly targetPercent: number; readonly thresholdMs: number }> = (text) => {
  const [percent, seconds, ...rest] = text.split('/');
  const targetPercent = integer(1, 100)(percent?.trim() ?? '');
  const thresholdMs = integer(1, 86_400, 1000)(seconds?.trim() ?? '');
  return targetPercent === undefined || thresholdMs === undefined || rest.length > 0 ? undefined : { targetPercent, thresholdMs };
};
