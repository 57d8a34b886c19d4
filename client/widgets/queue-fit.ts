/** How a table of queues stands in its place: as designed, set smaller where a name would have no room, and with fewer columns where that is not enough. Pure. */
import type { Room } from '../board/room.ts';

/** In rem, as the styles have them: signs and channel before the name, the sides of a row, the gap between two columns. */
const SIGNS = 6;
const SIDES = 1.2;
const GAP = 0.9;
/** The usual names have so much, seventeen letters of them. */
const NAME_AT_LEAST = 25;
/** Smaller it cannot be read from afar. */
const FIT_AT_LEAST = 0.6;
/** The head, and a row. */
const HEAD = 5;
const ROW = 3.7;
/** Of a row that has exactly the room it needs. */
const DUST = 1e-6;
/** A letter of the notes in the head. */
const LETTER = 0.93;

/** So many of the first columns and so many rows have room, all of it set in `fit` of its size (0.6…1). */
export type QueueFit = { readonly columns: number; readonly rows: number; readonly fit: number };

/**
 * @param widths of the columns, in rem; `room` of the whole table.
 * @param queues so many there are: of two or more two rows have room, one for a queue and one for the words about the others.
 */
export function fitOf(widths: readonly number[], { w, h }: Room, queues: number): QueueFit {
  const byHeight = h / (HEAD + Math.min(2, Math.max(1, queues)) * ROW);
  const byWidth = (columns: number) => w / (NAME_AT_LEAST + beside(widths.slice(0, columns)));
  let columns = widths.length;
  while (columns > 1 && byWidth(columns) < FIT_AT_LEAST) columns--;
  const fit = Math.min(1, Math.max(FIT_AT_LEAST, Math.min(byWidth(columns), byHeight)));
  return { columns, rows: Math.max(1, Math.floor((h / fit - HEAD) / ROW + DUST)), fit };
}

/** What of the width is not the name's. */
function beside(widths: readonly number[]): number {
  return SIGNS + SIDES + (widths.length + 2) * GAP + widths.reduce((sum, width) => sum + width, 0);
}

/** The first of some notes that has room before the columns `from` (counted from 0) on; null where none has. */
export function noteOf(notes: readonly string[], widths: readonly number[], from: number, fit: number, width: number): string | null {
  const taken = widths.slice(from).reduce((sum, width) => sum + width + GAP, 0) + SIDES;
  return notes.find((note) => (note.length * LETTER + taken) * fit <= width) ?? null;
}
