import { For, type JSX, Show } from 'solid-js';
import { ALARM_LEVELS, type AlarmLevel } from '../../shared/alarms/row.ts';
import type { FigureRule, Level } from '../../shared/alarms/rules.ts';
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
  const put = (i: number, change: Partial<FigureRule['and'][number]>) =>
    props.onChange({ ...rule(), and: rule().and.map((one, at) => (at === i ? { ...one, ...change } : one)) });
  const timesAt = (metric: string) => timesOf({ of: { ...rule().of, metric }, meant: { as: 'value' } });
  const add = () => props.onChange({ ...rule(), and: [...rule().and, { metric: 'available', window: null, side: 'below', at: 0 }] });
  return (
    <fieldset class="alarm-fields" data-field="and">
      <legend>{word('alsoWhile')}</legend>
      <For each={rule().and.map((_, i) => i)}>
        {(i) => (
          <Show when={rule().and[i]}>
            {(one) => (
              <div class="alarm-condition">
                <ChoiceField
                  label={editorWord('metric')}
                  name={`and.${i}.metric`}
                  value={one().metric}
                  groups={metricChoices(rule().of.scope)}
                  onChoose={(metric) => {
                    const { window } = answerable({ metric, scope: rule().of.scope, window: one().window });
                    put(i, { metric, window, at: Number.NaN });
                  }}
                />
                <Show when={windowsOf(one().metric, rule().of.scope).length > 0}>
                  <ChoiceField
                    label={editorWord('window')}
                    name={`and.${i}.window`}
                    value={one().window ?? ''}
                    groups={windowChoices(windowsOf(one().metric, rule().of.scope))}
                    onChoose={(text) => put(i, { window: windowsOf(one().metric, rule().of.scope).find((known) => known === text) ?? null })}
                  />
                </Show>
                <ChoiceField
                  label={word('side')}
                  name={`and.${i}.side`}
                  value={one().side}
                  groups={[{ heading: null, choices: SIDES.map((side) => ({ value: side, text: word(side) })) }]}
                  onChoose={(side) => put(i, { side: side === 'below' ? 'below' : 'above' })}
                />
                <NumberField
                  label={word('limitAt')}
                  name={`and.${i}`}
                  value={typedOf(one().at, timesAt(one().metric))}
                  wrong={props.wrong(`and.${i}`)}
                  onInput={(typed) => put(i, { at: keptOf(typed, timesAt(one().metric)) })}
                />
                <button type="button" class="link" onClick={() => props.onChange({ ...rule(), and: rule().and.filter((_, at) => at !== i) })}>
                  {word('remove')}
                </button>
              </div>
            )}
          </Show>
        )}
      </For>
      <button type="button" class="link" data-action="add-condition" onClick={add}>
        {word('addCondition')}
      </button>
    </fieldset>
  );
}
