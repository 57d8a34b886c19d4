/** What the tables of the settings page show of a row, and in which order the rows stand. */
import { For, type JSX } from 'solid-js';
import { Figure } from '../i18n/Figure.tsx';
import { locale } from '../i18n/locale.ts';
import type { Kind, Page, Row } from './api.ts';
import { authorText, instantText, isNewcomer, labelName, rowName, valueText } from './shown.ts';
import { Target, Tell } from './Tell.tsx';
import { type Word, word } from './words.ts';

export type Column = { readonly head: Word; readonly isFigure: boolean; readonly cell: (row: Row, page: Page) => JSX.Element };

const words = (head: Word, field: string): Column => ({ head, isFigure: false, cell: (row) => <bdi>{String(row.own[field] ?? '')}</bdi> });
/** A team or a site, in the language of the page where it has a name in it. */
const named = (head: Word, field: 'team' | 'site'): Column => ({
  head,
  isFigure: false,
  cell: (row, page) => <bdi>{row.own[field] === undefined ? '' : labelName(page, `${field}s`, String(row.own[field] ?? ''))}</bdi>,
});
const figure = (head: Word, of: (row: Row) => number): Column => ({ head, isFigure: true, cell: (row) => <Figure>{of(row)}</Figure> });

/** Grey where it is the default that holds. */
function holding(row: Row, page: Page, field: string): { value: number; isOwn: boolean } {
  const own = row.own[field];
  return { value: Number(own ?? page.defaults[field] ?? 0), isOwn: own !== undefined };
}

function seconds(head: Word, field: string): Column {
  return {
    head,
    isFigure: true,
    cell: (row, page) => (
      <span classList={{ 'is-default': !holding(row, page, field).isOwn }}>
        <Tell of="secondsOf" with={{ n: holding(row, page, field).value }} />
      </span>
    ),
  };
}

const target: Column = {
  head: 'targetHead',
  isFigure: false,
  cell: (row, page) => (
    <span classList={{ 'is-default': !holding(row, page, 'slaTarget').isOwn && !holding(row, page, 'slaSeconds').isOwn }}>
      <Target percent={holding(row, page, 'slaTarget').value} seconds={holding(row, page, 'slaSeconds').value} />
    </span>
  ),
};

const channel: Column = {
  head: 'channel',
  isFigure: false,
  cell: (row) => (
    <span classList={{ 'is-default': row.own['channel'] === undefined }}>
      {valueText('channel', row.own['channel'] ?? row.platformChannel ?? 'voice')}
    </span>
  ),
};

const changed: Column = {
  head: 'changedHead',
  isFigure: false,
  cell: (row, page) =>
    row.changedAt === null ? (
      ''
    ) : (
      <small>
        <bdi dir="ltr">{instantText(row.changedAt, page.site.timezone)}</bdi> · <bdi>{authorText(row.by, row.source)}</bdi>
      </small>
    ),
};

const order: Column = { head: 'order', isFigure: true, cell: (row) => <Figure>{String(row.own['order'] ?? '')}</Figure> };

export const COLUMNS: Readonly<Record<Kind, readonly Column[]>> = {
  queues: [
    channel,
    target,
    seconds('shortHead', 'shortAbandonSeconds'),
    seconds('wrapupHead', 'wrapupSeconds'),
    named('site', 'site'),
    words('group', 'group'),
    order,
    changed,
  ],
  agents: [named('team', 'team'), named('site', 'site'), changed],
  teams: [words('nameEn', 'nameEn'), order, figure('membersAgents', (row) => row.agents), changed],
  sites: [words('nameEn', 'nameEn'), order, figure('membersAgents', (row) => row.agents), figure('membersQueues', (row) => row.queues), changed],
};

/** The rows that a search finds: what is new first, then by the order of the settings, then by name. */
export function found(kind: Kind, page: Page, search: string, onlyNew: boolean): Row[] {
  const rows = page[kind];
  const wanted = search.trim().toLocaleLowerCase();
  const matches = (row: Row) =>
    wanted === '' ||
    [row.id, row.platformName, ...['name', 'nameEn', 'team', 'site', 'group'].map((field) => row.own[field])].some((text) =>
      String(text ?? '')
        .toLocaleLowerCase()
        .includes(wanted),
    );
  const place = (row: Row) => (typeof row.own['order'] === 'number' ? row.own['order'] : Number.MAX_SAFE_INTEGER);
  const names = new Map(rows.map((row) => [row.id, rowName(kind, row, page)]));
  const collator = new Intl.Collator(locale(), { numeric: true });
  return rows
    .filter((row) => matches(row) && (!onlyNew || isNewcomer(kind, row)))
    .sort(
      (a, b) =>
        Number(isNewcomer(kind, b)) - Number(isNewcomer(kind, a)) ||
        place(a) - place(b) ||
        collator.compare(names.get(a.id) ?? '', names.get(b.id) ?? ''),
    );
}

/** Words beside a name: what is new, hidden, in nesting, or planned. */
export function Badges(props: { kind: Kind; row: Row }): JSX.Element {
  const marks = () => [
    ...(isNewcomer(props.kind, props.row) ? [{ text: word('fresh'), title: word('freshMeans'), isNew: true }] : []),
    ...(props.row.own['hidden'] === true ? [{ text: word('hiddenMark'), title: '', isNew: false }] : []),
    ...(props.row.own['nesting'] === true ? [{ text: word('nesting'), title: '', isNew: false }] : []),
    ...(props.row.planned > 0 ? [{ text: word('planned', { count: props.row.planned }), title: '', isNew: false }] : []),
  ];
  return (
    <For each={marks()}>
      {({ text, title, isNew }) => (
        <span class="badge" classList={{ 'is-new': isNew }} title={title}>
          {text}
        </span>
      )}
    </For>
  );
}
