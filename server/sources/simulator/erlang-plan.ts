/** What the queueing model of `erlang.ts` is made of: one queue and two crews. */
import { SECOND_MS } from '../../../shared/time.ts';
import type { ErlangA, SimulatorOptions } from './options.ts';
import type { AgentPlan, QueuePlan } from './plan.ts';

export const ERLANG_QUEUE = 'erlang';

/** Its one queue. */
export function erlangQueue({ talkSeconds, patienceSeconds }: ErlangA): QueuePlan {
  return {
    id: ERLANG_QUEUE,
    name: 'M/M/n+M',
    nameEn: 'M/M/n+M',
    channel: 'voice',
    team: -1,
    share: 1,
    talkMs: talkSeconds * SECOND_MS,
    patienceMs: patienceSeconds * SECOND_MS,
    wrapup: { kind: 'none', ms: 0 },
    targetPercent: 80,
    targetSeconds: 20,
    transferChance: 0,
    hasCallback: false,
  };
}

/** Its two crews, of even and of odd days. */
export function erlangAgents({ agents }: SimulatorOptions): AgentPlan[] {
  const about = { team: -1, nesting: false, queues: [0], capacity: 1, pace: 1, duty: 'day' } as const;
  return Array.from({ length: 2 * agents }, (_, number) => {
    const id = `${number % 2 === 0 ? 'even' : 'odd'}-${Math.floor(number / 2) + 1}`;
    return { ...about, id, name: [id, id] };
  });
}
