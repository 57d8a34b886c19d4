/** The life of one connection: log in, wait until the PBX is up, take the lists, then listen, ping and compare. */
import { MINUTE_MS, SECOND_MS } from '../../../shared/time.ts';
import { type Clock, sleep } from '../../clock.ts';
import type { SourceContext } from '../source.ts';
import type { Driver } from './driver.ts';
import { type Link, LinkLost, type Reply } from './link.ts';
import { LoginRefused, login, readBanner } from './login.ts';
import type { AmiMessage } from './message.ts';
import type { AsteriskOptions } from './options.ts';
import { Rights, refusedList } from './rights.ts';
import type { Gap } from './translate.ts';

const PING_EVERY_MS = 12_000;
const PING_TIMEOUT_MS = 10_000;
/** An answer that took longer says little about the clocks. */
const PING_TRUSTED_MS = 1000;
const PINGS_KEPT = 9;
const LIST_TIMEOUT_MS = 30_000;
/** Logins are accepted before app_queue is loaded; a user without the class `system` is never told when it is. */
const BOOTED_TIMEOUT_MS = 3000;
/** A PBX that gives its lists has booted; by then it has said so, to whoever may hear it. */
const BOOTED_SURELY_MS = 30_000;
const RETRY_MS = 500;
const RECONCILE_EVERY_MS = MINUTE_MS;
/** A difference that is gone by then was only the order of delivery. */
const DRIFT_LASTS_MS = 2000;
const FOLLOW_LOG_EVERY_MS = SECOND_MS;

