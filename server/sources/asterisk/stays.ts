/** Callers in queues: Join, Leave, Abandon, and what is said later of why they left (asterisk-rules.md, rule 1). */
import type { DequeueReason } from '../../../shared/events/contact.ts';
import { closeStay, contactIdOf, contactOf, isWaiting, lastPastStay, nextSegmentId, openStay, stayKey } from './contacts.ts';
import { derivedMoment, emit, ofStay } from './facts.ts';
import { type AmiMessage, readSeconds } from './message.ts';
import { endOffersOf } from './offers.ts';
import { addAnomaly, addTimer, type Moment, type Stay, type TranslatorState } from './state.ts';

/**
 * AgentConnect follows its Leave at once: 2.9 ms at most in all recordings, but in one case of twelve in another read. Then depth falls
 * by a provisional exit; nothing within a second means that the caller pressed a key.
 */
const LEAVE_UNDECIDED_MS = 50;
const LEAVE_ALONE_MS = 1000;
/** Leaving without an answer this near to a Shutdown is the PBX's doing. */
const SHUTDOWN_NEAR_MS = 2000;

/** A caller enters a queue. */
export function joined(state: TranslatorState, message: AmiMessage, moment: Moment): void {
  const uniqueid = message.get('Uniqueid');
  const queueId = message.get('Queue');
  const key = stayKey(uniqueid, queueId);
  const open = state.stays.get(key);
  if (open?.isProvisional && isWaiting(open)) {
    open.isProvisional = false;
    open.joinedAt = moment.time;
    open.joinQuality = moment.quality;
    emitQueued(state, moment, open, tellerOf(message));
    return;
  }
  if (open !== undefined) {
    // No second Join without a Leave: that Leave was lost.
    addAnomaly(state, 'join-while-waiting', `queue ${queueId}`);
    if (isWaiting(open)) exitAs(state, open, 'unknown', moment);
    closeStay(state, open);
  }
  const stay = newStay(state, callerOf(message), moment.at, moment);
  emitQueued(state, moment, stay, tellerOf(message));
}

export type Caller = { readonly uniqueid: string; readonly linkedid: string; readonly queueId: string };
type Join = { readonly time: number; readonly quality: Moment['quality'] };

function callerOf(message: AmiMessage): Caller {
  return { uniqueid: message.get('Uniqueid'), linkedid: message.get('Linkedid'), queueId: message.get('Queue') };
}

/** Makes the next stay of a caller in a queue. */
export function newStay(state: TranslatorState, caller: Caller, at: number, join: Join): Stay {
  const { uniqueid, linkedid, queueId } = caller;
  const contact = contactOf(state, contactIdOf(state, uniqueid, linkedid), at);
  const stay: Stay = {
    key: stayKey(uniqueid, queueId),
    uniqueid,
    queueId,
    contactId: contact.id,
    segmentId: nextSegmentId(state, contact, queueId, join.time),
    joinedAt: join.time,
    joinQuality: join.quality,
    isProvisional: false,
    left: null,
    exit: null,
    isMissingSince: null,
    seenAt: at,
  };
  openStay(state, stay);
  return stay;
}

type Teller = { readonly number: string; readonly position: number };

function tellerOf(message: AmiMessage): Teller {
  return { number: message.get('CallerIDNum'), position: Number(message.get('Position')) };
}

/** Tells of a caller who entered a queue. Name and number end here. */
export function emitQueued(state: TranslatorState, moment: Moment, stay: Stay, teller: Teller): void {
  const contact = contactOf(state, stay.contactId, moment.at);
  const customerRef = state.options.customerRef(teller.number);
  const { position } = teller;
  const reason = contact.lastExit === 'none' ? 'new' : contact.lastExit === 'answered' ? 'transfer' : 'overflow';
  emit(
    state,
    moment,
    'cc.contact.queued.v1',
    {
      ...ofStay(stay),
      reason,
      ...(customerRef === null ? {} : { customerRef }),
      ...(position > 0 ? { position } : {}),
      ...(contact.startedAt === null ? {} : { contactStartedAt: contact.startedAt }),
    },
    { time: stay.joinedAt, quality: stay.joinQuality },
  );
}

/** The stay that an event of the queue speaks of. One that was never seen to begin is made up from the wait the event tells. */
export function stayOf(state: TranslatorState, message: AmiMessage, moment: Moment): Stay {
  const key = stayKey(message.get('Uniqueid'), message.get('Queue'));
  const open = state.stays.get(key);
  if (open !== undefined) return open;
  if (state.connection.isSynced) addAnomaly(state, 'stay-not-seen', message.describe());
  const join = { time: moment.time - readSeconds(message.get('HoldTime')), quality: 'derived' } as const;
  const stay = newStay(state, callerOf(message), moment.at, join);
  emitQueued(state, moment, stay, tellerOf(message));
  return stay;
}

/** The caller left. Why is told by what came before (Abandon), comes after (AgentConnect), or never (a key). */
export function left(state: TranslatorState, message: AmiMessage, moment: Moment): void {
  const stay = state.stays.get(stayKey(message.get('Uniqueid'), message.get('Queue')));
  if (stay === undefined) return;
  if (stay.exit !== null) {
    closeStay(state, stay);
    return;
  }
  stay.left = moment;
  addTimer(state, 'leave-undecided', stay.key, moment.at + LEAVE_UNDECIDED_MS);
  addTimer(state, 'leave-alone', stay.key, moment.at + LEAVE_ALONE_MS);
}

