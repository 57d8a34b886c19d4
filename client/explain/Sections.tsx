import { For, type JSX, Show } from 'solid-js';
import { STAY_METRICS } from '../../shared/metrics/stay-metrics.ts';
import { clockSecondsText } from '../i18n/dates.ts';
import type { Key } from '../i18n/dictionary.ts';
import { Figure } from '../i18n/Figure.tsx';
import { countText, durationText, percentText } from '../i18n/format.ts';
import { dictionary, locale } from '../i18n/locale.ts';
import { instantText } from '../settings/shown.ts';
import { instantOf } from '../wall/instants.ts';
import { nameIn, sourceName } from '../wall/names.tsx';
import type { Explanation } from './api.ts';
import { Tell, word } from './words.ts';

const seconds = (ms: number) => durationText(ms, dictionary().hoursUnit);

/** Counts of contacts, by the names of their metrics. */
const COUNTED = {
  offered: 'offered',
  answered: 'answered',
  answered_in_target: 'answeredInTarget',
  abandoned: 'abandoned',
  short_abandoned: 'abandonedShort',
  left_otherwise: 'leftOtherwise',
  lost: 'lost',
  undecided: 'undecided',
  handled: 'handled',
} as const;

const NAMES = new Map(STAY_METRICS.map((metric) => [metric.id, metric]));

/** What is divided by what, and what it was counted from. */
export function MadeOf(props: { of: Explanation }): JSX.Element {
  const isTime = () => props.of.unit === 'ms' || props.of.kind === 'agent';
  const parts = () => {
    const { parts: known, unit } = props.of;
    if (known === null) return null;
    // An average of times is divided by a count; a share of time by time.
    const denominator = isTime() && unit === 'ratio' ? seconds(known.denominator) : countText(known.denominator);
    return { numerator: isTime() ? seconds(known.numerator) : countText(known.numerator), denominator, isNothing: known.denominator <= 0 };
  };
  const counts = () =>
    props.of.kind !== 'stay' || props.of.components === null
      ? []
      : Object.entries(COUNTED).map(([metric, component]) => ({ metric, n: props.of.components?.[component] }));
  return (
    <Show when={parts() !== null || counts().length > 0}>
      <section>
        <h3>{word('madeOf')}</h3>
        <Show when={parts()}>
          {(known) => (
            <p class="explain-parts" data-part="quotient">
              <Show
                when={known().isNothing}
                fallback={
                  <Figure>
                    {known().numerator} ÷ {known().denominator}
                  </Figure>
                }
              >
                <Tell of="nothingToDivide" with={{ numerator: known().numerator, denominator: known().denominator }} />
              </Show>
            </p>
          )}
        </Show>
        <dl class="explain-counts">
          <For each={counts()}>
            {({ metric, n }) => (
              <div>
                <dt>{NAMES.get(metric)?.[locale()]}</dt>
                <dd>
                  <Figure>{countText(typeof n === 'number' ? n : null)}</Figure>
                </dd>
              </div>
            )}
          </For>
        </dl>
      </section>
    </Show>
  );
}

/** More than these are counted. */
const QUEUES_SHOWN = 12;

/** The versions of the settings by which it counts now. */
export function InForce(props: { of: Explanation; zone: string }): JSX.Element {
  const shown = () => props.of.settings.slice(0, QUEUES_SHOWN);
  const nameOf = ({ queue, name, nameEn }: Explanation['settings'][number]) =>
    queue === null ? word('wholeFloor') : (nameIn(name, nameEn) ?? queue);
  return (
    <Show when={shown().length > 0}>
      <section>
        <h3>{word('settings')}</h3>
        <table>
          <thead>
            <tr>
              <th scope="col">{word('queue')}</th>
              <th scope="col">{word('since')}</th>
              <th scope="col">{word('version')}</th>
              <th scope="col">{word('withinTarget')}</th>
              <th scope="col">{word('levelTarget')}</th>
              <th scope="col">{word('shortLimit')}</th>
              <th scope="col">{word('formula')}</th>
            </tr>
          </thead>
          <tbody>
            <For each={shown()}>
              {(one) => (
                <tr>
                  <th scope="row">
                    <bdi>{nameOf(one)}</bdi>
                  </th>
                  <td>{one.from === null ? word('always') : <bdi dir="ltr">{instantText(one.from, props.zone)}</bdi>}</td>
                  <td>
                    <Figure>{countText(one.version)}</Figure>
                  </td>
                  <td>
                    <Figure>{seconds(one.targetMs)}</Figure>
                  </td>
                  <td>
                    <Figure>{percentText(one.serviceLevelTarget)}</Figure>
                  </td>
                  <td>
                    <Figure>{seconds(one.shortMs)}</Figure>
                  </td>
                  <td>
                    <Figure>{one.formula}</Figure> · {dictionary()[`formula${one.formula}` as Key] as string}
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
        <Show when={props.of.settings.length > QUEUES_SHOWN}>
          <p class="explain-note">
            <Tell of="moreQueues" with={{ count: props.of.settings.length - QUEUES_SHOWN }} />
          </p>
        </Show>
        <p class="explain-note">{word('settingsNote')}</p>
      </section>
    </Show>
  );
}

const SOURCE_WORDS = { up: 'sourceUp', down: 'sourceDown', 'catching-up': 'sourceCatchingUp' } as const;

/** How young the data are, and where they have holes. */
export function Data(props: { of: Explanation; zone: string }): JSX.Element {
  const timeOf = (instant: string) => instantText(instant, props.zone);
  const nameOf = (source: string) => sourceName(props.of.sources.find(({ name }) => name === source) ?? { name: source, kind: '' });
  return (
    <section>
      <h3>{word('data')}</h3>
      <ul class="explain-data">
        <li>
          <Show when={props.of.lastEventAt} fallback={word('noEvent')}>
            {(at) => <Tell of="lastEvent" with={{ time: clockSecondsText(instantOf(at()) ?? 0, props.zone) }} />}
          </Show>
        </li>
        <For each={props.of.sources}>
          {({ name, state, since }) => (
            <li data-state={state}>
              <Tell of={SOURCE_WORDS[state]} with={{ name: nameOf(name), time: timeOf(since) }} />
            </li>
          )}
        </For>
        <Show when={props.of.span !== null && props.of.gaps.length === 0}>
          <li>{word('noGaps')}</li>
        </Show>
        <For each={props.of.gaps}>
          {({ source, from, to }) => (
            <li data-state="gap">
              <Show when={to} fallback={<Tell of="gapOpen" with={{ source: nameOf(source), from: timeOf(from) }} />}>
                {(end) => <Tell of="gap" with={{ source: nameOf(source), from: timeOf(from), to: timeOf(end()) }} />}
              </Show>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}
