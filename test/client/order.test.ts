import { describe, expect, test } from 'vitest';
import { alarmsOf, compareAlarms, isAbout, levelOf, worstByQueue, worstOf } from '../../client/wall/alarms.ts';
import { waitingByChannel } from '../../client/wall/channels.ts';
import { cutOffAt, isHistory, waitingOf } from '../../client/wall/floor.ts';
import { compareQueues, createSteadyOrder, HOLD_MS, PAGE_MS, pageOfQueues, type RankedQueue } from '../../client/wall/order.ts';
import { limitMinutes, nextToLimit } from '../../client/wall/statutory.ts';
import type { AlarmRow } from '../../shared/alarms/row.ts';
import type { Board, FloorRow, QueueRow, SourceRow } from '../../shared/board.ts';
import { isRecord } from '../../shared/telling.ts';
import { SECOND_MS } from '../../shared/time.ts';
import { alarmsOfBoard } from '../support/alarms.ts';
import { boardFixture, FIXTURE_NOW } from '../support/board-fixture.ts';
import { variantBoard } from '../support/board-variants.ts';

const alarmsFor = (queues: readonly QueueRow[]) => alarmsOfBoard({ ...boardFixture(), queues: [...queues] });
const rank = (queues: readonly QueueRow[]): RankedQueue[] => {
  const worst = worstByQueue(alarmsFor(queues));
  return queues.map((queue) => ({ queue, alarm: worst.get(queue.id) ?? null, isRecord: false }));
};
const sorted = (queues: readonly QueueRow[]) =>
  rank(queues)
    .sort(compareQueues)
    .map(({ queue }) => queue.id);
const queue = (id: string, change: Partial<QueueRow> = {}): QueueRow => {
  const found = boardFixture().queues.find((row) => row.id === id) as QueueRow;
  return { ...found, ...change };
};

test('of two warnings the one in which somebody waits comes first, then the level that fell furthest', () => {
  const short = (id: string, level: number) => {
    const row = queue(id, { waiting: 0, oldestWaitingSince: null, oldestContactStartedAt: null });
    return { ...row, windows: { ...row.windows, rolling30: { metrics: { offered: 40, service_level: level } } } };
  };
  const waits = queue('billing', { waiting: 1, oldestWaitingSince: new Date(FIXTURE_NOW - 65 * SECOND_MS).toISOString() });
  const ranked = rank([short('sales', 0.5), short('support', 0.3), waits]);
  const metrics = ranked.map(({ alarm }) => (alarm?.subject.of === 'figure' ? alarm.subject.metric : null));
  expect(metrics).toEqual(['service_level', 'service_level', 'longest_waiting_ms']);
  expect(ranked.sort(compareQueues).map(({ queue: { id } }) => id)).toEqual(['billing', 'support', 'sales']);
});

test('queues of which only history is known come after all that live, whatever the settings say', () => {
  const ids = (isRecord: (id: string) => boolean) =>
    rank(boardFixture().queues.map((row) => ({ ...row, order: row.id === 'billing' ? 0 : 1 })))
      .map((ranked) => (isRecord(ranked.queue.id) ? { ...ranked, alarm: null, isRecord: true } : ranked))
      .sort(compareQueues)
      .map(({ queue: { id } }) => id);
  expect(ids((id) => id === 'billing').at(-1)).toBe('billing');
  expect(ids((id) => id !== 'support')[0]).toBe('support');
});

/** What the strip says of a board, in its order. */
const stripOf = (board: Board) =>
  alarmsOf(alarmsOfBoard(board), board.queues, board.sources).map(({ row: { subject }, queue }) =>
    subject.of === 'source' ? `source ${subject.name}` : `queue ${queue?.id}`,
  );

