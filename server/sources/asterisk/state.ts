/**
 * What the translator knows: the mirror of the PBX that facts are worked out from. Plain data, changed in place by the files beside it;
 * no I/O and no clock: every input carries its instant.
 */
import type { DequeueReason } from '../../../shared/events/contact.ts';
import type { TimeQuality } from '../../../shared/events/envelope.ts';
import type { SourceEvent } from '../source.ts';

export type TranslatorOptions = {
  /** Wrap-up time of each queue in ms, by queue name; AMI never tells it. */
  readonly wrapupMs: ReadonlyMap<string, number>;
  /** Pause reasons that are after-call work, byte for byte. */
  readonly acwReasons: ReadonlySet<string>;
  readonly customerRef: (raw: string) => string | null;
  /** Up to when facts of this source are known to be complete from an earlier run; null if it never ran. */
  readonly completeUntil: number | null;
};

/** When something happened, and the base of the ids of the facts made of it. */
export type Moment = {
  /** Our clock, at the read that brought it. Timers run on this. */
  readonly at: number;
  /** The time of the fact: the platform's if it gives one. */
  readonly time: number;
  readonly quality: TimeQuality;
  /** The platform's name of the event. */
  readonly origin: string;
  /** Base of deterministic ids; null where only the connection's ordinal can tell facts apart. */
  readonly key: string | null;
  /** Facts made of it so far. */
  used: number;
};

/** One stay of a caller in one queue. */
export type Stay = {
  readonly key: string;
  readonly uniqueid: string;
  readonly queueId: string;
  readonly contactId: string;
  readonly segmentId: string;
  /** In time of the platform. */
  joinedAt: number;
  joinQuality: TimeQuality;
  /** True while it is known from a list or a line of the log alone: a Join that comes later is the same stay, told better. */
  isProvisional: boolean;
  /** The Leave that no deciding event has followed yet. */
  left: Moment | null;
  exit: StayExit | null;
  /** When the snapshot came in which it was not listed. */
  isMissingSince: number | null;
  /** Our clock, for pruning and for matching lines of queue_log. */
  seenAt: number;
};

type StayExit = {
  readonly kind: 'answered' | 'abandoned' | 'dequeued';
  reason: DequeueReason;
  readonly moment: Moment;
};

/** One offer of a caller to one agent's device: from AgentCalled until it is answered or over. */
export type Offer = {
  readonly offerId: string;
  readonly agentId: string;
  readonly stay: Stay;
  readonly at: number;
  hasRung: boolean;
  /** The leg came up: whoever else rings has lost the race. */
  isUp: boolean;
  /** The agent's own device ended the call before the time was over. */
  isRefused: boolean;
  /** There was no device to ring. */
  isUnreachable: boolean;
};

/** A conversation of an agent with a caller of a queue. Contact and segment are null where a snapshot could not tell. */
export type Conversation = {
  readonly agentId: string;
  readonly queueId: string;
  readonly uniqueid: string;
  readonly legId: string;
  readonly contactId: string | null;
  readonly segmentId: string | null;
  /** On our clock: it stands in snapshots. */
  readonly startedAt: number;
  /** Our clock. */
  readonly seenAt: number;
  readonly isEstimated: boolean;
  isHeld: boolean;
  endedAt: number | null;
  /** When a snapshot showed that it had ended unseen. */
  lostAt: number | null;
  by: string;
};

export type Membership = { name: string; isPaused: boolean; reason: string };

export type Agent = {
  readonly id: string;
  name: string;
  stateInterface: string;
  /** Device status as in QueueMemberStatus; null before the first. */
  status: string | null;
  /** What was last told of her device, null if nothing. */
  meaning: DeviceMeaning | null;
  readonly queues: Map<string, Membership>;
  talk: Conversation | null;
  wrapup: { readonly segmentId: string; readonly contactId: string; readonly queueId: string; readonly untilAt: number } | null;
};

export type DeviceMeaning = 'available' | 'ringing' | 'busy' | 'unknown';

