/** Customers' numbers leave the adapters only as keyed references: the same number gives the same reference, no reference gives a number back. */
import { createHmac } from 'node:crypto';

/** Country code put before national numbers. */
const DEFAULT_COUNTRY = '972';
const ANONYMOUS = new Set(['', 'unknown', '<unknown>', 'anonymous', 'unavailable', 'restricted', 'private']);

/** Makes the function that adapters get. 22 characters of base64url; null for callers without a number. */
export function createCustomerRef(key: Buffer): (kind: 'phone' | 'email' | 'wa' | 'external', raw: string) => string | null {
  return (kind, raw) => {
    const normalised = kind === 'phone' || kind === 'wa' ? e164(raw) : raw.trim().toLowerCase();
    if (normalised === null || ANONYMOUS.has(normalised)) return null;
    return createHmac('sha256', key).update(`${kind}:${normalised}`).digest('base64url').slice(0, 22);
  };
}

function e164(raw: string): string | null {
  const digits = raw.replace(/[^\d+]/g, '');
  if (ANONYMOUS.has(raw.trim().toLowerCase()) || digits === '') return null;
  if (digits.startsWith('+')) return digits;
  if (digits.startsWith('00')) return `+${digits.slice(2)}`;
  return digits.startsWith('0') ? `+${DEFAULT_COUNTRY}${digits.slice(1)}` : digits;
}
