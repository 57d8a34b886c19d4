import { onTestFinished } from 'vitest';
import { openDatabase } from '../../../db/open.ts';
import type { Engine } from '../../../server/engine/engine.ts';
import { simulatorSource } from '../../../server/sources/simulator/source.ts';
import type { Source, SourceContext, SourceStatus } from '../../../server/sources/source.ts';
import { differencesAt } from '../../golden/at-poll.ts';
import { replay, WRAPUP_MS } from '../../golden/harness.ts';
import type { Chunk, Poll, Recording } from '../../golden/recording.ts';
import { type RunningApp, startApp } from '../../support/app.ts';
import { type PatientClock, patientClock } from '../../support/patient-clock.ts';
import { createDatabase } from '../../support/postgres.ts';

type Sql = ReturnType<typeof openDatabase>['sql'];

/** A whole server on a database of its own and a virtual clock. */
export type Floor = {
  readonly app: RunningApp;
  readonly sql: Sql;
  readonly db: ReturnType<typeof openDatabase>;
  readonly clock: PatientClock;
  close(): Promise<void>;
};

export type Played = Floor & {
  readonly recording: Recording;
  /** Polls of the recording, and where the wall disagreed with them. */
  readonly polls: number;
  readonly differences: readonly string[];
  readonly statuses: readonly { at: number; status: SourceStatus }[];
  readonly endedAt: number;
};

async function openFloor(startAt: number, sourceOf?: (clock: PatientClock) => Source): Promise<Floor> {
  const { url, drop } = await createDatabase();
  const db = openDatabase(url);
  const clock = patientClock(startAt);
  const app = await startApp({ db, clock, sources: sourceOf === undefined ? [] : [sourceOf(clock)] });
  const close = async () => {
    await app.stop();
    await db.close();
    await drop();
  };
  return { app, db, sql: db.sql, clock, close };
}

/** A floor that is gone when the test is over. */
export async function floorOfTest(startAt: number): Promise<Floor> {
  const floor = await openFloor(startAt);
  onTestFinished(floor.close);
  return floor;
}

export type PlayOptions = {
  hasQueueLog?: boolean;
  mayListChannels?: boolean;
  onPoll?: (poll: Poll, engine: Engine) => void | Promise<void>;
};

/** Plays a recording to a whole server: bytes of the manager port in, tables and pages out. */
export async function play(recording: Recording, options: PlayOptions = {}): Promise<Played> {
  const { onPoll, ...rest } = options;
  const statuses: { at: number; status: SourceStatus }[] = [];
  const differences: string[] = [];
  let polls = 0;
  let give: (context: SourceContext) => void = () => undefined;
  const given = new Promise<SourceContext>((resolve) => {
    give = resolve;
  });
  const source: Source = {
    name: 'pbx1',
    kind: 'asterisk',
    run: (context) => {
      give(context);
      return new Promise((resolve) => context.signal.addEventListener('abort', () => resolve(), { once: true }));
    },
    check: async () => ({ ok: true, value: '' }),
  };
  const floor = await openFloor((recording.chunks[0] as Chunk).at, () => source);
  const { app, clock } = floor;
  const context = await given;
  const { sink, notes } = context;
  const { endedAt } = await replay({
    ...rest,
    recording,
    clock,
    sink: {
      ...sink,
      emit: clock.waitsFor(sink.emit),
      status: (status) => {
        statuses.push({ at: clock.now(), status });
        sink.status(status);
      },
    },
    context: { customerRef: context.customerRef, notes: { read: clock.waitsFor(notes.read), write: clock.waitsFor(notes.write) } },
    onPoll: async (poll) => {
      const engine = app.core.engine();
      engine.advance(poll.at);
      polls++;
      differences.push(...differencesAt(engine, poll, recording.t0));
      await onPoll?.(poll, engine);
    },
  });
  await app.core.flusher.flush();
  return { ...floor, recording, polls, differences, statuses, endedAt };
}

/** Evening of a working day in Jerusalem. */
const EVENING = Date.parse('2026-11-17T20:05:00Z');

/** A day of the simulated floor: the day so far at once, and ten minutes and a half of it as they go by. */
export async function simulatedDay(): Promise<Floor> {
  const source = simulatorSource({
    name: 'demo',
    seed: '7',
    agents: 48,
    queues: 8,
    contactsPerHour: 220,
    speed: 1,
    timezone: 'Asia/Jerusalem',
    historyDays: 1,
    erlangA: null,
  });
  const floor = await openFloor(EVENING, (clock) => ({
    ...source,
    // A source that ran today already does not tell yesterday: the books hold one day, as those who count the log naively take it.
    run: (context) => source.run({ ...context, sink: { ...context.sink, completeUntil: EVENING, emit: clock.waitsFor(context.sink.emit) } }),
  }));
  await floor.clock.advance(630_000);
  await floor.app.core.flusher.flush();
  return floor;
}

/** What the source's URL would say of a recorded PBX. */
export function importSettings(name: string) {
  return () => ({ wrapupMs: new Map(WRAPUP_MS[name]), acwReasons: new Set(['wrapup']) });
}
