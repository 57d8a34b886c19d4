import { beforeEach, describe, expect, test } from 'vitest';
import { backoffMs } from '../../client/live/backoff.ts';
import { Connection, type ConnectionState, type Notice } from '../../client/live/connection.ts';
import { createReplica } from '../../client/live/replica.ts';
import { toIso } from '../../shared/time.ts';
import { boardFixture, FIXTURE_NOW } from '../support/board-fixture.ts';
import { FakeSocket, ManualClock } from '../support/fake-socket.ts';

const board = boardFixture();
const serverNow = toIso(FIXTURE_NOW);
const welcome = (epoch = 'a') => ({ type: 'welcome', protocol: 'moked.v1', epoch, serverNow });
const snapshot = (epoch = 'a', seq = 5) => ({ type: 'snapshot', epoch, seq, board });
const delta = (from: number, to: number, epoch = 'a') => ({ type: 'delta', epoch, from, to, put: {}, del: {} });
const heartbeat = (seq: number) => ({ type: 'heartbeat', seq, serverNow });

function setUp(board?: () => string | undefined) {
  FakeSocket.made = [];
  const clock = new ManualClock();
  const { store, replica } = createReplica();
  const states: ConnectionState[] = [];
  const notices: Notice[] = [];
  const builds: string[] = [];
  let currentCount = 0;
  const connection = new Connection({
    url: 'ws://wall/live',
    Socket: FakeSocket,
    clock,
    replica,
    onState: (state) => states.push(state),
    onCurrent: () => {
      currentCount += 1;
    },
    onServerTime: () => {},
    onNotice: (notice) => notices.push(notice),
    onBuild: (build) => builds.push(build),
    ...(board === undefined ? {} : { board }),
  });
  connection.start();
  const last = () => states.at(-1) as ConnectionState;
  return { clock, store, replica, states, notices, builds, connection, last, currentCount: () => currentCount };
}

let wall: ReturnType<typeof setUp>;
const socket = () => FakeSocket.made.at(-1) as FakeSocket;
const goLive = () => {
  socket().open();
  socket().say(welcome(), snapshot());
};

beforeEach(() => {
  wall = setUp();
});

describe('the greeting', () => {
  test('the first word is hello, without a place to resume from', () => {
    expect(wall.last()).toEqual({ kind: 'opening', attempt: 0 });
    expect(socket().protocols).toEqual(['moked.v1']);
    socket().open();
    expect(wall.last().kind).toBe('greeting');
    expect(socket().heard).toEqual([{ type: 'hello', protocol: 'moked.v1' }]);
  });

  test('a snapshot makes it live and fills the replica', () => {
    goLive();
    expect(wall.last()).toEqual({ kind: 'live' });
    expect(wall.store.board?.queues).toHaveLength(8);
    expect(wall.replica.position()).toEqual({ epoch: 'a', seq: 5 });
  });

  test('after a broken line it resumes from where the replica stands, and a matching heartbeat makes it live', () => {
    goLive();
    socket().end(1006);
    wall.clock.advance(1100);
    socket().open();
    expect(socket().heard).toEqual([{ type: 'hello', protocol: 'moked.v1', resume: { epoch: 'a', seq: 5 } }]);
    socket().say(welcome());
    expect(wall.last().kind).toBe('greeting');
    socket().say(heartbeat(5));
    expect(wall.last()).toEqual({ kind: 'live' });
  });

  test('notices and the build are passed on', () => {
    goLive();
    socket().say({ ...welcome(), build: 'x1' }, { type: 'notice', text: 'שלום', at: serverNow });
    expect(wall.builds).toEqual(['x1']);
    expect(wall.notices.map(({ text }) => text)).toEqual(['שלום']);
  });
});

describe('what does not fit', () => {
  const resyncs = () => socket().heard.filter((message) => (message as { type: string }).type === 'resync');

  test('a gap asks for one resync, and deltas before the snapshot are passed over', () => {
    goLive();
    socket().say(delta(7, 8), delta(8, 9), delta(5, 6));
    expect(resyncs()).toHaveLength(1);
    expect(wall.replica.position()).toEqual({ epoch: 'a', seq: 5 });
    socket().say(snapshot('a', 9), delta(9, 10));
    expect(wall.replica.position()).toEqual({ epoch: 'a', seq: 10 });
    expect(resyncs()).toHaveLength(1);
  });

  test('a delta of another epoch is a mismatch', () => {
    goLive();
    socket().say(delta(5, 6, 'b'));
    expect(resyncs()).toHaveLength(1);
  });

  test('one message that cannot be read is a resync; a second one ends the connection and the place is forgotten', () => {
    goLive();
    socket().sayText('{"type":"delta"');
    expect(resyncs()).toHaveLength(1);
    socket().sayText('[]');
    expect(wall.last().kind).toBe('waiting');
    wall.clock.advance(30_000);
    socket().open();
    expect(socket().heard).toEqual([{ type: 'hello', protocol: 'moked.v1' }]);
  });

  test('a resync that is not answered within 10 s starts anew', () => {
    goLive();
    socket().say(delta(7, 8));
    for (let second = 0; second < 10; second++) {
      wall.clock.advance(1000);
      socket().say(heartbeat(9));
    }
    expect(wall.last().kind).toBe('waiting');
  });

  test('a heartbeat that is ahead once is patience, twice is a resync', () => {
    goLive();
    socket().say(heartbeat(6));
    expect(resyncs()).toHaveLength(0);
    socket().say(heartbeat(7));
    expect(resyncs()).toHaveLength(1);
  });

  test('a heartbeat that does not match does not make the figures current', () => {
    goLive();
    const before = wall.currentCount();
    socket().say(heartbeat(6));
    expect(wall.currentCount()).toBe(before);
    socket().say(delta(5, 6), heartbeat(6));
    expect(wall.currentCount()).toBe(before + 2);
  });
});

