/**
 * Turns what changed into deltas: one a tick, the first change after quiet at once, windows at most once a second. Owns epoch and seq.
 * Whole rows only, built from what was touched, never by comparing everything; windows of queues and of agents never in one delta. A part of the floor gets its part of each delta; it has the
 * positions of the whole, and leaves out those that do not concern it.
 */
import type { AlarmRow } from '../../shared/alarms/row.ts';
import type { FloorRow, SourceRow } from '../../shared/board.ts';
import type { NoticeRow } from '../../shared/notices.ts';
import { type Del, type Put, type TersePut, terse, terseBoard } from '../../shared/protocol/delta.ts';
import type { Sent } from '../../shared/protocol/down.ts';
import { BOARDS_AT_ONCE, HEARTBEAT_MS, PROTOCOL } from '../../shared/protocol/version.ts';
import { elapsedMs, SECOND_MS, toIso } from '../../shared/time.ts';
import type { Clock } from '../clock.ts';
import type { View } from '../engine/view.ts';
import { changesBeside } from './beside.ts';
import { type Encoded, History } from './history.ts';
import { Hub, type Wire } from './hub.ts';
import { boardName, Part, type Selection, WHOLE_FLOOR } from './part.ts';
import { Told } from './told.ts';

const TICK_MS = 250;
const HISTORY_BYTES = 8 * 1024 * 1024;
/** Times in a state grow without any fact: agents' windows are sent again this often. */
const AGENT_WINDOWS_EVERY_MS = 60 * SECOND_MS;

type Snapshot = { readonly seq: number; readonly bytes: Uint8Array };
/** `at`: the position of its last change. */
type Shown = { readonly part: Part; at: number; snapshot: Snapshot | null };

export type PublisherOptions = {
  clock: Clock;
  /** The view of the moment: a recount may swap the engine behind it. */
  view: () => View;
  sources: () => SourceRow[];
  /** The same array as long as nothing of it changed; so `notices`. */
  alarms: () => readonly AlarmRow[];
  notices: () => readonly NoticeRow[];
  build: string;
  newEpoch: () => string;
  signal: AbortSignal;
};

