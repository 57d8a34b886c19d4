import { createMemo, createSignal, For, type JSX, Show } from 'solid-js';
import { hoursFaults } from '../../shared/alarms/rule-faults.ts';
import type { AlarmRules, Rule } from '../../shared/alarms/rules.ts';
import { rulesSchema } from '../../shared/alarms/rules.ts';
import type { Result } from '../../shared/result.ts';
import { parse } from '../../shared/schema.ts';
import type { ApiError } from '../api.ts';
import { author } from '../editor/author.ts';
import { instantText } from '../settings/shown.ts';
import { site } from '../site.ts';
import { putRules, type StoredRules } from './api.ts';
import { HoursFields } from './HoursFields.tsx';
import { RuleEditor } from './RuleEditor.tsx';
import { refusedText } from './refused.ts';
import { blankRule, FAULT_WORDS } from './rule-draft.ts';
import { ruleName } from './rule-sentence.ts';
import { Sentences } from './Sentences.tsx';
import { Versions } from './Versions.tsx';
import { Tell, type Word, word } from './words.ts';

const CHANGED = 412;

export type Note = { readonly of: Word; readonly with?: Readonly<Record<string, string | number>> };
/** Saves the rules and tells what came of it; null where it was done. */
export type SaveRules = (rules: AlarmRules, seen: number) => Promise<ApiError | null>;

type RulesProps = { stored: StoredRules; refresh: () => Promise<StoredRules | null> };

/** The rules, each read back in a sentence: switched on and off here, changed, and brought back from an earlier version. */
export function Rules(props: RulesProps): JSX.Element {
  const [note, setNote] = createSignal<Note | null>(null);
  const parsed = createMemo(() => parse(rulesSchema, structuredCloneOf(props.stored.rules)));
  const rules = () => {
    const known = parsed();
    return known.ok ? known.value : null;
  };
  const tell = async (answer: Result<StoredRules, ApiError>, done: Word): Promise<ApiError | null> => {
    await props.refresh();
    if (answer.ok) setNote({ of: done });
    else setNote(answer.error.status === CHANGED ? { of: 'changedMeanwhile' } : { of: 'failed', with: { reason: refusedText(answer.error) } });
    return answer.ok ? null : answer.error;
  };
  const save: SaveRules = async (next, seen) => tell(await putRules(seen, next, author()), 'rulesSaved');
  return (
    <>
      <p class="note">
        <Tell of="version" with={{ n: props.stored.version, time: instantText(props.stored.savedAt, site()?.timezone ?? 'UTC') }} />
      </p>
      <Show when={note()}>
        {(told) => (
          <p class="note" role="status" data-note={told().of}>
            <Tell of={told().of} with={told().with ?? {}} />
          </p>
        )}
      </Show>
      <Show when={props.stored.problem}>
        {(problem) => (
          <p class="note" role="alert">
            <Tell of="rulesUnread" with={{ reason: problem() }} />
          </p>
        )}
      </Show>
      <Show when={rules()}>{(known) => <List rules={known()} seen={props.stored.version} passedOver={props.stored.passedOver} save={save} />}</Show>
      <Versions stored={props.stored} tell={tell} />
    </>
  );
}

/** Of what a store holds a schema keeps proxies. */
const structuredCloneOf = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

type ListProps = { rules: AlarmRules; seen: number; passedOver: readonly string[]; save: SaveRules };

/** What is edited was seen at a version: what others save meanwhile is not overwritten. */
type Edited = { readonly rule: Rule; readonly isNew: boolean; readonly rules: AlarmRules; readonly seen: number };

