import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { type AmiMessage, amiMessage } from '../../server/sources/asterisk/message.ts';

/** One read of the recorded connection, or its opening or closing. Instants are whole ms since 1970; `exact` keeps the tenths for the order. */
export type Chunk = { at: number; exact: number; kind: 'open' | 'close' | 'in'; bytes: Buffer };
/** One answer to QueueStatus of a second session. */
export type Poll = { at: number; exact: number; items: AmiMessage[] };
/** One stay of a caller in a queue as the phones saw it. Seconds since t0. */
export type Visit = {
  call: string;
  queue: string;
  how: string;
  enter: number;
  outcome: string;
  wait: number;
  agent?: string;
  talk?: number;
};
export type Leg = {
  agent: string;
  queue: string;
  ring_at: number;
  result: string;
  answered_at?: number;
  ended_at?: number;
  ended_by?: string;
  transferred?: string;
};
export type TruthCall = { type: 'call'; id: string; via: string; legs: Leg[]; holds: unknown[]; transfers: unknown[]; outcome: string };
export type TruthAgent = { type: 'agent'; t: number; event: string; agent: string; queue: string | null; reason?: string; result: string[] };

export type Recording = {
  name: string;
  t0: number;
  chunks: Chunk[];
  polls: Poll[];
  visits: Visit[];
  calls: TruthCall[];
  agents: TruthAgent[];
  queueLog: string;
};

const folder = (name: string) => fileURLToPath(new URL(`asterisk/${name}/`, import.meta.url));
const read = (name: string, file: string) => gunzipSync(readFileSync(`${folder(name)}${file}.gz`));

function jsonLines<T>(name: string, file: string): T[] {
  const lines = read(name, file).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

type ChunkLine = { t_ms: number; dir: 'open' | 'close' | 'in' | 'out'; off?: number; len?: number };
type PollLine = { t_ms: number; action: string; events: Record<string, string>[] };

/** Loads a recording. `session`: the quiet listener (`ami`) or, in `reconnect`, the client that logs in in mid-shift. */
export function loadRecording(name: 'small' | 'shift' | 'reconnect', session: 'ami' | 'client' = 'ami'): Recording {
  const marks = JSON.parse(readFileSync(`${folder(name)}marks.json`, 'utf8')) as [string, number][];
  const t0 = Math.round((marks.find(([what]) => what === 't0_epoch')?.[1] ?? 0) * 1000);
  const raw = read(name, `${session}-raw.txt`);
  const chunks = jsonLines<ChunkLine>(name, `${session}-chunks.jsonl`).flatMap(({ t_ms, dir, off = 0, len = 0 }): Chunk[] => {
    if (dir === 'out') return [];
    return [{ at: t0 + Math.floor(t_ms), exact: t_ms, kind: dir, bytes: raw.subarray(off, off + len) }];
  });
  const polls = jsonLines<PollLine>(name, 'polls.jsonl')
    .filter(({ action, events }) => action === 'QueueStatus' && events.length > 1)
    .map(({ t_ms, events }) => ({ at: t0 + Math.floor(t_ms), exact: t_ms, items: events.map((item) => amiMessage(Object.entries(item))) }));
  const truth = jsonLines<TruthCall | TruthAgent>(name, 'ground-truth.jsonl');
  return {
    name,
    t0,
    chunks,
    polls,
    visits: jsonLines<Visit>(name, 'truth-visits.jsonl'),
    calls: truth.filter((line) => line.type === 'call'),
    agents: truth.filter((line) => line.type === 'agent'),
    queueLog: read(name, 'queue_log').toString('utf8'),
  };
}

/** The same recording with the connection lost for a while: what was sent in between is never heard. */
export function cut(recording: Recording, fromMs: number, toMs: number): Recording {
  const chunks = recording.chunks.filter(({ exact }) => exact < fromMs || exact > toMs);
  const edge = (exact: number, kind: 'open' | 'close'): Chunk => ({ exact, at: recording.t0 + Math.floor(exact), kind, bytes: Buffer.alloc(0) });
  const all = [...chunks, edge(fromMs, 'close'), edge(toMs, 'open')].sort((a, b) => a.exact - b.exact);
  return { ...recording, chunks: all };
}
