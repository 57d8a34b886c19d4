/**
 * What the fold hands to the store: absolute rows, never differences, so that writing them twice changes nothing.
 * Owns the shapes only. Instants and durations are milliseconds; the store turns instants into timestamptz.
 */

import type { AgentState } from '../../shared/events/agent.ts';
import type { DequeueReason } from '../../shared/events/contact.ts';
import type { ServiceLevelFormula } from '../../shared/events/system.ts';
import type { AgentComponents, StayComponents } from '../../shared/metrics/components.ts';

/** Lattice of outcomes on the floor row: the best of its stays wins. `open`: still waiting. */
export type Outcome = 'answered' | 'abandoned' | 'left_otherwise' | 'lost' | 'open';

/** Where the wrap-up of a stay comes from. `unknown` is not 0. */
export type AcwSource = 'event' | 'derived' | 'unknown';

/** Counting fields that a stay and a contact share; they make the additive components. */
export type Counted = {
  outcome: Outcome;
  /** Entry into the queue: the cohort. */
  offeredAt: number;
  /** When the waiting ended, whatever the outcome. */
  exitAt: number | null;
  exitReason: DequeueReason | null;
  waitMs: number | null;
  answeredAt: number | null;
  /** When the conversation ended. */
  endedAt: number | null;
  handled: boolean;
  talkMs: number;
  holdMs: number;
  acwMs: number | null;
  acwSource: AcwSource;
  /** Target and short limit in force when it was offered. */
  targetMs: number;
  shortMs: number;
  inTarget: boolean;
  short: boolean;
  settingsVersion: number;
  ringNoAnswer: number;
  transferredWarm: number;
  transferredBlind: number;
  /** null where the start of the contact is not known. */
  overStatutory: boolean | null;
  /** Openings of the conversation to which a person has replied (0 or 1 of a stay), and the sum of the times to these replies. */
  firstResponses: number;
  firstResponseWaitMs: number;
  /** True where an instant is not known and a bound stands in for it. */
  estimated: boolean;
};

/** One stay of a contact in a queue. Key: source, contactId, segmentId. */
export type StayRow = Counted & {
  source: string;
  contactId: string;
  segmentId: string;
  queueId: string;
  channel: string;
  agentId: string | null;
  endedBy: string | null;
};

export type StayKey = { source: string; contactId: string; segmentId: string };

/** One contact: the floor counts it once. Key: source, contactId. */
export type ContactRow = Counted & {
  source: string;
  contactId: string;
  channel: string;
  direction: string;
  firstQueueId: string;
  startedAt: number | null;
  stays: number;
};

/** One state of one agent. Key: agentId, startedAt. */
export type SpanRow = {
  agentId: string;
  startedAt: number;
  endedAt: number | null;
  state: AgentState;
  reason: string | null;
  source: string | null;
  contactId: string | null;
  queueId: string | null;
};

/** One pause of an agent in one queue, as the platform sees it. Key: agentId, queueId, startedAt. */
export type PauseRow = { agentId: string; queueId: string; reason: string; startedAt: number; endedAt: number | null };

/**
 * Spans of an agent that began at `from` or later, and pauses that began at `pausesFrom` or later: the store replaces what it has from there by
 * these. The two differ: a span under way since long before may have pauses in it that are settled and not told again.
 */
export type AgentTimeline = { agentId: string; from: number; pausesFrom: number; spans: SpanRow[]; pauses: PauseRow[] };

export type QueueIntervalRow = { queueId: string; startAt: number; components: StayComponents };
export type FloorIntervalRow = { startAt: number; components: StayComponents };
export type AgentIntervalRow = { agentId: string; startAt: number; components: AgentComponents };

/** A span of a source in which facts may be missing. Key: source, from. `to` null: still open. */
export type GapRow = { source: string; from: number; to: number | null; reason: string };

/** What holds for a queue from an instant on. Key: queueId, from. */
export type QueueSettingRow = {
  queueId: string;
  from: number;
  version: number;
  name: string | null;
  nameEn: string | null;
  channel: string | null;
  formula: ServiceLevelFormula;
  targetMs: number;
  serviceLevelTarget: number;
  shortMs: number;
  wrapupAllowedMs: number;
  site: string | null;
  group: string | null;
  hidden: boolean;
};

/** Everything that one flush writes, in one transaction with the position it stands for. */
export type FlushRows = {
  /** Last log position folded into these rows. */
  position: number;
  contacts: ContactRow[];
  stays: StayRow[];
  /** Stays that a later fact made void, e.g. a segment number that moved. */
  removedStays: StayKey[];
  timelines: AgentTimeline[];
  queueIntervals: QueueIntervalRow[];
  floorIntervals: FloorIntervalRow[];
  agentIntervals: AgentIntervalRow[];
  gaps: GapRow[];
  /** Settings of queues that changed, whole; those of `*` hold where a queue has none of its own. */
  queueSettings: QueueSettingRow[];
  /** Business days ('YYYY-MM-DD') to be counted again. Spans of them ('YYYY-MM-DD/YYYY-MM-DD', both ends included) mean those in which contacts were offered. */
  markedDays: string[];
};
