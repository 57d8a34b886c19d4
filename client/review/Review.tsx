import { createEffect, createResource, createSignal, type JSX, Match, Show, Switch } from 'solid-js';
import type { ApiError } from '../api.ts';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { createPageClock } from '../live/clock.ts';
import { site } from '../site.ts';
import { Abandoned } from './Abandoned.tsx';
import { AgentsTable } from './AgentsTable.tsx';
import { getReview, getShifts, type Review as ReviewData, type Shifts } from './api.ts';
import { Course } from './Course.tsx';
import { Picker } from './Picker.tsx';
import { QueuesTable } from './QueuesTable.tsx';
import { choiceOf, type Span, spanOf } from './span.ts';
import { TopBar } from './TopBar.tsx';
import { Totals } from './Totals.tsx';
import '../styles/desk.css';

/** What happened in a shift: totals against target, the course by quarters, queues, agents, who was lost. */
export function Review(): JSX.Element {
  document.documentElement.dataset['theme'] = 'desk';
  const clock = createPageClock();
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
    return getReview(from, to);
  });
  createEffect(() => {
    document.title = `${site()?.name ?? 'Moked'} · ${dictionary().review}`;
  });
  const choose = (next: { day: string; shift: string | null }) => {
    setChoice(next);
    const params = new URLSearchParams({ day: next.day, ...(next.shift === null ? {} : { shift: next.shift }) });
    history.replaceState(null, '', `/review?${params}`);
  };
  const again = () => {
    void (shifts.latest?.ok ? reviewAgain() : shiftsAgain());
  };
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
      <TopBar />
      <main class="page">
        <Show when={shifts.latest?.ok && shifts.latest.value}>
          {(known) => <Picker shifts={known()} span={span()} zone={site()?.timezone ?? 'UTC'} onChoose={choose} />}
        </Show>
        <Switch fallback={<p class="loading">{dictionary().loading}…</p>}>
          <Match when={failure()}>{(error) => <Failed error={error()} onAgain={again} />}</Match>
          <Match when={loaded()}>{(known) => <Loaded review={known().review} isBusy={review.loading} />}</Match>
        </Switch>
      </main>
    </div>
  );
}

function Failed(props: { error: ApiError; onAgain: () => void }): JSX.Element {
  return (
    <p class="failure" role="alert">
      <span>
        <Say of="loadFailed" with={{ reason: props.error.reason }} />
      </span>{' '}
      <button type="button" class="button" onClick={() => props.onAgain()}>
        {dictionary().tryAgain}
      </button>
    </p>
  );
}

function Loaded(props: { review: ReviewData; isBusy: boolean }): JSX.Element {
  const zone = () => site()?.timezone ?? 'UTC';
  return (
    <div classList={{ 'is-busy': props.isBusy }} aria-busy={props.isBusy}>
      <Totals review={props.review} zone={zone()} />
      <Show when={(props.review.floor.metrics['offered'] ?? 0) > 0} fallback={<p class="blank">{dictionary().noContactsInSpan}</p>}>
        <Course review={props.review} zone={zone()} />
        <QueuesTable review={props.review} />
      </Show>
      <AgentsTable agents={props.review.agents} />
      <Abandoned from={props.review.from} to={props.review.to} zone={zone()} />
    </div>
  );
}