export class Publisher {
  readonly #options: PublisherOptions;
  readonly #history = new History(HISTORY_BYTES);
  readonly #alarms: Told<AlarmRow>;
  readonly #notices: Told<NoticeRow>;
  readonly hub: Hub;
  #epoch: string;
  #seq = 0;
  #lastTickAt = 0;
  #windowsAt = 0;
  #agentWindowsAt = 0;
  #besideAt = 0;
  #agentsTouchedAt = 0;
  #isScheduled = false;
  #floorKey = '';
  #sourcesKey = '';
  #snapshot: Snapshot | null = null;
  readonly #parts = new Map<string, Shown>();
  /** Deltas and bytes sent since start, for the metrics page. */
  readonly sent = { deltas: 0, bytes: 0 };

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#epoch = options.newEpoch();
    this.#alarms = new Told(options.alarms);
    this.#notices = new Told(options.notices);
    this.hub = new Hub((board) => this.snapshot(board));
  }

  get position(): { epoch: string; seq: number } {
    return { epoch: this.#epoch, seq: this.#seq };
  }

  /** Alarms and notices of this moment. */
  get beside(): { readonly alarms: readonly AlarmRow[]; readonly notices: readonly NoticeRow[] } {
    return { alarms: this.#options.alarms(), notices: this.#options.notices() };
  }

  /** Starts the slow rhythm: what time alone changes, heartbeats, and care for slow walls. */
  start(): void {
    const { clock, signal } = this.#options;
    clock.every(SECOND_MS, () => this.#everySecond(), signal);
    clock.every(HEARTBEAT_MS, () => this.hub.heartbeat((board) => this.#heartbeat(board)), signal);
  }

  /** Something changed: publish at once after quiet, else with the next tick. */
  touch(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    const { clock, signal } = this.#options;
    const wait = Math.max(0, TICK_MS - elapsedMs(this.#lastTickAt, clock.now()));
    if (wait === 0) queueMicrotask(() => this.#tick());
    else clock.after(wait, () => this.#tick(), signal);
  }

  /** The engine was swapped: old positions mean nothing any more. */
  reset(): void {
    this.#epoch = this.#options.newEpoch();
    this.#seq = 0;
    this.#history.clear();
    this.#snapshot = null;
    for (const shown of this.#parts.values()) {
      Object.assign(shown, { at: 0, snapshot: null });
      shown.part.beside.forget();
    }
    this.hub.resetAll();
  }

  welcome(): Uint8Array {
    const { clock, build } = this.#options;
    return this.#encode({ type: 'welcome', protocol: PROTOCOL, epoch: this.#epoch, serverNow: toIso(clock.now()), build });
  }

  /** Tells every screen that a board was saved: those that show it fetch it. One that missed this finds out by itself within a minute. */
  boardSaved(id: string, version: number): void {
    this.hub.tell(this.#encode({ type: 'board', id, version }));
  }

  /** Tells every screen that a notice has begun, in the message for programs that do not read boards; a screen has it in its board. */
  noticeBegan({ text: { he, en }, startsAt }: NoticeRow): void {
    this.hub.tell(this.#encode({ type: 'notice', text: he === '' ? en : he, ...(en === '' ? {} : { textEn: en }), at: startsAt }));
  }

  /** Makes a board ready to be looked at. @returns its name, or null if too many different ones are. Call `hub.join` with it in the same turn. */
  open(selection: Selection | null): string | null {
    const board = boardName(selection);
    if (selection === null || this.#parts.has(board)) return board;
    if (this.#parts.size >= BOARDS_AT_ONCE) this.#forgetParts();
    if (this.#parts.size >= BOARDS_AT_ONCE) return null;
    this.#parts.set(board, { part: new Part(selection), at: this.#seq, snapshot: null });
    return board;
  }

  /** Frames for a wall that says where it stands: none, the deltas missed, or a snapshot. */
  catchUp(resume: { epoch: string; seq: number } | undefined, board: string = WHOLE_FLOOR): readonly Uint8Array[] {
    // The heartbeat tells a wall that resumed that it is current, without making it wait for the next one.
    const missed = resume !== undefined && resume.epoch === this.#epoch ? this.#missed(resume.seq, board) : null;
    return missed === null ? [this.snapshot(board)] : [...missed.map((delta) => delta.bytes), this.#heartbeat(board)];
  }

  /** What is kept for walls that were away is of the whole floor: a part is small, and is sent anew. */
  #missed(seq: number, board: string): readonly Encoded[] | null {
    const shown = this.#parts.get(board);
    if (shown === undefined) return this.#history.since(seq, this.#seq);
    // Which agents its walls have is known from its snapshots: one just opened again knows of nobody.
    return seq === shown.at && shown.snapshot !== null ? [] : null;
  }

  /** Sends a wall its board as it is now, if it reads what it is sent. */
  show(wire: Wire): void {
    this.hub.show(wire, this.#options.clock.now());
  }

  /** The whole board, or a part of it, encoded once for each seq. */
  snapshot(board: string = WHOLE_FLOOR): Uint8Array {
    const shown = this.#parts.get(board);
    const seq = shown?.at ?? this.#seq;
    const last = shown === undefined ? this.#snapshot : shown.snapshot;
    if (last?.seq === seq) return last.bytes;
    const view = this.#options.view();
    const whole = {
      ...view.rows(false),
      sources: this.#options.sources(),
      figures: {},
      waiters: {},
      alarms: this.#alarms.all,
      notices: this.#notices.all,
    };
    const mine = shown === undefined ? whole : { ...shown.part.of(whole), ...shown.part.beside.all(view) };
    const bytes = this.#encode({ type: 'snapshot', epoch: this.#epoch, seq, board: terseBoard(mine) });
    if (shown === undefined) this.#snapshot = { seq, bytes };
    else shown.snapshot = { seq, bytes };
    return bytes;
  }

  #heartbeat(board: string): Uint8Array {
    const seq = this.#parts.get(board)?.at ?? this.#seq;
    return this.#encode({ type: 'heartbeat', seq, serverNow: toIso(this.#options.clock.now()) });
  }

  #forgetParts(): void {
    for (const board of this.#parts.keys()) if (!this.hub.isShown(board)) this.#parts.delete(board);
  }

  #everySecond(): void {
    const now = this.#options.clock.now();
    this.hub.care(now);
    this.#forgetParts();
    if (elapsedMs(this.#agentsTouchedAt, now) >= AGENT_WINDOWS_EVERY_MS) {
      this.#agentsTouchedAt = now;
      this.#options.view().touchAgentWindows();
    }
    this.touch();
  }

  #tick(): void {
    this.#isScheduled = false;
    const now = this.#options.clock.now();
    this.#options.view().advance(now);
    const { put: change, del, isAll } = this.#takeChange(now);
    const besides = this.#takeBeside(now);
    if (Object.keys(change).length + Object.keys(del).length + besides.size === 0) return;
    this.#lastTickAt = now;
    if (!isAll) this.touch();
    const put = terse(change);
    const delta = { from: this.#seq, to: this.#seq + 1 };
    this.#seq = delta.to;
    const whole = this.#encodeDelta(delta, put, del);
    this.#history.add(whole);
    this.hub.broadcast(whole, now);
    for (const [board, shown] of this.#parts) {
      const change = shown.part.change(put, del);
      const beside = besides.get(board);
      if (change === null && beside === undefined) continue;
      const mine = { ...change?.put, ...beside };
      this.hub.broadcast(this.#encodeDelta({ from: shown.at, to: this.#seq }, mine, change?.del ?? {}), now, board);
      shown.at = this.#seq;
    }
  }

  /** What changed of what boards ask for beside the rows, by board, at most once a second. */
  #takeBeside(now: number): ReturnType<typeof changesBeside> {
    if (elapsedMs(this.#besideAt, now) < SECOND_MS) return new Map();
    this.#besideAt = now;
    return changesBeside(
      [...this.#parts].map(([board, { part }]) => [board, part.beside] as const),
      this.#options.view(),
    );
  }

  #encodeDelta(place: { from: number; to: number }, put: TersePut, del: Del): Encoded {
    const bytes = this.#encode({ type: 'delta', epoch: this.#epoch, ...place, put, del });
    this.sent.deltas++;
    this.sent.bytes += bytes.byteLength;
    return { ...place, bytes };
  }

  /** `isAll`: nothing was left for the next tick. */
  #takeChange(now: number): { put: Put; del: Del; isAll: boolean } {
    const view = this.#options.view();
    const withWindows = elapsedMs(this.#windowsAt, now) >= SECOND_MS;
    const withAgentWindows = elapsedMs(this.#agentWindowsAt, now) >= SECOND_MS;
    const put: Put = {};
    const fill = <K extends keyof Put>(key: K, rows: NonNullable<Put[K]> & readonly unknown[]) => {
      if (rows.length > 0) put[key] = rows;
    };
    fill('queues', view.takeQueues());
    const agents = view.takeAgents();
    fill('agents', agents.put);
    if (withWindows) {
      fill('queueWindows', view.takeQueueWindows());
      fill('sources', this.#changedSources());
    }
    const floor = this.#takeFloor(withWindows);
    if (floor !== null) put.floor = floor;
    if (withWindows && Object.keys(put).length > 0) this.#windowsAt = now;
    // Both are of everybody at once where a quarter turns: together they would be the largest delta by half.
    const isAll = !withAgentWindows || put.queueWindows === undefined;
    if (withAgentWindows && isAll) fill('agentWindows', view.takeAgentWindows());
    if (put.agentWindows !== undefined) this.#agentWindowsAt = now;
    const del: Del = agents.del.length === 0 ? {} : { agents: agents.del };
    const [alarms, notices] = [this.#alarms.take(), this.#notices.take()];
    fill('alarms', alarms.put);
    fill('notices', notices.put);
    if (alarms.del.length > 0) del.alarms = alarms.del;
    if (notices.del.length > 0) del.notices = notices.del;
    return { put, del, isAll };
  }

  /** Between two sendings of the windows the floor's row goes only if someone began or ceased to wait or to talk: it is the largest row. */
  #takeFloor(withWindows: boolean): FloorRow | null {
    const view = this.#options.view();
    const floor = view.takeFloor();
    if (floor === null) return null;
    const { waiting, oldestWaitingSince, inConversation, agents } = floor;
    const key = JSON.stringify([waiting, oldestWaitingSince, inConversation, agents]);
    if (!withWindows && key === this.#floorKey) {
      view.giveBackFloor();
      return null;
    }
    this.#floorKey = key;
    return floor;
  }

  #changedSources(): SourceRow[] {
    const rows = this.#options.sources();
    const key = JSON.stringify(rows);
    if (key === this.#sourcesKey) return [];
    this.#sourcesKey = key;
    return rows;
  }

  #encode(message: Sent): Uint8Array {
    return Buffer.from(JSON.stringify(message));
  }
}