describe('silence and sleep', () => {
  test('12 s without a word are a broken line', () => {
    goLive();
    wall.clock.advance(11_000);
    expect(wall.last()).toEqual({ kind: 'live' });
    wall.clock.advance(1000);
    expect(wall.last().kind).toBe('waiting');
    expect(FakeSocket.made[0]?.isClosed).toBe(true);
  });

  test('what an old socket says later is not heard', () => {
    goLive();
    const old = socket();
    wall.clock.advance(12_000);
    old.say(delta(5, 6));
    old.end(4401);
    expect(wall.replica.position()).toEqual({ epoch: 'a', seq: 5 });
    expect(wall.last().kind).not.toBe('refused');
  });

  test('the network is back: a wait is cut short, a fresh line is left alone', () => {
    goLive();
    wall.connection.wake();
    expect(FakeSocket.made).toHaveLength(1);
    socket().end(1006);
    expect(wall.last().kind).toBe('waiting');
    wall.connection.wake();
    expect(wall.last().kind).toBe('opening');
    expect(FakeSocket.made).toHaveLength(2);
  });

  test('after a sleep it opens at once, without waiting for the silence to be noticed', () => {
    goLive();
    wall.clock.sleep(3_600_000);
    expect(FakeSocket.made).toHaveLength(2);
    expect(wall.last().kind).toBe('opening');
  });

  test('after stop nothing happens any more', () => {
    goLive();
    wall.connection.stop();
    wall.connection.wake();
    wall.clock.advance(60_000);
    expect(FakeSocket.made).toHaveLength(1);
    expect(wall.last()).toEqual({ kind: 'stopped' });
  });
});

describe('close codes', () => {
  test.each([1001, 1006, 4400, 4408, 4429, 4999])('after %i it comes back', (code) => {
    goLive();
    socket().end(code);
    expect(wall.last()).toMatchObject({ kind: 'waiting', attempt: 1 });
  });

  test.each([4401, 4404, 4409])('after %i it does not', (code) => {
    socket().open();
    socket().end(code);
    expect(wall.last()).toEqual({ kind: 'refused', code });
    wall.connection.wake();
    wall.clock.advance(120_000);
    expect(FakeSocket.made).toHaveLength(1);
  });

  test('attempts are counted until the replica is current again', () => {
    for (let attempt = 1; attempt <= 4; attempt++) {
      socket().end(1006);
      expect(wall.last()).toMatchObject({ kind: 'waiting', attempt });
      const state = wall.last();
      if (state.kind === 'waiting') wall.clock.advance(state.retryAt - wall.clock.local());
    }
    goLive();
    socket().end(1006);
    expect(wall.last()).toMatchObject({ attempt: 1 });
  });

  test('the server may ask for more patience than the backoff has', () => {
    socket().open();
    socket().say({ type: 'error', code: 'too-many', message: 'later', retryAfterMs: 60_000 });
    socket().end(4429);
    wall.clock.advance(59_000);
    expect(FakeSocket.made).toHaveLength(1);
    wall.clock.advance(1000);
    expect(FakeSocket.made).toHaveLength(2);
  });
});

test('backoff: full jitter, doubling, never over 30 s and never at once', () => {
  expect(backoffMs(1, 0)).toBe(100);
  expect(backoffMs(1, 0.999)).toBeLessThan(1000);
  expect(backoffMs(3, 0.5)).toBe(2050);
  expect(backoffMs(50, 0.999999)).toBeLessThanOrEqual(30_000);
});

describe('a board that is a part, or more', () => {
  let wanted: string | undefined = 'floor?queue=a';

  beforeEach(() => {
    wanted = 'floor?queue=a';
    wall = setUp(() => wanted);
  });

  test('is named in the hello, and gone on with after a broken line', () => {
    goLive();
    socket().end(1006);
    wall.clock.advance(1100);
    socket().open();
    expect(socket().heard).toEqual([{ type: 'hello', protocol: 'moked.v1', board: 'floor?queue=a', resume: { epoch: 'a', seq: 5 } }]);
  });

  test('changed before the first snapshot is asked for at once; before the line is open the hello says it', () => {
    wanted = 'floor?queue=b';
    wall.connection.boardChanged();
    socket().open();
    expect(socket().heard).toEqual([{ type: 'hello', protocol: 'moked.v1', board: 'floor?queue=b' }]);
    wanted = 'floor?queue=c';
    wall.connection.boardChanged();
    expect(socket().heard.at(-1)).toEqual({ type: 'subscribe', board: 'floor?queue=c' });
  });

  test('changed on a live line is subscribed to, and the next line begins anew', () => {
    goLive();
    wanted = undefined;
    wall.connection.boardChanged();
    expect(socket().heard.at(-1)).toEqual({ type: 'subscribe', board: 'floor' });
    socket().end(1006);
    wall.clock.advance(1100);
    socket().open();
    // Where the replica stands is of another board: nothing of it can be gone on with. Once greeted with this one it can.
    expect(socket().heard).toEqual([{ type: 'hello', protocol: 'moked.v1' }]);
  });
});
