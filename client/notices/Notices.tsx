import { createSignal, type JSX, Show } from 'solid-js';
import type { NoticeRecord } from '../../shared/notice-record.ts';
import type { Result } from '../../shared/result.ts';
import { DAY_MS, SECOND_MS, toIso } from '../../shared/time.ts';
import type { ApiError } from '../api.ts';
import { author } from '../editor/author.ts';
import { createPageClock } from '../live/clock.ts';
import { DeskPage } from '../pages/DeskPage.tsx';
import { createPolled } from '../pages/polled.ts';
import { reasonOf } from '../refusals/reason.ts';
import { site } from '../site.ts';
import { changeNotice, getNotices, type Notices as Listed, writeNotice } from './api.ts';
import { createDraft, type Draft } from './draft.ts';
import { Form } from './Form.tsx';
import { NoticesTable } from './Table.tsx';
import { Tell, type Word, word } from './words.ts';
import '../styles/boards.css';
import '../styles/notices.css';

const LOOK_AGAIN_MS = 10 * SECOND_MS;
const CHANGED = 412;

type Note = { readonly of: Word; readonly with?: Readonly<Record<string, string>> };

/** What the floor is told: written, changed and taken down here; those of the last day stay in sight. */
export function Notices(): JSX.Element {
  const clock = createPageClock();
  const from = () => toIso(clock.now() - DAY_MS);
  const polled = createPolled(() => getNotices(from()), { everyMs: LOOK_AGAIN_MS, key: 'id' });
  const zone = () => site()?.timezone ?? 'UTC';
  const draft = createDraft(zone);
  const { note, setNote, isBusy, act } = createActs(polled.refresh, draft);
  const older = createOlder(from, (error) => setNote({ of: 'failed', with: { reason: reasonOf(error) } }));
  const send = () => {
    const before = draft.of();
    const written = draft.written(author());
    void act(before === null ? writeNotice(written) : changeNotice(before.id, before.version, written), 'sent', () => draft.begin(null));
  };
  const takeDown = ({ id, version }: NoticeRecord) => {
    const by = author();
    // What is being written about another one stays.
    const forget = () => draft.of()?.id === id && draft.begin(null);
    void act(changeNotice(id, version, { endsAt: 'now', ...(by === null ? {} : { by }) }), 'down', forget);
  };
  const mayWrite = () => site()?.mayWrite ?? true;
  return (
    <DeskPage
      page="notices"
      title={word('notices')}
      polled={polled}
      readOnly={word('readOnly')}
      mayWrite={mayWrite}
      above={<p class="note">{word('whatFor')}</p>}
    >
      {(known) => (
        <>
          <Show when={site()?.mayWrite}>
            <Form draft={draft} isBusy={isBusy()} onSend={send} />
          </Show>
          <Show when={note()}>
            {(told) => (
              <p class="note" role="status" data-note={told().of}>
                <Tell of={told().of} with={told().with ?? {}} />
              </p>
            )}
          </Show>
          <Show when={known().notices.length > 0} fallback={<p class="blank">{word('noNotices')}</p>}>
            <NoticesTable
              notices={[...known().notices, ...older.of(known())]}
              zone={zone()}
              actions={(notice) => <Actions notice={notice} isBusy={isBusy()} onEdit={draft.begin} onTakeDown={takeDown} />}
            />
          </Show>
          <Show when={older.next(known())}>
            {(cursor) => (
              <button type="button" class="button" data-action="more" onClick={() => void older.load(cursor())}>
                {word('earlier')}
              </button>
            )}
          </Show>
        </>
      )}
    </DeskPage>
  );
}

/** Pages after the first, which alone is asked for again: what is over does not change. */
function createOlder(from: () => string, onFailed: (error: ApiError) => void) {
  const [pages, setPages] = createSignal<Listed | null>(null);
  const load = async (cursor: string) => {
    const answer = await getNotices(from(), undefined, cursor);
    if (answer.ok) setPages({ ...answer.value, notices: [...(pages()?.notices ?? []), ...answer.value.notices] });
    else onFailed(answer.error);
  };
  /** One that has moved from page to page meanwhile stands once. */
  const of = ({ notices }: Listed) => (pages()?.notices ?? []).filter((one) => !notices.some(({ id }) => id === one.id));
  return { of, load, next: (first: Listed) => (pages() ?? first).cursor };
}

/** Does one thing at a time, looks again, and says what came of it. What others have changed meanwhile is what the draft goes on from. */
function createActs(refresh: () => Promise<Listed | null>, draft: Draft) {
  const [note, setNote] = createSignal<Note | null>(null);
  const [isBusy, setBusy] = createSignal(false);
  const act = async (work: Promise<Result<unknown, ApiError>>, done: Word, onDone: () => void) => {
    setBusy(true);
    const answer = await work;
    const known = await refresh();
    setBusy(false);
    if (answer.ok) {
      setNote({ of: done });
      onDone();
      return;
    }
    const isChanged = answer.error.status === CHANGED;
    const present = isChanged ? known?.notices.find(({ id }) => id === draft.of()?.id) : undefined;
    if (present !== undefined) draft.rebase(present);
    setNote(isChanged ? { of: 'changedMeanwhile' } : { of: 'failed', with: { reason: reasonOf(answer.error) } });
  };
  return { note, setNote, isBusy, act };
}

type ActionsProps = {
  notice: NoticeRecord;
  isBusy: boolean;
  onEdit: (notice: NoticeRecord) => void;
  onTakeDown: (notice: NoticeRecord) => void;
};

/** What is over stays as it was. */
function Actions(props: ActionsProps): JSX.Element {
  const isOpen = () => props.notice.state === 'holds' || props.notice.state === 'coming';
  return (
    <Show when={site()?.mayWrite && isOpen()}>
      <button type="button" class="link" data-action="edit" onClick={() => props.onEdit(props.notice)}>
        {word('edit')}
      </button>
      <button type="button" class="link" data-action="take-down" disabled={props.isBusy} onClick={() => props.onTakeDown(props.notice)}>
        {word(props.notice.state === 'holds' ? 'takeDown' : 'withdraw')}
      </button>
    </Show>
  );
}
