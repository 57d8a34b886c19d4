/** Facts on their way to the sink: one call under way, in order, with a bound of its own. */
import type { SourceEvent, SourceSink } from '../source.ts';

/** At 50 facts a second: a quarter of an hour without a database. */
export const OUTBOX_MAX_EVENTS = 50_000;
const BATCH_EVENTS = 500;

export type Outbox = {
  push(events: readonly SourceEvent[]): void;
  readonly isFull: () => boolean;
  readonly isEmpty: () => boolean;
  /** Resolves when everything pushed so far is committed; rejects when the sink is closed. */
  drained(): Promise<void>;
};

/** @param onDrained is awaited each time nothing is left to send, before the next facts go. */
export function createOutbox(sink: Pick<SourceSink, 'emit'>, onDrained: () => Promise<void>): Outbox {
  let queue: SourceEvent[] = [];
  let pumping: Promise<void> = Promise.resolve();
  let isPumping = false;
  let failure: unknown = null;

  const pump = async () => {
    while (queue.length > 0) {
      const batch = queue.slice(0, BATCH_EVENTS);
      await sink.emit(batch);
      queue = queue.slice(batch.length);
      if (queue.length === 0) await onDrained();
    }
  };

  return {
    push(events) {
      for (const event of events) queue.push(event);
      if (isPumping || queue.length === 0 || failure !== null) return;
      isPumping = true;
      pumping = pump()
        .catch((error: unknown) => {
          failure = error;
        })
        .finally(() => {
          isPumping = false;
        });
    },
    isEmpty: () => queue.length === 0,
    isFull: () => queue.length > OUTBOX_MAX_EVENTS,
    async drained() {
      while (isPumping) await pumping;
      if (failure !== null) throw failure;
    },
  };
}
