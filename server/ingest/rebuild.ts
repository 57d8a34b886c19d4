/**
 * All projections from the log alone, in one reading of it in the order of time: what a restore has to make. What is folded is written every few
 * thousand facts and let go of, so that the history may be as long as it likes.
 */
import { businessDayOf, dayBounds } from '../../shared/calendar.ts';
import { countAnomaly } from '../engine/anomaly.ts';
import { type Checkpoint, dump } from '../engine/checkpoint.ts';
import { Engine } from '../engine/engine.ts';
import { takeFlush } from '../engine/flush.ts';
import type { FlushRows } from '../engine/rows.ts';
import { inOrder } from './in-order.ts';
import { keptOnly } from './row-spans.ts';
import type { LogPage, Store } from './store.ts';

export type Rebuilding = Pick<Store, 'readSpan' | 'readSettings' | 'quarantined' | 'flush' | 'lastPosition'> & {
  /** The instant from which on the log has every fact; null: it has all. */
  readonly keptFrom: number | null;
  /**
   * True where every fact from before the instant stands before every one from then on: only there does a position say the same as an instant, and only
   * such a state can be gone on from.
   */
  isCleanCut(at: number): boolean;
};

/** Facts between two writes: what is under way is written each time, and more would only fill the memory. */
const WRITE_EVERY = 20_000;

type Logged = LogPage['events'][number];

/** @param progress facts folded so far. */
export async function rebuild(options: Rebuilding, progress: (facts: number) => void = () => undefined): Promise<void> {
  const engine = new Engine();
  const { state } = engine;
  const [skipped, upTo] = [await options.quarantined(), await options.lastPosition()];
  for (const { event } of await options.readSettings()) engine.apply(event, 0);
  const isWanted = ({ event, position }: Logged) => {
    if (!skipped.has(position)) return !event.type.endsWith('.config.v1');
    countAnomaly(state.anomalies, event.source, 'quarantined', `${event.type} ${event.id}`);
    return false;
  };
  let facts = 0;
  let writtenAt = 0;
  let last = 0;
  for await (const group of inOrder(noting(options.readSpan(0, Number.MAX_SAFE_INTEGER, upTo), state.anomalies), isWanted)) {
    for (const { event, position } of group) {
      await turnDays(options, engine, event.at);
      engine.apply(event, position);
    }
    facts += group.length;
    if (facts - writtenAt >= WRITE_EVERY) {
      engine.advance(group.at(-1)?.event.at ?? 0);
      await write(options, engine);
      writtenAt = facts;
    }
    last = group.at(-1)?.event.at ?? last;
    progress(facts);
  }
  state.position = upTo;
  engine.advance(last);
  await write(options, engine, [{ kind: 'minute', day: null }]);
}

async function* noting(pages: AsyncIterable<LogPage>, anomalies: Engine['state']['anomalies']): AsyncGenerator<LogPage> {
  for await (const page of pages) {
    for (const { source, problem } of page.unreadable) countAnomaly(anomalies, source, 'unreadable', problem);
    yield page;
  }
}

/** Before a fact of another business day the one that was is closed, and the state kept from which the new one can be counted again. */
async function turnDays(options: Rebuilding, engine: Engine, at: number): Promise<void> {
  const { state } = engine;
  if (state.now === 0) return engine.advance(at);
  if (at < state.period().bounds.endsAt) return;
  const calendar = state.calendar(at);
  const { startsAt } = dayBounds(businessDayOf(at, calendar), calendar);
  engine.advance(startsAt);
  await write(options, engine, options.isCleanCut(startsAt) ? [{ kind: 'day', day: state.period().day }] : []);
}

async function write(
  options: Rebuilding,
  engine: Engine,
  checkpoints: readonly { kind: 'minute' | 'day'; day: string | null }[] = [],
): Promise<void> {
  const rows: FlushRows = takeFlush(engine.state, { running: checkpoints.length > 0 });
  let image: Checkpoint | undefined;
  if (checkpoints.length > 0) {
    engine.settle();
    image = dump(engine.state);
  }
  await options.flush(
    keptOnly(rows, options.keptFrom),
    checkpoints.flatMap((checkpoint) => (image === undefined ? [] : [{ ...checkpoint, state: image }])),
  );
  engine.evict();
  engine.state.settledContacts.letRest();
}
