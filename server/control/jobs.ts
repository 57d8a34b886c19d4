/** What a command may ask of the folding process: imports and recounts. The same code runs in the server and in a command of its own. */
import { type Database, isCut } from '../../db/open.ts';
import { readKeptFrom } from '../../db/retention.ts';
import { addDays, businessDayOf, isDay } from '../../shared/calendar.ts';
import { ID_MAX_LENGTH } from '../../shared/ids.ts';
import { importFailureSchema, importResultSchema } from '../../shared/imports.ts';
import { parse, v } from '../../shared/schema.ts';
import type { Core } from '../core.ts';
import type { ImportOptions } from '../sources/asterisk/queue-log/translate.ts';
import { importQueueLog } from './import-log.ts';

const daySchema = v.pipe(v.string(), v.check(isDay, 'must be a day, such as 2026-11-17'));

/** Names of sources are those of `MOKED_SOURCES`. */
export const sourceSchema = v.pipe(
  v.string(),
  v.regex(/^[\w.-]+$/, 'a source name has letters, digits, dots and dashes'),
  v.maxLength(ID_MAX_LENGTH),
);

export const jobSchema = v.variant('job', [
  v.strictObject({ job: v.literal('import queue-log'), file: v.string(), source: sourceSchema, newSource: v.optional(v.boolean()) }),
  v.strictObject({ job: v.literal('recount'), from: daySchema, to: daySchema }),
]);
export type Job = v.InferOutput<typeof jobSchema>;

/** Told while a job runs; the last one has `done` or `failed`. */
export const progressSchema = v.variant('is', [
  v.object({ is: v.literal('progress'), share: v.number(), text: v.string() }),
  v.object({ is: v.literal('done'), text: v.string(), result: v.optional(importResultSchema) }),
  v.object({ is: v.literal('failed'), text: v.string(), failure: v.optional(importFailureSchema) }),
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
  /** The instant of now, ms: a log that tells of later ones is refused. Where it is not given none is. */
  readonly now?: () => number;
  /** Ends an import in the middle: what it has stored so far stays, and it may be run again. */
  readonly signal?: AbortSignal;
};

const MAX_RECOUNT_DAYS = 400;
/** Days counted in one fold, which goes on to the present: fewer would read the same facts again and again, more would fill the memory. */
const RECOUNT_CHUNK_DAYS = 14;

/** Says whoever asked for a job when the server that did it was stopped. */
export const STOPPED = 'the server stopped in the middle of it; what is stored stays: run the command again';
/** Says whoever did a job when its database did not last. */
export const WENT_AWAY = 'the database went away in the middle; what is stored stays: when it is back, run the command again';

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
    const isStopped = error instanceof Error && error.name === 'AbortError';
    yield { is: 'failed', text: isStopped ? STOPPED : isCut(error) ? WENT_AWAY : error instanceof Error ? error.message : String(error) };
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
