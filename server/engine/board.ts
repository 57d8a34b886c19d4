/**
 * The projection: state → rows of the wall at `state.now`. Owns what a row says; keeps nothing. Instants leave as text, durations never.
 */
import type { AgentCounts, AgentRow, AgentStateRow, FloorRow, QueueRow, QueueState } from '../../shared/board.ts';
import { SYNCHRONOUS_CHANNELS } from '../../shared/events/contact.ts';
import type { ServiceLevelFormula } from '../../shared/events/system.ts';
import { agentMetrics, stayMetrics } from '../../shared/metrics/catalogue.ts';
import type { AgentComponents, StayComponents } from '../../shared/metrics/components.ts';
import { WALL_METRICS } from '../../shared/metrics/on-wall.ts';
import { INTERVAL_MS, intervalStart, toIso } from '../../shared/time.ts';
import { type Agent, agentSum, look, piecesOf } from './agents.ts';
import { contactKey, refresh } from './contacts.ts';
import { floorCurve } from './curve.ts';
import type { Ledger } from './ledger.ts';
import type { Counted, SpanRow, StayRow } from './rows.ts';
import type { QueueSettings } from './settings.ts';
import type { State } from './state.ts';

/** What the rows need beside the state. `components`: as REST has them, with all metrics; without, only what a wall shows. */
export type BoardOptions = { components: boolean; demo: boolean };

/** Of a ratio on a wall. A ratio of fewer than 20,000 contacts is further than half of the last one from every whole per cent that it is not: no rounding crosses a target. */
const RATIO_DIGITS = 1e6;

function forWall(metrics: Record<string, number | null>): Record<string, number | null> {
  const shown: Record<string, number | null> = {};
  for (const [id, value] of Object.entries(metrics)) {
    if (WALL_METRICS.has(id)) shown[id] = value === null || Number.isInteger(value) ? value : Math.round(value * RATIO_DIGITS) / RATIO_DIGITS;
  }
  return shown;
}

type StayWindows = QueueRow['windows'];

/** A queue as it stands: who waits, who serves it. `serving`: of the same moment, for whoever asks about many queues. */
export function queueState(state: State, id: string, serving: ReadonlyMap<string, AgentCounts> = countServing(state)): QueueState {
  refresh(state);
  const ledger = state.queue(id);
  const settings = state.settings.queueAt(id, state.now);
  const oldest = ledger.oldest();
  return {
    id,
    name: settings.name ?? id,
    nameEn: settings.nameEn,
    channel: settings.channel ?? state.queueChannels.get(id)?.channel ?? 'voice',
    site: settings.site,
    group: settings.group,
    hidden: settings.hidden,
    order: settings.order,
    sources: [...(state.queueSources.get(id) ?? [])],
    waiting: ledger.waiting.size,
    oldestWaitingSince: oldest === null ? null : toIso(oldest.offeredAt),
    oldestContactStartedAt: oldestStart(state, ledger),
    inConversation: ledger.talking.size,
    agents: serving.get(id) ?? noAgents(),
    settings: shownSettings(settings),
  };
}

/** Entering a queue anew does not start the statutory clock anew: who waits here shortest may be who has waited longest. Null where no start is known. */
export function oldestStart(state: State, ledger: Ledger<StayRow>): string | null {
  let first: number | null = null;
  for (const { source, contactId } of ledger.waiting.values()) {
    const startedAt = state.contacts.get(contactKey(source, contactId))?.derived?.contact?.startedAt ?? null;
    if (startedAt !== null && (first === null || startedAt < first)) first = startedAt;
  }
  return first === null ? null : toIso(first);
}

/** The four windows of a queue. */
export function queueWindows(state: State, id: string, options: BoardOptions): StayWindows {
  refresh(state);
  return stayWindows(state, state.queue(id), state.settings.queueAt(id, state.now).formula, options);
}

