import { createSignal, For, type JSX, Show } from 'solid-js';
import type { Words } from '../../shared/boards/parts.ts';
import { clockSecondsText } from '../i18n/dates.ts';
import { Elapsed } from '../i18n/Figure.tsx';
import { useLive } from '../live/context.ts';
import { LoadFailed } from '../pages/LoadFailed.tsx';
import { site } from '../site.ts';
import { instantOf } from '../wall/instants.ts';
import { queueName } from '../wall/names.tsx';
import type { AlarmRecord } from './api.ts';
import { LevelMark } from './Level.tsx';
import { createPast, EVERYTHING, type Filter, fits } from './past.ts';
import { amountOf, partText, ruleText, whyText } from './said.ts';
import { Tell, word } from './words.ts';

const zone = () => site()?.timezone ?? 'UTC';
const at = (instant: string) => clockSecondsText(instantOf(instant) ?? 0, zone());

/** What was trouble on a day: how long it lasted, who had it with which note, why it ended. */
export function History(): JSX.Element {
  const [chosen, setChosen] = createSignal<string | null>(null);
  const [filter, setFilter] = createSignal<Filter>(EVERYTHING);
  const day = () => chosen() ?? site()?.day;
  const past = createPast(day);
  const shown = () => (past.alarms() ?? []).filter((alarm) => fits(alarm, filter()));
  return (
    <>
      <div class="tools alarm-filter">
        <label>
          {word('day')}{' '}
          <input
            type="date"
            name="day"
            max={site()?.day}
            value={day() ?? ''}
            onChange={(event) => setChosen(event.currentTarget.value === '' ? null : event.currentTarget.value)}
          />
        </label>
        <Filters alarms={past.alarms() ?? []} filter={filter()} onChange={(change) => setFilter({ ...filter(), ...change })} />
      </div>
      <Show when={past.error()}>{(failed) => <LoadFailed error={failed()} onAgain={() => setChosen(day() ?? null)} />}</Show>
      <Show when={shown().length > 0} fallback={<p class="blank">{past.alarms() === null ? '' : word('noneThen')}</p>}>
        <Table alarms={shown()} />
      </Show>
      <Show when={past.hasMore()}>
        <button type="button" class="button" data-action="more" onClick={() => past.more()}>
          {word('more')}
        </button>
      </Show>
    </>
  );
}

function Filters(props: { alarms: readonly AlarmRecord[]; filter: Filter; onChange: (change: Partial<Filter>) => void }): JSX.Element {
  const live = useLive();
  const queues = () => (live.plain()?.queues ?? []).map((queue) => [queue.id, queueName(queue)] as const);
  const rules = () => [...new Map(props.alarms.map(({ rule, subject, judgedBy }) => [rule, ruleText(subject, judgedBy.name as Words | null)]))];
  const levels = [
    ['critical', 'critical'],
    ['warn', 'warn'],
  ] as const;
  return (
    <>
      <Choose name="queue" label={word('filterQueue')} choices={queues()} onChoose={(queue) => props.onChange({ queue })} />
      <Choose
        name="level"
        label={word('filterLevel')}
        choices={levels.map(([level, of]) => [level, word(of)])}
        onChoose={(level) => props.onChange({ level })}
      />
      <Choose name="rule" label={word('filterRule')} choices={rules()} onChoose={(rule) => props.onChange({ rule })} />
    </>
  );
}

function Choose(props: {
  name: string;
  label: string;
  choices: readonly (readonly [string, string])[];
  onChoose: (value: string) => void;
}): JSX.Element {
  return (
    <label>
      {props.label}{' '}
      <select name={props.name} onChange={(event) => props.onChoose(event.currentTarget.value)}>
        <option value="">{word('all')}</option>
        <For each={props.choices}>{([value, text]) => <option value={value}>{text}</option>}</For>
      </select>
    </label>
  );
}

function Table(props: { alarms: readonly AlarmRecord[] }): JSX.Element {
  const HEADS = ['level', 'what', 'rule', 'value', 'since', 'lasted', 'who', 'why'] as const;
  const isWords = (head: (typeof HEADS)[number]) => !['value', 'since', 'lasted'].includes(head);
  return (
    <div class="wide">
      <table class="data settings-table alarms-table">
        <thead>
          <tr>
            <For each={HEADS}>
              {(head) => (
                <th scope="col" class={isWords(head) ? 'words' : ''}>
                  {word(head)}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={props.alarms}>{(alarm) => <Line alarm={alarm} />}</For>
        </tbody>
      </table>
    </div>
  );
}

function Line(props: { alarm: AlarmRecord }): JSX.Element {
  const live = useLive();
  const alarm = () => props.alarm;
  const lastedMs = () => (instantOf(alarm().clearedAt) ?? live.tick()) - (instantOf(alarm().raisedAt) ?? 0);
  return (
    <tr data-alarm={alarm().id} data-rule={alarm().rule}>
      <td class="words">
        <LevelMark level={alarm().level} />
      </td>
      <th scope="row" class="words">
        <bdi>{partText(alarm().subject, live.plain())}</bdi>
      </th>
      <td class="words">
        <bdi>{ruleText(alarm().subject, alarm().judgedBy.name as Words | null)}</bdi>
      </td>
      <td>
        <Tell of="valueLimit" with={{ value: amountOf(alarm().subject, alarm().value), limit: amountOf(alarm().subject, alarm().limit) }} />
      </td>
      <td>
        <bdi dir="ltr">{at(alarm().raisedAt)}</bdi>
      </td>
      <td>
        <Elapsed ms={Math.max(0, lastedMs())} />
      </td>
      <td class="words">
        <Show when={alarm().acknowledged} fallback={word('nobody')}>
          {(by) => (
            <>
              <Tell of="takenBy" with={{ by: by().by ?? '', time: at(by().at) }} />
              <Show when={by().note}>
                <br />
                <bdi>{by().note}</bdi>
              </Show>
            </>
          )}
        </Show>
      </td>
      <td class="words">
        <Show when={alarm().clearedAt} fallback={word('stillOpen')}>
          {whyText(alarm().clearedWhy)}
        </Show>
      </td>
    </tr>
  );
}
