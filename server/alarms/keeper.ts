/**
 * Decides alarms, once for every wall: looks at the floor each second, keeps what is open, and hands on what happened. Owns the rules in force and the
 * rows that walls have. Nothing here waits for the database: it is read at the start, and written to behind the walls.
 */
import { randomUUID } from 'node:crypto';
import { readRules, saveRules } from '../../db/alarm-rules.ts';
import { type AlarmRecord, findAlarm, readOpenAlarms } from '../../db/alarms.ts';
import type { Database } from '../../db/open.ts';
import { decide, rowOf, type Told, type Watched, watchKey } from '../../shared/alarms/decide.ts';
import { acknowledge } from '../../shared/alarms/machine.ts';
import { READY_RULES } from '../../shared/alarms/ready-made.ts';
import type { AlarmRow } from '../../shared/alarms/row.ts';
import { type AlarmRules, rulesSchema } from '../../shared/alarms/rules.ts';
import type { SourceRow } from '../../shared/board.ts';
import type { AlarmRefusal } from '../../shared/refusals.ts';
import type { Result } from '../../shared/result.ts';
import { parse } from '../../shared/schema.ts';
import { SECOND_MS, toIso } from '../../shared/time.ts';
import type { Clock } from '../clock.ts';
import type { View } from '../engine/view.ts';
import type { Logger } from '../log.ts';
import { Delivery, logChannel } from './delivery.ts';
import { HoursNow } from './hours-now.ts';
import { Pen } from './pen.ts';
import { abandonedEntry, entryOf, watchedOf } from './records.ts';

const AUTHOR = 'Moked';

export type KeeperOptions = { readonly clock: Clock; readonly log: Logger; readonly db: Database };

/** What is looked at. `onChange`: walls have something to be told. */
export type Floor = { readonly view: () => View; readonly sources: () => SourceRow[]; readonly onChange: () => void };

/** `code`, `with`: as pages say it. */
export type Refused = {
  readonly status: 404 | 409;
  readonly reason: string;
  readonly code: AlarmRefusal;
  readonly with: Readonly<Record<string, string>>;
};

const no = (status: Refused['status'], reason: string, code: AlarmRefusal, named: Refused['with'] = {}) =>
  ({ ok: false, error: { status, reason, code, with: named } }) as const;

type Shown = Pick<Watched, 'rule'> & { readonly alarm: unknown; readonly isQuiet: boolean; readonly row: AlarmRow };

export class Keeper {
  readonly #options: KeeperOptions;
  readonly #pen: Pen;
  readonly #delivery: Delivery;
  readonly #hours = new HoursNow();
  #floor: Floor | null = null;
  #rules: AlarmRules = { rules: [], quiet: null };
  #version = 0;
  /** The rules in force may not be the last that were saved. */
  #isInDoubt = false;
  #watches: ReadonlyMap<string, Watched> = new Map();
  /** Of each open alarm how many lines its history has. */
  readonly #numbers = new Map<string, number>();
  #shown = new Map<string, Shown>();
  #rows: readonly AlarmRow[] = [];
  /** Rules for whose subjects there was no room at the last look. */
  passedOver: readonly string[] = [];
  /** Why the rules in force are none; null where they are as they were saved. */
  problem: string | null = null;
  /** What was not raised at the last look: it is counted once, however long it lasts. */
  #refused: ReadonlySet<string> = new Set();
  readonly #counts = { transitions: 0, refused: 0 };

  private constructor(options: KeeperOptions) {
    this.#options = options;
    this.#delivery = new Delivery({ ...options, channels: [logChannel(options.log)] });
    const onWritten = () => {
      this.#delivery.due();
      this.#delivery.soon();
    };
    this.#pen = new Pen({ ...options, onWritten });
  }

  /** Reads the rules and the alarms that are open; gives a new install its rules. Rejects if the database cannot be read. */
  static async open(options: KeeperOptions): Promise<Keeper> {
    const keeper = new Keeper(options);
    const { db, clock } = options;
    if ((await readRules(db.sql)) === null) await saveRules(db.sql, 0, READY_RULES, { at: clock.now(), by: AUTHOR });
    await keeper.readRules();
    await keeper.#readOpen();
    return keeper;
  }

