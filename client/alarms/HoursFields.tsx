import { For, type JSX, Show } from 'solid-js';
import type { Hours } from '../../shared/alarms/hours.ts';
import { WEEKDAYS } from '../../shared/events/system.ts';
import { type Word, word } from './words.ts';

type Props = {
  legend: string;
  /** What holds where no span is given. */
  none: string;
  name: string;
  hours: Hours | null;
  wrong: (field: string) => string | null;
  onChange: (hours: Hours | null) => void;
};

/** Spans of weekdays and times by the clocks of the site. */
export function HoursFields(props: Props): JSX.Element {
  const spans = () => props.hours ?? [];
  const put = (next: Hours) => props.onChange(next.length === 0 ? null : next);
  const change = (i: number, part: Partial<Hours[number]>) => put(spans().map((span, at) => (at === i ? { ...span, ...part } : span)));
  return (
    <fieldset class="alarm-fields" data-field={props.name}>
      <legend>{props.legend}</legend>
      <Show when={spans().length === 0}>
        <p>{props.none}</p>
      </Show>
      <For each={spans().map((_, i) => i)}>
        {(i) => (
          <Show when={spans()[i]}>
            {(span) => (
              <Span
                span={span()}
                name={`${props.name}.${i}`}
                wrong={props.wrong(`${props.name}.${i}`)}
                onChange={(part) => change(i, part)}
                onRemove={() => put(spans().filter((_, at) => at !== i))}
              />
            )}
          </Show>
        )}
      </For>
      <button
        type="button"
        class="link"
        data-action={`add-${props.name}`}
        onClick={() => put([...spans(), { days: ['sun', 'mon', 'tue', 'wed', 'thu'], from: '08:00', to: '18:00' }])}
      >
        {word('addHours')}
      </button>
    </fieldset>
  );
}

type SpanProps = {
  span: Hours[number];
  name: string;
  wrong: string | null;
  onChange: (part: Partial<Hours[number]>) => void;
  onRemove: () => void;
};

function Span(props: SpanProps): JSX.Element {
  const toggle = (day: (typeof WEEKDAYS)[number], isOn: boolean) =>
    props.onChange({ days: WEEKDAYS.filter((one) => (one === day ? isOn : props.span.days.includes(one))) });
  return (
    <fieldset class="alarm-hours" aria-label={word('hours')}>
      <For each={WEEKDAYS}>
        {(day) => (
          <label>
            <input type="checkbox" checked={props.span.days.includes(day)} onChange={(event) => toggle(day, event.currentTarget.checked)} />
            {word(`day_${day}` as Word)}
          </label>
        )}
      </For>
      <For each={['from', 'to'] as const}>
        {(end) => (
          <label>
            {word(end)}{' '}
            <input
              type="text"
              dir="ltr"
              size={5}
              name={`${props.name}.${end}`}
              value={props.span[end]}
              onChange={(event) => props.onChange({ [end]: event.currentTarget.value })}
            />
          </label>
        )}
      </For>
      <button type="button" class="link" onClick={() => props.onRemove()}>
        {word('remove')}
      </button>
      <Show when={props.wrong}>{(text) => <p class="fault">{text()}</p>}</Show>
    </fieldset>
  );
}
