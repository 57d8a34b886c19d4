import { Framer } from '../../server/sources/asterisk/frame.ts';
import type { AmiMessage } from '../../server/sources/asterisk/message.ts';
import { type Answer, amiText } from '../support/pbx.ts';
import type { Chunk, Recording } from './recording.ts';

export type RecordedAnswer = { exact: number; action: string; answer: Answer };

const COMPLETE: Record<string, string> = { QueueStatus: 'QueueStatusComplete', CoreShowChannels: 'CoreShowChannelsComplete' };

/** Every answer to QueueStatus and CoreShowChannels that was recorded: the polls, and what the recorded client was told itself. */
export function recordedAnswers(recording: Recording): RecordedAnswer[] {
  const polls = recording.polls.map(
    ({ exact, items }): RecordedAnswer => ({ exact, action: 'QueueStatus', answer: listOf('QueueStatus', items.slice(1, -1)) }),
  );
  return [...polls, ...ownAnswers(recording.chunks)].sort((a, b) => a.exact - b.exact);
}

function listOf(action: string, items: readonly AmiMessage[]): Answer {
  return { items: items.map(textOf), complete: COMPLETE[action] ?? '', message: 'will follow' };
}

const HEADERS = [
  'Event Queue Max Strategy Calls Name Location StateInterface Membership Penalty CallsTaken LastCall LastPause LoginTime InCall Status',
  'Paused PausedReason Wrapuptime Position Channel Uniqueid CallerIDNum CallerIDName Wait Priority ChannelState ChannelStateDesc Linkedid',
  'ConnectedLineNum ConnectedLineName Application ApplicationData Duration BridgeId',
]
  .join(' ')
  .split(' ');

/** An item without its ActionID and without the blank line: the asker's own ActionID is added. */
function textOf(item: AmiMessage): string {
  const pairs = HEADERS.filter((name) => item.has(name)).map((name) => [name, item.get(name)]);
  return amiText(Object.fromEntries(pairs)).replace(/\r\n$/, '');
}

function ownAnswers(chunks: readonly Chunk[]): RecordedAnswer[] {
  const answers: RecordedAnswer[] = [];
  let framer = new Framer();
  let lists = new Map<string, AmiMessage[]>();
  for (const { kind, bytes, exact } of chunks) {
    if (kind === 'open') {
      framer = new Framer();
      lists = new Map();
    }
    for (const frame of kind === 'in' ? framer.push(bytes) : []) {
      if (frame.kind !== 'message') continue;
      const { message } = frame;
      const id = message.get('ActionID');
      const refused = /unknown command: (QueueStatus|CoreShowChannels)/.exec(message.get('Message'))?.[1];
      const complete = Object.keys(COMPLETE).find((action) => COMPLETE[action] === message.event);
      if (refused !== undefined) answers.push({ exact, action: refused, answer: { error: message.get('Message') } });
      else if (complete !== undefined) answers.push({ exact, action: complete, answer: listOf(complete, lists.get(id) ?? []) });
      else if (id !== '' && message.event !== '') lists.set(id, [...(lists.get(id) ?? []), message]);
    }
  }
  return answers;
}

/** The recorded reads without the banner and without answers to the recorded client: what any listener would have got. */
export function eventChunks(chunks: readonly Chunk[]): Chunk[] {
  return connections(chunks).flatMap((connection) => {
    const raw = Buffer.concat(connection.map(({ bytes }) => bytes));
    const kept = keptRanges(raw);
    let offset = 0;
    let next = 0;
    return connection.map((chunk) => {
      const start = offset;
      offset += chunk.bytes.length;
      const parts: Buffer[] = [];
      for (let range = kept[next]; range !== undefined && range[0] < offset; range = kept[next]) {
        parts.push(raw.subarray(Math.max(range[0], start), Math.min(range[1], offset)));
        if (range[1] > offset) break;
        next++;
      }
      return { ...chunk, bytes: Buffer.concat(parts) };
    });
  });
}

/** The chunks of each connection, from its opening on. */
export function connections(chunks: readonly Chunk[]): Chunk[][] {
  const all: Chunk[][] = [];
  for (const chunk of chunks) {
    if (chunk.kind === 'open' || all.length === 0) all.push([]);
    all.at(-1)?.push(chunk.kind === 'in' ? chunk : { ...chunk, bytes: Buffer.alloc(0) });
  }
  return all;
}

function keptRanges(raw: Buffer): [number, number][] {
  const ranges: [number, number][] = [];
  // The banner has no blank line after it; a connection that was cut out of another has none.
  let start = raw.toString('latin1', 0, 8) === 'Asterisk' ? raw.indexOf('\r\n') + 2 : 0;
  for (let end = raw.indexOf('\r\n\r\n', start); end !== -1; end = raw.indexOf('\r\n\r\n', start)) {
    const text = raw.toString('latin1', start, end);
    if (!text.startsWith('Response:') && !text.includes('\r\nActionID:')) ranges.push([start, end + 4]);
    start = end + 4;
  }
  return ranges;
}