  /** Begins to look. */
  start(floor: Floor, signal: AbortSignal): void {
    this.#floor = floor;
    this.#options.clock.every(SECOND_MS, () => this.tick(), signal);
  }

  /** The alarms that are open, as walls have them: the same array while nothing of it changed. */
  get rows(): readonly AlarmRow[] {
    return this.#rows;
  }

  get gauges(): Readonly<Record<string, number>> {
    const { transitions, refused } = this.#counts;
    return {
      alarms_open: this.#rows.length,
      alarms_unwritten: this.#pen.unwritten,
      alarm_changes_total: transitions,
      alarm_changes_handed_over_total: this.#delivery.handedOver,
      alarm_changes_lost_total: this.#pen.lost,
      alarms_refused_total: refused,
    };
  }

  /** Looks at the floor once. */
  tick(): void {
    const floor = this.#floor;
    if (this.#isInDoubt) void this.#readAgain();
    // What cannot be judged is neither raised nor cleared.
    if (floor !== null && this.problem === null) this.#look(floor);
    this.#pen.soon();
    this.#delivery.soon();
  }

  #look(floor: Floor): void {
    const now = this.#options.clock.now();
    const view = floor.view();
    view.advance(now);
    this.#hours.at(now, view.calendar(now).timezone);
    const sight = { ...view.sight(), sources: floor.sources(), figures: view.figures.bind(view) };
    const options = { now, newId: randomUUID, isWithin: this.#hours.isWithin };
    const { watches, told, refused, passedOver } = decide(this.#rules, sight, this.#watches, options);
    this.#watches = watches;
    this.#note(refused, passedOver);
    this.#hand(told);
    this.#show();
  }

  /**
   * Somebody takes an alarm on; saying the same twice is as good as once. Resolves when it is stored, and is on its way to the walls by then. Rejects
   * where the database is away.
   */
  async acknowledge(id: string, by: string, note: string): Promise<Result<AlarmRow, Refused>> {
    // Nobody is told that he has it before it is written: with a database that is away that is found out here.
    await this.#pen.flush();
    const [key, watched] = [...this.#watches].find(([, { watch }]) => watch.alarm?.id === id) ?? [];
    if (key === undefined || watched === undefined || watched.watch.alarm === null) return this.#closed(id);
    const { alarm } = watched.watch;
    const known = alarm.acknowledged;
    if (known !== null && (known.by !== by || known.note !== note))
      return no(409, `${known.by} has acknowledged it at ${toIso(known.at)}`, 'alarm-taken', { by: known.by });
    if (known === null) {
      const { watch, transition } = acknowledge({ ...watched.watch, alarm }, by, note, this.#options.clock.now());
      this.#watches = new Map(this.#watches).set(key, { ...watched, watch });
      this.#hand([{ ...watched, ...transition }]);
      this.#show();
    }
    await this.#pen.flush();
    this.#delivery.soon();
    const row = this.#rows.find((one) => one.id === id);
    return row === undefined ? this.#closed(id) : { ok: true, value: row };
  }

  /** Rules may have been saved, though nobody could say so: the database is asked until it answers. */
  doubt(): void {
    this.#isInDoubt = true;
  }

  /** Takes the rules as they were saved last: they hold from the next look on. Rejects where they cannot be read; they are read later then. */
  async readRules(): Promise<void> {
    this.#isInDoubt = false;
    const stored = await readRules(this.#options.db.sql).catch((error: unknown) => {
      this.#isInDoubt = true;
      throw error;
    });
    if (stored === null || stored.version <= this.#version) return;
    const rules = parse(rulesSchema, stored.rules);
    this.#version = stored.version;
    this.problem = rules.ok ? null : rules.error;
    this.#rules = rules.ok ? rules.value : { rules: [], quiet: null };
    if (!rules.ok) this.#options.log.error('the rules of alarms say nothing to this version; no alarm is decided until they are saved again', rules);
  }

  async #readAgain(): Promise<void> {
    try {
      await this.readRules();
    } catch (error) {
      this.#options.log.debug('the rules of alarms cannot be read; it is tried again', { error });
    }
  }

  /** Others may decide meanwhile: nothing is written until `resume`. */
  pause(): void {
    this.#pen.pause();
  }

  resume(): void {
    this.#pen.resume();
  }

  /** Resolves when everything so far is written and handed over. Rejects where it cannot be. */
  async written(): Promise<void> {
    await this.#pen.flush();
    this.#delivery.soon();
    await this.#delivery.ended();
  }

  /** Writes what is left, if the database is there. Call it when nothing ticks any more. */
  async ended(): Promise<void> {
    await this.written().catch((error: unknown) => this.#options.log.warn('the last of the alarms could not be written', { error }));
  }

  async #readOpen(): Promise<void> {
    const watches = new Map<string, Watched>();
    for (const record of await readOpenAlarms(this.#options.db.sql)) {
      this.#numbers.set(record.id, record.told);
      const watched = watchedOf(record);
      const key = watched === null ? null : watchKey(watched.rule.id, watched.subject);
      if (watched !== null && key !== null && !watches.has(key)) watches.set(key, watched);
      else this.#abandon(record, record.told + 1);
    }
    this.#watches = watches;
    this.#show();
  }

  /** What was written by another version cannot be judged any more. */
  #abandon(record: AlarmRecord, number: number): void {
    const { clock, log } = this.#options;
    log.error('an open alarm says nothing to this version; it is closed', { alarm: record.id });
    this.#numbers.delete(record.id);
    this.#pen.add([abandonedEntry(record, number, clock.now())]);
  }

  async #closed(id: string): Promise<Result<never, Refused>> {
    const found = await findAlarm(this.#options.db.sql, id);
    if (found === null) return no(404, `there is no alarm "${id.slice(0, 100)}"`, 'alarm-unknown');
    const when = found.clearedAt === null ? '' : ` at ${toIso(found.clearedAt)}`;
    return no(409, `the alarm was cleared${when} (${found.clearedWhy ?? 'unknown'}); only an open one can be acknowledged`, 'alarm-over');
  }

  #hand(told: readonly Told[]): void {
    this.#counts.transitions += told.length;
    const entries = told.map((one) => {
      const number = (this.#numbers.get(one.alarm.id) ?? 0) + 1;
      if (one.change === 'cleared') this.#numbers.delete(one.alarm.id);
      else this.#numbers.set(one.alarm.id, number);
      return entryOf(one, one, number);
    });
    this.#pen.add(entries);
  }

  #show(): void {
    const { quiet } = this.#rules;
    const isQuiet = quiet !== null && this.#hours.isWithin(quiet);
    const shown = new Map<string, Shown>();
    let isSame = true;
    for (const [key, watched] of this.#watches) {
      const { alarm } = watched.watch;
      const before = this.#shown.get(key);
      if (before?.alarm === alarm && before?.rule === watched.rule && before.isQuiet === isQuiet) {
        shown.set(key, before);
        continue;
      }
      const row = rowOf(watched, isQuiet);
      if (row === null) continue;
      isSame = false;
      shown.set(key, { rule: watched.rule, alarm, isQuiet, row });
    }
    if (isSame && shown.size === this.#shown.size) return;
    this.#shown = shown;
    this.#rows = [...shown.values()].map(({ row }) => row);
    this.#floor?.onChange();
  }

  #note(refused: readonly string[], passedOver: readonly string[]): void {
    const { log } = this.#options;
    if (refused.length > 0 && this.#refused.size === 0) log.warn('too many alarms are open; no more are raised', { open: this.#rows.length });
    this.#counts.refused += refused.filter((key) => !this.#refused.has(key)).length;
    this.#refused = new Set(refused);
    const names = passedOver.join(' ');
    if (names !== '' && names !== this.passedOver.join(' '))
      log.warn('rules have too many subjects to be looked at; these are passed over', { rules: names });
    this.passedOver = passedOver;
  }
}
