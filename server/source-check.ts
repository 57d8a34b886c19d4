/** Reaches a source once and says what is well and what is wrong with it: for `moked check` and for the sources page alike. */
import { randomBytes } from 'node:crypto';
import type { Result } from '../shared/result.ts';
import type { Explained, Tested } from '../shared/sources.ts';
import { type Clock, realClock } from './clock.ts';
import { silentLogger } from './log.ts';
import { explainSender } from './sources/cloudevents/limits.ts';
import { sourceKinds } from './sources/registry.ts';
import type { Source } from './sources/source.ts';

const WITHIN_MS = 20_000;

export type Checked = { readonly of: 'connection' | 'file'; readonly result: Result<string>; readonly explained: readonly Explained[] };

/** The connection and the file beside it, each by itself, each with the remedies that are known. Takes 20 s at most. */
export async function checkSource(source: Source, clock: Clock = realClock): Promise<readonly Checked[]> {
  const stop = new AbortController();
  const done = new AbortController();
  clock.after(WITHIN_MS, () => stop.abort(), done.signal);
  const random = () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48;
  const context = { name: source.name, clock, log: silentLogger, signal: stop.signal, customerRef: () => null, random };
  const [connection, file] = await Promise.all([source.check(context), source.checkFile?.()]).finally(() => done.abort());
  const checked = (of: Checked['of'], result: Result<string>): Checked => ({
    of,
    result,
    explained: explain(source.kind, result.ok ? result.value : result.error),
  });
  return [checked('connection', connection), ...(file === undefined ? [] : [checked('file', file)])];
}

/** What is known of a sentence that a source of this kind has said. */
export function explain(kind: string, said: string): readonly Explained[] {
  if (kind === 'http') return explainSender(said);
  return sourceKinds.find(({ schemes }) => schemes.includes(kind))?.explain(said) ?? [];
}

/** A remedy with what it is about, in English: for the terminal. What is to be typed stands in back quotes. */
export function inEnglish({ problem, remedy, about }: Explained): string {
  return `${problem.en}. ${remedy.en}`.replaceAll('{@about}', about);
}

/** As the sources page is told. */
export function toTested(checked: readonly Checked[]): Tested {
  return {
    isFine: checked.every(({ result }) => result.ok),
    results: checked.map(({ of, result, explained }) => ({
      of,
      isFine: result.ok,
      said: result.ok ? result.value : result.error,
      explained: [...explained],
    })),
  };
}
