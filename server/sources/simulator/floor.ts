/**
 * The callers of one simulated day, as a queueing model: they wait in order of arrival, who is free longest serves first, nobody waits
 * longer than their patience. Waits, occupancy and abandonment follow from one another; none of them is drawn.
 */
import { SECOND_MS } from '../../../shared/time.ts';
import type { Served } from './aftermath.ts';
import type { Agenda } from './agenda.ts';
import { type Conversation, planConversation, wrapUpMs } from './conversation.ts';
import { Crew, type Worker } from './crew.ts';
import type { FactWriter } from './facts.ts';
import { anyCustomer, type Party } from './party.ts';
import { type FloorPlan, isDigital, type QueuePlan } from './plan.ts';
import { Random } from './random.ts';

type Offer = { readonly id: string; readonly worker: Worker; readonly at: number };

export type Caller = Party & {
  readonly startedAt: number;
  queue: number;
  /** Stays in queues and phones rung so far, and the one that rings now. */
  stays: number;
  offers: number;
  offer: Offer | null;
};

/** What follows a call, elsewhere. */
export type CallEnds = {
  readonly onServed: (served: Served, at: number) => void;
  /** She would rather be called back. */
  readonly onCallback: (caller: Caller, at: number) => void;
};

const MENU_MS = [6 * SECOND_MS, 30 * SECOND_MS] as const;
const NO_ANSWER_CHANCE = 0.022;
const NO_ANSWER_AFTER_MS = 15 * SECOND_MS;
const PICK_UP_MS = 3 * SECOND_MS;
const SPARED_MS = 25 * SECOND_MS;
const CALLBACK_OFFERED_AFTER_MS = 75 * SECOND_MS;
const CALLBACK_CHANCE = 0.25;
const MAX_STAYS = 3;

type About = { contactId: string; segmentId: string; queueId: string; channel: 'voice'; direction: 'inbound'; agentId: string };

export class Floor {
  readonly #plan: FloorPlan;
  readonly #prefix: string;
  readonly #agenda: Agenda;
  readonly #facts: FactWriter;
  /** In order of arrival, by queue; those whose call rings at an agent keep their place. */
  readonly #waiting: Caller[][];
  readonly #inside = new Set<Caller>();
  readonly #ends: CallEnds;
  readonly crew: Crew;
  #down: { readonly queues: readonly number[]; readonly until: number } = { queues: [], until: 0 };
  #contacts = 0;

  /** @param prefix unique for the floor and its day; contacts are named by it. */
  constructor(plan: FloorPlan, prefix: string, agenda: Agenda, facts: FactWriter, ends: CallEnds) {
    this.#plan = plan;
    this.#prefix = prefix;
    this.#agenda = agenda;
    this.#facts = facts;
    this.#ends = ends;
    this.#waiting = plan.queues.map(() => []);
    // The last ones of the day see every caller out: nobody is left behind when the day turns.
    const isNeeded = (worker: Worker) => worker.plan.duty === 'late-night' && this.#inside.size > 0;
    this.crew = new Crew({ plan, agenda, facts, onFree: (worker, at) => this.#serve(worker, at), isNeeded });
  }

  /** Callers who have not left. */
  get callers(): Iterable<Caller> {
    return this.#inside;
  }

  /** True while somebody of a queue has nobody. */
  hasWaiting(queue: number): boolean {
    return this.#waiting[queue]?.some((caller) => caller.offer === null) === true;
  }

  /** A call comes in and hears the menu before it waits. @param customer who calls again; without it anybody. */
  call(queue: number, at: number, entry = 'menu', customer?: string): void {
    if (at < this.#down.until && this.#down.queues.includes(queue)) return;
    const contactId = `${this.#prefix}-${String(++this.#contacts).padStart(5, '0')}`;
    const random = new Random(contactId);
    const caller: Caller = {
      contactId,
      random,
      customer: customer ?? anyCustomer(random, this.#plan.options.contactsPerHour),
      channel: 'voice',
      startedAt: at,
      phase: 'menu',
      queue,
      segmentId: '',
      queuedAt: at,
      answeredAt: at,
      stays: 0,
      offers: 0,
      offer: null,
      agentId: null,
    };
    this.#inside.add(caller);
    this.#facts.say(at, 'cc.contact.offered.v1', { contactId, channel: 'voice', direction: 'inbound', entry, customerRef: caller.customer });
    this.#agenda.add(at + random.between(...MENU_MS), (then) => this.#enter(caller, queue, 'new', then));
  }

  /** The line of these queues fails for a while: who waits or talks is cut off, and nobody comes through. */
  cut(queues: readonly number[], until: number, at: number): void {
    this.#down = { queues, until };
    for (const caller of [...this.#inside]) {
      if (!queues.includes(caller.queue) || caller.phase === 'menu') continue;
      if (caller.phase === 'talking') this.#cutOff(caller, at);
      else this.#leave(caller, 'system', at);
    }
  }

  #about(caller: Caller) {
    const { contactId, segmentId } = caller;
    const queueId = (this.#plan.queues[caller.queue] as QueuePlan).id;
    return { contactId, segmentId, queueId, channel: 'voice', direction: 'inbound' } as const;
  }

  #enter(caller: Caller, queue: number, reason: 'new' | 'transfer', at: number): void {
    const plan = this.#plan.queues[queue] as QueuePlan;
    const parent = caller.stays === 0 ? {} : { parentSegmentId: caller.segmentId };
    const segmentId = `${caller.contactId}:${++caller.stays}`;
    Object.assign(caller, { phase: 'waiting', queue, segmentId, queuedAt: at, agentId: null });
    this.#waiting[queue]?.push(caller);
    this.#facts.say(at, 'cc.contact.queued.v1', { ...this.#about(caller), ...parent, reason, contactStartedAt: caller.startedAt });
    const waits = () => caller.segmentId === segmentId && caller.phase !== 'talking' && this.#inside.has(caller);
    this.#agenda.add(at + caller.random.exponential(plan.patienceMs), (then) => {
      if (waits()) this.#abandon(caller, then);
    });
    if (plan.hasCallback && caller.random.chance(CALLBACK_CHANCE))
      this.#agenda.add(at + CALLBACK_OFFERED_AFTER_MS, (then) => {
        if (waits() && caller.offer === null) this.#leaveForCallback(caller, then);
      });
    this.#findWorker(caller, at);
  }

