/** Reads the answers to QueueStatus and CoreShowChannels. */
import { type AmiMessage, isName, readSeconds, readText } from './message.ts';

export type ListedMember = {
  readonly agentId: string;
  readonly name: string;
  readonly stateInterface: string;
  readonly queueId: string;
  readonly status: string;
  readonly isPaused: boolean;
  readonly reason: string;
  /** Right in this list (unlike in events), and only for the queue the call is from. */
  readonly isInCall: boolean;
};

export type ListedCaller = { readonly uniqueid: string; readonly queueId: string; readonly waitMs: number };

export type QueueStatus = { readonly members: readonly ListedMember[]; readonly callers: readonly ListedCaller[] };

/** Reads the items of a QueueStatus list. */
export function readQueueStatus(items: readonly AmiMessage[]): QueueStatus {
  const members: ListedMember[] = [];
  const callers: ListedCaller[] = [];
  for (const item of items) {
    const queueId = item.get('Queue');
    if (!isName(queueId)) continue;
    if (item.event === 'QueueMember' && isName(item.get('Location'))) members.push(readMember(item, queueId));
    if (item.event === 'QueueEntry' && isName(item.get('Uniqueid'))) {
      callers.push({ uniqueid: item.get('Uniqueid'), queueId, waitMs: readSeconds(item.get('Wait')) });
    }
  }
  return { members, callers };
}

function readMember(item: AmiMessage, queueId: string): ListedMember {
  return {
    agentId: item.get('Location'),
    name: readText(item.get('Name')),
    stateInterface: item.get('StateInterface'),
    queueId,
    status: item.get('Status'),
    isPaused: item.get('Paused') === '1',
    reason: readText(item.get('PausedReason')),
    isInCall: item.get('InCall') === '1',
  };
}

/** An agent's leg and the caller it is bridged with. */
export type Pair = {
  readonly device: string;
  readonly legId: string;
  readonly callerId: string;
  readonly linkedid: string;
  /** From when the leg began to ring: the talk is younger. */
  readonly legMs: number;
};

/** Pairs agents' legs with callers in Queue() by the bridge they share (asterisk-rules.md, rule 5). */
export function readPairs(channels: readonly AmiMessage[]): Pair[] {
  const callers = new Map<string, AmiMessage>();
  for (const channel of channels) {
    if (channel.get('Application') === 'Queue' && channel.get('BridgeId') !== '') callers.set(channel.get('BridgeId'), channel);
  }
  return channels.flatMap((channel) => {
    const caller = callers.get(channel.get('BridgeId'));
    const application = channel.get('Application');
    if (caller === undefined || !isName(channel.get('Uniqueid')) || (application !== 'AppQueue' && application !== 'AppDial')) return [];
    const device = channel.get('Channel').replace(/-[^-]*$/, '');
    const linkedid = caller.get('Linkedid');
    return [{ device, legId: channel.get('Uniqueid'), callerId: caller.get('Uniqueid'), linkedid, legMs: readDuration(channel.get('Duration')) }];
  });
}

function readDuration(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number);
  return readSeconds(String((hours * 60 + minutes) * 60 + seconds));
}
