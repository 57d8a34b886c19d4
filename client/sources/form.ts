/** What is typed to connect an Asterisk, before any of it is sent. */
import { CONNECTION_FIELDS, type ConnectionFault, connectionFaults } from '../../shared/source-faults.ts';
import type { Connection, ShownConnection } from '../../shared/sources.ts';

export const TEXTS = CONNECTION_FIELDS;
export type Text = (typeof TEXTS)[number];
/** `isSaved`: it is there already, under a name that stays, with a secret that nobody sees: left empty it is kept. */
export type Form = Record<Text, string> & { tls: boolean; insecure: boolean; isSaved: boolean };

/** Without these there is nothing to try. */
export const NEEDED: readonly Text[] = ['host', 'user', 'secret'];

/** What keeps it from being tried or saved. */
export function faultsIn(form: Form): readonly ConnectionFault[] {
  return connectionFaults(connectionOf(form)).filter(({ field, is }) => !(form.isSaved && field === 'secret' && is === 'missing'));
}

/** Whether all that is needed is typed. */
export function isFilled(form: Form): boolean {
  return [...NEEDED, 'name' as const].every((name) => form[name].trim() !== '' || (name === 'secret' && form.isSaved));
}

/** What was typed. */
export function connectionOf({ port, tls, insecure, isSaved: _, ...form }: Form): Connection {
  const texts = Object.fromEntries(
    TEXTS.filter((name) => name !== 'port' && (name !== 'ca' || tls)).map((name) => [name, form[name as Exclude<Text, 'port'>].trim()]),
  );
  const given = Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== ''));
  const digits = /^\d{1,6}$/.test(port.trim()) ? Number(port) : Number.NaN;
  return { kind: 'asterisk', ...given, ...(port.trim() === '' ? {} : { port: digits }), tls, insecure: tls && insecure } as Connection;
}

/** What is to be typed over: nothing, or what was saved. */
export function formOf(saved: { readonly name: string; readonly connection: ShownConnection } | null): Form {
  const { port, tls = false, insecure = false, ...texts } = saved?.connection ?? {};
  const empty = { host: '', port: '', user: 'wallboard', secret: '', name: 'pbx1', queueLog: '', wrapup: '', acwReasons: '', ca: '' };
  const known = Object.fromEntries(TEXTS.flatMap((name) => (name in texts ? [[name, String(texts[name as keyof typeof texts] ?? '')]] : [])));
  return {
    ...empty,
    ...known,
    ...(saved === null ? {} : { name: saved.name }),
    port: port === undefined ? '' : String(port),
    tls,
    insecure,
    isSaved: saved !== null,
  };
}
