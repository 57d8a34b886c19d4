/** Dragging a kind from the list onto the page. The grid library counts columns from the left there, so in Hebrew it would drop on the wrong side. */
import { createSignal, onCleanup } from 'solid-js';
import { COLUMNS, ROWS, type WidgetKind } from '../../shared/boards/widgets.ts';
import { locale } from '../i18n/locale.ts';
import { useEditor } from './editor-context.ts';
import { type Box, placeAt } from './place.ts';

/** A hand that moved less has clicked. */
const DRAG_PX = 5;

export type DragIn = {
  begin(event: PointerEvent, kind: WidgetKind): void;
  /** True for the click that comes with the end of a drag. */
  justDropped(): boolean;
};

type Cell = { readonly x: number; readonly y: number };

/** The cell beneath a point of the screen; null beside the page. */
function cellAt(grid: Element, clientX: number, clientY: number): Cell | null {
  const { left, right, top, width, height } = grid.getBoundingClientRect();
  const fromStart = locale() === 'he' ? right - clientX : clientX - left;
  const x = Math.floor((fromStart / width) * COLUMNS);
  const y = Math.floor(((clientY - top) / height) * ROWS);
  return x < 0 || y < 0 || x >= COLUMNS || y >= ROWS ? null : { x, y };
}

export function createDragIn(): DragIn {
  const { session, acts, elements } = useEditor();
  const [isDropped, setDropped] = createSignal(false);
  let end: () => void = () => undefined;
  onCleanup(() => end());
  return {
    justDropped: isDropped,
    begin(event, kind) {
      setDropped(false);
      if (event.button !== 0 || event.pointerType === 'touch') return;
      const { clientX, clientY } = event;
      let at: Cell | null = null;
      let isDragging = false;
      const ghost = document.createElement('div');
      ghost.className = 'ed-drop';
      const move = (moved: PointerEvent) => {
        isDragging ||= Math.hypot(moved.clientX - clientX, moved.clientY - clientY) > DRAG_PX;
        const grid = document.querySelector('.ed-grid');
        if (!isDragging || grid === null) return;
        at = cellAt(grid, moved.clientX, moved.clientY);
        const box = at === null ? null : placeAt(session.page().widgets, kind, at);
        if (box === null) ghost.remove();
        else {
          grid.append(ghost);
          lay(ghost, box);
        }
      };
      const drop = () => {
        end();
        setDropped(isDragging);
        const id = isDragging && at !== null ? acts.add(kind, at) : null;
        if (id !== null) elements.get(id)?.focus({ preventScroll: true });
      };
      const cancel = (pressed: KeyboardEvent) => pressed.key === 'Escape' && end();
      end = () => {
        ghost.remove();
        window.removeEventListener('pointermove', move);
        window.removeEventListener('pointerup', drop);
        window.removeEventListener('keydown', cancel);
      };
      window.addEventListener('pointermove', move);
      window.addEventListener('pointerup', drop);
      window.addEventListener('keydown', cancel);
    },
  };
}

function lay(ghost: HTMLElement, { x, y, w, h }: Box): void {
  ghost.style.insetInlineStart = `${(x / COLUMNS) * 100}%`;
  ghost.style.insetBlockStart = `${(y / ROWS) * 100}%`;
  ghost.style.inlineSize = `${(w / COLUMNS) * 100}%`;
  ghost.style.blockSize = `${(h / ROWS) * 100}%`;
}
