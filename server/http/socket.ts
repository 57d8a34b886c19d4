/** `/live`: runs the effects of a session on a real socket. Owns nothing but the wiring; the rules are `live/session.ts`. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { HELLO_WITHIN_MS, PROTOCOL } from '../../shared/protocol/version.ts';
import { type Clock, realClock, sleep } from '../clock.ts';
import type { Wire } from '../live/hub.ts';
import { perform } from '../live/perform.ts';
import type { Publisher } from '../live/publisher.ts';
import { type Input, newSession, type Session, step } from '../live/session.ts';
import { type AccessOptions, accessOf, type Caller, hostProblem, originProblem } from './access.ts';
import { createFramer } from './frame.ts';

/** A little more than the protocol allows, so that the refusal has a name. */
const MAX_PAYLOAD = 64 * 1024;
const PING_MS = 30_000;
/** A wall that does not answer a farewell by then is gone: the last flush does not wait for it. By the machine's clock. */
const FAREWELL_MS = 500;

export type SocketOptions = { clock: Clock; publisher: Publisher; access: AccessOptions; signal: AbortSignal };

export type Live = {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Refuses who comes, and tells who is there to come back. Resolves when nobody is there any more; who does not answer is cut off. */
  close(): Promise<void>;
};

/** Makes the upgrade handler of the HTTP server. */
export function createLive(options: SocketOptions): Live {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_PAYLOAD,
    perMessageDeflate: false,
    handleProtocols: (protocols) => (protocols.has(PROTOCOL) ? PROTOCOL : false),
  });
  const frameOf = createFramer();
  options.clock.every(PING_MS, () => pingAll(server), options.signal);
  return {
    upgrade(request, socket, head) {
      // A peer may vanish at any moment; the close that follows does the rest.
      socket.on('error', () => socket.destroy());
      const refusal = refuse(request, options.access);
      if (refusal !== null && refusal !== 'unauthorised') {
        socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      server.handleUpgrade(request, socket, head, (ws) => {
        // A browser cannot read the status of a refused upgrade, only a close code.
        ws.on('error', () => ws.terminate());
        if (refusal === 'unauthorised') ws.close(4401, 'enter the wall key');
        else converse(ws, socket, frameOf, options);
      });
    },
    close: () => closeAll(server),
  };
}

async function closeAll(server: WebSocketServer): Promise<void> {
  const done = new AbortController();
  const gone = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const ws of server.clients) ws.close(1001, 'the server restarts');
  await Promise.race([gone, sleep(realClock, FAREWELL_MS, done.signal)]);
  done.abort();
  for (const ws of server.clients) ws.terminate();
  await gone;
}

function refuse(request: IncomingMessage, access: AccessOptions): string | null {
  const caller: Caller = { address: request.socket.remoteAddress, header: (name) => headerOf(request, name) };
  if ((request.url ?? '').split('?')[0] !== '/live') return '404 Not Found';
  if (hostProblem(caller, access) !== null) return '421 Misdirected Request';
  if (originProblem(caller, access) !== null) return '403 Forbidden';
  return accessOf(caller, access) === 'none' ? 'unauthorised' : null;
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/**
 * @param socket what `ws` writes to as well: without compression and fragments it writes its own frames at once and whole, so that its frames
 *   and ours never mix.
 */
function converse(ws: WebSocket, socket: Duplex, frameOf: (bytes: Uint8Array) => Buffer, { clock, publisher }: SocketOptions): void {
  let session: Session = newSession();
  const done = new AbortController();
  const wire: Wire = {
    send(bytes) {
      // Nothing may follow a closing frame.
      if (ws.readyState === ws.OPEN) socket.write(frameOf(bytes));
    },
    close: (code, why) => ws.close(code, why.slice(0, 100)),
    get buffered() {
      return socket.writableLength;
    },
  };
  const take = (input: Input) => {
    const [next, effects] = step(session, input);
    session = next;
    for (const effect of effects) perform(effect, wire, publisher);
  };
  ws.on('message', (data, isBinary) => {
    if (isBinary) take({ type: 'unreadable', why: 'messages are text' });
    else take({ type: 'message', text: String(data), at: clock.now() });
  });
  ws.on('close', () => {
    publisher.hub.leave(wire);
    take({ type: 'closed' });
    done.abort();
  });
  // The close that follows an error does the rest; without a listener the process would end.
  ws.on('error', () => ws.terminate());
  clock.after(HELLO_WITHIN_MS, () => take({ type: 'late' }), done.signal);
}

type Alive = WebSocket & { answered?: boolean };

/** A peer that vanished without a word is noticed here. */
function pingAll(server: WebSocketServer): void {
  for (const ws of server.clients as Set<Alive>) {
    if (ws.answered === false) {
      ws.terminate();
      continue;
    }
    ws.answered = false;
    ws.once('pong', () => {
      ws.answered = true;
    });
    ws.ping();
  }
}
