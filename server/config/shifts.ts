/** `MOKED_SHIFTS`: named spans of the business day. They may overlap and need not fill it. */
import { quarter } from './values.ts';

export type ShiftConfig = { readonly name: string; readonly start: string; readonly end: string };

export type ReadShifts = { readonly shifts: readonly ShiftConfig[]; readonly problems: readonly string[] };

const NAME_MAX_LENGTH = 60;

/** Reads every shift, and says of each that is wrong what is. */
export function readShifts(text: string): ReadShifts {
  const shifts: ShiftConfig[] = [];
  const problems: string[] = [];
  for (const part of text.split(',')) {
    const shift = readShift(part);
    if (typeof shift === 'string') problems.push(shift);
    else if (shifts.some(({ name }) => name === shift.name)) problems.push(`two shifts are named "${shift.name}"`);
    else shifts.push(shift);
  }
  return { shifts, problems };
}

function readShift(part: string): ShiftConfig | string {
  const [, name = '', from = '', to = ''] = /^\s*(\S(?:.*\S)?)\s+(\d\d:\d\d)\s*[-–]\s*(\d\d:\d\d)\s*$/u.exec(part) ?? [];
  if (name === '') return `"${part.trim()}" is not a name and two times`;
  if (name.length > NAME_MAX_LENGTH) return `the name "${name}" is longer than ${NAME_MAX_LENGTH} letters`;
  const [start, end] = [quarter(from), quarter(to)];
  if (start === undefined || end === undefined) return `"${part.trim()}" has a time that is not on a quarter of an hour`;
  if (start === end) return `"${part.trim()}" has no length`;
  return { name, start, end };
}
