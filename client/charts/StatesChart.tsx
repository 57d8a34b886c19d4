import { createMemo, For, type JSX, Show } from 'solid-js';
import { word } from '../board/words.ts';
import { clockText } from '../i18n/dates.ts';
import { Figure } from '../i18n/Figure.tsx';
import { countText } from '../i18n/format.ts';
import { dictionary, locale } from '../i18n/locale.ts';
import { type AgentsBy, STATE_GROUPS, type StatesQuarter, statesSeriesOf } from './agent-states.ts';
import { createDrawing } from './drawing.ts';
import type { QuarterGap } from './quarters.ts';
import { statesConfigOf } from './states-config.ts';

const NAMES = { busy: 'groupBusy', acw: 'groupAcw', free: 'groupFree', break: 'groupBreak', unknown: 'groupUnknown' } as const;

export type StatesChartProps = {
  readonly quarters: readonly StatesQuarter[];
  /** Of this moment; null where it is not known. */
  readonly present: AgentsBy | null;
  readonly gaps: readonly QuarterGap[];
  readonly from: number;
  readonly to: number;
  readonly now: number;
  /** Where today begins; null where that is not within the span. */
  readonly dayStartsAt: number | null;
  readonly timezone: string;
  readonly look: string;
};

/** A bar a quarter, made of agents by state from the bottom up; the words above have the same order and patterns, and how many there are now. */
export function StatesChart(props: StatesChartProps): JSX.Element {
  let canvas!: HTMLCanvasElement;
  let holder!: HTMLDivElement;
  const series = createMemo(() => statesSeriesOf(props.quarters, props.from, props.to));
  const titles = createMemo(() => ({
    before: dictionary().yesterday,
    today: dictionary().todayMark,
    direction: locale() === 'he' ? ('rtl' as const) : ('ltr' as const),
  }));
  const timezone = createMemo(() => props.timezone);
  const clockOf = createMemo(() => {
    const zone = timezone();
    return (at: number) => clockText(at, zone);
  });
  const state = () => ({
    // Read for its own sake: the tokens of the page have other colours when it changes.
    name: props.look,
    series: series(),
    gaps: props.gaps,
    from: props.from,
    to: props.to,
    now: props.now,
    dayStartsAt: props.dayStartsAt,
    titles: titles(),
    clockText: clockOf(),
  });
  createDrawing(() => ({ holder, canvas }), statesConfigOf, state);
  const hasGaps = () => props.gaps.some(({ from, to }) => from < props.to && (to ?? props.to) > props.from);
  const isSeen = (group: (typeof STATE_GROUPS)[number]) => group !== 'unknown' || series().by.unknown.some((count) => (count ?? 0) > 0);
  const told = () =>
    STATE_GROUPS.filter(isSeen).map((group) => `${word(NAMES[group])} ${props.present === null ? '' : countText(props.present[group])}`);
  return (
    <div class="chart-holder is-states">
      <div class="legend">
        <For each={STATE_GROUPS.filter(isSeen)}>
          {(group) => (
            <span data-state={group}>
              <i class={`legend-state is-${group}`} />
              {word(NAMES[group])}
              <Show when={props.present}>{(present) => <Figure class="number">{countText(present()[group])}</Figure>}</Show>
            </span>
          )}
        </For>
        <Show when={hasGaps()}>
          <span>
            <i class="legend-gap" />
            {dictionary().gap}
          </span>
        </Show>
      </div>
      <div class="chart-canvas" ref={holder}>
        <canvas ref={canvas} role="img" aria-label={`${word('agentStates')}: ${told().join(', ')}`} />
      </div>
    </div>
  );
}
