import { createEffect, createMemo, createSignal, For, type JSX, on, onCleanup, onMount, Show, untrack } from 'solid-js';
import { COLUMNS, ROWS, type Widget } from '../../shared/boards/widgets.ts';
import { SECOND_MS } from '../../shared/time.ts';
import { percentText } from '../i18n/format.ts';
import { locale } from '../i18n/locale.ts';
import { useLive } from '../live/context.ts';
import { useFloor } from '../wall/floor.ts';
import { Header } from '../wall/Header.tsx';
import { Strip } from '../wall/Strip.tsx';
import { useEditor } from './editor-context.ts';
import { createGrid, type Grid } from './grid.ts';
import { Item } from './Item.tsx';
import { inReadingOrder } from './place.ts';
import type { Said } from './session.ts';
import { Tell, type Word, word } from './words.ts';
import 'gridstack/dist/gridstack.css';

const WIDE = 16;
const HIGH = 9;
/** The screen is so many rem high. */
const SCREEN_REM = 100;
/** The screen that the scale is told against, in pixels of its height. */
const FULL_HD = 1080;

type Frame = { readonly w: number; readonly h: number; readonly scale: number };

/** The page as the screen will show it, made smaller as a whole: the widgets with live figures, to be taken by hand or by key. */
export function Canvas(): JSX.Element {
  const { session } = useEditor();
  const live = useLive();
  const floor = useFloor();
  const { frame, watch } = createFrame(() => session.layout().scale);
  const page = () => session.page();
  const inner = () => ({
    width: `${frame().w / frame().scale}px`,
    height: `${frame().h / frame().scale}px`,
    transform: `scale(${frame().scale})`,
  });
  return (
    <>
      <div class="ed-room" ref={watch}>
        <div
          class="ed-canvas wall is-board"
          classList={{ 'is-stale': live.freshness() === 'stale', 'is-history': floor.isHistory(), 'is-cut-off': floor.cutOffAt() !== null }}
          data-theme="wall"
          data-look={session.layout().theme}
          id="ed-canvas"
          role="tabpanel"
          aria-label={word('canvas')}
          style={{ width: `${frame().w}px`, height: `${frame().h}px` }}
        >
          <div class="ed-frame" style={inner()} inert>
            <Header />
            <div class="board-page ed-grid-room" />
            <Strip />
          </div>
          {/* Charts are painted in the colours they find when they begin. */}
          <Show when={`${page().id} ${locale()} ${session.layout().theme}`} keyed>
            <GridOf frame={frame()} />
          </Show>
          <Show when={page().widgets.length === 0}>
            <p class="ed-empty">{word('emptyPage')}</p>
          </Show>
          <Refused />
        </div>
      </div>
      <Beneath percent={percentText(frame().h / FULL_HD, 0)} />
    </>
  );
}

const REFUSALS: readonly Word[] = ['noRoom', 'saidRefused'];
const REFUSAL_MS = 6 * SECOND_MS;

/** What found no room, on the page itself for a while: whoever dropped or copied it looks there. The line at the foot keeps it, and tells screen readers. */
function Refused(): JSX.Element {
  const { session } = useEditor();
  const { clock } = useLive();
  const [shown, setShown] = createSignal<Said | null>(null);
  createEffect(
    on([session.said, session.page], ([said], before) => {
      // It was of the page that was shown then.
      const isNew = before !== undefined && before[1] === session.page();
      setShown(isNew && said !== null && REFUSALS.includes(said.of) ? said : null);
      onCleanup(clock.after(REFUSAL_MS, () => setShown(null)));
    }),
  );
  return (
    <Show when={shown()} keyed>
      {(said) => (
        <p class="ed-refused" aria-hidden="true">
          <span>
            <Tell of={said.of} with={said.with ?? {}} />
          </span>
        </p>
      )}
    </Show>
  );
}

