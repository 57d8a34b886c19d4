/** The alarms of a business day, page after page, and a filter over those that came. */
import { createEffect, createSignal, on } from 'solid-js';
import type { ApiError } from '../api.ts';
import { getShifts } from '../review/api.ts';
import { type AlarmRecord, getAlarms } from './api.ts';

export type Filter = { readonly queue: string; readonly level: string; readonly rule: string };
export const EVERYTHING: Filter = { queue: '', level: '', rule: '' };

/** True for an alarm that fits; an empty field fits every one. */
export function fits({ subject, level, rule }: Pick<AlarmRecord, 'subject' | 'level' | 'rule'>, filter: Filter): boolean {
  const queue = subject.of === 'figure' && subject.scope.of === 'queue' ? subject.scope.id : null;
  return (
    (filter.queue === '' || filter.queue === queue) && (filter.level === '' || filter.level === level) && (filter.rule === '' || filter.rule === rule)
  );
}

/** Loads a day as often as it changes. */
export function createPast(day: () => string | undefined) {
  const [alarms, setAlarms] = createSignal<readonly AlarmRecord[] | null>(null);
  const [cursor, setCursor] = createSignal<string | null>(null);
  const [error, setError] = createSignal<ApiError | null>(null);
  const load = async (of: string, before: readonly AlarmRecord[], after: string | undefined) => {
    const shifts = await getShifts(of);
    const answer = shifts.ok ? await getAlarms(shifts.value.dayStartsAt, shifts.value.dayEndsAt, after) : shifts;
    if (of !== day()) return;
    setError(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    setAlarms([...before, ...answer.value.alarms]);
    setCursor(answer.value.cursor);
  };
  createEffect(
    on(day, (of) => {
      setAlarms(null);
      if (of !== undefined) void load(of, [], undefined);
    }),
  );
  const more = () => {
    const of = day();
    const after = cursor();
    if (of !== undefined && after !== null) void load(of, alarms() ?? [], after);
  };
  return { alarms, hasMore: () => cursor() !== null, error, more };
}
