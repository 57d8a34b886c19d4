import { createMemo, createSignal, For, type JSX, Show } from 'solid-js';
import { reasonOf } from '../refusals/reason.ts';
import { confirmRows, type Kind, type Page, type Row, tablePath } from './api.ts';
import { Badges, COLUMNS, found } from './columns.tsx';
import type { Note } from './Editor.tsx';
import { isNewcomer, rowName } from './shown.ts';
import { Tell } from './Tell.tsx';
import { type Word, word } from './words.ts';

type RowsProps = {
  kind: Kind;
  page: Page;
  onOpen: (row: Row) => void;
  onImport: () => void;
  onNote: (note: Note) => void;
  refresh: () => Promise<Page | null>;
};

/** Rows on the page at first, and with each wish for more: what lies below is found by searching sooner than by scrolling. */
const PAGE_ROWS = 200;

const EMPTY: Readonly<Record<Kind, Word>> = { queues: 'noQueues', agents: 'noAgents', teams: 'noTeams', sites: 'noSites' };

/** The table of one kind, with its search, and what is done to many rows at once. */
export function Rows(props: RowsProps): JSX.Element {
  const [search, setSearch] = createSignal('');
  const [onlyNew, setOnlyNew] = createSignal(false);
  const all = () => props.page[props.kind];
  const newcomers = () => all().filter((row) => isNewcomer(props.kind, row)).length;
  const shown = createMemo(() => found(props.kind, props.page, search(), onlyNew() && newcomers() > 0));
  const shownNew = () => shown().filter((row) => isNewcomer(props.kind, row));
  const table = () => (props.kind === 'queues' || props.kind === 'agents' ? props.kind : null);
  const confirm = async (kind: 'queues' | 'agents') => {
    const ids = shownNew().map(({ id }) => id);
    const answer = await confirmRows(kind, ids);
    await props.refresh();
    props.onNote(answer.ok ? { of: 'confirmed', with: { count: ids.length } } : { of: 'saveFailed', with: { reason: reasonOf(answer.error) } });
  };
  return (
    <Show when={all().length > 0} fallback={<p class="blank">{word(EMPTY[props.kind])}</p>}>
      <div class="tools">
        <label class="search">
          <span>{word('search')}</span>
          <input type="search" name="search" value={search()} onInput={(event) => setSearch(event.currentTarget.value)} />
        </label>
        <Show when={newcomers() > 0}>
          <label class="only-new">
            <input type="checkbox" name="only-new" checked={onlyNew()} onChange={(event) => setOnlyNew(event.currentTarget.checked)} />
            <span>
              <Tell of="onlyNew" with={{ count: newcomers() }} />
            </span>
          </label>
        </Show>
        <Show when={table()}>
          {(kind) => (
            <>
              <Show when={props.page.mayWrite && shownNew().length > 0}>
                <button type="button" class="button" data-action="confirm-all" onClick={() => void confirm(kind())}>
                  <span>
                    <Tell of="confirmAll" with={{ count: shownNew().length }} />
                  </span>
                </button>
              </Show>
              <a class="button tools-end" href={tablePath(kind())} download="">
                {word('exportCsv')}
              </a>
              <Show when={props.page.mayWrite}>
                <button type="button" class="button" data-action="import" onClick={() => props.onImport()}>
                  {word('importCsv')}
                </button>
              </Show>
            </>
          )}
        </Show>
      </div>
      <Table kind={props.kind} rows={shown()} page={props.page} onOpen={props.onOpen} />
    </Show>
  );
}

function Table(props: { kind: Kind; rows: readonly Row[]; page: Page; onOpen: (row: Row) => void }): JSX.Element {
  const columns = () => COLUMNS[props.kind];
  const [most, setMost] = createSignal(PAGE_ROWS);
  return (
    <Show when={props.rows.length > 0} fallback={<p class="blank">{word('noneFound')}</p>}>
      <div class="wide">
        <table class="data settings-table" data-table={props.kind}>
          <thead>
            <tr>
              <th scope="col">{word('name')}</th>
              <For each={columns()}>
                {({ head, isFigure }) => (
                  <th scope="col" classList={{ words: !isFigure }}>
                    {word(head)}
                  </th>
                )}
              </For>
            </tr>
          </thead>
          <tbody>
            <For each={props.rows.slice(0, most())}>{(row) => <Line kind={props.kind} row={row} page={props.page} onOpen={props.onOpen} />}</For>
          </tbody>
        </table>
      </div>
      <Show when={props.rows.length > most()}>
        <p class="tools">
          <span>
            <Tell of="rowsShown" with={{ shown: most(), count: props.rows.length }} />
          </span>
          <button type="button" class="button" data-action="more-rows" onClick={() => setMost(most() + PAGE_ROWS)}>
            <Tell of="moreRows" with={{ count: Math.min(PAGE_ROWS, props.rows.length - most()) }} />
          </button>
        </p>
      </Show>
    </Show>
  );
}

function Line(props: { kind: Kind; row: Row; page: Page; onOpen: (row: Row) => void }): JSX.Element {
  const name = () => rowName(props.kind, props.row, props.page);
  return (
    <tr data-row={props.row.id}>
      <th scope="row">
        <button type="button" class="link" onClick={() => props.onOpen(props.row)}>
          <bdi>{name()}</bdi>
        </button>
        <Show when={name() !== props.row.id}>
          <small class="row-id">
            <bdi dir="ltr">{props.row.id}</bdi>
          </small>
        </Show>
        <Badges kind={props.kind} row={props.row} />
      </th>
      <For each={COLUMNS[props.kind]}>{({ isFigure, cell }) => <td classList={{ words: !isFigure }}>{cell(props.row, props.page)}</td>}</For>
    </tr>
  );
}
