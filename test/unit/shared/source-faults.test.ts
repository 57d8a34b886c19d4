import { expect, test } from 'vitest';
import { FAULTS } from '../../../client/refusals/texts.ts';
import { asteriskKind } from '../../../server/sources/asterisk/source.ts';
import { parse } from '../../../shared/schema.ts';
import { connectionFaults, FAULT_CODES } from '../../../shared/source-faults.ts';
import { type Connection, connectionSchema, connectionUrl } from '../../../shared/sources.ts';

const RIGHT = { kind: 'asterisk', host: '10.0.0.5', user: 'wallboard', secret: 'a b#c', tls: true } as const;

test.each([
  { port: 5038, name: 'pbx1', queueLog: '/var/log/asterisk/queue_log', wrapup: 'sales:10,a:b:0.5', acwReasons: 'סיכום', ca: '/etc/ca.pem' },
  { host: '::1', name: 'pbx1' },
  { host: 'fe80::1', port: 65_535, name: 'pbx1' },
  { host: 'pbx.example.com', queueLog: '', wrapup: '' },
])('what can be connected has no fault: %o', (more) => {
  const given = { ...RIGHT, ...more };
  expect(connectionFaults(given)).toEqual([]);
  expect(parse(connectionSchema, given).ok).toBe(true);
  expect(asteriskKind.parse(new URL(connectionUrl({ insecure: false, ...given }))).ok).toBe(true);
});

test.each([
  [{ host: '' }, 'host', 'missing'],
  [{ host: undefined }, 'host', 'missing'],
  [{ host: 'http://10.0.0.5' }, 'host', 'badHost'],
  [{ host: '10.0.0.5:5038' }, 'host', 'badHost'],
  [{ host: 'a b' }, 'host', 'badHost'],
  [{ host: 'a'.repeat(256) }, 'host', 'tooLong'],
  [{ port: 0 }, 'port', 'badPort'],
  [{ port: 65_536 }, 'port', 'badPort'],
  [{ port: 1.5 }, 'port', 'badPort'],
  [{ port: Number.NaN }, 'port', 'badPort'],
  [{ port: '5038' }, 'port', 'badPort'],
  [{ user: '' }, 'user', 'missing'],
  [{ user: 7 }, 'user', 'missing'],
  [{ user: 'a\nb' }, 'user', 'notOneLine'],
  [{ secret: undefined }, 'secret', 'missing'],
  [{ secret: 'x'.repeat(501) }, 'secret', 'tooLong'],
  [{ name: 'a b' }, 'name', 'badName'],
  [{ name: 'x'.repeat(61) }, 'name', 'badName'],
  [{ queueLog: 'queue_log' }, 'queueLog', 'notFullPath'],
  [{ ca: 'ca.pem' }, 'ca', 'notFullPath'],
  [{ wrapup: 'sales' }, 'wrapup', 'badWrapup'],
  [{ wrapup: 'sales:10,support:ten' }, 'wrapup', 'badWrapup'],
  [{ wrapup: 'sales:3601' }, 'wrapup', 'badWrapup'],
])('what the server refuses is named by its field: %o', (more, field, is) => {
  const given: Record<string, unknown> = { ...RIGHT, ...more };
  expect(connectionFaults(given)).toMatchObject([{ field, is }]);
  const parsed = parse(connectionSchema, given);
  const url = parsed.ok ? connectionUrl(parsed.value as Connection) : null;
  const isTaken = url !== null && URL.canParse(url) && asteriskKind.parse(new URL(url)).ok;
  expect(isTaken, 'it would have been taken').toBe(false);
});

test('every fault has its words', () => {
  expect(Object.keys(FAULTS).sort()).toEqual([...FAULT_CODES].sort());
});