/** What is remembered of a contact, so that its stays are numbered and told apart. */
export type Contact = {
  readonly id: string;
  startedAt: number | null;
  /** True when its stays were followed from the first; else stays are numbered by their second, which cannot collide. */
  readonly isFollowed: boolean;
  readonly counts: Map<string, number>;
  lastExit: 'none' | 'answered' | 'left';
  seenAt: number;
};

export type TimerKind = 'leave-undecided' | 'leave-alone' | 'device-settle' | 'offer-settle' | 'forget-missing';
/** `dueAt` names the timer for good; it runs at `dueAt + movedMs`, which differs only after our clock was set back. */
export type Timer = { readonly dueAt: number; readonly movedMs: number; readonly kind: TimerKind; readonly key: string };

export type Anomaly = { readonly kind: string; readonly example: string };

export type TranslatorState = {
  readonly options: TranslatorOptions;
  connection: { nonce: string; prefix: string; ordinal: number; openedAt: number; hasCallClass: boolean; isSynced: boolean };
  /** PBX clock minus ours, ms; only applied over two seconds. */
  skewMs: number;
  shutdownAt: number | null;
  readonly contacts: Map<string, Contact>;
  /** Linkedid → contact, where a contact was named before its Linkedid was known. */
  readonly aliases: Map<string, string>;
  readonly linkedids: Map<string, { linkedid: string; seenAt: number }>;
  readonly stays: Map<string, Stay>;
  /** Stays that have been left, newest last, for late words about them. */
  readonly past: Map<string, Stay[]>;
  readonly offers: Map<string, Offer>;
  readonly agents: Map<string, Agent>;
  /** Interfaces by member name, also of members who have signed out. */
  readonly interfaces: Map<string, string>;
  readonly talksByLeg: Map<string, Conversation>;
  /** Ended conversations by Uniqueid, queue and agent: AgentComplete may come much later. */
  readonly endedTalks: Map<string, Conversation>;
  /** Callers' channels for which a hang-up was asked, with the instant. */
  readonly hangups: Map<string, number>;
  /** Queue that a channel is about to enter (class dialplan only). */
  readonly entering: Map<string, string>;
  timers: Timer[];
  prunedAt: number;
  events: SourceEvent[];
  anomalies: Anomaly[];
  wantsReconcile: boolean;
};

/** A translator that has seen nothing yet. */
export function createState(options: TranslatorOptions): TranslatorState {
  return {
    options,
    connection: { nonce: '', prefix: '', ordinal: 0, openedAt: 0, hasCallClass: false, isSynced: false },
    skewMs: 0,
    shutdownAt: null,
    contacts: new Map(),
    aliases: new Map(),
    linkedids: new Map(),
    stays: new Map(),
    past: new Map(),
    offers: new Map(),
    agents: new Map(),
    interfaces: new Map(),
    talksByLeg: new Map(),
    endedTalks: new Map(),
    hangups: new Map(),
    entering: new Map(),
    timers: [],
    prunedAt: 0,
    events: [],
    anomalies: [],
    wantsReconcile: false,
  };
}

/** Keys of callers, queues and agents in the maps above; the parts never hold a line feed. */
export function keyOf(...parts: readonly string[]): string {
  return parts.join('\n');
}

export function addTimer(state: TranslatorState, kind: TimerKind, key: string, dueAt: number): void {
  state.timers.push({ dueAt, movedMs: 0, kind, key });
}

/** Timers run on our clock: when that was set by `byMs`, so are they. */
export function moveTimers(state: TranslatorState, byMs: number): void {
  state.timers = state.timers.map((timer) => ({ ...timer, movedMs: timer.movedMs + byMs }));
}

export function addAnomaly(state: TranslatorState, kind: string, example: string): void {
  state.anomalies.push({ kind, example });
}

const SKEW_APPLIED_MS = 2000;

/** An instant of the platform on our clock: needed where it stands inside a fact that carries our time. */
export function ours(state: TranslatorState, time: number, quality: TimeQuality): number {
  const isPlatform = quality === 'platform-ms' || quality === 'platform-s';
  return isPlatform && Math.abs(state.skewMs) > SKEW_APPLIED_MS ? time - state.skewMs : time;
}
