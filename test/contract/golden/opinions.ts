import { readTail } from '../../../db/event-log.ts';
import type { Event } from '../../../shared/events/event.ts';
import { type NaiveTotals, naiveTotals } from '../../support/naive-fold.ts';
import type { Floor } from './played.ts';
import { type ReviewRow, reviewOf } from './truth.ts';

/** Totals by queue, and of the floor under `floor`. */
export type Opinion = Record<string, NaiveTotals>;

type Row = { id: string; components: Record<string, number> };

function totalsOf(rows: readonly Row[]): Opinion {
  const totals: Opinion = {};
  for (const { id, components } of rows) {
    const of = (field: string) => components[field] ?? Number.NaN;
    if (of('offered') === 0) continue;
    totals[id] = {
      offered: of('offered'),
      answered: of('answered'),
      answeredInTarget: of('answeredInTarget'),
      abandoned: of('abandoned'),
      short: of('abandonedShort'),
      leftOtherwise: of('leftOtherwise'),
      wait: of('waitMsAnswered') + of('waitMsAbandoned'),
      talk: of('handledTalkMs'),
    };
  }
  return totals;
}

type BoardRow = { id: string; windows: { day: { components: Record<string, number> } } };
type Board = { floor: Omit<BoardRow, 'id'> & { period: { dayStartsAt: string; dayEndsAt: string } }; queues: BoardRow[] };

/** The wall's day. */
export async function opinionOfBoard({ app }: Floor): Promise<Opinion> {
  const { floor, queues } = await app.get<Board>('/api/v1/board');
  return totalsOf([{ ...floor, id: 'floor' }, ...queues].map(({ id, windows }) => ({ id, components: windows.day.components })));
}

/** The review of the wall's day. */
export async function opinionOfReview(floor: Floor): Promise<Opinion> {
  const { period } = (await floor.app.get<Board>('/api/v1/board')).floor;
  const review = await reviewOf(floor, Date.parse(period.dayStartsAt), Date.parse(period.dayEndsAt));
  return totalsOf([review.floor, ...review.queues] satisfies ReviewRow[]);
}

export async function opinionOfLog({ sql }: Floor): Promise<Opinion> {
  const events: Event[] = [];
  for await (const page of readTail(sql, 0)) events.push(...page.events.map(({ event }) => event));
  return naiveTotals(events);
}

/** Whoever has only the tables: instants, not the fold's own sums, wherever there are instants. */
export async function opinionOfSql({ sql }: Floor): Promise<Opinion> {
  const rows = await sql<(NaiveTotals & { id: string })[]>`
    with stay as (
      select source, contact_id, queue_id, outcome, target_ms, short_ms,
        round(date_part('epoch', exit_at - offered_at) * 1000) as wait,
        case when handled then round(date_part('epoch', ended_at - answered_at) * 1000) - hold_ms else 0 end as talk,
        array_position(array['answered', 'abandoned', 'left_otherwise', 'lost', 'open'], outcome) as rank,
        row_number() over (partition by source, contact_id order by offered_at, segment_id) as n
      from queue_stay),
    once as (
      select source, contact_id, min(rank) as rank, sum(talk) as talk, max(target_ms) filter (where n = 1) as target_ms,
        max(short_ms) filter (where n = 1) as short_ms, max(wait) filter (where n = 1) as wait
      from stay group by 1, 2),
    counted as (
      select queue_id as id, rank, wait, target_ms, short_ms, talk from stay
      union all select 'floor', rank, wait, target_ms, short_ms, talk from once)
    select id, count(*)::int as offered,
      (count(*) filter (where rank = 1))::int as answered,
      (count(*) filter (where rank = 1 and wait <= target_ms))::int as "answeredInTarget",
      (count(*) filter (where rank = 2))::int as abandoned,
      (count(*) filter (where rank = 2 and wait < short_ms))::int as short,
      (count(*) filter (where rank = 3))::int as "leftOtherwise",
      coalesce(sum(wait) filter (where rank in (1, 2)), 0)::float8 as wait,
      sum(talk)::float8 as talk
    from counted group by 1`;
  return Object.fromEntries(rows.map(({ id, ...totals }) => [id, totals]));
}
