/** What customers choose: the contacts of a floor by channel. */
import type { QueueRow } from '../../shared/board.ts';
import type { Window } from '../../shared/boards/parts.ts';

type Mixed = { readonly channel: string; readonly offered: number; readonly waiting: number };

/** The queues' contacts by channel, the most first. Queues that no list shows too: the floor's figures have them, and so has the channel where it is asked about. */
export function mixOf(queues: readonly QueueRow[], window: Window): Mixed[] {
  const byChannel = new Map<string, Mixed>();
  for (const { channel, windows, waiting } of queues) {
    const before = byChannel.get(channel) ?? { channel, offered: 0, waiting: 0 };
    const offered = windows[window].metrics['offered'] ?? 0;
    byChannel.set(channel, { channel, offered: before.offered + offered, waiting: before.waiting + waiting });
  }
  return [...byChannel.values()]
    .filter(({ offered, waiting }) => offered + waiting > 0)
    .sort((a, b) => b.offered - a.offered || Number(a.channel > b.channel) - Number(a.channel < b.channel));
}
