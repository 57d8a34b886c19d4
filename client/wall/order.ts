/** The order of the queues: the worst first, and calm enough to be read. */
import type { AlarmRow } from '../../shared/alarms/row.ts';
import type { QueueRow } from '../../shared/board.ts';
import { roundBelow } from '../i18n/format.ts';
import { type Level, levelOf } from './alarms.ts';
import { instantOf } from './instants.ts';

/** `alarm`: the worst of the queue. `isRecord`: only history is known of it. */
export type RankedQueue = { readonly queue: QueueRow; readonly alarm: AlarmRow | null; readonly isRecord: boolean };

const RANK: Record<Level, number> = { crit: 0, warn: 1, ok: 2 };

/**
 * Trouble first: who waits longest, then who is furthest below target. Without trouble the order is the one in the settings. Queues of which
 * only history is known come last.
 */
export function compareQueues(a: RankedQueue, b: RankedQueue): number {
  const byLife = Number(a.isRecord) - Number(b.isRecord);
  if (byLife !== 0) return byLife;
  const level = levelOf(a.alarm);
  const byLevel = RANK[level] - RANK[levelOf(b.alarm)];
  if (byLevel !== 0) return byLevel;
  if (level !== 'ok') {
    const byTrouble = waitsFrom(a) - waitsFrom(b) || shortfall(b) - shortfall(a);
    if (byTrouble !== 0) return byTrouble;
  }
  return bySettings(a.queue, b.queue);
}

/** A queue that is in trouble for another reason than who waits now comes after all that are. */
function waitsFrom({ queue, alarm }: RankedQueue): number {
  const isOfNow = alarm?.subject.of === 'figure' && alarm.subject.window === null;
  return (isOfNow ? instantOf(queue.oldestWaitingSince) : null) ?? Number.MAX_SAFE_INTEGER;
}

/** In whole points, or a hundredth of one would shuffle the rows. */
function shortfall({ queue }: RankedQueue): number {
  const level = queue.windows.rolling30.metrics['service_level'];
  return level === null || level === undefined ? 0 : roundBelow((queue.settings.serviceLevelTarget - level) * 100, 0);
}

function bySettings(a: QueueRow, b: QueueRow): number {
  const order = (a.order ?? Number.MAX_SAFE_INTEGER) - (b.order ?? Number.MAX_SAFE_INTEGER);
  return order || a.name.localeCompare(b.name) || a.id.localeCompare(b.id);
}

/** The order of the settings, whatever happens; queues of which only history is known last. */
export function compareBySettings(a: RankedQueue, b: RankedQueue): number {
  return Number(a.isRecord) - Number(b.isRecord) || bySettings(a.queue, b.queue);
}

export const HOLD_MS = 10_000;

/** Lets rows change places at most once in ten seconds. Rows that come or go do so at once, without moving the others about. */
export function createSteadyOrder(): (wanted: readonly string[], now: number) => string[] {
  let shown: string[] = [];
  let movedAt = Number.NEGATIVE_INFINITY;
  return (wanted, now) => {
    const isWanted = new Set(wanted);
    const isShown = new Set(shown);
    const kept = shown.filter((id) => isWanted.has(id));
    const held = [...kept, ...wanted.filter((id) => !isShown.has(id))];
    const isMove = held.some((id, place) => id !== wanted[place]);
    if (isMove && now - movedAt < HOLD_MS) {
      shown = held;
    } else {
      if (isMove && kept.length > 0) movedAt = now;
      shown = [...wanted];
    }
    return shown;
  };
}

/** What is on the table now, and what is not. `hidden` is never silent: the table says how many there are. */
export type QueuePage = { readonly ids: string[]; readonly hidden: number; readonly page: number; readonly pages: number };

export const PAGE_MS = 12_000;

/**
 * Cuts a long table to `slots` rows, one of them for the words "and 7 more". Rows in trouble stay; the others take turns by the clock, the
 * same on every wall. Trouble beyond the slots takes turns as well.
 */
export function pageOfQueues(ids: readonly string[], troubled: number, slots: number, now: number): QueuePage {
  if (ids.length <= slots) return { ids: [...ids], hidden: 0, page: 1, pages: 1 };
  const room = Math.max(1, slots - 1);
  // Two places turn at least, or forty queues would take minutes to pass by.
  const pinned = Math.max(0, Math.min(troubled, room - 2));
  const rest = ids.slice(pinned);
  const size = room - pinned;
  const pages = Math.ceil(rest.length / size);
  const page = Math.floor(now / PAGE_MS) % pages;
  const turn = rest.slice(page * size, page * size + size);
  return { ids: [...ids.slice(0, pinned), ...turn], hidden: rest.length - turn.length, page: page + 1, pages };
}