/** An agent as she stands. */
export function agentState(state: State, agent: Agent): AgentStateRow {
  refresh(state);
  const swept = look(agent, state.now);
  const span = swept.spans.findLast((candidate) => candidate.startedAt <= state.now);
  const settings = state.settings.agentAt(agent.id, state.now);
  return {
    id: agent.id,
    name: settings.name ?? agent.name ?? agent.id,
    nameEn: settings.nameEn,
    team: settings.team,
    teamEn: settings.teamEn,
    site: settings.site,
    siteEn: settings.siteEn,
    teamOrder: settings.teamOrder,
    siteOrder: settings.siteOrder,
    nesting: settings.nesting,
    hidden: settings.hidden,
    state: span?.state ?? 'offline',
    reason: span?.reason ?? null,
    since: toIso(span?.startedAt ?? agent.baseAt),
    source: agent.source,
    queues: swept.base.queues.map((queue) => queue.queueId),
    pausedIn: swept.base.queues
      .filter((queue) => queue.paused)
      .map((queue) => ({ queue: queue.queueId, reason: queue.reason, since: toIso(queue.since) })),
    contact: contactOf(agent, span, state.now),
    allowedMs: allowance(state, span),
  };
}

/** False for who has been signed out since before this business day: she is gone from the wall until she comes back. */
export function isOnBoard(state: State, agent: Agent): boolean {
  const { base, spans } = look(agent, state.now);
  if (base.presence === 'in') return true;
  const last = spans.findLast((span) => span.startedAt <= state.now);
  return last !== undefined && (last.state !== 'offline' || last.startedAt >= state.period().bounds.startsAt);
}

/** Components of an agent over the two windows she has; between two shifts that of the shift is empty. */
export type AgentSums = Readonly<Record<'day' | 'shift', AgentComponents>>;

/** Her time and her contacts so far, as they stand at `state.now`. */
export function agentSums(state: State, agent: Agent): AgentSums {
  refresh(state);
  const { bounds, shift } = state.period();
  const sum = (from: number, to: number) => agentSum(agent, from, to, state.now);
  return { day: sum(bounds.startsAt, bounds.endsAt), shift: shift === null ? sum(0, 0) : sum(shift.startsAt, shift.endsAt) };
}

/** The two windows of an agent. */
export function agentWindows(sums: AgentSums, options: BoardOptions): AgentRow['windows'] {
  const window = (components: AgentComponents) =>
    options.components ? { metrics: agentMetrics(components), components } : { metrics: forWall(agentMetrics(components)) };
  return { day: window(sums.day), shift: window(sums.shift) };
}

type Waiting = { readonly queueId: string; readonly offeredAt: number };

/** Of two who came in the same instant the one whose queue sorts first: not the one whose fact arrived first. */
export function comesBefore(a: Waiting, b: Waiting): boolean {
  return a.offeredAt < b.offeredAt || (a.offeredAt === b.offeredAt && a.queueId < b.queueId);
}

/** The floor: each contact once, each agent once. */
export function floorRow(state: State, options: BoardOptions): FloorRow {
  refresh(state);
  const settings = state.settings.queueAt('', state.now);
  const { day, bounds, shift } = state.period();
  const waitingByChannel: Record<string, number> = {};
  let oldest: Waiting | null = null;
  for (const row of waitingStays(state)) {
    waitingByChannel[row.channel] = (waitingByChannel[row.channel] ?? 0) + 1;
    if (SYNCHRONOUS_CHANNELS.has(row.channel) && (oldest === null || comesBefore(row, oldest))) oldest = row;
  }
  return {
    waiting: Object.entries(waitingByChannel).reduce((sum, [channel, n]) => sum + (SYNCHRONOUS_CHANNELS.has(channel) ? n : 0), 0),
    waitingByChannel,
    oldestWaitingSince: oldest === null ? null : toIso(oldest.offeredAt),
    oldestWaitingQueue: oldest?.queueId ?? null,
    inConversation: state.floor.talking.size,
    agents: countSignedIn(state),
    timezone: state.calendar(state.now).timezone,
    demo: options.demo,
    period: {
      day,
      dayStartsAt: toIso(bounds.startsAt),
      dayEndsAt: toIso(bounds.endsAt),
      shift: shift === null ? null : { name: shift.name, startsAt: toIso(shift.startsAt), endsAt: toIso(shift.endsAt) },
    },
    settings: shownSettings(settings),
    statutoryMs: state.settings.siteAt(state.now).statutoryMs,
    windows: stayWindows(state, state.floor, settings.formula, options),
    curve: floorCurve(state, settings.formula),
    gaps: state.gaps
      .filter((gap) => (gap.to ?? state.now) > bounds.startsAt)
      .map((gap) => ({ source: gap.source, from: toIso(gap.from), to: gap.to === null ? null : toIso(gap.to) })),
  };
}