/** A Leave has stood alone for a while. */
export function leaveTimer(state: TranslatorState, kind: 'leave-undecided' | 'leave-alone', key: string, dueAt: number): void {
  const stay = state.stays.get(key);
  const wait = kind === 'leave-alone' ? LEAVE_ALONE_MS : LEAVE_UNDECIDED_MS;
  if (stay?.left == null || stay.left.at + wait !== dueAt) return;
  if (kind === 'leave-undecided') {
    if (stay.exit === null) exitAs(state, stay, 'unknown', derivedMoment(dueAt, 'QueueCallerLeave', stay.left));
    return;
  }
  if (stay.exit?.kind === 'dequeued' && stay.exit.reason === 'unknown')
    revise(state, stay, 'keypress', derivedMoment(dueAt, 'QueueCallerLeave alone', stay.left));
  closeStay(state, stay);
}

/** Asterisk's idea of abandonment: hang-up, timeout, empty queue and withdrawal alike. Only the hang-up is the caller's own. */
export function abandoned(state: TranslatorState, message: AmiMessage, moment: Moment): void {
  const stay = stayOf(state, message, moment);
  if (stay.exit !== null) return;
  if (!state.hangups.has(stay.uniqueid)) {
    const isShutdown = state.shutdownAt !== null && moment.at - state.shutdownAt <= SHUTDOWN_NEAR_MS;
    exitAs(state, stay, isShutdown ? 'system' : 'unknown', moment);
    return;
  }
  abandonedBy(state, stay, moment);
}

/** The caller hung up while waiting. */
export function abandonedBy(state: TranslatorState, stay: Stay, moment: Moment): void {
  stay.exit = { kind: 'abandoned', reason: 'unknown', moment };
  leftContact(state, stay, 'left', moment.at);
  emit(state, moment, 'cc.contact.abandoned.v1', { ...ofStay(stay), phase: 'queue' });
  endOffersOf(state, stay, 'canceled', moment);
}

/** Leaving that is neither an answer nor an abandonment. */
export function exitAs(state: TranslatorState, stay: Stay, reason: DequeueReason, moment: Moment): void {
  stay.exit = { kind: 'dequeued', reason, moment };
  leftContact(state, stay, 'left', moment.at);
  emit(state, moment, 'cc.contact.dequeued.v1', { ...ofStay(stay), reason });
  endOffersOf(state, stay, 'canceled', moment);
}

/** Marks how the contact's latest stay ended, for the reason of the next. */
export function leftContact(state: TranslatorState, stay: Stay, exit: 'answered' | 'left', at: number): void {
  contactOf(state, stay.contactId, at).lastExit = exit;
}

/** A better reason for an exit that is known: a fact of its own, at the time of the exit; depth is not touched. */
export function revise(state: TranslatorState, stay: Stay, reason: DequeueReason, moment: Moment): void {
  const { exit } = stay;
  if (exit?.kind !== 'dequeued' || exit.reason === reason) return;
  exit.reason = reason;
  const { time, quality } = exit.moment;
  emit(state, moment, 'cc.contact.dequeued.v1', { ...ofStay(stay), reason }, { time, quality });
}

/** The PBX goes down: whoever was thrown out just now did not hang up. */
export function shutdown(state: TranslatorState, moment: Moment): void {
  state.shutdownAt = moment.at;
  const all = [...state.stays.values(), ...[...state.past.values()].flat()];
  for (const stay of all) {
    const { exit } = stay;
    if (exit?.kind !== 'dequeued' || exit.reason !== 'unknown' || moment.at - exit.moment.at > SHUTDOWN_NEAR_MS) continue;
    revise(state, stay, 'system', moment);
  }
}

const QUEUESTATUS_REASONS: Readonly<Record<string, DequeueReason>> = {
  TIMEOUT: 'timeout',
  LEAVEEMPTY: 'noagents',
  LEAVEUNAVAIL: 'noagents',
  WITHDRAW: 'withdrawn',
};
const REFUSED_REASONS: Readonly<Record<string, DequeueReason>> = { FULL: 'full', JOINEMPTY: 'noagents', JOINUNAVAIL: 'noagents' };

/** What Queue() left behind in its channel (class `dialplan` only): the reason, also of those who could not even join. */
export function queueStatus(state: TranslatorState, message: AmiMessage, moment: Moment): void {
  if (message.get('Variable') !== 'QUEUESTATUS') return;
  const uniqueid = message.get('Uniqueid');
  const queueId = state.entering.get(uniqueid);
  if (queueId === undefined) return;
  state.entering.delete(uniqueid);
  const value = message.get('Value');
  const refused = REFUSED_REASONS[value];
  if (refused !== undefined) {
    const stay = newStay(state, { ...callerOf(message), queueId }, moment.at, moment);
    emitQueued(state, moment, stay, tellerOf(message));
    exitAs(state, stay, refused, moment);
    closeStay(state, stay);
    return;
  }
  const reason = QUEUESTATUS_REASONS[value];
  const key = stayKey(uniqueid, queueId);
  const stay = state.stays.get(key) ?? lastPastStay(state, key);
  if (reason !== undefined && stay?.exit?.reason === 'unknown') revise(state, stay, reason, moment);
}
