/** Any metric of the catalogue in words, for alarms: what it is called with its window, and its amounts with their unit. */
import type { Scope, Window } from '../../shared/boards/parts.ts';
import type { Unit } from '../../shared/metrics/definition.ts';
import { aboutMetric, figureText } from '../board/figure.ts';
import { word } from '../board/words.ts';
import { dictionary, locale } from '../i18n/locale.ts';

const WINDOW_WORDS = { day: 'windowDay', shift: 'windowShift', interval: 'windowInterval', rolling30: 'windowRolling30' } as const;

/** "Service level today"; the id of a metric that this build does not know. */
export function metricText(metric: string, scope: Scope, window: Window | null): string {
  const name = aboutMetric(metric, scope)?.[locale()] ?? metric;
  return window === null ? name : `${name} ${word(WINDOW_WORDS[window])}`;
}

/** An amount of a metric: a count, a share in per cent, a time. */
export function amountText(value: number | null, unit: Unit): string {
  const text = figureText(value === null ? null : Math.abs(value), unit, { hoursUnit: dictionary().hoursUnit });
  return value !== null && value < 0 ? `-${text}` : text;
}
