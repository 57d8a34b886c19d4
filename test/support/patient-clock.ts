import { type VirtualClock, virtualClock } from './virtual-clock.ts';

export type PatientClock = VirtualClock & {
  /** The same function; the clock stands still while a call of it is under way. */
  waitsFor<A extends unknown[], R>(work: (...args: A) => Promise<R>): (...args: A) => Promise<R>;
};

/** A virtual clock for parts that need real time, such as a database: between two timers it lets what they set off come to rest. */
export function patientClock(startAt: number): PatientClock {
  const clock = virtualClock(startAt);
  const underWay = new Set<Promise<unknown>>();

  async function rest(): Promise<void> {
    do {
      await Promise.allSettled(underWay);
      await new Promise((resolve) => setImmediate(resolve));
    } while (underWay.size > 0);
  }

  async function advanceTo(at: number): Promise<void> {
    await rest();
    for (let next = clock.nextAt(); next !== undefined && next <= at; next = clock.nextAt()) {
      await clock.advanceTo(next);
      await rest();
    }
    await clock.advanceTo(at);
    await rest();
  }

  return {
    ...clock,
    advanceTo,
    advance: (ms) => advanceTo(clock.now() + ms),
    waitsFor:
      (work) =>
      (...args) => {
        const promise = work(...args);
        underWay.add(promise);
        const over = () => underWay.delete(promise);
        promise.then(over, over);
        return promise;
      },
  };
}
