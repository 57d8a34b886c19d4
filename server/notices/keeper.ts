/**
 * The notices that hold at this moment, by the clock: each begins and ends at its own instant, whether or not the database is there. Owns what walls are
 * told of notices; what is written is written elsewhere (`http/notices.ts`), which says so here.
 */
import { readOpenNotices, type StoredNotice } from '../../db/notices.ts';
import type { Database } from '../../db/open.ts';
import { wordsSchema } from '../../shared/boards/parts.ts';
import { holdsAt, type NoticeRow } from '../../shared/notices.ts';
import { parse } from '../../shared/schema.ts';
import { HOUR_MS, SECOND_MS, toIso } from '../../shared/time.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';

export type NoticeKeeperOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** What holds is not what held a moment ago. */
  readonly onChange: () => void;
  readonly onBegun: (notice: NoticeRow) => void;
};

/** Those that are over are known so long yet: the clock of the machine may be set back. */
const KEPT_MS = HOUR_MS;
/** Beyond so many those that are over are not: a script may write short ones in a loop. */
const KEPT_MOST = 500;

type Known = { readonly notice: StoredNotice; readonly row: NoticeRow };

export class NoticeKeeper {
  readonly #options: NoticeKeeperOptions;
  /** Those that are not over, and those that were over when it was last looked. */
  readonly #known = new Map<string, Known>();
  readonly #begun = new Set<string>();
  #rows: readonly NoticeRow[] = [];
  /** The rows are those of every instant from here to there. */
  #from = 0;
  #until = 0;
  #isInDoubt = false;
  /** It was said that they cannot be read. */
  #isTold = false;

  /** Knows what the database has. */
  static async open(options: NoticeKeeperOptions): Promise<NoticeKeeper> {
    const keeper = new NoticeKeeper(options);
    await keeper.#read();
    for (const { id } of keeper.rows()) keeper.#begun.add(id);
    return keeper;
  }

  private constructor(options: NoticeKeeperOptions) {
    this.#options = options;
  }

  /** Those that hold now, the latest first; the same array as long as nothing changed. */
  rows(): readonly NoticeRow[] {
    const now = this.#options.clock.now();
    if (now < this.#from || now >= this.#until) this.#look(now);
    return this.#rows;
  }

  /** Begins to watch the clock. */
  start(): void {
    const { clock, signal } = this.#options;
    clock.every(SECOND_MS, () => this.#everySecond(), signal);
  }

  /** A notice was written, or changed. */
  saved(notice: StoredNotice): void {
    this.#know(notice);
    this.#until = Number.NEGATIVE_INFINITY;
    this.#turn();
  }

  /** A write ended without an answer, so that it may have been done: the database is asked until it says. */
  doubt(): void {
    this.#isInDoubt = true;
  }

  #everySecond(): void {
    if (this.#isInDoubt) void this.#ask();
    this.#turn();
    // To the millisecond; looked at each second as well, for the clock of the machine may be set.
    const { clock, signal } = this.#options;
    const left = this.#until - clock.now();
    if (left < SECOND_MS) clock.after(left, () => this.#turn(), signal);
  }

  #turn(): void {
    const before = this.#rows;
    const rows = this.rows();
    if (rows === before) return;
    for (const row of rows) {
      if (this.#begun.has(row.id)) continue;
      this.#begun.add(row.id);
      this.#options.onBegun(row);
    }
    this.#options.onChange();
  }

  async #ask(): Promise<void> {
    this.#isInDoubt = false;
    try {
      await this.#read();
      this.#isTold = false;
      this.#until = Number.NEGATIVE_INFINITY;
      this.#turn();
    } catch (error) {
      // What is known goes on to hold.
      this.#isInDoubt = true;
      if (!this.#isTold && !this.#options.signal.aborted) this.#options.log.warn('notices cannot be read; it is tried each second', { error });
      this.#isTold = true;
    }
  }

  async #read(): Promise<void> {
    const { db, clock } = this.#options;
    const before = new Map(this.#known);
    const open = await readOpenNotices(db.sql, clock.now());
    for (const notice of open) this.#know(notice);
    // One that was taken down is no longer among them; nor is one that was written since it was asked, which stays.
    const ids = new Set(open.map(({ id }) => id));
    for (const [id, known] of before) if (!ids.has(id) && this.#known.get(id) === known) this.#forget(id);
  }

  #know(notice: StoredNotice): void {
    const known = this.#known.get(notice.id);
    if (known !== undefined && known.notice.version >= notice.version) return;
    const words = parse(wordsSchema, notice.words);
    if (!words.ok) {
      this.#options.log.warn('a notice is none to this Moked', { id: notice.id, reason: words.error });
      return;
    }
    this.#known.set(notice.id, { notice, row: rowOf(notice, words.value) });
  }

  #forget(id: string): void {
    this.#known.delete(id);
    this.#begun.delete(id);
  }

  #look(now: number): void {
    const keptMs = this.#known.size > KEPT_MOST ? 0 : KEPT_MS;
    let [from, until] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    const holding: Known[] = [];
    for (const [id, known] of this.#known) {
      const { startsAt, endsAt } = known.notice;
      if (endsAt !== null && endsAt < now - keptMs) {
        this.#forget(id);
        continue;
      }
      for (const at of [startsAt, endsAt ?? Number.POSITIVE_INFINITY]) {
        if (at <= now) from = Math.max(from, at);
        else until = Math.min(until, at);
      }
      if (holdsAt(known.notice, now)) holding.push(known);
    }
    const rows = holding.sort((a, b) => b.notice.startsAt - a.notice.startsAt || (a.notice.id < b.notice.id ? -1 : 1)).map(({ row }) => row);
    [this.#from, this.#until] = [from, until];
    if (rows.length !== this.#rows.length || rows.some((row, i) => row !== this.#rows[i])) this.#rows = rows;
  }
}

function rowOf({ id, urgent, startsAt, endsAt, savedBy }: StoredNotice, text: NoticeRow['text']): NoticeRow {
  return { id, text, urgent, startsAt: toIso(startsAt), endsAt: endsAt === null ? null : toIso(endsAt), by: savedBy };
}
