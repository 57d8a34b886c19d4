/** Keeps the certificate of the running server: a renewed one is taken without a restart, one that runs out is told of in time. */
import type { Server } from 'node:https';
import { DAY_MS, HOUR_MS, toIso } from '../shared/time.ts';
import type { Clock } from './clock.ts';
import { readTls, type Tls } from './config/tls.ts';
import type { Logger } from './log.ts';

const LOOK_EVERY_MS = HOUR_MS;
const WARN_BEFORE_MS = 14 * DAY_MS;

export type Renewal = { readonly clock: Clock; readonly log: Logger; readonly signal: AbortSignal; readonly readFile: (path: string) => string };

/** Looks at the files every hour until the signal aborts. Files that do not fit each other, as in the middle of a renewal, leave what is there. */
export function keepCertificate(server: Pick<Server, 'setSecureContext'>, first: Tls, { clock, log, signal, readFile }: Renewal): void {
  let current = first;
  let warnedAt = Number.NEGATIVE_INFINITY;
  const look = () => {
    const read = readTls(current, readFile);
    if (!read.ok) log.warn('the certificate cannot be read again; the one in use stays', { problems: read.error });
    else if (read.value.cert !== current.cert || read.value.key !== current.key) {
      current = read.value;
      server.setSecureContext({ cert: current.cert, key: current.key });
      log.info('certificate renewed', { names: current.names, until: toIso(current.expiresAt) });
    }
    if (current.expiresAt - clock.now() > WARN_BEFORE_MS || clock.now() - warnedAt < DAY_MS) return;
    warnedAt = clock.now();
    log.warn('the certificate runs out; browsers will refuse the wall', { names: current.names, until: toIso(current.expiresAt) });
  };
  look();
  clock.every(LOOK_EVERY_MS, look, signal);
}
