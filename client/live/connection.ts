/**
 * Owns the socket to `/live` and says in which state it is. It never touches the page: the socket's constructor, the clock and the
 * replica are handed in. A message that does not fit is one `resync`, never a guess; silence is a broken line, never "nothing new".
 */
import { type CloseCode, mayRetry } from '../../shared/protocol/close-codes.ts';
import { type Down, downSchema } from '../../shared/protocol/down.ts';
import type { Up } from '../../shared/protocol/up.ts';
import { PROTOCOL, STALE_AFTER_MS } from '../../shared/protocol/version.ts';
import { parseOwn } from '../../shared/schema.ts';
import { SECOND_MS } from '../../shared/time.ts';
import { backoffMs } from './backoff.ts';
import type { Clock } from './clock.ts';
import type { Delta, Replica, Snapshot } from './replica.ts';

const FULL = 4413 satisfies CloseCode;

/** `attempt` counts the failures in a row since the replica was last current. `isFull`: the server shows as many different boards as it can. */
type Trying = { readonly attempt: number; readonly isFull?: true };
export type ConnectionState =
  | ({ readonly kind: 'opening' } & Trying)
  | ({ readonly kind: 'greeting' } & Trying)
  | { readonly kind: 'live' }
  | ({ readonly kind: 'waiting'; readonly retryAt: number } & Trying)
  | { readonly kind: 'refused'; readonly code: number }
  | { readonly kind: 'stopped' };

/** The part of a WebSocket that is used. */
export type Socket = {
  addEventListener(type: 'open', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { readonly code: number }) => void): void;
  send(text: string): void;
  close(code?: number): void;
};
type SocketConstructor = new (url: string, protocols: string[]) => Socket;
export type Notice = Extract<Down, { type: 'notice' }>;

export type ConnectionOptions = {
  readonly url: string;
  readonly Socket: SocketConstructor;
  readonly clock: Clock;
  readonly replica: Replica;
  onState(state: ConnectionState): void;
  /** The replica is known to show the server's present. */
  onCurrent(): void;
  onServerTime(serverNow: string): void;
  /** A notice has begun. A page has it in its board. */
  onNotice?(notice: Notice): void;
  /** A board was saved. */
  onBoard?(saved: { readonly id: string; readonly version: number }): void;
  /** What of the floor is wanted, as `hello` names it; undefined: all of it. */
  board?(): string | undefined;
  /** The server's build; another one than before means that this page is old. */
  onBuild(build: string): void;
};

const WHOLE_FLOOR = 'floor';
const SNAPSHOT_WITHIN_MS = 10_000;
/** A watch that fires this much too late means that the machine slept. */
const SLEPT_MS = 5 * SECOND_MS;

/** One line to the server, kept up until `stop`. Nothing happens before `start`. */
export class Connection {
  readonly #options: ConnectionOptions;
  #state: ConnectionState = { kind: 'stopped' };
  #socket: Socket | null = null;
  #attempt = 0;
  #heardAt = 0;
  #notBefore = 0;
  #mayResume = true;
  /** The board of the last hello: what the replica has of another one cannot be gone on with. */
  #greetedBoard: string | null | undefined = null;
  #resyncAskedAt: number | null = null;
  /** Where the replica stood when a heartbeat said that the server is further on. */
  #aheadOf: number | null = null;
  #badMessages = 0;
  #cancelRetry = () => {};
  #isFull = false;
  #cancelWatch = () => {};

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  start(): void {
    this.#open();
    this.#watch(this.#options.clock.local());
  }

  /** The machine woke up or the network is back: do not wait out the backoff, and do not trust an old socket. */
  wake(): void {
    if (this.#state.kind === 'refused' || this.#state.kind === 'stopped') return;
    const silentMs = this.#options.clock.local() - this.#heardAt;
    if (this.#socket === null || silentMs > SLEPT_MS + SECOND_MS) this.#open();
  }

  /** Another board is wanted than before: it comes as a snapshot. */
  boardChanged(): void {
    // Before the hello it is early enough to name it there.
    if (this.#state.kind !== 'live' && this.#state.kind !== 'greeting') return;
    this.#greetedBoard = null;
    this.#send({ type: 'subscribe', board: this.#options.board?.() ?? WHOLE_FLOOR });
  }

  stop(): void {
    this.#cancelRetry();
    this.#cancelWatch();
    this.#drop();
    this.#enter({ kind: 'stopped' });
  }

  #trying(): Trying {
    return { attempt: this.#attempt, ...(this.#isFull ? { isFull: true } : {}) };
  }

  #enter(next: ConnectionState): void {
    this.#state = next;
    this.#options.onState(next);
  }

  #open(): void {
    const { Socket, url, clock } = this.#options;
    this.#cancelRetry();
    this.#drop();
    this.#enter({ kind: 'opening', ...this.#trying() });
    this.#heardAt = clock.local();
    this.#resyncAskedAt = null;
    this.#aheadOf = null;
    this.#badMessages = 0;
    const mine = new Socket(url, [PROTOCOL]);
    this.#socket = mine;
    // A socket that was given up may still speak: only the present one is listened to.
    const present = () => mine === this.#socket;
    mine.addEventListener('open', () => present() && this.#greet());
    mine.addEventListener('message', ({ data }) => present() && this.#hear(data));
    mine.addEventListener('close', ({ code }) => present() && this.#closed(code));
  }

  #drop(): void {
    const old = this.#socket;
    this.#socket = null;
    old?.close(1000);
  }

  #greet(): void {
    this.#enter({ kind: 'greeting', ...this.#trying() });
    const board = this.#options.board?.();
    const position = this.#mayResume && this.#greetedBoard === board ? this.#options.replica.position() : null;
    this.#greetedBoard = board;
    this.#send({
      type: 'hello',
      protocol: PROTOCOL,
      ...(board === undefined ? {} : { board }),
      ...(position === null ? {} : { resume: position }),
    });
  }

