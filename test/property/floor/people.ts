/** Agents: members of queues who pause there, and others who say themselves what they do; both come, go and come back. */
import { MINUTE_MS } from '../../../shared/time.ts';
import type { Script } from './script.ts';

const REASONS = ['הפסקה', 'lunch', '', 'ישיבה'] as const;
const STATES = ['available', 'available', 'break', 'break', 'busy', 'acw', 'ringing', 'talking', 'hold', 'unknown', 'offline'] as const;

export type Hours = { readonly startAt: number; readonly endAt: number };

/** A member of two queues: pauses in one or in all of them, for a reason, as after-call work, and for another reason without a break in between. */
export function member(script: Script, agentId: string, queues: readonly string[], { startAt, endAt }: Hours): void {
  const say = (at: number, queueId: string, data: object) => script.say('cc.agent.membership.v1', at, { agentId, queueId, joined: true, ...data });
  for (const queueId of queues) say(startAt, queueId, script.chance(0.3) ? { name: `Name of ${agentId}` } : {});
  const spanMs = endAt - startAt;
  for (let at = startAt + script.random() * spanMs * 0.3; at < endAt; at += (0.2 + script.random()) * spanMs * 0.3) {
    const where = script.chance(0.7) ? queues : queues.slice(0, 1);
    const until = at + script.random() * 25 * MINUTE_MS;
    const pause = { paused: true, reason: script.pick(REASONS), ...(script.chance(0.2) ? { acw: true } : {}) };
    for (const queueId of where) {
      say(at, queueId, pause);
      if (script.chance(0.2)) say((at + until) / 2, queueId, { ...pause, reason: script.pick(REASONS) });
      if (script.chance(0.9)) say(until, queueId, { paused: false });
    }
    if (script.chance(0.2)) for (const queueId of where) say(until + MINUTE_MS, queueId, { joined: false });
    if (script.chance(0.3)) for (const queueId of where) say(until + 2 * MINUTE_MS, queueId, {});
    if (script.chance(0.3)) script.say('cc.agent.state.v1', at + MINUTE_MS, { agentId, state: script.pick(STATES) });
  }
}

/** Signs in, tells her states with their reasons, signs out; sometimes for a while only. */
export function reporter(script: Script, agentId: string, queues: readonly string[], { startAt, endAt }: Hours): void {
  const signIn = (at: number) =>
    script.say('cc.agent.signedin.v1', at, { agentId, ...(script.chance(0.5) ? { queues } : {}), name: `${agentId} ${at}` });
  if (script.chance(0.8)) signIn(startAt);
  for (let at = startAt + script.random() * 5 * MINUTE_MS; at < endAt; at += (0.1 + script.random()) * 20 * MINUTE_MS) {
    const state = script.pick(STATES);
    script.say('cc.agent.state.v1', at, { agentId, state, ...(script.chance(0.6) ? { reason: script.pick(REASONS) } : {}) });
    if (!script.chance(0.1)) continue;
    script.say('cc.agent.signedout.v1', at + MINUTE_MS, { agentId, ...(script.chance(0.3) ? { queues: queues.slice(0, 1) } : {}) });
    if (script.chance(0.7)) signIn(at + 5 * MINUTE_MS);
  }
  if (script.chance(0.5)) script.say('cc.agent.signedout.v1', endAt, { agentId });
}
