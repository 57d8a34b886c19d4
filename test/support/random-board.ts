/** Changes of a board by chance, of every kind that a delta carries: for tests of what a page makes of many of them. */
import type { AlarmRow } from '../../shared/alarms/row.ts';
import type { AgentCounts, AgentStateRow, Board, FloorRow, Metrics, QueueRow, QueueState, SourceRow } from '../../shared/board.ts';
import { AGENT_STATES } from '../../shared/events/agent.ts';
import type { NoticeRow } from '../../shared/notices.ts';
import type { Del, Put } from '../../shared/protocol/delta.ts';
import { INTERVAL_MS, MINUTE_MS, SECOND_MS, toIso } from '../../shared/time.ts';

/** What a page asks for beside the rows. */
export type AskedBeside = { readonly figures: readonly string[]; readonly waiters: readonly string[] };
export type Change = { readonly put: Put; readonly del: Del };

const CHANNELS = ['voice', 'chat', 'whatsapp', 'email', 'sms', 'callback'];
const REASONS = [
  null,
  '10.0.0.5:5038 cannot be reached: no answer',
  'the user may not read the class system; no event of the class agent comes',
  'logged in, taking the lists',
  'of its own kind',
];
const PAUSES = [null, 'lunch', 'הדרכה', 'of its own kind'];
const COUNTS = ['offered', 'answered', 'abandoned', 'short_abandoned', 'over_statutory'];
const METRICS = [...COUNTS, 'service_level', 'answered_rate', 'abandon_rate', 'asa_ms', 'wait_p90_ms', 'aht_ms'];
const ALARMED = [
  ['longest_waiting_ms', null],
  ['statutory_left_ms', null],
  ['waiting', null],
  ['available', null],
  ['service_level', 'rolling30'],
  ['service_level', 'day'],
  ['abandon_rate', 'day'],
] as const;

/** Makes changes of boards with the numbers of `random` (0 ≤ x < 1). */
export class RandomChanges {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  readonly #upTo = (n: number) => Math.floor(this.#random() * n);
  readonly #oneOf = <T>(of: readonly T[]): T => of[this.#upTo(of.length)] as T;
  readonly #perhaps = <T>(value: T): T | null => (this.#random() < 0.4 ? null : value);
  readonly #some = <T>(of: readonly T[], most: number): T[] => this.#shuffled(of).slice(0, 1 + this.#upTo(most));
  readonly #shuffled = <T>(of: readonly T[]): T[] =>
    of
      .map((one) => [this.#random(), one] as const)
      .sort(([a], [b]) => a - b)
      .map(([, one]) => one);
  /** Times within one part of an hour and over it: both are written differently. */
  readonly #ago = (now: number) => toIso(now - this.#upTo(this.#oneOf([90, 700, 9000])) * SECOND_MS);

  readonly #value = (metric: string): number | null => {
    if (this.#random() < 0.12) return null;
    if (metric.endsWith('_ms')) return this.#upTo(this.#oneOf([90_000, 5_000_000]));
    return /level|rate/.test(metric) ? this.#upTo(1001) / 1000 : this.#upTo(this.#oneOf([4, 60, 2000]));
  };
  readonly #metrics = (): Metrics =>
    Object.fromEntries(this.#shuffled(METRICS.filter(() => this.#random() < 0.85)).map((metric) => [metric, this.#value(metric)]));
  readonly #windows = (before: QueueRow['windows']): QueueRow['windows'] => ({
    day: { metrics: this.#metrics() },
    shift: this.#random() < 0.5 ? before.shift : { metrics: this.#metrics() },
    interval: this.#random() < 0.5 ? before.interval : { metrics: this.#metrics() },
    rolling30: this.#random() < 0.5 ? before.rolling30 : { metrics: this.#metrics() },
  });
  readonly #counts = (): AgentCounts => {
    const [available, talking, acw, onBreak] = [this.#upTo(4), this.#upTo(12), this.#upTo(4), this.#upTo(4)];
    const signedIn = available + talking + acw + onBreak;
    return { signedIn, available, ringing: 0, talking, hold: 0, acw, break: onBreak, busy: 0, unknown: 0 };
  };
  readonly #settings = (before: QueueState['settings']): QueueState['settings'] => ({
    ...before,
    targetMs: this.#oneOf([20, 40, 120, 14_400]) * SECOND_MS,
    serviceLevelTarget: this.#oneOf([0.7, 0.8, 0.9]),
    formula: this.#oneOf(['1', '3', '5', '6']),
  });

