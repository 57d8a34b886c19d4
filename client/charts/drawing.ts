/** A chart on a canvas: drawn anew where the type has another size, else only brought up to date. Chart.js, its parts that are used. */
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
} from 'chart.js';
import { createEffect, createMemo, onCleanup, onMount, untrack } from 'solid-js';
import { type ChartLook, lookOf } from './look.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, LineController, LineElement, PointElement);

export type Config = ChartConfiguration<'bar' | 'line', (number | null)[], number>;

/** What a chart is made of: `read` gives the present state at every later drawing. */
export type ConfigOf<S> = (state: S & { look: ChartLook }, read: () => S & { look: ChartLook }) => Config;

class Drawing<S> {
  readonly #holder: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #configOf: ConfigOf<S>;
  #chart: Chart<'bar' | 'line', (number | null)[], number> | undefined;
  #drawn: (S & { look: ChartLook }) | undefined;
  #isOver = false;

  constructor(holder: HTMLElement, canvas: HTMLCanvasElement, configOf: ConfigOf<S>) {
    this.#holder = holder;
    this.#canvas = canvas;
    this.#configOf = configOf;
  }

  draw(state: S): void {
    if (this.#isOver) return;
    const drawn = { ...state, look: lookOf(this.#holder) };
    this.#drawn = drawn;
    // The plugins live as long as the chart; what they read is of the last drawing.
    const config = this.#configOf(drawn, () => this.#drawn ?? drawn);
    if (this.#chart === undefined || this.isOutgrown()) {
      this.#chart?.destroy();
      this.#chart = new Chart(this.#canvas, config);
    } else {
      this.#chart.data = config.data;
      this.#chart.options = config.options ?? {};
      this.#chart.update('none');
    }
  }

  /** True where the type of the page has another size than the chart was made for. */
  isOutgrown(): boolean {
    return lookOf(this.#holder).fontPx !== this.#chart?.options.font?.size;
  }

  end(): void {
    this.#isOver = true;
    this.#chart?.destroy();
  }
}

const isSame = <S extends object>(a: S, b: S): boolean => (Object.keys(b) as (keyof S)[]).every((part) => a[part] === b[part]);

/** Draws `state` on the canvas of a component, from its mount on: whenever one of its parts is another, and where the type of the page has grown. */
export function createDrawing<S extends object>(
  parts: () => { holder: HTMLElement; canvas: HTMLCanvasElement },
  configOf: ConfigOf<S>,
  read: () => S,
): void {
  const state = createMemo(read, undefined, { equals: isSame });
  onMount(() => {
    const { holder, canvas } = parts();
    const drawing = new Drawing(holder, canvas, configOf);
    createEffect(() => drawing.draw(state()));
    const again = () => drawing.draw(untrack(state));
    // The type on a wall follows the height of the screen.
    const observer = new ResizeObserver(() => {
      if (drawing.isOutgrown()) again();
    });
    observer.observe(holder);
    document.fonts.ready.then(again, again);
    onCleanup(() => {
      observer.disconnect();
      drawing.end();
    });
  });
}
