import { createMemo, type JSX } from 'solid-js';
import { QuarterChart } from '../charts/QuarterChart.tsx';
import type { Quarter, QuarterGap } from '../charts/quarters.ts';
import { dictionary } from '../i18n/locale.ts';
import { instantOf } from '../wall/instants.ts';
import type { Review } from './api.ts';

/** The span quarter by quarter. */
export function Course(props: { review: Review; zone: string; isDay: boolean; now: number | null }): JSX.Element {
  const quarters = createMemo(() =>
    props.review.intervals.map(
      ({ startsAt, metrics }): Quarter => ({
        startsAt: instantOf(startsAt) ?? 0,
        offered: metrics['offered'] ?? 0,
        answered: metrics['answered'] ?? 0,
        abandoned: metrics['abandoned'] ?? 0,
        serviceLevel: metrics['service_level'] ?? null,
      }),
    ),
  );
  const gaps = createMemo(() => props.review.gaps.map((gap): QuarterGap => ({ from: instantOf(gap.from) ?? 0, to: instantOf(gap.to) })));
  return (
    <section class="course">
      <h2>{dictionary()[props.isDay ? 'courseDay' : 'course']}</h2>
      <QuarterChart
        quarters={quarters()}
        gaps={gaps()}
        from={instantOf(props.review.from) ?? 0}
        to={instantOf(props.review.to) ?? 0}
        now={props.now}
        dayStartsAt={null}
        target={props.review.floor.settings.serviceLevelTarget}
        timezone={props.zone}
        look="desk"
      />
    </section>
  );
}
