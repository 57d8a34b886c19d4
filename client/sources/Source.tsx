import { createSignal, For, type JSX, Show } from 'solid-js';
import type { Explained, SourceDetail } from '../../shared/sources.ts';
import type { ApiError } from '../api.ts';
import { clockSecondsText, shortDate } from '../i18n/dates.ts';
import { countText } from '../i18n/format.ts';
import { Why } from '../refusals/Why.tsx';
import { removeSource } from './api.ts';
import { Numbers } from './Numbers.tsx';
import { Tell } from './Tell.tsx';
import { type Word, word } from './words.ts';

type SourceProps = {
  source: SourceDetail;
  timezone: string;
  now: number;
  /** Given where it may be taken away here. */
  onRemoved?: (() => Promise<unknown>) | undefined;
  /** Given where it may be changed here. */
  onEdit?: (() => void) | undefined;
};

/** One source: how it is now, what is wrong and what to do, what is on record against it, and what it cannot tell. */
export function Source(props: SourceProps): JSX.Element {
  const source = () => props.source;
  return (
    <section class="source-card" data-source={source().name} data-state={source().state}>
      <header>
        <h2>
          <bdi>{source().kind === 'simulator' ? word('simulator') : source().name}</bdi>
        </h2>
        <span class="source-state">{word(source().state)}</span>
        <span class="source-since">
          <Tell of="since" with={{ time: instantText(source().since, props) }} />
        </span>
        <Show when={kindText(source())}>
          {(text) => (
            <span class="source-kind">
              <bdi>{text()}</bdi>
              <Show when={source().from === 'environment'}> · {word('environment')}</Show>
            </span>
          )}
        </Show>
      </header>
      <Numbers {...props} />
      <Show when={source().problems.length > 0 || (source().reason !== null && source().state !== 'up')}>
        <Problems of="problems" problems={source().problems} words={source().reason} />
      </Show>
      <Gaps {...props} />
      <Anomalies {...props} />
      <Show when={props.onRemoved}>{(onRemoved) => <Remove name={source().name} onRemoved={onRemoved()} onEdit={props.onEdit} />}</Show>
      <details class="limits">
        <summary>{word('limits')}</summary>
        <ul>
          <For each={source().limits}>
            {(limit) => (
              <li>
                <Tell of={limit} />
              </li>
            )}
          </For>
        </ul>
      </details>
    </section>
  );
}

/** Asks once more: what a source tells meanwhile is not told again. */
function Remove(props: { name: string; onRemoved: () => Promise<unknown>; onEdit?: (() => void) | undefined }): JSX.Element {
  const [isAsked, setAsked] = createSignal(false);
  const [failure, setFailure] = createSignal<ApiError | null>(null);
  const remove = async () => {
    const answer = await removeSource(props.name);
    setFailure(answer.ok ? null : answer.error);
    await props.onRemoved();
  };
  return (
    <p class="tools">
      <Show
        when={isAsked()}
        fallback={
          <>
            <Show when={props.onEdit}>
              {(onEdit) => (
                <button type="button" class="button" data-action="edit" onClick={() => onEdit()()}>
                  {word('edit')}
                </button>
              )}
            </Show>
            <button type="button" class="link" data-action="remove" onClick={() => setAsked(true)}>
              {word('remove')}
            </button>
          </>
        }
      >
        <span>
          <Tell of="reallyRemove" with={{ name: props.name }} />
        </span>
        <button type="button" class="button" data-action="really-remove" onClick={() => void remove()}>
          {word('remove')}
        </button>
        <button type="button" class="button" onClick={() => setAsked(false)}>
          {word('keep')}
        </button>
      </Show>
      <Show when={failure()}>
        {(error) => (
          <span class="fault" role="alert">
            {word('refused')} <Why of={error()} />
          </span>
        )}
      </Show>
    </p>
  );
}

function kindText({ kind, where }: SourceDetail): string {
  if (kind === 'http') return word('sender');
  return kind === 'simulator' ? '' : `${kind === 'asterisk' ? 'Asterisk' : kind}${where === null ? '' : ` ${where}`}`;
}

/** With its date where it is of another day than now. */
function instantText(iso: string, { timezone, now }: SourceProps): string {
  const at = Date.parse(iso);
  const day = shortDate(at, timezone);
  return `${day === shortDate(now, timezone) ? '' : `${day} `}${clockSecondsText(at, timezone)}`;
}

/** What is wrong and what to do; under it the source's own words, which name what no list knows. */
export function Problems(props: { of: Word; problems: readonly Explained[]; words: string | null }): JSX.Element {
  return (
    <div class="problems">
      <h3>{word(props.of)}</h3>
      <ul>
        <For each={props.problems}>
          {(problem) => (
            <li data-problem={problem.code}>
              <b>
                <Tell of={problem.problem} with={{ about: problem.about }} />
              </b>
              <p>
                <Tell of={problem.remedy} with={{ about: problem.about }} />
              </p>
            </li>
          )}
        </For>
      </ul>
      <Show when={props.words}>
        {(words) => (
          <details open={props.problems.length === 0}>
            <summary>{word('inItsWords')}</summary>
            <p dir="ltr" lang="en">
              {words()}
            </p>
          </details>
        )}
      </Show>
    </div>
  );
}

function Gaps(props: SourceProps): JSX.Element {
  return (
    <Show when={props.source.gaps.length > 0}>
      <details class="gaps">
        <summary>
          {word('gaps')}{' '}
          <Show when={props.source.gapCount > props.source.gaps.length}>
            <Tell of="latestGaps" with={{ count: props.source.gaps.length }} />
          </Show>
        </summary>
        <ul>
          <For each={props.source.gaps}>
            {(gap) => (
              <li>
                <Tell of="gapFrom" with={{ time: instantText(gap.from, props) }} />{' '}
                <Show when={gap.to} fallback={<b>{word('gapOpen')}</b>}>
                  {(to) => <Tell of="gapTo" with={{ time: instantText(to(), props) }} />}
                </Show>
              </li>
            )}
          </For>
        </ul>
      </details>
    </Show>
  );
}

function Anomalies(props: SourceProps): JSX.Element {
  const columns: readonly Word[] = ['anomalies', 'example'];
  return (
    <Show when={props.source.anomalies.length > 0}>
      <table class="data" data-table="anomalies">
        <thead>
          <tr>
            <For each={columns}>{(column) => <th class="words">{word(column)}</th>}</For>
          </tr>
        </thead>
        <tbody>
          <For each={props.source.anomalies}>
            {(anomaly) => (
              <tr data-anomaly={anomaly.kind}>
                <td class="words is-long">
                  <b>
                    <bdi dir="ltr">{countText(anomaly.count)}</bdi>
                  </b>{' '}
                  <Show when={anomaly.means} fallback={anomaly.kind}>
                    {(means) => <Tell of={means()} />}
                  </Show>
                </td>
                <td class="words is-long">
                  <bdi dir="ltr">{anomaly.example}</bdi>
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </Show>
  );
}
