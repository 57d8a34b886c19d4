import type { SourceEvent } from '../../server/sources/source.ts';
import type { Recording, Visit } from './recording.ts';

/** What the facts about one stay come to, by the simplest reading of them: the earliest exit, the best reason, the earliest end. */
export type StayView = {
  segmentId: string;
  contactId: string;
  queueId: string;
  outcome: string;
  queuedAt: number;
  exitAt: number | null;
  answeredAt: number | null;
  endedAt: number | null;
  agentId: string | null;
  by: string;
  missed: number;
};

/** Reads facts into stays without the engine: a second opinion on the source alone. */
export function staysOf(events: readonly SourceEvent[]): StayView[] {
  const stays = new Map<string, StayView>();
  for (const event of events) {
    if (event.type === 'cc.snapshot.v1') {
      for (const { segmentId = '', contactId, queueId, since } of event.data.waiting) stayOf(stays, segmentId, contactId, queueId, Date.parse(since));
      continue;
    }
    if (!event.type.startsWith('cc.contact.')) continue;
    const { segmentId, contactId, queueId } = event.data as { segmentId?: string; contactId: string; queueId?: string };
    const stay = stayOf(stays, segmentId ?? '', contactId, queueId ?? '', event.sourceTime);
    take(stay, event);
  }
  return [...stays.values()];
}

function stayOf(stays: Map<string, StayView>, segmentId: string, contactId: string, queueId: string, at: number): StayView {
  const known = stays.get(segmentId);
  if (known !== undefined) return known;
  const blank = { outcome: 'open', exitAt: null, answeredAt: null, endedAt: null, agentId: null, by: 'unknown', missed: 0 };
  const stay: StayView = { segmentId, contactId, queueId, queuedAt: at, ...blank };
  stays.set(segmentId, stay);
  return stay;
}

function take(stay: StayView, event: SourceEvent): void {
  const at = event.sourceTime;
  if (event.type === 'cc.contact.queued.v1') stay.queuedAt = Math.min(stay.queuedAt, at);
  if (event.type === 'cc.contact.answered.v1') {
    stay.outcome = 'answered';
    stay.answeredAt ??= at;
    stay.exitAt = at;
    stay.agentId = event.data.agentId;
  }
  if (event.type === 'cc.contact.abandoned.v1' && stay.outcome !== 'answered') {
    stay.outcome = 'abandoned';
    stay.exitAt ??= at;
  }
  if (event.type === 'cc.contact.dequeued.v1' && stay.outcome !== 'answered') {
    if (stay.outcome === 'open' || stay.outcome === 'unknown') stay.outcome = event.data.reason;
    stay.exitAt ??= at;
  }
  if (event.type === 'cc.contact.ended.v1') {
    stay.endedAt = Math.min(stay.endedAt ?? at, at);
    if (stay.by === 'unknown') stay.by = event.data.by;
  }
  if (event.type === 'cc.contact.offerended.v1' && (event.data.result === 'noanswer' || event.data.result === 'rejected')) stay.missed++;
}

export type Totals = Record<string, Record<string, number>>;

function count(totals: Totals, queue: string, outcome: string): void {
  const row = totals[queue] ?? {};
  totals[queue] = row;
  row['offered'] = (row['offered'] ?? 0) + 1;
  row[outcome] = (row[outcome] ?? 0) + 1;
}

/** Stays by queue and outcome. */
export function totalsOf(stays: readonly StayView[]): Totals {
  const totals: Totals = {};
  for (const { queueId, outcome } of stays) count(totals, queueId, outcome);
  return totals;
}

/** How an outcome of the truth is called in the facts. */
const OUTCOMES: Record<string, string> = {
  exitkey: 'keypress',
  leaveempty: 'noagents',
  // A line answered by a phone, whatever became of it afterwards.
  'other:answered': 'answered',
  // The PBX hung up: in `shift` after a withdrawal, in `reconnect` by its restart.
  'other:pbx_hangup_16': 'withdrawn',
  'other:pbx_hangup_0': 'system',
};

/** The truth by queue and outcome, less those of whom Asterisk gives no sign at all (they could not join). */
export function truthTotals(visits: readonly Visit[]): Totals {
  const totals: Totals = {};
  for (const { queue, outcome } of visits) {
    if (outcome !== 'joinempty' && outcome !== 'full') count(totals, queue, OUTCOMES[outcome] ?? outcome);
  }
  return totals;
}

