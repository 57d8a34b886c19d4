/** The controls of a panel: each with its label, its value, and what is wrong with it. */
import { createUniqueId, For, type JSX, Show } from 'solid-js';
import { word } from './words.ts';

type Labelled = {
  label: string;
  /** Under which it is found by tests and by whoever mends a problem. */
  name: string;
  /** What is wrong with it; null where nothing is. */
  wrong?: string | null;
};

type Ids = { readonly id: string; readonly describedBy: () => string | undefined };

/** Label, control, and beneath them what is wrong. */
function Field(props: Labelled & { children: (ids: Ids) => JSX.Element; isFlag?: boolean }): JSX.Element {
  const id = createUniqueId();
  const wrongId = `${id}-wrong`;
  return (
    <div class="field" classList={{ 'is-flag': props.isFlag ?? false, 'is-wrong': Boolean(props.wrong) }} data-field={props.name}>
      <label for={id}>{props.label}</label>
      {props.children({ id, describedBy: () => (props.wrong ? wrongId : undefined) })}
      <Show when={props.wrong}>
        {(text) => (
          <p class="fault" id={wrongId}>
            {text()}
          </p>
        )}
      </Show>
    </div>
  );
}

export function TextField(
  props: Labelled & { value: string; dir?: 'ltr' | 'rtl' | 'auto'; note?: string; onInput: (text: string) => void },
): JSX.Element {
  return (
    <Field label={props.label} name={props.name} wrong={props.wrong ?? null}>
      {({ id, describedBy }) => (
        <>
          <input
            id={id}
            type="text"
            dir={props.dir ?? 'auto'}
            autocomplete="off"
            value={props.value}
            aria-invalid={Boolean(props.wrong)}
            aria-describedby={describedBy()}
            onInput={(event) => props.onInput(event.currentTarget.value)}
          />
          <Show when={props.note}>
            <small>{props.note}</small>
          </Show>
        </>
      )}
    </Field>
  );
}

