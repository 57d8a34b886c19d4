/**
 * Those who write, on one simulated day: web chat, WhatsApp and e-mail, one desk. An agent has several at a time, the more of them the slower
 * she answers each; who is due first is taken first. A bot greets, and keeps some to itself; some come back to a matter that was closed.
 */
import { MINUTE_MS, SECOND_MS } from '../../../shared/time.ts';
import type { Served } from './aftermath.ts';
import type { Agenda } from './agenda.ts';
import { wrapUpMs } from './conversation.ts';
import { Crew, type Worker } from './crew.ts';
import type { FactWriter } from './facts.ts';
import { anyCustomer, type Party } from './party.ts';
import type { FloorPlan, QueuePlan } from './plan.ts';
import { Random } from './random.ts';
import { LOAD, manners, type WrittenChannel } from './written.ts';

/** A conversation in writing. */
export type Chat = Party & { readonly channel: WrittenChannel; queue: number; stays: number; agent: Worker | null };

/** Each further conversation makes her slower by this much. */
const SLOWER_BY_EACH = 0.12;
/** Before the day turns, what nobody has taken is let go. */
const CLOSES_BEFORE_MS = 30 * MINUTE_MS;

export type DigitalOptions = {
  readonly plan: FloorPlan;
  /** Unique for the floor and its day; contacts are named by it. */
  readonly prefix: string;
  readonly agenda: Agenda;
  readonly facts: FactWriter;
  readonly endsAt: number;
  readonly onServed: (served: Served, at: number) => void;
};

export class DigitalFloor {
  readonly #options: DigitalOptions;
  readonly #waiting: Chat[] = [];
  readonly #inside = new Set<Chat>();
  /** Of those who are there: how much of them is taken. */
  readonly #load = new Map<Worker, number>();
  readonly crew: Crew;
  #contacts = 0;

