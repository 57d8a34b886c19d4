import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Progress, runJob } from '../../../server/control/jobs.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, toIso } from '../../../shared/time.ts';
import type { Totals } from '../../golden/compare.ts';
import { cut, loadRecording, type Recording } from '../../golden/recording.ts';
import { fact } from '../../support/facts.ts';
import { type Floor, floorOfTest, importSettings, type Played, play } from './played.ts';
import { tablesOf } from './tables.ts';
import { expectedTotals, storedTotals } from './truth.ts';

const shift = loadRecording('shift');

function logFile(recording: Recording): string {
  const folder = mkdtempSync(join(tmpdir(), 'moked-import-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'queue_log');
  writeFileSync(path, recording.queueLog);
  return path;
}

/** @returns what the command says at the end. */
async function importLog({ app, db }: Floor, recording: Recording): Promise<string> {
  const context = { core: app.core, db, isConfigured: () => false, importSettings: importSettings(recording.name), customerRef: () => null };
  let last: Progress | undefined;
  for await (const progress of runJob(context, { job: 'import queue-log', file: logFile(recording), source: 'pbx1' })) last = progress;
  expect(last?.is).toBe('done');
  return last?.text ?? '';
}

async function asaByQueue({ sql }: Floor): Promise<Map<string, number>> {
  const rows = await sql<{ queue: string; ms: number }[]>`
    select queue_id as queue, avg(wait_ms)::float8 as ms from queue_stay where outcome = 'answered' group by 1`;
  return new Map(rows.map(({ queue, ms }) => [queue, ms]));
}

const endOf = ({ chunks }: Recording) => (chunks.at(-1)?.at ?? 0) + 10_000;

describe('into a database that knows nothing', () => {
  for (const name of ['small', 'shift', 'reconnect'] as const) {
    for (const [when, laterMs] of [
      ['the same day', 20 * MINUTE_MS],
      ['days later', 3 * DAY_MS],
    ] as const) {
      test(`${name}, ${when}: the rows of each queue are the truth’s, and imported twice is once`, async () => {
        const recording = loadRecording(name);
        const floor = await floorOfTest(endOf(recording) + laterMs);
        expect(await importLog(floor, recording)).toMatch(/ 0 known before$/);
        expect(await storedTotals(floor)).toEqual(expectedTotals(recording, true));
        const once = await tablesOf(floor);
        expect(once.queue_interval.length).toBeGreaterThan(1);
        expect(await importLog(floor, recording)).toMatch(/ 0 new facts/);
        expect(await tablesOf(floor)).toEqual(once);
      });
    }
  }
});

describe('beside live facts', () => {
  let live: Played;
  beforeAll(async () => {
    live = await play(shift, { hasQueueLog: true });
  });
  afterAll(() => live?.close());

  test('imported elsewhere, waits are those of the live connection within 0.25 s', async () => {
    const imported = await floorOfTest(endOf(shift));
    await importLog(imported, shift);
    const waits = await asaByQueue(imported);
    for (const [queue, ms] of await asaByQueue(live)) expect(Math.abs((waits.get(queue) ?? 0) - ms), queue).toBeLessThan(250);
  });

  test('into the same source, nothing changes', async () => {
    const before = await tablesOf(live);
    await importLog(live, shift);
    expect(await tablesOf(live)).toEqual(before);
  });
});

describe('beside live facts with a gap of a minute', () => {
  let live: Played;
  beforeAll(async () => {
    live = await play(cut(shift, 300_000, 360_000));
  });
  afterAll(() => live?.close());

  /** Stays that a second of the log can have no part in. */
  async function staysOutside(): Promise<string[]> {
    const rows = await live.sql<{ row: string }[]>`select to_jsonb(s)::text as row from queue_stay s
      where not exists (select 1 from gap g where g.to_at is not null
        and coalesce(s.ended_at, s.exit_at) >= g.from_at - interval '1 second' and s.offered_at <= g.to_at + interval '1 second') order by 1`;
    return rows.map(({ row }) => row);
  }

  test('what the gap has swallowed is there afterwards, and nothing else has changed', async () => {
    const before = await staysOutside();
    expect(before.length).toBeGreaterThan(300);
    // Three hours later: what the import brings is behind the horizon, and that is what was asked for.
    const facts = [fact('cc.gauge.v1', endOf(shift) + 3 * HOUR_MS, { queueId: 'sales', metric: 'x', value: 1, asOf: toIso(0) }, { source: 'pbx1' })];
    await live.app.core.ingest.submit(facts);
    await importLog(live, shift);
    expect(live.app.core.engine().state.anomalies.get('pbx1')?.get('late')).toBeUndefined();
    expect(await staysOutside()).toEqual(before);
    const offered = (all: Totals) =>
      Object.entries(all)
        .map(([queue, row]) => `${queue} ${row['offered']} ${row['answered']} ${row['abandoned']}`)
        .sort();
    expect(offered(await storedTotals(live))).toEqual(offered(expectedTotals(shift, true)));
  });

  test('a conversation of which log and connection tell at the edge of the gap is one, and whole', async () => {
    expect(await live.sql`select segment_id, agent_id from queue_stay where outcome = 'answered' and ended_at is not null and not handled`).toEqual(
      [],
    );
  });

  test('a conversation that began in the gap and went on has its end', async () => {
    expect(await live.sql`select segment_id, agent_id from queue_stay where outcome = 'answered' and ended_at is null`).toEqual([]);
    const { floor } = await live.app.get<{ floor: { inConversation: number } }>('/api/v1/board');
    expect(floor.inConversation).toBe(0);
  });

  test('imported once more, nothing changes', async () => {
    const once = await tablesOf(live);
    expect(await importLog(live, shift)).toMatch(/ 0 new facts/);
    expect(await tablesOf(live)).toEqual(once);
  });
});
