/**
 * The pure step from what AMI says to facts: `step(state, input)` changes the state in place and returns what came of it. The same inputs
 * give the same facts. No I/O, no clock: every input carries its instant. Rules: the files beside this one, each with its own.
 */
import { toIso } from '../../../shared/time.ts';
import type { SourceEvent } from '../source.ts';
import { contactIdOf, contactOf, learnLinkedid } from './contacts.ts';
import { called, completed, connected, held, legHungUp, resumed, transferred } from './conversations.ts';
import { deviceTimer } from './devices.ts';
import { derivedMoment, emit, momentOf, sequencePrefix } from './facts.ts';
import { mergeLogLine } from './log-merge.ts';
import { memberAdded, memberPause, memberRemoved, memberStatus } from './members.ts';
import { type AmiMessage, isName } from './message.ts';
import { agentDump, dialEnd, legGone, legRefused, legState, offerTimer, ringNoAnswer } from './offers.ts';
import { forget, forgetMissing } from './prune.ts';
import type { LogLine } from './queue-log/parse.ts';
import { applySnapshot, dropOffers, type SnapshotLists } from './snapshot.ts';
import { type Anomaly, type Moment, ours, type Timer, type TranslatorState } from './state.ts';
import { abandoned, joined, leaveTimer, left, queueStatus, shutdown } from './stays.ts';

export type Input =
  /** A connection was made; `nonce` makes the ids of its facts its own. */
  | { readonly kind: 'opened'; readonly at: number; readonly nonce: string }
  | { readonly kind: 'message'; readonly at: number; readonly message: AmiMessage }
  /** The connection is gone; `lastByteAt` is when it was last heard. */
  | { readonly kind: 'lost'; readonly at: number; readonly lastByteAt: number }
  /** Full lists: on connecting, or to heal a drift. */
  | { readonly kind: 'snapshot'; readonly at: number; readonly lists: SnapshotLists }
  /** A line of queue_log; `gaps` are the spans in which it may stand for events that AMI never brought. */
  | { readonly kind: 'log'; readonly at: number; readonly line: LogLine; readonly gaps: readonly Gap[] }
  | { readonly kind: 'skew'; readonly at: number; readonly skewMs: number }
  /** What the source says of its own health, as a fact. */
  | ({ readonly kind: 'status'; readonly at: number } & HealthFact)
  /** Nothing but time has passed. */
  | { readonly kind: 'tick'; readonly at: number };

type HealthFact =
  | { readonly state: 'up' }
  | { readonly state: 'down'; readonly reason: string; readonly time: number }
  | { readonly state: 'gap'; readonly gap: Gap };

export type Gap = { readonly from: number; readonly to: number };

export type Output = {
  readonly events: readonly SourceEvent[];
  readonly anomalies: readonly Anomaly[];
  /** When to send a `tick` at the latest, null if nothing waits. */
  readonly nextTimerAt: number | null;
  /** The PBX was reloaded: members may have changed without a word. */
  readonly wantsReconcile: boolean;
};

/** Takes one input. */
export function step(state: TranslatorState, input: Input): Output {
  state.events = [];
  state.anomalies = [];
  state.wantsReconcile = false;
  runTimers(state, input.at);
  take(state, input);
  forget(state, input.at);
  return { events: state.events, anomalies: state.anomalies, nextTimerAt: nextTimerAt(state), wantsReconcile: state.wantsReconcile };
}

function take(state: TranslatorState, input: Input): void {
  switch (input.kind) {
    case 'opened': {
      const { at, nonce } = input;
      state.connection = { nonce, prefix: sequencePrefix(at), ordinal: 0, openedAt: at, hasCallClass: false, isSynced: false };
      break;
    }
    case 'message':
      learnLinkedid(state, input.message, input.at);
      if (input.message.get('Privilege').startsWith('call')) state.connection.hasCallClass = true;
      takeEvent(state, input.message, momentOf(input.message, input.at));
      break;
    case 'lost':
      state.connection.isSynced = false;
      dropOffers(state, { ...derivedMoment(input.lastByteAt, 'connection lost'), quality: 'derived' });
      break;
    case 'snapshot':
      applySnapshot(state, input.lists, input.at);
      state.connection.isSynced = true;
      break;
    case 'log':
      mergeLogLine(state, input.line, input.gaps);
      break;
    case 'skew':
      state.skewMs = input.skewMs;
      break;
    case 'status':
      tellHealth(state, input, input.at);
      break;
    case 'tick':
      break;
  }
}

function tellHealth(state: TranslatorState, health: HealthFact, at: number): void {
  const moment = derivedMoment(at, 'connection');
  const kind = 'asterisk';
  if (health.state === 'up') emit(state, moment, 'cc.source.status.v1', { state: 'up', kind });
  if (health.state === 'down') {
    const data = { state: 'down', kind, reason: health.reason } as const;
    emit(state, moment, 'cc.source.status.v1', data, { time: health.time });
  }
  if (health.state === 'gap') {
    const data = { state: 'gap', kind, from: toIso(health.gap.from), to: toIso(health.gap.to) } as const;
    emit(state, moment, 'cc.source.status.v1', data);
  }
}

type Handler = (state: TranslatorState, message: AmiMessage, moment: Moment) => void;