  #send(message: Up): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #closed(code: number): void {
    this.#socket = null;
    this.#isFull = code === FULL;
    if (mayRetry(code)) this.#retry();
    else this.#enter({ kind: 'refused', code });
  }

  #retry(): void {
    const { clock } = this.#options;
    this.#drop();
    this.#attempt += 1;
    const retryAt = Math.max(clock.local() + backoffMs(this.#attempt, clock.random()), this.#notBefore);
    this.#enter({ kind: 'waiting', ...this.#trying(), retryAt });
    this.#cancelRetry = clock.after(retryAt - clock.local(), () => this.#open());
  }

  #hear(data: unknown): void {
    const { clock, onServerTime, onBuild } = this.#options;
    this.#heardAt = clock.local();
    const message = decode(data);
    if (message === null) this.#unread();
    else if (message.type === 'snapshot') this.#takeSnapshot(message);
    else if (message.type === 'delta') this.#takeDelta(message);
    else if (message.type === 'notice') this.#options.onNotice?.(message);
    else if (message.type === 'board') this.#options.onBoard?.({ id: message.id, version: message.version });
    else if (message.type === 'error') {
      this.#notBefore = message.retryAfterMs === undefined ? 0 : clock.local() + message.retryAfterMs;
    } else {
      onServerTime(message.serverNow);
      if (message.type === 'heartbeat') this.#takeHeartbeat(message.seq);
      else if (message.build !== undefined) onBuild(message.build);
    }
  }

  #takeSnapshot(message: Snapshot): void {
    this.#options.replica.reset(message);
    this.#resyncAskedAt = null;
    this.#mayResume = true;
    this.#current();
  }

  #takeDelta(message: Delta): void {
    if (this.#resyncAskedAt !== null) return;
    if (this.#options.replica.apply(message)) this.#current();
    else this.#resync('delta does not join on');
  }

  #takeHeartbeat(seq: number): void {
    if (this.#resyncAskedAt !== null) return;
    const standsAt = this.#options.replica.position()?.seq ?? null;
    if (seq === standsAt) this.#current();
    // The deltas between may still be held back for this socket; if they have not come by the next heartbeat, they are lost.
    else if (this.#aheadOf !== null && this.#aheadOf === standsAt) this.#resync('behind the heartbeat');
    else this.#aheadOf = standsAt;
  }

  #current(): void {
    this.#attempt = 0;
    this.#isFull = false;
    this.#notBefore = 0;
    this.#aheadOf = null;
    this.#options.onCurrent();
    if (this.#state.kind !== 'live') this.#enter({ kind: 'live' });
  }

  /** Asks for a snapshot, once; deltas that come before it are of no use. */
  #resync(reason: string): void {
    if (this.#resyncAskedAt !== null) return;
    this.#resyncAskedAt = this.#options.clock.local();
    this.#send({ type: 'resync', reason });
  }

  /** One message that cannot be read may have been a delta. Two mean that nothing here can be trusted. */
  #unread(): void {
    this.#badMessages += 1;
    if (this.#badMessages > 1) {
      this.#mayResume = false;
      this.#retry();
    } else this.#resync('message not understood');
  }

  #watch(expectedAt: number): void {
    const { clock } = this.#options;
    const now = clock.local();
    this.#cancelWatch = clock.after(SECOND_MS, () => this.#watch(now + SECOND_MS));
    if (now - expectedAt > SLEPT_MS) {
      this.wake();
    } else if (this.#socket !== null) {
      const isUnanswered = this.#resyncAskedAt !== null && now - this.#resyncAskedAt >= SNAPSHOT_WITHIN_MS;
      if (isUnanswered) this.#mayResume = false;
      if (isUnanswered || now - this.#heardAt >= STALE_AFTER_MS) this.#retry();
    }
  }
}

function decode(data: unknown): Down | null {
  if (typeof data !== 'string') return null;
  try {
    const parsed = parseOwn(downSchema, JSON.parse(data));
    return parsed.ok ? parsed.value : null;
  } catch {
    return null;
  }
}
