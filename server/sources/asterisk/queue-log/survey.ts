/**
 * A first reading of a whole queue_log, for an import that stands alone: who is called how in it, and which pauses end in it. ADDMEMBER and
 * REMOVEMEMBER name the interface, every other line the member; nothing in the log joins the two (but `log_membername_as_agent=yes` in
 * queues.conf, which names the member everywhere). Pure but for the lines it is given.
 */
import { HOUR_MS } from '../../../../shared/time.ts';
import { keyOf } from '../state.ts';
import { type LogLine, parseLogLine } from './parse.ts';

export type Survey = {
  /** Interfaces of members whose calls are in the log under names that no one can tell: to count them would be to count each person twice. */
  readonly nameless: ReadonlySet<string>;
  /** PAUSE lines, by their number among the lines that are not empty, that no UNPAUSE ends: who signs out in a pause leaves no line. */
  readonly unended: ReadonlySet<number>;
};

/** No pause lasts longer: its UNPAUSE is another's. */
const PAUSE_MAX_MS = 12 * HOUR_MS;

type Pause = { readonly from: number; readonly lines: number[] };

/** Reads lines (without their line feeds) in the order of the file. */
export async function surveyQueueLog(lines: AsyncIterable<string> | Iterable<string>): Promise<Survey> {
  const added = new Set<string>();
  const called = new Set<string>();
  const open = new Map<string, Pause>();
  const unended = new Set<number>();
  const giveUp = (pause: Pause) => {
    for (const number of pause.lines) unended.add(number);
  };
  let number = 0;
  for await (const text of lines) {
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (whole === '') continue;
    number += 1;
    const line = parseLogLine(whole, '');
    if (line === null) continue;
    noteName(line, added, called);
    if (line.event === 'PAUSE' || line.event === 'UNPAUSE') notePause(line, number, open, giveUp);
    if (line.event !== 'QUEUESTART') continue;
    for (const pause of open.values()) giveUp(pause);
    open.clear();
  }
  for (const pause of open.values()) giveUp(pause);
  return { nameless: namelessOf(added, called), unended };
}

function noteName({ event, agent }: LogLine, added: Set<string>, called: Set<string>): void {
  if (agent === '' || agent === 'NONE') return;
  if (event === 'ADDMEMBER' || event === 'REMOVEMEMBER') added.add(agent);
  else if (event !== 'PENALTY' && event !== 'RINGINUSE') called.add(agent);
}

/** A PAUSE after a PAUSE is a change of reason: all of them end together. */
function notePause({ event, at, queueId, agent }: LogLine, number: number, open: Map<string, Pause>, giveUp: (pause: Pause) => void): void {
  const key = keyOf(agent, queueId);
  const pause = open.get(key);
  const isOver = pause !== undefined && at - pause.from > PAUSE_MAX_MS;
  if (isOver) giveUp(pause);
  if (event === 'UNPAUSE') open.delete(key);
  else if (pause === undefined || isOver) open.set(key, { from: at, lines: [number] });
  else pause.lines.push(number);
}

/** Where every caller of a name was added under it, an interface without calls is a member who took none. */
function namelessOf(added: ReadonlySet<string>, called: ReadonlySet<string>): Set<string> {
  const isInterface = (name: string) => name.includes('/');
  if (![...called].some((name) => !isInterface(name) && !added.has(name))) return new Set();
  return new Set([...added].filter((name) => isInterface(name) && !called.has(name)));
}
