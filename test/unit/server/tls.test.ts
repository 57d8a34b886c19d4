import { expect, test } from 'vitest';
import { readTls } from '../../../server/config/tls.ts';
import { loadConfig } from '../../../server/config.ts';
import type { Logger } from '../../../server/log.ts';
import { keepCertificate } from '../../../server/tls.ts';
import { DAY_MS, HOUR_MS } from '../../../shared/time.ts';
import { makeCertificate } from '../../support/certificate.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const own = makeCertificate('wall', ['wall.example', '10.0.0.7']);
const other = makeCertificate('other', ['wall.example']);

function reader(files: Record<string, string>) {
  return (path: string) => {
    const text = files[path];
    if (text === undefined) throw new Error(`ENOENT: no such file, open '${path}'`);
    return text;
  };
}

const FILES = { '/c.pem': own.cert, '/k.pem': own.key, '/other.pem': other.key, '/empty.pem': '' };

function load(env: Record<string, string>) {
  const read = loadConfig(env, reader(FILES));
  return read.ok ? read.value : read.error;
}

test('a certificate with its key is taken, and the pages are known as https', () => {
  expect(load({ MOKED_TLS_CERT: '/c.pem', MOKED_TLS_KEY: '/k.pem', MOKED_PORT: '3443' })).toMatchObject({
    tls: { cert: own.cert, key: own.key, names: 'wall.example, 10.0.0.7' },
    publicUrl: new URL('https://localhost:3443'),
  });
  expect(load({})).toMatchObject({ tls: null, publicUrl: new URL('http://localhost:3000') });
});

test.each([
  ['a certificate without a key', { MOKED_TLS_CERT: '/c.pem' }, [/^MOKED_TLS_KEY is not set, though MOKED_TLS_CERT is/]],
  ['a key without a certificate', { MOKED_TLS_KEY: '/k.pem' }, [/^MOKED_TLS_CERT is not set/]],
  [
    'files that are not there',
    { MOKED_TLS_CERT: '/no', MOKED_TLS_KEY: '/nor' },
    [/^MOKED_TLS_CERT: "\/no".*ENOENT/, /^MOKED_TLS_KEY: "\/nor".*ENOENT/],
  ],
  ['a key in the place of the certificate', { MOKED_TLS_CERT: '/k.pem', MOKED_TLS_KEY: '/k.pem' }, [/^MOKED_TLS_CERT: "\/k.pem" cannot be used/]],
  ['an empty file', { MOKED_TLS_CERT: '/c.pem', MOKED_TLS_KEY: '/empty.pem' }, [/^MOKED_TLS_KEY: "\/empty.pem" cannot be used/]],
  ['the key of another', { MOKED_TLS_CERT: '/c.pem', MOKED_TLS_KEY: '/other.pem' }, [/"\/other.pem" is not the key of the certificate in "\/c.pem"/]],
])('%s is refused, and the variable named', (_, env, told) => {
  expect(load(env)).toEqual(told.map((text) => expect.stringMatching(text)));
});

function kept(until: (expiresAt: number) => number) {
  const files: Record<string, string> = { '/c': own.cert, '/k': own.key };
  const read = readTls({ certPath: '/c', keyPath: '/k' }, reader(files));
  if (!read.ok) throw new Error(read.error.join());
  const told: string[] = [];
  const log = { info: (text: string) => told.push(text), warn: (text: string) => told.push(text) } as unknown as Logger;
  const served: unknown[] = [];
  const clock = virtualClock(until(read.value.expiresAt));
  const server = { setSecureContext: (pair: unknown) => void served.push(pair) };
  keepCertificate(server, read.value, { clock, log, signal: new AbortController().signal, readFile: (path) => reader(files)(path) });
  return { files, told, served, clock };
}

test('a renewed pair is taken within the hour, half of one is not', async () => {
  const { files, told, served, clock } = kept((expiresAt) => expiresAt - 60 * DAY_MS);
  await clock.advance(2 * HOUR_MS);
  expect([told, served]).toEqual([[], []]);
  files['/c'] = other.cert;
  await clock.advance(HOUR_MS);
  expect(served).toEqual([]);
  expect(told).toEqual([expect.stringContaining('the one in use stays')]);
  files['/k'] = other.key;
  await clock.advance(HOUR_MS);
  expect(served).toEqual([{ cert: other.cert, key: other.key }]);
  await clock.advance(HOUR_MS);
  expect(served).toHaveLength(1);
});

test('one that runs out is told of once a day', async () => {
  const { told, clock } = kept((expiresAt) => expiresAt - 10 * DAY_MS);
  expect(told).toHaveLength(1);
  await clock.advance(2 * DAY_MS);
  expect(told).toHaveLength(3);
});
