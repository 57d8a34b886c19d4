import { createResource, type JSX, onCleanup, onMount, Show, useContext } from 'solid-js';
import type { Board } from '../../shared/board.ts';
import { aboutMetric, figureText } from '../board/figure.ts';
import { scopeName } from '../board/subject.ts';
import { Figure } from '../i18n/Figure.tsx';
import { dictionary, locale } from '../i18n/locale.ts';
import { LiveContext } from '../live/context.ts';
import { reasonOf } from '../refusals/reason.ts';
import { instantText } from '../settings/shown.ts';
import { site } from '../site.ts';
import { nameIn } from '../wall/names.tsx';
import { type Explanation, getExplanation } from './api.ts';
import { Counted } from './Counted.tsx';
import type { Explained } from './explainable.ts';
import { FORMULAS_HE } from './formulas.ts';
import { Data, InForce, MadeOf } from './Sections.tsx';
import { Tell, word } from './words.ts';
import '../styles/explain.css';

/** What a number is made of. `text`: as it was shown when it was pressed. */
export function Explain(props: { of: Explained; text: string; onClose: () => void }): JSX.Element {
  let dialog: HTMLDialogElement | undefined;
  const [answer] = createResource(() => getExplanation(props.of));
  const found = () => {
    const latest = answer.latest;
    return latest?.ok ? latest.value : null;
  };
  const reason = () => {
    const latest = answer.latest;
    return latest !== undefined && !latest.ok ? reasonOf(latest.error) : null;
  };
  onMount(() => {
    // A click beside it closes it, where the browser knows how.
    dialog?.setAttribute('closedby', 'any');
    dialog?.showModal();
  });
  onCleanup(() => dialog?.close());
  return (
    <dialog class="explain" data-theme="desk" ref={dialog} aria-labelledby="explain-title" onClose={() => props.onClose()}>
      <div class="explain-page">
        <header>
          <h2 id="explain-title">{aboutMetric(props.of.metric, props.of.scope)?.[locale()] ?? props.of.metric}</h2>
          <button type="button" class="explain-close" onClick={() => props.onClose()}>
            {word('close')}
          </button>
        </header>
        <Show when={reason()}>
          {(why) => (
            <p class="explain-failed" role="alert">
              <Tell of="failed" with={{ reason: why() }} />
            </p>
          )}
        </Show>
        <Show when={found()} fallback={<p class="explain-note">{reason() === null ? word('loading') : ''}</p>}>
          {(explanation) => <Known of={explanation()} asked={props.of} text={props.text} />}
        </Show>
      </div>
    </dialog>
  );
}

const zone = () => site()?.timezone ?? 'UTC';

function Known(props: { of: Explanation; asked: Explained; text: string }): JSX.Element {
  const of = () => props.of;
  // What is of this moment goes on while one reads.
  const value = () => (of().kind === 'now' ? props.text : figureText(of().value, of().unit, { hoursUnit: dictionary().hoursUnit }));
  const live = useContext(LiveContext);
  const subject = () => subjectOf(of(), live?.store.board ?? null);
  return (
    <>
      <p class="explain-value">
        <b>
          <Figure>{value()}</Figure>
        </b>{' '}
        <bdi>{subject()}</bdi>{' '}
        <Show when={of().span} fallback={<span>{word('atThisMoment')}</span>}>
          {(span) => (
            <span>
              <Tell of="span" with={{ from: instantText(span().from, zone()), to: instantText(endOf(span().to, of().at), zone()) }} />
            </span>
          )}
        </Show>
      </p>
      <section>
        <h3>{word('howCounted')}</h3>
        <p class="explain-formula">{formulaOf(of())}</p>
        <Show when={of().counts}>{(counts) => <p class="explain-note">{word(COUNTS[counts()])}</p>}</Show>
      </section>
      <MadeOf of={of()} />
      <InForce of={of()} zone={zone()} />
      <Data of={of()} zone={zone()} />
      <Show when={of().hasContacts}>
        <Counted of={props.asked} zone={zone()} />
      </Show>
    </>
  );
}

const COUNTS = { contacts: 'countsContacts', stays: 'countsStays', time: 'countsTime' } as const;

/** A span that is not over ends now. */
const endOf = (to: string, at: string): string => (to < at ? to : at);

/** The queue's name, or what its part of the floor is called. */
function subjectOf({ scope, settings }: Explanation, board: Board | null): string {
  if (scope.of === 'floor') return word('wholeFloor');
  const [queue] = settings;
  if (scope.of !== 'queue') return scopeName(board ?? { queues: [], agents: [] }, scope, null) ?? '';
  return nameIn(queue?.name ?? null, queue?.nameEn ?? null) ?? scope.id ?? '';
}

/** In the words of the language; of a service level the formula that the settings name. */
function formulaOf({ metric, kind, formula, settings }: Explanation): string {
  if (locale() === 'en') return formula;
  const numbers = new Set(settings.map((one) => one.formula));
  if (metric === 'service_level' && numbers.size === 1) return FORMULAS_HE[`service_level_${[...numbers][0]}`] ?? formula;
  return FORMULAS_HE[kind === 'agent' ? `agent.${metric}` : metric] ?? formula;
}
