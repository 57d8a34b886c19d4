import { type JSX, Match, Show, Switch } from 'solid-js';
import { inLanguage } from '../board/in-language.ts';
import { chooseLocale, dictionary, locale } from '../i18n/locale.ts';
import { site } from '../site.ts';
import { Icon, Mark } from '../wall/Icon.tsx';
import { author } from './author.ts';
import { useEditor } from './editor-context.ts';
import type { Previewed } from './Preview.tsx';
import { timeOf } from './told.ts';
import { Tell, word } from './words.ts';

/** Which board it is, whether it is saved, who else is at it, and what is done with the whole of it. */
export function Bar(props: { show: (what: Previewed) => void }): JSX.Element {
  const { session, saving } = useEditor();
  return (
    <header class="ed-bar">
      <a class="ed-home" href="/boards" aria-label={word('boards')} title={word('boards')}>
        <Mark />
      </a>
      <h1>
        <bdi>{inLanguage(session.layout().name).trim() || word('editor')}</bdi>
      </h1>
      <p class="ed-state" data-state={saving.isSaving() ? 'saving' : saving.isDirty() ? 'changed' : 'saved'}>
        <Switch fallback={<Tell of="savedAt" with={{ version: saving.base().version, time: timeOf(saving.base().savedAt) }} />}>
          <Match when={saving.isSaving()}>{word('saving')}</Match>
          <Match when={saving.isDirty()}>{word('changedSince')}</Match>
        </Switch>
      </p>
      <Steps />
      <Show when={site()?.demo}>
        <span class="demo-plate">
          <b>{dictionary().demo}</b>
        </span>
      </Show>
      <Others />
      <End show={props.show} />
    </header>
  );
}

/** Who else is at the board: one with since when, several by their names. */
function Others(): JSX.Element {
  const { saving } = useEditor();
  // Whoever edits in two windows is not another person.
  const isOwn = (name: string | null) => name !== null && name === author();
  const nameOf = (name: string | null) => (isOwn(name) ? word('ownWindow') : (name ?? word('somebody')));
  const names = () => [...new Set(saving.others().map(({ name }) => nameOf(name)))].join(', ');
  return (
    <span class="ed-others" role="status">
      <Show when={saving.others()[0]}>
        {(first) => (
          <span class="ed-other" data-other="" title={names()}>
            <Icon name="flag" />
            <span>
              <Show
                when={saving.others().length > 1}
                fallback={
                  <Tell of={isOwn(first().name) ? 'alsoOwn' : 'alsoEdits'} with={{ name: nameOf(first().name), time: timeOf(first().since) }} />
                }
              >
                <Tell of="alsoEdit" with={{ count: saving.others().length, names: names() }} />
              </Show>
            </span>
          </span>
        )}
      </Show>
    </span>
  );
}

/** What cannot be pressed now keeps the focus: a button that is disabled would lose it. */
function Steps(): JSX.Element {
  const { session } = useEditor();
  const history = () => session.history();
  return (
    <span class="ed-steps">
      <button
        type="button"
        aria-label={word('undo')}
        title={`${word('undo')} (Ctrl+Z)`}
        aria-disabled={history().past.length === 0}
        data-action="undo"
        onClick={() => session.undo()}
      >
        <Turned />
      </button>
      <button
        type="button"
        class="is-redo"
        aria-label={word('redo')}
        title={`${word('redo')} (Ctrl+Shift+Z)`}
        aria-disabled={history().future.length === 0}
        data-action="redo"
        onClick={() => session.redo()}
      >
        <Turned />
      </button>
    </span>
  );
}

function End(props: { show: (what: Previewed) => void }): JSX.Element {
  const { session, saving } = useEditor();
  return (
    <span class="ed-end">
      <button type="button" class="link" data-action="language" onClick={() => chooseLocale(locale() === 'he' ? 'en' : 'he')}>
        {dictionary().otherLanguage}
      </button>
      <a class="link" href={`/tv/${encodeURIComponent(saving.base().id)}`} target="_blank" rel="noopener">
        {word('openTv')}
      </a>
      <button
        type="button"
        class="button"
        data-action="preview"
        onClick={() => props.show({ layout: session.layout(), page: session.page().id, of: 'previewing' })}
      >
        {word('preview')}
      </button>
      <button
        type="button"
        class="button is-first"
        data-action="save"
        aria-disabled={!saving.isDirty() || saving.isSaving() || session.problems().length > 0}
        onClick={() => void saving.save()}
      >
        {word('save')}
      </button>
    </span>
  );
}

/** An arrow that turns back; the other way it is mirrored. */
function Turned(): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M8 5 3.500 9.500 8 14M4 9.500h10a6 6 0 0 1 0 12h-3" fill="none" stroke="currentColor" stroke-width="2.200" />
    </svg>
  );
}
