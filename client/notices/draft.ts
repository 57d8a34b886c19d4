/** A notice as it is being typed. */
import { createSignal } from 'solid-js';
import type { NoticeRecord } from '../../shared/notice-record.ts';
import { fromIso, toIso } from '../../shared/time.ts';
import { instantOfLocal, localText } from '../settings/local-time.ts';
import type { Written } from './api.ts';

/** `starts`, `ends`: as a field of date and time has them; empty: now, and until it is taken down. */
type Typed = { readonly he: string; readonly en: string; readonly urgent: boolean; readonly starts: string; readonly ends: string };
const EMPTY: Typed = { he: '', en: '', urgent: false, starts: '', ends: '' };

export type Draft = ReturnType<typeof createDraft>;

/** @param zone in which instants are typed. */
export function createDraft(zone: () => string) {
  const [typed, setTyped] = createSignal<Typed>(EMPTY);
  /** The notice that is changed; null: a new one. */
  const [of, setOf] = createSignal<NoticeRecord | null>(null);
  const shown = (instant: string | null) => (instant === null ? '' : localText(fromIso(instant) ?? 0, zone()));
  const instant = (text: string) => {
    const at = instantOfLocal(text, zone());
    return at === null ? null : toIso(at);
  };
  const typedOf = ({ text, urgent, startsAt, endsAt }: NoticeRecord): Typed => ({ ...text, urgent, starts: shown(startsAt), ends: shown(endsAt) });
  // The list is asked for again while somebody types, and its rows change in place: what was seen is a copy.
  const see = (notice: NoticeRecord | null) => setOf(notice === null ? null : { ...notice, text: { ...notice.text } });
  const begin = (notice: NoticeRecord | null) => {
    see(notice);
    setTyped(notice === null ? EMPTY : typedOf(notice));
  };
  /** Somebody else has changed it: what was typed here stays, and every other field is as it is now. */
  const rebase = (notice: NoticeRecord) => {
    const before = of();
    if (before === null || before.id !== notice.id) return;
    const [was, is, mine] = [typedOf(before), typedOf(notice), typed()];
    const field = <K extends keyof Typed>(name: K): Typed[K] => (mine[name] === was[name] ? is[name] : mine[name]);
    see(notice);
    setTyped({ he: field('he'), en: field('en'), urgent: field('urgent'), starts: field('starts'), ends: field('ends') });
  };
  return {
    typed,
    of,
    begin,
    rebase,
    type: (change: Partial<Typed>) => setTyped({ ...typed(), ...change }),
    hasText: () => typed().he.trim() !== '' || typed().en.trim() !== '',
    hasBegun: () => of()?.state === 'holds',
    /** What to send: of a change, only what was changed; an instant that stays is not rounded to its minute. */
    written(by: string | null): Written {
      const { he, en, urgent, starts, ends } = typed();
      const before = of();
      const said = { text: { he: he.trim(), en: en.trim() }, urgent, ...(by === null ? {} : { by }) };
      const from = starts === shown(before?.startsAt ?? null) ? {} : { startsAt: instant(starts) ?? 'now' };
      const until = before !== null && ends === shown(before.endsAt) ? {} : { endsAt: ends === '' ? null : instant(ends) };
      return { ...said, ...from, ...until };
    },
  };
}
