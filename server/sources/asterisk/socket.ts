/** Connections to the manager port. */
import { connect as connectTcp } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { SECOND_MS } from '../../../shared/time.ts';
import type { Clock } from '../../clock.ts';
import { LinkLost } from './link.ts';
import type { AsteriskOptions } from './options.ts';

type Target = Pick<AsteriskOptions, 'host' | 'port' | 'tls'>;

/** Opens a connection; tests give another one. Rejects with `LinkLost`, at once when the signal aborts. */
export type Connect = (target: Target, signal: AbortSignal) => Promise<Duplex>;

const CONNECT_TIMEOUT_MS = 10_000;

/** Connects, but does not wait for ever. */
export async function connectWithin(clock: Clock, connect: Connect, target: Target, signal: AbortSignal): Promise<Duplex> {
  const limit = new AbortController();
  const done = new AbortController();
  clock.after(CONNECT_TIMEOUT_MS, () => limit.abort(), done.signal);
  try {
    return await connect(target, AbortSignal.any([signal, limit.signal]));
  } catch (error) {
    if (!limit.signal.aborted) throw error;
    throw new LinkLost(`${target.host}:${target.port} cannot be reached: no answer within ${CONNECT_TIMEOUT_MS / SECOND_MS} s`);
  } finally {
    done.abort();
  }
}

/** A real socket, with errors that say what was tried. */
export function connectSocket({ host, port, tls }: Target, signal: AbortSignal): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new LinkLost('stopped'));
      return;
    }
    const socket = tls ? connectTls({ host, port, servername: host }) : connectTcp({ host, port });
    const fail = (reason: string) => {
      socket.destroy();
      reject(new LinkLost(`${host}:${port} cannot be reached: ${reason}`));
    };
    const onError = (error: NodeJS.ErrnoException) => fail(error.code ?? error.message);
    const onAbort = () => fail('stopped');
    socket.on('error', onError);
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      socket.off('error', onError);
      signal.removeEventListener('abort', onAbort);
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}
