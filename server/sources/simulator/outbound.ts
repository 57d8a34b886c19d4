/** Calls that agents make, past all queues: those who asked to be called back, and customers whom sales and retention ring in a quiet moment. */
import { HOUR_MS, MINUTE_MS, SECOND_MS, toIso } from '../../../shared/time.ts';
import type { Agenda } from './agenda.ts';
import type { Worker } from './crew.ts';
import type { FactWriter } from './facts.ts';
import type { Caller, Floor } from './floor.ts';
import { anyCustomer, type Party } from './party.ts';
import { FIRST_HOUR, type FloorPlan, isDigital, type QueuePlan } from './plan.ts';
import { Random } from './random.ts';

const CALLBACK_AFTER_MS = [8 * MINUTE_MS, 45 * MINUTE_MS] as const;
const RETRY_MS = 40 * SECOND_MS;
/** Tried so often, as someone is free; the callback has failed when it was not reached then, or at the end of the day. */
const MOST_TRIES = 2;

/** The team that rings customers, and how many calls each of its people makes an hour, when it is quiet, from ten to eight. */
const RINGING_TEAM = 2;
const CALLS_AN_HOUR = 0.5;
const FROM_HOUR = 10;
const UNTIL_HOUR = 20;

const DIAL_MS = [8 * SECOND_MS, 26 * SECOND_MS] as const;
const NOT_REACHED_CHANCE = 0.34;
const TALK_MEAN_MS = 170 * SECOND_MS;
const WRAPUP_MEAN_MS = 25 * SECOND_MS;

/** Why she rings, and what follows when it is over. */
type Purpose = { readonly party: Party; readonly onDone: (isReached: boolean, at: number) => void };

export type OutboundOptions = {
  readonly plan: FloorPlan;
  readonly prefix: string;
  readonly agenda: Agenda;
  readonly facts: FactWriter;
  readonly floor: Floor;
  readonly startsAt: number;
  readonly endsAt: number;
};

export class Outbound {
  readonly #options: OutboundOptions;
  readonly #random: Random;
  readonly #queues: readonly number[];
  readonly #inside = new Set<Party>();
  #contacts = 0;

