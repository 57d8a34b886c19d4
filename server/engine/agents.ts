/**
 * All agents: their facts younger than the horizon plus one settled base each, their spans, pauses and clipped times.
 * Sweeps lazily: facts only mark an agent, reading settles the bill. Owns no contact; it is told which pieces of contacts are hers.
 */

import { type AgentComponents, addAgentComponents, addReason, emptyAgentComponents, TIME_FIELDS } from '../../shared/metrics/components.ts';
import { eachWithin, INTERVAL_MS, intervalStart, MINUTE_MS } from '../../shared/time.ts';
import { type AgentBase, type AgentInput, type Sweep, sweep, UNSEEN } from './agent.ts';
import type { AgentInterval } from './contact.ts';
import type { AgentTimeline, PauseRow, SpanRow } from './rows.ts';

export type Agent = {
  readonly id: string;
  /** The connection that speaks of her: its watermark settles her. */
  source: string;
  name: string | null;
  namedAt: number;
  base: AgentBase;
  baseAt: number;
  /** The span under way at `baseAt`. */
  opened: SpanRow | null;
  inputs: AgentInput[];
  /** Her pieces of contacts that may still change, by the key of the contact. */
  readonly intervals: Map<string, readonly AgentInterval[]>;
  /** Her pieces of contacts that are settled: one may come back, and its new pieces must not take their place. */
  pieces: AgentInterval[];
  /** Clipped times of settled spans, by interval. */
  readonly settled: Map<number, AgentComponents>;
  /** Counts by cohort, by interval. */
  readonly cohorts: Map<number, AgentComponents>;
  /** Settled spans and pauses that the store does not have yet, and the instant from which they were settled. */
  unflushed: { spans: SpanRow[]; pauses: PauseRow[]; from: number };
  /** Intervals whose row changed since the last flush, beside those from `baseAt` on. */
  readonly changed: Set<number>;
  /** null while facts have come since the last sweep. */
  swept: Sweep | null;
  /** Her queues as last looked at: their counts change with her state. */
  queueIds: readonly string[];
};

/** Spans are settled in steps, not at every fact: a sweep costs as much for one span as for twenty. */
export const SETTLE_STEP_MS = 15 * MINUTE_MS;

/** A new agent, nothing known of her. `at`: first instant of which anything is known. */
export function newAgent(id: string, source: string, at: number): Agent {
  return {
    id,
    source,
    name: null,
    namedAt: Number.NEGATIVE_INFINITY,
    base: UNSEEN,
    baseAt: at,
    opened: null,
    inputs: [],
    intervals: new Map(),
    pieces: [],
    settled: new Map(),
    cohorts: new Map(),
    unflushed: { spans: [], pauses: [], from: Number.POSITIVE_INFINITY },
    changed: new Set(),
    swept: null,
    queueIds: [],
  };
}

/** Her spans, pauses and base as they stand at `now`. */
export function look(agent: Agent, now: number): Sweep {
  if (agent.swept === null || agent.swept.next <= now) {
    agent.swept = run(agent, Math.max(now, agent.baseAt));
    agent.queueIds = agent.swept.base.queues.map((queue) => queue.queueId);
  }
  return agent.swept;
}

function run(agent: Agent, until: number): Sweep {
  return sweep(agent.id, agent.base, agent.opened, agent.inputs, piecesOf(agent), agent.baseAt, until);
}

/** All pieces of contacts that are hers. */
export function piecesOf(agent: Agent): AgentInterval[] {
  const all = agent.pieces.slice();
  for (const pieces of agent.intervals.values()) all.push(...pieces);
  return all;
}

/** Takes an input in its place in time; one that lies before everything known moves the base back if nothing is settled yet. */
export function addInput(agent: Agent, input: AgentInput, compare: (a: AgentInput, b: AgentInput) => number): void {
  let place = agent.inputs.length;
  while (place > 0 && compare(agent.inputs[place - 1] as AgentInput, input) > 0) place--;
  if (place === agent.inputs.length) agent.inputs.push(input);
  else agent.inputs.splice(place, 0, input);
  meet(agent, input.at);
  agent.swept = null;
}

/** Replaces the pieces of one contact that are hers. */
export function setIntervals(agent: Agent, contactKey: string, intervals: readonly AgentInterval[]): void {
  const alive = intervals.filter((interval) => matters(agent, interval));
  if (alive.length === 0) agent.intervals.delete(contactKey);
  else agent.intervals.set(contactKey, alive);
  for (const interval of alive) meet(agent, interval.from);
  agent.swept = null;
}

/** Adds a piece of a contact that is settled. */
export function addPiece(agent: Agent, piece: AgentInterval): void {
  if (!matters(agent, piece)) return;
  agent.pieces.push(piece);
  meet(agent, piece.from);
  agent.swept = null;
}

function matters(agent: Agent, { to }: AgentInterval): boolean {
  return to === null || to > agent.baseAt || agent.opened === null;
}

