import { For, type JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { BoardPage as Page } from '../../shared/boards/layout.ts';
import { COLUMNS, ROWS, type Widget } from '../../shared/boards/widgets.ts';
import { VIEWS } from './registry.tsx';
import { createRoom, RoomContext } from './room.ts';
import '../styles/widgets.css';

/** What a page has on a screen of 16:9, in rem: the first guess, until it is laid out. */
const PAGE = { w: 173, h: 86 };

/** The widgets of a page on their grid. */
export function BoardPage(props: { page: Page }): JSX.Element {
  return (
    <div class="board-page" data-page={props.page.id} style={{ '--columns': String(COLUMNS), '--rows': String(ROWS) }}>
      <For each={props.page.widgets}>{(widget) => <Place widget={widget} />}</For>
    </div>
  );
}

function Place(props: { widget: Widget }): JSX.Element {
  const { room, watch } = createRoom({ w: (PAGE.w * props.widget.w) / COLUMNS, h: (PAGE.h * props.widget.h) / ROWS });
  const cells = () => {
    const { x, y, w, h } = props.widget;
    return { 'grid-column': `${x + 1} / span ${w}`, 'grid-row': `${y + 1} / span ${h}` };
  };
  return (
    <RoomContext.Provider value={room}>
      <div class="place" classList={{ 'is-first': props.widget.x === 0 }} data-widget={props.widget.id} data-kind={props.widget.kind} style={cells()}>
        <div class="place-room" ref={watch}>
          <Dynamic component={VIEWS[props.widget.kind] as (props: { options: Widget['options'] }) => JSX.Element} options={props.widget.options} />
        </div>
      </div>
    </RoomContext.Provider>
  );
}
