import { For, type JSX, Match, Show, Switch } from 'solid-js';
import { type Span, useExplainable } from '../explain/explainable.ts';
import { clockText, shortDate } from '../i18n/dates.ts';
import { Duration, Figure } from '../i18n/Figure.tsx';
import { countText, NOTHING, percentText } from '../i18n/format.ts';
import { formulaKey } from '../i18n/formula.ts';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { Within } from '../i18n/Within.tsx';
import { Icon } from '../wall/Icon.tsx';
import { instantOf } from '../wall/instants.ts';
import { isBelow } from '../wall/targets.ts';
import type { Review } from './api.ts';

/** One sentence, what is incomplete, and the figures against their targets. */
export function Totals(props: { review: Review; zone: string; isRunning: boolean }): JSX.Element {
  return (
    <>
      <p class="summary">
        <Summary review={props.review} isRunning={props.isRunning} />
      </p>
      <For each={props.review.recounting}>{(day) => <Recounting day={day} />}</For>
      <For each={props.review.gaps}>{(gap) => <Gap gap={gap} zone={props.zone} />}</For>
      <Matrix review={props.review} />
    </>
  );
}

/** Made by rule: subject, figure, comparison. No praise, no blame; what still runs is not told as if it were over. */
function Summary(props: { review: Review; isRunning: boolean }): JSX.Element {
  const level = () => props.review.floor.metrics['service_level'];
  const target = () => props.review.floor.settings.serviceLevelTarget;
  const texts = () => ({ actual: percentText(level(), 1, target()), target: percentText(target()) });
  return (
    <Switch fallback={<Say of={props.isRunning ? 'summaryMetSoFar' : 'summaryMet'} with={texts()} />}>
      <Match when={typeof level() !== 'number'}>{dictionary()[props.isRunning ? 'summaryNoneSoFar' : 'summaryNone']}</Match>
      <Match when={isBelow(level(), target())}>
        <Say of={props.isRunning ? 'summaryMissedSoFar' : 'summaryMissed'} with={texts()} />
      </Match>
    </Switch>
  );
}

function Gap(props: { gap: Review['gaps'][number]; zone: string }): JSX.Element {
  const from = () => clockText(instantOf(props.gap.from) ?? 0, props.zone);
  return (
    <p class="gap" data-gap={props.gap.source}>
      <Icon name="clock" />
      <span>
        <Show when={props.gap.to} fallback={<Say of="gapOpen" with={{ source: props.gap.source, from: from() }} />}>
          {(to) => <Say of="gapNotice" with={{ source: props.gap.source, from: from(), to: clockText(instantOf(to()) ?? 0, props.zone) }} />}
        </Show>
      </span>
    </p>
  );
}

function Recounting(props: { day: string }): JSX.Element {
  // A day is a date wherever it is read: as of noon UTC it is the same date there.
  const date = () => shortDate(instantOf(`${props.day}T12:00:00.000Z`) ?? 0, 'UTC');
  return (
    <p class="gap" role="status" data-recounting={props.day}>
      <Icon name="clock" />
      <span>
        <Say of="recounting" with={{ day: date() }} />
      </span>
    </p>
  );
}

function Matrix(props: { review: Review }): JSX.Element {
  return (
    <div class="matrix">
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">{dictionary().serviceLevel}</th>
            <th scope="col">{dictionary().asa}</th>
            <th scope="col">{dictionary().abandonment}</th>
            <th scope="col">{dictionary().answeredOffered}</th>
            <th scope="col">{dictionary().aht}</th>
            <th scope="col">{dictionary().maxWait}</th>
          </tr>
        </thead>
        <tbody>
          <Results floor={props.review.floor} span={props.review} />
          <Targets floor={props.review.floor} />
        </tbody>
      </table>
      <p class="note">
        {dictionary().serviceLevel}: {dictionary()[formulaKey(props.review.floor.settings.formula)]}
      </p>
    </div>
  );
}

function Results(props: { floor: Review['floor']; span: Span }): JSX.Element {
  const explain = useExplainable();
  const mark = (metric: string) => explain(metric, { of: 'floor' }, () => ({ from: props.span.from, to: props.span.to }));
  const metrics = () => props.floor.metrics;
  const target = () => props.floor.settings.serviceLevelTarget;
  const isMissed = () => isBelow(metrics()['service_level'], target());
  const counts = () => ({ n: countText(metrics()['abandoned']), short: countText(metrics()['short_abandoned']) });
  return (
    <tr class="result">
      <th scope="row">{dictionary().theSpan}</th>
      <td data-total="service_level" data-title={dictionary().serviceLevel} classList={{ 'is-missed': isMissed() }}>
        <span ref={mark('service_level')}>
          <Figure class="number">{percentText(metrics()['service_level'], 1, target())}</Figure>
        </span>
        <Show when={isMissed()}>
          <span class="missed">
            <Icon name="triangle" />
            {dictionary().belowTarget}
          </span>
        </Show>
      </td>
      <td data-total="asa_ms" data-title={dictionary().asa}>
        <span ref={mark('asa_ms')}>
          <BigDuration ms={metrics()['asa_ms']} />
        </span>
      </td>
      <td data-total="abandon_rate" data-title={dictionary().abandonment}>
        <span ref={mark('abandon_rate')}>
          <Figure class="number">{percentText(metrics()['abandon_rate'], 1)}</Figure>
        </span>
        <span class="beneath" data-total="abandoned">
          <Say of="abandonedAndShort" with={counts()} />
        </span>
      </td>
      <td data-total="answered" data-title={dictionary().answeredOffered}>
        <span ref={mark('answered')}>
          <Figure class="number">{countText(metrics()['answered'])}</Figure>
        </span>
        <span class="beneath" data-total="offered">
          <Say of="outOf" with={{ n: countText(metrics()['offered']) }} />
        </span>
      </td>
      <td data-total="aht_ms" data-title={dictionary().aht}>
        <span ref={mark('aht_ms')}>
          <BigDuration ms={metrics()['aht_ms']} />
        </span>
      </td>
      <td data-total="longest_wait_ms" data-title={dictionary().maxWait}>
        <span ref={mark('longest_wait_ms')}>
          <BigDuration ms={metrics()['longest_wait_ms']} />
        </span>
      </td>
    </tr>
  );
}

function Targets(props: { floor: Review['floor'] }): JSX.Element {
  return (
    <tr>
      <th scope="row">{dictionary().targetHead}</th>
      <td>
        <Figure>{percentText(props.floor.settings.serviceLevelTarget)}</Figure> <Within ms={props.floor.settings.targetMs} />
      </td>
      <td>{NOTHING}</td>
      <td>{NOTHING}</td>
      <td>{NOTHING}</td>
      <td>{NOTHING}</td>
      <td>{NOTHING}</td>
    </tr>
  );
}

function BigDuration(props: { ms: number | null | undefined }): JSX.Element {
  return (
    <span class="number">
      <Duration ms={props.ms} />
    </span>
  );
}
