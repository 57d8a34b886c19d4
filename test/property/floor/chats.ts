/** Digital: conversations with messages of customers, bots and agents, handed on, opened again after minutes or hours. */
import { HOUR_MS, MINUTE_MS } from '../../../shared/time.ts';
import { type Cast, wrapUp } from './calls.ts';
import type { Script } from './script.ts';

const CHANNELS = ['chat', 'whatsapp', 'email'] as const;

/** One conversation, perhaps of several openings; with or without names for its stays. */
export function chat(script: Script, cast: Cast, contactId: string, startAt: number, hasSegments: boolean): void {
  const channel = script.pick(CHANNELS);
  let at = startAt;
  if (script.chance(0.2)) script.say('cc.contact.message.v1', at - MINUTE_MS, { contactId, channel, from: 'customer' });
  const openings = script.pick([1, 1, 2, 3]);
  for (let opening = 1; opening <= openings; opening++) {
    const queueId = script.pick(cast.queues);
    const segment = hasSegments ? { segmentId: `${contactId}:${opening}` } : {};
    const about = { contactId, channel, ...segment, queueId };
    const end = converse(script, cast, about, at);
    if (end === null) return;
    at = end + script.pick([0, script.random() * 10 * MINUTE_MS, script.random() * 3 * HOUR_MS]);
  }
}

type About = { contactId: string; channel: string; segmentId?: string; queueId: string };

function converse(script: Script, cast: Cast, about: About, queuedAt: number): number | null {
  const agentId = script.pick(cast.agents);
  const message = (at: number, from: 'customer' | 'agent' | 'bot') => script.say('cc.contact.message.v1', at, { ...about, from });
  const truth = {
    segmentId: undefined,
    ...about,
    from: queuedAt,
    answeredAt: null as number | null,
    agentId,
    to: null as number | null,
    vanishesAt: queuedAt + script.random() * HOUR_MS,
  };
  script.stays.push(truth);
  script.say('cc.contact.queued.v1', queuedAt, about);
  if (script.chance(0.5)) message(queuedAt + 1000, 'bot');
  if (script.chance(0.6)) message(queuedAt + 2000, 'customer');
  const wait = script.random() * 20 * MINUTE_MS;
  if (script.chance(0.15)) {
    script.say('cc.contact.abandoned.v1', queuedAt + wait, about);
    truth.to = queuedAt + wait;
    return truth.to;
  }
  if (script.chance(0.1)) return null;
  const answeredAt = queuedAt + wait;
  script.say('cc.contact.answered.v1', answeredAt, { ...about, agentId });
  truth.answeredAt = answeredAt;
  const length = script.random() * 15 * MINUTE_MS;
  for (let share = script.random(); share < 1; share += script.random() * 0.5)
    message(answeredAt + share * length, script.pick(['agent', 'agent', 'customer', 'bot'] as const));
  if (script.chance(0.1)) return null;
  truth.to = answeredAt + length;
  script.say('cc.contact.ended.v1', truth.to, { ...about, by: script.pick(['agent', 'system', 'customer'] as const) });
  wrapUp(script, about, agentId, truth.to);
  return truth.to;
}
