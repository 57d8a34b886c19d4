/** Connections to the manager port. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { checkServerIdentity, connect as connectTls, type PeerCertificate } from 'node:tls';
import { SECOND_MS } from '../../../shared/time.ts';
import type { Clock } from '../../clock.ts';
import { LinkLost } from './link.ts';
import type { AsteriskOptions } from './options.ts';

type Target = Pick<AsteriskOptions, 'host' | 'port' | 'tls' | 'ca' | 'insecure'>;

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
export function connectSocket(target: Target, signal: AbortSignal): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new LinkLost('stopped'));
      return;
    }
    const socket = open(target);
    const fail = (reason: string) => {
      socket.destroy();
      reject(new LinkLost(`${target.host}:${target.port} cannot be reached: ${reason}`));
    };
    const onError = (error: NodeJS.ErrnoException) => fail(describe(error, target));
    const onAbort = () => fail('stopped');
    const onEnd = () => fail('it closed the connection without a word');
    socket.on('error', onError);
    socket.on('close', onEnd);
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once(target.tls ? 'secureConnect' : 'connect', () => {
      socket.off('error', onError);
      socket.off('close', onEnd);
      signal.removeEventListener('abort', onAbort);
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}

function open({ host, port, tls, ca, insecure }: Target): Socket {
  if (!tls) return connectTcp({ host, port });
  // An address is no name to ask for (RFC 6066).
  const name = isIP(host) === 0 ? { servername: host } : {};
  if (ca === null) return connectTls({ host, port, ...name, rejectUnauthorized: !insecure });
  const trusted = readTrusted(ca);
  return connectTls({ host, port, ...name, ca: trusted, checkServerIdentity: (asked, shown) => identityProblem(asked, shown, trusted) });
}

function readTrusted(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new LinkLost(
      `ca=${path} cannot be read (${error instanceof Error && 'code' in error ? error.code : error}): is the path right, and may this user read it?`,
    );
  }
  if (certificatesOf(text).length > 0) return text;
  throw new LinkLost(`ca=${path} is no certificate: it must be a PEM file, with -----BEGIN CERTIFICATE-----`);
}

/** The certificate that was named itself is the PBX's, whatever name it bears: those that Asterisk's own script makes seldom bear the right one. */
function identityProblem(host: string, shown: PeerCertificate, trusted: string): Error | undefined {
  if (certificatesOf(trusted).some(({ raw }) => raw.equals(shown.raw))) return undefined;
  return checkServerIdentity(host, shown);
}

function certificatesOf(pem: string): X509Certificate[] {
  const parts = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    return parts.map((part) => new X509Certificate(part));
  } catch (error) {
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
}

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there (manager.conf: enabled = yes, and is this its port and bindaddr?)',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up at the moment',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no way to that network',
  ETIMEDOUT: 'it does not answer',
  ECONNRESET: 'it closed the connection',
};

const UNTRUSTED =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(GET_ISSUER_CERT(_LOCALLY)?|VERIFY_LEAF_SIGNATURE)|CERT_UNTRUSTED)$/;

function describe(error: NodeJS.ErrnoException, { tls, ca }: Target): string {
  const code = error.code ?? '';
  if (UNTRUSTED.test(code)) {
    return ca === null
      ? `nobody whom this system trusts has signed its certificate (${code}); name the certificate or its authority with ca=/path/to/file.pem`
      : `its certificate is neither the one in ca=${ca} nor signed by it (${code})`;
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return `its certificate bears another name (${error.message}); name the certificate itself with ca=`;
  if (code.startsWith('CERT_')) return `its certificate is not valid (${error.message})`;
  if (tls && /WRONG_VERSION_NUMBER|PACKET_LENGTH|UNSUPPORTED_PROTOCOL|HTTP_REQUEST/.test(`${code} ${error.message}`)) {
    return 'it does not speak TLS; use asterisk:// for the plain port, or the port of tlsbindaddr (usually 5039)';
  }
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') return `TLS does not come about (${error.message})`;
  return REASONS[code] ?? (tls && !('syscall' in error) ? `its certificate is not accepted (${error.message})` : code || error.message);
}
