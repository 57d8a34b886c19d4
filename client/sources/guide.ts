/** The lines of manager.conf for a user who reads what Moked needs and no more. Pure. */

/** Events of the classes that are read which no figure needs; each line keeps out those whose name begins so. */
export const NOT_NEEDED = [
  'Bridge',
  'NewConnectedLine',
  'NewCallerid',
  'MusicOnHold',
  'DialBegin',
  'DialState',
  'LocalBridge',
  'SoftHangupRequest',
  'ExtensionStatus',
] as const;

export type Guide = { readonly user: string; readonly secret: string; readonly address: string; readonly hasFilters: boolean };

/** What stands at the beginning of the file. Whoever connects from the PBX itself needs no port that others see. */
export function generalLines(address: string): string {
  return ['[general]', 'enabled = yes', 'port = 5038', `bindaddr = ${isLocal(address) ? '127.0.0.1' : '0.0.0.0'}`].join('\n');
}

/** The section of the user. */
export function userLines({ user, secret, address, hasFilters }: Guide): string {
  return [
    `[${user}]`,
    `secret = ${secret}`,
    'deny = 0.0.0.0/0.0.0.0',
    `permit = ${address}/255.255.255.255`,
    'read = system,call,agent',
    'write = reporting',
    ...(hasFilters ? NOT_NEEDED.map((name) => `eventfilter = !Event: ${name}`) : []),
  ].join('\n');
}

function isLocal(address: string): boolean {
  return address === 'localhost' || address.startsWith('127.');
}

const SECRET_BYTES = 24;

/** A secret that needs no quotes in manager.conf and no escape in a URL: 192 bits. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}
