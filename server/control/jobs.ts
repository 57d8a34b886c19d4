/** What a command may ask of the folding process: imports and recounts. The same code runs in the server and in a command of its own. */
import { lastEventAt, readFirstLiveAt } from '../../db/event-log.ts';
import { readImportEnds } from '../../db/import-ends.ts';
import type { Database } from '../../db/open.ts';
import { readKeptFrom } from '../../db/retention.ts';
import { readGaps } from '../../db/reviews.ts';
import { hasFacts, readConnected } from '../../db/source-notes.ts';
import { addDays, businessDayOf, isDay } from '../../shared/calendar.ts';
import type { Event } from '../../shared/events/event.ts';
import { ID_MAX_LENGTH, OWN_SOURCE } from '../../shared/ids.ts';
import { parse, v } from '../../shared/schema.ts';
import type { Core } from '../core.ts';
import { IMPORT_END } from '../sources/asterisk/queue-log/sight.ts';
import { surveyQueueLog } from '../sources/asterisk/queue-log/survey.ts';
import type { Alone, ImportOptions } from '../sources/asterisk/queue-log/translate.ts';
import { translateQueueLog } from '../sources/asterisk/queue-log/translate.ts';
import { openLogFile } from './log-file.ts';

const daySchema = v.pipe(v.string(), v.check(isDay, 'must be a day, such as 2026-11-17'));

/** Names of sources are those of `MOKED_SOURCES`. */
const sourceSchema = v.pipe(v.string(), v.regex(/^[\w.-]+$/, 'a source name has letters, digits, dots and dashes'), v.maxLength(ID_MAX_LENGTH));

export const jobSchema = v.variant('job', [
  v.strictObject({ job: v.literal('import queue-log'), file: v.string(), source: sourceSchema, newSource: v.optional(v.boolean()) }),
  v.strictObject({ job: v.literal('recount'), from: daySchema, to: daySchema }),
]);
export type Job = v.InferOutput<typeof jobSchema>;

/** Told while a job runs; the last one has `done` or `failed`. */
export const progressSchema = v.variant('is', [
  v.object({ is: v.literal('progress'), share: v.number(), text: v.string() }),
  v.object({ is: v.literal('done'), text: v.string() }),
  v.object({ is: v.literal('failed'), text: v.string() }),
]);
export type Progress = v.InferOutput<typeof progressSchema>;

export type JobContext = {
  readonly core: Core;
  readonly db: Database;
  /** True where the environment names such a source. */
  readonly isConfigured: (source: string) => boolean;
  /** Wrap-up times and ACW reasons of the configured source of a name, if there is one. */
  readonly importSettings: (source: string) => Pick<ImportOptions, 'wrapupMs' | 'acwReasons'>;
  readonly customerRef: (raw: string) => string | null;
};

/** The file is read ahead: what has been read of it is not stored yet. */
const NEARLY = 0.99;

const MAX_RECOUNT_DAYS = 400;
/** Days counted in one fold, which goes on to the present: fewer would read the same facts again and again, more would fill the memory. */
const RECOUNT_CHUNK_DAYS = 14;

/** Runs a job and tells how it goes; never throws for what the user got wrong. */
export async function* runJob(context: JobContext, input: unknown): AsyncGenerator<Progress> {
  const job = parse(jobSchema, input);
  if (!job.ok) {
    yield { is: 'failed', text: job.error };
    return;
  }
  try {
    if (job.value.job === 'recount') yield* recountDays(context, job.value.from, job.value.to);
    else yield* importQueueLog(context, job.value);
  } catch (error) {
    yield { is: 'failed', text: error instanceof Error ? error.message : String(error) };
  }
}

async function* recountDays({ core, db }: JobContext, from: string, to: string): AsyncGenerator<Progress> {
  const kept = await firstKeptDay(core, db);
  if (kept !== null && from < kept) {
    yield {
      is: 'failed',
      text: `facts of business days before ${kept} are no longer kept (MOKED_KEEP_LOG): they cannot be counted again and stay as they are`,
    };
    return;
  }
  const days: string[] = [];
  for (let day = from; day <= to && days.length <= MAX_RECOUNT_DAYS; day = addDays(day, 1)) days.push(day);
  if (days.length === 0) {
    yield { is: 'failed', text: `--from ${from} lies after --to ${to}` };
    return;
  }
  if (days.length > MAX_RECOUNT_DAYS) {
    yield { is: 'failed', text: `at most ${MAX_RECOUNT_DAYS} days at a time` };
    return;
  }
  const left = new Set(days);
  while (left.size > 0) {
    const chunk = [...left].slice(0, RECOUNT_CHUNK_DAYS);
    // A day may take later ones with it: they are done, too.
    await core.recounter.now(chunk, (day) => left.delete(day));
    for (const day of chunk) left.delete(day);
    yield { is: 'progress', share: 1 - left.size / days.length, text: chunk.at(-1) as string };
  }
  yield { is: 'done', text: `${days.length} ${days.length === 1 ? 'day' : 'days'} counted again` };
}

