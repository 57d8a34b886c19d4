/** What the manager user may not do. Nothing tells it outright: it shows in what comes and what does not. Pure. */
import type { AmiMessage } from './message.ts';

const REMEDY = 'in manager.conf give the user read = system,call,agent and write = reporting, then: manager reload';

/** What is missing, what follows from it, and what to do. */
export const MISSING = {
  system: `no FullyBooted came, so the user may not read the class system, and restarts of the PBX are seen late; ${REMEDY}`,
  agent: `queues change and no event of the class agent comes, so the user may not read it, and the wall is up to a minute late; ${REMEDY}`,
  call: `callers come and no event of the class call comes, so the user may not read it, and hang-ups cannot be told from time-outs; ${REMEDY}`,
  reporting: `the user may not list channels, so after a restart in mid-shift nobody knows who talks with whom; ${REMEDY}`,
} as const;

/** Why QueueStatus was refused, and what to do. @param said by the PBX. */
export function refusedList(said: string): string {
  const text = said.slice(0, 200);
  if (/permission denied/i.test(said)) return `QueueStatus was refused: ${text}; ${REMEDY}`;
  return `QueueStatus was refused: ${text} (is app_queue loaded? module show like app_queue)`;
}

/** Events of the class agent that never come without one of the class call: of the channel that was made, bridged or hung up. */
const WITNESSES: ReadonlySet<string> = new Set(['QueueCallerJoin', 'QueueCallerLeave', 'AgentConnect', 'AgentComplete']);
/** One may have lost its companion at the edge of the connection; so many have not. */
const WITNESSES_ENOUGH = 3;

/** Classes that are read; of `reporting` we need the right to write, of which its events say nothing. */
const READ = ['system', 'agent', 'call'] as const;
const CLASSES = [...READ, 'reporting'] as const;
type Class = (typeof CLASSES)[number];

/** The rights of one connection, as far as they have shown. */
export class Rights {
  readonly #seen = new Set<string>();
  readonly #missing = new Set<Class>();
  #witnesses = 0;

  /** Takes note of an event. @returns true if more, or less, is known to be missing. */
  event(message: AmiMessage): boolean {
    const [seen = ''] = message.get('Privilege').split(',');
    this.#seen.add(seen);
    if (WITNESSES.has(message.event)) this.#witnesses += 1;
    const isNew = this.#witnesses >= WITNESSES_ENOUGH && !this.has('call') && this.lacks('call');
    return READ.some((right) => right === seen && this.#missing.delete(right)) || isNew;
  }

  /** The lists differ from what events told. @returns true if more is known to be missing. */
  silentChange(): boolean {
    return !this.has('agent') && this.lacks('agent');
  }

  /** @returns true if it was not known. */
  lacks(right: Class): boolean {
    const isNew = !this.#missing.has(right);
    this.#missing.add(right);
    return isNew;
  }

  /** True once an event of the class has come. */
  has(right: Class): boolean {
    return this.#seen.has(right);
  }

  /** In words what is missing, the worst first. */
  get missing(): readonly string[] {
    return CLASSES.filter((right) => this.#missing.has(right)).map((right) => MISSING[right]);
  }
}
