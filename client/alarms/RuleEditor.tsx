import { createMemo, createSignal, createUniqueId, type JSX, Match, onCleanup, onMount, Show, Switch } from 'solid-js';
import { ruleFaults } from '../../shared/alarms/rule-faults.ts';
import type { FigureRule, Rule } from '../../shared/alarms/rules.ts';
import { answerable, metricChoices, windowChoices, windowsOf } from '../editor/choices.ts';
import { ChoiceField, FlagField, WordsFields } from '../editor/fields.tsx';
import { ANY, ScopeFields } from '../editor/ScopeFields.tsx';
import { word as editorWord } from '../editor/words.ts';
import { HoursFields } from './HoursFields.tsx';
import { ConditionFields, LevelFields } from './LevelFields.tsx';
import { about, draftFaults, FAULT_WORDS, meantChoices, named, ofKind } from './rule-draft.ts';
import { Sentences } from './Sentences.tsx';
import { SoundFields } from './SoundFields.tsx';
import { SourceFields } from './SourceFields.tsx';
import { Tell, type Word, word } from './words.ts';

type EditorProps = {
  rule: Rule;
  isNew: boolean;
  /** Saves; what went wrong comes back in words, and the dialog stays. */
  onSave: (rule: Rule) => Promise<JSX.Element | null>;
  onDelete: () => void;
  onClose: () => void;
};

/** A rule is set up: what it looks at, where trouble begins and ends, when it rests, how it is heard. */
export function RuleEditor(props: EditorProps): JSX.Element {
  const id = createUniqueId();
  let dialog!: HTMLDialogElement;
  const [rule, setRule] = createSignal<Rule>(props.rule);
  const [isTold, setTold] = createSignal(false);
  const [refused, setRefused] = createSignal<JSX.Element | null>(null);
  const faults = createMemo(() => draftFaults(rule(), props.isNew));
  onMount(() => dialog.showModal());
  onCleanup(() => dialog.close());
  const wrong = (field: string) => {
    const fault = isTold() ? faults().find((one) => one.field === field) : undefined;
    return fault === undefined ? null : word(FAULT_WORDS[fault.is]);
  };
  const save = async () => {
    setTold(true);
    if (faults().length === 0) setRefused(await props.onSave(named(rule())));
    // The dialog is long: the field may be out of sight.
    else dialog.querySelector<HTMLElement>('[data-field]:has(.fault) :is(input, select)')?.focus();
  };
  return (
    <dialog class="rule-dialog" data-dialog="rule" ref={dialog} aria-labelledby={id} onClose={() => props.onClose()}>
      <h2 id={id}>{word(props.isNew ? 'newRule' : 'editRule')}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Fields rule={rule()} isNew={props.isNew} wrong={wrong} onChange={setRule} />
        <section class="alarm-says" aria-live="polite">
          <Show when={ruleFaults(rule()).length === 0} fallback={<p>{word('notYet')}</p>}>
            <Sentences rule={rule()} />
          </Show>
        </section>
        <Show when={isTold() && faults().length > 0}>
          <p role="alert" class="fault">
            <Tell of="faults" with={{ count: faults().length }} />
          </p>
        </Show>
        <Show when={refused()}>{(said) => <p role="alert">{said()}</p>}</Show>
        <p class="alarm-actions">
          <button type="submit" class="button is-first" data-action="save">
            {word('save')}
          </button>
          <button type="button" class="button" data-action="cancel" onClick={() => props.onClose()}>
            {word('cancel')}
          </button>
          <Show when={!props.isNew}>
            <button type="button" class="link" data-action="delete" onClick={() => props.onDelete()}>
              {word('deleteRule')}
            </button>
          </Show>
        </p>
      </form>
    </dialog>
  );
}

type FieldsProps<R> = { rule: R; wrong: (field: string) => string | null; onChange: (rule: Rule) => void };

const KINDS = [
  ['figure', 'kindFigure'],
  ['source', 'kindSource'],
] as const satisfies readonly (readonly [Rule['kind'], Word])[];

