/** Why a live connection ends, and whether coming back helps. Both ends share this table. */
export const CLOSE_CODES = {
  1001: { name: 'restart', retry: true },
  4400: { name: 'bad message', retry: true },
  4401: { name: 'unauthorised', retry: false },
  4404: { name: 'no such board', retry: false },
  4408: { name: 'slow', retry: true },
  4409: { name: 'protocol version', retry: false },
  4413: { name: 'too many different boards', retry: true },
  4429: { name: 'too many', retry: true },
} as const;
export type CloseCode = keyof typeof CLOSE_CODES;

/** True if a client that was closed with this code should come back by itself. Unknown codes are network faults: yes. */
export function mayRetry(code: number): boolean {
  return CLOSE_CODES[code as CloseCode]?.retry ?? true;
}
