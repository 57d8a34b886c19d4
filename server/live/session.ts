/**
 * One wall's conversation as a pure function: `(session, input) → [session, effects]`. Owns the protocol's rules; sends nothing itself.
 */

import type { CloseCode } from '../../shared/protocol/close-codes.ts';
import { type Up, upSchema } from '../../shared/protocol/up.ts';
import { HELLO_WITHIN_MS, MESSAGE_MAX_BYTES, MESSAGES_PER_SECOND, PROTOCOL } from '../../shared/protocol/version.ts';
import { parse } from '../../shared/schema.ts';
import { readBoard, type Selection, WHOLE_FLOOR } from './part.ts';

export type Session =
  | { readonly phase: 'greeting' }
  | { readonly phase: 'live'; readonly second: number; readonly messages: number }
  | { readonly phase: 'closed' };

export type Input =
  | { readonly type: 'message'; readonly text: string; readonly at: number }
  /** Something that is no text, or too long to have been read. */
  | { readonly type: 'unreadable'; readonly why: string }
  /** The time for a hello is over. It is the timer that says so: the clock may have been set meanwhile. */
  | { readonly type: 'late' }
  | { readonly type: 'closed' };

export type Effect =
  | { readonly do: 'welcome' }
  /** Nothing new, the deltas missed, or a snapshot: the publisher knows which. `board`: null is the whole floor. */
  | { readonly do: 'catch-up'; readonly resume: { readonly epoch: string; readonly seq: number } | undefined; readonly board: Selection | null }
  | { readonly do: 'subscribe'; readonly board: Selection | null }
  | { readonly do: 'snapshot' }
  | { readonly do: 'error'; readonly code: string; readonly message: string }
  | { readonly do: 'close'; readonly code: CloseCode; readonly why: string };

export function newSession(): Session {
  return { phase: 'greeting' };
}

/** The next session and what is to be done. */
export function step(session: Session, input: Input): readonly [Session, readonly Effect[]] {
  if (session.phase === 'closed') return [session, []];
  switch (input.type) {
    case 'closed':
      return [{ phase: 'closed' }, []];
    case 'unreadable':
      return close(4400, input.why);
    case 'late':
      return session.phase === 'greeting' ? close(4400, `no hello within ${HELLO_WITHIN_MS / 1000} s`) : [session, []];
    case 'message':
      return message(session, input.text, input.at);
  }
}

function message(session: Exclude<Session, { phase: 'closed' }>, text: string, at: number): readonly [Session, readonly Effect[]] {
  if (text.length > MESSAGE_MAX_BYTES) return close(4400, `a message has at most ${MESSAGE_MAX_BYTES} bytes`);
  const up = read(text);
  if (!up.ok) return close(4400, up.error);
  if (session.phase === 'greeting') return greet(up.value, at);
  const second = Math.floor(at / 1000);
  const messages = session.second === second ? session.messages + 1 : 1;
  if (messages > MESSAGES_PER_SECOND) return close(4429, `at most ${MESSAGES_PER_SECOND} messages a second`);
  const next: Session = { phase: 'live', second, messages };
  switch (up.value.type) {
    case 'hello':
      return close(4400, 'hello was said already');
    case 'subscribe':
      return subscribe(next, up.value.board);
    case 'resync':
      return [next, [{ do: 'snapshot' }]];
  }
}

function greet(up: Up, at: number): readonly [Session, readonly Effect[]] {
  if (up.type !== 'hello') return close(4400, `the first message is hello, not ${up.type}`);
  if (up.protocol !== PROTOCOL) return close(4409, `this server speaks ${PROTOCOL}`);
  const board = readBoard(up.board ?? WHOLE_FLOOR);
  if (!board.ok) return close(4404, board.error);
  const live = { phase: 'live', second: Math.floor(at / 1000), messages: 1 } as const;
  return [live, [{ do: 'welcome' }, { do: 'catch-up', resume: up.resume, board: board.value }]];
}

function subscribe(next: Session, name: string): readonly [Session, readonly Effect[]] {
  const board = readBoard(name);
  return board.ok ? [next, [{ do: 'subscribe', board: board.value }]] : close(4404, board.error);
}

function read(text: string) {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, error: 'a message is JSON' } as const;
  }
  return parse(upSchema, json);
}

function close(code: CloseCode, why: string): readonly [Session, readonly Effect[]] {
  return [
    { phase: 'closed' },
    [
      { do: 'error', code: String(code), message: why },
      { do: 'close', code, why },
    ],
  ];
}