  #queue(board: Board, now: number): QueueState {
    const { windows: _, ...before } = this.#oneOf(board.queues);
    const isNew = this.#random() < 0.1;
    const waiting = this.#upTo(this.#oneOf([2, 12, 1400]));
    return {
      ...before,
      ...(isNew ? { id: `new-${this.#upTo(6)}`, name: `תור ${this.#upTo(6)}`, nameEn: this.#perhaps(`Queue ${this.#upTo(6)}`) } : {}),
      waiting,
      oldestWaitingSince: waiting === 0 ? null : this.#ago(now),
      oldestContactStartedAt: waiting === 0 ? null : this.#perhaps(this.#ago(now)),
      inConversation: this.#upTo(30),
      agents: this.#counts(),
      ...(this.#random() < 0.2 && {
        nameEn: this.#perhaps(`Another name ${this.#upTo(9)}`),
        channel: this.#oneOf(CHANNELS),
        hidden: this.#random() < 0.4,
        order: this.#perhaps(this.#upTo(40)),
        group: this.#perhaps(`group ${this.#upTo(2)}`),
        sources: this.#some(['nobody', ...board.sources.map(({ name }) => name)], 2),
        settings: this.#settings(before.settings),
      }),
    };
  }

  #agent(board: Board, now: number): AgentStateRow {
    const { windows: _, ...before } = this.#oneOf(board.agents);
    const team = this.#oneOf([null, ...board.agents.map((one) => one.team), 'צוות אחר']);
    return {
      ...before,
      ...(this.#random() < 0.1
        ? { id: `agent-${this.#upTo(8)}`, name: `נציג ${this.#upTo(8)}`, nameEn: this.#perhaps(`Agent ${this.#upTo(8)}`) }
        : {}),
      state: this.#oneOf(AGENT_STATES),
      reason: this.#oneOf(PAUSES),
      since: this.#ago(now),
      allowedMs: this.#perhaps(this.#oneOf([30, 300, 900]) * SECOND_MS),
      ...(this.#random() < 0.3 && {
        team,
        teamEn: team === null ? null : this.#perhaps(`Team of ${team.length}`),
        teamOrder: this.#perhaps(this.#upTo(4)),
        site: this.#perhaps(this.#oneOf(['חיפה', 'באר שבע'])),
        nesting: this.#random() < 0.5,
        hidden: this.#random() < 0.2,
        source: this.#perhaps(this.#oneOf(board.sources).name),
        nameEn: this.#perhaps(`Agent ${this.#upTo(90)}`),
        queues: this.#some(
          board.queues.map(({ id }) => id),
          3,
        ),
      }),
    };
  }

  #source(board: Board, now: number): SourceRow {
    const before = this.#oneOf(board.sources);
    const name = board.sources.length < 6 && this.#random() < 0.1 ? `source ${board.sources.length}` : before.name;
    const state = this.#oneOf(['up', 'up', 'down', 'catching-up'] as const);
    return {
      ...before,
      name,
      state,
      kind: this.#oneOf([before.kind, 'http', 'simulator']),
      since: this.#ago(now),
      lastEventAt: this.#perhaps(this.#ago(now)),
      reason: this.#oneOf(REASONS),
    };
  }

  #floor(board: Board, now: number): FloorRow {
    const before = board.floor;
    const curve = before.curve.map((point) =>
      this.#random() < 0.1
        ? {
            ...point,
            offered: this.#upTo(90),
            answered: this.#upTo(60),
            abandoned: this.#upTo(20),
            serviceLevel: this.#perhaps(this.#upTo(1001) / 1000),
          }
        : point,
    );
    const gap = () => ({
      source: this.#oneOf(board.sources).name,
      from: toIso(now - (60 + this.#upTo(90)) * MINUTE_MS),
      to: this.#perhaps(toIso(now - this.#upTo(50) * MINUTE_MS)),
    });
    const startsAt = Math.floor(now / INTERVAL_MS) * INTERVAL_MS - this.#oneOf([2, 10, 23]) * INTERVAL_MS;
    const shift = { name: this.#oneOf(['morning', 'Evening', 'של כולם']), startsAt: toIso(startsAt), endsAt: toIso(startsAt + 32 * INTERVAL_MS) };
    return {
      ...before,
      waiting: this.#upTo(this.#oneOf([3, 40, 2000])),
      waitingByChannel: Object.fromEntries(
        this.#shuffled(CHANNELS.filter(() => this.#random() < 0.6)).map((channel) => [channel, this.#upTo(this.#oneOf([3, 30, 5000]))]),
      ),
      oldestWaitingSince: this.#perhaps(this.#ago(now)),
      oldestWaitingQueue: this.#perhaps(this.#oneOf(board.queues).id),
      inConversation: this.#upTo(60),
      agents: this.#counts(),
      ...(this.#random() < 0.5 && { windows: this.#windows(before.windows) }),
      ...(this.#random() < 0.5 && { curve }),
      ...(this.#random() < 0.3 && { gaps: Array.from({ length: this.#upTo(3) }, gap) }),
      ...(this.#random() < 0.3 && {
        demo: this.#random() < 0.4,
        period: { ...before.period, shift: this.#perhaps(shift) },
        settings: this.#settings(before.settings),
        statutoryMs: this.#oneOf([2.5, 6]) * MINUTE_MS,
      }),
    };
  }

  #alarm(board: Board, now: number): AlarmRow {
    const { id } = this.#oneOf(board.queues);
    const [metric, window] = this.#oneOf(ALARMED);
    const scope = this.#oneOf([
      { of: 'queue', id },
      { of: 'queue', id },
      { of: 'floor' },
      { of: 'team', name: 'צוות אחר' },
      { of: 'channels', channels: ['chat', 'whatsapp'] },
    ] as const);
    const isSource = this.#random() < 0.25;
    const raisedAt = this.#ago(now);
    return {
      id: `alarm-${this.#upTo(9)}`,
      rule: 'rule',
      name: this.#perhaps({ he: 'כלל', en: this.#oneOf(['', 'A rule']) }),
      level: this.#oneOf(['warn', 'critical']),
      subject: isSource
        ? { of: 'source', name: this.#oneOf(['gone', ...board.sources.map(({ name }) => name)]) }
        : ({ of: 'figure', metric, scope, window } as AlarmRow['subject']),
      side: isSource ? null : this.#oneOf(['above', 'below']),
      limit: isSource ? null : this.#upTo(90_000),
      value: isSource ? null : this.#upTo(90_000),
      raisedAt,
      levelAt: raisedAt,
      noDataSince: this.#random() < 0.25 ? this.#ago(now) : null,
      acknowledged: this.#random() < 0.3 ? { at: this.#ago(now), by: this.#oneOf(['דנה', 'Michal']), note: this.#oneOf(['', 'בטיפול']) } : null,
      sound: null,
    };
  }

  readonly #notice = (now: number): NoticeRow => ({
    id: `notice-${this.#upTo(4)}`,
    text: { he: 'הודעה לכל המוקד. '.repeat(this.#oneOf([1, 9])).trim(), en: this.#oneOf(['', 'All of you: ', 'Once more. ']).repeat(3).trim() },
    urgent: this.#random() < 0.3,
    startsAt: this.#ago(now),
    endsAt: this.#perhaps(toIso(now + this.#upTo(200) * MINUTE_MS)),
    by: 'מיכל',
  });

  readonly #idsOf = (rows: readonly { readonly id: string }[], most: number) =>
    this.#some(
      rows.map(({ id }) => id),
      most,
    );
  readonly #many = <T>(most: number, make: () => T): T[] => Array.from({ length: 1 + this.#upTo(most) }, make);
  readonly #lastById = <R extends { readonly id: string }>(rows: readonly R[]): R[] => [...new Map(rows.map((row) => [row.id, row])).values()];

  /** What the page has asked for beside the rows, all of it. */
  beside(board: Board, asked: AskedBeside, now: number): Put {
    const waiters = () => ({
      rows: Array.from({ length: this.#upTo(12) }, () => ({
        queue: this.#oneOf(board.queues).id,
        channel: this.#oneOf(CHANNELS),
        since: this.#ago(now),
      })),
      more: this.#upTo(3),
    });
    return {
      figures: Object.fromEntries(asked.figures.map((key) => [key, this.#value(key)])),
      waiters: Object.fromEntries(asked.waiters.map((key) => [key, waiters()])),
    };
  }

  /** One change of one kind or several. */
  change(board: Board, asked: AskedBeside, now: number): Change {
    const kinds: readonly (() => { put?: Put; del?: Del })[] = [
      () => ({ put: { queues: this.#lastById(this.#many(6, () => this.#queue(board, now))) } }),
      () => ({
        put: {
          queueWindows: this.#lastById(this.#many(6, () => this.#oneOf(board.queues))).map((row) => ({
            id: row.id,
            windows: this.#windows(row.windows),
          })),
        },
      }),
      () => (board.queues.length > 5 ? { del: { queues: this.#idsOf(board.queues, 2) } } : {}),
      () => ({ put: { agents: this.#lastById(this.#many(12, () => this.#agent(board, now))) } }),
      () => (board.agents.length > 12 ? { del: { agents: this.#idsOf(board.agents, 4) } } : {}),
      () => ({ put: { sources: [this.#source(board, now)] } }),
      () => ({ put: { floor: this.#floor(board, now) } }),
      () => ({ put: { alarms: this.#lastById(this.#many(3, () => this.#alarm(board, now))) } }),
      () => (board.alarms.length > 0 ? { del: { alarms: this.#idsOf(board.alarms, 3) } } : {}),
      () => ({ put: { notices: [this.#notice(now)] } }),
      () => (board.notices.length > 0 ? { del: { notices: this.#idsOf(board.notices, 2) } } : {}),
      () => ({ put: this.beside(board, asked, now) }),
    ];
    const made = this.#some(kinds, 4).map((make) => make());
    return { put: Object.assign({}, ...made.map(({ put }) => put)) as Put, del: Object.assign({}, ...made.map(({ del }) => del)) as Del };
  }
}
