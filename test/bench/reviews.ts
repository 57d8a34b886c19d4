/** `/api/v1/reviews` of a shift with 500 agents, 40 queues and 20,000 contacts, from the stored truth of a real fold. */

import { dump } from '../../server/engine/checkpoint.ts';
import { Engine } from '../../server/engine/engine.ts';
import { takeFlush } from '../../server/engine/flush.ts';
import { createStore } from '../../server/store.ts';
import { HOUR_MS, toIso } from '../../shared/time.ts';
import { startApp } from '../support/app.ts';
import { floorFacts, T0 } from '../support/facts.ts';
import { type Bench, garbageCollector, median, percentile, timed } from './figure.ts';

const SPAN_MS = 8 * HOUR_MS;
const REQUESTS = 80;

/** Each side pays for its own garbage: the reference makes tens of megabytes of it in the process that answers. */
const collect = garbageCollector();

export const reviews: Bench = {
  name: 'reviews',
  async run(database) {
    const { db, close } = await database();
    const engine = new Engine();
    const facts = floorFacts({ seed: 4, contacts: 20_000, agents: 500, queues: 40, spanMs: SPAN_MS });
    for (const [index, event] of facts.entries()) engine.apply(event, index + 1);
    engine.advance(T0 + SPAN_MS + HOUR_MS);
    const rows = takeFlush(engine.state);
    await createStore(db).flush(rows, [{ kind: 'minute', day: null, state: dump(engine.state) }]);
    await db.sql`analyze`;
    const app = await startApp({ db });
    const path = `/api/v1/reviews?from=${toIso(T0)}&to=${toIso(T0 + SPAN_MS)}`;
    const review = await app.get<{ queues: unknown[]; agents: unknown[]; floor: { components: { offered: number } } }>(path);
    if (review.queues.length !== 40 || review.agents.length !== 500 || review.floor.components.offered !== 20_000)
      throw new Error(`${review.queues.length} queues, ${review.agents.length} agents, ${review.floor.components.offered} offered`);
    const ours: number[] = [];
    const reference: number[] = [];
    for (let n = -5; n < REQUESTS; n++) {
      const answered = await timed(async () => (await fetch(app.url + path)).arrayBuffer());
      collect();
      const read = await timed(() => db.sql`select * from queue_stay where offered_at >= ${toIso(T0)} and offered_at < ${toIso(T0 + SPAN_MS)}`);
      collect();
      if (n < 0) continue;
      ours.push(answered);
      reference.push(read);
    }
    await app.stop();
    await close();
    return [
      {
        what: 'review of a shift, 500 agents, 40 queues, 20,000 contacts',
        ours: `median ${median(ours).toFixed(0)} ms, p95 ${percentile(ours, 0.95).toFixed(0)} ms`,
        reference: `bare read of its stays ${median(reference).toFixed(0)} ms`,
        value: percentile(ours, 0.95),
        bar: { atMost: 150 },
        unit: 'ms',
        note: `${rows.stays.length.toLocaleString('en')} stays, ${rows.timelines.reduce((sum, { spans }) => sum + spans.length, 0).toLocaleString('en')} spans`,
      },
    ];
  },
};
