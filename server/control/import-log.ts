/** The import of a queue_log, as the command and the page run it: looked through first, then translated, stored and counted. */
import { lastEventAt, readFirstLiveAt } from '../../db/event-log.ts';
import { noteImport, readImportEnds } from '../../db/import-ends.ts';
import type { Database } from '../../db/open.ts';
import { readKeptFrom } from '../../db/retention.ts';
import { readGaps } from '../../db/reviews.ts';
import { hasFacts, readConnected } from '../../db/source-notes.ts';
import type { Event } from '../../shared/events/event.ts';
import { OWN_SOURCE } from '../../shared/ids.ts';
import type { ImportFailure, ImportRefusal, ImportResult } from '../../shared/imports.ts';
import { HOUR_MS, MINUTE_MS, toIso } from '../../shared/time.ts';
import type { Core } from '../core.ts';
import { type Glance, glancing } from '../sources/asterisk/queue-log/glance.ts';
import { IMPORT_END } from '../sources/asterisk/queue-log/sight.ts';
import { surveyQueueLog } from '../sources/asterisk/queue-log/survey.ts';
import { type Alone, type ImportOptions, translateQueueLog } from '../sources/asterisk/queue-log/translate.ts';
import type { JobContext, Progress } from './jobs.ts';
import { LogFileError, openLogFile } from './log-file.ts';

/** `shown`: what the file is called to whoever gave it, where that is not its path. */
export type ImportOrder = { readonly file: string; readonly shown?: string; readonly source: string; readonly newSource?: boolean | undefined };

/** The file is read ahead: what has been read of it is not stored yet. */
const NEARLY = 0.99;
const BATCH_EVENTS = 500;
/** Clocks that nobody set wrong are not further apart. */
const FUTURE_MAX_MS = 10 * MINUTE_MS;

/** Of each core at most one import runs: two at once would each take the other's facts for what was there before. */
const running = new WeakSet<Core>();

/** Runs the import and tells how it goes; never throws for what is wrong with the file. */
export async function* importQueueLog(context: JobContext, order: ImportOrder): AsyncGenerator<Progress> {
  const { core } = context;
  if (running.has(core)) {
    yield failed('busy', {}, 'another queue_log is being imported: wait for its end, and import this one then');
    return;
  }
  running.add(core);
  const letCount = core.recounter.hold();
  try {
    yield* imported(context, order);
  } catch (error) {
    if (!(error instanceof LogFileError)) throw error;
    yield failed(error.code, error.params, error.message);
  } finally {
    letCount();
    running.delete(core);
  }
}

function failed(code: ImportRefusal, params: ImportFailure['with'], text: string): Progress {
  return { is: 'failed', text, failure: { code, with: params, text } };
}

/** Why a log must not be imported under this name; null where it may. A slip of the pen would count the same calls twice, with no way back. */
export async function nameProblem(
  { core, db, isConfigured }: Pick<JobContext, 'core' | 'db' | 'isConfigured'>,
  { source, newSource }: Pick<ImportOrder, 'source' | 'newSource'>,
): Promise<ImportFailure | null> {
  if (source === OWN_SOURCE)
    return { code: 'own-name', with: { source }, text: `"${source}" is the name of Moked's own facts: name the source that the log is of` };
  if (newSource === true || isConfigured(source) || (await hasFacts(db.sql, source))) return null;
  // One that came up just now has noted nothing yet.
  const up = core.runner.rows().filter(({ kind, state }) => kind === 'asterisk' && state === 'up');
  const live = [...new Set([...(await readConnected(db.sql)), ...up.map(({ name }) => name)])].sort();
  if (live.length === 0) return null;
  const text =
    `no source is named "${source}", and there are live facts of ${live.join(', ')}: the same calls under another name would count twice, and nothing takes ` +
    `them out again. Is the log of ${live.length === 1 ? `--source ${live[0]}` : 'one of these'}? If it is of a PBX of its own, say --new-source`;
  return { code: 'other-source', with: { source, live: live.join(', ') }, text };
}

async function* imported(context: JobContext, order: ImportOrder): AsyncGenerator<Progress> {
  const { core, db, signal } = context;
  const { source, shown = order.file } = order;
  const refusal = await nameProblem(context, order);
  if (refusal !== null) {
    yield { is: 'failed', text: refusal.text, failure: refusal };
    return;
  }
  const until = await readFirstLiveAt(db.sql, source);
  const endedAt = await readImportEnds(db.sql, source, IMPORT_END);
  const { seen, alone } = await lookedThrough(db, order, { isAlone: until === null, endedAt });
  const wrong = fileProblem(seen, shown, context.now?.() ?? Number.POSITIVE_INFINITY);
  if (wrong !== null) {
    yield wrong;
    return;
  }
  const options = await optionsOf(context, source, { until, alone, endedAt });
  const before = anomaliesOf(core, source);
  const taken = new Taken();
  const log = await openLogFile(order.file, shown);
  const keptFrom = (await readKeptFrom(db.sql)) ?? Number.NEGATIVE_INFINITY;
  for await (const { events, lines } of translateQueueLog(log.lines, options)) {
    const kept = events.filter((event) => event.sourceTime >= keptFrom);
    taken.tooOld += events.length - kept.length;
    for (let start = 0; start < kept.length; start += BATCH_EVENTS) {
      const batch = kept.slice(start, start + BATCH_EVENTS).map((event) => ({ ...event, source, at: event.sourceTime }) as Event);
      taken.note(batch, await core.ingest.submit(batch));
    }
    if (signal?.aborted === true) {
      yield failed('stopped', {}, 'the server was stopped in the middle: import the file again (twice is once)');
      return;
    }
    yield { is: 'progress', share: Math.min(log.share(), NEARLY), text: `${lines} lines read` };
  }
  yield { is: 'progress', share: 1, text: `${seen.lines} lines read` };
  await core.flusher.flush();
  yield { is: 'progress', share: 1, text: 'counting the days again' };
  await core.recounter.marked();
  await noteImport(db.sql, toIso(seen.latestAt ?? 0));
  const result = { ...taken.counts, lines: seen.lines, rejected: seen.rejected, example: seen.example, anomalies: sinceThen(core, source, before) };
  yield { is: 'done', text: inWords(result), result };
}