  #findWorker(caller: Caller, at: number): void {
    const worker = this.crew.longestFree(caller.queue, at);
    if (worker !== null) this.#offer(caller, worker, at);
  }

  #serve(worker: Worker, at: number): void {
    if (worker.phase !== 'free' || worker.sparedUntil > at) return;
    let first: Caller | undefined;
    for (const queue of worker.plan.queues) {
      const next = this.#waiting[queue]?.find((caller) => caller.offer === null);
      if (next !== undefined && (first === undefined || next.queuedAt < first.queuedAt)) first = next;
    }
    if (first !== undefined) this.#offer(first, worker, at);
  }

  #offer(caller: Caller, worker: Worker, at: number): void {
    const offer = { id: `${caller.contactId}/${++caller.offers}`, worker, at };
    caller.phase = 'ringing';
    caller.offer = offer;
    worker.phase = 'ringing';
    this.#facts.say(at, 'cc.contact.ringing.v1', { ...this.#about(caller), agentId: worker.plan.id, offerId: offer.id });
    const isMissed = caller.random.chance(NO_ANSWER_CHANCE);
    const ringMs = isMissed ? NO_ANSWER_AFTER_MS : Math.min(NO_ANSWER_AFTER_MS - SECOND_MS, SECOND_MS + caller.random.logNormal(PICK_UP_MS, 0.5));
    this.#agenda.add(at + ringMs, (then) => {
      if (caller.offer !== offer) return;
      if (isMissed) this.#noAnswer(caller, offer, then);
      else this.#answer(caller, offer, then);
    });
  }

  #noAnswer(caller: Caller, offer: Offer, at: number): void {
    const { worker } = offer;
    this.#endOffer(caller, offer, 'noanswer', at);
    worker.sparedUntil = at + SPARED_MS;
    this.#agenda.add(worker.sparedUntil, (then) => this.#serve(worker, then));
    this.#findWorker(caller, at);
    this.crew.release(worker, at);
  }

  #endOffer(caller: Caller, offer: Offer, result: 'noanswer' | 'canceled', at: number): void {
    const about = this.#about(caller);
    caller.phase = 'waiting';
    caller.offer = null;
    this.#facts.say(at, 'cc.contact.offerended.v1', { ...about, agentId: offer.worker.plan.id, offerId: offer.id, result, ringMs: at - offer.at });
  }

  #abandon(caller: Caller, at: number): void {
    const { offer } = caller;
    if (offer !== null) this.#endOffer(caller, offer, 'canceled', at);
    this.#leaveQueue(caller);
    this.#inside.delete(caller);
    const phase = offer === null ? 'queue' : 'ringing';
    this.#facts.say(at, 'cc.contact.abandoned.v1', { ...this.#about(caller), waitMs: at - caller.queuedAt, phase });
    if (offer !== null) this.crew.release(offer.worker, at);
  }

  #leaveForCallback(caller: Caller, at: number): void {
    this.#leave(caller, 'callbackrequested', at);
    this.#ends.onCallback(caller, at);
  }

  #leave(caller: Caller, reason: 'callbackrequested' | 'system', at: number): void {
    const { offer } = caller;
    if (offer !== null) this.#endOffer(caller, offer, 'canceled', at);
    this.#leaveQueue(caller);
    this.#inside.delete(caller);
    this.#facts.say(at, 'cc.contact.dequeued.v1', { ...this.#about(caller), reason });
    if (offer !== null) this.crew.release(offer.worker, at);
  }

  #leaveQueue(caller: Caller): void {
    const line = this.#waiting[caller.queue] as Caller[];
    line.splice(line.indexOf(caller), 1);
  }

  #answer(caller: Caller, offer: Offer, at: number): void {
    const { worker } = offer;
    const agentId = worker.plan.id;
    this.#leaveQueue(caller);
    Object.assign(caller, { phase: 'talking', offer: null, answeredAt: at, agentId });
    worker.phase = 'talking';
    const about = { ...this.#about(caller), agentId };
    this.#facts.say(at, 'cc.contact.answered.v1', { ...about, offerId: offer.id, waitMs: at - caller.queuedAt, ringMs: at - offer.at });
    const mayMove = caller.stays < MAX_STAYS && this.#plan.queues.filter((queue) => !isDigital(queue)).length > 1;
    const talk = planConversation(caller.random, this.#plan, caller.queue, worker.plan.pace, mayMove);
    // A line that fails ends it before its time.
    const goesOn = () => caller.segmentId === about.segmentId && this.#inside.has(caller);
    const later = (afterMs: number, run: (then: number) => void) =>
      this.#agenda.add(at + afterMs, (then) => {
        if (goesOn()) run(then);
      });
    for (const { fromMs, toMs } of talk.holds) {
      later(fromMs, (then) => this.#facts.say(then, 'cc.contact.held.v1', { ...about, by: 'agent' }));
      if (toMs !== null) later(toMs, (then) => this.#facts.say(then, 'cc.contact.resumed.v1', { ...about, by: 'agent' }));
    }
    later(talk.lengthMs, (then) => this.#end(caller, worker, talk, then));
  }

  #end(caller: Caller, worker: Worker, { transfer, endedBy }: Conversation, at: number): void {
    const about = { ...this.#about(caller), agentId: worker.plan.id };
    if (transfer === null) {
      this.#inside.delete(caller);
      this.#facts.say(at, 'cc.contact.ended.v1', { ...about, by: endedBy });
      this.#ends.onServed({ ...caller, agent: worker.plan }, at);
    } else {
      const to = { queueId: (this.#plan.queues[transfer.to] as QueuePlan).id };
      this.#facts.say(at, 'cc.contact.transferred.v1', {
        ...about,
        kind: transfer.kind,
        to,
        nextSegmentId: `${caller.contactId}:${caller.stays + 1}`,
      });
      this.#facts.say(at, 'cc.contact.ended.v1', { ...about, by: 'transfer' });
    }
    const free = this.#wrapUp(caller, worker, about, at);
    if (transfer !== null) this.#enter(caller, transfer.to, 'transfer', at);
    if (free) this.crew.release(worker, at);
  }

  #cutOff(caller: Caller, at: number): void {
    const worker = [...this.crew.workers].find(({ plan }) => plan.id === caller.agentId);
    if (worker === undefined) return;
    const about = { ...this.#about(caller), agentId: worker.plan.id };
    this.#inside.delete(caller);
    this.#facts.say(at, 'cc.contact.ended.v1', { ...about, by: 'system' });
    if (this.#wrapUp(caller, worker, about, at)) this.crew.release(worker, at);
  }

  /** @returns true where there is none: she is free at once. */
  #wrapUp(caller: Caller, worker: Worker, about: About, at: number): boolean {
    const { wrapup } = this.#plan.queues[caller.queue] as QueuePlan;
    if (wrapup.kind === 'none') return true;
    worker.phase = 'wrapup';
    if (wrapup.kind === 'real') {
      this.#facts.say(at, 'cc.contact.wrapup.v1', { ...about, state: 'started' });
      this.#agenda.add(at + wrapUpMs(caller.random, wrapup.ms, worker.plan.pace), (then) => {
        this.#facts.say(then, 'cc.contact.wrapup.v1', { ...about, state: 'ended' });
        this.crew.release(worker, then);
      });
    } else {
      this.#facts.say(at, 'cc.contact.wrapup.v1', { ...about, state: 'started', durationMs: wrapup.ms }, 'derived');
      this.#agenda.add(at + wrapup.ms, (then) => this.crew.release(worker, then));
    }
    return false;
  }
}
