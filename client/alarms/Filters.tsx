import { createMemo, For, type JSX, onCleanup, Show, untrack } from 'solid-js';
import { ALARM_LEVELS } from '../../shared/alarms/row.ts';
import { scopeChoices } from '../editor/choices.ts';
import type { Choice, ChoiceGroup } from '../editor/fields.tsx';
import { ANY } from '../editor/ScopeFields.tsx';
import { useLive } from '../live/context.ts';
import { share } from '../live/share.ts';
import { site, today } from '../site.ts';
import { sourceName } from '../wall/names.tsx';
import { type Filter, partOfSource } from './filter.ts';
import { word } from './words.ts';

/** What rule has which name: those in force, and those of the alarms that are shown. */
export type NamedRules = readonly (readonly [id: string, name: string])[];

type Props = { filter: Filter; rules: NamedRules; onChange: (change: Partial<Filter>) => void };

/** Whoever pauses so long has typed what he looks for. */
const TYPED_MS = 400;

/** What is looked for among the alarms of the past. The server looks, so it holds for all of them, and not only for those that have come. */
export function Filters(props: Props): JSX.Element {
  const live = useLive();
  // The rows are others several times a second: choices that stay are not made anew under the hand that chooses.
  const parts = createMemo((before: readonly ChoiceGroup[]) => {
    const board = live.store.board;
    // Channels have to be chosen one by one, and an alarm speaks of one queue.
    const scopes = scopeChoices(board, { of: 'floor' }, ANY).map((group) => ({ ...group, choices: group.choices.filter(isOnePart) }));
    const sources = (board?.sources ?? []).map((source) => ({ value: partOfSource(source.name), text: sourceName(source) }));
    return share(before, [...scopes, { heading: word('sources'), choices: sources }]);
  }, []);
  const levels = () => [{ heading: null, choices: ALARM_LEVELS.toReversed().map((level) => ({ value: level, text: word(level) })) }];
  const rules = () => [{ heading: null, choices: props.rules.map(([value, text]) => ({ value, text })) }];
  const put = (name: keyof Filter) => (value: string) => props.onChange({ [name]: value });
  return (
    <search class="tools alarm-filter">
      <Day name="from" label={word('fromDay')} value={props.filter.from || props.filter.to || (site()?.day ?? '')} onChoose={put('from')} />
      <Day name="to" label={word('toDay')} value={props.filter.to || (today() ?? '')} onChoose={put('to')} />
      <Choose name="part" label={word('filterPart')} value={props.filter.part} groups={parts()} onChoose={put('part')} />
      <Choose name="level" label={word('filterLevel')} value={props.filter.level} groups={levels()} onChoose={put('level')} />
      <Choose name="rule" label={word('filterRule')} value={props.filter.rule} groups={rules()} onChoose={put('rule')} />
      <Text text={props.filter.text} onChoose={put('text')} />
    </search>
  );
}

const isOnePart = ({ value }: Choice) => value !== '{"of":"queue","id":null}' && value !== '{"of":"channels"}';

/** Looked for a moment after the last letter, with Enter at once. */
function Text(props: { text: string; onChoose: (text: string) => void }): JSX.Element {
  const { clock } = useLive();
  let cancel = () => {};
  onCleanup(() => cancel());
  const choose = (typed: string) => {
    cancel();
    if (typed.trim() !== props.text) props.onChoose(typed.trim());
  };
  return (
    <label>
      {word('filterText')}{' '}
      <input
        type="search"
        name="text"
        dir="auto"
        maxLength={100}
        placeholder={word('filterTextHint')}
        // As it was in the address; from then on it is what is typed, also while that is being looked for.
        value={untrack(() => props.text)}
        onInput={({ currentTarget: { value } }) => {
          cancel();
          cancel = clock.after(TYPED_MS, () => choose(value));
        }}
        onChange={(event) => choose(event.currentTarget.value)}
      />
    </label>
  );
}

function Day(props: { name: string; label: string; value: string; onChoose: (day: string) => void }): JSX.Element {
  return (
    <label>
      {props.label}{' '}
      <input type="date" name={props.name} max={today()} value={props.value} onChange={(event) => props.onChoose(event.currentTarget.value)} />
    </label>
  );
}

type ChooseProps = { name: string; label: string; value: string; groups: readonly ChoiceGroup[]; onChoose: (value: string) => void };

function Choose(props: ChooseProps): JSX.Element {
  const groups = () => props.groups.filter(({ choices }) => choices.length > 0);
  // One of the address that is not there any more stays chosen.
  const isStranger = () => props.value !== '' && !groups().some(({ choices }) => choices.some(({ value }) => value === props.value));
  const option = ({ value, text }: Choice) => (
    <option value={value} selected={value === props.value}>
      {text}
    </option>
  );
  return (
    <label>
      {props.label}{' '}
      <select name={props.name} onChange={(event) => props.onChoose(event.currentTarget.value)}>
        <option value="" selected={props.value === ''}>
          {word('all')}
        </option>
        <Show when={isStranger()}>
          <option value={props.value} selected>
            {props.value}
          </option>
        </Show>
        <For each={groups()}>
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
    </label>
  );
}
