/** How settings are written: one request after the other, each on the revision that its sender has seen, as facts with their author. */
import type { Context } from 'hono';
import type { Event } from '../../shared/events/event.ts';
import { OWN_SOURCE } from '../../shared/ids.ts';
import type { DeskRefusal, Named } from '../../shared/refusals.ts';
import { v } from '../../shared/schema.ts';
import { isSeen } from '../../shared/seen.ts';
import { ORDER } from '../../shared/settings-fields.ts';
import { fromIso, toIso } from '../../shared/time.ts';
import { isLoopback } from './access.ts';
import { callerOf } from './caller.ts';
import type { HttpDeps } from './deps.ts';

const place = `must be a whole number from ${ORDER.min} to ${ORDER.max}`;
/** A place in an order, as people give it; facts of other systems may hold any. */
export const orderParam = v.optional(
  v.nullable(v.pipe(v.number(place), v.integer(place), v.minValue(ORDER.min, place), v.maxValue(ORDER.max, place))),
);

type SettingType = 'cc.queue.config.v1' | 'cc.agent.config.v1' | 'cc.site.config.v1';

/** What is stored as the author who sits at the server, until people sign in. */
const THIS_MACHINE = 'this machine';

/** Who asks, as the history names him. */
export function actorOf(c: Context): string {
  const { address } = callerOf(c);
  return address === undefined || isLoopback(address) ? THIS_MACHINE : address;
}

/** A change of settings as a fact of Moked itself; without an instant it holds from now on. */
export function setting(
  deps: Pick<HttpDeps, 'clock' | 'newId'>,
  type: SettingType,
  by: string,
  data: { effectiveAt?: string | undefined } & Record<string, unknown>,
): Event {
  const at = deps.clock.now();
  return {
    source: OWN_SOURCE,
    id: deps.newId(),
    type,
    at,
    sourceTime: at,
    sequence: '',
    timequality: 'platform-ms',
    data: { ...data, by, effectiveAt: data.effectiveAt ?? toIso(at) },
  } as Event;
}

/**
 * Null, or why a queue's settings cannot hold from an instant: days whose facts are gone stay as they were counted, and would be shown with a target
 * that nobody counted by.
 */
export async function beforeKept({ keeping }: Pick<HttpDeps, 'keeping'>, effectiveAt: unknown): Promise<Named<DeskRefusal> | null> {
  const at = typeof effectiveAt === 'string' ? fromIso(effectiveAt) : null;
  const { from } = (await keeping()).log;
  if (at === null || from === null || at >= from) return null;
  const text = `effectiveAt: ${String(effectiveAt)} lies before ${toIso(from)}, and what is older is no longer counted again (MOKED_KEEP_LOG); allowed: from then on`;
  return { text, code: 'before-kept', with: { from: toIso(from) } };
}

const TEXTS = ['name', 'nameEn', 'team', 'teamEn', 'site', 'siteEn', 'group'] as const;

/** As a table is read: blanks around a text are none of it, and a text of which nothing is seen is no value. */
export function tidied(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = { ...data };
  for (const field of TEXTS) {
    const text = given[field];
    if (typeof text === 'string') given[field] = isSeen(text) ? text.trim() : null;
  }
  return given;
}

/** An English name belongs to the name beside it: a new team or site does not keep that of the old one. */
export function withoutOldNames(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = { ...data };
  for (const name of ['team', 'site'] as const) if (given[name] !== undefined && given[`${name}En`] === undefined) given[`${name}En`] = null;
  return given;
}

/** Ids that sort as they were made: of two changes within one millisecond the later one holds. */
export function inOrderOfMaking(newId: () => string): () => string {
  let made = 0;
  return () => `${String(made++).padStart(9, '0')} ${newId()}`;
}

/** Lets one writer at a time look at the settings and write: two who saw the same must not both be right. */
export function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    // Whoever asked is told what went wrong; the next one has his turn all the same.
    last = mine.then(
      () => null,
      () => null,
    );
    return mine;
  };
}

/** Null where the request names the revision or none; else the sentence of the refusal. */
export function staleness(c: Context, revision: string): string | null {
  const wanted = c.req.header('if-match')?.trim();
  if (wanted === undefined || wanted === '*' || wanted === `"${revision}"`) return null;
  return `it was changed meanwhile: If-Match is ${wanted.slice(0, 60)}, and the revision now is "${revision}"`;
}
