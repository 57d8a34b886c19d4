/** More or fewer contacts than on an ordinary day, to one queue for a while. */
export type Surge = {
  readonly queue: number;
  readonly from: number;
  readonly to: number;
  /** Relative to an ordinary day; 0: none come through. */
  readonly factor: number;
  /** What brings them, where it is known. */
  readonly entry?: string;
};
