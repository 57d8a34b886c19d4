/** A look at the lines of a file before any of them is taken: whether it is a queue_log at all, and up to when it tells. Pure but for its lines. */
import { parseLogLine } from './parse.ts';

export type Glance = {
  /** Lines that are not empty, and those of them that are none of queue_log. */
  lines: number;
  rejected: number;
  /** The first of those, with its number in the file; long numbers, which may be a customer's, are left out. */
  example: { readonly line: number; readonly text: string } | null;
  /** The latest instant told, ms; null where no line is of a queue_log. */
  latestAt: number | null;
};

const EXAMPLE_MAX_LENGTH = 120;

/** @returns what was seen so far, and the same lines: it is whole when they have been read to their end. */
export function glancing(lines: AsyncIterable<string>): { readonly seen: Glance; readonly lines: AsyncIterable<string> } {
  const seen: Glance = { lines: 0, rejected: 0, example: null, latestAt: null };
  return { seen, lines: look(lines, seen) };
}

async function* look(lines: AsyncIterable<string>, seen: Glance): AsyncGenerator<string> {
  let number = 0;
  for await (const text of lines) {
    number += 1;
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (whole !== '') note(seen, whole, number);
    yield text;
  }
}

function note(seen: Glance, text: string, number: number): void {
  seen.lines += 1;
  const line = parseLogLine(text, '');
  if (line !== null) {
    seen.latestAt = Math.max(seen.latestAt ?? line.at, line.at);
    return;
  }
  seen.rejected += 1;
  seen.example ??= { line: number, text: text.replaceAll(/\d{5,}/g, '…').slice(0, EXAMPLE_MAX_LENGTH) };
}
