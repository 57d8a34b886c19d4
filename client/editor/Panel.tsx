import { createMemo, type JSX, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { Widget } from '../../shared/boards/widgets.ts';
import { BoardOptions } from './BoardOptions.tsx';
import { told } from './change.ts';
import { useEditor } from './editor-context.ts';
import { KINDS, widgetName } from './kinds.ts';
import { OPTIONS, type OptionsProps } from './options.tsx';
import { PageOptions } from './PageOptions.tsx';
import { problemText } from './problems.ts';
import { Tell, word } from './words.ts';

/** What can be set: of the widget that is chosen, or else of the page and the board. */
export function Panel(): JSX.Element {
  const { session, elements } = useEditor();
  const back = (event: KeyboardEvent) => {
    const chosen = session.chosen();
    if (event.key !== 'Escape' || chosen === null) return;
    event.preventDefault();
    elements.get(chosen.id)?.focus({ preventScroll: true });
  };
  return (
    <aside class="ed-panel settings" aria-label={word('panel')} onKeyDown={back}>
      <Show
        when={session.chosen()?.id}
        keyed
        fallback={
          <>
            <PageOptions />
            <BoardOptions />
          </>
        }
      >
        {(id) => <Show when={session.chosen()?.id === id && session.chosen()}>{(widget) => <OfWidget widget={widget()} />}</Show>}
      </Show>
    </aside>
  );
}

function OfWidget(props: { widget: Widget }): JSX.Element {
  const { session, acts, elements } = useEditor();
  const kind = () => word(KINDS[props.widget.kind].name);
  const page = session.page().id;
  const { id } = props.widget;
  const mine = createMemo(() => session.problems().filter(({ widget }) => widget === id));
  const wrong = (field: string) => {
    const found = mine().find((one) => one.field === `options.${field}` || one.field.startsWith(`options.${field}.`));
    return found === undefined ? null : problemText(found.message);
  };
  const tell = (options: Widget['options'], at: string) => session.change(told(session.layout(), page, id, options), `${id} ${at}`);
  const rest = () => mine().filter(({ field }) => !field.startsWith('options.'));
  const focus = (next: string | null) => queueMicrotask(() => (next === null ? undefined : elements.get(next)?.focus({ preventScroll: true })));
  return (
    <section data-panel={id}>
      <h2>
        <Show when={widgetName(props.widget) !== kind()} fallback={kind()}>
          {kind()}: <bdi>{widgetName(props.widget)}</bdi>
        </Show>
      </h2>
      <p class="note">
        <Tell of="position" with={{ column: props.widget.x + 1, row: props.widget.y + 1, w: props.widget.w, h: props.widget.h }} />
      </p>
      <Show when={rest()[0]}>{(problem) => <p class="fault">{problemText(problem().message)}</p>}</Show>
      <Dynamic
        component={OPTIONS[props.widget.kind] as (props: OptionsProps<Widget['kind']>) => JSX.Element}
        options={props.widget.options}
        tell={tell}
        wrong={wrong}
      />
      <p class="ed-buttons">
        <button type="button" class="button" data-action="duplicate" onClick={() => focus(acts.duplicate(id))}>
          {word('duplicate')}
        </button>
        <button type="button" class="button is-danger" data-action="remove" onClick={() => focus(acts.remove(id))}>
          {word('remove')}
        </button>
      </p>
    </section>
  );
}
