/**
 * When an alarm is heard: at times that follow from the rows alone (when it reached its level, when a worse one was taken on), so that all walls ring
 * together, and one that is opened in the middle of it goes on where the others are. One is heard at a time: of those whose sound lasts the worst.
 */
import type { AlarmLevel, AlarmRow, Sound } from '../../shared/alarms/row.ts';
import { SECOND_MS } from '../../shared/time.ts';
import { instantOf } from './instants.ts';

/** From one ring to the next. */
export const RING_EVERY_MS = 3 * SECOND_MS;
/** What rings once is not rung later than this: a wall that is opened now did not miss it, it was told to others. */
const LATE_MS = 5 * SECOND_MS;
/** So many alarms have a turn: nobody takes on more than these one by one, by ear. */
const TURNS_MAX = 50;

/** For how long a sound lasts from its first ring on, in milliseconds. */
function lengthOf(sound: Sound): number {
  switch (sound.mode) {
    case 'once':
      return RING_EVERY_MS;
    case 'times':
      return sound.times * RING_EVERY_MS;
    case 'seconds':
      return Math.ceil((sound.seconds * SECOND_MS) / RING_EVERY_MS) * RING_EVERY_MS;
    case 'while':
      return Number.POSITIVE_INFINITY;
  }
}

/** True for a warning that was critical before: what became better is not rung for, it only goes on while it lasts. */
const isEased = ({ level, raisedAt, levelAt }: AlarmRow) => level === 'warn' && levelAt !== raisedAt;

/** An alarm that is or was heard. Instants in milliseconds since 1970; `takenAt` is infinite while nobody has taken it on. */
type Turn = {
  readonly alarm: AlarmRow;
  readonly startAt: number;
  readonly endAt: number;
  readonly takenAt: number;
  /** It has no sound of its own, for it came with a worse one. */
  readonly isTold: boolean;
};

const RANK: Readonly<Record<AlarmLevel, number>> = { critical: 0, warn: 1 };

/** Critical ones first; of a level the one that reached it first. */
function compareHeard(a: AlarmRow, b: AlarmRow): number {
  return RANK[a.level] - RANK[b.level] || (instantOf(a.levelAt) ?? 0) - (instantOf(b.levelAt) ?? 0) || (a.id < b.id ? -1 : 1);
}

/** What a wall remembers of an alarm at its level: when its turn began, and its last ring; endless for one that another has told of. */
type Known = ReadonlyMap<string, { readonly startAt: number; readonly ring: number }>;
const keyOf = ({ id, levelAt }: AlarmRow) => `${id} ${levelAt}`;
const TOLD = Number.POSITIVE_INFINITY;

/**
 * When each alarm has its turn, the worst first. One that came while a worse one was heard is told of by that: its own sound begins when the worse one is
 * taken on, and only what is heard as long as it lasts goes on after a sound that came to its end by itself.
 */
function turnsOf(alarms: readonly AlarmRow[], known: Known): Turn[] {
  const turns: Turn[] = [];
  for (const alarm of alarms.filter(mayBeHeard).sort(compareHeard).slice(0, TURNS_MAX)) {
    const { sound, levelAt, acknowledged } = alarm;
    const reachedAt = instantOf(levelAt);
    if (sound === null || reachedAt === null) continue;
    const before = known.get(keyOf(alarm));
    let startAt = Math.max(reachedAt, before?.startAt ?? reachedAt);
    let hider = hiddenBy(turns, startAt);
    for (; hider !== undefined && Number.isFinite(hider.takenAt); hider = hiddenBy(turns, startAt)) startAt = hider.takenAt;
    const isTold = sound.mode !== 'while' && (hider !== undefined || (before?.ring === TOLD && before.startAt === startAt));
    const takenAt = (acknowledged === null ? null : instantOf(acknowledged.at)) ?? Number.POSITIVE_INFINITY;
    turns.push({ alarm, startAt, endAt: isTold ? startAt : Math.min(startAt + lengthOf(sound), takenAt), takenAt, isTold });
  }
  return turns;
}

const mayBeHeard = (alarm: AlarmRow) => alarm.sound !== null && alarm.noDataSince === null && (alarm.sound.mode === 'while' || !isEased(alarm));

const hiddenBy = (turns: readonly Turn[], at: number) => turns.find(({ startAt, endAt }) => startAt <= at && at < endAt);

/** What rings once is rung a little late rather than not at all. */
const isRungUntil = ({ alarm, startAt, endAt, takenAt }: Turn, isRung: boolean) =>
  alarm.sound?.mode === 'once' && !isRung ? Math.min(startAt + LATE_MS, takenAt) : endAt;

/** Of all turns the one that is heard now. @param now milliseconds since 1970, of the server */
function soundingAt(turns: readonly Turn[], now: number, isRung: (turn: Turn) => boolean): Turn | undefined {
  return turns.find((turn) => !turn.isTold && turn.takenAt === Number.POSITIVE_INFINITY && now < isRungUntil(turn, isRung(turn)));
}

/** Which alarm is heard now by a wall that has just been opened; null where all is silent. @param now milliseconds since 1970, of the server */
export function heardNow(alarms: readonly AlarmRow[], now: number): AlarmRow | null {
  return soundingAt(turnsOf(alarms, new Map()), now, () => false)?.alarm ?? null;
}

/** Which ring is due, from 0. The clock of this screen may be a little behind the server's. */
const ringAt = ({ alarm, startAt }: Turn, now: number) => (alarm.sound?.mode === 'once' ? 0 : Math.floor(Math.max(0, now - startAt) / RING_EVERY_MS));

/** Which sound is due at a look, if any; none is played twice. */
export type Ringer = (alarms: readonly AlarmRow[], now: number) => AlarmLevel | null;

export function createRinger(): Ringer {
  let known: Known = new Map();
  return (alarms, now) => {
    const turns = turnsOf(alarms, known);
    const heard = soundingAt(turns, now, ({ alarm, startAt }) => known.get(keyOf(alarm))?.startAt === startAt);
    const next = new Map<string, { startAt: number; ring: number }>();
    // What is silent for a moment, such as in quiet hours, is not forgotten.
    for (const alarm of alarms) {
      const before = known.get(keyOf(alarm));
      if (before !== undefined) next.set(keyOf(alarm), before);
    }
    for (const { alarm, startAt, isTold } of turns) if (isTold) next.set(keyOf(alarm), { startAt, ring: TOLD });
    known = next;
    if (heard === undefined) return null;
    const { alarm, startAt } = heard;
    const ring = ringAt(heard, now);
    const before = next.get(keyOf(alarm));
    // The first ring of what only goes on would be one for having become better.
    const last = before?.startAt === startAt ? before.ring : isEased(alarm) ? ring : -1;
    next.set(keyOf(alarm), { startAt, ring: Math.max(last, ring) });
    return ring > last ? alarm.level : null;
  };
}
