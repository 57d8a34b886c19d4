/** What becomes of an answered call: how long it lasts, who is put on hold, where it goes from here. Drawn once, when it is answered. */
import { MINUTE_MS, SECOND_MS } from '../../../shared/time.ts';
import { type FloorPlan, isDigital, type QueuePlan } from './plan.ts';
import type { Random } from './random.ts';

export type Conversation = {
  readonly lengthMs: number;
  /** From the answer on; a hold without an end lasts until the transfer. */
  readonly holds: readonly { readonly fromMs: number; readonly toMs: number | null }[];
  readonly transfer: { readonly kind: 'blind' | 'attended'; readonly to: number } | null;
  readonly endedBy: 'customer' | 'agent';
};

const TALK_SIGMA = 0.62;
const TALK_LEAST_MS = 12 * SECOND_MS;
const TALK_MOST_MS = 40 * MINUTE_MS;
const HOLD_CHANCE = 0.15;
const HOLD_MEAN_MS = 50 * SECOND_MS;
const HOLD_SIGMA = 0.6;
const ATTENDED_CHANCE = 0.4;
const CONSULT_MS = [15 * SECOND_MS, 45 * SECOND_MS] as const;
const WRAPUP_SIGMA = 0.5;
/** Now and then there is a form to fill in. */
const LONG_WRAPUP_CHANCE = 0.05;

/** Draws a conversation: talk is log-normal around the queue's mean, at the agent's pace. */
export function planConversation(random: Random, plan: FloorPlan, queue: number, pace: number, mayMove: boolean): Conversation {
  const { talkMs, transferChance } = plan.queues[queue] as QueuePlan;
  const talk = Math.min(TALK_MOST_MS, Math.max(TALK_LEAST_MS, random.logNormal(talkMs * pace, TALK_SIGMA)));
  const holds: { fromMs: number; toMs: number | null }[] = [];
  let lengthMs = talk;
  if (random.chance(HOLD_CHANCE)) {
    const fromMs = talk * random.between(0.3, 0.8);
    const holdMs = random.logNormal(HOLD_MEAN_MS, HOLD_SIGMA);
    holds.push({ fromMs, toMs: fromMs + holdMs });
    lengthMs += holdMs;
  }
  const endedBy = random.chance(0.7) ? 'customer' : 'agent';
  if (!random.chance(transferChance) || !mayMove) return { lengthMs, holds, transfer: null, endedBy };
  const to = target(random, plan, queue);
  if (!random.chance(ATTENDED_CHANCE)) return { lengthMs, holds, transfer: { kind: 'blind', to }, endedBy };
  const consultMs = random.between(...CONSULT_MS);
  return { lengthMs: lengthMs + consultMs, holds: [...holds, { fromMs: lengthMs, toMs: null }], transfer: { kind: 'attended', to }, endedBy };
}

/** Any other queue of calls, the big ones more often. */
function target(random: Random, plan: FloorPlan, queue: number): number {
  return random.pick(plan.queues.map((other, index) => (index === queue || isDigital(other) ? 0 : other.share)));
}

/** Log-normal around the queue's mean; one in twenty takes three times as long. */
export function wrapUpMs(random: Random, meanMs: number, pace: number): number {
  return random.logNormal(meanMs * pace, WRAPUP_SIGMA) * (random.chance(LONG_WRAPUP_CHANCE) ? 3 : 1);
}
