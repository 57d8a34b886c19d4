import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { realClock } from '../../../server/clock.ts';
import { silentLogger } from '../../../server/log.ts';
import type { AsteriskOptions } from '../../../server/sources/asterisk/options.ts';
import { asteriskSource } from '../../../server/sources/asterisk/source.ts';
import { type Certificate, makeCertificate } from '../../support/certificate.ts';
import { TestPbx } from '../../support/pbx.ts';
import { OPTIONS } from '../../support/source-run.ts';

/** Real TLS between the source and a PBX: whom it trusts, and what it says of whom it does not. */

const HOST = '127.0.0.1';
let folder: string;
const open: Server[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'moked-tls-'));
});
afterAll(async () => {
  await Promise.all(open.map((server) => new Promise((resolve) => server.close(resolve))));
  rmSync(folder, { recursive: true });
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  open.push(server);
  return (server.address() as AddressInfo).port;
}

const pbx = () =>
  new TestPbx({
    now: realClock.now,
    answer: (action) => (action === 'QueueStatus' ? { items: [], complete: 'QueueStatusComplete', message: '' } : null),
  });

const tlsPbx = (certificate: Certificate) => listen(createTlsServer(certificate, (socket) => pbx().serve(socket)));

async function check(port: number, options: Partial<AsteriskOptions>): Promise<string> {
  const context = { name: 'pbx1', clock: realClock, log: silentLogger, customerRef: () => null, random: () => 0.5 };
  const source = asteriskSource({ ...OPTIONS, host: HOST, port, tls: true, ...options });
  const checked = await source.check({ ...context, signal: new AbortController().signal });
  return checked.ok ? `fine: ${checked.value}` : checked.error;
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const own = makeCertificate('asterisk');
const authority = makeCertificate('call centre');
const signer = { ...authority, commonName: 'call centre' };

test('a certificate that nobody vouches for is refused, and the way out is named', async () => {
  expect(await check(await tlsPbx(own), {})).toMatch(/nobody whom this system trusts has signed its certificate.*ca=/);
});

test('the certificate of the PBX itself is trusted when it is named, whatever name it bears', async () => {
  expect(await check(await tlsPbx(own), { ca: file('own.pem', own.cert) })).toMatch(/^fine: .* over TLS;/);
});

test('an authority that is named vouches for the name of the host, and for no other', async () => {
  const ca = file('ca.pem', authority.cert);
  expect(await check(await tlsPbx(makeCertificate('pbx', [HOST], signer)), { ca })).toMatch(/^fine: /);
  expect(await check(await tlsPbx(makeCertificate('pbx', ['pbx.lan'], signer)), { ca })).toMatch(/bears another name .*ca=/);
  expect(await check(await tlsPbx(own), { ca })).toMatch(/neither the one in ca=.*nor signed by it/);
});

test('any certificate will do where the operator insists', async () => {
  expect(await check(await tlsPbx(own), { insecure: true })).toMatch(/^fine: .*not checked \(insecure\)/);
});

test('a file that is no certificate, or is not there', async () => {
  const port = await tlsPbx(own);
  expect(await check(port, { ca: file('rubbish.pem', 'rubbish') })).toMatch(/rubbish.pem is no certificate/);
  expect(await check(port, { ca: file('half.pem', own.cert.replace(/\n.{20}/, '\n')) })).toMatch(/half.pem is no certificate/);
  expect(await check(port, { ca: join(folder, 'nowhere.pem') })).toMatch(/nowhere.pem cannot be read \(ENOENT\)/);
});

test('TLS to a plain port, and no TLS to a port that wants it', async () => {
  const plain = await listen(createServer((socket) => pbx().serve(socket)));
  expect(await check(plain, {})).toMatch(/it does not speak TLS; use asterisk:\/\//);
  expect(await check(await tlsPbx(own), { tls: false })).toMatch(/says nothing: .*TLS where asterisks:\/\/ is needed/);
});
