/**
 * What the store must write, as absolute rows, with the log position they stand for. Taking it empties the lists of changes: the caller
 * keeps the rows until they are written, and merges what comes meanwhile behind them.
 */
import { INTERVAL_MS, intervalStart } from '../../shared/time.ts';
import { agentSum, look, takeTimeline } from './agents.ts';
import { refresh } from './contacts.ts';
import { stayKey } from './counting.ts';
import type { AgentIntervalRow, FloorIntervalRow, FlushRows, QueueIntervalRow, QueueSettingRow, StayRow } from './rows.ts';
import type { QueueSettings } from './settings.ts';
import type { State } from './state.ts';

/** True if a flush would write anything. */
export function hasUnflushed(state: State): boolean {
  const { contacts, stays, settledStays, removedStays, agents, gaps, queueSettings, markedDays } = state.unflushed;
  return (
    contacts.size +
      stays.size +
      settledStays.length +
      removedStays.size +
      agents.size +
      gaps.size +
      queueSettings.size +
      markedDays.size +
      state.dirtyContacts.size >
    0
  );
}

/**
 * Takes all changed rows as they stand at `state.now`. `running`: also the quarter under way of agents of whom nothing new was heard, because
 * their time goes on all the same; its close always counts as a change.
 */
export function takeFlush(state: State, { running = false } = {}): FlushRows {
  refresh(state);
  const { unflushed } = state;
  const rows: FlushRows = {
    position: state.position,
    contacts: [...unflushed.contacts.values()],
    stays: staysOf(unflushed),
    removedStays: [...unflushed.removedStays.values()],
    timelines: [],
    queueIntervals: queueIntervals(state),
    floorIntervals: floorIntervals(state),
    agentIntervals: [],
    gaps: [...unflushed.gaps].map((gap) => ({ ...gap })),
    queueSettings: [...unflushed.queueSettings].flatMap((queueId) => settingRows(queueId, state.settings.queueHistory(queueId))),
    markedDays: [...unflushed.markedDays],
  };
  for (const agentId of unflushed.agents) {
    const agent = state.agents.get(agentId);
    if (agent === undefined) continue;
    const { timeline, intervals } = takeTimeline(agent, state.now);
    rows.timelines.push(timeline);
    for (const startAt of intervals)
      rows.agentIntervals.push({ agentId, startAt, components: agentSum(agent, startAt, startAt + INTERVAL_MS, state.now) });
  }
  if (running) rows.agentIntervals.push(...runningIntervals(state));
  unflushed.contacts.clear();
  unflushed.stays.clear();
  unflushed.settledStays = [];
  unflushed.removedStays.clear();
  unflushed.agents.clear();
  unflushed.gaps.clear();
  unflushed.queueSettings.clear();
  unflushed.markedDays.clear();
  return rows;
}

/** Of the contacts and stays to be written keeps those wanted: a fold of months for the rows of some days would fill the memory with the others. */
export function keepUnflushed(
  { unflushed }: State,
  wanted: { contact: (offeredAt: number) => boolean; stay: (queueId: string, offeredAt: number) => boolean },
): void {
  for (const [key, row] of unflushed.contacts) if (!wanted.contact(row.offeredAt)) unflushed.contacts.delete(key);
  for (const [key, row] of unflushed.stays) if (!wanted.stay(row.queueId, row.offeredAt)) unflushed.stays.delete(key);
  unflushed.settledStays = unflushed.settledStays.filter((row) => wanted.stay(row.queueId, row.offeredAt));
}

/** Each stay once: a contact that was settled may have come back with a stay of the same name. */
function staysOf({ stays, settledStays }: State['unflushed']): StayRow[] {
  return [...settledStays.filter((stay) => !stays.has(stayKey(stay))), ...stays.values()];
}

function settingRows(queueId: string, history: readonly QueueSettings[]): QueueSettingRow[] {
  return history.map(
    ({ from, version, name, nameEn, channel, formula, targetMs, serviceLevelTarget, shortMs, wrapupAllowedMs, site, group, hidden }) => ({
      queueId,
      from,
      version,
      name,
      nameEn,
      channel,
      formula,
      targetMs,
      serviceLevelTarget,
      shortMs,
      wrapupAllowedMs,
      site,
      group,
      hidden,
    }),
  );
}

function runningIntervals(state: State): AgentIntervalRow[] {
  const startAt = intervalStart(state.now);
  const quiet = [...state.agents.values()].filter(
    (agent) => !state.unflushed.agents.has(agent.id) && look(agent, state.now).spans.at(-1)?.state !== 'offline',
  );
  return quiet.map((agent) => ({ agentId: agent.id, startAt, components: agentSum(agent, startAt, startAt + INTERVAL_MS, state.now) }));
}

function queueIntervals(state: State): QueueIntervalRow[] {
  const rows: QueueIntervalRow[] = [];
  for (const [queueId, ledger] of state.queues) {
    for (const start of ledger.takeChanged()) rows.push({ queueId, startAt: start, components: ledger.sum(start, start + INTERVAL_MS, state.now) });
  }
  return rows;
}

function floorIntervals(state: State): FloorIntervalRow[] {
  return state.floor.takeChanged().map((start) => ({ startAt: start, components: state.floor.sum(start, start + INTERVAL_MS, state.now) }));
}
