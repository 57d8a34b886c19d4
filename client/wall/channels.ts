/** Who waits, by channel, in the room there is. */
import { SYNCHRONOUS_CHANNELS } from '../../shared/events/contact.ts';

export type ChannelCount = { readonly channel: string; readonly count: number; readonly isApart: boolean };

/** Room in characters: a sign takes three. */
const ROOM = 17;
const SIGN = 3;

const fits = (counts: readonly ChannelCount[]) => counts.reduce((sum, { count }) => sum + SIGN + String(count).length, 0) <= ROOM;

/**
 * Channels on the line first, then those that wait in hours, which stand apart from the sum above. Where there is no room for all, those
 * apart are told as one; the ones on the line are in the figure above anyway.
 */
export function waitingByChannel(counts: Readonly<Record<string, number>>): ChannelCount[] {
  const all = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([channel, count]) => ({ channel, count, isApart: !SYNCHRONOUS_CHANNELS.has(channel) }))
    .sort((a, b) => Number(a.isApart) - Number(b.isApart) || b.count - a.count || Number(a.channel > b.channel) - Number(a.channel < b.channel));
  if (fits(all)) return all;
  const onTheLine = all.filter(({ isApart }) => !isApart);
  const rest = all.reduce((sum, { count, isApart }) => sum + (isApart ? count : 0), 0);
  const apart = rest === 0 ? [] : [{ channel: 'other', count: rest, isApart: true }];
  return [[...onTheLine, ...apart], onTheLine.length > 1 ? apart : []].find(fits) ?? [];
}
