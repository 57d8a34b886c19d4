import { For, type JSX, Show } from 'solid-js';
import { ALARM_LEVELS, type AlarmLevel } from '../../shared/alarms/row.ts';
import type { Condition, FigureRule, Level } from '../../shared/alarms/rules.ts';
import type { Scope } from '../../shared/boards/parts.ts';
import { SECOND_MS } from '../../shared/time.ts';
import { aboutMetric } from '../board/figure.ts';
import { answerable, metricChoices, windowChoices, windowsOf } from '../editor/choices.ts';
import { ChoiceField, FlagField, NumberField } from '../editor/fields.tsx';
import { word as editorWord } from '../editor/words.ts';
import { keptOf, timesOf, typedOf } from './rule-draft.ts';
import { word } from './words.ts';

type Props = { rule: FigureRule; wrong: (field: string) => string | null; onChange: (rule: FigureRule) => void };

const UNITS = { count: 'unitCount', ms: 'unitSeconds', ratio: 'unitPercent' } as const;

function unitText({ of, meant }: FigureRule): string {
  if (meant.as === 'targets') return word('unitTargets');
  return meant.as === 'points' ? word('unitPoints') : editorWord(UNITS[aboutMetric(of.metric, of.scope)?.unit ?? 'count']);
}

/** Where each level begins and ends, and how long it must have lasted. */
export function LevelFields(props: Props): JSX.Element {
  const put = (name: AlarmLevel, level: Level | null) => props.onChange({ ...props.rule, [name]: level });
  const blank = { at: Number.NaN, clear: Number.NaN, forMs: 5 * SECOND_MS };
  return (
    <For each={ALARM_LEVELS}>
      {(name) => (
        <fieldset class="alarm-fields" data-level={name}>
          <legend>{word(name)}</legend>
          <FlagField
            label={word('hasLevel')}
            name={name}
            value={props.rule[name] !== null}
            wrong={props.wrong(name)}
            onChange={(isOn) => put(name, isOn ? blank : null)}
          />
          <Show when={props.rule[name]}>{(level) => <OneLevel {...props} name={name} level={level()} put={(next) => put(name, next)} />}</Show>
        </fieldset>
      )}
    </For>
  );
}

function OneLevel(props: Props & { name: AlarmLevel; level: Level; put: (level: Level) => void }): JSX.Element {
  const times = () => timesOf(props.rule);
  const amount = (field: 'at' | 'clear') => (
    <NumberField
      label={`${word(field === 'at' ? 'limitAt' : 'limitClear')} (${unitText(props.rule)})`}
      name={`${props.name}.${field}`}
      value={typedOf(props.level[field], times())}
      wrong={props.wrong(`${props.name}.${field}`)}
      onInput={(typed) => props.put({ ...props.level, [field]: keptOf(typed, times()) })}
    />
  );
  return (
    <>
      {amount('at')}
      {amount('clear')}
      <NumberField
        label={word('forSeconds')}
        name={`${props.name}.forMs`}
        value={typedOf(props.level.forMs, SECOND_MS)}
        wrong={props.wrong(`${props.name}.forMs`)}
        onInput={(typed) => props.put({ ...props.level, forMs: keptOf(typed ?? 0, SECOND_MS) })}
      />
      <NumberField
        label={word('clearForSeconds')}
        name={`${props.name}.clearForMs`}
        value={props.level.clearForMs === undefined ? null : typedOf(props.level.clearForMs, SECOND_MS)}
        placeholder={word('asLong')}
        wrong={props.wrong(`${props.name}.clearForMs`)}
        onInput={(typed) => {
          const { clearForMs: __, ...rest } = props.level;
          props.put(typed === null ? rest : { ...rest, clearForMs: keptOf(typed, SECOND_MS) });
        }}
      />
    </>
  );
}

const SIDES = ['above', 'below'] as const;

/** What must hold as well, of the same part of the floor. */
export function ConditionFields(props: Props): JSX.Element {
  const rule = () => props.rule;
  const put = (and: FigureRule['and']) => props.onChange({ ...rule(), and });
  return (
    <fieldset class="alarm-fields" data-field="and">
      <legend>{word('alsoWhile')}</legend>
      <For each={rule().and.map((_, i) => i)}>
        {(i) => (
          <Show when={rule().and[i]}>
            {(one) => (
              <ConditionField
                scope={rule().of.scope}
                condition={one()}
                name={`and.${i}`}
                wrong={props.wrong(`and.${i}`)}
                onChange={(change) => put(rule().and.map((known, at) => (at === i ? { ...known, ...change } : known)))}
                onRemove={() => put(rule().and.filter((_, at) => at !== i))}
              />
            )}
          </Show>
        )}
      </For>
      <button
        type="button"
        class="link"
        data-action="add-condition"
        onClick={() => put([...rule().and, { metric: 'available', window: null, side: 'below', at: 0 }])}
      >
        {word('addCondition')}
      </button>
    </fieldset>
  );
}

type ConditionProps = {
  scope: Scope;
  condition: Condition;
  name: string;
  wrong: string | null;
  onChange: (change: Partial<Condition>) => void;
  onRemove: () => void;
};

function ConditionField(props: ConditionProps): JSX.Element {
  const metric = () => props.condition.metric;
  const windows = () => windowsOf(metric(), props.scope);
  const times = () => timesOf({ of: { metric: metric(), scope: props.scope, window: null, each: false }, meant: { as: 'value' } });
  return (
    <div class="alarm-condition">
      <ChoiceField
        label={editorWord('metric')}
        name={`${props.name}.metric`}
        value={metric()}
        groups={metricChoices(props.scope)}
        onChoose={(next) => {
          const { window } = answerable({ metric: next, scope: props.scope, window: props.condition.window });
          props.onChange({ metric: next, window, at: Number.NaN });
        }}
      />
      <Show when={windows().length > 0}>
        <ChoiceField
          label={editorWord('window')}
          name={`${props.name}.window`}
          value={props.condition.window ?? ''}
          groups={windowChoices(windows())}
          onChoose={(text) => props.onChange({ window: windows().find((known) => known === text) ?? null })}
        />
      </Show>
      <ChoiceField
        label={word('side')}
        name={`${props.name}.side`}
        value={props.condition.side}
        groups={[{ heading: null, choices: SIDES.map((side) => ({ value: side, text: word(side) })) }]}
        onChoose={(side) => props.onChange({ side: side === 'below' ? 'below' : 'above' })}
      />
      <NumberField
        label={word('conditionAt')}
        name={props.name}
        value={typedOf(props.condition.at, times())}
        wrong={props.wrong}
        onInput={(typed) => props.onChange({ at: keptOf(typed, times()) })}
      />
      <button type="button" class="link" onClick={() => props.onRemove()}>
        {word('remove')}
      </button>
    </div>
  );
}
