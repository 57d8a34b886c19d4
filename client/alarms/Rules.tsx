import { createMemo, createSignal, For, type JSX, Show } from 'solid-js';
import type { AlarmRules, Rule } from '../../shared/alarms/rules.ts';
import { rulesSchema } from '../../shared/alarms/rules.ts';
import type { Result } from '../../shared/result.ts';
import { parse } from '../../shared/schema.ts';
import type { ApiError } from '../api.ts';
import { author } from '../editor/author.ts';
import { useLive } from '../live/context.ts';
import { instantText } from '../settings/shown.ts';
import { site } from '../site.ts';
import { putRules, type StoredRules } from './api.ts';
import { ruleName, ruleSentences } from './rule-sentence.ts';
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
    else setNote(answer.error.status === CHANGED ? { of: 'changedMeanwhile' } : { of: 'failed', with: { reason: answer.error.reason } });
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

function List(props: ListProps): JSX.Element {
  const put = (changed: Rule) =>
    void props.save({ ...props.rules, rules: props.rules.rules.map((rule) => (rule.id === changed.id ? changed : rule)) }, props.seen);
  return (
    <ul class="alarm-rules">
      <For each={props.rules.rules}>
        {(rule) => (
          <li data-rule={rule.id} classList={{ 'is-off': !rule.enabled }}>
            <label>
              <input
                type="checkbox"
                name="enabled"
                checked={rule.enabled}
                disabled={!site()?.mayWrite}
                onChange={(event) => put({ ...rule, enabled: event.currentTarget.checked })}
              />
              <b>{ruleName(rule)}</b>
            </label>
            <Sentences rule={rule} />
            <Show when={props.passedOver.includes(rule.id)}>
              <p class="fault">{word('passedOver')}</p>
            </Show>
          </li>
        )}
      </For>
    </ul>
  );
}

/** What a rule says, read back. */
export function Sentences(props: { rule: Rule }): JSX.Element {
  const live = useLive();
  return (
    <For each={ruleSentences(props.rule, live.plain())}>
      {(sentence) => (
        <p class="rule-sentence">
          <Tell of={sentence.of} with={sentence.with} />
        </p>
      )}
    </For>
  );
}
