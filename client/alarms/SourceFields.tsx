import { createMemo, For, type JSX, Show } from 'solid-js';
import { SOURCE_TROUBLES, type SourceRule } from '../../shared/alarms/rules.ts';
import { SECOND_MS } from '../../shared/time.ts';
import { ChoiceField, FlagField, NumberField } from '../editor/fields.tsx';
import { useLive } from '../live/context.ts';
import { share } from '../live/share.ts';
import { sourceName } from '../wall/names.tsx';
import { keptOf, typedOf } from './rule-draft.ts';
import { STATES } from './rule-sentence.ts';
import { word } from './words.ts';

type Props = { rule: SourceRule; wrong: (field: string) => string | null; onChange: (rule: SourceRule) => void };

/** A rule about sources: which of them, what of theirs is trouble, and how long it must have lasted. */
export function SourceFields(props: Props): JSX.Element {
  const rule = () => props.rule;
  const put = (change: Partial<SourceRule>) => props.onChange({ ...rule(), ...change });
  return (
    <fieldset class="alarm-fields">
      <legend>{word('ruleAbout')}</legend>
      <Which {...props} />
      <Ticks
        label={word('states')}
        name="states"
        chosen={rule().states}
        choices={SOURCE_TROUBLES.map((state) => [state, word(STATES[state])])}
        wrong={props.wrong('states')}
        onChange={(states) => put({ states: SOURCE_TROUBLES.filter((one) => states.includes(one)) })}
      />
      <ChoiceField
        label={word('level')}
        name="level"
        value={rule().level}
        groups={[{ heading: null, choices: (['warn', 'critical'] as const).map((level) => ({ value: level, text: word(level) })) }]}
        onChoose={(level) => put({ level: level === 'critical' ? 'critical' : 'warn' })}
      />
      <NumberField
        label={word('forSeconds')}
        name="forMs"
        value={typedOf(rule().forMs, SECOND_MS)}
        wrong={props.wrong('forMs')}
        onInput={(typed) => put({ forMs: keptOf(typed ?? 0, SECOND_MS) })}
      />
      <NumberField
        label={word('clearForSeconds')}
        name="clearForMs"
        value={rule().clearForMs === undefined ? null : typedOf(rule().clearForMs ?? 0, SECOND_MS)}
        placeholder={word('asLong')}
        wrong={props.wrong('clearForMs')}
        onInput={(typed) => {
          const { clearForMs: _, ...rest } = rule();
          props.onChange(typed === null ? rest : { ...rest, clearForMs: keptOf(typed, SECOND_MS) });
        }}
      />
    </fieldset>
  );
}

/** Every source, whichever there will be, or some of those that there are; one that is gone stays until it is taken out. */
function Which(props: Props): JSX.Element {
  const live = useLive();
  const there = () => live.store.board?.sources ?? [];
  // Sources tell something all the time: a tick box that stays is not made anew, or it would lose the focus.
  const choices = createMemo((before: readonly (readonly [string, string])[]) => {
    const known = there().map((source) => [source.name, sourceName(source)] as const);
    const gone = (props.rule.names ?? []).filter((name) => !there().some((source) => source.name === name));
    return share(before, [...known, ...gone.map((name) => [name, name] as const)]);
  }, []);
  return (
    <>
      <FlagField
        label={word('everySource')}
        name="every"
        value={props.rule.names === null}
        onChange={(isEvery) => props.onChange({ ...props.rule, names: isEvery ? null : there().map(({ name }) => name) })}
      />
      <Show when={props.rule.names}>
        {(names) => (
          <Ticks
            label={word('sources')}
            name="names"
            chosen={names()}
            choices={choices()}
            wrong={props.wrong('names')}
            onChange={(chosen) => props.onChange({ ...props.rule, names: chosen })}
          />
        )}
      </Show>
    </>
  );
}

type TicksProps = {
  label: string;
  name: string;
  chosen: readonly string[];
  choices: readonly (readonly [value: string, text: string])[];
  wrong: string | null;
  onChange: (chosen: string[]) => void;
};

function Ticks(props: TicksProps): JSX.Element {
  const toggle = (value: string, isOn: boolean) => props.onChange([...props.chosen.filter((one) => one !== value), ...(isOn ? [value] : [])]);
  return (
    <fieldset class="field alarm-ticks" data-field={props.name}>
      <legend>{props.label}</legend>
      <For each={props.choices}>
        {([value, text]) => (
          <label>
            <input
              type="checkbox"
              value={value}
              checked={props.chosen.includes(value)}
              onChange={(event) => toggle(value, event.currentTarget.checked)}
            />
            <bdi>{text}</bdi>
          </label>
        )}
      </For>
      <Show when={props.wrong}>{(text) => <p class="fault">{text()}</p>}</Show>
    </fieldset>
  );
}
