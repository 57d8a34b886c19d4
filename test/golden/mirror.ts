import { Framer } from '../../server/sources/asterisk/frame.ts';
import { amiMessage } from '../../server/sources/asterisk/message.ts';
import { differences } from '../../server/sources/asterisk/reconcile.ts';
import { type Anomaly, createState } from '../../server/sources/asterisk/state.ts';
import { type Input, step } from '../../server/sources/asterisk/translate.ts';
import type { SourceEvent } from '../../server/sources/source.ts';
import { WRAPUP_MS } from './harness.ts';
import type { Recording } from './recording.ts';

export type MirrorResult = { events: SourceEvent[]; anomalies: Anomaly[]; polls: number; different: { atMs: number; what: string[] }[] };

/** Changes the headers of a message, to play the recording as another PBX would have told it. */
export type Change = (pairs: [string, string][], at: number) => [string, string][];

/** Feeds a recording to the bare translator and compares its mirror with every poll; the first poll of a connection is its snapshot. */
export function mirror(recording: Recording, change: Change = (pairs) => pairs, nonce = 'n'): MirrorResult {
  const options = { wrapupMs: new Map(WRAPUP_MS[recording.name]), acwReasons: new Set(['wrapup']), customerRef: () => null, completeUntil: null };
  const state = createState(options);
  const result: MirrorResult = { events: [], anomalies: [], polls: 0, different: [] };
  const take = (input: Input) => {
    const output = step(state, input);
    for (const event of output.events) result.events.push(event);
    for (const anomaly of output.anomalies) result.anomalies.push(anomaly);
  };
  let framer = new Framer();
  const steps = [
    ...recording.chunks.map((chunk) => ({ exact: chunk.exact, chunk, poll: undefined })),
    ...recording.polls.map((poll) => ({ exact: poll.exact, chunk: undefined, poll })),
  ];
  for (const { exact, chunk, poll } of steps.sort((a, b) => a.exact - b.exact)) {
    if (poll !== undefined) {
      const items = poll.items.map((item) => amiMessage(change(item.pairs(), poll.at)));
      take({ kind: 'tick', at: poll.at });
      if (!state.connection.isSynced) {
        if (state.connection.nonce !== '') take({ kind: 'snapshot', at: poll.at, lists: { status: items, channels: null } });
        continue;
      }
      const what = differences(state, items);
      result.polls++;
      if (what.length > 0) result.different.push({ atMs: exact, what });
    } else if (chunk?.kind === 'open') {
      framer = new Framer();
      take({ kind: 'opened', at: chunk.at, nonce: `${nonce}${chunk.at}` });
    } else if (chunk?.kind === 'close') take({ kind: 'lost', at: chunk.at, lastByteAt: chunk.at });
    else if (chunk !== undefined) {
      for (const frame of framer.push(chunk.bytes))
        if (frame.kind === 'message') take({ kind: 'message', at: chunk.at, message: amiMessage(change(frame.message.pairs(), chunk.at)) });
    }
  }
  take({ kind: 'tick', at: (recording.chunks.at(-1)?.at ?? 0) + 10_000 });
  return result;
}
