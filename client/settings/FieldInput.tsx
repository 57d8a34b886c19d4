import { For, type JSX, Match, Show, Switch } from 'solid-js';
import type { Field } from '../../shared/settings-fields.ts';
import type { Draft } from './draft.ts';
import { choiceText, valueText } from './shown.ts';
import { fieldWord, word } from './words.ts';

type FieldInputProps = {
  draft: Draft;
  field: Field;
  isLocked: boolean;
  /** What holds where nothing is typed. */
  fallback: string;
  /** Names that are in use already. */
  suggestions: readonly string[];
};

/** One setting in the form: its label, its control, what is wrong with it and what somebody else set meanwhile. */
export function FieldInput(props: FieldInputProps): JSX.Element {
  const name = () => props.field.name;
  const fault = () => props.draft.faultOf(props.field);
  const theirs = () => props.draft.theirs()[name()];
  const isFlag = () => props.field.kind === 'flag';
  return (
    <div class="field" classList={{ 'is-flag': isFlag(), 'is-wrong': fault() !== null }} data-field={name()}>
      <label for={`field-${name()}`}>{fieldWord(name())}</label>
      <Control of={props} />
      <Show when={fault()}>
        {(text) => (
          <p class="fault" id={`fault-${name()}`} role="alert">
            {text()}
          </p>
        )}
      </Show>
      <Show when={theirs() !== undefined}>
        <p class="theirs">
          <bdi>{word('meanwhile', { value: valueText(name(), theirs()) })}</bdi>
        </p>
      </Show>
    </div>
  );
}

function Control(given: { of: FieldInputProps }): JSX.Element {
  const props = given.of;
  const name = () => props.field.name;
  const text = () => props.draft.typed[name()] ?? '';
  const isNumber = () => props.field.kind === 'number' || props.field.kind === 'integer';
  const isWrong = () => props.draft.faultOf(props.field) !== null;
  const describedBy = () => (isWrong() ? `fault-${name()}` : undefined);
  // A flag that was never set is not set to "no" by being looked at.
  const unchecked = () => (props.draft.base().own[name()] === undefined ? '' : 'no');
  return (
    <Switch>
      <Match when={props.field.kind === 'flag'}>
        <input
          id={`field-${name()}`}
          type="checkbox"
          disabled={props.isLocked}
          checked={text() === 'yes'}
          onChange={(event) => props.draft.type(name(), event.currentTarget.checked ? 'yes' : unchecked())}
        />
      </Match>
      <Match when={props.field.kind === 'choice'}>
        <select
          id={`field-${name()}`}
          disabled={props.isLocked}
          value={text()}
          onChange={(event) => props.draft.type(name(), event.currentTarget.value)}
        >
          <option value="">{props.fallback}</option>
          <For each={props.field.choices ?? []}>{(choice) => <option value={choice}>{choiceText(props.field, choice)}</option>}</For>
        </select>
      </Match>
      <Match when={true}>
        <input
          id={`field-${name()}`}
          type="text"
          dir={isNumber() || name() === 'nameEn' ? 'ltr' : 'auto'}
          inputmode={isNumber() ? 'decimal' : 'text'}
          autocomplete="off"
          disabled={props.isLocked}
          value={text()}
          placeholder={props.fallback}
          list={props.suggestions.length > 0 ? `names-${name()}` : undefined}
          aria-invalid={isWrong()}
          aria-describedby={describedBy()}
          onInput={(event) => props.draft.type(name(), event.currentTarget.value)}
        />
        <Show when={props.suggestions.length > 0}>
          <datalist id={`names-${name()}`}>
            <For each={props.suggestions}>{(known) => <option value={known} />}</For>
          </datalist>
        </Show>
      </Match>
    </Switch>
  );
}