/** Events that tell nothing about queues are not listed, and cost one look-up. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  QueueCallerJoin: joined,
  QueueCallerLeave: left,
  QueueCallerAbandon: abandoned,
  AgentCalled: called,
  AgentConnect: connected,
  AgentComplete: completed,
  AgentRingNoAnswer: ringNoAnswer,
  AgentDump: agentDump,
  QueueMemberAdded: memberAdded,
  QueueMemberRemoved: memberRemoved,
  QueueMemberPause: memberPause,
  QueueMemberStatus: memberStatus,
  DialEnd: dialEnd,
  Newchannel: newChannel,
  Newstate: legState,
  HangupRequest: hangupRequest,
  Hangup: hangup,
  Hold: held,
  Unhold: resumed,
  BlindTransfer: (state, message, moment) => transferred(state, message, moment, 'blind'),
  AttendedTransfer: (state, message, moment) => transferred(state, message, moment, 'attended'),
  VarSet: queueStatus,
  Newexten: newExten,
  Shutdown: (state, _message, moment) => shutdown(state, moment),
  Reload: reloaded,
};

/** Every event that is of use here; filters at the PBX may keep out all others. */
export const HEARD: ReadonlySet<string> = new Set([...Object.keys(HANDLERS), 'FullyBooted']);

/** What an event must name to be of use; without it, it is an anomaly. At a shutdown AgentComplete names no channel. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  QueueCallerJoin: ['Uniqueid', 'Queue'],
  QueueCallerLeave: ['Uniqueid', 'Queue'],
  QueueCallerAbandon: ['Uniqueid', 'Queue'],
  AgentCalled: ['Uniqueid', 'Queue', 'Interface'],
  AgentConnect: ['Uniqueid', 'Queue', 'Interface'],
  AgentComplete: ['Queue', 'Interface'],
  AgentRingNoAnswer: ['Uniqueid', 'Queue', 'Interface'],
  AgentDump: ['Uniqueid', 'Queue', 'Interface'],
  QueueMemberAdded: ['Queue', 'Interface'],
  QueueMemberRemoved: ['Queue', 'Interface'],
  QueueMemberPause: ['Queue', 'Interface', 'Paused'],
  QueueMemberStatus: ['Queue', 'Interface', 'Status'],
};

function takeEvent(state: TranslatorState, message: AmiMessage, moment: Moment): void {
  const handler = Object.hasOwn(HANDLERS, message.event) ? HANDLERS[message.event] : undefined;
  if (handler === undefined) return;
  const required = REQUIRED[message.event] ?? [];
  if (required.some((name) => message.get(name) === '')) {
    state.anomalies.push({ kind: 'incomplete-event', example: message.describe() });
    return;
  }
  const names = ['Uniqueid', 'Linkedid', 'Queue', 'Interface', 'DestUniqueid'];
  if (names.some((name) => message.get(name) !== '' && !isName(message.get(name)))) {
    state.anomalies.push({ kind: 'name-too-long', example: message.describe() });
    return;
  }
  handler(state, message, moment);
}

/** The first channel of a call: its contact begins here. */
function newChannel(state: TranslatorState, message: AmiMessage, moment: Moment): void {
  const uniqueid = message.get('Uniqueid');
  if (uniqueid === '' || uniqueid !== message.get('Linkedid')) return;
  contactOf(state, contactIdOf(state, uniqueid, uniqueid), moment.at, true).startedAt ??= ours(state, moment.time, moment.quality);
}

function hangupRequest(state: TranslatorState, message: AmiMessage, moment: Moment): void {
  const uniqueid = message.get('Uniqueid');
  state.hangups.set(uniqueid, moment.at);
  legRefused(state, uniqueid);
}

function hangup(state: TranslatorState, message: AmiMessage, moment: Moment): void {
  const uniqueid = message.get('Uniqueid');
  legHungUp(state, uniqueid, moment);
  legGone(state, message, moment);
  state.hangups.delete(uniqueid);
  state.entering.delete(uniqueid);
}

function newExten(state: TranslatorState, message: AmiMessage): void {
  const queueId = message.get('AppData').split(',')[0] ?? '';
  if (message.get('Application') !== 'Queue' || !isName(queueId) || message.get('Uniqueid') === '') return;
  state.entering.set(message.get('Uniqueid'), queueId);
}

function reloaded(state: TranslatorState, message: AmiMessage): void {
  const module = message.get('Module');
  if (module === 'All' || module.startsWith('app_queue')) state.wantsReconcile = true;
}

function nextTimerAt(state: TranslatorState): number | null {
  let next: number | null = null;
  for (const { dueAt, movedMs } of state.timers) if (next === null || dueAt + movedMs < next) next = dueAt + movedMs;
  return next;
}

/** Runs what is due, in order, before anything newer is taken. */
function runTimers(state: TranslatorState, at: number): void {
  for (;;) {
    const due = state.timers.filter(({ dueAt, movedMs }) => dueAt + movedMs <= at);
    if (due.length === 0) return;
    state.timers = state.timers.filter(({ dueAt, movedMs }) => dueAt + movedMs > at);
    for (const timer of due.sort((a, b) => a.dueAt - b.dueAt)) runTimer(state, timer);
  }
}

function runTimer(state: TranslatorState, { kind, key, dueAt }: Timer): void {
  switch (kind) {
    case 'leave-undecided':
    case 'leave-alone':
      leaveTimer(state, kind, key, dueAt);
      break;
    case 'device-settle':
      deviceTimer(state, key, dueAt);
      break;
    case 'offer-settle':
      offerTimer(state, key, dueAt);
      break;
    case 'forget-missing':
      forgetMissing(state, dueAt);
      break;
  }
}