  constructor(options: OutboundOptions) {
    this.#options = options;
    const { plan, prefix, startsAt } = options;
    this.#random = new Random(`${prefix} outbound`);
    this.#queues = [...plan.queues.keys()].filter((queue) => plan.queues[queue]?.team === RINGING_TEAM);
    if (this.#queues.length > 0) this.#nextAfter(startsAt + (FROM_HOUR - FIRST_HOUR) * HOUR_MS);
  }

  /** Who is dialled or talked to. */
  get calls(): Iterable<Party> {
    return this.#inside;
  }

  /** A caller who would not wait is rung in a while. */
  promise(caller: Caller, at: number): void {
    const { facts, agenda } = this.#options;
    const dueAt = Math.round(at + caller.random.between(...CALLBACK_AFTER_MS));
    const about = { contactId: caller.contactId, channel: 'voice', direction: 'inbound', queueId: this.#queueId(caller.queue) } as const;
    facts.say(at, 'cc.contact.callback.v1', { ...about, segmentId: caller.segmentId, state: 'requested', dueAt: toIso(dueAt) });
    agenda.add(dueAt, (then) => this.#keepPromise(caller, 1, then));
  }

  #keepPromise(caller: Caller, attempt: number, at: number): void {
    const { agenda, facts, endsAt } = this.#options;
    const about = { contactId: caller.contactId, segmentId: caller.segmentId, channel: 'voice', direction: 'inbound' } as const;
    const worker = this.#freeFor(caller.queue, at);
    if (worker === null) {
      if (at + RETRY_MS < endsAt - HOUR_MS) return agenda.add(at + RETRY_MS, (then) => this.#keepPromise(caller, attempt, then));
      return facts.say(at, 'cc.contact.callback.v1', { ...about, state: 'failed' });
    }
    facts.say(at, 'cc.contact.callback.v1', { ...about, state: 'dialed', agentId: worker.plan.id });
    const party: Party = { ...caller, segmentId: `${caller.contactId}:back${attempt}`, phase: 'menu', queue: null, agentId: null };
    const onDone = (isReached: boolean, then: number) => {
      if (!isReached && attempt < MOST_TRIES) return agenda.add(then + 10 * MINUTE_MS, (next) => this.#keepPromise(caller, attempt + 1, next));
      return facts.say(then, 'cc.contact.callback.v1', { ...about, state: isReached ? 'completed' : 'failed' });
    };
    this.#dial(worker, { party, onDone }, at);
  }

  /** Poisson by itself; a call is made only if someone is free and nobody waits. */
  #nextAfter(at: number): void {
    const { plan, agenda, startsAt } = this.#options;
    const people = plan.agents.filter(({ team, duty }) => team === RINGING_TEAM && duty === 'day').length;
    if (people === 0) return;
    const next = at + this.#random.exponential(HOUR_MS / (people * CALLS_AN_HOUR));
    if (next > startsAt + (UNTIL_HOUR - FIRST_HOUR) * HOUR_MS) return;
    agenda.add(next, (then) => {
      this.#call(then);
      this.#nextAfter(next);
    });
  }

  #call(at: number): void {
    const { plan, prefix, facts } = this.#options;
    const queue = this.#queues[Math.floor(this.#random.next() * this.#queues.length)] as number;
    const contactId = `${prefix}-o${String(++this.#contacts).padStart(5, '0')}`;
    const worker = this.#freeFor(queue, at);
    if (worker === null) return;
    const random = new Random(contactId);
    const customer = anyCustomer(random, plan.options.contactsPerHour);
    const place = { phase: 'menu', queue: null, segmentId: `${contactId}:1`, queuedAt: at, answeredAt: at, agentId: null } as const;
    const party: Party = { contactId, random, customer, channel: 'voice', ...place };
    facts.say(at, 'cc.contact.offered.v1', { contactId, channel: 'voice', direction: 'outbound', entry: 'agent', customerRef: customer });
    this.#dial(worker, { party, onDone: () => undefined }, at);
  }

  #dial(worker: Worker, { party, onDone }: Purpose, at: number): void {
    const { agenda, facts, floor } = this.#options;
    const { random } = party;
    const about = {
      contactId: party.contactId,
      segmentId: party.segmentId,
      channel: 'voice',
      direction: 'outbound',
      agentId: worker.plan.id,
    } as const;
    const offerId = `${party.segmentId}/dial`;
    worker.phase = 'ringing';
    this.#inside.add(party);
    facts.say(at, 'cc.contact.ringing.v1', { ...about, offerId });
    const isReached = !random.chance(NOT_REACHED_CHANCE);
    agenda.add(at + random.between(...DIAL_MS), (then) => {
      if (!isReached) {
        this.#inside.delete(party);
        facts.say(then, 'cc.contact.offerended.v1', { ...about, offerId, result: 'canceled' });
        onDone(false, then);
        return floor.crew.release(worker, then);
      }
      worker.phase = 'talking';
      Object.assign(party, { phase: 'talking', answeredAt: then, agentId: worker.plan.id });
      facts.say(then, 'cc.contact.answered.v1', { ...about, offerId });
      agenda.add(then + Math.max(10 * SECOND_MS, random.logNormal(TALK_MEAN_MS * worker.plan.pace, 0.7)), (end) => {
        this.#inside.delete(party);
        facts.say(end, 'cc.contact.ended.v1', { ...about, by: random.chance(0.5) ? 'agent' : 'customer' });
        facts.say(end, 'cc.contact.wrapup.v1', { ...about, state: 'started' });
        worker.phase = 'wrapup';
        agenda.add(end + random.logNormal(WRAPUP_MEAN_MS, 0.5), (done) => {
          facts.say(done, 'cc.contact.wrapup.v1', { ...about, state: 'ended' });
          onDone(true, done);
          floor.crew.release(worker, done);
        });
      });
    });
  }

  #freeFor(queue: number, at: number): Worker | null {
    const { floor, plan } = this.#options;
    const worker = floor.crew.longestFree(queue, at);
    const waits = worker?.plan.queues.some((index) => !isDigital(plan.queues[index] as QueuePlan) && floor.hasWaiting(index)) === true;
    return waits ? null : worker;
  }

  #queueId(queue: number): string {
    return (this.#options.plan.queues[queue] as QueuePlan).id;
  }
}
