import { batch, For, type JSX, Show } from 'solid-js';
import type { BoardPage } from '../../shared/boards/layout.ts';
import { inLanguage } from '../board/in-language.ts';
import { locale } from '../i18n/locale.ts';
import { pageAdded } from './change.ts';
import { useEditor } from './editor-context.ts';
import { Tell, word } from './words.ts';

/** The pages of the board, each a tab with how long it stays. */
export function Pages(): JSX.Element {
  const { session } = useEditor();
  const pages = () => session.layout().pages;
  const ids = () => pages().map(({ id }) => id);
  const add = () => {
    const { layout, id } = pageAdded(session.layout());
    batch(() => {
      session.change(layout);
      session.turnTo(id);
      session.say({ of: 'saidPage', with: { n: layout.pages.length } });
    });
  };
  const turn = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const forward = locale() === 'he' ? 'ArrowLeft' : 'ArrowRight';
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const at = ids().indexOf(session.page().id) + (event.key === forward ? 1 : -1);
    const id = ids().at(at % ids().length);
    if (id === undefined) return;
    event.preventDefault();
    session.turnTo(id);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${CSS.escape(id)}"]`)?.focus();
  };
  return (
    <div class="ed-pages">
      <div role="tablist" aria-label={word('pages')} onKeyDown={turn}>
        <For each={pages()}>
          {(page, at) => <Tab page={page} n={at() + 1} isShown={session.page().id === page.id} onTurn={() => session.turnTo(page.id)} />}
        </For>
      </div>
      <button type="button" class="ed-page is-add" data-action="page-add" aria-label={word('pageAddLong')} onClick={add}>
        + {word('pageAdd')}
      </button>
    </div>
  );
}

function Tab(props: { page: BoardPage; n: number; isShown: boolean; onTurn: () => void }): JSX.Element {
  return (
    <button
      type="button"
      class="ed-page"
      role="tab"
      data-tab={props.page.id}
      aria-selected={props.isShown}
      aria-controls="ed-canvas"
      tabindex={props.isShown ? 0 : -1}
      onClick={() => props.onTurn()}
    >
      <Show when={props.page.name} fallback={<Tell of="page" with={{ n: props.n }} />}>
        {(name) => (
          <>
            <b>{props.n}</b> <bdi>{inLanguage(name())}</bdi>
          </>
        )}
      </Show>
      <small>
        <Tell of="seconds" with={{ n: props.page.stayS }} />
      </small>
    </button>
  );
}
