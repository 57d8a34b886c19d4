/**
 * The state as plain JSON, and back: `load(dump(state))` folds on exactly as `state` would. Owns the format and its number; a dump of another
 * number is refused and the boot replays the log instead.
 */

import type { AgentComponents } from '../../shared/metrics/components.ts';
import type { AgentBase, AgentInput } from './agent.ts';
import { type Agent, newAgent } from './agents.ts';
import { type Columns, fromColumns, toColumns } from './columns.ts';
import type { AgentInterval, Derived } from './contact.ts';
import { refresh } from './contacts.ts';
import { type ContactsDump, dumpContacts, loadContacts } from './contacts-dump.ts';
import { stayKey } from './counting.ts';
import type { LedgerDump } from './ledger.ts';
import type { ContactRow, GapRow, SpanRow, StayRow } from './rows.ts';
import type { Sighting } from './segments.ts';
import type { SettingsHistory } from './settings.ts';
import type { SettledDump } from './settled.ts';
import { State } from './state.ts';

/** Rises with every change of the format. */
export const CHECKPOINT_FORMAT = 8;

/** Sums of an agent by the start of their quarter. */
type Sums = Columns<AgentComponents & { start: number }>;

type AgentDump = {
  id: string;
  source: string;
  name: string | null;
  namedAt: number | null;
  base: AgentBase;
  baseAt: number;
  opened: SpanRow | null;
  inputs: AgentInput[];
  intervals: [string, readonly AgentInterval[]][];
  pieces: AgentInterval[];
  settled: Sums;
  cohorts: Sums;
};

export type Checkpoint = {
  format: number;
  position: number;
  now: number;
  settings: SettingsHistory;
  contacts: ContactsDump;
  settledContacts: SettledDump;
  queues: [string, LedgerDump<StayRow>][];
  floor: LedgerDump<ContactRow>;
  evictedBefore: number | null;
  firstAt: number | null;
  agentsEvictedBefore: number | null;
  agents: AgentDump[];
  watermarks: [string, number][];
  snapshots: [string, Sighting[]][];
  anomalies: [string, [string, { count: number; example: string }][]][];
  gaps: GapRow[];
  queueSources: [string, string[]][];
  queueChannels: [string, { channel: string; at: number }][];
};

/** A checkpoint of the state. Take it right after `takeFlush`: what is unflushed is not in it. */
export function dump(state: State): Checkpoint {
  refresh(state);
  return {
    format: CHECKPOINT_FORMAT,
    position: state.position,
    now: state.now,
    settings: state.settings.dump(),
    contacts: dumpContacts([...state.contacts.values()]),
    settledContacts: state.settledContacts.dump(),
    queues: [...state.queues].map(([id, ledger]) => [id, ledger.dump()]),
    floor: state.floor.dump(),
    evictedBefore: Number.isFinite(state.floor.evictedBefore) ? state.floor.evictedBefore : null,
    firstAt: Number.isFinite(state.firstAt) ? state.firstAt : null,
    agentsEvictedBefore: Number.isFinite(state.agentsEvictedBefore) ? state.agentsEvictedBefore : null,
    agents: [...state.agents.values()].map(dumpAgent),
    watermarks: [...state.watermarks],
    snapshots: [...state.snapshots].map(([source, seen]) => [source, [...seen]]),
    anomalies: [...state.anomalies].map(([source, kinds]) => [source, [...kinds]]),
    gaps: state.gaps,
    queueSources: [...state.queueSources].map(([id, sources]) => [id, [...sources]]),
    queueChannels: [...state.queueChannels],
  };
}

function dumpAgent(agent: Agent): AgentDump {
  const { id, source, name, base, baseAt, opened, inputs } = agent;
  return {
    id,
    source,
    name,
    namedAt: Number.isFinite(agent.namedAt) ? agent.namedAt : null,
    base,
    baseAt,
    opened,
    inputs,
    intervals: [...agent.intervals],
    pieces: agent.pieces,
    settled: dumpSums(agent.settled),
    cohorts: dumpSums(agent.cohorts),
  };
}

function dumpSums(sums: ReadonlyMap<number, AgentComponents>): Sums {
  return toColumns([...sums].map(([start, sum]) => ({ start, ...sum })));
}

function loadSums(dumped: Sums, sums: Map<number, AgentComponents>): void {
  for (const { start, ...sum } of fromColumns<AgentComponents & { start: number }>(dumped)) sums.set(start, sum);
}

/** The state of a checkpoint of this format. */
export function load(checkpoint: Checkpoint): State {
  const state = new State();
  state.position = checkpoint.position;
  state.now = checkpoint.now;
  state.settings.load(checkpoint.settings);
  state.floor.evictedBefore = checkpoint.evictedBefore ?? Number.NEGATIVE_INFINITY;
  state.firstAt = checkpoint.firstAt ?? Number.POSITIVE_INFINITY;
  state.agentsEvictedBefore = checkpoint.agentsEvictedBefore ?? Number.NEGATIVE_INFINITY;
  for (const [id, source] of checkpoint.watermarks) state.watermarks.set(id, source);
  state.settledContacts.load(checkpoint.settledContacts);
  for (const [source, seen] of checkpoint.snapshots) state.snapshots.set(source, [...seen]);
  for (const [source, kinds] of checkpoint.anomalies) state.anomalies.set(source, new Map(kinds));
  state.gaps.push(...checkpoint.gaps);
  for (const [id, sources] of checkpoint.queueSources) state.queueSources.set(id, new Set(sources));
  for (const [id, channel] of checkpoint.queueChannels) state.queueChannels.set(id, channel);
  putContacts(state, checkpoint);
  for (const dumped of checkpoint.agents) state.agents.set(dumped.id, loadAgent(dumped));
  return state;
}

function putContacts(state: State, checkpoint: Checkpoint): void {
  const stays = new Map<string, [string, StayRow][]>();
  const floor: [string, ContactRow][] = [];
  for (const contact of loadContacts(checkpoint.contacts)) {
    state.contacts.set(contact.key, contact);
    noteLive(contact.derived, contact.key, stays, floor);
  }
  for (const [id, ledger] of checkpoint.queues) state.queue(id).load(ledger, stays.get(id) ?? []);
  state.floor.load(checkpoint.floor, floor);
}

function noteLive(derived: Derived | null, key: string, stays: Map<string, [string, StayRow][]>, floor: [string, ContactRow][]): void {
  for (const stay of derived?.stays ?? []) {
    const list = stays.get(stay.queueId) ?? [];
    list.push([stayKey(stay), stay]);
    stays.set(stay.queueId, list);
  }
  if (derived?.contact != null) floor.push([key, derived.contact]);
}

function loadAgent(dumped: AgentDump): Agent {
  const agent = newAgent(dumped.id, dumped.source, dumped.baseAt);
  agent.name = dumped.name;
  agent.namedAt = dumped.namedAt ?? Number.NEGATIVE_INFINITY;
  agent.base = dumped.base;
  agent.opened = dumped.opened;
  agent.inputs = dumped.inputs;
  for (const [key, intervals] of dumped.intervals) agent.intervals.set(key, intervals);
  agent.pieces = dumped.pieces;
  loadSums(dumped.settled, agent.settled);
  loadSums(dumped.cohorts, agent.cohorts);
  return agent;
}
