/**
 * When a figure is trouble. Until queues carry thresholds of their own these follow from the queue's target, so that a queue with an hour to
 * answer is not red after three minutes.
 */
import type { QueueRow } from '../../shared/board.ts';
import { SYNCHRONOUS_CHANNELS } from '../../shared/events/contact.ts';
import { MINUTE_MS } from '../../shared/time.ts';

export type Level = 'ok' | 'warn' | 'crit';

const WARN_TARGETS = 3;
const CRIT_TARGETS = 9;
/** On the line nobody waits this long without it being critical: the law gives six minutes from the start of the call. */
const CRIT_ON_THE_LINE_MS = 5 * MINUTE_MS;

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

/** Why a queue is in trouble; the figures are those of the row. */
export type Assessment = {
  readonly level: Level;
  readonly reason: 'noneFree' | 'longWait' | 'serviceLevel' | null;
};

/** Critical is about customers who wait; a missed target alone is a warning. */
export function assess(queue: QueueRow, waitMs: number | null): Assessment {
  const wait = waitLevel(waitMs, queue.settings.targetMs, SYNCHRONOUS_CHANNELS.has(queue.channel));
  const isNoneFree = queue.waiting > 0 && queue.agents.available === 0;
  if (wait === 'crit') return { level: 'crit', reason: isNoneFree ? 'noneFree' : 'longWait' };
  if (isBelow(queue.windows.day.metrics['service_level'], queue.settings.serviceLevelTarget)) return { level: 'warn', reason: 'serviceLevel' };
  if (isNoneFree && waitMs !== null && waitMs > queue.settings.targetMs) return { level: 'warn', reason: 'noneFree' };
  if (wait !== 'ok') return { level: 'warn', reason: 'longWait' };
  return { level: 'ok', reason: null };
}
