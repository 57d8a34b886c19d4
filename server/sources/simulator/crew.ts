/** The people of one simulated day: they sign in, pause, take contacts as they are free, and go. Owns their comings and goings; what fills their hands is the floor's. */
import { SECOND_MS } from '../../../shared/time.ts';
import type { Agenda } from './agenda.ts';
import type { FactWriter } from './facts.ts';
import type { AgentPlan, FloorPlan } from './plan.ts';
import type { Pause } from './schedule.ts';
import type { Duty } from './staffing.ts';

export type Worker = {
  readonly plan: AgentPlan;
  phase: 'free' | 'ringing' | 'talking' | 'wrapup' | 'paused' | 'gone';
  freeSince: number;
  /** She let it ring: the next call goes to others until then. */
  sparedUntil: number;
  /** Pauses that are due but not begun. */
  readonly wants: Pause[];
  pausedFor: string | null;
  leaves: boolean;
};

export type CrewOptions = {
  readonly plan: FloorPlan;
  readonly agenda: Agenda;
  readonly facts: FactWriter;
  /** She can take a call. */
  readonly onFree: (worker: Worker, at: number) => void;
  /** She is the one to see the last ones out: she cannot go home yet. */
  readonly isNeeded: (worker: Worker) => boolean;
};

const RETRY_MS = 20 * SECOND_MS;

export class Crew {
  readonly #options: CrewOptions;
  readonly #workers = new Map<string, Worker>();

  constructor(options: CrewOptions) {
    this.#options = options;
  }

  get workers(): Iterable<Worker> {
    return this.#workers.values();
  }

  /** Who has been free longest of those who serve a queue. */
  longestFree(queue: number, at: number): Worker | null {
    let best: Worker | null = null;
    for (const worker of this.#workers.values()) {
      if (worker.phase !== 'free' || worker.sparedUntil > at || !worker.plan.queues.includes(queue)) continue;
      if (best === null || worker.freeSince < best.freeSince) best = worker;
    }
    return best;
  }

  /** She begins: she joins her queues, and her pauses and her way home are written down. */
  signIn({ agent, endsAt, pauses }: Duty, at: number): void {
    const { agenda } = this.#options;
    const worker: Worker = { plan: agent, phase: 'free', freeSince: at, sparedUntil: at, wants: [], pausedFor: null, leaves: false };
    this.#workers.set(agent.id, worker);
    this.#tellQueues(worker, at, { joined: true, paused: false });
    for (const pause of pauses) if (pause.isTaken) agenda.add(pause.dueAt, (then) => this.#pauseDue(worker, pause, then));
    agenda.add(endsAt, (then) => this.#goHome(worker, then));
    this.#options.onFree(worker, at);
  }

  /** Her hands are free: she goes home, has her pause, or waits for the next call. */
  release(worker: Worker, at: number): void {
    if (worker.leaves) return this.#leave(worker, at);
    const pause = worker.wants.shift();
    if (pause !== undefined) return this.#pause(worker, pause, at);
    worker.phase = 'free';
    worker.freeSince = at;
    this.#options.onFree(worker, at);
  }

  #pauseDue(worker: Worker, pause: Pause, at: number): void {
    if (worker.leaves) return;
    worker.wants.push(pause);
    if (worker.phase === 'free') this.release(worker, at);
  }

  #pause(worker: Worker, pause: Pause, at: number): void {
    worker.phase = 'paused';
    worker.pausedFor = pause.reason;
    this.#tellQueues(worker, at, { joined: true, paused: true, reason: pause.reason });
    this.#options.agenda.add(at + pause.lengthMs, (then) => {
      if (worker.leaves) return;
      worker.pausedFor = null;
      this.#tellQueues(worker, then, { joined: true, paused: false });
      this.release(worker, then);
    });
  }

  /** The last ones of the day see every caller out: nobody is left behind when the day turns. */
  #goHome(worker: Worker, at: number): void {
    if (this.#options.isNeeded(worker)) {
      this.#options.agenda.add(at + RETRY_MS, (then) => this.#goHome(worker, then));
      return;
    }
    worker.leaves = true;
    if (worker.phase === 'free' || worker.phase === 'paused') this.#leave(worker, at);
  }

  #leave(worker: Worker, at: number): void {
    worker.phase = 'gone';
    this.#workers.delete(worker.plan.id);
    this.#tellQueues(worker, at, { joined: false });
  }

  #tellQueues(worker: Worker, at: number, what: { joined: boolean; paused?: boolean; reason?: string }): void {
    const { plan, facts } = this.#options;
    for (const queue of worker.plan.queues) {
      const queueId = plan.queues[queue]?.id;
      if (queueId !== undefined) facts.say(at, 'cc.agent.membership.v1', { agentId: worker.plan.id, queueId, ...what });
    }
  }
}