function Fields(props: FieldsProps<Rule> & { isNew: boolean }): JSX.Element {
  const of = <K extends Rule['kind']>(kind: K) => {
    const present = props.rule;
    return present.kind === kind ? (present as Extract<Rule, { kind: K }>) : null;
  };
  return (
    <>
      <fieldset class="alarm-fields">
        <legend>{word('name')}</legend>
        <Show when={props.isNew}>
          <ChoiceField
            label={word('kind')}
            name="kind"
            value={props.rule.kind}
            groups={[{ heading: null, choices: KINDS.map(([value, text]) => ({ value, text: word(text) })) }]}
            onChoose={(kind) => props.onChange(ofKind(props.rule, kind === 'source' ? 'source' : 'figure'))}
          />
        </Show>
        <WordsFields
          label={word('name')}
          name="name"
          wrong={props.wrong('name')}
          value={props.rule.name ?? { he: '', en: '' }}
          onInput={(name) => props.onChange({ ...props.rule, name })}
        />
      </fieldset>
      <Switch>
        <Match when={of('figure')}>{(figure) => <OfFigure rule={figure()} wrong={props.wrong} onChange={props.onChange} />}</Match>
        <Match when={of('source')}>{(source) => <SourceFields rule={source()} wrong={props.wrong} onChange={props.onChange} />}</Match>
      </Switch>
      <HoursFields
        legend={word('ruleHours')}
        none={word('always')}
        name="hours"
        hours={props.rule.hours}
        wrong={props.wrong}
        onChange={(hours) => props.onChange({ ...props.rule, hours })}
      />
      <SoundFields rule={props.rule} wrong={props.wrong} onChange={(change) => props.onChange({ ...props.rule, ...change })} />
    </>
  );
}

const SIDES = ['above', 'below'] as const;
const MEANT: Readonly<Record<FigureRule['meant']['as'], Word>> = { value: 'meantValue', targets: 'meantTargets', points: 'meantPoints' };

function OfFigure(props: FieldsProps<FigureRule>): JSX.Element {
  const rule = () => props.rule;
  const windows = () => windowsOf(rule().of.metric, rule().of.scope);
  const mean = (as: string) => {
    const meant: FigureRule['meant'] = as === 'targets' ? { as, atMostOnTheLineMs: null } : as === 'points' ? { as } : { as: 'value' };
    props.onChange({ ...rule(), meant, ...(meant.as === 'points' && { side: 'below' }) });
  };
  return (
    <>
      <fieldset class="alarm-fields">
        <legend>{word('ruleAbout')}</legend>
        <ChoiceField
          label={editorWord('metric')}
          name="metric"
          value={rule().of.metric}
          groups={metricChoices(rule().of.scope)}
          wrong={props.wrong('metric')}
          onChoose={(metric) => props.onChange(about(rule(), { metric, ...answerableWindow(rule(), metric) }))}
        />
        <ScopeFields scope={rule().of.scope} kinds={ANY} wrong={props.wrong} onChange={(scope) => props.onChange(about(rule(), { scope }))} />
        <Show when={rule().of.scope.of !== 'queue'}>
          <FlagField
            label={word('each')}
            name="each"
            value={rule().of.each}
            onChange={(each) => props.onChange({ ...rule(), of: { ...rule().of, each } })}
          />
        </Show>
        <Show when={windows().length > 0}>
          <ChoiceField
            label={editorWord('window')}
            name="window"
            value={rule().of.window ?? ''}
            groups={windowChoices(windows())}
            onChoose={(text) => props.onChange(about(rule(), { window: windows().find((one) => one === text) ?? null }))}
          />
        </Show>
        <ChoiceField
          label={word('side')}
          name="side"
          value={rule().side}
          groups={[{ heading: null, choices: SIDES.map((side) => ({ value: side, text: word(side) })) }]}
          onChoose={(side) => props.onChange({ ...rule(), side: side === 'below' ? 'below' : 'above' })}
        />
        <Show when={meantChoices(rule()).length > 1}>
          <ChoiceField
            label={word('meant')}
            name="meant"
            value={rule().meant.as}
            groups={[{ heading: null, choices: meantChoices(rule()).map((as) => ({ value: as, text: word(MEANT[as]) })) }]}
            onChoose={mean}
          />
        </Show>
      </fieldset>
      <LevelFields rule={rule()} wrong={props.wrong} onChange={props.onChange} />
      <ConditionFields rule={rule()} wrong={props.wrong} onChange={props.onChange} />
    </>
  );
}

const answerableWindow = ({ of }: FigureRule, metric: string) => ({ window: answerable({ ...of, metric }).window });
