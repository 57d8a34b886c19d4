/** The certificate and the key with which the pages are served: read from their files, and held against each other. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { resolve } from 'node:path';
import type { Result } from '../../shared/result.ts';

export type TlsFiles = { readonly certPath: string; readonly keyPath: string };

/** PEM texts; `names` as the certificate has them, `expiresAt` in milliseconds since 1970. */
export type Tls = TlsFiles & { readonly cert: string; readonly key: string; readonly names: string; readonly expiresAt: number };

/** @returns the pair, or every error with the variable that it is of. */
export function readTls({ certPath, keyPath }: TlsFiles, readFile: (path: string) => string): Result<Tls, readonly string[]> {
  const cert = attempt(`MOKED_TLS_CERT: "${certPath}"`, 'a file with a certificate in PEM, its chain behind it', () => {
    const text = readFile(certPath);
    return { text, parsed: new X509Certificate(text) };
  });
  const key = attempt(`MOKED_TLS_KEY: "${keyPath}"`, 'a file with the private key of the certificate in PEM, without a passphrase', () => {
    const text = readFile(keyPath);
    return { text, parsed: createPrivateKey(text) };
  });
  if (!cert.ok || !key.ok) return { ok: false, error: [cert, key].flatMap((part) => (part.ok ? [] : [part.error])) };
  if (!cert.value.parsed.checkPrivateKey(key.value.parsed))
    return {
      ok: false,
      error: [`MOKED_TLS_KEY: "${keyPath}" is not the key of the certificate in "${certPath}"; allowed: the key that belongs to it`],
    };
  const { subjectAltName, subject, validTo } = cert.value.parsed;
  const names = (subjectAltName ?? subject).replaceAll('DNS:', '').replaceAll('IP Address:', '');
  return { ok: true, value: { certPath, keyPath, cert: cert.value.text, key: key.value.text, names, expiresAt: Date.parse(validTo) } };
}

/** The pair that the environment asks for; null where it asks for none. */
export function tlsOf(
  certPath: string | undefined,
  keyPath: string | undefined,
  readFile: (path: string) => string,
): Result<Tls | null, readonly string[]> {
  if (certPath === undefined && keyPath === undefined) return { ok: true, value: null };
  if (certPath !== undefined && keyPath !== undefined) return readTls({ certPath: resolve(certPath), keyPath: resolve(keyPath) }, readFile);
  const [given, missing] = keyPath === undefined ? ['MOKED_TLS_CERT', 'MOKED_TLS_KEY'] : ['MOKED_TLS_KEY', 'MOKED_TLS_CERT'];
  return { ok: false, error: [`${missing} is not set, though ${given} is; allowed: both of them, or neither`] };
}

function attempt<T>(what: string, allowed: string, read: () => T): Result<T, string> {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^error:[0-9A-F]+:/, '') : String(error);
    return { ok: false, error: `${what} cannot be used (${why}); allowed: ${allowed}` };
  }
}
