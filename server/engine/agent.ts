/**
 * One state per agent: a sweep over her own facts and the pieces of contacts that are hers. Owns the order of states
 * (time-and-order: offline, unknown, hold, talking, ringing, busy, acw, break, available); keeps no clock and no store.
 */
import { unreachable } from '../../shared/assert.ts';
import type { AgentState } from '../../shared/events/agent.ts';
import type { AgentEvent, Event } from '../../shared/events/event.ts';
import { compareEvents } from '../../shared/events/order.ts';
import { closeLooseEnds, compareIntervals, hasEnded, isHeld, isHerWord, pointsOf } from './agent-intervals.ts';
import type { AgentInterval } from './contact.ts';
import type { PauseRow, SpanRow } from './rows.ts';

/** What a snapshot says of one agent. With `queues` empty she is signed out there. */
export type AgentSighting = {
  type: 'sighting';
  source: string;
  id: string;
  at: number;
  sequence: string;
  queues: readonly { queueId: string; paused: boolean; reason: string; acw: boolean }[];
  state: AgentState | undefined;
  reason: string | undefined;
  inCall: boolean | undefined;
};

export type AgentInput = AgentEvent | AgentSighting;

export type Membership = { queueId: string; paused: boolean; reason: string; acw: boolean; since: number };

/** What her own facts say at an instant, contacts aside. Plain data: the checkpoint keeps it as it is. */
export type AgentBase = {
  /** `unseen`: nobody ever told; then a contact alone makes her present. */
  presence: 'unseen' | 'in' | 'out';
  /** She signed in by a fact of its own: leaving her last queue does not sign her out. */
  explicit: boolean;
  /** She was a member of a queue once: then a device's state alone does not sign her in. */
  member: boolean;
  queues: Membership[];
  reported: { state: AgentState; reason: string | null } | null;
  /** A snapshot saw her in conversation without saying with whom. */
  blindTalk: boolean;
  /** When she last said something herself or began a conversation: a wrap-up before it is over. */
  lastWordAt: number;
};

export const UNSEEN: AgentBase = { presence: 'unseen', explicit: false, member: false, queues: [], reported: null, blindTalk: false, lastWordAt: 0 };

export type Sweep = { base: AgentBase; spans: SpanRow[]; pauses: PauseRow[]; next: number };

/**
 * Runs an agent's inputs (in order) and intervals over `[from, until]`.
 * @param opened the span under way at `from`, which keeps its start.
 * @returns her base at `until`, the spans touching the period (the last one open), pauses closed in it, and the next instant after
 *   `until` at which time alone changes her state.
 */
export function sweep(
  agentId: string,
  start: AgentBase,
  opened: SpanRow | null,
  inputs: readonly AgentInput[],
  given: readonly AgentInterval[],
  from: number,
  until: number,
): Sweep {
  const base: AgentBase = { ...start, queues: start.queues.map((queue) => ({ ...queue })) };
  const intervals = closeLooseEnds(given, inputs, start.lastWordAt);
  const points = pointsOf(inputs, intervals, from);
  const out: Sweep = { base, spans: opened === null ? [] : [{ ...opened }], pauses: [], next: Number.POSITIVE_INFINITY };
  const byStart = intervals.toSorted(compareIntervals);
  let active: AgentInterval[] = [];
  let next = 0;
  let nextInterval = 0;
  for (const at of [from, ...points]) {
    if (at > until) {
      out.next = at;
      break;
    }
    while (next < inputs.length && (inputs[next] as AgentInput).at <= at) {
      const input = inputs[next++] as AgentInput;
      if (isHerWord(input)) base.lastWordAt = input.at;
      applyInput(agentId, out, input);
    }
    if (active.some((interval) => hasEnded(interval, at))) active = active.filter((interval) => !hasEnded(interval, at));
    while (nextInterval < byStart.length && (byStart[nextInterval] as AgentInterval).from <= at) {
      const interval = byStart[nextInterval++] as AgentInterval;
      if (interval.kind === 'talk') base.lastWordAt = Math.max(base.lastWordAt, interval.from);
      if (!hasEnded(interval, at)) active.push(interval);
    }
    change(agentId, out.spans, stateAt(base, active, at), at);
  }
  return out;
}

function applyInput(agentId: string, out: Sweep, input: AgentInput): void {
  const base = out.base;
  switch (input.type) {
    case 'cc.agent.signedin.v1':
      base.presence = 'in';
      base.explicit = true;
      for (const queueId of input.data.queues ?? []) join(agentId, out, { queueId, paused: false, reason: '', acw: false, since: input.at });
      return;
    case 'cc.agent.signedout.v1': {
      const leaving = input.data.queues ?? base.queues.map((queue) => queue.queueId);
      for (const queueId of leaving) quit(agentId, out, queueId, input.at);
      if (input.data.queues === undefined || base.queues.length === 0) signOut(base);
      return;
    }
    case 'cc.agent.state.v1':
      base.reported = { state: input.data.state, reason: input.data.reason ?? null };
      base.blindTalk = false;
      if (input.data.state === 'offline') base.presence = 'out';
      else if (!base.member || base.explicit) base.presence = 'in';
      return;
    case 'cc.agent.membership.v1': {
      const { queueId, joined, reason, acw } = input.data;
      if (!joined) return quit(agentId, out, queueId, input.at);
      const known = base.queues.find((queue) => queue.queueId === queueId);
      const paused = input.data.paused ?? known?.paused ?? false;
      join(agentId, out, {
        queueId,
        paused,
        reason: paused ? (reason ?? known?.reason ?? '') : '',
        acw: paused && (acw ?? known?.acw ?? false),
        since: input.at,
      });
      return;
    }
    case 'sighting':
      return applySighting(agentId, out, input);
    default:
      unreachable(input);
  }
}

