/** `/api/v1/contacts`: the contacts behind a number, page by page. */
import type { Context, Hono } from 'hono';
import { CONTACT_METRICS, type ContactMetric, type ContactsQuery, readContacts } from '../../db/contacts.ts';
import { v } from '../../shared/schema.ts';
import { DAY_MS, toIso } from '../../shared/time.ts';
import type { HttpDeps } from './deps.ts';
import { problem, refused } from './problem.ts';
import { instantParam, readQuery, textParam } from './query.ts';
import { lastInstantOf } from './reviews.ts';

const MAX_SPAN_MS = 400 * DAY_MS;
const PAGE = 200;

const iso = (at: number | null) => (at === null ? null : toIso(at));
const outcomeSchema = v.picklist(['answered', 'abandoned', 'left_otherwise', 'lost', 'open']);
const metricSchema = v.picklist(Object.keys(CONTACT_METRICS) as ContactMetric[]);
const cursorSchema = v.tuple([v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8e12)), textParam, textParam, textParam]);

/** Adds the paths to the app. */
export function contactRoutes(app: Hono, deps: HttpDeps): void {
  app.get('/api/v1/contacts', async (c) => {
    const query = readQuery(c, {
      from: instantParam,
      to: instantParam,
      queue: v.optional(textParam),
      agent: v.optional(textParam),
      outcome: v.optional(outcomeSchema),
      metric: v.optional(metricSchema),
      cursor: v.optional(v.string()),
    });
    if (!query.ok) return problem(c, 400, query.error);
    const { from, to, queue, agent, outcome, metric, cursor } = query.value;
    if (to - from > MAX_SPAN_MS) return refused(c, 400, 'a query of contacts spans at most 400 days', 'span-long', { days: MAX_SPAN_MS / DAY_MS });
    return contactsPage(c, deps, cursor, () => {
      const then = deps.view().names(lastInstantOf(to, deps.clock.now()));
      const { formula } = (queue === undefined ? undefined : then.queues.get(queue)) ?? then.floor;
      return { from, to, queueId: queue, agentId: agent, outcome, metric, formula };
    });
  });
}

/** A page of contacts with the cursor of the next one. `wanted` is asked when all that was told is in the tables. */
export async function contactsPage(
  c: Context,
  deps: HttpDeps,
  cursor: string | undefined,
  wanted: () => Omit<ContactsQuery, 'after' | 'limit'>,
): Promise<Response> {
  const after = readCursor(cursor);
  if (after === null) return problem(c, 400, 'cursor: not one that an earlier page gave');
  const stays = await deps.patiently(async () => {
    await deps.flushed();
    return readContacts(deps.db.sql, { ...wanted(), after, limit: PAGE + 1 });
  });
  const names = deps.view().names();
  const last = stays.length > PAGE ? stays[PAGE - 1] : undefined;
  return c.json({
    contacts: stays.slice(0, PAGE).map((stay) => ({
      ...stay,
      queueName: names.queues.get(stay.queueId)?.name ?? stay.queueId,
      queueNameEn: names.queues.get(stay.queueId)?.nameEn ?? null,
      agentName: stay.agentId === null ? null : (names.agents.get(stay.agentId)?.name ?? stay.agentId),
      agentNameEn: (stay.agentId === null ? null : names.agents.get(stay.agentId)?.nameEn) ?? null,
      offeredAt: toIso(stay.offeredAt),
      exitAt: iso(stay.exitAt),
      answeredAt: iso(stay.answeredAt),
      endedAt: iso(stay.endedAt),
    })),
    nextCursor:
      last === undefined ? null : Buffer.from(JSON.stringify([last.offeredAt, last.source, last.contactId, last.segmentId])).toString('base64url'),
  });
}

type Cursor = { offeredAt: number; source: string; contactId: string; segmentId: string };

function readCursor(text: string | undefined): Cursor | undefined | null {
  if (text === undefined) return undefined;
  try {
    const parsed = v.safeParse(cursorSchema, JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    if (!parsed.success) return null;
    const [offeredAt, source, contactId, segmentId] = parsed.output;
    return { offeredAt, source, contactId, segmentId };
  } catch {
    return null;
  }
}