test('a source that catches up alone, and one that may not tell all, are said in the strip; among others catching up is not', () => {
  const idsOf = (sources: readonly SourceRow[]) => stripOf({ ...boardFixture(), queues: [], sources: [...sources] });
  const { sources } = variantBoard('catching');
  expect(idsOf(sources)).toEqual(['source pbx1']);
  expect(cutOffAt(variantBoard('catching'))).toBe(FIXTURE_NOW - 30 * SECOND_MS);
  const [other] = boardFixture().sources as [SourceRow];
  expect(idsOf([...sources, other])).toEqual([]);
  expect(idsOf(variantBoard('limited').sources)).toEqual(['source pbx1']);
  expect(cutOffAt(variantBoard('limited'))).toBeNull();
});

describe('what the server decided', () => {
  const [raised] = alarmsFor([queue('support')]) as [AlarmRow];
  const at = (seconds: number) => new Date(FIXTURE_NOW + seconds * SECOND_MS).toISOString();
  const row = (id: string, change: Partial<AlarmRow> = {}): AlarmRow => ({ ...raised, id, raisedAt: at(0), level: 'warn', ...change });
  const acknowledged = { at: at(1), by: 'דנה', note: '' };

  test('a level is that of the alarm; without data it is neither trouble nor calm', () => {
    expect(levelOf(null)).toBe('ok');
    expect(levelOf(row('a'))).toBe('warn');
    expect(levelOf(row('a', { level: 'critical' }))).toBe('crit');
    expect(levelOf(row('a', { level: 'critical', noDataSince: at(1) }))).toBe('ok');
  });

  test('critical before warnings, what nobody has before what somebody has, the older first, without data last', () => {
    const rows = [
      row('no data', { level: 'critical', noDataSince: at(1) }),
      row('taken', { acknowledged }),
      row('younger', { raisedAt: at(2) }),
      row('older'),
      row('critical taken', { level: 'critical', acknowledged }),
      row('critical', { level: 'critical', raisedAt: at(3) }),
    ];
    const wanted = ['critical', 'critical taken', 'older', 'younger', 'taken', 'no data'];
    expect(rows.sort(compareAlarms).map(({ id }) => id)).toEqual(wanted);
    expect(worstOf(rows)?.id).toBe('critical');
    expect(worstOf([])).toBeNull();
  });

  test('a queue with several alarms is told once, by its worst', () => {
    const rows = alarmsFor([queue('support')]);
    expect(rows.length).toBeGreaterThan(1);
    const [alarm, ...others] = alarmsOf(rows, [queue('support')], []);
    expect(others).toEqual([]);
    expect(alarm).toMatchObject({ level: 'crit', queue: { id: 'support' } });
  });

  test('an alarm is about its own metric, part and window, and no other', () => {
    const of = { ...raised, subject: { of: 'figure', metric: 'abandon_rate', scope: { of: 'team', name: 'א' }, window: 'day' } } as const;
    expect(isAbout(of, 'abandon_rate', { of: 'team', name: 'א' }, 'day')).toBe(true);
    expect(isAbout(of, 'abandon_rate', { of: 'team', name: 'ב' }, 'day')).toBe(false);
    expect(isAbout(of, 'abandon_rate', { of: 'site', name: 'א' }, 'day')).toBe(false);
    expect(isAbout(of, 'abandon_rate', { of: 'team', name: 'א' }, 'shift')).toBe(false);
    expect(isAbout(of, 'answered', { of: 'team', name: 'א' }, 'day')).toBe(false);
  });
});

