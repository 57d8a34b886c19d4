import { createMemo, For, type JSX, Show } from 'solid-js';
import type { Scope } from '../../shared/boards/parts.ts';
import { type Span, useExplainable } from '../explain/explainable.ts';
import { Duration, Figure } from '../i18n/Figure.tsx';
import { countText, NOTHING, percentText } from '../i18n/format.ts';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { Icon } from '../wall/Icon.tsx';
import { queueName } from '../wall/names.tsx';
import { isBelow } from '../wall/targets.ts';
import type { QueueReview, Review } from './api.ts';

type Figures = Pick<QueueReview, 'id' | 'metrics' | 'settings'>;

/** The queues of the span, those below target first, and the floor below them. */
export function QueuesTable(props: { review: Review }): JSX.Element {
  const rows = createMemo(() => [...props.review.queues].sort(compare));
  const offered = (row: Figures) => row.metrics['offered'] ?? 0;
  const sum = () => rows().reduce((total, row) => total + offered(row), 0);
  return (
    <section>
      <h2>{dictionary().queues}</h2>
      <table class="data" data-table="queues">
        <thead>
          <tr>
            <th scope="col">{dictionary().queue}</th>
            <th scope="col">{dictionary().offered}</th>
            <th scope="col">{dictionary().answeredHead}</th>
            <th scope="col">{dictionary().abandonedHead}</th>
            <th scope="col">{dictionary().shortAbandoned}</th>
            <th scope="col">{dictionary().leftOtherwise}</th>
            <th scope="col">{dictionary().lost}</th>
            <th scope="col">{dictionary().serviceLevelTarget}</th>
            <th scope="col">{dictionary().avgAnswer}</th>
            <th scope="col">{dictionary().maxWait}</th>
            <th scope="col">{dictionary().avgHandle}</th>
          </tr>
        </thead>
        <tbody>
          <For each={rows()}>
            {(row) => (
              <tr data-queue={row.id} classList={{ 'is-below': isBelow(row.metrics['service_level'], row.settings.serviceLevelTarget) }}>
                <th scope="row">
                  <bdi title={nameOf(row)}>{nameOf(row)}</bdi>
                </th>
                <Cells row={row} scope={{ of: 'queue', id: row.id }} span={props.review} />
              </tr>
            )}
          </For>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{dictionary().wholeFloor}</th>
            <Cells row={props.review.floor} scope={{ of: 'floor' }} span={props.review} />
          </tr>
        </tfoot>
      </table>
      <Show when={sum() > offered(props.review.floor)}>
        <p class="note">
          <Say of="rowsAddUp" with={{ rows: countText(sum()), distinct: countText(offered(props.review.floor)) }} />
        </p>
      </Show>
    </section>
  );
}

function compare(a: QueueReview, b: QueueReview): number {
  const short = (row: QueueReview) => {
    const level = row.metrics['service_level'];
    return isBelow(level, row.settings.serviceLevelTarget) ? row.settings.serviceLevelTarget - (level ?? 0) : 0;
  };
  return short(b) - short(a) || nameOf(a).localeCompare(nameOf(b));
}

const nameOf = ({ id, name, nameEn }: QueueReview) => queueName({ name: name ?? id, nameEn });

const COUNTS = ['offered', 'answered', 'abandoned', 'short_abandoned', 'left_otherwise', 'lost'] as const;

type Of = { readonly row: Figures; readonly scope: Scope; readonly span: Span };

function Cells(props: Of): JSX.Element {
  const explain = useExplainable();
  const mark = (metric: string) => explain(metric, props.scope, () => ({ from: props.span.from, to: props.span.to }));
  return (
    <>
      <For each={COUNTS}>
        {(metric) => (
          <td data-metric={metric}>
            <span ref={mark(metric)}>
              <Figure>{countText(props.row.metrics[metric])}</Figure>
            </span>
          </td>
        )}
      </For>
      <LevelCell row={props.row} mark={mark('service_level')} />
      <td data-metric="asa_ms">
        <span ref={mark('asa_ms')}>
          <Duration ms={props.row.metrics['asa_ms']} />
        </span>
      </td>
      <td data-metric="longest_wait_ms">
        <span ref={mark('longest_wait_ms')}>
          <Duration ms={props.row.metrics['longest_wait_ms']} />
        </span>
      </td>
      <td data-metric="aht_ms">
        <span ref={mark('aht_ms')}>
          <Duration ms={props.row.metrics['aht_ms']} />
        </span>
      </td>
    </>
  );
}

function LevelCell(props: { row: Figures; mark: (element: HTMLElement) => void }): JSX.Element {
  const level = () => props.row.metrics['service_level'] ?? null;
  const target = () => props.row.settings.serviceLevelTarget;
  const width = (ratio: number) => `${(Math.max(0, Math.min(1, ratio)) * 100).toFixed(1)}%`;
  const text = () => percentText(level(), 0, target());
  return (
    <td data-metric="service_level" class="level-cell" classList={{ 'is-missed': isBelow(level(), target()) }}>
      <span ref={props.mark}>
        <Figure>{text()}</Figure>
        <Show when={text() !== NOTHING}>
          <span class="bullet">
            <i class="bullet-fill" style={{ 'inline-size': width(level() ?? 0) }} />
            <i class="bullet-target" style={{ 'inset-inline-start': width(target()) }} />
          </span>
          <bdi dir="ltr" class="level-target">
            {Math.round(target() * 100)}
          </bdi>
          <Show when={isBelow(level(), target())}>
            <Icon name="triangle" />
          </Show>
        </Show>
      </span>
    </td>
  );
}