/** Facts as the log took them. */
class Taken {
  accepted = 0;
  duplicate = 0;
  tooOld = 0;
  readonly #contacts = new Set<string>();

  note(batch: readonly Event[], results: readonly string[]): void {
    for (const [index, event] of batch.entries()) {
      if (results[index] !== 'accepted') {
        this.duplicate += 1;
        continue;
      }
      this.accepted += 1;
      if (event.type.startsWith('cc.contact.') && 'contactId' in event.data) this.#contacts.add(event.data.contactId);
    }
  }

  get counts() {
    return { contacts: this.#contacts.size, accepted: this.accepted, duplicate: this.duplicate, tooOld: this.tooOld };
  }
}

/** Reads the file once before anything is stored: what is no queue_log, is damaged or ends early leaves nothing behind. */
async function lookedThrough(
  db: Database,
  { file, shown, source }: ImportOrder,
  { isAlone, endedAt }: { isAlone: boolean; endedAt: readonly number[] },
): Promise<{ seen: Glance; alone: Alone | null }> {
  const { lines, seen } = glancing((await openLogFile(file, shown)).lines);
  if (isAlone) return { alone: { survey: await surveyQueueLog(lines), endedAt, knownUntil: await lastEventAt(db.sql, source) }, seen };
  for await (const _ of lines);
  return { seen, alone: null };
}

function fileProblem({ lines, rejected, example, latestAt }: Glance, shown: string, now: number): Progress | null {
  if (lines === 0) return failed('empty', { file: shown }, `${shown} is empty: nothing was imported`);
  if (latestAt === null)
    return failed(
      'other-file',
      { file: shown, count: rejected, line: example?.line ?? 0, example: example?.text ?? '' },
      `none of the ${lines} lines of ${shown} is of a queue_log (epoch|callid|queue|agent|EVENT|…): nothing was imported`,
    );
  const aheadMs = latestAt - now;
  if (aheadMs <= FUTURE_MAX_MS) return null;
  const ahead = aheadText(aheadMs);
  return failed(
    'future',
    { file: shown, ahead },
    `${shown} tells of ${ahead} (h:mm) from now: the clock or the time zone of the machine that wrote it is wrong (a clock set by hand to local time under UTC ` +
      'looks like this), or this one is. Put the clock right, and import what was written since. Nothing was imported',
  );
}

function aheadText(ms: number): string {
  return `${Math.floor(ms / HOUR_MS)}:${String(Math.floor((ms % HOUR_MS) / MINUTE_MS)).padStart(2, '0')}`;
}

async function optionsOf(
  context: JobContext,
  source: string,
  { until, alone, endedAt }: { until: number | null; alone: Alone | null; endedAt: readonly number[] },
): Promise<ImportOptions> {
  const gaps = await readGaps(context.db.sql, 0, Date.UTC(9999, 0));
  return {
    ...context.importSettings(source),
    source,
    until,
    alone,
    aloneUntil: endedAt.at(-1) ?? null,
    gaps: gaps.filter((gap) => gap.source === source && gap.to_at !== null).map((gap) => ({ from: gap.from_at, to: gap.to_at ?? 0 })),
    interfaces: interfacesOf(context.core, source),
    customerRef: context.customerRef,
  };
}

function interfacesOf(core: Core, source: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const agent of core.engine().state.agents.values())
    if (agent.source === source && agent.name !== null && agent.name !== agent.id) names.set(agent.name, agent.id);
  return names;
}

function anomaliesOf(core: Core, source: string): Map<string, number> {
  return new Map([...(core.engine().state.anomalies.get(source) ?? [])].map(([kind, { count }]) => [kind, count]));
}

/** What the fold has counted against the source meanwhile. History is late by its nature: that says nothing. */
function sinceThen(core: Core, source: string, before: ReadonlyMap<string, number>): ImportResult['anomalies'] {
  return [...(core.engine().state.anomalies.get(source) ?? [])]
    .map(([kind, { count, example }]) => ({ kind, count: count - (before.get(kind) ?? 0), example }))
    .filter(({ kind, count }) => count > 0 && kind !== 'late');
}

function inWords({ lines, accepted, duplicate, contacts, tooOld, rejected, example, anomalies }: ImportResult): string {
  const old = tooOld === 0 ? '' : `, ${tooOld} left out that are older than what is kept (MOKED_KEEP_LOG)`;
  const of = contacts === 0 ? '' : `, ${contacts} ${contacts === 1 ? 'contact' : 'contacts'}`;
  const strange = rejected === 0 ? '' : `; ${rejected} lines are not of a queue_log, such as line ${example?.line}: ${example?.text}`;
  const odd = anomalies.map(({ kind, count, example: one }) => `; ${kind}: ${count}, such as ${one}`).join('');
  return `${lines} lines read${of}: ${accepted} new facts, ${duplicate} known before${old}${strange}${odd}`;
}