describe('what is live', () => {
  const sources = boardFixture().sources;
  const [pbx] = sources;

  test('a queue or agent is live only while a source that runs feeds it', () => {
    expect(isRecord(sources, { sources: [pbx?.name ?? ''] })).toBe(false);
    expect(isRecord(sources, { sources: ['an import', pbx?.name ?? ''] })).toBe(false);
    expect(isRecord(sources, { sources: ['an import'] })).toBe(true);
    // Known from settings alone.
    expect(isRecord(sources, { sources: [] })).toBe(false);
    expect(isRecord([], { sources: [] })).toBe(true);
  });

  test('who waits in a queue that was only imported is not among those who wait now', () => {
    const board = boardFixture();
    expect(waitingOf(board)).toMatchObject({ onTheLine: 21, oldestIn: 'support' });
    const queues = board.queues.map((row) => (row.id === 'support' ? { ...row, sources: ['an import'] } : row));
    expect(waitingOf({ ...board, queues })).toEqual({
      onTheLine: 10,
      byChannel: { voice: 9, whatsapp: 5, chat: 1, email: 4 },
      oldestIn: 'retention',
    });
  });

  test('a wall is cut off when the last source that tells anything is down: as of then, or of where facts are missing from', () => {
    const [first, second] = boardFixture().sources as [SourceRow, SourceRow];
    const isDown = (source: SourceRow, since: string): SourceRow => ({ ...source, state: 'down', since });
    const of = (rows: SourceRow[], gaps: FloorRow['gaps'] = []) => cutOffAt({ sources: rows, floor: { gaps } });
    const eight = '2026-11-17T08:00:00.000Z';
    const nine = '2026-11-17T09:00:00.000Z';
    expect(of([])).toBeNull();
    expect(of([first])).toBeNull();
    expect(of([isDown(first, nine), second])).toBeNull();
    expect(of([isDown(first, nine)])).toBe(Date.parse(nine));
    expect(of([isDown(first, eight), isDown(second, nine)])).toBe(Date.parse(nine));
    expect(of([isDown(first, nine)], [{ source: first.name, from: eight, to: null }])).toBe(Date.parse(eight));
    expect(of([isDown(first, nine)], [{ source: first.name, from: eight, to: '2026-11-17T08:10:00.000Z' }])).toBe(Date.parse(nine));
    const sender: SourceRow = { ...second, kind: 'http' };
    expect(of([isDown(first, nine), { ...sender, lastEventAt: null }])).toBe(Date.parse(nine));
    expect(of([isDown(first, nine), sender])).toBeNull();
  });

  test('a board without any source is history, an empty one is only empty', () => {
    expect(isHistory(variantBoard('history'))).toBe(true);
    expect(isHistory(variantBoard('empty'))).toBe(false);
    expect(isHistory(variantBoard('down'))).toBe(false);
    expect(isHistory(null)).toBe(false);
  });
});

test('of all queues the call that is next to the statutory limit', () => {
  const [a, b, c] = boardFixture().queues as [QueueRow, QueueRow, QueueRow];
  const left = new Map([
    [a.id, 50_000],
    [b.id, -7000],
  ]);
  const floor = { queues: () => [a, b, c], statutoryLeftMs: (row: QueueRow) => left.get(row.id) ?? null };
  expect(nextToLimit(floor)).toEqual({ queue: b, leftMs: -7000 });
  expect(nextToLimit({ ...floor, queues: () => [c] })).toBeNull();
  expect([360_000, 150_000].map(limitMinutes)).toEqual(['6', '2.5']);
});

describe('the order of the queues', () => {
  test('the worst first, the rest as in the settings', () => {
    const ids = boardFixture().queues.map(({ id }) => id);
    expect(sorted(boardFixture().queues.toReversed())).toEqual(ids);
  });

  test('a calm wall has the order of the settings, and names where they say nothing', () => {
    const calm = variantBoard('calm').queues.map((row) => ({ ...row, order: null }));
    const byName = calm.toSorted((a, b) => a.name.localeCompare(b.name)).map(({ id }) => id);
    expect(sorted(calm)).toEqual(byName);
  });

  test('of two critical queues the one whose customer waits longer', () => {
    const longer = queue('billing', {
      waiting: 1,
      oldestWaitingSince: '2026-11-17T10:40:00.000Z',
      agents: { ...queue('billing').agents, available: 0 },
    });
    expect(sorted([queue('support'), longer])).toEqual(['billing', 'support']);
  });
});

