import { createMemo, For, type JSX, Show } from 'solid-js';
import { type Change as Changed, changeOf, type Trend } from '../board/trend.ts';
import { Tell } from '../board/words.ts';
import { countText, percentText } from '../i18n/format.ts';

type ChangeProps = {
  readonly trend: Trend | null;
  readonly isRatio: boolean;
  readonly better: 'higher' | 'lower' | 'neither';
  /** Beside a name there is no room to say since when. */
  readonly isBrief: boolean;
};

/** What changed since the same time last week: by how much, an arrow for the direction, a word for better or worse. Nothing where nothing is known of then. */
export function Change(props: ChangeProps): JSX.Element {
  const change = createMemo(() => (props.trend === null ? null : changeOf(props.trend, props.isRatio)));
  return <Show when={change()}>{(found) => <Told of={found()} better={props.better} isBrief={props.isBrief} />}</Show>;
}

const WORDS = {
  better: { share: ['trendBetter', 'briefBetter'], points: ['trendPointsBetter', 'briefPointsBetter'] },
  worse: { share: ['trendWorse', 'briefWorse'], points: ['trendPointsWorse', 'briefPointsWorse'] },
  neither: { share: ['trend', 'trend'], points: ['trendPoints', 'trendPoints'] },
} as const;

function Told(props: { of: Changed } & Pick<ChangeProps, 'better' | 'isBrief'>): JSX.Element {
  const way = () => Math.sign(props.of.change);
  const amount = () => (props.of.isRatio ? countText(Math.abs(props.of.change)) : percentText(Math.abs(props.of.change) / 100));
  const verdict = () => {
    if (way() === 0) return 'trendSame' as const;
    const of = props.better === 'neither' ? 'neither' : way() > 0 === (props.better === 'higher') ? 'better' : 'worse';
    return WORDS[of][props.of.isRatio ? 'points' : 'share'][props.isBrief ? 1 : 0];
  };
  return (
    <span class="trend" data-way={way() > 0 ? 'up' : way() < 0 ? 'down' : 'same'}>
      <Show when={way() !== 0}>
        <svg class="trend-arrow" viewBox="0 0 10 10" aria-hidden="true">
          <path d={way() > 0 ? 'M5 1 L9.5 9 H0.5 Z' : 'M5 9 L9.5 1 H0.5 Z'} />
        </svg>
      </Show>
      <span>
        <Tell of={verdict()} with={{ change: amount() }} />
      </span>
    </span>
  );
}

/** The quarters of the day so far as a line; where there is nothing of a quarter it is broken. Time runs from left to right, as in the charts. */
export function Spark(props: { trend: Trend | null }): JSX.Element {
  const parts = createMemo(() => linesOf(props.trend?.quarters ?? []));
  return (
    <svg class="spark" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">
      <For each={parts()}>{(points) => <polyline points={points} />}</For>
    </svg>
  );
}

const WIDTH = 100;
const HEIGHT = 20;

/** Runs of known quarters, from nought to the highest; one that stands alone is a short dash. */
function linesOf(quarters: Trend['quarters']): string[] {
  const most = Math.max(...quarters.map(({ value }) => value ?? 0), Number.MIN_VALUE);
  const step = WIDTH / Math.max(1, quarters.length - 1);
  const runs: string[][] = [];
  let run: string[] | null = null;
  for (const [i, { value }] of quarters.entries()) {
    if (value === null) {
      run = null;
      continue;
    }
    const y = (HEIGHT - 1 - (value / most) * (HEIGHT - 2)).toFixed(2);
    if (run === null) {
      run = [`${Math.max(0, (i - 0.25) * step).toFixed(2)},${y}`];
      runs.push(run);
    }
    run.push(`${(i * step).toFixed(2)},${y}`);
  }
  return runs.map((points) => points.join(' '));
}
