/**
 * The deltas of the near past, so that a wall that was away for a moment gets what it missed. Owns the ring and its bound in bytes;
 * what falls out is answered by a snapshot.
 */
export type Encoded = { readonly from: number; readonly to: number; readonly bytes: Uint8Array };

export class History {
  readonly #maxBytes: number;
  readonly #ring: Encoded[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(delta: Encoded): void {
    this.#ring.push(delta);
    this.#bytes += delta.bytes.byteLength;
    while (this.#bytes > this.#maxBytes && this.#ring.length > 0) this.#bytes -= (this.#ring.shift() as Encoded).bytes.byteLength;
  }

  /** What came after `seq`: nothing (empty), the deltas missed, or null if they are gone or never were. `head`: the newest seq. */
  since(seq: number, head: number): readonly Encoded[] | null {
    if (seq === head) return [];
    const first = this.#ring.findIndex((delta) => delta.from === seq);
    return first === -1 ? null : this.#ring.slice(first);
  }

  clear(): void {
    this.#ring.length = 0;
    this.#bytes = 0;
  }
}
