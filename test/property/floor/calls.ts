/** Voice: contacts that queue, ring in vain, talk, hold, are handed on, are wrapped up in every way there is, and leave. */
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/time.ts';
import type { Script } from './script.ts';

export type Cast = { readonly agents: readonly string[]; readonly queues: readonly string[] };

/** One call from its start to its end; with or without names for its stays. */
export function call(script: Script, cast: Cast, contactId: string, startAt: number, hasSegments: boolean): void {
  let at = startAt;
  if (script.chance(0.3)) script.say('cc.contact.offered.v1', at - 20 * SECOND_MS, { contactId, entry: '1700' });
  if (script.chance(0.03)) return script.say('cc.contact.abandoned.v1', at, { contactId, phase: 'ivr' });
  const stays = script.pick([1, 1, 1, 1, 2, 3]);
  for (let stay = 1; stay <= stays; stay++) {
    const queueId = script.pick(cast.queues);
    const segment = hasSegments ? { segmentId: `${contactId}:${queueId}:${stay}` } : {};
    const about = { contactId, ...segment, queueId };
    const reason = stay === 1 ? 'new' : script.pick(['transfer', 'overflow', 'new'] as const);
    script.say('cc.contact.queued.v1', at, { ...about, reason, ...(script.chance(0.5) ? { contactStartedAt: script.round(startAt) - 30_000 } : {}) });
    const left = visit(script, cast, about, at);
    if (left === null) return;
    at = left;
  }
}

type About = { contactId: string; segmentId?: string; queueId: string };

/** One stay. @returns when it ended and another may begin, or null where the contact is gone. */
function visit(script: Script, cast: Cast, about: About, queuedAt: number): number | null {
  const truth = {
    contactId: about.contactId,
    segmentId: about.segmentId,
    queueId: about.queueId,
    channel: 'voice',
    from: queuedAt,
    answeredAt: null as number | null,
    agentId: null as string | null,
    to: null as number | null,
    vanishesAt: queuedAt + script.random() * HOUR_MS,
  };
  script.stays.push(truth);
  // Ends exactly at the limits now and then.
  const wait = script.pick([5 * SECOND_MS, 20 * SECOND_MS, script.random() * 90_000, script.random() * 90_000, script.random() * 10 * MINUTE_MS]);
  const exitAt = queuedAt + wait;
  if (script.chance(0.4)) ringInVain(script, cast, about, queuedAt, wait);
  const dice = script.random();
  truth.to = exitAt;
  if (dice < 0.15) {
    script.say('cc.contact.abandoned.v1', exitAt, about);
    return null;
  }
  if (dice < 0.25) {
    script.say('cc.contact.dequeued.v1', exitAt, { ...about, reason: script.pick(['overflow', 'timeout', 'keypress', 'unknown'] as const) });
    return exitAt;
  }
  if (dice < 0.3) {
    truth.to = script.chance(0.5) ? exitAt : null;
    return null;
  }
  const agentId = script.pick(cast.agents);
  if (script.chance(0.3)) script.say('cc.contact.ringing.v1', exitAt - Math.min(wait, 4000), { ...about, agentId, offerId: `${about.contactId}-a` });
  script.say('cc.contact.answered.v1', exitAt, { ...about, agentId, ...(script.chance(0.3) ? { waitMs: Math.round(wait) } : {}) });
  Object.assign(truth, { answeredAt: exitAt, agentId, to: null });
  truth.to = conversation(script, cast, about, agentId, exitAt);
  return truth.to;
}

function ringInVain(script: Script, cast: Cast, about: About, from: number, wait: number): void {
  const agentId = script.pick(cast.agents);
  const offer = { ...about, agentId, offerId: `${about.contactId}-${Math.round(from)}` };
  if (script.chance(0.8)) script.say('cc.contact.ringing.v1', from + wait * 0.2, offer);
  script.say('cc.contact.offerended.v1', from + wait * 0.6, { ...offer, result: script.pick(['noanswer', 'rejected', 'canceled'] as const) });
}

/** @returns its end, or null where nobody ever tells it. */
function conversation(script: Script, cast: Cast, about: About, first: string, answeredAt: number): number | null {
  let agentId = first;
  let at = answeredAt;
  const parts = script.pick([1, 1, 1, 2]);
  for (let part = 1; part <= parts; part++) {
    const talk = script.random() * 6 * MINUTE_MS;
    if (script.chance(0.3)) script.say('cc.contact.held.v1', at + talk * 0.4, { ...about, agentId });
    if (script.chance(0.25)) script.say('cc.contact.resumed.v1', at + talk * 0.7, { ...about, agentId });
    at += talk;
    if (part === parts) break;
    script.say('cc.contact.transferred.v1', at, { ...about, agentId, kind: script.pick(['blind', 'attended'] as const) });
    wrapUp(script, about, agentId, at);
    agentId = script.pick(cast.agents);
    script.say('cc.contact.answered.v1', at + 2 * SECOND_MS, { ...about, agentId });
    at += 2 * SECOND_MS;
  }
  if (script.chance(0.03)) return null;
  const whose = script.chance(0.8) ? { agentId } : {};
  if (script.chance(0.1)) script.say('cc.contact.transferred.v1', at, { ...about, ...whose, kind: 'blind' });
  script.say('cc.contact.ended.v1', at, { ...about, ...whose, by: script.pick(['customer', 'agent', 'unknown'] as const) });
  wrapUp(script, about, agentId, at);
  return at;
}

/** With a duration, with an end, with both, with an end alone, without any end, or none at all. */
export function wrapUp(script: Script, about: object, agentId: string, at: number): void {
  const hers = { ...about, agentId };
  const length = Math.round(script.random() * 3 * MINUTE_MS);
  const started = (more: object = {}) => script.say('cc.contact.wrapup.v1', at, { ...hers, state: 'started', ...more });
  const ended = (more: object = {}) => script.say('cc.contact.wrapup.v1', at + length, { ...hers, state: 'ended', ...more });
  switch (script.pick(['none', 'duration', 'end', 'both', 'end alone', 'no end'])) {
    case 'duration':
      return started({ durationMs: length });
    case 'end':
      started();
      return ended();
    case 'both':
      started({ durationMs: length + 10 * SECOND_MS });
      return ended();
    case 'end alone':
      return ended({ durationMs: length });
    case 'no end':
      return started();
    default:
  }
}
