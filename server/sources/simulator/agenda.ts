/** What is going to happen on the simulated floor, by time; of two things at the same instant the one written down first comes first. */

type Entry = { readonly at: number; readonly order: number; readonly run: (at: number) => void };

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** A binary heap of things to do. */
export class Agenda {
  readonly #heap: Entry[] = [];
  #order = 0;

  /** Instant of the next thing; null if there is none. */
  get nextAt(): number | null {
    return this.#heap[0]?.at ?? null;
  }

  add(at: number, run: (at: number) => void): void {
    const heap = this.#heap;
    const entry = { at: Math.round(at), order: this.#order++, run };
    let place = heap.push(entry) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!isBefore(entry, heap[parent] as Entry)) break;
      heap[place] = heap[parent] as Entry;
      place = parent;
    }
    heap[place] = entry;
  }

  /** Takes the next thing and does it. */
  step(): void {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) return;
    if (heap.length > 0) this.#sink(last);
    first.run(first.at);
  }

  #sink(entry: Entry): void {
    const heap = this.#heap;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Entry, heap[child] as Entry)) child++;
      if (!isBefore(heap[child] as Entry, entry)) break;
      heap[place] = heap[child] as Entry;
      place = child;
    }
    heap[place] = entry;
  }
}
