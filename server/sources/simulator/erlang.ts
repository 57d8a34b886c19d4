/**
 * A floor that is exactly M/M/n+M, or Erlang-A: calls come as a Poisson process, conversations and patience are exponential, n agents serve one
 * queue in order of arrival and do nothing else. What it must come to is known in closed form, so whoever counts its facts can be checked.
 * Each day begins empty, and ends with its last caller: two crews take turns, so that a day stands for itself.
 */
import { HOUR_MS, SECOND_MS } from '../../../shared/time.ts';
import type { Agenda } from './agenda.ts';
import { ERLANG_QUEUE } from './erlang-plan.ts';
import type { FactWriter } from './facts.ts';
import type { ErlangA, SimulatorOptions } from './options.ts';
import type { Party } from './party.ts';
import { dayNumber } from './plan.ts';
import { Random } from './random.ts';

export type ErlangOptions = {
  readonly options: SimulatorOptions;
  readonly model: ErlangA;
  readonly day: string;
  readonly prefix: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly agenda: Agenda;
  readonly facts: FactWriter;
};

type Caller = Party & { agentId: string | null };

/** One day of it. */
export class ErlangFloor {
  readonly #options: ErlangOptions;
  readonly #random: { readonly arrivals: Random; readonly talk: Random; readonly patience: Random };
  readonly #free: string[] = [];
  readonly #crew: readonly string[];
  /** In order of arrival; who has given up is passed over. */
  #line: Caller[] = [];
  #first = 0;
  readonly #inside = new Set<Caller>();
  #isClosed = false;
  #contacts = 0;

  constructor(options: ErlangOptions) {
    this.#options = options;
    const { agenda, day, prefix, startsAt, endsAt } = options;
    const parity = dayNumber(day).number % 2 === 0 ? 'even' : 'odd';
    this.#crew = Array.from({ length: options.options.agents }, (_, index) => `${parity}-${index + 1}`);
    const stream = (name: string) => new Random(`${prefix} ${name}`);
    this.#random = { arrivals: stream('arrivals'), talk: stream('talk'), patience: stream('patience') };
    agenda.add(startsAt, (at) => this.#open(at));
    agenda.add(endsAt, (at) => {
      this.#isClosed = true;
      this.#mayGoHome(at);
    });
    this.#nextAfter(startsAt);
  }

  get callers(): Iterable<Party> {
    return this.#inside;
  }

  /** Who is there. */
  get agents(): readonly string[] {
    return this.#free.length === 0 && this.#inside.size === 0 ? [] : this.#crew;
  }

  #open(at: number): void {
    for (const agentId of this.#crew) {
      this.#options.facts.say(at, 'cc.agent.membership.v1', { agentId, queueId: ERLANG_QUEUE, joined: true, paused: false });
      this.#free.push(agentId);
    }
  }

  #nextAfter(at: number): void {
    const { agenda, options, endsAt } = this.#options;
    const next = at + this.#random.arrivals.exponential(HOUR_MS / options.contactsPerHour);
    if (next >= endsAt) return;
    agenda.add(next, (then) => {
      this.#call(then);
      this.#nextAfter(next);
    });
  }

  #call(at: number): void {
    const { agenda, facts, prefix, model } = this.#options;
    const contactId = `${prefix}-${String(++this.#contacts).padStart(7, '0')}`;
    const place = { phase: 'waiting', queue: 0, queuedAt: at, answeredAt: at, agentId: null } as const;
    const caller: Caller = { contactId, segmentId: `${contactId}:1`, random: this.#random.talk, customer: '', channel: 'voice', ...place };
    this.#inside.add(caller);
    facts.say(at, 'cc.contact.queued.v1', { ...about(caller), reason: 'new' });
    const agentId = this.#free.shift();
    if (agentId !== undefined) return this.#answer(caller, agentId, at);
    this.#line.push(caller);
    agenda.add(at + this.#random.patience.exponential(model.patienceSeconds * SECOND_MS), (then) => {
      if (caller.phase !== 'waiting') return;
      caller.phase = 'menu';
      this.#inside.delete(caller);
      facts.say(then, 'cc.contact.abandoned.v1', { ...about(caller), waitMs: then - caller.queuedAt, phase: 'queue' });
    });
  }

  #answer(caller: Caller, agentId: string, at: number): void {
    const { agenda, facts, model } = this.#options;
    Object.assign(caller, { phase: 'talking', answeredAt: at, agentId });
    facts.say(at, 'cc.contact.answered.v1', { ...about(caller), agentId, waitMs: at - caller.queuedAt });
    agenda.add(at + this.#random.talk.exponential(model.talkSeconds * SECOND_MS), (then) => {
      this.#inside.delete(caller);
      facts.say(then, 'cc.contact.ended.v1', { ...about(caller), agentId, by: 'customer' });
      const next = this.#nextInLine();
      if (next === undefined) this.#free.push(agentId);
      else this.#answer(next, agentId, then);
      this.#mayGoHome(then);
    });
  }

  #nextInLine(): Caller | undefined {
    while (this.#first < this.#line.length) {
      const caller = this.#line[this.#first++] as Caller;
      if (caller.phase === 'waiting') return caller;
    }
    this.#line = [];
    this.#first = 0;
    return undefined;
  }

  #mayGoHome(at: number): void {
    if (!this.#isClosed || this.#inside.size > 0 || this.#free.length === 0) return;
    for (const agentId of this.#crew) this.#options.facts.say(at, 'cc.agent.membership.v1', { agentId, queueId: ERLANG_QUEUE, joined: false });
    this.#free.length = 0;
  }
}

function about({ contactId, segmentId }: Caller) {
  return { contactId, segmentId, queueId: ERLANG_QUEUE, channel: 'voice', direction: 'inbound' } as const;
}
