/** Who comes on one day: a stream for each queue, one past all queues, and what the campaign and the incident of the day do to them. */
import type { Agenda } from './agenda.ts';
import { campaignOf } from './campaigns.ts';
import { ceilingOf, nextArrival, type Rate, rateOf, surgesOf } from './demand.ts';
import { incidentOf } from './incident.ts';
import { type FloorPlan, isDigital } from './plan.ts';
import { Random } from './random.ts';
import { SELF_SERVED_SHARE } from './selfservice.ts';

export type ArrivalOptions = {
  readonly plan: FloorPlan;
  readonly day: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly agenda: Agenda;
  readonly onCall: (queue: number, at: number, entry: string | undefined) => void;
  readonly onWritten: (queue: number, at: number) => void;
  readonly onSelfService: (at: number) => void;
  /** The line of these queues fails until an instant. */
  readonly onCut: (queues: readonly number[], until: number, at: number) => void;
};

/** Writes the day's arrivals into its agenda, each when the one before it has come. */
export function openArrivals({ plan, day, startsAt, endsAt, agenda, ...on }: ArrivalOptions): void {
  const incident = incidentOf(plan, day, startsAt);
  const surges = [...surgesOf(plan, day, startsAt), ...campaignOf(plan, day, startsAt), ...incident.surges];
  if (incident.kind === 'trunk') agenda.add(incident.from, (at) => on.onCut(incident.queues, incident.to, at));
  const stream = (name: string, rate: Rate, ceiling: number, come: (at: number) => void) => {
    const random = new Random(`${plan.key} ${day} arrivals ${name}`);
    const next = (after: number) => {
      const at = nextArrival(random, rate, ceiling, after, endsAt);
      if (at === null) return;
      agenda.add(at, (then) => {
        come(then);
        next(at);
      });
    };
    next(startsAt);
  };
  const calls: { rate: Rate; ceiling: number }[] = [];
  for (const [index, queue] of plan.queues.entries()) {
    const rate = rateOf(plan, queue, day, startsAt, surges);
    const ceiling = ceilingOf(plan, queue, surges);
    if (isDigital(queue)) {
      stream(queue.id, rate, ceiling, (at) => on.onWritten(index, at));
      continue;
    }
    calls.push({ rate, ceiling });
    const entryAt = (at: number) =>
      surges.find((surge) => surge.queue === index && surge.from <= at && at < surge.to && surge.entry !== undefined)?.entry;
    stream(queue.id, rate, ceiling, (at) => on.onCall(index, at, entryAt(at)));
  }
  const all: Rate = (at) => SELF_SERVED_SHARE * calls.reduce((sum, { rate }) => sum + rate(at), 0);
  const most = SELF_SERVED_SHARE * calls.reduce((sum, { ceiling }) => sum + ceiling, 0);
  stream('self-service', all, most, on.onSelfService);
}