function signOut(base: AgentBase): void {
  base.presence = 'out';
  base.reported = null;
  base.blindTalk = false;
}

function applySighting(agentId: string, out: Sweep, sighting: AgentSighting): void {
  const base = out.base;
  for (const queue of [...base.queues]) {
    if (!sighting.queues.some((seen) => seen.queueId === queue.queueId)) quit(agentId, out, queue.queueId, sighting.at);
  }
  for (const seen of sighting.queues) join(agentId, out, { ...seen, since: sighting.at });
  if (sighting.queues.length === 0) return signOut(base);
  if (sighting.state !== undefined) base.reported = { state: sighting.state, reason: sighting.reason ?? null };
  base.blindTalk = sighting.inCall === true;
}

function join(agentId: string, out: Sweep, membership: Membership): void {
  const base = out.base;
  base.presence = 'in';
  base.member = true;
  const known = base.queues.find((queue) => queue.queueId === membership.queueId);
  if (known === undefined) {
    base.queues.push(membership);
    return;
  }
  if (known.paused === membership.paused && known.reason === membership.reason) return;
  closePause(agentId, out, known, membership.since);
  Object.assign(known, membership);
}

function quit(agentId: string, out: Sweep, queueId: string, at: number): void {
  const base = out.base;
  const known = base.queues.find((queue) => queue.queueId === queueId);
  if (known === undefined) return;
  closePause(agentId, out, known, at);
  base.queues = base.queues.filter((queue) => queue !== known);
  if (base.queues.length === 0 && !base.explicit) signOut(base);
}

function closePause(agentId: string, out: Sweep, queue: Membership, at: number): void {
  if (queue.paused) out.pauses.push({ agentId, queueId: queue.queueId, reason: queue.reason, startedAt: queue.since, endedAt: at });
}

type Resolved = { state: AgentState; reason: string | null; about: AgentInterval | null };

/** The first state that holds. `active`: the pieces of contacts under way. */
function stateAt(base: AgentBase, active: readonly AgentInterval[], at: number): Resolved {
  const reported = base.reported?.state;
  const reason = base.reported?.reason ?? null;
  if (base.presence === 'out' || (base.presence === 'unseen' && active.length === 0)) return plain('offline');
  if (reported === 'unknown') return plain('unknown', reason);
  const speaking = active.find((interval) => interval.kind === 'talk' && !isHeld(interval, at));
  if (speaking !== undefined) return { state: 'talking', reason: null, about: speaking };
  const held = active.find((interval) => interval.kind === 'talk');
  if (held !== undefined) return { state: 'hold', reason: null, about: held };
  if (reported === 'hold') return plain('hold', reason);
  if (base.blindTalk || reported === 'talking') return plain('talking', base.blindTalk ? null : reason);
  const offer = active.find((interval) => interval.kind === 'ring');
  if (offer !== undefined) return { state: 'ringing', reason: null, about: offer };
  if (reported === 'ringing' || reported === 'busy') return plain(reported, reason);
  return withoutContact(base, active);
}

function withoutContact(base: AgentBase, active: readonly AgentInterval[]): Resolved {
  const reason = base.reported?.reason ?? null;
  const wrapup = active.find((interval) => interval.kind === 'acw');
  if (wrapup !== undefined) return { state: 'acw', reason: null, about: wrapup };
  const everywhere = base.queues.length > 0 && base.queues.every((queue) => queue.paused);
  const latest = everywhere ? base.queues.reduce((last, queue) => (queue.since >= last.since ? queue : last)) : undefined;
  if (base.reported?.state === 'acw') return plain('acw', reason);
  if (latest?.acw === true) return plain('acw', latest.reason);
  if (latest !== undefined) return plain('break', latest.reason);
  if (base.reported?.state === 'break') return plain('break', reason);
  return plain('available', base.reported?.state === 'available' ? reason : null);
}

function plain(state: AgentState, reason: string | null = null): Resolved {
  return { state, reason, about: null };
}

function change(agentId: string, spans: SpanRow[], to: Resolved, at: number): void {
  const last = spans.at(-1);
  if (last !== undefined && isSame(last, to)) return;
  if (last !== undefined && last.startedAt === at) {
    spans.pop();
    const before = spans.at(-1);
    if (before !== undefined && isSame(before, to)) {
      before.endedAt = null;
      return;
    }
  } else if (last !== undefined) {
    last.endedAt = at;
  }
  const { state, reason, about } = to;
  const { source = null, contactId = null, queueId = null } = about ?? NO_CONTACT;
  spans.push({ agentId, startedAt: at, endedAt: null, state, reason, source, contactId, queueId });
}

const NO_CONTACT: Partial<AgentInterval> = {};

function isSame(span: SpanRow, { state, reason, about }: Resolved): boolean {
  if (span.state !== state || span.reason !== reason) return false;
  if (about === null) return span.contactId === null && span.source === null && span.queueId === null;
  return span.contactId === about.contactId && span.source === about.source && span.queueId === about.queueId;
}

/** Order of an agent's inputs; a snapshot takes the place of its own fact. */
export function compareInputs(a: AgentInput, b: AgentInput): number {
  return compareEvents(asEvent(a), asEvent(b));
}

function asEvent(input: AgentInput): Event {
  return (input.type === 'sighting' ? { ...input, type: 'cc.snapshot.v1' } : input) as Event;
}
