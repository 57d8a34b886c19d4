/** The pieces of contacts in an agent's time: their order, their ends, and the instants at which they matter. */
import type { AgentInput } from './agent.ts';
import type { AgentInterval } from './contact.ts';

/** True from the instant on at which the piece is over. */
export function hasEnded(interval: AgentInterval, at: number): boolean {
  return interval.to !== null && interval.to <= at;
}

/** Of several at once the first to begin is shown; of those of one instant the order is any, but always the same. */
export function compareIntervals(a: AgentInterval, b: AgentInterval): number {
  return a.from - b.from || compareText(a.contactId, b.contactId) || compareText(a.source, b.source) || compareText(a.kind, b.kind);
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Every instant after `from` at which anything of hers may change, in order. */
export function pointsOf(inputs: readonly AgentInput[], intervals: readonly AgentInterval[], from: number): number[] {
  const points: number[] = [];
  const add = (at: number | null) => {
    if (at !== null && at > from) points.push(at);
  };
  for (const input of inputs) add(input.at);
  for (const interval of intervals) {
    add(interval.from);
    add(interval.to);
    for (const hold of interval.holds) {
      add(hold.from);
      add(hold.to);
    }
  }
  points.sort((a, b) => a - b);
  return points.filter((at, index) => index === 0 || at !== points[index - 1]);
}

/** A wrap-up that nobody ended stops at her next conversation or at the next thing she says herself. */
export function closeLooseEnds(intervals: readonly AgentInterval[], inputs: readonly AgentInput[], lastWordAt: number): readonly AgentInterval[] {
  if (!intervals.some((interval) => interval.kind === 'acw' && interval.to === null)) return intervals;
  return intervals.map((interval) => {
    if (interval.kind !== 'acw' || interval.to !== null) return interval;
    // What ended it may be settled and forgotten.
    if (lastWordAt > interval.from) return { ...interval, to: lastWordAt };
    const ends = [
      ...intervals.filter((other) => other.kind === 'talk' && other.from > interval.from).map((other) => other.from),
      ...inputs.filter((input) => input.at > interval.from && isHerWord(input)).map((input) => input.at),
    ];
    return ends.length === 0 ? interval : { ...interval, to: Math.min(...ends) };
  });
}

/** True for what tells of herself: being put into a queue is done to her. */
export function isHerWord(input: AgentInput): boolean {
  return input.type !== 'cc.agent.membership.v1';
}

/** True while the conversation is on hold. */
export function isHeld(talk: AgentInterval, at: number): boolean {
  return talk.holds.some((hold) => hold.from <= at && (hold.to === null || at < hold.to));
}