  constructor(options: DigitalOptions) {
    this.#options = options;
    const { plan, agenda, facts, endsAt } = options;
    // The last one there answers whoever has waited until then.
    const isNeeded = () => [...this.crew.workers].filter(({ leaves }) => !leaves).length === 1 && this.#waiting.length > 0;
    this.crew = new Crew({ plan, agenda, facts, onFree: (_, at) => this.#deal(at), isNeeded });
    agenda.add(endsAt - CLOSES_BEFORE_MS, (at) => {
      for (const chat of [...this.#waiting]) this.#leave(chat, 'noagents', at);
    });
  }

  /** Contacts that nobody has closed. */
  get chats(): Iterable<Chat> {
    return this.#inside;
  }

  /** Somebody writes. A chat needs somebody there; the others wait until there is. @param customer who writes again; without it anybody. */
  open(queue: number, at: number, customer?: string): void {
    const { plan, prefix, facts, agenda } = this.#options;
    const channel = plan.queues[queue]?.channel as WrittenChannel;
    if (channel === 'chat' && ![...this.crew.workers].some(({ leaves }) => !leaves)) return;
    const contactId = `${prefix}-w${String(++this.#contacts).padStart(5, '0')}`;
    const random = new Random(contactId);
    const who = customer ?? anyCustomer(random, plan.options.contactsPerHour);
    const place = { phase: 'menu', queue, segmentId: '', queuedAt: at, answeredAt: at, agentId: null, stays: 0, agent: null } as const;
    const chat: Chat = { contactId, random, customer: who, channel, ...place };
    this.#inside.add(chat);
    const about = { contactId, channel, direction: 'inbound' } as const;
    const { entry, bot } = manners[channel];
    facts.say(at, 'cc.contact.offered.v1', { ...about, entry, customerRef: who });
    facts.say(at, 'cc.contact.message.v1', { ...about, from: 'customer', first: true });
    if (bot === null) return this.#enter(chat, 'new', at);
    agenda.add(at + 2 * SECOND_MS, (then) => facts.say(then, 'cc.contact.message.v1', { ...about, from: 'bot', first: true }));
    const isContained = random.chance(bot.contains);
    agenda.add(at + bot.leastMs + random.exponential(bot.meanMs), (then) => {
      if (!isContained) return this.#enter(chat, 'new', then);
      this.#inside.delete(chat);
      facts.say(then, 'cc.contact.selfserved.v1', { ...about, intent: bot.intents[Math.floor(random.next() * bot.intents.length)] ?? 'other' });
    });
  }

  #about({ contactId, segmentId, queue, channel }: Chat) {
    const queueId = (this.#options.plan.queues[queue] as QueuePlan).id;
    return { contactId, segmentId, queueId, channel, direction: 'inbound' } as const;
  }

  #enter(chat: Chat, reason: 'new' | 'return', at: number): void {
    const { plan, facts, agenda } = this.#options;
    const parent = chat.stays === 0 ? {} : { parentSegmentId: chat.segmentId };
    const segmentId = `${chat.contactId}:${++chat.stays}`;
    Object.assign(chat, { phase: 'waiting', segmentId, queuedAt: at, agentId: null, agent: null });
    this.#waiting.push(chat);
    facts.say(at, 'cc.contact.queued.v1', { ...this.#about(chat), ...parent, reason, customerRef: chat.customer });
    agenda.add(at + chat.random.exponential((plan.queues[chat.queue] as QueuePlan).patienceMs), (then) => {
      if (chat.segmentId === segmentId && chat.phase === 'waiting' && this.#inside.has(chat)) this.#leave(chat, 'abandoned', then);
    });
    this.#deal(at);
  }

  #leave(chat: Chat, how: 'abandoned' | 'noagents', at: number): void {
    const { facts } = this.#options;
    this.#waiting.splice(this.#waiting.indexOf(chat), 1);
    this.#inside.delete(chat);
    if (how === 'abandoned') facts.say(at, 'cc.contact.abandoned.v1', { ...this.#about(chat), waitMs: at - chat.queuedAt, phase: 'queue' });
    else facts.say(at, 'cc.contact.dequeued.v1', { ...this.#about(chat), reason: how });
  }

  /** Whoever waits and is due first goes to who has most room; who wants a pause or to go home gets nothing more. */
  #deal(at: number): void {
    const dueAt = ({ queue, queuedAt }: Chat) => queuedAt + (this.#options.plan.queues[queue] as QueuePlan).targetSeconds * SECOND_MS;
    for (const chat of this.#waiting.toSorted((a, b) => dueAt(a) - dueAt(b))) {
      const worker = this.#roomiest(LOAD[chat.channel]);
      if (worker !== null) this.#take(chat, worker, at);
    }
  }

  #roomiest(needed: number): Worker | null {
    let best: Worker | null = null;
    for (const worker of this.crew.workers) {
      if (worker.leaves || worker.wants.length > 0 || (worker.phase !== 'free' && worker.phase !== 'talking')) continue;
      const load = this.#load.get(worker) ?? 0;
      if (load + needed > worker.plan.capacity) continue;
      if (best === null || load < (this.#load.get(best) ?? 0)) best = worker;
    }
    return best;
  }

  #take(chat: Chat, worker: Worker, at: number): void {
    const { facts } = this.#options;
    this.#waiting.splice(this.#waiting.indexOf(chat), 1);
    worker.phase = 'talking';
    this.#load.set(worker, (this.#load.get(worker) ?? 0) + LOAD[chat.channel]);
    Object.assign(chat, { phase: 'talking', answeredAt: at, agentId: worker.plan.id, agent: worker });
    facts.say(at, 'cc.contact.answered.v1', { ...this.#about(chat), agentId: worker.plan.id, waitMs: at - chat.queuedAt });
    const rounds = manners[chat.channel].rounds;
    let left = rounds.least;
    while (left < rounds.most && chat.random.chance(rounds.goesOn)) left++;
    this.#reply(chat, worker, left, true, at);
  }

  /** She writes; then the customer does, and so on until the matter is closed. */
  #reply(chat: Chat, worker: Worker, left: number, first: boolean, at: number): void {
    const { plan, agenda, facts } = this.#options;
    const { talkMs } = plan.queues[chat.queue] as QueuePlan;
    const others = Math.max(0, (this.#load.get(worker) ?? 0) - LOAD[chat.channel]);
    const writingMs = chat.random.logNormal(talkMs * worker.plan.pace * (1 + SLOWER_BY_EACH * others), 0.5);
    agenda.add(at + writingMs, (then) => {
      facts.say(then, 'cc.contact.message.v1', { ...this.#about(chat), agentId: worker.plan.id, from: 'agent', ...(first ? { first } : {}) });
      if (left <= 1) return this.#end(chat, worker, then);
      agenda.add(then + chat.random.logNormal(manners[chat.channel].customerMs, 0.8), (next) => {
        facts.say(next, 'cc.contact.message.v1', { ...this.#about(chat), from: 'customer' });
        this.#reply(chat, worker, left - 1, false, next);
      });
    });
  }

  #end(chat: Chat, worker: Worker, at: number): void {
    const { plan, agenda, facts, onServed } = this.#options;
    const about = { ...this.#about(chat), agentId: worker.plan.id };
    facts.say(at, 'cc.contact.ended.v1', { ...about, by: chat.random.chance(0.6) ? 'agent' : 'customer' });
    facts.say(at, 'cc.contact.wrapup.v1', { ...about, state: 'started' });
    this.#inside.delete(chat);
    const { wrapup } = plan.queues[chat.queue] as QueuePlan;
    agenda.add(at + wrapUpMs(chat.random, wrapup.ms, worker.plan.pace), (then) => {
      facts.say(then, 'cc.contact.wrapup.v1', { ...about, state: 'ended' });
      onServed({ ...chat, segmentId: about.segmentId, agent: worker.plan }, then);
      this.#giveBack(worker, LOAD[chat.channel], then);
    });
    this.#mayComeBack(chat, at);
  }

  /** The matter was not closed after all: the same conversation goes on, with whoever is there. */
  #mayComeBack(chat: Chat, at: number): void {
    const { agenda, facts, endsAt } = this.#options;
    const { reopens } = manners[chat.channel];
    if (reopens === null || !chat.random.chance(reopens.chance)) return;
    const backAt = at + 5 * MINUTE_MS + chat.random.exponential(reopens.meanMs);
    if (backAt > endsAt - reopens.notAfterMs) return;
    agenda.add(backAt, (then) => {
      this.#inside.add(chat);
      facts.say(then, 'cc.contact.message.v1', { contactId: chat.contactId, channel: chat.channel, direction: 'inbound', from: 'customer' });
      this.#enter(chat, 'return', then);
    });
  }

  #giveBack(worker: Worker, load: number, at: number): void {
    const left = (this.#load.get(worker) ?? 0) - load;
    this.#load.set(worker, left);
    if (left > 0) return this.#deal(at);
    this.#load.delete(worker);
    this.crew.release(worker, at);
  }
}
