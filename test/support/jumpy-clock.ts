import { type VirtualClock, virtualClock } from './virtual-clock.ts';

/** A machine's clock that somebody sets, while its timers run on. */
export type JumpyClock = VirtualClock & { jump(ms: number): void };

export function jumpyClock(startAt: number): JumpyClock {
  const steady = virtualClock(startAt);
  let offset = 0;
  return {
    ...steady,
    now: () => steady.now() + offset,
    jump: (ms) => {
      offset += ms;
    },
  };
}
