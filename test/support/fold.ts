import { type Agent, agentSum } from '../../server/engine/agents.ts';
import { agentSums, agentWindows, boardRows, queueState, queueWindows } from '../../server/engine/board.ts';
import { Engine } from '../../server/engine/engine.ts';
import { takeFlush } from '../../server/engine/flush.ts';
import type { FlushRows } from '../../server/engine/rows.ts';
import type { Event } from '../../shared/events/event.ts';
import type { AgentComponents, StayComponents } from '../../shared/metrics/components.ts';

const OPTIONS = { components: true, demo: false };

/** Facts folded and looked at: what tests of single rules need. */
export class Folded {
  readonly engine = new Engine();
  readonly #rows: FlushRows;

  constructor(events: readonly Event[], now: number) {
    for (const [index, event] of events.entries()) this.engine.apply(event, index + 1);
    this.engine.advance(now);
    this.#rows = takeFlush(this.engine.state);
  }

  get stays() {
    return this.#rows.stays;
  }

  get contacts() {
    return this.#rows.contacts;
  }

  get timelines() {
    return this.#rows.timelines;
  }

  board() {
    return boardRows(this.engine.state, OPTIONS);
  }

  queue(id: string) {
    return { ...queueState(this.engine.state, id), windows: queueWindows(this.engine.state, id, OPTIONS) };
  }

  /** Components of a queue's interval. */
  interval(queueId: string, start: number): StayComponents | undefined {
    return this.#rows.queueIntervals.find((row) => row.queueId === queueId && row.startAt === start)?.components;
  }

  agent(id: string): Agent {
    const agent = this.engine.state.agents.get(id);
    if (agent === undefined) throw new Error(`no agent ${id}`);
    return agent;
  }

  /** Clipped components of an agent. */
  time(id: string, from: number, to: number): AgentComponents {
    return agentSum(this.agent(id), from, to, this.engine.state.now);
  }

  agentMetrics(id: string) {
    return agentWindows(agentSums(this.engine.state, this.agent(id)), OPTIONS).day.metrics;
  }

  spans(id: string) {
    return this.#rows.timelines.find((timeline) => timeline.agentId === id)?.spans ?? [];
  }
}
