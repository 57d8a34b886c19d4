/**
 * One day of the floor as a queueing model: callers wait in order of arrival, agents who are free longest come first, nobody waits longer
 * than their patience. Waits, occupancy and abandonment follow from one another; none of them is drawn.
 */
import { SECOND_MS } from '../../../shared/time.ts';
import type { Agenda } from './agenda.ts';
import { type Conversation, planConversation, wrapUpMs } from './conversation.ts';
import type { FactWriter } from './facts.ts';
import type { AgentPlan, FloorPlan, QueuePlan } from './plan.ts';
import { Random } from './random.ts';
import type { Duty, Pause } from './staffing.ts';

export type Caller = {
  readonly contactId: string;
  readonly random: Random;
  readonly startedAt: number;
  phase: 'menu' | 'waiting' | 'ringing' | 'talking' | 'gone';
  queue: number;
  segmentId: string;
  queuedAt: number;
  /** Stays in queues so far, phones rung, and the one that rings now. */
  stays: number;
  offers: number;
  offer: { readonly id: string; readonly worker: Worker; readonly at: number } | null;
};

export type Worker = {
  readonly plan: AgentPlan;
  phase: 'free' | 'ringing' | 'talking' | 'wrapup' | 'paused';
  freeSince: number;
  /** She let it ring: the next call goes to others until then. */
  sparedUntil: number;
  readonly wants: Pause[];
  pause: Pause | null;
  leaves: boolean;
  caller: Caller | null;
  answeredAt: number;
};

const MENU_MS = [6 * SECOND_MS, 30 * SECOND_MS] as const;
const NO_ANSWER_CHANCE = 0.022;
const NO_ANSWER_AFTER_MS = 15 * SECOND_MS;
const SPARED_MS = 25 * SECOND_MS;
const CALLBACK_OFFERED_AFTER_MS = 150 * SECOND_MS;
const CALLBACK_CHANCE = 0.12;
const MAX_STAYS = 3;

export class Floor {
  readonly #plan: FloorPlan;
  readonly #prefix: string;
  readonly #agenda: Agenda;
  readonly #facts: FactWriter;
  readonly #waiting: Caller[][];
  readonly #workers = new Map<string, Worker>();
  #contacts = 0;
  /** Callers who have not left. */
  #inside = 0;

  constructor(plan: FloorPlan, prefix: string, agenda: Agenda, facts: FactWriter) {
    this.#plan = plan;
    this.#prefix = prefix;
    this.#agenda = agenda;
    this.#facts = facts;
    this.#waiting = plan.queues.map(() => []);
  }

  get workers(): Iterable<Worker> {
    return this.#workers.values();
  }

  get waiting(): readonly (readonly Caller[])[] {
    return this.#waiting;
  }

  /** A call comes in and hears the menu before it waits. */
  call(queue: number, at: number): void {
    const contactId = `${this.#prefix}-${String(++this.#contacts).padStart(5, '0')}`;
    const random = new Random(contactId);
    this.#inside++;
    const caller: Caller = {
      contactId,
      random,
      startedAt: at,
      phase: 'menu',
      queue,
      segmentId: '',
      queuedAt: at,
      stays: 0,
      offers: 0,
      offer: null,
    };
    this.#facts.say(at, 'cc.contact.offered.v1', { contactId, channel: 'voice', direction: 'inbound', entry: 'menu' });
    this.#agenda.add(at + random.between(...MENU_MS), (then) => this.#enter(caller, queue, 'new', then));
  }

  /** An agent begins: she joins her queues. */
  signIn({ agent }: Duty, at: number): void {
    const worker: Worker = {
      plan: agent,
      phase: 'free',
      freeSince: at,
      sparedUntil: at,
      wants: [],
      pause: null,
      leaves: false,
      caller: null,
      answeredAt: 0,
    };
    this.#workers.set(agent.id, worker);
    this.#membership(worker, at, { joined: true, paused: false });
    this.#serve(worker, at);
  }

