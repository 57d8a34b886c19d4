/** Rows that others keep and walls are told of: which of them changed since the last look. A changed row is another object. */
export class Told<R extends { readonly id: string }> {
  readonly #rows: () => readonly R[];
  #told = new Map<string, R>();
  #last: readonly R[] = [];

  /** @param rows the same array as long as nothing changed. */
  constructor(rows: () => readonly R[]) {
    this.#rows = rows;
  }

  /** All of them, as they were last taken: one who comes now joins on where the others stand. */
  get all(): R[] {
    return [...this.#told.values()];
  }

  /** What changed since the last call. */
  take(): { put: R[]; del: string[] } {
    const rows = this.#rows();
    if (rows === this.#last) return { put: [], del: [] };
    const before = this.#told;
    this.#last = rows;
    this.#told = new Map(rows.map((row) => [row.id, row]));
    return {
      put: rows.filter((row) => before.get(row.id) !== row),
      del: [...before.keys()].filter((id) => !this.#told.has(id)),
    };
  }
}
