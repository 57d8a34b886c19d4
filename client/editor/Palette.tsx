import { createEffect, createSignal, For, type JSX, on, Show } from 'solid-js';
import { WIDGET_KINDS, type WidgetKind } from '../../shared/boards/widgets.ts';
import { createDragIn } from './drag-in.ts';
import { useEditor } from './editor-context.ts';
import { KINDS } from './kinds.ts';
import { word } from './words.ts';

/** A little picture of each kind: what stands in it, or so many bars. */
const THUMBS: { readonly [K in WidgetKind]: string | number } = {
  metric: '78%',
  queues: 3,
  agents: 6,
  'agent-states': 4,
  intraday: 4,
  overruns: '+4:12',
  'service-levels': '80/20',
  channels: 3,
  waiters: 3,
  statutory: '5:31',
  alarms: 3,
  sources: 2,
  notices: 2,
  clock: '12:46',
  text: 'Aא',
  image: '',
};

/** Everything that can be put on a page: by Enter or a click where there is room, by dragging where it is dropped. */
export function Palette(): JSX.Element {
  const { session, acts, elements } = useEditor();
  const dragIn = createDragIn();
  /** The one that was pressed and found no room, until something else happens. */
  const [refused, setRefused] = createSignal<WidgetKind | null>(null);
  createEffect(on([session.said, session.page], () => setRefused(null)));
  const add = (kind: WidgetKind) => {
    if (dragIn.justDropped()) return;
    const id = acts.add(kind);
    if (id === null) setRefused(kind);
    queueMicrotask(() => (id === null ? undefined : elements.get(id)?.focus({ preventScroll: true })));
  };
  return (
    <aside class="ed-palette" aria-label={word('palette')}>
      <h2>{word('palette')}</h2>
      <p class="note">{word('paletteHow')}</p>
      <ul>
        <For each={WIDGET_KINDS}>
          {(kind) => (
            <li>
              <button type="button" data-add={kind} onClick={() => add(kind)} onPointerDown={(event) => dragIn.begin(event, kind)}>
                <Thumb kind={kind} />
                <span>
                  <b>{word(KINDS[kind].name)}</b>
                  <Show when={refused() === kind} fallback={<small>{word(KINDS[kind].about)}</small>}>
                    <small class="ed-no-room">{word('noRoomHere')}</small>
                  </Show>
                </span>
              </button>
            </li>
          )}
        </For>
      </ul>
    </aside>
  );
}

function Thumb(props: { kind: WidgetKind }): JSX.Element {
  const inside = () => THUMBS[props.kind];
  return (
    <span class="ed-thumb" data-thumb={props.kind} aria-hidden="true">
      {typeof inside() === 'number' ? <For each={Array.from({ length: inside() as number })}>{() => <i />}</For> : <b>{inside()}</b>}
    </span>
  );
}
