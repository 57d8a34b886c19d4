/** One connection to a manager port: frames what comes, numbers actions and collects their answers. Knows nothing of queues. */
import type { Duplex } from 'node:stream';
import { SECOND_MS } from '../../../shared/time.ts';
import type { Clock } from '../../clock.ts';
import { type Action, actionText } from './actions.ts';
import { Framer } from './frame.ts';
import type { AmiMessage } from './message.ts';

export type LinkHandlers = {
  /** Events that belong to no action of ours, all of one read together. */
  readonly onEvents: (messages: readonly AmiMessage[], at: number) => void;
  readonly onRead: (at: number) => void;
  readonly onProblem: (kind: string, example: string) => void;
};

/** What an action was answered: the response, and the items of a list. */
export type Reply = { readonly response: AmiMessage; readonly items: readonly AmiMessage[]; readonly at: number };

/** The connection broke or went silent: try again later. */
export class LinkLost extends Error {
  override readonly name = 'LinkLost';
}

type Pending = {
  readonly items: AmiMessage[];
  response: AmiMessage | null;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
  readonly onReply: (reply: Reply) => void;
  readonly done: AbortController;
};

/** A list of a PBX with thousands of channels has as many items; more than this is no answer. */
const LIST_MAX_ITEMS = 100_000;

/** Takes over a connected stream. */
export class Link {
  /** The first line of the connection; '' if it ended without one. */
  readonly banner: Promise<string>;
  /** Resolves with the reason, in words, once the link is over. Never rejects. */
  readonly ended: Promise<string>;
  readonly #stream: Duplex;
  readonly #clock: Clock;
  readonly #handlers: LinkHandlers;
  readonly #framer = new Framer();
  readonly #pending = new Map<string, Pending>();
  readonly #over = new AbortController();
  #lastReadAt: number;
  #actions = 0;
  #tellBanner: (text: string) => void = () => undefined;
  #tellEnded: (reason: string) => void = () => undefined;

  constructor(stream: Duplex, clock: Clock, handlers: LinkHandlers) {
    this.#stream = stream;
    this.#clock = clock;
    this.#handlers = handlers;
    this.#lastReadAt = clock.now();
    this.banner = new Promise((resolve) => {
      this.#tellBanner = resolve;
    });
    this.ended = new Promise((resolve) => {
      this.#tellEnded = resolve;
    });
    stream.on('data', (bytes: Uint8Array) => this.#read(bytes));
    stream.on('error', (error: Error) => this.close(`connection broken: ${error.message}`));
    stream.on('end', () => this.close('connection closed by the PBX'));
    stream.on('close', () => this.close('connection closed'));
  }

  get lastReadAt(): number {
    return this.#lastReadAt;
  }

  /** Aborts when the link is over: timers of the connection hang on it. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /**
   * Sends an action and waits for its whole answer. `onReply` is called before anything that follows the answer in the same read is
   * handed on. Rejects with `LinkLost` if the answer does not come in time, or the link ends.
   */
  request(action: Action, timeoutMs: number, onReply: (reply: Reply) => void = () => undefined): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.#over.signal.aborted) {
        reject(new LinkLost('connection closed'));
        return;
      }
      this.#actions += 1;
      const id = `moked-${this.#actions}`;
      const done = new AbortController();
      this.#pending.set(id, { items: [], response: null, resolve, reject, onReply, done });
      const expire = () => {
        if (this.#pending.delete(id)) reject(new LinkLost(`no answer to ${action.action} within ${timeoutMs / SECOND_MS} s`));
      };
      this.#clock.after(timeoutMs, expire, done.signal);
      this.#stream.write(actionText(action, id));
    });
  }

  close(reason: string): void {
    if (this.#over.signal.aborted) return;
    this.#over.abort();
    for (const { reject, done } of this.#pending.values()) {
      done.abort();
      reject(new LinkLost(reason));
    }
    this.#pending.clear();
    this.#stream.destroy();
    this.#tellBanner('');
    this.#tellEnded(reason);
  }

  #read(bytes: Uint8Array): void {
    if (this.#over.signal.aborted) return;
    const at = this.#clock.now();
    this.#lastReadAt = at;
    this.#handlers.onRead(at);
    let events: AmiMessage[] = [];
    for (const frame of this.#framer.push(bytes)) {
      if (frame.kind === 'banner') this.#tellBanner(frame.text);
      else if (frame.kind === 'problem') this.#handlers.onProblem(frame.problem, frame.example);
      else {
        const { message } = frame;
        const id = message.get('ActionID');
        const waiting = id === '' ? undefined : this.#pending.get(id);
        if (waiting === undefined) {
          if (message.event !== '') events.push(message);
          continue;
        }
        // What was told before the answer is applied before it.
        if (events.length > 0) this.#handlers.onEvents(events, at);
        events = [];
        this.#takeAnswer(id, waiting, message, at);
      }
    }
    if (events.length > 0) this.#handlers.onEvents(events, at);
  }

  #takeAnswer(id: string, waiting: Pending, message: AmiMessage, at: number): void {
    const isLast = message.get('EventList').toLowerCase() === 'complete';
    if (message.event === '') waiting.response = message;
    else if (!isLast) waiting.items.push(message);
    const { response, items } = waiting;
    const isList = response?.get('EventList').toLowerCase() === 'start';
    if (response === null || (isList && !isLast && items.length < LIST_MAX_ITEMS)) return;
    this.#pending.delete(id);
    waiting.done.abort();
    const reply = { response, items, at };
    waiting.onReply(reply);
    waiting.resolve(reply);
  }
}
