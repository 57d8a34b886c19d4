/** Lines of Asterisk's queue_log: `epoch|callid|queue|agent|EVENT|p1|p2|…`, whole seconds, written at once. Pure. */
import { createHash } from 'node:crypto';
import { SECOND_MS } from '../../../../shared/time.ts';
import { isName, readText } from '../message.ts';

export type LogLine = {
  /** Start of the second in which it was written, ms. */
  readonly at: number;
  /** Uniqueid of the caller's channel; NONE or MANAGER where no call is meant. */
  readonly callid: string;
  readonly queueId: string;
  /** Member name, but the interface in ADDMEMBER, REMOVEMEMBER, PENALTY and RINGINUSE. */
  readonly agent: string;
  readonly event: string;
  readonly params: readonly string[];
  /** The PBX went down just after: an ABANDON then is not the caller's doing. */
  readonly isThrownOut: boolean;
  /** sha256 of (source, line, n-th identical line of that second): the same for a copy or a rotated file. */
  readonly id: string;
};

/** Reads one line without its line feed; null for an empty line or one that is none of queue_log's. */
export function parseLogLine(text: string, id: string): LogLine | null {
  const [epoch, callid, queueId, agent, event, ...params] = text.split('|');
  if (epoch === undefined || !/^\d{9,11}$/.test(epoch)) return null;
  if (callid === undefined || queueId === undefined || agent === undefined || event === undefined || !/^[A-Z_]{1,40}$/.test(event)) return null;
  if (![callid, queueId, agent].every(isName)) return null;
  return { at: Number(epoch) * SECOND_MS, callid, queueId, agent, event, params: params.map(readText), isThrownOut: false, id };
}

/** A `core restart now` writes ABANDON for all who wait, 1.1 s before the system is down; QUEUESTART follows once it is up. */
export const THROWN_OUT_MS = 3000;

/** Marks the callers whom a restart has thrown out. */
export function markThrownOut(lines: readonly LogLine[]): LogLine[] {
  const starts = lines.filter(({ event }) => event === 'QUEUESTART').map(({ at }) => at);
  if (starts.length === 0) return [...lines];
  const isNear = (at: number) => starts.some((start) => start >= at && start - at <= THROWN_OUT_MS);
  return lines.map((line) => (line.event === 'ABANDON' && isNear(line.at) ? { ...line, isThrownOut: true } : line));
}

/** What is needed to go on numbering identical lines after a restart. It holds hashes only: lines carry customers' numbers. */
export type IdentityState = { second: string; counts: Record<string, number> };

export type LineIdentity = { idOf(text: string): string; state(): IdentityState };

/** Numbers identical lines within their second. Lines come in order of time, so only the current second is kept. */
export function lineIdentity(source: string, from: IdentityState = { second: '', counts: {} }): LineIdentity {
  let { second } = from;
  let counts = new Map(Object.entries(from.counts));
  return {
    idOf(text) {
      const its = text.slice(0, text.indexOf('|'));
      if (its !== second) {
        second = its;
        counts = new Map();
      }
      const line = sha256(source, text);
      const n = (counts.get(line) ?? 0) + 1;
      counts.set(line, n);
      return sha256(source, text, String(n));
    },
    state: () => ({ second, counts: Object.fromEntries(counts) }),
  };
}

function sha256(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('base64url');
}
