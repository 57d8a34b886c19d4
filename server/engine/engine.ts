/**
 * The fold: facts in, state out. Owns the dispatch of facts, the horizon, and what time alone changes. It reads no clock: `advance` tells it.
 * A fact that does not fit is counted, never thrown, never dropped silently. The order of arrival inside the horizon is no input, but for
 * what DECISIONS 32 names.
 */
import { unreachable } from '../../shared/assert.ts';
import { businessDayOf, dayBounds } from '../../shared/calendar.ts';
import type { AgentEvent, ContactEvent, Event } from '../../shared/events/event.ts';
import { fromIso, HOUR_MS, INTERVAL_MS, intervalStart, MINUTE_MS } from '../../shared/time.ts';
import { compareInputs } from './agent.ts';
import { addInput, meet, SETTLE_STEP_MS, settleAgent } from './agents.ts';
import { countAnomaly } from './anomaly.ts';
import { addFact, contactFor, isFreshAt, refresh, settleIfOver, touchContact } from './contacts.ts';
import { agentFor, isLongPast } from './counting.ts';
import { orderOf } from './dated.ts';
import { applySnapshot, snapshotAt } from './snapshot.ts';
import { State } from './state.ts';

/** Facts may be this much older than the newest of their source and still find their place. */
export const HORIZON_MS = 15 * MINUTE_MS;

/** Facts between two sweeps of settled contacts and agents, in replay; live, `advance` does it. */
const SETTLE_EVERY = 16_000;

/** Live, settling walks all contacts: not at every tick. */
const SETTLE_PAUSE_MS = 10_000;

export class Engine {
  readonly state: State;
  readonly #horizonMs: number;
  /** After a silence of this length a contact begins anew: what is told within the horizon after its end has found it, in any order. */
  readonly #silenceMs: number;
  #sinceSettling = 0;
  #settledAt = 0;

  /** @param horizonMs `Infinity` for a recount, which folds the whole day in order and knows no lateness. */
  constructor(horizonMs = HORIZON_MS, state = new State()) {
    this.#horizonMs = horizonMs;
    this.#silenceMs = 2 * horizonMs;
    this.state = state;
    state.floor.onEvicted = (at) => state.markDay(at);
  }

