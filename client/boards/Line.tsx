import { createResource, createSignal, For, type JSX, Show } from 'solid-js';
import type { BoardLayout } from '../../shared/boards/layout.ts';
import { inLanguage } from '../board/in-language.ts';
import { Figure } from '../i18n/Figure.tsx';
import { countText } from '../i18n/format.ts';
import { authorText, instantText } from '../settings/shown.ts';
import { site } from '../site.ts';
import type { Act } from './act.ts';
import { addBoard, type BoardLine, filePath, getLayout, getVersions, putAway, restore, type Version } from './api.ts';
import { Tell, word } from './words.ts';

/** The name of a board, or its id where this Moked cannot read it. */
const boardName = ({ name, id }: Pick<BoardLine, 'name' | 'id'>): string => (name === null ? id : inLanguage(name));

const zone = () => site()?.timezone ?? 'UTC';

/** A board: where it is shown, when it was saved, and what can be done with it. */
export function Line(props: { board: BoardLine; act: Act }): JSX.Element {
  const [isOpen, setOpen] = createSignal(false);
  const board = () => props.board;
  const address = () => `/tv/${encodeURIComponent(board().id)}`;
  return (
    <>
      <tr data-board={board().id} classList={{ 'is-away': board().archivedAt !== null }}>
        <th scope="row">
          <Show when={board().name !== null && board().archivedAt === null} fallback={<bdi>{boardName(board())}</bdi>}>
            <a href={`/boards/${encodeURIComponent(board().id)}`}>
              <bdi>{boardName(board())}</bdi>
            </a>
          </Show>
          <Show when={board().archivedAt !== null}>
            <small class="badge">{word('away')}</small>
          </Show>
          <Show when={board().name === null}>
            <small class="badge">{word('unreadable')}</small>
          </Show>
        </th>
        <td class="words">
          <a href={address()}>
            <bdi dir="ltr">{address()}</bdi>
          </a>
        </td>
        <td>
          <Figure>{countText(board().pages)}</Figure>
        </td>
        <td>
          <Figure>{countText(board().widgets)}</Figure>
        </td>
        <td class="words">
          <bdi dir="ltr">{instantText(board().savedAt, zone())}</bdi> · <bdi>{authorText(board().savedBy, 'moked')}</bdi>
        </td>
        <td class="words board-actions">
          <button type="button" class="link" aria-expanded={isOpen()} data-action="versions" onClick={() => setOpen(!isOpen())}>
            {word(isOpen() ? 'hideVersions' : 'versions')}
          </button>
          <a class="link" href={filePath(board().id)} download="">
            {word('toFile')}
          </a>
          <Changes board={board()} act={props.act} />
        </td>
      </tr>
      <Show when={isOpen()}>
        <tr class="board-versions">
          <td colSpan={6} class="words">
            <Versions board={board()} act={props.act} />
          </td>
        </tr>
      </Show>
    </>
  );
}

/** What changes a board, for whoever may. */
function Changes(props: { board: BoardLine; act: Act }): JSX.Element {
  return (
    <Show when={site()?.mayWrite}>
      <Show when={props.board.name !== null}>
        <Show when={props.board.archivedAt === null}>
          <a class="link" href={`/boards/${encodeURIComponent(props.board.id)}/edit`} data-action="edit">
            {word('edit')}
          </a>
        </Show>
        <button type="button" class="link" data-action="copy" onClick={() => void props.act(() => copyOf(props.board.id), nameOf)}>
          {word('copy')}
        </button>
      </Show>
      <Away board={props.board} act={props.act} />
    </Show>
  );
}

const nameOf = ({ layout }: { layout: BoardLayout }) => ({ of: 'added', with: { name: inLanguage(layout.name) } }) as const;

async function copyOf(id: string) {
  const answer = await getLayout(id);
  if (!answer.ok) return answer;
  const { layout } = answer.value;
  const named = (text: string) => (text.trim() === '' ? '' : word('copyOf', { name: text }));
  return addBoard({ layout: { ...layout, name: { he: named(layout.name.he), en: named(layout.name.en) } } });
}

/** One click too many takes no board from a wall. */
function Away(props: { board: BoardLine; act: Act }): JSX.Element {
  const [isAsked, setAsked] = createSignal(false);
  const away = () => {
    setAsked(false);
    void props.act(() => putAway(props.board.id, props.board.version));
  };
  const back = () => void props.act(() => restore(props.board.id, props.board.version, props.board.version));
  return (
    <Show
      when={props.board.archivedAt === null}
      fallback={
        <button type="button" class="link" data-action="bring-back" onClick={back}>
          {word('bringBack')}
        </button>
      }
    >
      <Show
        when={isAsked()}
        fallback={
          <button type="button" class="link" data-action="put-away" onClick={() => setAsked(true)}>
            {word('putAway')}
          </button>
        }
      >
        <span class="board-sure">
          {word('putAwaySure')}{' '}
          <button type="button" class="button" data-action="put-away-yes" onClick={away}>
            {word('yes')}
          </button>{' '}
          <button type="button" class="button" onClick={() => setAsked(false)}>
            {word('no')}
          </button>
        </span>
      </Show>
    </Show>
  );
}

function Versions(props: { board: BoardLine; act: Act }): JSX.Element {
  const [answer] = createResource(
    () => props.board.version,
    () => getVersions(props.board.id),
  );
  const known = (): readonly Version[] => {
    const latest = answer.latest;
    return latest?.ok ? latest.value.versions : [];
  };
  return (
    <ol class="versions">
      <For each={known()}>
        {(version) => (
          <li data-version={version.version}>
            <b>
              <Tell of="version" with={{ n: version.version }} />
            </b>{' '}
            <bdi dir="ltr">{instantText(version.savedAt, zone())}</bdi> · <bdi>{authorText(version.savedBy, 'moked')}</bdi>
            <Show when={version.restoredFrom !== null}>
              {' · '}
              <Tell of="restoredFrom" with={{ n: version.restoredFrom ?? 0 }} />
            </Show>{' '}
            <Show when={version.version !== props.board.version} fallback={<em>{word('present')}</em>}>
              <Show when={site()?.mayWrite}>
                <button
                  type="button"
                  class="link"
                  data-action="restore"
                  onClick={() => void props.act(() => restore(props.board.id, props.board.version, version.version))}
                >
                  {word('bringBack')}
                </button>
              </Show>
            </Show>
          </li>
        )}
      </For>
    </ol>
  );
}
