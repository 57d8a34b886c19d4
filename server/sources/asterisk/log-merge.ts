/**
 * Lines of queue_log taken by their content. Beside AMI they name the reasons that AMI cannot, and inside a gap they stand for the events
 * that never came; a line that tells what is known already is no fact. With a gap that holds everything it is the import.
 */
import type { DequeueReason } from '../../../shared/events/contact.ts';
import { SECOND_MS } from '../../../shared/time.ts';
import { closeStay, isWaiting, lastPastStay, stayKey } from './contacts.ts';
import { answer, endTalk, finish, tellTransfer } from './conversations.ts';
import { emit, ofStay } from './facts.ts';
import { memberRemovedFrom, setPause, tellMembership } from './members.ts';
import { readMilliseconds, readSeconds } from './message.ts';
import type { LogLine } from './queue-log/parse.ts';
import { agentIdOfName, agentOf } from './roster.ts';
import type { Moment, Stay, TranslatorState } from './state.ts';
import { abandonedBy, emitQueued, exitAs, newStay, revise } from './stays.ts';

type Span = { readonly from: number; readonly to: number };
type Context = {
  readonly state: TranslatorState;
  readonly line: LogLine;
  readonly moment: Moment;
  readonly isGap: boolean;
  readonly isGapAt: (at: number) => boolean;
};
type Handler = (context: Context) => void;

/** The log's whole seconds against our time of the same thing. */
const SAME_MS = 3000;

export function mergeLogLine(state: TranslatorState, line: LogLine, gaps: readonly Span[]): void {
  const handler = Object.hasOwn(HANDLERS, line.event) ? HANDLERS[line.event] : undefined;
  if (handler === undefined) return;
  const moment: Moment = { at: line.at, time: line.at, quality: 'platform-s', origin: `queue_log ${line.event}`, key: line.id, used: 0 };
  const isGapAt = (at: number) => gaps.some(({ from, to }) => at + SECOND_MS > from && at <= to);
  handler({ state, line, moment, isGap: isGapAt(line.at), isGapAt });
}

const exit =
  (reason: DequeueReason): Handler =>
  (context) =>
    exited(context, reason);

const HANDLERS: Readonly<Record<string, Handler>> = {
  ENTERQUEUE: entered,
  CONNECT: connected,
  ABANDON: gaveUp,
  EXITWITHTIMEOUT: exit('timeout'),
  EXITWITHKEY: exit('keypress'),
  EXITEMPTY: exit('noagents'),
  WITHDRAW: exit('withdrawn'),
  SYSCOMPAT: exit('incompatible'),
  COMPLETECALLER: (context) => completed(context, 'customer'),
  COMPLETEAGENT: (context) => completed(context, 'agent'),
  BLINDTRANSFER: (context) => moved(context, 'blind'),
  TRANSFER: (context) => moved(context, 'blind'),
  ATTENDEDTRANSFER: (context) => moved(context, 'attended'),
  RINGNOANSWER: rangOut,
  ADDMEMBER: added,
  REMOVEMEMBER: removed,
  // PAUSEALL and UNPAUSEALL say the same once more, for no queue.
  PAUSE: (context) => paused(context, true),
  UNPAUSE: (context) => paused(context, false),
  QUEUESTART: restarted,
};

function openStayOf({ state, line }: Context): Stay | undefined {
  const stay = state.stays.get(stayKey(line.callid, line.queueId));
  return stay !== undefined && isWaiting(stay) && stay.joinedAt < line.at + SAME_MS ? stay : undefined;
}

/** A whole second may seem to lie before what it followed. */
function notBefore(moment: Moment, time: number): Moment {
  return time <= moment.time ? moment : { ...moment, time };
}

function entered(context: Context): void {
  const { state, line, moment, isGap } = context;
  const key = stayKey(line.callid, line.queueId);
  const open = state.stays.get(key);
  const known = [...(open === undefined ? [] : [open]), ...(state.past.get(key) ?? [])];
  // A stay that a line has made is never the stay of another line.
  const isKnown = known.some((stay) => stay.joinQuality !== 'platform-s' && Math.abs(stay.joinedAt - line.at) <= SAME_MS);
  if (isKnown || !isGap) return;
  if (open !== undefined) closeStay(state, open);
  const stay = newStay(state, { uniqueid: line.callid, linkedid: '', queueId: line.queueId }, moment.at, moment);
  stay.isProvisional = true;
  emitQueued(state, moment, stay, { number: line.params[1] ?? '', position: Number(line.params[2]) });
}

function connected(context: Context): void {
  const { state, line, moment, isGap } = context;
  if (!isGap) return;
  const stay = openStayOf(context) ?? unseenStay(context, line.params[0]);
  if (stay === undefined) return;
  const agentId = agentIdOfName(state, line.agent);
  answer(state, stay, agentId, line.agent === agentId ? '' : line.agent, line.params[1] ?? '', notBefore(moment, stay.joinedAt));
}

