/** Wrap-up, which AMI never tells: worked out from the wrap-up time of the queue of the last call (asterisk-rules.md, rule 3). */
import { emit } from './facts.ts';
import type { Agent, Conversation, Moment, TranslatorState } from './state.ts';

/** Starts at the end of a conversation, if the queue has a wrap-up time. Who is paused everywhere goes on her break at once. */
export function startWrapup(state: TranslatorState, agent: Agent, talk: Conversation, moment: Moment): void {
  const durationMs = state.options.wrapupMs.get(talk.queueId);
  const { contactId, segmentId, queueId } = talk;
  if (durationMs === undefined || durationMs <= 0 || contactId === null || segmentId === null) return;
  const memberships = [...agent.queues.values()];
  // An import knows no members that were not added.
  if (memberships.length === 0 && state.connection.isSynced) return;
  if (memberships.length > 0 && memberships.every((membership) => membership.isPaused)) return;
  agent.wrapup = { contactId, segmentId, queueId, untilAt: moment.at + durationMs };
  emitWrapup(state, agent, agent.wrapup, moment, { state: 'started', durationMs });
}

/** Something else began for her before the wrap-up had run out. */
export function cutWrapup(state: TranslatorState, agent: Agent, moment: Moment): void {
  const { wrapup } = agent;
  agent.wrapup = null;
  if (wrapup !== null && moment.at < wrapup.untilAt) emitWrapup(state, agent, wrapup, moment, { state: 'ended' });
}

function emitWrapup(
  state: TranslatorState,
  agent: Agent,
  wrapup: NonNullable<Agent['wrapup']>,
  moment: Moment,
  data: { state: 'started'; durationMs: number } | { state: 'ended' },
): void {
  const { contactId, segmentId, queueId } = wrapup;
  const whole = { contactId, segmentId, queueId, agentId: agent.id, channel: 'voice', direction: 'inbound', ...data } as const;
  emit(state, moment, 'cc.contact.wrapup.v1', whole, { quality: 'derived' });
}
