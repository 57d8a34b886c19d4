/** Logging in, and what each refusal means in words an operator can act on. */

import { createHash } from 'node:crypto';
import { isIPv4 } from 'node:net';
import type { Clock } from '../../clock.ts';
import { type Link, LinkLost, type Reply } from './link.ts';
import type { AsteriskOptions } from './options.ts';

/** The PBX was reached and said no: trying again at once would not help. */
export class LoginRefused extends Error {
  override readonly name = 'LoginRefused';
}

const BANNER_TIMEOUT_MS = 5000;
const LOGIN_TIMEOUT_MS = 10_000;

/** Waits for the banner. A port that says nothing, or something else, is none of Asterisk's. */
export async function readBanner(link: Link, clock: Clock, options: Pick<AsteriskOptions, 'host' | 'port'>): Promise<string> {
  const where = `${options.host}:${options.port}`;
  const done = new AbortController();
  const silence = new Promise<null>((resolve) => clock.after(BANNER_TIMEOUT_MS, () => resolve(null), done.signal));
  const banner = await Promise.race([link.banner, silence]);
  done.abort();
  if (banner === null) throw new LoginRefused(`${where} says nothing: not an AMI port, or TLS where asterisks:// is needed`);
  if (banner === '') throw new LinkLost(`${where} closed the connection without a word`);
  if (!/Call Manager/i.test(banner)) throw new LoginRefused(`${where} is not an AMI port: it greets with ${JSON.stringify(banner.slice(0, 60))}`);
  return banner;
}

/**
 * Logs in by MD5 challenge, so that the secret does not travel. Where the PBX refuses the challenge, the secret itself is sent only over
 * TLS or to this machine.
 */
export async function login(link: Link, options: AsteriskOptions): Promise<void> {
  const { username, secret } = options;
  const asked = await link.request({ action: 'Challenge', fields: { AuthType: 'MD5' } }, LOGIN_TIMEOUT_MS);
  const challenge = asked.response.get('Challenge');
  if (challenge !== '') {
    const key = createHash('md5')
      .update(challenge + secret)
      .digest('hex');
    const fields = { AuthType: 'MD5', Username: username, Key: key, Events: 'on' } as const;
    check(await link.request({ action: 'Login', fields }, LOGIN_TIMEOUT_MS), options);
    return;
  }
  if ((!options.tls || options.insecure) && !isLoopback(options.host)) {
    throw new LoginRefused(
      'the PBX refuses login by MD5 challenge; the secret is not sent in the clear: use asterisks:// (TLS), with a certificate that is checked',
    );
  }
  check(await link.request({ action: 'Login', fields: { Username: username, Secret: secret, Events: 'on' } }, LOGIN_TIMEOUT_MS), options);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

function check({ response }: Reply, { username }: AsteriskOptions): void {
  if (response.get('Response') === 'Success') return;
  const said = response.get('Message').slice(0, 200);
  if (/authentication failed/i.test(said)) {
    throw new LoginRefused(`user ${username} was refused: wrong name or secret, or this address is not in its permit= of manager.conf`);
  }
  throw new LoginRefused(`login of ${username} was refused: ${said}`);
}