/** The ENTERQUEUE is in a file that is gone; the line tells how long the caller waited. */
function unseenStay({ state, line, moment, isGapAt }: Context, waited = ''): Stay | undefined {
  const key = stayKey(line.callid, line.queueId);
  const joinedAt = line.at - readSeconds(waited);
  // Who was waiting before the gap is in the log already, under a name we have lost.
  if (state.past.has(key) || state.stays.has(key) || !isGapAt(joinedAt)) return undefined;
  const join = { time: joinedAt, quality: 'derived' } as const;
  const stay = newStay(state, { uniqueid: line.callid, linkedid: '', queueId: line.queueId }, moment.at, join);
  emitQueued(state, moment, stay, { number: '', position: 0 });
  return stay;
}

/** The log is not the judge of abandonment: beside AMI it only decides where the user may not read the class that tells of hang-ups. */
function gaveUp(context: Context): void {
  const { state, line, moment, isGap } = context;
  const open = openStayOf(context) ?? (isGap ? unseenStay(context, line.params[2]) : undefined);
  if (open !== undefined) {
    if (!isGap) return;
    const when = notBefore(moment, open.joinedAt);
    if (line.isThrownOut) exitAs(state, open, 'system', when);
    else abandonedBy(state, open, when);
    closeStay(state, open);
    return;
  }
  const past = leftStay(context);
  if (past === undefined || line.isThrownOut || state.connection.hasCallClass) return;
  past.exit = { kind: 'abandoned', reason: 'unknown', moment: past.exit?.moment ?? moment };
  emit(
    state,
    moment,
    'cc.contact.abandoned.v1',
    { ...ofStay(past), phase: 'queue' },
    { time: past.exit.moment.time, quality: past.exit.moment.quality },
  );
}

function exited(context: Context, reason: DequeueReason): void {
  const { state, moment, isGap } = context;
  const open = openStayOf(context);
  if (open !== undefined) {
    if (!isGap) return;
    exitAs(state, open, reason, notBefore(moment, open.joinedAt));
    closeStay(state, open);
    return;
  }
  const past = leftStay(context);
  if (past !== undefined) revise(state, past, reason, moment);
}

/** The stay of this caller that left at the line's second for a reason unknown. */
function leftStay({ state, line }: Context): Stay | undefined {
  const key = stayKey(line.callid, line.queueId);
  const stay = state.stays.get(key) ?? lastPastStay(state, key);
  if (stay?.exit?.kind !== 'dequeued' || stay.exit.reason !== 'unknown') return undefined;
  return Math.abs(stay.exit.moment.time - line.at) <= SAME_MS ? stay : undefined;
}

function completed({ state, line, moment, isGap }: Context, by: 'customer' | 'agent'): void {
  if (isGap) finish(state, line.callid, line.queueId, agentIdOfName(state, line.agent), by, moment);
}

function moved({ state, line, moment, isGap }: Context, kind: 'blind' | 'attended'): void {
  if (!isGap) return;
  const agentId = agentIdOfName(state, line.agent);
  const talk = state.agents.get(agentId)?.talk;
  if (talk?.uniqueid !== line.callid) return;
  tellTransfer(state, talk, moment, kind);
  finish(state, line.callid, line.queueId, agentId, 'transfer', moment);
}

/** A busy phone is in the log too, with no time of ringing. */
function rangOut(context: Context): void {
  const { state, line, moment, isGap } = context;
  const stay = openStayOf(context);
  if (!isGap || stay === undefined) return;
  const ringMs = readMilliseconds(line.params[0] ?? '');
  const result = ringMs === 0 ? 'busy' : 'noanswer';
  emit(state, moment, 'cc.contact.offerended.v1', { ...ofStay(stay), agentId: agentIdOfName(state, line.agent), result, ringMs });
}

function added({ state, line, moment, isGap }: Context): void {
  const agent = agentOf(state, line.agent);
  if (!isGap || agent.queues.has(line.queueId)) return;
  const membership = { name: agent.name, isPaused: line.params[0] === 'PAUSED', reason: '' };
  agent.queues.set(line.queueId, membership);
  tellMembership(state, agent, line.queueId, membership, moment);
}

function removed({ state, line, moment, isGap }: Context): void {
  const agent = state.agents.get(line.agent);
  if (isGap && agent?.queues.has(line.queueId) === true) memberRemovedFrom(state, agent, line.queueId, moment);
}

function paused({ state, line, moment, isGap }: Context, isPaused: boolean): void {
  if (!isGap || line.queueId === 'NONE') return;
  const agent = agentOf(state, agentIdOfName(state, line.agent));
  setPause(state, agent, line.queueId, { name: agent.name, isPaused, reason: line.params[0] ?? '' }, moment);
}

/** Nothing survives a start of the PBX; after a crash no line tells of it. */
function restarted({ state, moment, isGap }: Context): void {
  if (!isGap) return;
  for (const stay of [...state.stays.values()]) {
    if (stay.joinedAt >= moment.time) continue;
    if (isWaiting(stay)) exitAs(state, stay, 'system', moment);
    closeStay(state, stay);
  }
  for (const { talk } of [...state.agents.values()]) if (talk !== null && talk.startedAt < moment.time) endTalk(state, talk, moment, 'system');
}
