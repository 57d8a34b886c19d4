/**
 * A small server that speaks `/live` from a fixture, so that the pages can be tried in a real browser in every state: it can fall silent,
 * drop its sockets and change the board at will. Its time is the fixture's; the pages correct theirs by it.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type WebSocket, WebSocketServer } from 'ws';
import type { AlarmRow } from '../../shared/alarms/row.ts';
import type { Board } from '../../shared/board.ts';
import { readFigureKey } from '../../shared/boards/figure-key.ts';
import { AGENT_METRICS } from '../../shared/metrics/agent-metrics.ts';
import { STAY_METRICS } from '../../shared/metrics/stay-metrics.ts';
import { applyDelta, type Del, type Put } from '../../shared/protocol/delta.ts';
import type { Down } from '../../shared/protocol/down.ts';
import { upSchema } from '../../shared/protocol/up.ts';
import { HEARTBEAT_MS, PROTOCOL } from '../../shared/protocol/version.ts';
import { parse } from '../../shared/schema.ts';
import { toIso } from '../../shared/time.ts';
import { alarmsOfBoard } from './alarms.ts';
import { FIXTURE_NOW } from './board-fixture.ts';
import type { AskedBeside } from './random-board.ts';
import { waitersOf } from './waiters.ts';

/** An answer of `/api/…` by path and query; undefined: 404. */
export type Answer = (path: string, query: URLSearchParams, body: string) => { status?: number; body: unknown } | undefined;

export type WallServer = {
  readonly url: string;
  /** Puts a change to the board and sends it to every socket. */
  put(put: Put, del?: Del): void;
  /** Replaces the board under a new epoch; whoever connects again gets it. */
  show(board: Board): void;
  /** Tells that a board was saved. */
  boardSaved(id: string, version: number): void;
  /** Says nothing any more, but keeps the sockets open. */
  fallSilent(isSilent: boolean): void;
  /** From now on it is another build: its page says so, and so does its welcome. */
  release(build: string): void;
  /** Ends every socket; with `isOpen` false nobody gets in again until it is true. */
  drop(code: number, isOpen: boolean): void;
  readonly hellos: readonly unknown[];
  /** What its clock says: the fixture's instant when it started, and on from there. */
  now(): number;
  /** Sets its clock to the fixture's instant again; who connects from now on gets it. */
  beginAgain(): void;
  /** Its clock stands at this instant from now on, and it sends no heartbeats: one that comes beside what a test does says another time than the page has. */
  stand(at: number): void;
  /** What the page that asked last has asked for beside the rows. */
  readonly asked: AskedBeside;
  /** How many changes its board has seen since it was shown, and one. */
  readonly seq: number;
  close(): Promise<void>;
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
};

/** Serves the built pages and the fixture's board. `decidesAlarms` false: there are none but those that are put, so that a change is what was put and no more. */
export async function startWallServer(pages: string, board: Board, answer: Answer = () => undefined, decidesAlarms = true): Promise<WallServer> {
  const live = new FixtureLive(board, decidesAlarms);
  const http = createServer((request, response) => void serve(request, response, { pages, answer, build: live.build }));
  const sockets = new WebSocketServer({ server: http, path: '/live', handleProtocols: () => PROTOCOL });
  sockets.on('connection', (socket) => live.welcome(socket));
  const heartbeat = setInterval(() => live.beat(), HEARTBEAT_MS);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    put: (put, del = {}) => live.put(put, del),
    show: (next) => live.show(next),
    boardSaved: (id, version) => live.send({ type: 'board', id, version }),
    fallSilent: (isSilent) => {
      live.isSilent = isSilent;
    },
    release: (build) => {
      live.build = build;
    },
    drop: (code, isOpen) => live.drop(code, isOpen),
    hellos: live.hellos,
    now: () => Date.parse(live.now()),
    beginAgain: () => live.beginAgain(),
    stand: (at) => live.stand(at),
    get asked() {
      return live.asked;
    },
    get seq() {
      return live.seq;
    },
    close: () => {
      clearInterval(heartbeat);
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      http.closeAllConnections();
      return new Promise((resolve) => http.close(() => resolve()));
    },
  };
}

const UNITS = new Map([...STAY_METRICS, ...AGENT_METRICS].map(({ id, unit }) => [id, unit]));
const VALUES = { ratio: 0.789, ms: 133_000, count: 426 } as const;

function exampleOf(key: string): number {
  const figure = readFigureKey(key);
  if (!figure.ok) throw new Error(`the page asked for what there is not: ${figure.error}`);
  return VALUES[UNITS.get(figure.value.metric) ?? 'count'];
}

class FixtureLive {
  readonly hellos: unknown[] = [];
  isSilent = false;
  build = 'first';
  #board: Board;
  asked: AskedBeside = { figures: [], waiters: [] };
  /** What was put of it stays, whoever asks. */
  #put: Pick<Board, 'figures' | 'waiters'> = { figures: {}, waiters: {} };
  #isOpen = true;
  #hasOwnAlarms: boolean;
  readonly #decidesAlarms: boolean;
  #epoch = 1;
  #seq = 1;
  readonly #sockets = new Set<WebSocket>();
  #startedAt = Date.now();
  #standsAt: number | null = null;

  constructor(board: Board, decidesAlarms: boolean) {
    this.#board = board;
    this.#decidesAlarms = decidesAlarms;
    this.#hasOwnAlarms = !decidesAlarms;
    this.#decide();
  }