/** Outcomes that only queue_log can tell, as AMI alone shows them. */
export function asAmiAlone(totals: Totals): Totals {
  const out: Totals = {};
  for (const [queue, row] of Object.entries(totals)) {
    const merged: Record<string, number> = {};
    for (const [outcome, n] of Object.entries(row)) {
      const name = ['timeout', 'noagents', 'withdrawn'].includes(outcome) ? 'unknown' : outcome;
      merged[name] = (merged[name] ?? 0) + n;
    }
    out[queue] = merged;
  }
  return out;
}

/** Talk and hold of each agent (by the number in her interface), ms. */
export function talkOf(stays: readonly StayView[]): Map<string, number> {
  const talk = new Map<string, number>();
  for (const { agentId, answeredAt, endedAt } of stays) {
    if (agentId === null || answeredAt === null || endedAt === null) continue;
    const agent = numberOf(agentId);
    talk.set(agent, (talk.get(agent) ?? 0) + endedAt - answeredAt);
  }
  return talk;
}

/** The same from the truth. */
export function truthTalk(visits: readonly Visit[]): Map<string, number> {
  const talk = new Map<string, number>();
  for (const { agent, talk: seconds = 0 } of visits) if (agent !== undefined) talk.set(agent, (talk.get(agent) ?? 0) + seconds * 1000);
  return talk;
}

/** The four digits of an interface: `PJSIP/1001`, `Local/1011@from-queue/n`. */
export function numberOf(agentId: string): string {
  return /\d{4}/.exec(agentId)?.[0] ?? agentId;
}

/** Average speed of answer by queue, ms. */
export function asaOf(rows: readonly { queue: string; waitMs: number }[]): Record<string, number> {
  const sums: Record<string, [number, number]> = {};
  for (const { queue, waitMs } of rows) {
    const [sum, n] = sums[queue] ?? [0, 0];
    sums[queue] = [sum + waitMs, n + 1];
  }
  return Object.fromEntries(Object.entries(sums).map(([queue, [sum, n]]) => [queue, sum / n]));
}

export type Pause = { agent: string; queue: string; reason: string; from: number; to: number };

/** Pauses as the facts tell them, each queue and reason by itself. */
export function pausesOf(events: readonly SourceEvent[], endedAt: number): Pause[] {
  const tracker = new PauseTracker();
  for (const event of events) {
    if (event.type !== 'cc.agent.membership.v1') continue;
    const { agentId, queueId, joined, paused = false, reason = '' } = event.data;
    tracker.set(numberOf(agentId), queueId, joined && paused ? reason : null, event.sourceTime);
  }
  return tracker.finish(endedAt);
}

/** Pauses as the driver of the phones ordered them. It does not know of autopause, and a pause without a queue means all of hers. */
export function truthPauses({ agents, t0 }: Recording, members: Record<string, string[]>, endedAt: number): Pause[] {
  const tracker = new PauseTracker();
  const queues = new Map(Object.entries(members).map(([agent, names]) => [agent, new Set(names)]));
  for (const { t, event, agent, queue, reason = '' } of agents) {
    const hers = queues.get(agent) ?? new Set<string>();
    queues.set(agent, hers);
    const at = t0 + t * 1000;
    if (event === 'login' && queue !== null) hers.add(queue);
    if (event === 'logout' && queue !== null) {
      hers.delete(queue);
      tracker.set(agent, queue, null, at);
    }
    if (event !== 'pause' && event !== 'unpause') continue;
    for (const name of queue === null ? hers : [queue]) tracker.set(agent, name, event === 'pause' ? reason : null, at);
  }
  return tracker.finish(endedAt);
}

class PauseTracker {
  readonly #open = new Map<string, Omit<Pause, 'to'>>();
  readonly #done: Pause[] = [];

  set(agent: string, queue: string, reason: string | null, at: number): void {
    const key = `${agent} ${queue}`;
    const open = this.#open.get(key);
    if (open !== undefined && open.reason === reason) return;
    if (open !== undefined) this.#done.push({ ...open, to: at });
    this.#open.delete(key);
    if (reason !== null) this.#open.set(key, { agent, queue, reason, from: at });
  }

  finish(endedAt: number): Pause[] {
    return [...this.#done, ...[...this.#open.values()].map((open) => ({ ...open, to: endedAt }))];
  }
}

/** Length of pauses by agent, queue and reason, ms. */
export function pauseSums(pauses: readonly Pause[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { agent, queue, reason, from, to } of pauses) {
    const key = `${agent} ${queue} ${reason}`;
    sums.set(key, (sums.get(key) ?? 0) + to - from);
  }
  return sums;
}
