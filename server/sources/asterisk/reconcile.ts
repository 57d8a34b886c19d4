/** Compares the mirror with what QueueStatus says (asterisk-rules.md, rules 7 and 8). Changes nothing. */
import { isWaiting } from './contacts.ts';
import { type QueueStatus, readQueueStatus } from './lists.ts';
import type { AmiMessage } from './message.ts';
import { keyOf, type TranslatorState } from './state.ts';

/** Names what is not the same here and there, each difference by one line of text that stays the same while it lasts. */
export function differences(state: TranslatorState, items: readonly AmiMessage[]): string[] {
  const status = readQueueStatus(items);
  return [...waitingDifferences(state, status), ...memberDifferences(state, status)];
}

function waitingDifferences(state: TranslatorState, status: QueueStatus): string[] {
  const here = new Map<string, string>();
  for (const stay of state.stays.values()) {
    if (isWaiting(stay) && stay.isMissingSince === null) here.set(stay.key, `${stay.uniqueid} in ${stay.queueId}`);
  }
  const there = new Map(status.callers.map(({ uniqueid, queueId }) => [keyOf(uniqueid, queueId), `${uniqueid} in ${queueId}`]));
  return [
    ...[...here].filter(([key]) => !there.has(key)).map(([, text]) => `waits only here: ${text}`),
    ...[...there].filter(([key]) => !here.has(key)).map(([, text]) => `waits only there: ${text}`),
  ];
}

type MemberView = { readonly text: string; readonly pause: string; readonly isInCall: boolean };

function memberDifferences(state: TranslatorState, status: QueueStatus): string[] {
  const here = new Map<string, MemberView>();
  for (const agent of state.agents.values()) {
    for (const [queueId, { isPaused, reason }] of agent.queues) {
      const isInCall = agent.talk?.queueId === queueId;
      here.set(keyOf(agent.id, queueId), { text: `${agent.id} in ${queueId}`, pause: pauseText(isPaused, reason), isInCall });
    }
  }
  const there = new Map<string, MemberView>();
  for (const { agentId, queueId, isPaused, reason, isInCall } of status.members) {
    there.set(keyOf(agentId, queueId), { text: `${agentId} in ${queueId}`, pause: pauseText(isPaused, reason), isInCall });
  }
  const found = [...here].filter(([key]) => !there.has(key)).map(([, { text }]) => `member only here: ${text}`);
  for (const [key, theirs] of there) {
    const mine = here.get(key);
    if (mine === undefined) found.push(`member only there: ${theirs.text}`);
    else if (mine.pause !== theirs.pause) found.push(`pause: ${theirs.text}, ${mine.pause} here, ${theirs.pause} there`);
    else if (mine.isInCall !== theirs.isInCall) found.push(`in call only ${mine.isInCall ? 'here' : 'there'}: ${theirs.text}`);
  }
  return found;
}

function pauseText(isPaused: boolean, reason: string): string {
  return isPaused ? `paused (${reason})` : 'not paused';
}
