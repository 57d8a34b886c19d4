import { expect, test } from 'vitest';
import { fromColumns, fromMixed, toColumns, toMixed } from '../../../../server/engine/columns.ts';
import type { ContactRow } from '../../../../server/engine/rows.ts';
import { SettledContacts } from '../../../../server/engine/settled.ts';
import { compoundKey } from '../../../../shared/ids.ts';
import { INTERVAL_MS, MINUTE_MS } from '../../../../shared/time.ts';
import { seeded, T0 } from '../../../support/facts.ts';
import { ANSWERED } from '../../../support/rows.ts';

const row = (n: number, offeredAt: number): ContactRow => ({
  ...ROW,
  contactId: `c${n}`,
  offeredAt,
  startedAt: n % 3 === 0 ? null : offeredAt,
  waitMs: n % 7,
});
const keyOf = ({ source, contactId }: ContactRow) => compoundKey(source, contactId);
const ROW: ContactRow = {
  ...ANSWERED,
  source: 'pbx',
  contactId: '',
  channel: 'voice',
  direction: 'inbound',
  firstQueueId: 'מכירות',
  startedAt: null,
  stays: 1,
  offeredAt: 0,
  exitAt: null,
  answeredAt: null,
};

test('rows come back from columns as they were', () => {
  const rows = Array.from({ length: 2000 }, (_, n) => ({ ...row(n, T0 + n), exitReason: n % 4 === 0 ? null : `r${n % 5}`, nested: { n } }));
  expect(fromColumns(JSON.parse(JSON.stringify(toColumns(rows))))).toEqual(rows);
  expect(fromColumns(toColumns([]))).toEqual([]);
});

test('rows of several kinds come back in their order, without the fields that they did not have', () => {
  const rows = [{ a: 1, b: 'x' }, { b: 'y' }, { a: null, b: 'x' }, {}, { a: 2, b: undefined, c: ['z'] }, { b: 'y' }];
  expect(fromMixed(JSON.parse(JSON.stringify(toMixed(rows))))).toStrictEqual(JSON.parse(JSON.stringify(rows)));
  expect(fromMixed(toMixed([]))).toEqual([]);
});

/** Against a plain map, with saving and reading in between. */
test.each([1, 2, 3, 4])('settled contacts are what a map of them would be, saved and read at any time (%i)', (seed) => {
  const random = seeded(seed);
  const plain = new Map<string, ContactRow>();
  let settled = new SettledContacts();
  let savedWithout = 0;
  for (let n = 0; n < 3000; n++) {
    const dice = random();
    const some = [...plain.keys()][Math.floor(random() * plain.size)];
    if (dice < 0.6) {
      const one = row(Math.floor(random() * 900), T0 + Math.floor(random() * 20) * INTERVAL_MS + Math.floor(random() * 10) * MINUTE_MS);
      plain.set(keyOf(one), one);
      settled.set(keyOf(one), one);
    } else if (dice < 0.75 && some !== undefined) {
      plain.delete(some);
      settled.delete(some);
    } else if (dice < 0.76) settled.letRest();
    else if (dice < 0.8) {
      const dumped = JSON.parse(JSON.stringify(settled.dump()));
      if (random() < 0.5) {
        settled = new SettledContacts();
        settled.load(dumped);
      } else savedWithout++;
    } else if (dice < 0.81) {
      const limit = T0 + Math.floor(random() * 3) * INTERVAL_MS;
      for (const [key, { offeredAt }] of plain) if (offeredAt < limit) plain.delete(key);
      settled.evict(limit);
    } else if (some !== undefined) expect(settled.get(some)).toEqual(plain.get(some));
    expect(settled.size).toBe(plain.size);
  }
  expect(savedWithout).toBeGreaterThan(10);
  for (const [key, one] of plain) expect(settled.get(key)).toEqual(one);
  const since = T0 + 7 * INTERVAL_MS + 4 * MINUTE_MS;
  const starts = new Set(
    [...plain.values()].filter(({ offeredAt }) => offeredAt >= since).map(({ offeredAt }) => offeredAt - (offeredAt % INTERVAL_MS)),
  );
  expect(settled.startsSince(since).sort()).toEqual([...starts].sort());
});
