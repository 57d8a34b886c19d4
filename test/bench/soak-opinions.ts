/** What different readers say of one business day, each on its own way: they must be of one opinion. */
import postgres from 'postgres';
import { readTail } from '../../db/event-log.ts';
import { openDatabase } from '../../db/open.ts';
import type { Board } from '../../shared/board.ts';
import type { Event } from '../../shared/events/event.ts';
import { type NaiveTotals, naiveTotals } from '../support/naive-fold.ts';
import type { SoakServer } from './soak-server.ts';

/** Totals by queue, and of the floor under `floor`. */
export type Opinion = Record<string, NaiveTotals>;
export type Span = { readonly from: number; readonly to: number };
type Row = { readonly id: string; readonly components: Record<string, number> };
type BoardRow = { readonly id: string; readonly windows: { readonly day: { readonly components: Record<string, number> } } };

const FIELDS = {
  offered: ['offered'],
  answered: ['answered'],
  answeredInTarget: ['answeredInTarget'],
  abandoned: ['abandoned'],
  short: ['abandonedShort'],
  leftOtherwise: ['leftOtherwise'],
  wait: ['waitMsAnswered', 'waitMsAbandoned'],
  talk: ['handledTalkMs'],
} as const satisfies Record<keyof NaiveTotals, readonly string[]>;

function opinionOf(rows: readonly Row[]): Opinion {
  const totals = ({ components }: Row) =>
    Object.fromEntries(
      Object.entries(FIELDS).map(([field, parts]) => [field, parts.reduce((sum, part) => sum + (components[part] ?? Number.NaN), 0)]),
    ) as NaiveTotals;
  return Object.fromEntries(rows.filter(({ components }) => components['offered'] !== 0).map((row) => [row.id, totals(row)]));
}

/** The wall's day. */
export async function opinionOfBoard(server: SoakServer): Promise<Opinion> {
  const { floor, queues } = await server.get<{ floor: Omit<BoardRow, 'id'>; queues: BoardRow[] }>('/api/v1/board');
  return opinionOf([{ ...floor, id: 'floor' }, ...queues].map(({ id, windows }) => ({ id, components: windows.day.components })));
}

/** The sums of the tables. */
export async function opinionOfReview(server: SoakServer, { from, to }: Span): Promise<Opinion> {
  const span = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
  const { floor, queues } = await server.get<{ floor: Row; queues: Row[] }>(`/api/v1/reviews?${span}`);
  return opinionOf([{ ...floor, id: 'floor' }, ...queues]);
}

/** The simplest fold of the whole log. */
export async function opinionOfLog(url: string, span: Span): Promise<{ opinion: Opinion; facts: number }> {
  const db = openDatabase(url, { name: 'moked soak', connections: 2 });
  try {
    const events: Event[] = [];
    for await (const page of readTail(db.sql, 0)) events.push(...page.events.map(({ event }) => event));
    return { opinion: naiveTotals(events, span), facts: events.length };
  } finally {
    await db.close();
  }
}

/** A count over the stays, by their instants and not by the fold's own sums wherever there are instants. */
export async function opinionOfStays(url: string, { from, to }: Span): Promise<Opinion> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const rows = await sql<(NaiveTotals & { id: string })[]>`
      with stay as (
        select source, contact_id, queue_id, outcome, target_ms, short_ms, offered_at,
          round(date_part('epoch', exit_at - offered_at) * 1000) as wait,
          case when handled then round(date_part('epoch', ended_at - answered_at) * 1000) - hold_ms else 0 end as talk,
          array_position(array['answered', 'abandoned', 'left_otherwise', 'lost', 'open'], outcome) as rank,
          row_number() over (partition by source, contact_id order by offered_at, segment_id) as n
        from queue_stay),
      once as (
        select source, contact_id, min(offered_at) as offered_at, min(rank) as rank, sum(talk) as talk, max(target_ms) filter (where n = 1) as target_ms,
          max(short_ms) filter (where n = 1) as short_ms, max(wait) filter (where n = 1) as wait
        from stay group by 1, 2),
      counted as (
        select queue_id as id, rank, wait, target_ms, short_ms, talk, offered_at from stay
        union all select 'floor', rank, wait, target_ms, short_ms, talk, offered_at from once)
      select id, count(*)::int as offered,
        (count(*) filter (where rank = 1))::int as answered,
        (count(*) filter (where rank = 1 and wait <= target_ms))::int as "answeredInTarget",
        (count(*) filter (where rank = 2))::int as abandoned,
        (count(*) filter (where rank = 2 and wait < short_ms))::int as short,
        (count(*) filter (where rank = 3))::int as "leftOtherwise",
        coalesce(sum(wait) filter (where rank in (1, 2)), 0)::float8 as wait,
        sum(talk)::float8 as talk
      from counted where offered_at >= ${new Date(from)} and offered_at < ${new Date(to)} group by 1`;
    return Object.fromEntries(rows.map(({ id, ...totals }) => [id, totals]));
  } finally {
    await sql.end();
  }
}

/** What a wall shows of the day. */
export function shownOf({ floor, queues }: Pick<Board, 'floor' | 'queues'>): Record<string, unknown> {
  const row = (of: Pick<Board['floor'], 'waiting' | 'inConversation' | 'windows'>) => ({
    waiting: of.waiting,
    inConversation: of.inConversation,
    day: of.windows.day.metrics,
  });
  return Object.fromEntries([['floor', row(floor)], ...queues.map((queue) => [queue.id, row(queue)])]);
}

/** The whole numbers among it, which no wall rounds. */
export function countsOf({ floor, queues }: Pick<Board, 'floor' | 'queues'>): unknown[] {
  const day = ({ windows }: Pick<Board['floor'], 'windows'>) => ['offered', 'answered', 'abandoned', 'open'].map((id) => windows.day.metrics[id]);
  return [floor, ...queues].map((row) => [row.waiting, row.inConversation, ...day(row)]);
}

/** Every place where an opinion is another than that of the first. */
export function disagreements(opinions: Readonly<Record<string, Opinion>>): string[] {
  const [[first, base] = ['', {}], ...others] = Object.entries(opinions);
  return others.flatMap(([who, opinion]) =>
    [...new Set([...Object.keys(base), ...Object.keys(opinion)])].flatMap((row) =>
      (Object.keys(FIELDS) as (keyof NaiveTotals)[])
        .filter((field) => base[row]?.[field] !== opinion[row]?.[field])
        .map((field) => `${row} ${field}: ${first} ${base[row]?.[field]}, ${who} ${opinion[row]?.[field]}`),
    ),
  );
}
