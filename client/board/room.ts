/** How much room a widget has, in rem: a hundredth of the screen's height on a wall. What does not fit is paged, set smaller, or counted; never cut. */
import { type Accessor, createContext, createSignal, onCleanup, useContext } from 'solid-js';
import { assert } from '../../shared/assert.ts';

/** Width and height in rem. */
export type Room = { readonly w: number; readonly h: number };

export const RoomContext = createContext<Accessor<Room>>();

/** The room of the widget that asks. */
export function useRoom(): Accessor<Room> {
  const room = useContext(RoomContext);
  assert(room !== undefined, 'useRoom is called outside of a board');
  return room;
}

const remPx = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

/** In steps of which none is seen: what is set by the room is the same on every page, whichever room it had before. */
const inSteps = ({ w, h }: Room): Room => ({ w: Math.round(w * 20) / 20, h: Math.round(h * 20) / 20 });

/** Watches an element's content box. Before it is laid out its room is that of the cells it was given. */
export function createRoom(first: Room): { room: Accessor<Room>; watch: (element: Element) => void } {
  const [room, setRoom] = createSignal(inSteps(first), { equals: (a, b) => a.w === b.w && a.h === b.h });
  const watch = (element: Element) => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      setRoom(inSteps({ w: width / remPx(), h: height / remPx() }));
    });
    observer.observe(element);
    onCleanup(() => observer.disconnect());
  };
  return { room, watch };
}