/** The first business day that can be counted again. Null: all days can. */
async function firstKeptDay({ engine }: Core, { sql }: Database): Promise<string | null> {
  const keptFrom = await readKeptFrom(sql);
  return keptFrom === null ? null : businessDayOf(keptFrom, engine().state.calendar(keptFrom));
}

/** Why a log must not be imported under this name; null where it may. A slip of the pen would count the same calls twice, with no way back. */
async function nameProblem({ db, isConfigured }: JobContext, source: string): Promise<string | null> {
  if (source === OWN_SOURCE) return `"${source}" is the name of Moked's own facts: name the source that the log is of`;
  if (isConfigured(source) || (await hasFacts(db.sql, source))) return null;
  const live = await readConnected(db.sql);
  if (live.length === 0) return null;
  return (
    `no source is named "${source}", and there are live facts of ${live.join(', ')}: the same calls under another name would count twice, and nothing takes ` +
    `them out again. Is the log of ${live.length === 1 ? `--source ${live[0]}` : 'one of these'}? If it is of a PBX of its own, say --new-source`
  );
}

type Import = Extract<Job, { job: 'import queue-log' }>;

async function* importQueueLog(context: JobContext, { file, source, newSource }: Import): AsyncGenerator<Progress> {
  const { core, db } = context;
  const refusal = newSource === true && source !== OWN_SOURCE ? null : await nameProblem(context, source);
  if (refusal !== null) {
    yield { is: 'failed', text: refusal };
    return;
  }
  const until = await readFirstLiveAt(db.sql, source);
  const endedAt = await readImportEnds(db.sql, source, IMPORT_END);
  const alone = until === null ? await aloneOf(db, { source, file, endedAt }) : null;
  const log = await openLogFile(file);
  const gaps = await readGaps(db.sql, 0, Date.UTC(9999, 0));
  const options: ImportOptions = {
    ...context.importSettings(source),
    source,
    until,
    alone,
    aloneUntil: endedAt.at(-1) ?? null,
    gaps: gaps.filter((gap) => gap.source === source && gap.to_at !== null).map((gap) => ({ from: gap.from_at, to: gap.to_at ?? 0 })),
    interfaces: interfacesOf(core, source),
    customerRef: context.customerRef,
  };
  const keptFrom = (await readKeptFrom(db.sql)) ?? Number.NEGATIVE_INFINITY;
  let accepted = 0;
  let duplicate = 0;
  let tooOld = 0;
  let last = { lines: 0, rejected: 0 };
  for await (const { events: all, lines, rejected } of translateQueueLog(log.lines, options)) {
    const events = all.filter((event) => event.sourceTime >= keptFrom);
    tooOld += all.length - events.length;
    for (let start = 0; start < events.length; start += 500) {
      const batch = events.slice(start, start + 500).map((event) => ({ ...event, source, at: event.sourceTime }) as Event);
      for (const result of await core.ingest.submit(batch)) {
        if (result === 'accepted') accepted++;
        else duplicate++;
      }
    }
    last = { lines, rejected };
    yield { is: 'progress', share: Math.min(log.share(), NEARLY), text: `${lines} lines read` };
  }
  if (last.rejected === last.lines) {
    const none =
      last.lines === 0 ? `${file} is empty` : `none of the ${last.lines} lines of ${file} is of a queue_log (epoch|callid|queue|agent|EVENT|…)`;
    yield { is: 'failed', text: `${none}: nothing was imported` };
    return;
  }
  yield { is: 'progress', share: 1, text: `${last.lines} lines read` };
  await core.flusher.flush();
  yield { is: 'progress', share: 1, text: 'counting the days again' };
  await core.recounter.marked();
  const strange = last.rejected === 0 ? '' : `; ${last.rejected} lines are not of a queue_log`;
  const old = tooOld === 0 ? '' : `, ${tooOld} left out that are older than what is kept (MOKED_KEEP_LOG)`;
  yield {
    is: 'done',
    text: `${last.lines} lines read: ${accepted} new facts, ${duplicate} known before${old}${strange}`,
  };
}

type OfLog = { readonly source: string; readonly file: string; readonly endedAt: readonly number[] };

async function aloneOf({ sql }: Database, { source, file, endedAt }: OfLog): Promise<Alone> {
  const { lines } = await openLogFile(file);
  const survey = await surveyQueueLog(lines);
  return { survey, endedAt, knownUntil: await lastEventAt(sql, source) };
}

function interfacesOf(core: Core, source: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const agent of core.engine().state.agents.values())
    if (agent.source === source && agent.name !== null && agent.name !== agent.id) names.set(agent.name, agent.id);
  return names;
}