/** Several lines. */
export function LongField(props: Labelled & { value: string; onInput: (text: string) => void }): JSX.Element {
  return (
    <Field label={props.label} name={props.name} wrong={props.wrong ?? null}>
      {({ id, describedBy }) => (
        <textarea
          id={id}
          rows={2}
          dir="auto"
          value={props.value}
          aria-invalid={Boolean(props.wrong)}
          aria-describedby={describedBy()}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

type NumberFieldProps = Labelled & {
  /** null: nothing is given. */
  value: number | null;
  placeholder?: string;
  onInput: (value: number | null) => void;
};

/** A number as it is typed; what is none is not taken, and an empty field is null. */
export function NumberField(props: NumberFieldProps): JSX.Element {
  const text = () => (props.value === null ? '' : String(props.value));
  const take = (typed: string) => {
    const value = Number(typed.trim().replace(',', '.'));
    if (typed.trim() === '') props.onInput(null);
    else if (Number.isFinite(value)) props.onInput(value);
  };
  return (
    <Field label={props.label} name={props.name} wrong={props.wrong ?? null}>
      {({ id, describedBy }) => (
        <input
          id={id}
          type="text"
          inputmode="decimal"
          dir="ltr"
          autocomplete="off"
          placeholder={props.placeholder ?? ''}
          value={text()}
          aria-invalid={Boolean(props.wrong)}
          aria-describedby={describedBy()}
          onInput={(event) => take(event.currentTarget.value)}
          onBlur={(event) => {
            // What was no number is not left standing as if it counted.
            event.currentTarget.value = text();
          }}
        />
      )}
    </Field>
  );
}

export type Choice = { readonly value: string; readonly text: string };
/** Choices under a heading; without one they stand by themselves. */
export type ChoiceGroup = { readonly heading: string | null; readonly choices: readonly Choice[] };

export function ChoiceField(props: Labelled & { value: string; groups: readonly ChoiceGroup[]; onChoose: (value: string) => void }): JSX.Element {
  // The value is set on the options themselves: they may come after it.
  const option = (choice: Choice) => (
    <option value={choice.value} selected={choice.value === props.value}>
      {choice.text}
    </option>
  );
  return (
    <Field label={props.label} name={props.name} wrong={props.wrong ?? null}>
      {({ id, describedBy }) => (
        <select
          id={id}
          aria-invalid={Boolean(props.wrong)}
          aria-describedby={describedBy()}
          onChange={(event) => props.onChoose(event.currentTarget.value)}
        >
          <For each={props.groups.filter(({ choices }) => choices.length > 0)}>
            {(group) => (
              <Show when={group.heading} fallback={<For each={group.choices}>{option}</For>}>
                {(heading) => (
                  <optgroup label={heading()}>
                    <For each={group.choices}>{option}</For>
                  </optgroup>
                )}
              </Show>
            )}
          </For>
        </select>
      )}
    </Field>
  );
}

export function FlagField(props: Labelled & { value: boolean; onChange: (value: boolean) => void }): JSX.Element {
  return (
    <Field label={props.label} name={props.name} wrong={props.wrong ?? null} isFlag>
      {({ id }) => <input id={id} type="checkbox" checked={props.value} onChange={(event) => props.onChange(event.currentTarget.checked)} />}
    </Field>
  );
}

type OrderedFieldProps = Labelled & {
  /** What was chosen, in its order. */
  value: readonly string[];
  choices: readonly Choice[];
  /** What the control that adds one is called. */
  adds: string;
  /** So many at most. */
  most?: number;
  onChange: (value: string[]) => void;
};

/** Some of several, in an order of one's own. */
export function OrderedField(props: OrderedFieldProps): JSX.Element {
  const textOf = (value: string) => props.choices.find((choice) => choice.value === value)?.text ?? value;
  const left = () => props.choices.filter(({ value }) => !props.value.includes(value));
  const shift = (at: number, by: -1 | 1) => {
    const moved = props.value.toSpliced(at, 1).toSpliced(at + by, 0, ...props.value.slice(at, at + 1));
    props.onChange(moved);
  };
  return (
    <fieldset class="field ed-ordered" data-field={props.name}>
      <legend>{props.label}</legend>
      <ol>
        <For each={props.value}>
          {(value, at) => (
            <li>
              <span>{textOf(value)}</span>
              <button type="button" aria-label={word('earlier', { what: textOf(value) })} disabled={at() === 0} onClick={() => shift(at(), -1)}>
                ↑
              </button>
              <button
                type="button"
                aria-label={word('later', { what: textOf(value) })}
                disabled={at() === props.value.length - 1}
                onClick={() => shift(at(), 1)}
              >
                ↓
              </button>
              <button
                type="button"
                aria-label={word('leaveOut', { what: textOf(value) })}
                onClick={() => props.onChange(props.value.filter((one) => one !== value))}
              >
                ×
              </button>
            </li>
          )}
        </For>
      </ol>
      <Show when={left().length > 0 && props.value.length < (props.most ?? Number.POSITIVE_INFINITY)}>
        <select
          aria-label={props.adds}
          onChange={(event) => {
            const { value } = event.currentTarget;
            event.currentTarget.value = '';
            if (value !== '') props.onChange([...props.value, value]);
          }}
        >
          <option value="">{props.adds}…</option>
          <For each={left()}>{(choice) => <option value={choice.value}>{choice.text}</option>}</For>
        </select>
      </Show>
      <Show when={props.wrong}>{(text) => <p class="fault">{text()}</p>}</Show>
    </fieldset>
  );
}

/** The same words in both languages. */
export function WordsFields(
  props: Labelled & { value: { readonly he: string; readonly en: string }; isLong?: boolean; onInput: (value: { he: string; en: string }) => void },
): JSX.Element {
  const label = (language: 'inHebrew' | 'inEnglish') => `${props.label}, ${word(language)}`;
  const he = (text: string) => props.onInput({ he: text, en: props.value.en });
  const en = (text: string) => props.onInput({ he: props.value.he, en: text });
  return (
    <Show
      when={props.isLong}
      fallback={
        <>
          <TextField label={label('inHebrew')} name={`${props.name}.he`} value={props.value.he} wrong={props.wrong ?? null} onInput={he} />
          <TextField label={label('inEnglish')} name={`${props.name}.en`} value={props.value.en} onInput={en} />
        </>
      }
    >
      <LongField label={label('inHebrew')} name={`${props.name}.he`} value={props.value.he} wrong={props.wrong ?? null} onInput={he} />
      <LongField label={label('inEnglish')} name={`${props.name}.en`} value={props.value.en} onInput={en} />
    </Show>
  );
}
