/** What is wrong with a connection that was typed, field by field: one list for the page, before anything is sent, and for the server. Pure. */

export const CONNECTION_FIELDS = ['host', 'port', 'user', 'secret', 'name', 'queueLog', 'wrapup', 'acwReasons', 'ca'] as const;
export type ConnectionField = (typeof CONNECTION_FIELDS)[number];

export const FAULT_CODES = ['missing', 'tooLong', 'notOneLine', 'badHost', 'badPort', 'badName', 'notFullPath', 'badWrapup'] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

/** `with`: what the words of the fault name. */
export type ConnectionFault = { readonly field: ConnectionField; readonly is: FaultCode; readonly with: Readonly<Record<string, string | number>> };

const MOST: Readonly<Record<Exclude<ConnectionField, 'port'>, number>> = {
  host: 255,
  user: 200,
  secret: 500,
  name: 64,
  queueLog: 1000,
  wrapup: 4000,
  acwReasons: 4000,
  ca: 1000,
};
const NEEDED: ReadonlySet<ConnectionField> = new Set(['host', 'user', 'secret']);
const PORT_MAX = 65_535;
const WRAPUP_MAX_SECONDS = 3600;

/** @param given fields as they came, of whatever types; what is missing and need not be there is no fault. */
export function connectionFaults(given: Readonly<Record<string, unknown>>): ConnectionFault[] {
  return CONNECTION_FIELDS.flatMap((field) => {
    const found = faultOf(field, given[field]);
    return found === null ? [] : [{ field, with: {}, ...found }];
  });
}

type Found = Pick<ConnectionFault, 'is'> & Partial<Pick<ConnectionFault, 'with'>>;

function faultOf(field: ConnectionField, value: unknown): Found | null {
  if (field === 'port') return value === undefined || isPort(value) ? null : { is: 'badPort' };
  if (value === undefined || value === '' || typeof value !== 'string')
    return NEEDED.has(field) || (value !== undefined && value !== '') ? { is: 'missing' } : null;
  if (value.length > MOST[field]) return { is: 'tooLong', with: { max: MOST[field] } };
  if (/[\r\n\0]/.test(value)) return { is: 'notOneLine' };
  return OWN[field]?.(value) ?? null;
}

const isPort = (value: unknown) => typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= PORT_MAX;

const fullPath = (text: string): Found | null => (text.startsWith('/') && !text.endsWith('/') ? null : { is: 'notFullPath' });

/** What only one field asks for. */
const OWN: Partial<Readonly<Record<ConnectionField, (text: string) => Found | null>>> = {
  // With a colon it is an IPv6 address, or somebody typed the port too.
  host: (text) => ((text.includes(':') ? /^[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*$/ : /^[A-Za-z0-9._-]+$/).test(text) ? null : { is: 'badHost' }),
  name: (text) => (/^[A-Za-z0-9][\w.-]{0,59}$/.test(text) && text !== 'moked' ? null : { is: 'badName' }),
  queueLog: fullPath,
  ca: fullPath,
  wrapup: wrapupFault,
};

/** As the server reads it: the seconds stand after the last colon. */
function wrapupFault(text: string): Found | null {
  const wrong = text
    .split(',')
    .filter((item) => item !== '')
    .find((item) => {
      const colon = item.lastIndexOf(':');
      const seconds = item.slice(colon + 1);
      return colon < 1 || !/^\d+(\.\d+)?$/.test(seconds) || Number(seconds) > WRAPUP_MAX_SECONDS;
    });
  return wrong === undefined ? null : { is: 'badWrapup', with: { item: wrong.slice(0, 100), max: WRAPUP_MAX_SECONDS } };
}
