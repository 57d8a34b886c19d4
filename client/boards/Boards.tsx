import { createSignal, For, type JSX, Show } from 'solid-js';
import { SECOND_MS } from '../../shared/time.ts';
import { inLanguage } from '../board/in-language.ts';
import { DeskPage } from '../pages/DeskPage.tsx';
import { FileButton } from '../pages/FileButton.tsx';
import { createPolled } from '../pages/polled.ts';
import { reasonOf } from '../refusals/reason.ts';
import { site } from '../site.ts';
import type { Act, Note } from './act.ts';
import { addBoard, getBoards, type Boards as Known } from './api.ts';
import { Line } from './Line.tsx';
import { NewBoard } from './NewBoard.tsx';
import { Tell, word } from './words.ts';
import '../styles/boards.css';

const LOOK_AGAIN_MS = 10 * SECOND_MS;

const CHANGED = 412;

/** Every board with its address, its versions, and the way out and in as a file. */
export function Boards(): JSX.Element {
  const polled = createPolled(getBoards, { everyMs: LOOK_AGAIN_MS, key: 'id' });
  const [note, setNote] = createSignal<Note | null>(null);
  const act: Act = async (work, done) => {
    const answer = await work();
    await polled.refresh();
    if (answer.ok) setNote(done?.(answer.value) ?? null);
    else setNote(answer.error.status === CHANGED ? { of: 'changedMeanwhile' } : { of: 'failed', with: { reason: reasonOf(answer.error) } });
  };
  return (
    <DeskPage
      page="boards"
      title={word('boards')}
      polled={polled}
      readOnly={word('readOnly')}
      mayWrite={() => site()?.mayWrite ?? true}
      above={<p class="note">{word('whatFor')}</p>}
    >
      {(known) => <List known={known()} note={note()} act={act} tell={setNote} />}
    </DeskPage>
  );
}

function List(props: { known: Known; note: Note | null; act: Act; tell: (note: Note) => void }): JSX.Element {
  const [withAway, setWithAway] = createSignal(false);
  const [isNew, setNew] = createSignal(false);
  const shown = () => props.known.boards.filter(({ archivedAt }) => archivedAt === null || withAway());
  return (
    <>
      <div class="tools">
        <Show when={props.known.boards.some(({ archivedAt }) => archivedAt !== null)}>
          <label class="only-new">
            <input type="checkbox" checked={withAway()} onChange={(event) => setWithAway(event.currentTarget.checked)} />
            {word('showAway')}
          </label>
        </Show>
        <Show when={site()?.mayWrite}>
          <button type="button" class="button is-first tools-end" data-action="new" onClick={() => setNew(true)}>
            {word('newBoard')}
          </button>
          <FileButton name="board" accept="application/json,.json" action="import" onChoose={(file) => void take(file, props)}>
            {word('fromFile')}
          </FileButton>
        </Show>
      </div>
      <Show when={isNew()}>
        <NewBoard boards={props.known.boards} onLeave={() => setNew(false)} />
      </Show>
      <Show when={props.note}>
        {(note) => (
          <p class="note" role="status" data-note={note().of}>
            <Tell of={note().of} with={note().with ?? {}} />
          </p>
        )}
      </Show>
      <Show when={shown().length > 0} fallback={<p class="blank">{word('noBoards')}</p>}>
        <div class="wide">
          <table class="data settings-table boards-table">
            <thead>
              <tr>
                <th scope="col">{word('name')}</th>
                <th scope="col" class="words">
                  {word('address')}
                </th>
                <th scope="col">{word('pages')}</th>
                <th scope="col">{word('widgets')}</th>
                <th scope="col" class="words">
                  {word('saved')}
                </th>
                <td />
              </tr>
            </thead>
            <tbody>
              <For each={shown()}>{(board) => <Line board={board} act={props.act} />}</For>
            </tbody>
          </table>
        </div>
      </Show>
    </>
  );
}

/** A file that is no JSON is told here; whether it is a board the server says. */
async function take(file: File | null, { act, tell }: { act: Act; tell: (note: Note) => void }): Promise<void> {
  if (file === null) return;
  const text = await file.text();
  if (!isJson(text)) tell({ of: 'notJson', with: { file: file.name } });
  else
    await act(
      () => addBoard(text),
      ({ layout }) => ({ of: 'added', with: { name: inLanguage(layout.name) } }),
    );
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