/** What of the settings in force a row shows. */
export function shownSettings(settings: QueueSettings): QueueState['settings'] {
  const { targetMs, serviceLevelTarget, formula, shortMs, wrapupAllowedMs } = settings;
  return { targetMs, serviceLevelTarget, formula, shortMs, wrapupAllowedMs };
}

/** Every stay that waits now. */
export function* waitingStays(state: State) {
  for (const ledger of state.queues.values()) yield* ledger.waiting.values();
}

function stayWindows<R extends Counted>(state: State, ledger: Ledger<R>, formula: ServiceLevelFormula, options: BoardOptions): StayWindows {
  const { bounds, shift } = state.period();
  const now = state.now;
  const quarter = intervalStart(now);
  const window = (components: StayComponents) =>
    options.components ? { metrics: stayMetrics(components, formula), components } : { metrics: forWall(stayMetrics(components, formula)) };
  return {
    day: window(ledger.sum(bounds.startsAt, bounds.endsAt, now)),
    shift: window(shift === null ? ledger.sum(0, 0, now) : ledger.sum(shift.startsAt, shift.endsAt, now)),
    interval: window(ledger.sum(quarter, quarter + INTERVAL_MS, now)),
    rolling30: window(ledger.rolling(now)),
  };
}

const noAgents = (): AgentCounts => ({ signedIn: 0, available: 0, ringing: 0, talking: 0, hold: 0, acw: 0, break: 0, busy: 0, unknown: 0 });

function countSignedIn(state: State): AgentCounts {
  const counts = noAgents();
  for (const agent of state.agents.values()) count(counts, look(agent, state.now).spans.at(-1)?.state ?? 'offline');
  return counts;
}

/** Who serves each queue. Everybody is looked at once for all queues: for each queue by itself a large floor takes as many times as long. */
export function countServing(state: State): Map<string, AgentCounts> {
  const serving = new Map<string, AgentCounts>();
  for (const agent of state.agents.values()) {
    const { base, spans } = look(agent, state.now);
    const shown = spans.at(-1)?.state ?? 'offline';
    for (const { queueId, paused } of base.queues) {
      let counts = serving.get(queueId);
      if (counts === undefined) {
        counts = noAgents();
        serving.set(queueId, counts);
      }
      // Free elsewhere but paused here: for this queue she is on a break.
      count(counts, shown === 'available' && paused ? 'break' : shown);
    }
  }
  return serving;
}

function count(counts: AgentCounts, shown: SpanRow['state']): void {
  if (shown === 'offline') return;
  counts.signedIn++;
  counts[shown]++;
}

function contactOf(agent: Agent, span: SpanRow | undefined, now: number): AgentStateRow['contact'] {
  if (span === undefined || (span.state !== 'talking' && span.state !== 'hold' && span.state !== 'ringing')) return null;
  const wanted = span.state === 'ringing' ? 'ring' : 'talk';
  const found = piecesOf(agent).find(
    ({ kind, contactId, from, to }) => kind === wanted && contactId === span.contactId && from <= now && (to === null || to > now),
  );
  if (found !== undefined) return { queue: found.queueId, channel: found.channel, since: toIso(found.from), estimated: found.estimated };
  return span.state === 'ringing' ? null : { queue: null, channel: 'voice', since: toIso(span.startedAt), estimated: true };
}

function allowance(state: State, span: SpanRow | undefined): number | null {
  if (span?.state === 'break') return state.settings.siteAt(state.now).breakAllowedMs;
  if (span?.state === 'acw') return state.settings.queueAt(span.queueId ?? '', state.now).wrapupAllowedMs;
  return null;
}

/** The whole board, sources aside: they are not folded. */
export function boardRows(state: State, options: BoardOptions): { floor: FloorRow; queues: QueueRow[]; agents: AgentRow[] } {
  refresh(state);
  const serving = countServing(state);
  return {
    floor: floorRow(state, options),
    queues: [...state.queues.keys()].map((id) => ({ ...queueState(state, id, serving), windows: queueWindows(state, id, options) })),
    agents: [...state.agents.values()]
      .filter((agent) => isOnBoard(state, agent))
      .map((agent) => ({ ...agentState(state, agent), windows: agentWindows(agentSums(state, agent), options) })),
  };
}
