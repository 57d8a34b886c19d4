/** Ways to fold the same facts, and what stands afterwards: the board, and the rows that the store would have. */
import { agentState, agentSums, agentWindows, floorRow, queueState, queueWindows } from '../../../server/engine/board.ts';
import { type Checkpoint, dump, load } from '../../../server/engine/checkpoint.ts';
import { Engine, HORIZON_MS } from '../../../server/engine/engine.ts';
import { takeFlush } from '../../../server/engine/flush.ts';
import type { State } from '../../../server/engine/state.ts';
import type { Event } from '../../../shared/events/event.ts';
import { seeded } from '../../support/facts.ts';
import { Tables } from './tables.ts';

const OPTIONS = { components: true, demo: false };

/** An engine and the tables it has flushed to. */
export class Fold {
  engine = new Engine();
  readonly tables = new Tables();

  get state(): State {
    return this.engine.state;
  }

  apply(events: readonly Event[]): this {
    for (const event of events) this.engine.apply(event, this.state.position + 1);
    return this;
  }

  /** As a start does with a long tail: all is settled that may be, every few facts, while no time passes. */
  replay(events: readonly Event[], settleEvery: number): this {
    for (const [index, event] of events.entries()) {
      this.apply([event]);
      if (index % settleEvery === settleEvery - 1) this.engine.settle();
    }
    return this;
  }

  /** As a server does: after each fact time passes; every few of them it flushes and forgets what is flushed. */
  live(events: readonly Event[], flushEvery: number): this {
    for (const [index, event] of events.entries()) {
      this.apply([event]);
      this.engine.advance(Math.max(this.state.now, event.at));
      if (index % flushEvery === flushEvery - 1) this.flush();
    }
    return this;
  }

  flush(): this {
    this.tables.write(takeFlush(this.state, { running: true }));
    this.engine.settle();
    this.engine.evict();
    return this;
  }

  /** Ends, and starts again from a checkpoint that went through JSON. */
  restart(): this {
    this.flush();
    this.engine = new Engine(HORIZON_MS, load(JSON.parse(JSON.stringify(dump(this.state))) as Checkpoint));
    return this;
  }

  /** What the wall and the tables show at an instant; of the tables, what lies outside these business days. */
  at(now: number, without?: ReadonlySet<string>) {
    this.engine.advance(now);
    const shown = board(this.state);
    this.tables.write(takeFlush(this.state, { running: true }));
    return { ...shown, ...this.tables.all(without) };
  }
}

/** The board of a state, rows and lists in an order of their own: the order in which they came to be is no part of it. */
export function board(state: State) {
  return {
    floor: floorRow(state, OPTIONS),
    queues: [...state.queues.keys()].sort().map((id) => {
      const row = queueState(state, id);
      return { ...row, sources: [...row.sources].sort(), windows: queueWindows(state, id, OPTIONS) };
    }),
    agents: [...state.agents.values()]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((agent) => {
        const row = agentState(state, agent);
        return {
          ...row,
          queues: [...row.queues].sort(),
          pausedIn: [...row.pausedIn].sort((a, b) => (a.queue < b.queue ? -1 : 1)),
          windows: agentWindows(agentSums(state, agent), OPTIONS),
        };
      }),
  };
}

/**
 * Moves facts around, none further than the horizon behind the newest of its source; `lagMs`: what one of the sources is behind the other.
 * A wrap-up told at its end, with its length, speaks of time before it: it must come while that time too is within the horizon.
 */
export function shuffled(events: readonly Event[], seed: number, lagMs = 0): Event[] {
  const random = seeded(seed);
  return events
    .map((event) => ({ event, key: event.at + random() * (HORIZON_MS - 1 - reachBack(event)) + (event.source === 'crm' ? lagMs : 0) }))
    .sort((a, b) => a.key - b.key)
    .map(({ event }) => event);
}

/** The same, and no fact passes a snapshot of its source: what happened before one is told before it. */
export function shuffledBetweenSnapshots(events: readonly Event[], seed: number): Event[] {
  const snapshots = events.flatMap((event) => (event.type === 'cc.snapshot.v1' ? [{ source: event.source, at: Date.parse(event.data.asOf) }] : []));
  const left = (['pbx', 'crm'] as const).map((source) => shuffled(events, seed).filter((event) => event.source === source));
  return left.flatMap((ofSource) => {
    const before = (event: Event) => {
      const at = event.type === 'cc.snapshot.v1' ? Date.parse(event.data.asOf) : event.at;
      const passed = snapshots.filter((snapshot) => snapshot.source === event.source && snapshot.at < at).length;
      return event.type === 'cc.snapshot.v1' ? passed + 0.5 : passed;
    };
    return ofSource.toSorted((a, b) => before(a) - before(b));
  });
}

function reachBack(event: Event): number {
  return event.type === 'cc.contact.wrapup.v1' && event.data.state === 'ended' ? (event.data.durationMs ?? 0) : 0;
}