export class Session {
  readonly #context: SourceContext;
  readonly #driver: Driver;
  readonly #options: AsteriskOptions;
  readonly #skews: number[] = [];
  #tellBooted: () => void = () => undefined;
  readonly #booted = new Promise<void>((resolve) => {
    this.#tellBooted = resolve;
  });
  #isSynced = false;
  /** True from the first lists to the end of the connection. */
  #isUp = false;
  #loggedInAt = 0;
  /** Events that wait until a gap is filled. */
  #held: { readonly message: AmiMessage; readonly at: number }[] | null = null;
  #isReconciling = false;
  readonly #rights = new Rights();

  constructor(context: SourceContext, driver: Driver, options: AsteriskOptions) {
    this.#context = context;
    this.#driver = driver;
    this.#options = options;
  }

  get isSynced(): boolean {
    return this.#isSynced;
  }

  /** Takes the events of one read. */
  events(messages: readonly AmiMessage[], at: number): void {
    for (const message of messages) {
      if (message.event === 'FullyBooted') this.#tellBooted();
      if (this.#rights.event(message)) this.#tellUp();
      if (this.#held !== null) this.#held.push({ message, at });
      else this.#driver.input({ kind: 'message', message });
    }
  }

  /**
   * Runs until the link is over. @param lostAt since when events may be missing; null if nothing ever came.
   * Rejects with `LoginRefused` or `LinkLost`.
   */
  async run(link: Link, lostAt: number | null): Promise<string> {
    const { clock, sink, signal } = this.#context;
    await readBanner(link, clock, this.#options);
    await login(link, this.#options);
    this.#loggedInAt = clock.now();
    if (lostAt !== null) this.#held = [];
    sink.status({ state: 'catching-up', reason: 'logged in, taking the lists' });
    await within(clock, BOOTED_TIMEOUT_MS, link.signal, this.#booted);
    await this.#ping(link);
    if (lostAt !== null) await this.#fillGap({ from: lostAt, to: this.#loggedInAt });
    await this.#sync(link, lostAt);
    this.#isUp = true;
    this.#tellUp();
    const over = AbortSignal.any([link.signal, signal]);
    over.addEventListener('abort', () => {
      this.#isUp = false;
    });
    const noteSystem = () => {
      if (!this.#rights.has('system') && this.#rights.lacks('system')) this.#tellUp();
    };
    clock.after(BOOTED_SURELY_MS, noteSystem, over);
    const guard = (work: Promise<void>) => void work.catch((error: unknown) => this.#fail(link, error));
    clock.every(PING_EVERY_MS, () => guard(this.#ping(link)), over);
    clock.every(RECONCILE_EVERY_MS, () => guard(this.#reconcile(link)), over);
    clock.every(FOLLOW_LOG_EVERY_MS, () => guard(this.#driver.followLog()), over);
    this.#driver.onLogChange = () => this.#tellUp();
    this.#driver.onWantsReconcile = () => clock.after(SECOND_MS, () => guard(this.#reconcile(link)), over);
    return link.ended;
  }

  /** What the log tells of the gap comes before what AMI tells since: events wait for it. */
  async #fillGap(gap: Gap): Promise<void> {
    await this.#driver.fillGap(gap);
    const held = this.#held ?? [];
    this.#held = null;
    for (const { message, at } of held) this.#driver.input({ kind: 'message', message }, at);
  }

  /** What the user may not do, or read, stands beside the state: the wall goes on, less well. */
  #tellUp(): void {
    if (!this.#isUp) return;
    const { logProblem } = this.#driver;
    const { missing } = this.#rights;
    const told = [logProblem, missing[0]].filter((problem) => problem != null);
    // The wall has room for the worst right that is missing; the sources page has for all.
    const problems = [...(logProblem === null ? [] : [logProblem]), ...missing];
    this.#context.sink.status({
      state: 'up',
      reason: told.length === 0 ? undefined : told.join('; '),
      ...(problems.length > told.length ? { problems } : {}),
    });
  }

  #fail(link: Link, error: unknown): void {
    if (!(error instanceof LinkLost)) this.#context.log.error('asterisk', { error });
    link.close(error instanceof Error ? error.message : String(error));
  }

  async #ping(link: Link): Promise<void> {
    const { clock, sink } = this.#context;
    const sentAt = clock.now();
    const { response, at } = await link.request({ action: 'Ping' }, PING_TIMEOUT_MS);
    const theirs = Number(response.get('Timestamp')) * SECOND_MS;
    if (!(theirs > 0) || at - sentAt > PING_TRUSTED_MS) return;
    this.#skews.push(theirs - (sentAt + at) / 2);
    if (this.#skews.length > PINGS_KEPT) this.#skews.shift();
    const sorted = [...this.#skews].sort((a, b) => a - b);
    const skewMs = Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
    sink.skew(skewMs);
    this.#driver.input({ kind: 'skew', skewMs });
  }

  /** Takes the lists until the PBX can give them. */
  async #sync(link: Link, lostAt: number | null): Promise<void> {
    const { clock } = this.#context;
    const isTaken = (reply: Reply, channels: readonly AmiMessage[] | null) => {
      if (!isList(reply)) return;
      if (lostAt !== null) this.#driver.input({ kind: 'status', state: 'gap', gap: { from: lostAt, to: reply.at } });
      this.#driver.input({ kind: 'snapshot', lists: { status: reply.items, channels } });
      this.#driver.input({ kind: 'status', state: 'up' });
      this.#isSynced = true;
    };
    while (!this.#isSynced) {
      const { response } = await this.#lists(link, isTaken);
      if (this.#isSynced) return;
      if (!isNotYet(response)) throw new LoginRefused(refusedList(response.get('Message')));
      await sleep(clock, RETRY_MS, link.signal);
    }
  }

  /**
   * Asks for the channels, then for the queues; `take` is called before anything that follows the answer. AMI answers in order, so the
   * channels are there first, or never.
   */
  #lists(link: Link, take: (status: Reply, channels: readonly AmiMessage[] | null) => void): Promise<Reply> {
    let channels: readonly AmiMessage[] | null = null;
    const isAsked = link.request({ action: 'CoreShowChannels' }, LIST_TIMEOUT_MS, (reply) => {
      if (isList(reply)) channels = reply.items;
      else if (/permission denied/i.test(reply.response.get('Message'))) this.#rights.lacks('reporting');
    });
    // Its failure is that of the link, or no loss: the queues are what is needed.
    isAsked.catch((error: unknown) => this.#context.log.debug('no channels', { error: String(error) }));
    return link.request({ action: 'QueueStatus' }, LIST_TIMEOUT_MS, (reply) => take(reply, channels));
  }

  async #reconcile(link: Link): Promise<void> {
    if (this.#isReconciling) return;
    this.#isReconciling = true;
    try {
      let first: string[] = [];
      const compare = (reply: Reply) => {
        if (isList(reply)) first = this.#driver.differences(reply.items);
      };
      await link.request({ action: 'QueueStatus' }, LIST_TIMEOUT_MS, compare);
      if (first.length === 0) return;
      await sleep(this.#context.clock, DRIFT_LASTS_MS, link.signal);
      await this.#lists(link, (reply, channels) => {
        if (isList(reply)) this.#heal(first, reply, channels);
      });
    } finally {
      this.#isReconciling = false;
    }
  }

  #heal(first: readonly string[], reply: Reply, channels: readonly AmiMessage[] | null): void {
    const before = new Set(first);
    const lasting = this.#driver.differences(reply.items).filter((difference) => before.has(difference));
    if (lasting.length === 0) return;
    if (this.#rights.silentChange()) this.#tellUp();
    for (const difference of lasting) this.#context.sink.anomaly('drift', difference);
    this.#driver.input({ kind: 'snapshot', lists: { status: reply.items, channels } });
  }
}

function isList({ response }: Reply): boolean {
  return response.get('Response') === 'Success' && response.get('EventList').toLowerCase() === 'start';
}

function isNotYet(response: AmiMessage): boolean {
  return /invalid\/unknown command/i.test(response.get('Message'));
}

/** Waits for the promise, but not longer than this. */
async function within(clock: Clock, ms: number, signal: AbortSignal, promise: Promise<void>): Promise<void> {
  const done = new AbortController();
  await Promise.race([promise, sleep(clock, ms, AbortSignal.any([signal, done.signal]))]);
  done.abort();
}
