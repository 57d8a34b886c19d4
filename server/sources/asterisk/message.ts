import { DAY_MS, SECOND_MS } from '../../../shared/time.ts';

/** One AMI message. Header names are compared without case, as Asterisk does; a repeated header keeps all its values. */
export class AmiMessage {
  readonly #headers: ReadonlyMap<string, readonly string[]>;

  constructor(headers: ReadonlyMap<string, readonly string[]>) {
    this.#headers = headers;
  }

  /** First value of a header, '' if it is not there. */
  get(name: string): string {
    return this.#headers.get(name.toLowerCase())?.[0] ?? '';
  }

  /** Every value of a repeated header (`Output`, `Variable`). */
  all(name: string): readonly string[] {
    return this.#headers.get(name.toLowerCase()) ?? [];
  }

  has(name: string): boolean {
    return this.#headers.has(name.toLowerCase());
  }

  /** Every header with its value, in order of first mention; names in lower case. */
  pairs(): [string, string][] {
    return [...this.#headers].flatMap(([name, values]) => values.map((value): [string, string] => [name, value]));
  }

  /** Name of the event, '' for a response. */
  get event(): string {
    return this.get('event');
  }

  /** What may be told in an anomaly: names of headers and the event's name, no value that could be a customer's. */
  describe(): string {
    const what = this.event === '' ? `Response ${this.get('response').slice(0, 20)}` : `Event ${this.event.slice(0, 40)}`;
    return `${what} with ${[...this.#headers.keys()].slice(0, 12).join(', ')}`.slice(0, 300);
  }
}

/** Builds a message from pairs; used by the framing and by tests. */
export function amiMessage(pairs: Iterable<readonly [string, string]>): AmiMessage {
  const headers = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const key = name.toLowerCase();
    const values = headers.get(key);
    if (values === undefined) headers.set(key, [value]);
    else values.push(value);
  }
  return new AmiMessage(headers);
}

/** Longest wait that is believed: what is longer is no wait, and would make an instant that no calendar knows. */
const DURATION_MAX_MS = 7 * DAY_MS;

/** Whole seconds of a header as ms; 0 for anything that is no sensible duration. */
export function readSeconds(text: string): number {
  const ms = Number(text) * SECOND_MS;
  return ms > 0 && ms <= DURATION_MAX_MS ? ms : 0;
}

/** Milliseconds of a header, by the same rule. */
export function readMilliseconds(text: string): number {
  return readSeconds(String(Number(text) / SECOND_MS));
}

/** Longer names would make ids that the log cannot hold. */
const NAME_MAX_LENGTH = 80;
const TEXT_MAX_LENGTH = 500;

/** True for a text that may be (part of) an id. */
export function isName(text: string): boolean {
  return text.length > 0 && text.length <= NAME_MAX_LENGTH;
}

/** A free text of the platform (a pause reason, a member's name), cut to what the log takes. */
export function readText(text: string): string {
  return text.slice(0, TEXT_MAX_LENGTH);
}
