/** What the sources page shows of each source: its health, what the fold has counted against it, what it cannot tell. */

import type { Result } from '../shared/result.ts';
import type { SourceDetail, Tested, Told } from '../shared/sources.ts';
import { type Connection, connectionUrl } from '../shared/sources.ts';
import { toIso } from '../shared/time.ts';
import type { Clock } from './clock.ts';
import type { Engine } from './engine/engine.ts';
import type { Running } from './runner.ts';
import { checkSource, explain, toTested } from './source-check.ts';
import { LIMITS as SENDER_LIMITS } from './sources/cloudevents/limits.ts';
import { sourceKinds } from './sources/registry.ts';

const GAPS_SHOWN = 20;
const EXAMPLE_MAX_LENGTH = 300;

/** By the kinds that are counted whatever the source, by the fold or in front of it. */
const OF_THE_FOLD: Readonly<Record<string, Told>> = {
  late: { he: 'הגיע באיחור של יותר מרבע שעה. היום שלו נספר מחדש', en: 'came more than a quarter of an hour late; its day is counted again' },
  conflict: { he: 'מענה ויציאה סותרים זה את זה', en: 'answer and exit contradict each other' },
  'negative-duration': { he: 'סוף לפני התחלה, נספר כאפס', en: 'an end before its start, counted as 0' },
  overflow: { he: 'יותר מדי פתוחים בבת אחת', en: 'too many were open at once' },
  unreadable: { he: 'הגרסה הזאת אינה יודעת לקרוא אותו', en: 'nothing that this version can read' },
  rejected: { he: 'נדחה ולא נספר. הסיבה נאמרה לשולח בתשובה', en: 'was rejected and does not count; the sender was told why in the answer' },
  quarantined: { he: 'עצר את החישוב והוצא הצידה', en: 'stopped the fold and was set aside' },
};

/** Every source that runs, as it is now. */
export function sourceDetails(
  running: readonly Running[],
  { state }: Engine,
  now: number,
  originOf: (name: string) => SourceDetail['from'],
): SourceDetail[] {
  return running.map(({ row, health, about, rhythm }): SourceDetail => {
    const kind = sourceKinds.find(({ schemes }) => schemes.includes(health.kind));
    const problems = [...health.problems, ...(health.problems.length === 0 && row.reason !== null ? [row.reason] : [])];
    const explained = problems.flatMap((said) => explain(health.kind, said));
    const gaps = state.gaps.filter(({ source }) => source === health.name);
    return {
      name: health.name,
      kind: health.kind,
      from: health.kind === 'http' ? 'sender' : originOf(health.name),
      where: about?.where ?? null,
      state: row.state,
      since: row.since,
      lastEventAt: row.lastEventAt,
      skewMs: row.skewMs,
      rhythm: rhythm === undefined ? null : (rhythm ?? 'unset'),
      perMinute: health.rate.perMinute(now),
      reason: row.reason,
      problems: [...new Map(explained.map((problem) => [problem.code, problem])).values()],
      gapCount: gaps.length,
      gaps: gaps
        .slice(-GAPS_SHOWN)
        .reverse()
        .map(({ from, to, reason }) => ({ from: toIso(from), to: to === null ? null : toIso(to), reason })),
      anomalies: [...(state.anomalies.get(health.name) ?? [])].map(([name, { count, example }]) => ({
        kind: name,
        count,
        example: example.slice(0, EXAMPLE_MAX_LENGTH),
        means: kind?.anomalies[name] ?? OF_THE_FOLD[name] ?? null,
      })),
      file: about?.file == null ? null : { path: about.file, state: fileState(row.state, explained) },
      limits: [...(kind?.limits ?? SENDER_LIMITS)],
    };
  });
}

/** It is read only beside a connection that is up. */
function fileState(state: SourceDetail['state'], explained: readonly { code: string }[]): 'followed' | 'unreadable' | 'waiting' {
  if (explained.some(({ code }) => code.startsWith('queue-log-'))) return 'unreadable';
  return state === 'up' ? 'followed' : 'waiting';
}

/** Tries a connection that is not saved. @returns what was found, or what is wrong with what was typed; never the secret. */
export async function testConnection(connection: Connection, clock: Clock): Promise<Result<Tested, string>> {
  const text = connectionUrl(connection);
  if (!URL.canParse(text)) return { ok: false, error: 'host: must be a host name or an address' };
  const url = new URL(text);
  const parsed = sourceKinds.find(({ schemes }) => schemes.includes(url.protocol.slice(0, -1)))?.parse(url);
  if (parsed === undefined) return { ok: false, error: 'kind: must be asterisk' };
  return parsed.ok ? { ok: true, value: toTested(await checkSource(parsed.value, clock)) } : parsed;
}