function List(props: ListProps): JSX.Element {
  const [edited, setEdited] = createSignal<Edited | null>(null);
  const edit = (rule: Rule, isNew: boolean) => setEdited({ rule, isNew, rules: props.rules, seen: props.seen });
  return (
    <>
      <ul class="alarm-rules">
        <For each={props.rules.rules}>
          {(rule) => <Line rule={rule} isPassedOver={props.passedOver.includes(rule.id)} of={props} onEdit={() => edit(rule, false)} />}
        </For>
      </ul>
      <Show when={site()?.mayWrite}>
        <p class="alarm-actions">
          <button
            type="button"
            class="button is-first"
            data-action="new"
            onClick={() => edit(blankRule(props.rules.rules.map(({ id }) => id)), true)}
          >
            {word('newRule')}
          </button>
        </p>
        <Quiet rules={props.rules} seen={props.seen} save={props.save} />
      </Show>
      <Show when={edited()} keyed>
        {(known) => <Opened known={known} save={props.save} onClose={() => setEdited(null)} />}
      </Show>
    </>
  );
}

function Line(props: { rule: Rule; isPassedOver: boolean; of: ListProps; onEdit: () => void }): JSX.Element {
  const turn = (enabled: boolean) => {
    const rules = props.of.rules.rules.map((rule) => (rule.id === props.rule.id ? { ...rule, enabled } : rule));
    void props.of.save({ ...props.of.rules, rules }, props.of.seen);
  };
  return (
    <li data-rule={props.rule.id} classList={{ 'is-off': !props.rule.enabled }}>
      <label>
        <input
          type="checkbox"
          name="enabled"
          checked={props.rule.enabled}
          disabled={!site()?.mayWrite}
          onChange={(event) => turn(event.currentTarget.checked)}
        />{' '}
        <b>{ruleName(props.rule)}</b>
      </label>{' '}
      <Show when={site()?.mayWrite}>
        <button type="button" class="link" data-action="edit" aria-label={`${word('edit')}: ${ruleName(props.rule)}`} onClick={() => props.onEdit()}>
          {word('edit')}
        </button>
      </Show>
      <Sentences rule={props.rule} />
      <Show when={props.isPassedOver}>
        <p class="fault">{word('passedOver')}</p>
      </Show>
    </li>
  );
}

function Opened(props: { known: Edited; save: SaveRules; onClose: () => void }): JSX.Element {
  const put = async (rules: readonly Rule[]): Promise<JSX.Element | null> => {
    const error = await props.save({ ...props.known.rules, rules: [...rules] }, props.known.seen);
    if (error === null) {
      props.onClose();
      return null;
    }
    return error.status === CHANGED ? word('changedMeanwhile') : word('failed', { reason: refusedText(error) });
  };
  const others = () => props.known.rules.rules;
  return (
    <RuleEditor
      rule={props.known.rule}
      isNew={props.known.isNew}
      onSave={(rule) => put(props.known.isNew ? [...others(), rule] : others().map((one) => (one.id === rule.id ? rule : one)))}
      onDelete={() => void put(others().filter(({ id }) => id !== props.known.rule.id))}
      onClose={() => props.onClose()}
    />
  );
}

/** Quiet hours of all rules together. */
function Quiet(props: { rules: AlarmRules; seen: number; save: SaveRules }): JSX.Element {
  const [typed, setTyped] = createSignal<AlarmRules['quiet'] | undefined>(undefined);
  const quiet = () => (typed() === undefined ? props.rules.quiet : (typed() ?? null));
  const faults = () => hoursFaults(quiet(), 'quiet');
  const save = async () => {
    if (faults().length === 0 && (await props.save({ ...props.rules, quiet: quiet() }, props.seen)) === null) setTyped(undefined);
  };
  const wrong = (field: string) => {
    const fault = faults().find((one) => one.field === field);
    return fault === undefined ? null : word(FAULT_WORDS[fault.is]);
  };
  return (
    <section>
      <HoursFields legend={word('quiet')} none={word('neverQuiet')} name="quiet" hours={quiet()} wrong={wrong} onChange={setTyped} />
      <Show when={typed() !== undefined}>
        <button type="button" class="button" data-action="save-quiet" onClick={() => void save()}>
          {word('save')}
        </button>
      </Show>
    </section>
  );
}
