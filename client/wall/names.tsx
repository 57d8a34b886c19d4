/** Names of things that the settings or a platform gave, in the language of the wall where we know it. */
import type { JSX } from 'solid-js';
import type { QueueState, SourceRow } from '../../shared/board.ts';
import type { Key } from '../i18n/dictionary.ts';
import { dictionary, locale } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';

const SHIFTS = {
  morning: 'shiftMorning',
  noon: 'shiftNoon',
  evening: 'shiftEvening',
  night: 'shiftNight',
} as const satisfies Record<string, Key>;

/** "Morning shift": the usual names are translated, others stand as they are. */
export function ShiftName(props: { name: string }): JSX.Element {
  const known = () => SHIFTS[props.name.toLowerCase() as keyof typeof SHIFTS];
  return <>{known() === undefined ? <Say of="shift" with={{ name: props.name }} /> : dictionary()[known()]}</>;
}

/** The same as plain text. */
export function shiftText(name: string): string {
  const known = SHIFTS[name.toLowerCase() as keyof typeof SHIFTS];
  return known === undefined ? dictionary().shift.replace('{@name}', () => name) : dictionary()[known];
}

/** The queue's name in the language shown. */
export function queueName(queue: Pick<QueueState, 'name' | 'nameEn'>): string {
  return locale() === 'en' ? (queue.nameEn ?? queue.name) : queue.name;
}

/** The name of an agent, a team or a site in the language shown: the English one where there is one. */
export function nameIn<T extends string | null>(name: T, nameEn: string | null): T | string {
  return locale() === 'en' ? (nameEn ?? name) : name;
}

const PAUSES = {
  break: 'stateBreak',
  הפסקה: 'stateBreak',
  lunch: 'pauseLunch',
  צהריים: 'pauseLunch',
  training: 'pauseTraining',
  הדרכה: 'pauseTraining',
  meeting: 'pauseMeeting',
  ישיבה: 'pauseMeeting',
  coaching: 'pauseCoaching',
  משוב: 'pauseCoaching',
} as const satisfies Record<string, Key>;

/** The platform's reason of a pause: the usual words in the language shown, others as they stand. */
export function pauseName(reason: string): string {
  const known = PAUSES[reason.toLowerCase() as keyof typeof PAUSES];
  return known === undefined ? reason : dictionary()[known];
}

/** The source's own name; the simulator's is a word. */
export function sourceName(source: Pick<SourceRow, 'name' | 'kind'>): string {
  return source.kind === 'simulator' ? dictionary().simulator : source.name;
}
const CHANNELS = {
  voice: 'channelVoice',
  chat: 'channelChat',
  whatsapp: 'channelWhatsapp',
  email: 'channelEmail',
  portal: 'channelPortal',
  social: 'channelSocial',
  sms: 'channelSms',
  video: 'channelVideo',
  callback: 'channelCallback',
} as const satisfies Record<string, Key>;

/** The channel as a word. */
export function channelName(channel: string): string {
  return dictionary()[CHANNELS[channel as keyof typeof CHANNELS] ?? 'channelOther'];
}
