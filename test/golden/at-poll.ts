import { agentState, queueState } from '../../server/engine/board.ts';
import { refresh } from '../../server/engine/contacts.ts';
import type { Engine } from '../../server/engine/engine.ts';
import type { Poll } from './recording.ts';

/** Where the wall and the platform's own answer to QueueStatus disagree: waiting of each queue, paused and in call of each member. */
export function differencesAt(engine: Engine, poll: Poll, t0: number): string[] {
  refresh(engine.state);
  const differences: string[] = [];
  const differ = (what: string, wall: unknown, platform: unknown) => {
    if (wall !== platform) differences.push(`${(poll.at - t0) / 1000} ${what}: wall ${wall}, platform ${platform}`);
  };
  for (const item of poll.items) {
    const queue = item.get('Queue');
    if (item.get('Event') === 'QueueParams')
      differ(`${queue} waiting`, engine.state.queues.has(queue) ? queueState(engine.state, queue).waiting : 0, Number(item.get('Calls')));
    if (item.get('Event') !== 'QueueMember') continue;
    const agent = engine.state.agents.get(item.get('Location'));
    const row = agent === undefined ? null : agentState(engine.state, agent);
    const name = `${queue} ${item.get('Name')}`;
    differ(`${name} paused`, row?.pausedIn.some((pause) => pause.queue === queue) ?? false, item.get('Paused') === '1');
    differ(`${name} in call`, (row?.state === 'talking' || row?.state === 'hold') && row.contact?.queue === queue, item.get('InCall') === '1');
  }
  return differences;
}