/** The largest picture of a screen that there is room for; it follows its room and the size of the letters. */
function createFrame(letters: () => number): { frame: () => Frame; watch: (room: HTMLElement) => void } {
  const [frame, setFrame] = createSignal<Frame>({ w: 0, h: 0, scale: 0.4 });
  const watch = (room: HTMLElement) => {
    const fit = () => {
      const remPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const w = Math.min(room.clientWidth, (room.clientHeight * WIDE) / HIGH);
      const h = (w * HIGH) / WIDE;
      setFrame({ w, h, scale: (h * letters()) / (SCREEN_REM * remPx) });
    };
    onMount(() => {
      const observer = new ResizeObserver(fit);
      observer.observe(room);
      onCleanup(() => observer.disconnect());
    });
    createEffect(on(letters, fit, { defer: true }));
  };
  return { frame, watch };
}

/** How large the picture is, and whether anything is wrong. */
function Beneath(props: { percent: string }): JSX.Element {
  const { session } = useEditor();
  return (
    <p class="ed-note">
      <span>
        <Tell of="scaleNote" with={{ percent: props.percent, screen: '1920×1080', columns: COLUMNS, rows: ROWS }} />
      </span>
      <Show when={session.problems().length > 0}>
        <b class="ed-mend">
          <Tell of="mendFirst" with={{ count: session.problems().length }} />
        </b>
      </Show>
    </p>
  );
}

/** One page's widgets; another page has a grid of its own, and so has the other direction. */
function GridOf(props: { frame: Frame }): JSX.Element {
  const { session, acts, elements } = useEditor();
  const [grid, setGrid] = createSignal<Grid | null>(null);
  const widgets = createMemo(() => session.page().widgets, undefined, { equals: (a, b) => a === b });
  // In the order in which they are read, for that is how Tab goes through them.
  const ids = createMemo(() => inReadingOrder(widgets()).map(({ id }) => id), undefined, { equals: (a, b) => a.join('\n') === b.join('\n') });
  const of = (id: string): Widget | undefined => widgets().find((widget) => widget.id === id);
  let root!: HTMLDivElement;
  onMount(() => {
    const made = createGrid(root, {
      isRtl: locale() === 'he',
      onPlaced(boxes, id) {
        acts.place(boxes, id);
        elements.get(id)?.focus({ preventScroll: true });
      },
      onRefused(id) {
        session.say({ of: 'saidRefused' });
        elements.get(id)?.focus({ preventScroll: true });
      },
    });
    setGrid(made);
    // The empty board beneath is the page itself. A drag that ends above it began elsewhere.
    root.addEventListener('pointerdown', (event) => {
      if (event.target === root) session.choose(null);
    });
    onCleanup(() => made.destroy());
  });
  createEffect(() => {
    const made = grid();
    if (made === null) return;
    fitInto(root, props.frame);
    made.rowHeight(root.parentElement === null ? 0 : heightOf(root) / ROWS);
  });
  createEffect(() => {
    ids();
    grid()?.show(widgets(), elements);
    // An element that was put elsewhere in the order has lost the focus.
    if (document.activeElement === document.body) elements.get(untrack(session.chosen)?.id ?? '')?.focus({ preventScroll: true });
  });
  return (
    <div class="grid-stack ed-grid" ref={root}>
      <For each={ids()}>
        {(id) => (
          <Show when={of(id)}>{(widget) => <Item widget={widget()} scale={props.frame.scale} onGone={(element) => grid()?.forget(element)} />}</Show>
        )}
      </For>
    </div>
  );
}

const roomOf = (root: HTMLElement): DOMRect | undefined => root.parentElement?.querySelector('.ed-grid-room')?.getBoundingClientRect();
const heightOf = (root: HTMLElement): number => roomOf(root)?.height ?? 0;

/** Lays the grid where the frame leaves room between header and strip: the frame has the measures of the screen. */
function fitInto(root: HTMLElement, frame: Frame): void {
  const canvas = root.parentElement?.getBoundingClientRect();
  const room = roomOf(root);
  if (canvas === undefined || room === undefined || frame.w === 0) return;
  root.style.insetBlockStart = `${room.top - canvas.top}px`;
  root.style.left = `${room.left - canvas.left}px`;
  root.style.width = `${room.width}px`;
}
