import { expect, test } from 'vitest';
import { en } from '../../client/sources/en.ts';
import { generalLines, NOT_NEEDED, newSecret, userLines } from '../../client/sources/guide.ts';
import { he } from '../../client/sources/he.ts';
import type { Word } from '../../client/sources/words.ts';
import { REMEDIES } from '../../server/sources/asterisk/remedies.ts';
import { asteriskKind } from '../../server/sources/asterisk/source.ts';
import { HEARD } from '../../server/sources/asterisk/translate.ts';
import { LIMITS } from '../../server/sources/cloudevents/limits.ts';
import { sourceKinds } from '../../server/sources/registry.ts';
import { type Connection, connectionUrl, type Told } from '../../shared/sources.ts';

const ASKED: Connection = { kind: 'asterisk', host: '10.0.0.5', user: 'wallboard', secret: "a'b#c/d@e f%", tls: false, insecure: false };

test('the line for MOKED_SOURCES is what was typed, whatever signs a secret has, and ends no quotes of a shell', () => {
  const asked = {
    ...ASKED,
    port: 5040,
    name: 'pbx1',
    queueLog: '/var/log/asterisk/queue_log',
    wrapup: 'sales:10,support:15',
    acwReasons: 'wrapup,סיכום',
  };
  const text = connectionUrl(asked);
  expect(text).not.toMatch(/['\s]/);
  expect(text).toContain('queueLog=/var/log/asterisk/queue_log&wrapup=sales:10,support:15');
  const url = new URL(text);
  expect(decodeURIComponent(url.password)).toBe(asked.secret);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    name: 'pbx1',
    queueLog: asked.queueLog,
    wrapup: asked.wrapup,
    acwReasons: asked.acwReasons,
  });
  expect(url.host).toBe('10.0.0.5:5040');
  const ipv6 = connectionUrl({ ...ASKED, host: '::1', name: 'pbx1', tls: true, ca: '/etc/ca.pem' });
  expect(asteriskKind.parse(new URL(ipv6))).toMatchObject({ ok: true, value: { about: { where: '::1:5039' } } });
});

test('the filters of the guide keep out no event that is used', () => {
  const filters = userLines({ user: 'w', secret: 's', address: '10.0.0.7', hasFilters: true }).match(/(?<=^eventfilter = !).*$/gm) ?? [];
  expect(filters).toHaveLength(NOT_NEEDED.length);
  expect([...HEARD].filter((name) => filters.some((filter) => `Event: ${name}`.includes(filter)))).toEqual([]);
  expect(HEARD.has('QueueCallerJoin') && HEARD.has('FullyBooted')).toBe(true);
});

test('the user of the guide reads three classes, may list channels, and comes from one address', () => {
  expect(userLines({ user: 'wallboard', secret: 'x', address: '10.0.0.7', hasFilters: false }).split('\n')).toEqual([
    '[wallboard]',
    'secret = x',
    'deny = 0.0.0.0/0.0.0.0',
    'permit = 10.0.0.7/255.255.255.255',
    'read = system,call,agent',
    'write = reporting',
  ]);
  expect(generalLines('127.0.0.1')).toContain('bindaddr = 127.0.0.1');
  expect(generalLines('10.0.0.7')).toContain('bindaddr = 0.0.0.0');
});

test('a secret needs neither quotes nor escapes, and is another each time', () => {
  const secrets = Array.from({ length: 50 }, newSecret);
  expect(new Set(secrets).size).toBe(50);
  for (const secret of secrets) expect(secret).toMatch(/^[\w-]{32}$/);
});

const keys = Object.keys(he) as Word[];
const told: Told[] = [
  ...keys.map((key) => ({ he: he[key], en: en[key] })),
  ...LIMITS,
  ...sourceKinds.flatMap(({ limits, anomalies }) => [...limits, ...Object.values(anomalies)]),
  ...REMEDIES.flatMap(({ problem, remedy }) => [problem, remedy]),
];
const marks = (text: string) => [...text.matchAll(/\{@?\w+\}/g)].map(([mark]) => mark).sort();

test('every text is in both languages, with the same figures, in the marks of each', () => {
  expect(Object.keys(en).sort()).toEqual([...keys].sort());
  for (const text of told) {
    expect(text.he.trim() && text.en.trim(), text.en).not.toBe('');
    expect(marks(text.he), text.en).toEqual(marks(text.en));
    expect(text.he.split('`').length % 2, text.he).toBe(1);
    expect(text.en.split('`').length % 2, text.en).toBe(1);
    const words = text.he.split('`').filter((_, i) => i % 2 === 0);
    expect(words.join(' '), text.he).not.toMatch(/[א-ת]["'-][א-ת]|[א-ת]'|!|[א-ת]-[A-Za-z\d]/);
    expect(text.en).not.toMatch(/[א-ת]/);
  }
  expect(new Set(REMEDIES.map(({ code }) => code)).size).toBe(REMEDIES.length);
});
