/** Facts a second through the fold, against JSON.parse of the same facts. */
import { Engine } from '../../server/engine/engine.ts';
import type { Event } from '../../shared/events/event.ts';
import { HOUR_MS } from '../../shared/time.ts';
import { floorFacts, T0 } from '../support/facts.ts';
import { alternate, type Bench, count, median, timed } from './figure.ts';

const SPAN_MS = 8 * HOUR_MS;
const ROUNDS = 7;

export const fold: Bench = {
  name: 'fold',
  async run() {
    const texts = floorFacts({ seed: 1, contacts: 20_000, agents: 500, queues: 40, spanMs: SPAN_MS }).map((event) => JSON.stringify(event));
    const ours = async () => {
      const events = texts.map((text) => JSON.parse(text) as Event);
      return timed(() => {
        const engine = new Engine();
        for (const [index, event] of events.entries()) engine.apply(event, index + 1);
        engine.advance(T0 + SPAN_MS);
      });
    };
    const reference = () =>
      timed(() => {
        let parsed: unknown;
        for (const text of texts) parsed = JSON.parse(text);
        return parsed;
      });
    const [folded, parsed] = await alternate(ROUNDS, ours, reference);
    const rate = (ms: readonly number[]) => (texts.length / median(ms)) * 1000;
    return [
      {
        what: 'fold',
        ours: `${count(rate(folded))} facts/s`,
        reference: `JSON.parse ${count(rate(parsed))}/s`,
        value: median(parsed) / median(folded),
        bar: { atLeast: 0.3 },
        unit: '×',
        note: `${count(texts.length)} facts of 500 agents, 40 queues, 20,000 contacts`,
      },
    ];
  },
};
