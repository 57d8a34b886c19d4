/** A fold that nobody looks at, as in a restore: what has left every window must not stay, or a long day fills the memory. */
import { expect, test } from 'vitest';
import { dump } from '../../../../server/engine/checkpoint.ts';
import { Engine } from '../../../../server/engine/engine.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../shared/time.ts';
import { floorFacts, T0 } from '../../../support/facts.ts';

test('of three hours that nobody looked at a saved state has the last half hour, and the figures are the same', () => {
  const facts = floorFacts({ seed: 8, contacts: 900, agents: 20, queues: 2, spanMs: 3 * HOUR_MS });
  const [unseen, seen] = [new Engine(), new Engine()];
  for (const engine of [unseen, seen]) engine.advance(T0);
  let looked = T0;
  for (const [index, fact] of facts.entries()) {
    for (const engine of [unseen, seen]) engine.apply(fact, index + 1);
    if (fact.at < looked + MINUTE_MS) continue;
    looked = fact.at;
    for (const engine of [unseen, seen]) engine.advance(looked);
    for (const ledger of [seen.state.floor, ...seen.state.queues.values()]) ledger.rolling(looked);
  }
  unseen.settle();
  const { floor, queues } = dump(unseen.state);
  const offered = [floor, ...queues.map(([, queue]) => queue)].flatMap(({ rolling }) => rolling.rows.columns.offeredAt as number[]);
  expect(offered.length).toBeGreaterThan(0);
  expect(Math.min(...offered)).toBeGreaterThan(looked - 30 * MINUTE_MS);
  expect(unseen.state.floor.rolling(looked)).toEqual(seen.state.floor.rolling(looked));
  expect(unseen.state.floor.sum(0, Number.MAX_SAFE_INTEGER, looked)).toEqual(seen.state.floor.sum(0, Number.MAX_SAFE_INTEGER, looked));
});
