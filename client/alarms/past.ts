/** The alarms of some business days that fit a filter, page after page. */
import { createEffect, createSignal, on } from 'solid-js';
import type { Result } from '../../shared/result.ts';
import type { ApiError } from '../api.ts';
import { getShifts } from '../review/api.ts';
import { type AlarmRecord, getAlarms } from './api.ts';
import { askedOf, type Filter } from './filter.ts';

type Span = { readonly from: string; readonly to: string };

/** From the beginning of one business day to the end of another. */
async function spanOf(from: string, to: string): Promise<Result<Span, ApiError>> {
  const [first, last] = await Promise.all([getShifts(from), getShifts(to)]);
  if (!first.ok) return first;
  return last.ok ? { ok: true, value: { from: first.value.dayStartsAt, to: last.value.dayEndsAt } } : last;
}

/** Loads as often as the filter changes. @param wanted its days are given; undefined while they are not known. */
export function createPast(wanted: () => Filter | undefined) {
  const [alarms, setAlarms] = createSignal<readonly AlarmRecord[] | null>(null);
  const [cursor, setCursor] = createSignal<string | null>(null);
  const [error, setError] = createSignal<ApiError | null>(null);
  let asked = 0;
  const load = async (filter: Filter, before: readonly AlarmRecord[], after: string | undefined) => {
    const mine = ++asked;
    const span = await spanOf(filter.from, filter.to);
    const answer = span.ok ? await getAlarms({ ...askedOf(filter), ...span.value, cursor: after }) : span;
    // What was asked for meanwhile is what is wanted.
    if (mine !== asked) return;
    setError(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    setAlarms([...before, ...answer.value.alarms]);
    setCursor(answer.value.cursor);
  };
  const reload = () => {
    const filter = wanted();
    setAlarms(null);
    setCursor(null);
    if (filter !== undefined) void load(filter, [], undefined);
  };
  createEffect(on(wanted, reload));
  const more = () => {
    const filter = wanted();
    const after = cursor();
    if (filter !== undefined && after !== null) void load(filter, alarms() ?? [], after);
  };
  return { alarms, hasMore: () => cursor() !== null, error, more, reload };
}
