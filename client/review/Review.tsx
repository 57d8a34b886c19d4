import { createEffect, createResource, createSignal, type JSX, Match, Show, Switch } from 'solid-js';
import type { ApiError } from '../api.ts';
import { Explainable } from '../explain/Explainable.tsx';
import { clockText } from '../i18n/dates.ts';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { createPageClock } from '../live/clock.ts';
import { LoadFailed } from '../pages/LoadFailed.tsx';
import { site } from '../site.ts';
import { instantOf } from '../wall/instants.ts';
import { Abandoned } from './Abandoned.tsx';
import { AgentsTable } from './AgentsTable.tsx';
import { getReview, getShifts, type Review as ReviewData, type Shifts } from './api.ts';
import { Course } from './Course.tsx';
import { Notices } from './Notices.tsx';
import { Picker } from './Picker.tsx';
import { QueuesTable } from './QueuesTable.tsx';
import { choiceOf, type Span, spanOf } from './span.ts';
import { TopBar } from './TopBar.tsx';
import { Totals } from './Totals.tsx';
import { watchRecount } from './watch-recount.ts';
import '../styles/desk.css';
import '../styles/totals.css';
import '../styles/tables.css';
import '../styles/desk-phone.css';

/** What happened in a shift: totals against target, the course by quarters, queues, agents, who was lost. */
export function Review(): JSX.Element {
  document.documentElement.dataset['theme'] = 'desk';
  const clock = createPageClock();
  const [askedAt, setAskedAt] = createSignal(clock.now());
  const [choice, setChoice] = createSignal(choiceOf(location.search));
  const day = () => choice().day ?? site()?.day;
  const [shifts, { refetch: shiftsAgain }] = createResource(day, getShifts);
  const span = (): Span | undefined => {
    const known = shifts.latest;
    return known?.ok ? spanOf(known.value, choice().shift, clock.now()) : undefined;
  };
  const key = () => {
    const chosen = span();
    return chosen === undefined ? undefined : `${chosen.from} ${chosen.to}`;
  };
  const [review, { refetch: reviewAgain }] = createResource(key, (spoken) => {
    const [from = '', to = ''] = spoken.split(' ');
    setAskedAt(clock.now());
    return getReview(from, to);
  });
  watchRecount(clock, () => (review.latest?.ok ? review.latest.value : undefined), reviewAgain);
  createEffect(() => {
    document.title = `${site()?.name ?? 'Moked'} · ${dictionary().review}`;
  });
  const choose = (next: { day: string; shift: string | null }) => {
    setChoice(next);
    const params = new URLSearchParams({ day: next.day, ...(next.shift === null ? {} : { shift: next.shift }) });
    history.replaceState(null, '', `/review?${params}`);
  };
  const again = () => void (shifts.latest?.ok ? reviewAgain() : shiftsAgain());
  const failure = (): ApiError | null => {
    for (const answer of [shifts.latest, review.latest]) if (answer !== undefined && !answer.ok) return answer.error;
    return null;
  };
  const loaded = (): { shifts: Shifts; span: Span; review: ReviewData } | null => {
    const known = shifts.latest;
    const chosen = span();
    const answer = review.latest;
    return known?.ok && chosen !== undefined && answer?.ok ? { shifts: known.value, span: chosen, review: answer.value } : null;
  };
  return (
    <div class="desk">
      <TopBar page="review" />
      <main class="page">
        <Show when={shifts.latest?.ok && shifts.latest.value}>
          {(known) => <Picker shifts={known()} span={span()} zone={site()?.timezone ?? 'UTC'} onChoose={choose} />}
        </Show>
        <Switch fallback={<p class="loading">{dictionary().loading}…</p>}>
          <Match when={failure()}>{(error) => <LoadFailed error={error()} onAgain={again} />}</Match>
          <Match when={loaded()}>
            {(known) => (
              <Loaded review={known().review} span={known().span} askedAt={askedAt()} isBusy={review.loading} onAgain={() => void reviewAgain()} />
            )}
          </Match>
        </Switch>
      </main>
    </div>
  );
}

type LoadedProps = {
  readonly review: ReviewData;
  readonly span: Span;
  /** When the server was asked: the figures of a span that still runs are of then. */
  readonly askedAt: number;
  readonly isBusy: boolean;
  readonly onAgain: () => void;
};

function Loaded(props: LoadedProps): JSX.Element {
  const zone = () => site()?.timezone ?? 'UTC';
  const isRunning = () => (instantOf(props.review.to) ?? 0) > props.askedAt && (instantOf(props.review.from) ?? 0) <= props.askedAt;
  return (
    <Explainable>
      <div classList={{ 'is-busy': props.isBusy }} aria-busy={props.isBusy}>
        <Show when={isRunning()}>
          <p class="so-far">
            <span>
              <Say of="soFar" with={{ time: clockText(props.askedAt, zone()) }} />
            </span>
            <button type="button" class="button" disabled={props.isBusy} onClick={() => props.onAgain()}>
              {dictionary().refresh}
            </button>
          </p>
        </Show>
        <Totals review={props.review} zone={zone()} isRunning={isRunning()} />
        <Show when={(props.review.floor.metrics['offered'] ?? 0) > 0} fallback={<p class="blank">{dictionary().noContactsInSpan}</p>}>
          <Course review={props.review} zone={zone()} isDay={props.span.shift === null} now={isRunning() ? props.askedAt : null} />
          <QueuesTable review={props.review} />
        </Show>
        <Notices from={props.review.from} to={props.review.to} askedAt={props.askedAt} zone={zone()} />
        <AgentsTable agents={props.review.agents} distinct={props.review.floor.metrics['answered'] ?? 0} />
        <Abandoned from={props.review.from} to={props.review.to} askedAt={props.askedAt} zone={zone()} />
      </div>
    </Explainable>
  );
}
