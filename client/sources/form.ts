/** What is typed to connect an Asterisk, before any of it is sent. */
import type { Connection } from '../../shared/sources.ts';
import type { Word } from './words.ts';

export const TEXTS = ['host', 'port', 'user', 'secret', 'name', 'queueLog', 'wrapup', 'acwReasons', 'ca'] as const;
export type Text = (typeof TEXTS)[number];
export type Form = Record<Text, string> & { tls: boolean };

/** Without these there is nothing to try. */
export const NEEDED: readonly Text[] = ['host', 'user', 'secret'];
/** What keeps it from being tried; all else is the server's to say. */
export function faultIn(name: Text, value: string): Word | null {
  if (NEEDED.includes(name)) return value === '' ? 'missing' : null;
  const isWrongPort = name === 'port' && value !== '' && !(/^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535);
  return isWrongPort ? 'badPort' : null;
}

/** What was typed. */
export function connectionOf({ port, ...form }: Form): Connection {
  const texts = Object.fromEntries(
    TEXTS.filter((name) => name !== 'port' && (name !== 'ca' || form.tls)).map((name) => [name, form[name as Exclude<Text, 'port'>].trim()]),
  );
  const given = Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== ''));
  return { kind: 'asterisk', ...given, ...(port.trim() === '' ? {} : { port: Number(port) }), tls: form.tls, insecure: false } as Connection;
}
