/** A WebSocket without a network and a clock without time, for the client's connection. */
import type { Socket } from '../../client/live/connection.ts';

type Listeners = { open: () => void; message: (event: { data: unknown }) => void; close: (event: { code: number }) => void };

export class FakeSocket implements Socket {
  static made: FakeSocket[] = [];
  readonly heard: unknown[] = [];
  readonly protocols: string[];
  isClosed = false;
  readonly #listeners: Partial<Listeners> = {};

  constructor(_url: string, protocols: string[]) {
    this.protocols = protocols;
    FakeSocket.made.push(this);
  }

  addEventListener<K extends keyof Listeners>(type: K, listener: Listeners[K]): void {
    this.#listeners[type] = listener;
  }

  send(text: string): void {
    this.heard.push(JSON.parse(text));
  }

  close(): void {
    this.isClosed = true;
  }

  open(): void {
    this.#listeners.open?.();
  }

  say(...messages: unknown[]): void {
    for (const message of messages) this.sayText(JSON.stringify(message));
  }

  sayText(text: string): void {
    this.#listeners.message?.({ data: text });
  }

  end(code: number): void {
    this.#listeners.close?.({ code });
  }
}

/** Time that passes only when told to. */
export class ManualClock {
  #now = 1_000_000;
  #timers: { at: number; run: () => void }[] = [];

  local(): number {
    return this.#now;
  }

  random(): number {
    return 0.5;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  advance(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#fire(next, Math.max(next.at, this.#now));
    }
    this.#now = until;
  }

  /** The machine sleeps: timers that were due fire once, late. */
  sleep(ms: number): void {
    const until = this.#now + ms;
    const due = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
    for (const timer of due) if (this.#timers.includes(timer)) this.#fire(timer, until);
  }

  #fire(timer: { at: number; run: () => void }, at: number): void {
    this.#timers = this.#timers.filter((other) => other !== timer);
    this.#now = at;
    timer.run();
  }
}
