import { createMemo, type JSX, lazy, Show, Suspense } from 'solid-js';
import { INTERVAL_MS } from '../../shared/time.ts';
import type { Quarter, QuarterGap } from '../charts/quarters.ts';
import { dictionary } from '../i18n/locale.ts';
import { useLive } from '../live/context.ts';
import { useFloor } from '../wall/floor.ts';
import { instantOf } from '../wall/instants.ts';
import { spanOf } from './span.ts';

// The chart is half of all script: the wall is there before it.
const QuarterChart = lazy(async () => ({ default: (await import('../charts/QuarterChart.tsx')).QuarterChart }));

/** Today's curve: service level in a panel of its own, above answered and abandoned by the quarter. */
export function Curve(): JSX.Element {
  const live = useLive();
  const floor = () => live.store.board?.floor;
  // The row of the floor is another one with every change, its curve is not.
  const curve = createMemo(() => floor()?.curve);
  const quarters = createMemo(() => (curve() ?? []).map((point): Quarter => ({ ...point, startsAt: instantOf(point.startsAt) ?? 0 })));
  return (
    <section class="curve">
      <CurveOf quarters={quarters()} target={floor()?.settings.serviceLevelTarget ?? 0} />
    </section>
  );
}

/** The chart of some quarters of today; `target` is 0…1. */
export function CurveOf(props: { quarters: readonly Quarter[]; target: number }): JSX.Element {
  const live = useLive();
  const derived = useFloor();
  const floor = () => live.store.board?.floor;
  const told = createMemo(() => floor()?.gaps);
  const gaps = createMemo(() => (told() ?? []).map((gap): QuarterGap => ({ from: instantOf(gap.from) ?? 0, to: instantOf(gap.to) })));
  const first = () => props.quarters.find(({ offered }) => offered > 0)?.startsAt ?? null;
  // A new quarter redraws the axis; a second does not.
  const quarterNow = createMemo(() => Math.floor(live.tick() / INTERVAL_MS) * INTERVAL_MS);
  const minuteNow = createMemo(() => Math.floor(live.tick() / 60_000) * 60_000);
  const span = createMemo(() => spanOf(floor()?.period.shift ?? null, first(), quarterNow()), undefined, {
    equals: (a, b) => a.from === b.from && a.to === b.to,
  });
  return (
    <Show when={floor()}>
      {(known) => (
        <Show when={first() !== null} fallback={<p class="empty">{derived.isUntold() ? dictionary().noData : dictionary().noCurveYet}</p>}>
          <Suspense>
            <QuarterChart
              quarters={props.quarters}
              gaps={gaps()}
              from={span().from}
              to={span().to}
              now={minuteNow()}
              dayStartsAt={instantOf(known().period.dayStartsAt)}
              target={props.target}
              timezone={known().timezone}
              look={live.freshness() === 'stale' || derived.cutOffAt() !== null ? 'stale' : 'live'}
            />
          </Suspense>
        </Show>
      )}
    </Show>
  );
}
