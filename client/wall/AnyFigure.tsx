import { type JSX, Show } from 'solid-js';
import type { AlarmRow } from '../../shared/alarms/row.ts';
import { aboutMetric, figureOf } from '../board/figure.ts';
import { inLanguage } from '../board/in-language.ts';
import { scopeName } from '../board/subject.ts';
import { Say } from '../i18n/Say.tsx';
import { useLive } from '../live/context.ts';
import { amountText, metricText } from './metric-text.ts';

/** An alarm on any metric: the name of its rule or the metric, of which part of the floor, and the value against the limit. `isNamed`: the part is said already. */
export function AnyFigure(props: { row: AlarmRow; isNamed: boolean }): JSX.Element {
  const live = useLive();
  const subject = () => (props.row.subject.of === 'figure' ? props.row.subject : null);
  const title = () => {
    const of = subject();
    if (props.row.name !== null) return inLanguage(props.row.name);
    return of === null ? '' : metricText(of.metric, of.scope, of.window);
  };
  const part = () => {
    const board = live.store.board;
    const of = subject();
    return props.isNamed || board === null || of === null ? null : scopeName(board, of.scope, null);
  };
  const amount = (value: number | null) => {
    const of = subject();
    return of === null ? '' : amountText(value, aboutMetric(of.metric, of.scope)?.unit ?? 'count');
  };
  // Rows carry most figures; of the others the value stands that the alarm was raised with.
  const value = () => {
    const board = live.store.board;
    const of = subject();
    return (board === null || of === null ? null : figureOf(board, of, null, live.tick())) ?? props.row.value;
  };
  return (
    <>
      <Show when={part()}>
        {(name) => (
          <>
            <b>
              <bdi>{name()}</bdi>:
            </b>{' '}
          </>
        )}
      </Show>
      <bdi class="alarm-title">{title()}</bdi>
      <Show when={props.row.noDataSince === null && value() !== null}>
        {' '}
        <span class="alarm-amount">
          <Show when={props.row.limit !== null} fallback={<Say of="figureAlone" with={{ value: amount(value()) }} />}>
            <Say of="figureLimit" with={{ value: amount(value()), limit: amount(props.row.limit) }} />
          </Show>
        </span>
      </Show>
    </>
  );
}