/** Lets the pieces of a contact that is settled stand for themselves. */
export function detachIntervals(agent: Agent, contactKey: string): void {
  const pieces = agent.intervals.get(contactKey);
  if (pieces === undefined) return;
  agent.intervals.delete(contactKey);
  agent.pieces.push(...pieces);
}

/** Something is known of her at this instant: her time begins no later, if nothing of it is settled yet. */
export function meet(agent: Agent, at: number): void {
  if (agent.opened === null && at < agent.baseAt) agent.baseAt = at;
}

/** True if anything is known of her time up to this instant. */
export function isKnownAt(agent: Agent, at: number): boolean {
  return agent.opened !== null || agent.baseAt <= at;
}

/** Settles her time up to `limit`, if that is at least a step on: spans before it become sums, her facts before it her base. */
export function settleAgent(agent: Agent, limit: number, stepMs: number): void {
  if (limit - agent.baseAt < stepMs) return;
  const done = run(agent, limit - 1);
  const open = done.spans.at(-1);
  for (const span of done.spans) clipInto(agent.settled, span, Math.max(span.startedAt, agent.baseAt), Math.min(span.endedAt ?? limit, limit));
  agent.unflushed.spans.push(...done.spans.filter((span) => span.endedAt !== null));
  agent.unflushed.pauses.push(...done.pauses);
  agent.unflushed.from = Math.min(agent.unflushed.from, agent.baseAt);
  for (let start = intervalStart(agent.baseAt); start < limit; start += INTERVAL_MS) agent.changed.add(start);
  agent.base = done.base;
  agent.opened = open === undefined ? null : { ...open, endedAt: null };
  agent.baseAt = limit;
  agent.inputs = agent.inputs.filter((input) => input.at >= limit);
  for (const [key, intervals] of agent.intervals)
    if (intervals.every((interval) => interval.to !== null && interval.to <= limit)) agent.intervals.delete(key);
  // What she said or did after a wrap-up without an end has ended it.
  const { lastWordAt } = agent.base;
  agent.pieces = agent.pieces.filter(({ kind, from, to }) => (to === null ? kind !== 'acw' || lastWordAt <= from : to > limit));
  agent.swept = null;
}

function clipInto(into: Map<number, AgentComponents>, span: SpanRow, from: number, to: number): void {
  if (span.state === 'offline') return;
  for (let start = intervalStart(from); start < to; start += INTERVAL_MS) {
    const ms = Math.min(to, start + INTERVAL_MS) - Math.max(from, start);
    if (ms > 0) addTime(componentsAt(into, start), span, ms);
  }
}

function addTime(sum: AgentComponents, span: SpanRow, ms: number): void {
  if (span.state === 'offline') return;
  sum.signedInMs += ms;
  const field = TIME_FIELDS[span.state];
  sum[field] += ms;
  if (span.state === 'break') addReason(sum, span.reason ?? '', ms);
}

/** The components of an interval, made if there are none yet. */
export function componentsAt(map: Map<number, AgentComponents>, start: number): AgentComponents {
  let sum = map.get(start);
  if (sum === undefined) {
    sum = emptyAgentComponents();
    map.set(start, sum);
  }
  return sum;
}

/** Her components of `[from, to)`, clipped at `now`: running spans included. */
export function agentSum(agent: Agent, from: number, to: number, now: number): AgentComponents {
  const total = emptyAgentComponents();
  eachWithin(agent.settled, from, to, (part) => addAgentComponents(total, part));
  eachWithin(agent.cohorts, from, to, (part) => addAgentComponents(total, part));
  const end = Math.min(to, now);
  for (const span of look(agent, now).spans) {
    const ms = Math.min(span.endedAt ?? end, end) - Math.max(span.startedAt, from, agent.baseAt);
    if (ms > 0) addTime(total, span, ms);
  }
  return total;
}

/** What the store must replace for her, and the intervals whose rows changed. Empties the lists. */
export function takeTimeline(agent: Agent, now: number): { timeline: AgentTimeline; intervals: number[] } {
  const live = look(agent, now);
  const spans = [...agent.unflushed.spans, ...live.spans].filter((span) => span.state !== 'offline' && span.startedAt <= now);
  const openPauses: PauseRow[] = live.base.queues
    .filter((queue) => queue.paused)
    .map((queue) => ({ agentId: agent.id, queueId: queue.queueId, reason: queue.reason, startedAt: queue.since, endedAt: null }));
  const pauses = [...agent.unflushed.pauses, ...live.pauses, ...openPauses];
  const from = Math.min(agent.opened?.startedAt ?? agent.baseAt, ...agent.unflushed.spans.map((span) => span.startedAt));
  const pausesFrom = Math.min(agent.baseAt, agent.unflushed.from);
  const intervals = new Set(agent.changed);
  for (let start = intervalStart(agent.baseAt); start <= now; start += INTERVAL_MS) intervals.add(start);
  agent.unflushed = { spans: [], pauses: [], from: Number.POSITIVE_INFINITY };
  agent.changed.clear();
  return { timeline: { agentId: agent.id, from, pausesFrom, spans, pauses }, intervals: [...intervals] };
}