describe('a row moves at most once in ten seconds', () => {
  test('what climbs after a calm time climbs at once, and then the table rests', () => {
    const order = createSteadyOrder();
    expect(order(['a', 'b', 'c'], 0)).toEqual(['a', 'b', 'c']);
    expect(order(['c', 'a', 'b'], 1000)).toEqual(['c', 'a', 'b']);
    expect(order(['b', 'c', 'a'], 2000)).toEqual(['c', 'a', 'b']);
    expect(order(['b', 'c', 'a'], 999 + HOLD_MS)).toEqual(['c', 'a', 'b']);
    expect(order(['b', 'c', 'a'], 1000 + HOLD_MS)).toEqual(['b', 'c', 'a']);
  });

  test('a queue that comes or goes does so at once, without moving the others about', () => {
    const order = createSteadyOrder();
    order(['a', 'b', 'c'], 0);
    order(['c', 'a', 'b'], 1);
    expect(order(['b', 'd', 'a'], 2)).toEqual(['a', 'b', 'd']);
    expect(order(['b', 'd', 'a'], HOLD_MS + 1)).toEqual(['b', 'd', 'a']);
  });
});

describe('a table that is too long', () => {
  const ids = Array.from({ length: 15 }, (_, i) => `q${i}`);

  test('what fits is not paged', () => {
    expect(pageOfQueues(ids.slice(0, 8), 2, 8, 0)).toEqual({ ids: ids.slice(0, 8), hidden: 0, page: 1, pages: 1 });
  });

  test('trouble stays, the rest takes turns, and how many are hidden is told', () => {
    const first = pageOfQueues(ids, 2, 8, 0);
    const second = pageOfQueues(ids, 2, 8, PAGE_MS);
    expect(first).toEqual({ ids: ids.slice(0, 7), hidden: 8, page: 1, pages: 3 });
    expect(second.ids).toEqual(['q0', 'q1', 'q7', 'q8', 'q9', 'q10', 'q11']);
    expect(first.ids.length + first.hidden).toBe(15);
  });

  test.each([3, 2, 1])('in %d places no more rows are shown than there is room for beside the words about the others', (slots) => {
    for (const troubled of [0, 1, 15]) {
      const turns = ids.map((_, turn) => pageOfQueues(ids, troubled, slots, turn * PAGE_MS));
      for (const page of turns) expect(page.ids.length).toBeLessThanOrEqual(Math.max(1, slots - 1));
      expect(new Set(turns.flatMap((page) => page.ids)).size).toBe(15);
    }
  });

  test('every queue has its turn, however many are in trouble', () => {
    for (const troubled of [0, 3, 7, 15]) {
      const seen = new Set(ids.flatMap((_, turn) => pageOfQueues(ids, troubled, 8, turn * PAGE_MS).ids));
      expect(seen.size).toBe(15);
    }
  });
});

test('alarms: critical queues, then sources, then warnings', () => {
  expect(stripOf(variantBoard('down'))).toEqual(['queue support', 'source וואטסאפ', 'queue retention']);
});

describe('who waits, by channel', () => {
  test('on the line first, in writing apart', () => {
    expect(waitingByChannel({ email: 4, voice: 20, chat: 1, sms: 0 }).map(({ channel, isApart }) => [channel, isApart])).toEqual([
      ['voice', false],
      ['chat', false],
      ['email', true],
    ]);
  });

  test('of as many in two channels neither goes first by chance', () => {
    const orderOf = (counts: Record<string, number>) => waitingByChannel(counts).map(({ channel }) => channel);
    expect(orderOf({ voice: 5, chat: 5 })).toEqual(orderOf({ chat: 5, voice: 5 }));
  });

  test('where there is no room, what is apart is one sum', () => {
    const counts = waitingByChannel({ voice: 123, chat: 12, email: 40, whatsapp: 7, portal: 3 });
    expect(counts.at(-1)).toEqual({ channel: 'other', count: 50, isApart: true });
  });
});
