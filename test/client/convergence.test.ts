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
import type { AlarmRow } from '../../shared/alarms/row.ts';
import type { Board } from '../../shared/board.ts';
import { type Figure, figureKey, readFigureKey } from '../../shared/boards/figure-key.ts';
import type { Scope, Window } from '../../shared/boards/parts.ts';
import { readWaitersKey, type WaitersAsked, waitersKey } from '../../shared/boards/waiters-key.ts';
import type { Event } from '../../shared/events/event.ts';
import type { NoticeRow } from '../../shared/notices.ts';
import { MINUTE_MS, SECOND_MS, toIso } from '../../shared/time.ts';
import { alarm, changed, notice } from '../support/beside-rows.ts';
import { fact, floorFacts, seeded, T0 } from '../support/facts.ts';
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
      figures: board.figures,
      waiters: board.waiters,
      alarms: byId(board.alarms),
      notices: byId(board.notices),
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
  let alarms: readonly AlarmRow[] = [];
  let notices: readonly NoticeRow[] = [];
  const publisher = new Publisher({
    clock,
    view: () => view,
    sources: () => [],
    alarms: () => alarms,
    notices: () => notices,
    build: 'test',
    newEpoch: () => `epoch-${++epochs}`,
    signal: stop.signal,
  });
  Object.assign(Line, { made: [], clock, publisher });
  publisher.start();
  const walls = BOARDS.map((board, n) => wall(clock, seed + n, board));
  const events = withMoves(floorFacts({ seed, contacts: 60, agents: 5, queues: 3, spanMs: 10 * MINUTE_MS }), random);
  let position = 0;
  for (const event of events) {
    while (clock.now() < event.at) {
      await clock.advanceTo(Math.min(event.at, clock.now() + 200));
      for (const line of Line.made) line.deliver();
    }
    engine.apply(event, ++position);
    publisher.touch();
    disturb(random);
    if (random() < 0.1) alarms = changed(alarms, random, alarm);
    if (random() < 0.05) notices = changed(notices, random, notice);
    if (random() < 0.02) walls[Math.floor(random() * walls.length)]?.turnTo(BOARDS[Math.floor(random() * BOARDS.length)]);
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
  const server: Board = { ...view.rows(false), sources: [], figures: {}, waiters: {}, alarms: [...alarms], notices: [...notices] };
  for (const { store, board } of walls) {
    const figures = view.figures(figuresIn(board()));
    const waiters = view.waiters(waitersIn(board()));
    expect(store.board === null ? null : sorted(store.board), board()).toEqual(sorted({ ...partOf(server, board()), figures, waiters }));
  }
  expect(Line.made.length).toBeGreaterThan(walls.length);
  for (const { connection } of walls) connection.stop();
  stop.abort();
}

const BOARDS = [
  undefined,
  undefined,
  'floor?queue=q0',
  'floor?queue=q2&queue=q1',
  'floor?team=north',
  'floor?queue=q1&team=south',
  'floor?queue=nobody',
  withFigures('floor?', [
    [{ of: 'channels', channels: ['voice'] }, 'rolling30', 'asa_ms'],
    [{ of: 'floor' }, 'interval', 'service_level_3'],
    [{ of: 'team', name: 'north' }, 'day', 'answered'],
  ]),
  withFigures('floor?queue=q1&', [
    [{ of: 'queue', id: 'q1' }, 'day', 'left_otherwise'],
    [{ of: 'group', name: 'nobody' }, 'day', 'offered'],
  ]),
  `floor?${new URLSearchParams([waitersKey({ of: 'floor' }, 3), waitersKey({ of: 'queue', id: 'q1' }, 1)].map((key) => ['waiters', key]))}`,
];

function withFigures(board: string, figures: readonly (readonly [Scope, Window, string])[]): string {
  return board + new URLSearchParams(figures.map((figure) => ['figure', figureKey(...figure)]));
}

function figuresIn(board: string | undefined): Figure[] {
  return new URLSearchParams(board?.split('?')[1]).getAll('figure').map((key) => {
    const figure = readFigureKey(key);
    if (!figure.ok) throw new Error(figure.error);
    return figure.value;
  });
}

function waitersIn(board: string | undefined): WaitersAsked[] {
  return new URLSearchParams(board?.split('?')[1]).getAll('waiters').map((key) => {
    const asked = readWaitersKey(key);
    if (!asked.ok) throw new Error(asked.error);
    return asked.value;
  });
}

/** Said once more and in other words than the server's. */
function partOf(board: Board, name: string | undefined): Board {
  const asked = new URLSearchParams(name?.split('?')[1]);
  const [queues, teams] = [asked.getAll('queue'), asked.getAll('team')];
  return {
    ...board,
    queues: board.queues.filter(({ id }) => queues.length === 0 || queues.includes(id)),
    alarms: board.alarms.filter(({ id }) => queues.length === 0 || Number(id) > 2 || queues.includes(`q${id}`)),
    agents: board.agents.filter((agent) => {
      if (teams.length > 0) return teams.includes(String(agent.team));
      return queues.length === 0 || agent.queues.some((id) => queues.includes(id));
    }),
  };
}

/** Agents who change their team and their queues meanwhile. */
function withMoves(events: readonly Event[], random: () => number): Event[] {
  return events.flatMap((event) => {
    const agentId = `a${Math.floor(random() * 5)}`;
    const dice = random();
    if (dice < 0.03) {
      const data = { agentId, effectiveAt: toIso(event.at), team: ['north', 'south', 'west'][Math.floor(random() * 3)] as string };
      return [event, fact('cc.agent.config.v1', event.at, data)];
    }
    if (dice < 0.06)
      return [event, fact('cc.agent.membership.v1', event.at, { agentId, queueId: `q${Math.floor(random() * 3)}`, joined: random() < 0.5 })];
    return [event];
  });
}

function disturb(random: () => number): void {
  const line = Line.made[Math.floor(random() * Line.made.length)];
  const dice = random();
  if (dice < 0.02) line?.cut();
  else if (dice < 0.05 && line !== undefined) line.isSlow = true;
  else if (dice < 0.12) for (const other of Line.made) other.isSlow = false;
}

function wall(clock: VirtualClock, seed: number, first: string | undefined) {
  let board = first;
  const { store, replica } = createReplica();
  const chance = seeded(seed);
  const connection = new Connection({
    url: 'ws://wall/live',
    Socket: Line,
    board: () => board,
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
  const turnTo = (next: string | undefined) => {
    board = next;
    connection.boardChanged();
  };
  return { store, connection, turnTo, board: () => board };
}

test('walls that are cut, slow and late all come to show the server’s board, also after the engine was swapped', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 1_000_000 }), fc.boolean(), (seed, swap) => play(seed, swap)),
    { numRuns: 12 },
  );
});
