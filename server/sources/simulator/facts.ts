/** Makes facts: ids are the place of the fact in its day, so the same day told again gives the same ids. */
import type { EventData, EventType } from '../../../shared/events/event.ts';
import type { SourceEvent } from '../source.ts';

const ORDINAL_DIGITS = 8;

/** Writes down what happens on one simulated day. */
export class FactWriter {
  readonly #prefix: string;
  #ordinal = 0;
  #facts: SourceEvent[] = [];

  /** @param prefix unique for the floor and its day. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  say<T extends EventType>(at: number, type: T, data: EventData<T>, timequality: SourceEvent['timequality'] = 'platform-ms'): void {
    const ordinal = String(this.#ordinal++).padStart(ORDINAL_DIGITS, '0');
    const fact = { id: `${this.#prefix}-${ordinal}`, type, data, sourceTime: at, sequence: `${this.#prefix}-${ordinal}`, timequality };
    this.#facts.push(fact as unknown as SourceEvent);
  }

  /** What was written since the last call. */
  take(): SourceEvent[] {
    const facts = this.#facts;
    this.#facts = [];
    return facts;
  }
}
