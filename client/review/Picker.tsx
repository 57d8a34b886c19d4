import { For, type JSX, Show } from 'solid-js';
import { clockText, hebrewDate, shortDate, weekdayText } from '../i18n/dates.ts';
import { Figure } from '../i18n/Figure.tsx';
import { countText } from '../i18n/format.ts';
import { dictionary, locale } from '../i18n/locale.ts';
import { instantOf } from '../wall/instants.ts';
import { ShiftName } from '../wall/names.tsx';
import type { Shifts } from './api.ts';
import { type Span, WHOLE_DAY } from './span.ts';

type PickerProps = {
  shifts: Shifts;
  span: Span | undefined;
  zone: string;
  onChoose: (choice: { day: string; shift: string | null }) => void;
};

/** What is shown, as the title, and the choice of another day or shift. */
export function Picker(props: PickerProps): JSX.Element {
  // A night shift ends on the next date: its name and its start say which it is.
  const at = () => instantOf(props.span?.from ?? props.shifts.dayStartsAt) ?? 0;
  const until = () => instantOf(props.span?.to ?? props.shifts.dayEndsAt) ?? 0;
  return (
    <div class="title">
      <div>
        <h1>
          <Show when={props.span?.shift} fallback={dictionary().wholeDay}>
            {(name) => <ShiftName name={name()} />}
          </Show>
          , {weekdayText(at(), props.zone, locale())} <Figure>{shortDate(at(), props.zone)}</Figure>
        </h1>
        <p class="subtitle">
          <Figure>
            {clockText(at(), props.zone)}–{clockText(until(), props.zone)}
          </Figure>{' '}
          · {hebrewDate(at(), props.zone, locale())}
        </p>
      </div>
      <form class="picker" onSubmit={(event) => event.preventDefault()}>
        <label>
          <span>{dictionary().day}</span>
          <input
            type="date"
            name="day"
            required
            value={props.shifts.day}
            onChange={(event) => {
              if (event.currentTarget.value !== '') props.onChoose({ day: event.currentTarget.value, shift: props.span?.shift ?? WHOLE_DAY });
            }}
          />
        </label>
        <fieldset>
          <legend class="unseen">{dictionary().span}</legend>
          <For each={props.shifts.shifts}>{(shift) => <ShiftButton shift={shift} picker={props} />}</For>
          <button
            type="button"
            class="choice"
            data-shift={WHOLE_DAY}
            aria-pressed={props.span?.shift === null}
            onClick={() => props.onChoose({ day: props.shifts.day, shift: WHOLE_DAY })}
          >
            {dictionary().wholeDay}
          </button>
        </fieldset>
      </form>
    </div>
  );
}

function ShiftButton(props: { shift: Shifts['shifts'][number]; picker: PickerProps }): JSX.Element {
  const offered = () => props.shift.totals?.metrics['offered'];
  return (
    <button
      type="button"
      class="choice"
      data-shift={props.shift.name}
      aria-pressed={props.picker.span?.shift === props.shift.name}
      onClick={() => props.picker.onChoose({ day: props.picker.shifts.day, shift: props.shift.name })}
    >
      <span title={props.shift.name}>
        <ShiftName name={props.shift.name} />
      </span>
      <Show when={offered()}>
        {(count) => (
          <small>
            <Figure>{countText(count())}</Figure>
          </small>
        )}
      </Show>
    </button>
  );
}
