import { expect, test } from 'vitest';
import { Engine } from '../../server/engine/engine.ts';
import { takeFlush } from '../../server/engine/flush.ts';
import type { FlushRows, StayRow } from '../../server/engine/rows.ts';
import type { Event } from '../../shared/events/event.ts';
import { differencesAt } from './at-poll.ts';
import { replay } from './harness.ts';
import { loadRecording, type Recording } from './recording.ts';

type Folded = { engine: Engine; rows: FlushRows; differences: string[]; polls: number };

/** Plays a recording through source and fold on a virtual clock, and compares the board with every poll on the way. */
async function fold(recording: Recording, hasQueueLog: boolean): Promise<Folded> {
  const engine = new Engine();
  const differences: string[] = [];
  let position = 0;
  let polls = 0;
  const result = await replay({
    recording,
    hasQueueLog,
    onEvents: (events, at) => {
      for (const event of events) engine.apply({ ...event, source: 'pbx1', at: event.sourceTime } as Event, ++position);
      engine.advance(at);
    },
    onPoll: (poll) => {
      engine.advance(poll.at);
      polls++;
      differences.push(...differencesAt(engine, poll, recording.t0));
    },
  });
  engine.advance(result.endedAt);
  return { engine, rows: takeFlush(engine.state), differences, polls };
}

function countBy(stays: readonly StayRow[], queue: string, outcome: string, reason?: string): number {
  return stays.filter((stay) => stay.queueId === queue && stay.outcome === outcome && (reason === undefined || stay.exitReason === reason)).length;
}

for (const name of ['small', 'shift'] as const) {
  for (const hasQueueLog of [false, true]) {
    test(`${name}, ${hasQueueLog ? 'AMI and queue_log' : 'AMI alone'}: the wall equals the platform at every poll, the counts equal the truth`, async () => {
      const recording = loadRecording(name);
      const { rows, differences, polls } = await fold(recording, hasQueueLog);
      expect(polls).toBeGreaterThan(10);
      expect(differences).toEqual([]);
      for (const queue of new Set(recording.visits.map((visit) => visit.queue))) {
        const visits = recording.visits.filter((visit) => visit.queue === queue && visit.outcome !== 'joinempty' && visit.outcome !== 'full');
        const stays = rows.stays.filter((stay) => stay.queueId === queue);
        const answered = visits.filter((visit) => visit.outcome === 'answered');
        expect(stays.length, `${queue} offered`).toBe(visits.length);
        expect(countBy(stays, queue, 'answered'), `${queue} answered`).toBe(answered.length);
        expect(countBy(stays, queue, 'abandoned'), `${queue} abandoned`).toBe(visits.filter((visit) => visit.outcome === 'abandoned').length);
        const asa = stays.filter((stay) => stay.outcome === 'answered').reduce((sum, stay) => sum + (stay.waitMs ?? 0), 0) / answered.length;
        const truth = (answered.reduce((sum, visit) => sum + visit.wait, 0) / answered.length) * 1000;
        expect(Math.abs(asa - truth), `${queue} ASA ${asa} against ${truth}`).toBeLessThanOrEqual(200);
      }
    });
  }
}
