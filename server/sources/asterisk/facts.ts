/** Makes facts: deterministic ids where the platform stamps its events, an ordinal of the connection where it does not. */
import { createHash } from 'node:crypto';
import type { EventData, EventType } from '../../../shared/events/event.ts';
import type { SourceEvent } from '../source.ts';
import type { AmiMessage } from './message.ts';
import { type Moment, ours, type Stay, type TranslatorState } from './state.ts';

const ORDINAL_DIGITS = 9;
const INSTANT_DIGITS = 14;
/** The year 2100: a stamp beyond is no time. */
const STAMP_MAX = 4_102_444_800_000;

/** What tells two events of one instant apart. DestUniqueid: the losers of a ring-all end together, and DialEnd names nothing else. */
const IDENTITY = ['SystemName', 'Event', 'Uniqueid', 'Queue', 'Interface', 'DestUniqueid'];

/** The moment of a message: the platform's microseconds if it stamps its events, else the time of the read. */
export function momentOf(message: AmiMessage, at: number): Moment {
  const stamp = message.get('Timestamp');
  const origin = message.event;
  const time = Math.floor(Number(stamp) * 1000);
  if (!/^\d+\.\d+$/.test(stamp) || time > STAMP_MAX) return { at, time: at, quality: 'received', origin, key: null, used: 0 };
  const parts = IDENTITY.map((name) => message.get(name));
  return {
    at,
    time,
    quality: 'platform-ms',
    origin,
    key: hash([...parts, stamp]),
    used: 0,
  };
}

/** A moment that no message stands for: worked out by a timer or from a list. */
export function derivedMoment(at: number, origin: string, base?: Moment): Moment {
  const key = base?.key == null ? null : hash([base.key, origin]);
  return { at, time: base?.time ?? at, quality: base?.quality ?? 'received', origin, key, used: 0 };
}

function hash(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('base64url');
}

/**
 * Adds a fact of this moment to the output of the step. `more` overrules time and quality where the fact is worked out. A time of quality
 * `platform-ms` or `platform-s` is the platform's; `received` and `derived` are on our clock.
 */
export function emit<T extends EventType>(
  state: TranslatorState,
  moment: Moment,
  type: T,
  data: EventData<T>,
  more: { readonly time?: number; readonly quality?: Moment['quality'] } = {},
): void {
  const { connection } = state;
  connection.ordinal += 1;
  moment.used += 1;
  const ordinal = String(connection.ordinal).padStart(ORDINAL_DIGITS, '0');
  const id = moment.key === null ? `${connection.nonce}-${ordinal}` : hash([moment.key, type, String(moment.used)]);
  const quality = more.quality ?? moment.quality;
  const time = more.time ?? moment.time;
  const fact = {
    id,
    type,
    data,
    sourceTime: quality === 'derived' ? ours(state, time, moment.quality) : time,
    sequence: `${connection.prefix}-${ordinal}`,
    timequality: quality,
    origin: moment.origin,
  };
  state.events.push(fact as unknown as SourceEvent);
}

/** Prefix of `sequence` for a connection opened at this instant: later connections sort after earlier ones. */
export function sequencePrefix(openedAt: number): string {
  return String(openedAt).padStart(INSTANT_DIGITS, '0');
}

/** What every fact about a stay says. */
export function ofStay(stay: Pick<Stay, 'contactId' | 'segmentId' | 'queueId'>) {
  return {
    contactId: stay.contactId,
    segmentId: stay.segmentId,
    queueId: stay.queueId,
    channel: 'voice',
    direction: 'inbound',
  } as const;
}
