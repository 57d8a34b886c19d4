import { Index, type JSX, Show } from 'solid-js';
import { useRoom } from '../board/room.ts';

/** In rem, as the styles have them. */
const HEADING = 3.2;
const LINE = 3.3;

/** A widget that is a list: as many lines as have room, and below them how many have none. */
export function Lines<T>(props: {
  title: JSX.Element;
  each: readonly T[];
  /** What stands in the place of lines where there are none. */
  empty: JSX.Element;
  /** At most so many, whatever the room. */
  most?: number | null;
  /** So many more there are, of whom nothing is known. */
  beyond?: number;
  more: (count: number) => JSX.Element;
  children: (item: () => T) => JSX.Element;
}): JSX.Element {
  const room = useRoom();
  const places = () => Math.max(1, Math.min(props.most ?? Number.POSITIVE_INFINITY, Math.floor((room().h - HEADING) / LINE)));
  // The words about those without a line take one.
  const all = () => props.each.length + (props.beyond ?? 0);
  const shown = () => (all() > places() ? props.each.slice(0, Math.max(1, places() - 1)) : props.each);
  return (
    <section class="widget">
      <h2>
        <span>{props.title}</span>
      </h2>
      <Show when={props.each.length > 0} fallback={<p class="widget-note">{props.empty}</p>}>
        <ul class="lines">
          <Index each={shown()}>{(item) => props.children(item)}</Index>
          <Show when={all() > shown().length}>
            <li class="line">
              <span>{props.more(all() - shown().length)}</span>
            </li>
          </Show>
        </ul>
      </Show>
    </section>
  );
}
