import { setMaxListeners } from 'node:events';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Connection } from '../../client/live/connection.ts';
import { createReplica } from '../../client/live/replica.ts';
import { Engine } from '../../server/engine/engine.ts';
import { View } from '../../server/engine/view.ts';
import type { Wire } from '../../server/live/hub.ts';
import { perform } from '../../server/live/perform.ts';
import { Publisher } from '../../server/live/publisher.ts';
import { newSession, type Session, step } from '../../server/live/session.ts';
import type { Board } from '../../shared/board.ts';
import { MINUTE_MS, SECOND_MS } from '../../shared/time.ts';
import { floorFacts, seeded, T0 } from '../support/facts.ts';
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts';
import '../support/seed.ts';

type Listener = (event: { data: unknown; code: number }) => void;

/** A socket whose other end is a session of the real live side. Frames travel when `deliver` is called; a slow reader leaves them lying. */
class Line {
  static made: Line[] = [];
  static clock: VirtualClock;
  static publisher: Publisher;
  readonly #listeners = new Map<string, Listener[]>();
  readonly #down: string[] = [];
  #session: Session = newSession();
  #isOpen = false;
  #isOver = false;
  isSlow = false;
  readonly #wire: Wire;

  constructor() {
    const down = this.#down;
    this.#wire = {
      send: (bytes) => void down.push(new TextDecoder().decode(bytes)),
      close: (code) => this.cut(code),
      get buffered() {
        return down.reduce((sum, text) => sum + text.length, 0);
      },
    };
    Line.made.push(this);
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  send(text: string): void {
    if (this.#isOver) return;
    const [next, effects] = step(this.#session, { type: 'message', text, at: Line.clock.now() });
    this.#session = next;
    for (const effect of effects) perform(effect, this.#wire, Line.publisher);
  }

  close(): void {
    this.cut(1000);
  }

  cut(code = 1006): void {
    if (this.#isOver) return;
    this.#isOver = true;
    Line.publisher.hub.leave(this.#wire);
    this.#tell('close', { data: null, code });
  }

  deliver(): void {
    if (this.#isOver) return;
    if (!this.#isOpen) {
      this.#isOpen = true;
      this.#tell('open', { data: null, code: 0 });
    }
    if (this.isSlow) return;
    for (const data of this.#down.splice(0)) this.#tell('message', { data, code: 0 });
  }

  #tell(type: string, event: { data: unknown; code: number }): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(event);
  }
}

/** Agents' windows are left out: their times run on between two sendings, which is the rule and no fault. */
function sorted(board: Board): unknown {
  const byId = <R extends { id: string }>(rows: readonly R[]) => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
  return JSON.parse(
    JSON.stringify({
      floor: board.floor,
      queues: byId(board.queues),
      agents: byId(board.agents).map(({ windows: _, ...row }) => row),
      sources: board.sources,
    }),
  );
}

async function play(seed: number, swap: boolean): Promise<void> {
  const random = seeded(seed);
  const clock = virtualClock(T0);
  const stop = new AbortController();
  setMaxListeners(200, stop.signal);
  let engine = new Engine();
  let view = new View(engine, false);
  let epochs = 0;
  const publisher = new Publisher({
    clock,
    view: () => view,
    sources: () => [],
    build: 'test',
    newEpoch: () => `epoch-${++epochs}`,
    signal: stop.signal,
  });
  Object.assign(Line, { made: [], clock, publisher });
  publisher.start();
  const walls = Array.from({ length: 3 }, (_, n) => wall(clock, seed + n));
  const events = floorFacts({ seed, contacts: 60, agents: 5, queues: 3, spanMs: 10 * MINUTE_MS });
  let position = 0;
  for (const event of events) {
    while (clock.now() < event.at) {
      await clock.advanceTo(Math.min(event.at, clock.now() + 200));
      for (const line of Line.made) line.deliver();
    }
    engine.apply(event, ++position);
    publisher.touch();
    disturb(random);
    if (swap && position === Math.floor(events.length / 2)) {
      const fresh = new Engine();
      for (const [index, known] of events.slice(0, position).entries()) fresh.apply(known, index + 1);
      fresh.advance(clock.now());
      engine = fresh;
      view = new View(fresh, false);
      publisher.reset();
    }
  }
  for (const line of Line.made) line.isSlow = false;
  for (let second = 0; second < 90; second++) {
    await clock.advance(SECOND_MS);
    for (const line of Line.made) line.deliver();
  }
  publisher.touch();
  await clock.advance(2 * SECOND_MS);
  for (const line of Line.made) line.deliver();
  const server = sorted({ ...view.rows(false), sources: [] });
  for (const { store } of walls) expect(store.board === null ? null : sorted(store.board)).toEqual(server);
  expect(Line.made.length).toBeGreaterThan(walls.length);
  for (const { connection } of walls) connection.stop();
  stop.abort();
}

function disturb(random: () => number): void {
  const line = Line.made[Math.floor(random() * Line.made.length)];
  const dice = random();
  if (dice < 0.02) line?.cut();
  else if (dice < 0.05 && line !== undefined) line.isSlow = true;
  else if (dice < 0.12) for (const other of Line.made) other.isSlow = false;
}

function wall(clock: VirtualClock, seed: number) {
  const { store, replica } = createReplica();
  const chance = seeded(seed);
  const connection = new Connection({
    url: 'ws://wall/live',
    Socket: Line,
    clock: {
      local: () => clock.now(),
      after(ms, run) {
        const cancel = new AbortController();
        clock.after(ms, run, cancel.signal);
        return () => cancel.abort();
      },
      random: chance,
    },
    replica,
    onState: () => undefined,
    onCurrent: () => undefined,
    onServerTime: () => undefined,
    onNotice: () => undefined,
    onBuild: () => undefined,
  });
  connection.start();
  return { store, connection };
}

test('walls that are cut, slow and late all come to show the server’s board, also after the engine was swapped', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 1_000_000 }), fc.boolean(), (seed, swap) => play(seed, swap)),
    { numRuns: 12 },
  );
});
