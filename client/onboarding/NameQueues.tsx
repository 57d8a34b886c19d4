import { createSignal, For, type JSX, Show } from 'solid-js';
import type { ApiError } from '../api.ts';
import { Why } from '../refusals/Why.tsx';
import { confirmRows, putRow, type Row } from '../settings/api.ts';
import { site } from '../site.ts';
import { Tell } from './Tell.tsx';
import { word } from './words.ts';

type NameProps = { queues: readonly Row[]; mayWrite: boolean; refresh: () => Promise<unknown> };

/** What can be looked through here; a larger floor brings a table to the settings. */
const SHOWN = 40;

/** The queues that were seen, the new ones first, each to be named or taken as it is. */
export function NameQueues(props: NameProps): JSX.Element {
  const [failure, setFailure] = createSignal<ApiError | null>(null);
  const fresh = () => props.queues.filter(({ isNew }) => isNew);
  const confirm = async (rows: readonly Row[]) => {
    const answer = await confirmRows(
      'queues',
      rows.map(({ id }) => id),
    );
    setFailure(answer.ok ? null : answer.error);
    await props.refresh();
  };
  return (
    <Show when={props.queues.length > 0 && site()?.demo !== true} fallback={<p>{word(site()?.demo ? 'nameDemo' : 'nameNone')}</p>}>
      <p>
        <Show when={fresh().length > 0} fallback={word('nameDone')}>
          <Tell of="nameNew" with={{ count: fresh().length }} />
        </Show>
      </p>
      <Show when={failure()}>
        {(error) => (
          <p class="failure" role="alert">
            {word('failed')} <Why of={error()} />
          </p>
        )}
      </Show>
      <Names {...props} onFailed={setFailure} onConfirm={(one) => confirm([one])} />
      <p class="tools">
        <Show when={props.mayWrite && fresh().length > 1}>
          <button type="button" class="button" data-action="confirm-all" onClick={() => void confirm(fresh())}>
            {word('confirmAll')}
          </button>
        </Show>
        <Show when={props.queues.length > SHOWN}>
          <span>
            <Tell of="shownOnly" with={{ n: SHOWN }} />
          </span>
        </Show>
        <a href="/settings?tab=queues">{word('toSettings')}</a>
      </p>
    </Show>
  );
}

function Names(props: NameProps & Pick<RowProps, 'onFailed' | 'onConfirm'>): JSX.Element {
  // In the order in which they stood when they came: a row that was named does not jump away from under the hand.
  const ids = () => props.queues.slice(0, SHOWN).map(({ id }) => id);
  return (
    <div class="wide">
      <table class="data settings-table" data-table="names">
        <thead>
          <tr>
            <th scope="col" class="words">
              {word('queue')}
            </th>
            <th scope="col" class="words">
              {word('nameHe')}
            </th>
            <th scope="col" class="words">
              {word('nameEn')}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          <For each={ids()}>
            {(id) => (
              <Show when={props.queues.find((row) => row.id === id)}>
                {(row) => (
                  <Name row={row()} mayWrite={props.mayWrite} onFailed={props.onFailed} onConfirm={props.onConfirm} refresh={props.refresh} />
                )}
              </Show>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}

type RowProps = {
  row: Row;
  mayWrite: boolean;
  onFailed: (error: ApiError | null) => void;
  onConfirm: (row: Row) => Promise<void>;
  refresh: () => Promise<unknown>;
};

const FIELDS = ['name', 'nameEn'] as const;
type Field = (typeof FIELDS)[number];

/** What is typed over the two names of a queue, until it is saved. */
function createNaming(props: RowProps) {
  const [typed, setTyped] = createSignal<Partial<Record<Field, string>>>({});
  const [isSaved, setSaved] = createSignal(false);
  const own = (field: Field) => String(props.row.own[field] ?? '');
  const touched = () => FIELDS.filter((field) => (typed()[field] ?? own(field)).trim() !== own(field));
  return {
    isSaved,
    isTouched: () => touched().length > 0,
    valueOf: (field: Field) => typed()[field] ?? own(field),
    type(field: Field, text: string) {
      setTyped({ ...typed(), [field]: text });
      setSaved(false);
    },
    async save() {
      const body = Object.fromEntries(touched().map((field) => [field, (typed()[field] ?? '').trim() || null]));
      const answer = await putRow('queues', props.row, body);
      props.onFailed(answer.ok ? null : answer.error);
      await props.refresh();
      if (!answer.ok) return;
      setTyped({});
      setSaved(true);
    },
  };
}

function Name(props: RowProps): JSX.Element {
  const naming = createNaming(props);
  const save = (event: Event) => {
    event.preventDefault();
    if (naming.isTouched()) void naming.save();
  };
  return (
    <tr data-row={props.row.id}>
      <th scope="row">
        <bdi dir="ltr">{props.row.id}</bdi>
        <Show when={props.row.isNew}>
          <span class="badge is-new">{word('fresh')}</span>
        </Show>
      </th>
      <For each={FIELDS}>
        {(field) => (
          <td class="words">
            <input
              type="text"
              name={field}
              maxLength={500}
              dir={field === 'nameEn' ? 'ltr' : 'auto'}
              aria-label={word(field === 'nameEn' ? 'nameEn' : 'nameHe')}
              disabled={!props.mayWrite}
              placeholder={props.row.platformName ?? props.row.id}
              value={naming.valueOf(field)}
              onInput={(event) => naming.type(field, event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter') save(event);
              }}
            />
          </td>
        )}
      </For>
      <td class="words">
        <Show when={props.mayWrite}>
          <button type="button" class="button" data-action="save" disabled={!naming.isTouched()} onClick={save}>
            {word('save')}
          </button>{' '}
          <Show when={props.row.isNew && !naming.isTouched()}>
            <button type="button" class="link" data-action="confirm" onClick={() => void props.onConfirm(props.row)}>
              {word('confirm')}
            </button>
          </Show>
          <span role="status" class="copied">
            {naming.isSaved() ? word('saved') : ''}
          </span>
        </Show>
      </td>
    </tr>
  );
}
