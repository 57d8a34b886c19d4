import { createMemo, ErrorBoundary, type JSX, onCleanup, onMount, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { Widget } from '../../shared/boards/widgets.ts';
import { VIEWS } from '../board/registry.tsx';
import { createRoom, RoomContext } from '../board/room.ts';
import { Figure } from '../i18n/Figure.tsx';
import { locale } from '../i18n/locale.ts';
import { useEditor } from './editor-context.ts';
import { widgetName } from './kinds.ts';
import type { Direction } from './place.ts';
import { isWhole } from './problems.ts';
import { Tell, word } from './words.ts';

/** An arrow moves to where it points on the screen; in Hebrew the reading start is on the right. */
const ARROWS: Readonly<Record<'he' | 'en', Readonly<Record<string, Direction>>>> = {
  he: { ArrowRight: 'start', ArrowLeft: 'end', ArrowUp: 'up', ArrowDown: 'down' },
  en: { ArrowLeft: 'start', ArrowRight: 'end', ArrowUp: 'up', ArrowDown: 'down' },
};

type ItemProps = {
  widget: Widget;
  /** Of the canvas against the screen. */
  scale: number;
  onGone: (element: HTMLElement) => void;
};

/** A widget on the canvas: as the screen shows it, and to be taken. */
export function Item(props: ItemProps): JSX.Element {
  const { session, elements } = useEditor();
  const { id } = props.widget;
  const isChosen = () => session.chosen()?.id === id;
  let element!: HTMLDivElement;
  elements.delete(id);
  const know = (made: HTMLDivElement) => {
    element = made;
    elements.set(id, made);
  };
  onCleanup(() => {
    props.onGone(element);
    if (elements.get(id) === element) elements.delete(id);
  });
  const press = createKeys(id);
  const label = () => {
    const { x, y, w, h } = props.widget;
    return word('widgetIs', { what: widgetName(props.widget), column: x + 1, row: y + 1, w, h });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's
    <div
      class="grid-stack-item ed-item"
      classList={{ 'is-chosen': isChosen() }}
      ref={know}
      data-widget={id}
      data-kind={props.widget.kind}
      role="group"
      tabindex="0"
      aria-label={label()}
      aria-roledescription={word('widgetRole')}
      aria-current={isChosen() ? 'true' : undefined}
      onPointerDown={() => session.choose(id)}
      onClick={() => element.focus({ preventScroll: true })}
      onFocus={() => session.choose(id)}
      onKeyDown={press}
    >
      <div class="grid-stack-item-content">
        <Drawn widget={props.widget} scale={props.scale} />
      </div>
      <Show when={isChosen()}>
        <span class="ed-tag" aria-hidden="true">
          <Figure>
            {props.widget.w}×{props.widget.h}
          </Figure>
        </span>
      </Show>
    </div>
  );
}

function createKeys(id: string): (event: KeyboardEvent) => void {
  const { session, acts, elements } = useEditor();
  const focus = (next: string | null) => queueMicrotask(() => (next === null ? undefined : elements.get(next)?.focus({ preventScroll: true })));
  const keys: Readonly<Record<string, () => void>> = {
    Delete: () => focus(acts.remove(id)),
    Backspace: () => focus(acts.remove(id)),
    // To the page: from there on come the settings of the page and the board.
    Escape: () => {
      session.choose(null);
      document.querySelector<HTMLElement>('.ed-pages [aria-selected="true"]')?.focus();
    },
    Enter: () => document.querySelector<HTMLElement>('.ed-panel :is(input, select, textarea, button)')?.focus(),
  };
  return (event) => {
    const direction = ARROWS[locale()][event.key];
    const isCommand = event.ctrlKey || event.metaKey;
    if (direction !== undefined && !isCommand && !event.altKey) {
      if (event.shiftKey) acts.resize(id, direction);
      else acts.move(id, direction);
      focus(id);
    } else if (isCommand && event.code === 'KeyD') focus(acts.duplicate(id));
    else if (!isCommand && keys[event.key] !== undefined) keys[event.key]?.();
    else return;
    event.preventDefault();
  };
}

/** The widget itself, in the measures of the screen. It takes no focus and no clicks: those are for its place. */
function Drawn(props: { widget: Widget; scale: number }): JSX.Element {
  const { room, watch } = createRoom({ w: 20, h: 20 });
  const options = createMemo(() => props.widget.options);
  const isDrawable = createMemo(() => isWhole(props.widget));
  const first = () => props.widget.x === 0;
  return (
    <div class="ed-scaled" style={{ '--ed-scale': String(props.scale) }} inert>
      <RoomContext.Provider value={room}>
        <div class="place" classList={{ 'is-first': first() }}>
          <div class="place-room" ref={(box) => onMount(() => watch(box))}>
            <Show when={isDrawable() ? options() : null} keyed fallback={<Incomplete widget={props.widget} />}>
              {(told) => (
                <ErrorBoundary fallback={<Incomplete widget={props.widget} />}>
                  <Dynamic component={VIEWS[props.widget.kind] as (props: { options: Widget['options'] }) => JSX.Element} options={told} />
                </ErrorBoundary>
              )}
            </Show>
          </div>
        </div>
      </RoomContext.Provider>
    </div>
  );
}

function Incomplete(props: { widget: Widget }): JSX.Element {
  return (
    <p class="ed-incomplete">
      <Tell of="incomplete" with={{ what: widgetName(props.widget) }} />
    </p>
  );
}
