import { createResource, For, type JSX, Match, Show, Switch } from 'solid-js';
import { getHistory, type History as HistoryData, type Kind } from './api.ts';
import { authorText, instantText, valueText } from './shown.ts';
import { Tell } from './Tell.tsx';
import { fieldWord, word } from './words.ts';

type Entry = HistoryData['changes'][number];

/** What was changed, when, by whom, from when it holds, from what to what: the newest first. */
export function History(props: { kind: Kind | 'site'; id: string; revision: string; zone: string }): JSX.Element {
  const [history] = createResource(
    () => props.revision,
    () => getHistory(props.kind, props.id),
  );
  const known = () => {
    const answer = history.latest;
    return answer?.ok ? answer.value : null;
  };
  return (
    <section class="history" data-history>
      <h2>{word('history')}</h2>
      <Switch fallback={<p class="note">…</p>}>
        <Match when={known()?.changes.length === 0}>
          <p class="note">{word('noHistory')}</p>
        </Match>
        <Match when={known()}>
          {(shown) => (
            <ol>
              <For each={shown().changes}>{(entry) => <Line entry={entry} zone={props.zone} />}</For>
            </ol>
          )}
        </Match>
        <Match when={history.latest?.ok === false}>
          <p class="failure">–</p>
        </Match>
      </Switch>
    </section>
  );
}

function Line(props: { entry: Entry; zone: string }): JSX.Element {
  const isAlways = () => props.entry.effectiveAt.startsWith('1970-01-01T00:00');
  return (
    <li>
      <p class="history-head">
        <bdi dir="ltr">{instantText(props.entry.changedAt, props.zone)}</bdi> · <bdi>{authorText(props.entry.by, props.entry.source)}</bdi>
        {' · '}
        <span>
          <Show when={!isAlways()} fallback={word('always')}>
            <Tell of="effective" with={{ time: instantText(props.entry.effectiveAt, props.zone) }} />
          </Show>
        </span>
      </p>
      <ul>
        <For each={props.entry.changes} fallback={<li>{word('asWas')}</li>}>
          {(change) => (
            <li>
              {fieldWord(change.field)}: <bdi>{valueText(change.field, change.from)}</bdi> <Arrow />{' '}
              <b>
                <bdi>{valueText(change.field, change.to)}</bdi>
              </b>
            </li>
          )}
        </For>
      </ul>
    </li>
  );
}

/** Points from the old to the new in the direction of reading. */
export function Arrow(): JSX.Element {
  return (
    <span class="arrow" aria-hidden="true">
      →
    </span>
  );
}