  /** Folds one fact of the log. Positions rise; a fact must not be applied twice. */
  apply(event: Event, position: number): void {
    const state = this.state;
    state.position = Math.max(state.position, position);
    const watermark = state.watermarks.get(event.source) ?? Number.NEGATIVE_INFINITY;
    if (isSetting(event)) return this.#applySetting(event);
    const at = event.type === 'cc.snapshot.v1' ? snapshotAt(event) : event.at;
    if (at < state.firstAt) state.firstAt = at;
    if (at < watermark - this.#horizonMs || intervalStart(at) < Math.max(state.floor.evictedBefore, state.agentsEvictedBefore)) {
      if (!isFromLogFile(event)) countAnomaly(state.anomalies, event.source, 'late', `${event.type} ${event.id}`);
      state.markDay(at);
      return;
    }
    if (at > watermark) state.watermarks.set(event.source, at);
    this.#dispatch(event);
    if (++this.#sinceSettling >= SETTLE_EVERY) this.settle();
  }

  /** Lets time pass: windows roll on, targets pass, derived wrap-ups end. `to` never goes back. */
  advance(to: number): void {
    const state = this.state;
    if (to <= state.now) return;
    const before = state.now;
    state.now = to;
    refresh(state);
    const turned = intervalStart(before) !== intervalStart(to);
    if (turned) for (const queueId of state.queues.keys()) state.touchQueue(queueId);
    for (const [queueId, ledger] of state.queues) if (ledger.nextChange(before) <= to) state.touched.queueWindows.add(queueId);
    if (turned || state.touched.queueWindows.size > 0) state.touched.floor = true;
    for (const agent of state.agents.values()) {
      if (agent.swept === null || agent.swept.next <= to || turned) state.touchAgent(agent);
    }
    if (turned || to - this.#settledAt >= SETTLE_PAUSE_MS) this.settle();
  }

  /** Settles what no fact in time can change any more. Changes no figure. */
  settle(): void {
    this.#sinceSettling = 0;
    this.#settledAt = this.state.now;
    const state = this.state;
    // In a replay nobody looks meanwhile: contacts are derived once, when they are over, and agents settled a quarter behind them and in longer steps.
    const isReplay = state.now === 0;
    const newest = Math.max(...state.watermarks.values());
    const young = newest - this.#horizonMs - (isReplay ? this.#silenceMs : 0);
    const behindMs = isReplay ? this.#silenceMs + this.#horizonMs : 0;
    for (const contact of state.contacts.values()) {
      // Whoever is younger than every limit has no part in any agent's time that settles.
      if (contact.firstAt >= young) continue;
      const silentSince = this.#limit(contact.source) - this.#silenceMs;
      if (isReplay && contact.firstAt >= newest - this.#horizonMs - behindMs && isFreshAt(contact, silentSince)) continue;
      settleIfOver(state, contact, silentSince);
    }
    for (const agent of state.agents.values()) {
      const limit = this.#limit(agent.source) - behindMs;
      settleAgent(agent, isReplay ? limit : Math.min(limit, state.now), isReplay ? HOUR_MS : SETTLE_STEP_MS);
    }
    // Each by the clock of its source: that of another may be months ahead.
    for (const ledger of [state.floor, ...state.queues.values()])
      if (isReplay) ledger.forgetInHalfHour((row) => isLongPast(state, row));
      else ledger.expire(state.now);
  }

  /** Forgets intervals that no window shows any more; call it after a flush. */
  evict(): void {
    const state = this.state;
    const period = state.period();
    const limit = Math.min(period.bounds.startsAt, period.shift?.startsAt ?? period.bounds.startsAt, intervalStart(state.now - 2 * this.#horizonMs));
    for (const ledger of state.queues.values()) ledger.evict(limit);
    state.floor.evict(limit);
    for (const agent of state.agents.values()) {
      const settledTo = Math.min(limit, intervalStart(agent.baseAt));
      for (const map of [agent.settled, agent.cohorts]) {
        for (const start of map.keys()) {
          if (start >= settledTo || agent.changed.has(start)) continue;
          map.delete(start);
          state.agentsEvictedBefore = Math.max(state.agentsEvictedBefore, start + 1);
        }
      }
    }
    const told = this.#daysStillTold(limit);
    state.settledContacts.evict(limit, (start) => told.some(({ from, to }) => start + INTERVAL_MS > from && start <= to));
    for (const [source, kept] of state.snapshots)
      state.snapshots.set(
        source,
        kept.filter((seen) => seen.asOf >= this.#limit(source)),
      );
  }

  /** What of the past a source may still be telling: one that catches up is in a day that is over to everybody else, and its contacts come back in it. */
  #daysStillTold(limit: number): { from: number; to: number }[] {
    const { state } = this;
    const behind = [...state.watermarks.values()].filter((at) => at < limit && at > 0);
    return behind.map((at) => ({ from: dayBounds(businessDayOf(at, state.calendar(at)), state.calendar(at)).startsAt, to: at }));
  }

  #limit(source: string): number {
    return (this.state.watermarks.get(source) ?? Number.NEGATIVE_INFINITY) - this.#horizonMs;
  }

  #dispatch(event: Exclude<Event, SettingEvent>): void {
    switch (event.type) {
      case 'cc.agent.signedin.v1':
      case 'cc.agent.signedout.v1':
      case 'cc.agent.state.v1':
      case 'cc.agent.membership.v1':
        return this.#applyAgent(event);
      case 'cc.snapshot.v1':
        return applySnapshot(this.state, event, this.#silenceMs);
      case 'cc.source.status.v1':
        return this.#applyStatus(event);
      case 'cc.schedule.shift.v1':
      case 'cc.gauge.v1':
        return;
      default:
        return this.#applyContact(event);
    }
  }

  #applyContact(event: ContactEvent): void {
    const state = this.state;
    const contact = contactFor(state, event.source, event.data.contactId, event.at - this.#silenceMs);
    addFact(state, contact, event);
    // A snapshot speaks of all agents known by then; that must not depend on when contacts are derived.
    if (involvesAgent(event)) meet(agentFor(state, event.data.agentId, event.source, event.at), event.at);
  }

  #applyAgent(event: AgentEvent): void {
    const agent = agentFor(this.state, event.data.agentId, event.source, event.at);
    agent.source = event.source;
    if (event.data.name !== undefined && event.at >= agent.namedAt) {
      agent.name = event.data.name;
      agent.namedAt = event.at;
    }
    addInput(agent, event, compareInputs);
    for (const queueId of queuesOf(event)) {
      this.state.queue(queueId);
      this.state.touchQueue(queueId);
    }
    this.state.touchAgent(agent);
  }

  #applyStatus(event: Event<'cc.source.status.v1'>): void {
    const { gaps, unflushed } = this.state;
    const { data, source } = event;
    const open = gaps.findLast((gap) => gap.source === source && gap.to === null);
    const from = (data.from === undefined ? null : fromIso(data.from)) ?? event.at;
    const to = (data.to === undefined ? null : fromIso(data.to)) ?? event.at;
    if (data.state === 'down' && open === undefined) gaps.push({ source, from, to: null, reason: data.reason ?? '' });
    else if (data.state === 'gap' && open === undefined) gaps.push({ source, from, to, reason: data.reason ?? '' });
    else if ((data.state === 'gap' || data.state === 'up') && open !== undefined) open.to = to;
    else return;
    unflushed.gaps.add(open ?? (gaps.at(-1) as (typeof gaps)[number]));
    if (gaps.length > 1000) gaps.shift();
    this.state.touched.floor = true;
  }

  #applySetting(event: SettingEvent): void {
    const state = this.state;
    const order = orderOf(event);
    switch (event.type) {
      case 'cc.queue.config.v1': {
        const from = state.settings.patchQueue(event.data, order, event.source);
        state.unflushed.queueSettings.add(event.data.queueId);
        state.queue(event.data.queueId);
        this.#reopen(from, event.data.queueId);
        return;
      }
      case 'cc.agent.config.v1': {
        state.settings.patchAgent(event.data, order, event.source);
        const agent = state.agents.get(event.data.agentId);
        if (agent !== undefined) state.touchAgent(agent);
        return;
      }
      case 'cc.site.config.v1': {
        const from = state.settings.patchSite(event.data, order, event.source);
        if (from === null) {
          for (const agent of state.agents.values()) state.touchAgent(agent);
          return;
        }
        this.#reopen(from, null);
        for (const queueId of ['*', ...state.settings.queueIds()]) state.unflushed.queueSettings.add(queueId);
        state.newCalendar();
        return;
      }
      default:
        unreachable(event);
    }
  }

  /** A setting that reaches back changes what is counted: what is in memory is derived again, days of which something is settled are marked. */
  #reopen(from: number, queueId: string | null): void {
    const state = this.state;
    for (const contact of state.contacts.values()) touchContact(state, contact);
    for (const [id] of state.queues) if (queueId === null || id === queueId) state.touchQueue(id);
    for (const agent of state.agents.values()) state.touchAgent(agent);
    // Where there is no fact yet it changes nothing that was counted: the first settings of all hold since ever.
    const since = Math.max(from, state.firstAt);
    for (const start of state.settledContacts.startsSince(since)) state.markDay(start);
    state.markUntilToday(since);
  }
}

type SettingEvent = Event<'cc.queue.config.v1' | 'cc.agent.config.v1' | 'cc.site.config.v1'>;

function isSetting(event: Event): event is SettingEvent {
  return event.type === 'cc.queue.config.v1' || event.type === 'cc.agent.config.v1' || event.type === 'cc.site.config.v1';
}

/** True for what becomes a piece of an agent's time, or a call that she missed. */
function involvesAgent(event: ContactEvent): event is Event<'cc.contact.ringing.v1' | 'cc.contact.offerended.v1' | 'cc.contact.answered.v1'> {
  return event.type === 'cc.contact.answered.v1' || event.type === 'cc.contact.ringing.v1' || event.type === 'cc.contact.offerended.v1';
}

/** Read from a log file: an import, or what fills a gap. That it is old is what was asked for, and no anomaly. */
function isFromLogFile(event: Event): boolean {
  return event.origin?.startsWith('queue_log ') === true;
}

function queuesOf(event: AgentEvent): readonly string[] {
  if (event.type === 'cc.agent.membership.v1') return [event.data.queueId];
  if (event.type === 'cc.agent.signedin.v1' || event.type === 'cc.agent.signedout.v1') return event.data.queues ?? [];
  return [];
}