  /**
   * Looks at the board as the server does each second: alarms follow from its figures by the ready-made rules. Not where somebody has put alarms of
   * his own.
   */
  #decide(): { readonly raised: AlarmRow[]; readonly gone: string[] } {
    if (this.#hasOwnAlarms) return { raised: [], gone: [] };
    const before = new Map(this.#board.alarms.map((row) => [row.id, row]));
    const rows = alarmsOfBoard(this.#board, Date.parse(this.now())).map((row) => {
      const id = `${row.rule} ${JSON.stringify(row.subject)}`;
      const known = before.get(id);
      return known?.level === row.level ? known : { ...row, id };
    });
    this.#board = { ...this.#board, alarms: rows };
    const ids = new Set(rows.map(({ id }) => id));
    return { raised: rows.filter((row) => before.get(row.id) !== row), gone: [...before.keys()].filter((id) => !ids.has(id)) };
  }

  now(): string {
    return toIso(this.#standsAt ?? FIXTURE_NOW + Date.now() - this.#startedAt);
  }

  stand(at: number): void {
    this.#standsAt = at;
  }

  get seq(): number {
    return this.#seq;
  }

  beginAgain(): void {
    this.#startedAt = Date.now();
  }

  welcome(socket: WebSocket): void {
    if (!this.#isOpen) {
      socket.close(1001);
      return;
    }
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('message', (data) => this.#hear(socket, String(data)));
  }

  #hear(socket: WebSocket, text: string): void {
    const message = parse(upSchema, JSON.parse(text));
    if (!message.ok) throw new Error(`the page sent what the protocol does not know: ${message.error}`);
    if (message.value.type === 'hello') {
      this.hellos.push(message.value);
      this.#to(socket, { type: 'welcome', protocol: PROTOCOL, epoch: this.#name(), serverNow: this.now(), build: this.build });
      const { resume } = message.value;
      if (resume?.epoch === this.#name() && resume.seq === this.#seq) return;
    }
    if (message.value.type !== 'resync') this.#ask(message.value.board);
    this.#snapshot(socket);
  }

  /** The figures that a page asks for beside the rows: of each unit one value. */
  #ask(board = ''): void {
    const asked = new URLSearchParams(board.split('?')[1]);
    this.asked = { figures: asked.getAll('figure'), waiters: asked.getAll('waiters') };
    const figures = Object.fromEntries(this.asked.figures.map((key) => [key, exampleOf(key)]));
    const waiters = waitersOf(this.#board, this.asked.waiters, FIXTURE_NOW);
    this.#board = { ...this.#board, figures: { ...figures, ...this.#put.figures }, waiters: { ...waiters, ...this.#put.waiters } };
  }

  #name(): string {
    return `fixture-${this.#epoch}`;
  }

  #snapshot(socket: WebSocket): void {
    this.#to(socket, { type: 'snapshot', epoch: this.#name(), seq: this.#seq, board: this.#board });
  }

  #to(socket: WebSocket, message: Down): void {
    if (!this.isSilent) socket.send(JSON.stringify(message));
  }

  send(message: Down): void {
    for (const socket of this.#sockets) this.#to(socket, message);
  }

  beat(): void {
    if (this.#standsAt !== null) return;
    // Time alone makes an alarm as well.
    const { raised, gone } = this.#decide();
    if (raised.length + gone.length > 0) this.#tell({ alarms: raised }, { alarms: gone });
    this.send({ type: 'heartbeat', seq: this.#seq, serverNow: this.now() });
  }

  put(put: Put, del: Del): void {
    this.#hasOwnAlarms ||= put.alarms !== undefined || del.alarms !== undefined;
    this.#board = applyDelta(this.#board, put, del);
    this.#put = { figures: { ...this.#put.figures, ...put.figures }, waiters: { ...this.#put.waiters, ...put.waiters } };
    const { raised, gone } = this.#decide();
    const ours = { ...(raised.length > 0 && { alarms: raised }), ...put };
    this.#tell(ours, { ...(gone.length > 0 && { alarms: gone }), ...del });
  }

  #tell(put: Put, del: Del): void {
    const from = this.#seq++;
    this.send({ type: 'delta', epoch: this.#name(), from, to: this.#seq, put, del });
  }

  show(board: Board): void {
    this.#put = { ...this.#put, waiters: {} };
    this.#board = { ...board, figures: this.#board.figures, waiters: waitersOf(board, this.asked.waiters, FIXTURE_NOW) };
    this.#hasOwnAlarms = !this.#decidesAlarms || board.alarms.length > 0;
    this.#decide();
    this.#epoch += 1;
    this.#seq = 1;
    for (const socket of this.#sockets) this.#snapshot(socket);
  }

  drop(code: number, isOpen: boolean): void {
    this.#isOpen = isOpen;
    for (const socket of this.#sockets) socket.close(code);
  }
}

type Served = { readonly pages: string; readonly answer: Answer; readonly build: string };

async function serve(request: IncomingMessage, response: ServerResponse, { pages, answer, build }: Served): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fixture');
  if (pathname.startsWith('/api/')) {
    const found = answer(pathname, searchParams, await text(request));
    response.writeHead(found?.status ?? (found === undefined ? 404 : 200), { 'content-type': 'application/json' });
    response.end(JSON.stringify(found?.body ?? { title: 'not found' }));
    return;
  }
  const file = extname(pathname) === '' ? 'index.html' : pathname.slice(1);
  try {
    const body = await readFile(join(pages, file));
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    response.end(file === 'index.html' ? String(body).replace('<head>', `<head><meta name="build" content="${build}">`) : body);
  } catch {
    response.writeHead(404).end();
  }
}
