import { type JSX, Show } from 'solid-js';
import { reasonOf } from '../refusals/reason.ts';
import { useEditor } from './editor-context.ts';
import { widgetName } from './kinds.ts';
import type { Previewed } from './Preview.tsx';
import { type Problem, problemText } from './problems.ts';
import { nameOfAuthor, timeOf } from './told.ts';
import { Tell, word } from './words.ts';

/** What somebody has to know or to decide before going on: a draft that was found, another's version, what was not saved and why. */
export function Banners(props: { show: (what: Previewed) => void }): JSX.Element {
  const { saving } = useEditor();
  return (
    <div class="ed-banners">
      <FoundDraft />
      <Elsewhere />
      <Unreadable />
      <Show when={saving.conflict() === null && saving.newer()}>
        {(newer) => (
          <p class="ed-banner is-warning" role="alert" data-banner="newer">
            <span>
              <Tell of="newerSaved" with={{ version: newer().version, by: nameOfAuthor(newer().savedBy), time: timeOf(newer().savedAt) }} />
            </span>
            <button type="button" class="button" onClick={() => props.show({ layout: newer().layout, page: null, of: 'previewTheirs' })}>
              {word('look')}
            </button>
            <button type="button" class="button" onClick={() => saving.take(newer())}>
              {word('takeTheirs')}
            </button>
          </p>
        )}
      </Show>
      <Show when={saving.failure()}>
        {(failure) => (
          <p class="ed-banner is-warning" role="alert" data-banner="failure">
            <span>
              <Tell of="notSaved" with={{ reason: reasonOf(failure()) }} />
            </span>
          </p>
        )}
      </Show>
      <Show when={!saving.drafting.isKept()}>
        <p class="ed-banner is-warning" role="alert">
          <span>{word('notKept')}</span>
        </p>
      </Show>
      <FirstProblem />
    </div>
  );
}

function FoundDraft(): JSX.Element {
  const { saving } = useEditor();
  const found = () => (saving.isDirty() ? saving.drafting.found() : null);
  const isOld = () => (found()?.base ?? 0) < saving.base().version;
  return (
    <Show when={found()}>
      {(draft) => (
        <p class="ed-banner" role="status" data-banner="draft">
          <span>
            <Tell of="draftFrom" with={{ time: timeOf(draft().at) }} />
            <Show when={isOld()}>
              {' · '}
              <Tell of="draftOld" with={{ version: saving.base().version, by: nameOfAuthor(saving.base().savedBy) }} />
            </Show>
          </span>
          <button type="button" class="button" data-action="keep-draft" onClick={() => saving.drafting.decided()}>
            {word('keepDraft')}
          </button>
          <button type="button" class="button" data-action="drop-draft" onClick={() => saving.discard()}>
            {word('dropDraft')}
          </button>
        </p>
      )}
    </Show>
  );
}

/** Another window of this browser is at the same board, and has not saved: it keeps its changes. */
function Elsewhere(): JSX.Element {
  const { saving } = useEditor();
  return (
    <Show when={saving.drafting.elsewhere()}>
      {(at) => (
        <p class="ed-banner" role="status" data-banner="elsewhere">
          <span>
            <Tell of="draftElsewhere" with={{ time: timeOf(at()) }} />
          </span>
          <button type="button" class="button" data-action="bring-draft" onClick={() => saving.drafting.bring()}>
            {word('bringDraft')}
          </button>
          <button type="button" class="button" data-action="leave-draft" onClick={() => saving.drafting.decided()}>
            {word('leaveDraft')}
          </button>
        </p>
      )}
    </Show>
  );
}

/** A draft that cannot be opened is not thrown away unseen. */
function Unreadable(): JSX.Element {
  const { saving } = useEditor();
  return (
    <Show when={saving.drafting.unreadable()}>
      {(text) => (
        <p class="ed-banner is-warning" role="alert" data-banner="unreadable">
          <span>{word('draftUnreadable')}</span>
          <a class="button" href={`data:application/json,${encodeURIComponent(text())}`} download="moked-draft.json">
            {word('draftFile')}
          </a>
          <button type="button" class="button" onClick={() => saving.drafting.drop()}>
            {word('remove')}
          </button>
        </p>
      )}
    </Show>
  );
}

/** What keeps the board from being saved, with a way to it: it may be on another page. */
function FirstProblem(): JSX.Element {
  const { session } = useEditor();
  const where = (problem: Problem): string => {
    const page = session.layout().pages.find(({ id }) => id === problem.page);
    const widget = page?.widgets.find(({ id }) => id === problem.widget);
    if (widget !== undefined) return widgetName(widget);
    if (page === undefined) return word('boardSettings');
    return word('page', { n: session.layout().pages.indexOf(page) + 1 });
  };
  const go = (problem: Problem) => {
    if (problem.page !== null) session.turnTo(problem.page);
    session.choose(problem.widget);
  };
  return (
    <Show when={session.problems()[0]}>
      {(problem) => (
        <p class="ed-banner is-warning" role="status" data-banner="problem">
          <button type="button" class="link" onClick={() => go(problem())}>
            <Tell of="problemAt" with={{ where: where(problem()), what: problemText(problem().message) }} />
          </button>
        </p>
      )}
    </Show>
  );
}
