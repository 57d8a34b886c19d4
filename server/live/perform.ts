/** Runs an effect of a session on its wire: the same for a socket and for a test without one. */
import { BOARDS_AT_ONCE } from '../../shared/protocol/version.ts';
import type { Wire } from './hub.ts';
import type { Publisher } from './publisher.ts';
import type { Effect } from './session.ts';

export function perform(effect: Effect, wire: Wire, publisher: Publisher): void {
  switch (effect.do) {
    case 'welcome':
      return wire.send(publisher.welcome());
    case 'catch-up':
    case 'subscribe': {
      const board = publisher.open(effect.board);
      if (board === null) return wire.close(4413, `at most ${BOARDS_AT_ONCE} different boards are shown at once`);
      if (effect.do === 'catch-up') for (const bytes of publisher.catchUp(effect.resume, board)) wire.send(bytes);
      if (!publisher.hub.join(wire, board)) return wire.close(4429, 'too many walls are connected');
      if (effect.do === 'subscribe') publisher.show(wire);
      return;
    }
    case 'snapshot':
      return publisher.show(wire);
    case 'error':
      return wire.send(Buffer.from(JSON.stringify({ type: 'error', code: effect.code, message: effect.message })));
    case 'close':
      publisher.hub.leave(wire);
      return wire.close(effect.code, effect.why);
  }
}
