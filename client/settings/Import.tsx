import { createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js';
import { FIELDS } from '../../shared/settings-fields.ts';
import { FileButton } from '../pages/FileButton.tsx';
import { reasonOf } from '../refusals/reason.ts';
import { applyTable, type Page, type Plan, tryTable } from './api.ts';
import type { Note } from './Editor.tsx';
import { createEffective, Effective } from './Effective.tsx';
import { Arrow } from './History.tsx';
import { he } from './he.ts';
import { faultText, valueText } from './shown.ts';
import { Tell } from './Tell.tsx';
import { fieldWord, type Word, word } from './words.ts';

type ImportProps = { kind: 'queues' | 'agents'; page: Page; refresh: () => Promise<Page | null>; onDone: (note: Note | null) => void };

/** The trial of a table, and what follows it. */
function createTrial(props: ImportProps) {
  const effective = createEffective(() => props.page);
  const [file, setFile] = createSignal<File | null>(null);
  const [plan, setPlan] = createSignal<Plan | null>(null);
  const [note, setNote] = createSignal<Note | null>(null);
  const [isBusy, setBusy] = createSignal(false);
  let asked = 0;
  const attempt = async () => {
    const chosen = file();
    const mine = ++asked;
    setPlan(null);
    if (chosen === null || effective.isMissing()) return;
    const answer = await tryTable(props.kind, chosen, effective.iso());
    // Another file or another instant was chosen meanwhile.
    if (mine !== asked) return;
    if (answer.ok) setPlan(answer.value);
    else setNote({ of: 'saveFailed', with: { reason: reasonOf(answer.error) } });
  };
  const retry = () => {
    setNote(null);
    void attempt();
  };
  return {
    effective,
    file,
    plan,
    note,
    retry,
    /** What was tried is no longer what is chosen. */
    forget: () => setPlan(null),
    choose(chosen: File | null) {
      setFile(chosen);
      retry();
    },
    isReady: () => plan()?.problems.length === 0 && (plan()?.changes.length ?? 0) > 0 && !isBusy(),
    async apply() {
      const chosen = file();
      const tried = plan();
      if (chosen === null || tried === null) return;
      setBusy(true);
      const answer = await applyTable(props.kind, chosen, effective.iso(), tried.revision);
      setBusy(false);
      await props.refresh();
      if (answer.ok) props.onDone({ of: 'applied', with: { count: tried.changes.length } });
      else setNote(answer.error.status === 412 ? { of: 'tableConflict' } : { of: 'saveFailed', with: { reason: reasonOf(answer.error) } });
      if (!answer.ok && answer.error.status === 412) await attempt();
    },
  };
}

/** A table is tried first: every fault, and everything that would change. It is taken as a whole or not at all. */
export function Import(props: ImportProps): JSX.Element {
  let dialog: HTMLDialogElement | undefined;
  const trial = createTrial(props);
  onMount(() => dialog?.showModal());
  // Closed and not only taken away, so that the focus goes back to where it came from.
  onCleanup(() => dialog?.close());
  return (
    <dialog
      class="editor is-wide"
      ref={dialog}
      aria-labelledby="import-title"
      onClose={() => {
        if (dialog?.isConnected) props.onDone(null);
      }}
    >
      <h2 id="import-title">{word('importTitle')}</h2>
      <p class="note">{word('importHelp')}</p>
      <p class="file">
        <FileButton name="table" accept=".csv,text/csv" onChoose={trial.choose}>
          {word('chooseFile')}
        </FileButton>
        <Show when={trial.file()}>{(chosen) => <bdi>{chosen().name}</bdi>}</Show>
      </p>
      <div onInput={() => trial.forget()} onChange={() => trial.retry()}>
        <Effective choice={trial.effective} page={props.page} isCounted={props.kind === 'queues'} />
      </div>
      <Show when={trial.note()}>
        {(told) => (
          <p class="failure" role="alert" data-failure={told().of}>
            <Tell of={told().of} with={told().with ?? {}} />
          </p>
        )}
      </Show>
      <Show when={trial.plan()}>{(tried) => <Trial plan={tried()} kind={props.kind} />}</Show>
      <div class="actions">
        <button type="button" class="button is-first" data-action="apply" disabled={!trial.isReady()} onClick={() => void trial.apply()}>
          {word('apply')}
        </button>
        <button type="button" class="button" data-action="close" onClick={() => props.onDone(null)}>
          {word('close')}
        </button>
      </div>
    </dialog>
  );
}

/** What can be looked through; the counts above a table are of all. */
const SHOWN = 500;

type TableColumn<T> = { readonly head: Word; readonly isLong?: boolean; readonly cell: (row: T) => JSX.Element };

/** A table of what a trial has found, each line with the row of the file that it is of. */
function Found<T extends { readonly row: number }>(props: { name: string; rows: readonly T[]; columns: readonly TableColumn<T>[] }): JSX.Element {
  return (
    <>
      <div class="scroll">
        <table class="data" data-table={props.name}>
          <thead>
            <tr>
              <th scope="col">{word('row')}</th>
              <For each={props.columns}>
                {({ head }) => (
                  <th scope="col" class="words">
                    {word(head)}
                  </th>
                )}
              </For>
            </tr>
          </thead>
          <tbody>
            <For each={props.rows.slice(0, SHOWN)}>
              {(row) => (
                <tr>
                  <td>{row.row}</td>
                  <For each={props.columns}>
                    {({ isLong, cell }) => (
                      <td class="words" classList={{ 'is-long': isLong === true }}>
                        {cell(row)}
                      </td>
                    )}
                  </For>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
      <Show when={props.rows.length > SHOWN}>
        <p class="note">
          <Tell of="firstShown" with={{ n: SHOWN }} />
        </p>
      </Show>
    </>
  );
}

type Change = Plan['changes'][number];
type Problem = Plan['problems'][number];

const CHANGES: readonly TableColumn<Change>[] = [
  {
    head: 'idHead',
    cell: (change) => (
      <>
        <bdi dir="ltr">{change.id}</bdi>
        <Show when={change.isUnknown}>
          <span class="badge">{word('notSeenYet')}</span>
        </Show>
      </>
    ),
  },
  {
    head: 'change',
    isLong: true,
    cell: (change) => (
      <For each={change.fields}>
        {({ field, from, to }) => (
          <span class="step">
            {fieldWord(field)}: <bdi>{valueText(field, from)}</bdi> <Arrow />{' '}
            <b>
              <bdi>{valueText(field, to)}</bdi>
            </b>
          </span>
        )}
      </For>
    ),
  },
];

function Trial(props: { plan: Plan; kind: 'queues' | 'agents' }): JSX.Element {
  return (
    <Show when={props.plan.problems.length === 0} fallback={<Faults plan={props.plan} kind={props.kind} />}>
      <Show when={props.plan.changes.length > 0} fallback={<p class="blank">{word('nothingChanges')}</p>}>
        <p role="status">
          <Tell of="willChange" with={{ count: props.plan.changes.length }} />
        </p>
        <Found name="import-changes" rows={props.plan.changes} columns={CHANGES} />
      </Show>
    </Show>
  );
}

function Faults(props: { plan: Plan; kind: 'queues' | 'agents' }): JSX.Element {
  const allowed = ({ is, column, allowed: told }: Problem): string => {
    const field = FIELDS[props.kind].find(({ name }) => name === column);
    if (field !== undefined && is in FIELD_FAULTS) return faultText({ is: is as keyof typeof FIELD_FAULTS, field });
    return is in he ? word(is as Word, { choices: told }) : told;
  };
  const columns: readonly TableColumn<Problem>[] = [
    { head: 'column', cell: ({ column }) => <bdi>{column ?? ''}</bdi> },
    { head: 'value', isLong: true, cell: ({ value }) => <bdi>{value}</bdi> },
    { head: 'allowed', isLong: true, cell: (problem) => <bdi>{allowed(problem)}</bdi> },
  ];
  return (
    <>
      <p class="failure" role="alert">
        <Tell of="faultsFound" with={{ count: props.plan.problems.length }} />
      </p>
      <Found name="import-faults" rows={props.plan.problems} columns={columns} />
    </>
  );
}

/** Faults of one cell, for which the page has the words of the form. */
const FIELD_FAULTS = { tooLong: 1, notText: 1, notNumber: 1, notInteger: 1, outside: 1, notFlag: 1, notChoice: 1 } as const;
