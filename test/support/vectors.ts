/** What the vectors of the metrics page are made of: instants of one day, whole calls, percentages as the page prints them. */
import type { Event } from '../../shared/events/event.ts';
import { fact } from './facts.ts';

/** An instant of Tuesday 17 November 2026, local time of Israel: `10:00` or `10:00:30`. */
export function at(time: string): number {
  return Date.parse(`2026-11-17T${time.length === 5 ? `${time}:00` : time}.000+02:00`);
}

/** One stay that was answered and ended; with `wrapupEnd` its wrap-up is told by its start and its end. */
export function call(
  contactId: string,
  queueId: string,
  agentId: string,
  offered: string,
  answered: string,
  ended: string,
  wrapupEnd?: string,
): Event[] {
  const about = { contactId, segmentId: `${contactId}:${queueId}`, queueId };
  const facts = [
    fact('cc.contact.queued.v1', at(offered), about),
    fact('cc.contact.answered.v1', at(answered), { ...about, agentId }),
    fact('cc.contact.ended.v1', at(ended), { ...about, agentId }),
  ];
  if (wrapupEnd === undefined) return facts;
  return [
    ...facts,
    fact('cc.contact.wrapup.v1', at(ended), { ...about, agentId, state: 'started' }),
    fact('cc.contact.wrapup.v1', at(wrapupEnd), { ...about, agentId, state: 'ended' }),
  ];
}

/** Two digits after the point, in percent. */
export function percent(ratio: number | null | undefined): number {
  return Math.round((ratio ?? Number.NaN) * 10_000) / 100;
}
