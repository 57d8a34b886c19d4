/**
 * When a figure is trouble: amber says "look", red says "act". Until queues carry thresholds of their own these follow from the queue's target,
 * so that a queue with an hour to answer is not red after three minutes. What can no longer be helped is no trouble: a level that the morning
 * spoilt shows in its figure, and does not hold the row amber until night.
 */
import type { QueueRow } from '../../shared/board.ts';
import { SYNCHRONOUS_CHANNELS } from '../../shared/events/contact.ts';
import { MINUTE_MS } from '../../shared/time.ts';

export type Level = 'ok' | 'warn' | 'crit';

const WARN_TARGETS = 3;
const CRIT_TARGETS = 9;
/** On the line nobody waits this long without it being critical. */
const CRIT_ON_THE_LINE_MS = 5 * MINUTE_MS;

/** The law gives a call so long from its start: this much before it, someone must act. */
const STATUTORY_ACT_MS = MINUTE_MS;
/** From here on the wall counts down. */
const STATUTORY_TOLD_MS = 2 * MINUTE_MS;

/** How far the level of the last half hour may be below its target: in contacts, so that small numbers do not cry wolf, and in points. */
const SHORTFALL_CONTACTS = 4;
const SHORTFALL = 0.1;

/** How bad a wait is: three times its target is a warning, nine times is critical. */
export function waitLevel(waitMs: number | null, targetMs: number, isOnTheLine: boolean): Level {
  if (waitMs === null) return 'ok';
  const critMs = isOnTheLine ? Math.min(CRIT_TARGETS * targetMs, CRIT_ON_THE_LINE_MS) : CRIT_TARGETS * targetMs;
  if (waitMs >= critMs) return 'crit';
  return waitMs >= Math.min(WARN_TARGETS * targetMs, critMs) ? 'warn' : 'ok';
}

/** Below the target, with something to compute it from. */
export function isBelow(serviceLevel: number | null | undefined, target: number): boolean {
  return serviceLevel !== null && serviceLevel !== undefined && serviceLevel < target;
}

/** The last half hour missed the target by so much that it is no chance. */
export function isFallingShort(queue: QueueRow): boolean {
  const { offered, service_level: level } = queue.windows.rolling30.metrics;
  if (typeof level !== 'number' || typeof offered !== 'number') return false;
  const dust = 1e-9;
  const shortfall = queue.settings.serviceLevelTarget - level + dust;
  return shortfall >= SHORTFALL && shortfall * offered >= SHORTFALL_CONTACTS;
}

/** True where what is left until the statutory limit (negative: past it) must be told. */
export function isStatutoryTold(leftMs: number | null): leftMs is number {
  return leftMs !== null && leftMs <= STATUTORY_TOLD_MS;
}

/** True where someone must act now for the limit to be kept, or it is broken already. */
export function isStatutoryTrouble(leftMs: number | null): leftMs is number {
  return leftMs !== null && leftMs <= STATUTORY_ACT_MS;
}

/** Why a queue is in trouble; the figures are those of the row. */
export type Assessment = {
  readonly level: Level;
  readonly reason: 'statutory' | 'noneFree' | 'longWait' | 'serviceLevel' | null;
};

/** Critical is about customers who wait now. `statutoryLeftMs`: until the limit of the oldest contact, null where none is known. */
export function assess(queue: QueueRow, waitMs: number | null, statutoryLeftMs: number | null): Assessment {
  const wait = waitLevel(waitMs, queue.settings.targetMs, SYNCHRONOUS_CHANNELS.has(queue.channel));
  const isNoneFree = queue.waiting > 0 && queue.agents.available === 0;
  if (isStatutoryTrouble(statutoryLeftMs)) return { level: 'crit', reason: 'statutory' };
  if (wait === 'crit') return { level: 'crit', reason: isNoneFree ? 'noneFree' : 'longWait' };
  if (isNoneFree && waitMs !== null && waitMs > queue.settings.targetMs) return { level: 'warn', reason: 'noneFree' };
  if (wait !== 'ok') return { level: 'warn', reason: 'longWait' };
  if (isFallingShort(queue)) return { level: 'warn', reason: 'serviceLevel' };
  return { level: 'ok', reason: null };
}
