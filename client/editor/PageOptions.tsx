import { batch, type JSX, Show } from 'solid-js';
import { pageDuplicated, pageMoved, pageRemoved, withPage } from './change.ts';
import { useEditor } from './editor-context.ts';
import { NumberField, WordsFields } from './fields.tsx';
import { problemText } from './problems.ts';
import { Tell, word } from './words.ts';

/** The page that is shown: its name, how long it stays, its place in the round. */
export function PageOptions(): JSX.Element {
  const { session } = useEditor();
  const page = () => session.page();
  const pages = () => session.layout().pages;
  const place = () => pages().findIndex(({ id }) => id === page().id);
  const wrong = (field: string) => {
    const found = session.problems().find((one) => one.page === page().id && one.widget === null && one.field.startsWith(field));
    return found === undefined ? null : problemText(found.message);
  };
  const set = (change: Partial<ReturnType<typeof page>>, at: string) =>
    session.change(
      withPage(session.layout(), page().id, (one) => ({ ...one, ...change })),
      `page ${page().id} ${at}`,
    );
  return (
    <section data-panel="page">
      <h2>
        <Tell of="page" with={{ n: place() + 1 }} />
      </h2>
      <WordsFields
        label={word('pageName')}
        name="name"
        value={page().name ?? { he: '', en: '' }}
        wrong={wrong('name')}
        onInput={(name) => set({ name: name.he.trim() === '' && name.en.trim() === '' ? null : name }, 'name')}
      />
      <NumberField
        label={word('pageStay')}
        name="stayS"
        value={page().stayS}
        wrong={wrong('stayS')}
        onInput={(stayS) => set({ stayS: stayS ?? 0 }, 'stayS')}
      />
      <Buttons />
    </section>
  );
}

function Buttons(): JSX.Element {
  const { session } = useEditor();
  const page = () => session.page();
  const pages = () => session.layout().pages;
  const place = () => pages().findIndex(({ id }) => id === page().id);
  const duplicate = () => {
    const { layout, id } = pageDuplicated(session.layout(), page().id);
    batch(() => {
      session.change(layout);
      session.turnTo(id);
    });
  };
  const remove = () => {
    const next = pages()[place() + 1] ?? pages()[place() - 1];
    batch(() => {
      session.change(pageRemoved(session.layout(), page().id));
      if (next !== undefined) session.turnTo(next.id);
      session.say({ of: 'saidPageRemoved' });
    });
  };
  return (
    <p class="ed-buttons">
      <button type="button" class="button" data-action="page-duplicate" onClick={duplicate}>
        {word('duplicate')}
      </button>
      <Show when={pages().length > 1}>
        <button type="button" class="button" disabled={place() === 0} onClick={() => session.change(pageMoved(session.layout(), page().id, -1))}>
          {word('pageEarlier')}
        </button>
        <button
          type="button"
          class="button"
          disabled={place() === pages().length - 1}
          onClick={() => session.change(pageMoved(session.layout(), page().id, 1))}
        >
          {word('pageLater')}
        </button>
        <button type="button" class="button is-danger" data-action="page-remove" onClick={remove}>
          {word('remove')}
        </button>
      </Show>
    </p>
  );
}
