import { createMemo, createSignal, For, type JSX, Show } from 'solid-js';
import type { Words } from '../../shared/boards/parts.ts';
import { actorName } from '../i18n/actor.ts';
import { clockSecondsText } from '../i18n/dates.ts';
import { Elapsed } from '../i18n/Figure.tsx';
import { NOTHING } from '../i18n/format.ts';
import { useLive } from '../live/context.ts';
import { LoadFailed } from '../pages/LoadFailed.tsx';
import { instantText } from '../settings/shown.ts';
import { site, today } from '../site.ts';
import { instantOf } from '../wall/instants.ts';
import type { AlarmRecord } from './api.ts';
import { Filters, type NamedRules } from './Filters.tsx';
import { addressOf, type Filter, filterOf } from './filter.ts';
import { LevelMark } from './Level.tsx';
import { createPast } from './past.ts';
import { amountOf, partText, ruleText, whyText } from './said.ts';
import { Tell, word } from './words.ts';

const zone = () => site()?.timezone ?? 'UTC';
const at = (instant: string) => clockSecondsText(instantOf(instant) ?? 0, zone());

/** What was trouble on some days: how long it lasted, who had it with which note, why it ended. @param props.rules in force, with their names */
export function History(props: { rules: NamedRules }): JSX.Element {
  const [filter, setFilter] = createSignal<Filter>(filterOf(location.search));
  const wanted = createMemo((): Filter | undefined => {
    const [day, now] = [site()?.day, today()];
    const { from, to, ...rest } = filter();
    if (day === undefined || now === undefined) return undefined;
    const last = to || now;
    const first = from || (to === '' ? day : last);
    // Days that were given the wrong way round are one.
    return { ...rest, from: first < last ? first : last, to: last };
  });
  const past = createPast(wanted);
  const change = (part: Partial<Filter>) => {
    const next = { ...filter(), ...part };
    // Whoever names one day means that day, until the other is named too.
    if (part.from !== undefined && (next.to === '' || next.to < part.from)) next.to = part.from;
    if (part.to !== undefined && (next.from === '' || next.from > part.to)) next.from = part.to;
    setFilter(next);
    history.replaceState(null, '', `/alarms?tab=history${addressOf(next).replace(/^(?=.)/, '&')}`);
  };
  const rules = (): NamedRules => {
    const shown = (past.alarms() ?? []).map(({ rule, subject, judgedBy }) => [rule, ruleText(subject, judgedBy.name as Words | null)] as const);
    return [...new Map([...shown, ...props.rules])];
  };
  return (
    <>
      <Filters filter={filter()} rules={rules()} onChange={change} />
      <Show when={past.error()}>{(failed) => <LoadFailed error={failed()} onAgain={past.reload} />}</Show>
      <Show when={(past.alarms() ?? []).length > 0} fallback={<p class="blank">{past.alarms() === null ? '' : word('noneThen')}</p>}>
        <Table alarms={past.alarms() ?? []} isOneDay={wanted()?.from === wanted()?.to} />
      </Show>
      <Show when={past.hasMore()}>
        <button type="button" class="button" data-action="more" onClick={() => past.more()}>
          {word('more')}
        </button>
      </Show>
    </>
  );
}

function Table(props: { alarms: readonly AlarmRecord[]; isOneDay: boolean }): JSX.Element {
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
          <For each={props.alarms}>{(alarm) => <Line alarm={alarm} isOneDay={props.isOneDay} />}</For>
        </tbody>
      </table>
    </div>
  );
}

function Line(props: { alarm: AlarmRecord; isOneDay: boolean }): JSX.Element {
  const live = useLive();
  const alarm = () => props.alarm;
  const lastedMs = () => (instantOf(alarm().clearedAt) ?? live.tick()) - (instantOf(alarm().raisedAt) ?? 0);
  return (
    <tr data-alarm={alarm().id} data-rule={alarm().rule}>
      <td class="words">
        <LevelMark level={alarm().worst.level} />
      </td>
      <th scope="row" class="words">
        <bdi>{partText(alarm().subject, live.store.board)}</bdi>
      </th>
      <td class="words">
        <bdi>{ruleText(alarm().subject, alarm().judgedBy.name as Words | null)}</bdi>
      </td>
      <td>
        <Show when={alarm().subject.of === 'figure'} fallback={NOTHING}>
          <Tell
            of="valueLimit"
            with={{ value: amountOf(alarm().subject, alarm().worst.value), limit: amountOf(alarm().subject, alarm().worst.limit) }}
          />
        </Show>
      </td>
      <td>
        <bdi dir="ltr">{props.isOneDay ? at(alarm().raisedAt) : instantText(alarm().raisedAt, zone())}</bdi>
      </td>
      <td>
        <Elapsed ms={Math.max(0, lastedMs())} />
      </td>
      <td class="words">
        <Show when={alarm().acknowledged} fallback={word('nobody')}>
          {(by) => (
            <>
              <Tell of="takenBy" with={{ by: actorName(by().by ?? ''), time: at(by().at) }} />
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