  /** Her shift is over: she goes as soon as her hands are free. At the turn of the day the last ones see every caller out first. */
  signOut({ agent }: Duty, at: number): void {
    const worker = this.#workers.get(agent.id);
    if (worker === undefined) return;
    if (agent.duty === 'late-night' && this.#inside > 0) {
      this.#agenda.add(at + 20 * SECOND_MS, (then) => this.signOut({ agent } as Duty, then));
      return;
    }
    worker.leaves = true;
    if (worker.phase === 'free' || worker.phase === 'paused') this.#leave(worker, at);
  }

  /** A pause is due: it begins at once if she is free, else after what she is doing. */
  pauseDue({ agent }: Duty, pause: Pause, at: number): void {
    const worker = this.#workers.get(agent.id);
    if (worker === undefined || worker.leaves) return;
    worker.wants.push(pause);
    if (worker.phase === 'free') this.#release(worker, at);
  }

  #enter(caller: Caller, queue: number, reason: 'new' | 'transfer', at: number): void {
    const plan = this.#plan.queues[queue] as QueuePlan;
    const parentSegmentId = caller.stays === 0 ? {} : { parentSegmentId: caller.segmentId };
    caller.stays++;
    caller.phase = 'waiting';
    caller.queue = queue;
    caller.queuedAt = at;
    const segmentId = `${caller.contactId}:${caller.stays}`;
    caller.segmentId = segmentId;
    this.#waiting[queue]?.push(caller);
    this.#facts.say(at, 'cc.contact.queued.v1', { ...this.#about(caller), ...parentSegmentId, reason, contactStartedAt: caller.startedAt });
    const isStill = () => caller.segmentId === segmentId && (caller.phase === 'waiting' || caller.phase === 'ringing');
    this.#agenda.add(at + caller.random.exponential(plan.patienceMs), (then) => {
      if (isStill()) this.#abandon(caller, then);
    });
    if (plan.hasCallback && caller.random.chance(CALLBACK_CHANCE))
      this.#agenda.add(at + CALLBACK_OFFERED_AFTER_MS, (then) => {
        if (isStill() && caller.phase === 'waiting') this.#callBackLater(caller, then);
      });
    this.#findWorker(caller, at);
  }

  #findWorker(caller: Caller, at: number): void {
    let best: Worker | null = null;
    for (const worker of this.#workers.values()) {
      if (worker.phase !== 'free' || worker.sparedUntil > at || !worker.plan.queues.includes(caller.queue)) continue;
      if (best === null || worker.freeSince < best.freeSince) best = worker;
    }
    if (best !== null) this.#offer(caller, best, at);
  }

  #serve(worker: Worker, at: number): void {
    if (worker.phase !== 'free' || worker.sparedUntil > at) return;
    let first: Caller | null = null;
    for (const queue of worker.plan.queues) {
      const next = this.#waiting[queue]?.find((caller) => caller.phase === 'waiting');
      if (next !== undefined && (first === null || next.queuedAt < first.queuedAt)) first = next;
    }
    if (first !== null) this.#offer(first, worker, at);
  }

  #offer(caller: Caller, worker: Worker, at: number): void {
    const offer = { id: `${caller.contactId}/${++caller.offers}`, worker, at };
    caller.phase = 'ringing';
    caller.offer = offer;
    worker.phase = 'ringing';
    this.#facts.say(at, 'cc.contact.ringing.v1', { ...this.#about(caller), agentId: worker.plan.id, offerId: offer.id });
    const isMissed = caller.random.chance(NO_ANSWER_CHANCE);
    const ringMs = isMissed ? NO_ANSWER_AFTER_MS : Math.min(NO_ANSWER_AFTER_MS - SECOND_MS, 1000 + caller.random.logNormal(3000, 0.5));
    this.#agenda.add(at + ringMs, (then) => {
      if (caller.offer !== offer) return;
      if (isMissed) this.#noAnswer(caller, offer, then);
      else this.#answer(caller, offer, then);
    });
  }

  #noAnswer(caller: Caller, offer: NonNullable<Caller['offer']>, at: number): void {
    this.#endOffer(caller, 'noanswer', at);
    caller.phase = 'waiting';
    const { worker } = offer;
    worker.sparedUntil = at + SPARED_MS;
    this.#agenda.add(worker.sparedUntil, (then) => this.#serve(worker, then));
    this.#findWorker(caller, at);
    this.#release(worker, at);
  }

  #answer(caller: Caller, offer: NonNullable<Caller['offer']>, at: number): void {
    const { worker } = offer;
    this.#leaveQueue(caller);
    caller.offer = null;
    caller.phase = 'talking';
    worker.phase = 'talking';
    worker.caller = caller;
    worker.answeredAt = at;
    const about = this.#about(caller);
    const agentId = worker.plan.id;
    this.#facts.say(at, 'cc.contact.answered.v1', { ...about, agentId, offerId: offer.id, waitMs: at - caller.queuedAt, ringMs: at - offer.at });
    const mayMove = caller.stays < MAX_STAYS && this.#plan.queues.length > 1;
    const talk = planConversation(caller.random, this.#plan, caller.queue, worker.plan.pace, mayMove);
    for (const { fromMs, toMs } of talk.holds) {
      this.#agenda.add(at + fromMs, (then) => this.#facts.say(then, 'cc.contact.held.v1', { ...about, agentId, by: 'agent' }));
      if (toMs !== null) this.#agenda.add(at + toMs, (then) => this.#facts.say(then, 'cc.contact.resumed.v1', { ...about, agentId, by: 'agent' }));
    }
    this.#agenda.add(at + talk.lengthMs, (then) => this.#end(caller, worker, talk, then));
  }

  #end(caller: Caller, worker: Worker, talk: Conversation, at: number): void {
    const about = { ...this.#about(caller), agentId: worker.plan.id };
    const { queue } = caller;
    const { transfer } = talk;
    worker.caller = null;
    if (transfer === null) {
      this.#facts.say(at, 'cc.contact.ended.v1', { ...about, by: talk.endedBy });
      this.#gone(caller);
    } else {
      const to = { queueId: (this.#plan.queues[transfer.to] as QueuePlan).id };
      const nextSegmentId = `${caller.contactId}:${caller.stays + 1}`;
      this.#facts.say(at, 'cc.contact.transferred.v1', { ...about, kind: transfer.kind, to, nextSegmentId });
      this.#facts.say(at, 'cc.contact.ended.v1', { ...about, by: 'transfer' });
    }
    this.#wrapUp(about, queue, caller.random, worker, at);
    if (transfer !== null) this.#enter(caller, transfer.to, 'transfer', at);
  }

  #wrapUp(about: ReturnType<Floor['_about']> & { agentId: string }, queue: number, random: Random, worker: Worker, at: number): void {
    const { wrapup } = this.#plan.queues[queue] as QueuePlan;
    worker.phase = 'wrapup';
    if (wrapup.kind === 'none') return this.#release(worker, at);
    if (wrapup.kind === 'derived') {
      this.#facts.say(at, 'cc.contact.wrapup.v1', { ...about, state: 'started', durationMs: wrapup.ms }, 'derived');
      this.#agenda.add(at + wrapup.ms, (then) => this.#release(worker, then));
      return;
    }
    this.#facts.say(at, 'cc.contact.wrapup.v1', { ...about, state: 'started' });
    this.#agenda.add(at + wrapUpMs(random, wrapup.ms, worker.plan.pace), (then) => {
      this.#facts.say(then, 'cc.contact.wrapup.v1', { ...about, state: 'ended' });
      this.#release(worker, then);
    });
  }
}
