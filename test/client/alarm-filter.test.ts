/** What is looked for among the alarms of the past stands in the address, and is asked of the server. */
import { expect, test } from 'vitest';
import { addressOf, askedOf, EVERYTHING, type Filter, filterOf, partOfSource } from '../../client/alarms/filter.ts';

const QUEUE = JSON.stringify({ of: 'queue', id: 'מכירות & more' });

test('a filter comes back from its address as it was', () => {
  const filters: Filter[] = [
    EVERYTHING,
    { from: '2026-11-20', to: '2026-11-22', part: QUEUE, level: 'critical', rule: 'long-wait', text: '50% + דנה' },
    { ...EVERYTHING, part: partOfSource('pbx 1'), level: 'warn' },
  ];
  for (const filter of filters) expect(filterOf(`?tab=history&${addressOf(filter)}`)).toEqual(filter);
  expect(addressOf(EVERYTHING)).toBe('');
  expect(filterOf('?from=yesterday&level=bad&tab=rules')).toEqual(EVERYTHING);
});

test('the server is asked for what was chosen, and for nothing else', () => {
  expect(askedOf(EVERYTHING)).toEqual({});
  expect(askedOf({ ...EVERYTHING, part: QUEUE, text: 'x' })).toEqual({ scope: QUEUE, text: 'x' });
  expect(askedOf({ ...EVERYTHING, part: partOfSource('pbx1') })).toEqual({ source: 'pbx1' });
});
