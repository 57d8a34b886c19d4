import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';

/** A key and a certificate for it, in PEM. */
export type Certificate = { readonly key: string; readonly cert: string };

/** One element of DER: tag, length, contents. */
function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  const length = body.length < 128 ? [body.length] : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
const oid = (...bytes: readonly number[]) => der(0x06, Buffer.from(bytes));
const bits = (content: Uint8Array) => der(0x03, Buffer.from([0]), content);

const ECDSA_WITH_SHA256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const COMMON_NAME = oid(0x55, 0x04, 0x03);
const SUBJECT_ALT_NAME = oid(0x55, 0x1d, 0x11);
const BASIC_CONSTRAINTS = oid(0x55, 0x1d, 0x13);
const TRUE = der(0x01, Buffer.from([0xff]));

const utcTime = (text: string) => der(0x17, Buffer.from(text));

/**
 * A certificate made now: signed by its own key, or by that of another. @param names of the host: DNS names; addresses as `127.0.0.1`.
 */
export function makeCertificate(
  commonName: string,
  names: readonly string[] = [],
  signer?: Certificate & { readonly commonName: string },
): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = (text: string) => sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(text)))));
  const altNames = names.map((text) => (/^[\d.]+$/.test(text) ? der(0x87, Buffer.from(text.split('.').map(Number))) : der(0x82, Buffer.from(text))));
  // Without names it is an authority's, or one of itself alone.
  const extension =
    altNames.length > 0 ? sequence(SUBJECT_ALT_NAME, der(0x04, sequence(...altNames))) : sequence(BASIC_CONSTRAINTS, TRUE, der(0x04, sequence(TRUE)));
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), publicKey.export({ format: 'der', type: 'spki' }).subarray(-8)])),
    ECDSA_WITH_SHA256,
    name(signer?.commonName ?? commonName),
    sequence(utcTime('250101000000Z'), utcTime('491231235959Z')),
    name(commonName),
    publicKey.export({ format: 'der', type: 'spki' }),
    der(0xa3, sequence(extension)),
  );
  const signature = sign('sha256', toBeSigned, signer === undefined ? privateKey : createPrivateKey(signer.key));
  const cert = sequence(toBeSigned, ECDSA_WITH_SHA256, bits(signature)).toString('base64');
  const lines = cert.match(/.{1,64}/g) ?? [];
  return {
    key: String(privateKey.export({ format: 'pem', type: 'pkcs8' })),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  };
}
