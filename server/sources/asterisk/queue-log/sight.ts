/**
 * Whom an import that stands alone may call signed in. Between ADDMEMBER and REMOVEMEMBER a member is; of anyone else the log shows calls
 * and pauses only, and she is signed in for as long as these last: what the log does not tell is no available time.
 */
import { toIso } from '../../../../shared/time.ts';
import { emit } from '../facts.ts';
import { memberRemovedFrom, tellMembership } from '../members.ts';
import type { Agent, Moment, TranslatorState } from '../state.ts';
import type { LogLine } from './parse.ts';
import type { Survey } from './survey.ts';

export class Sight {
  readonly #state: TranslatorState;
  readonly #survey: Survey;
  /** Agents of whom calls or pauses alone tell, each with her latest line. */
  readonly #seen = new Map<string, LogLine>();

  constructor(state: TranslatorState, survey: Survey) {
    this.#state = state;
    this.#survey = survey;
  }

  /** True for a line that tells of nobody, or of a pause whose end nobody tells. @param number its place among the lines that are not empty. */
  skips({ event, agent, queueId }: LogLine, number: number): boolean {
    if (event === 'ADDMEMBER' || event === 'REMOVEMEMBER') return this.#survey.nameless.has(agent);
    if (event !== 'PAUSE' && event !== 'UNPAUSE') return false;
    const known = this.#state.agents.get(agent);
    // A member's pause ends with her membership at the latest.
    if (known !== undefined && known.queues.size > 0 && !this.#seen.has(agent)) return false;
    return event === 'PAUSE' ? this.#survey.unended.has(number) : known?.queues.get(queueId)?.isPaused !== true;
  }

  /** Before a line is taken: those whose calls and pauses are over by now are seen no more. */
  letGo(at: number): void {
    for (const [agentId, line] of this.#seen) {
      const agent = this.#state.agents.get(agentId);
      if (agent !== undefined && isBusy(agent, at)) continue;
      this.#seen.delete(agentId);
      if (agent === undefined) continue;
      const time = Math.max(line.at, agent.wrapup?.untilAt ?? 0);
      for (const queueId of [...agent.queues.keys()]) memberRemovedFrom(this.#state, agent, queueId, momentOf(line, 'gone', queueId, time));
    }
  }

  /** After a line was taken: what it shows of its agent. @param wasMember whether she was in a queue before it. */
  take(line: LogLine, wasMember: boolean): void {
    // Added in another file, which may be imported after this one.
    if (line.event === 'REMOVEMEMBER' && !wasMember) {
      const data = { agentId: line.agent, queueId: line.queueId, joined: false };
      emit(this.#state, momentOf(line, 'gone', line.queueId, line.at), 'cc.agent.membership.v1', data);
    }
    const agent = this.#state.agents.get(line.agent);
    if (agent === undefined) return;
    if (line.event === 'ADDMEMBER') this.#seen.delete(line.agent);
    else if (this.#seen.has(line.agent)) this.#seen.set(line.agent, line);
    else if (!wasMember && (line.event === 'CONNECT' || line.event === 'PAUSE')) this.#seen.set(line.agent, line);
    if (line.event !== 'CONNECT' || agent.queues.size > 0 || agent.talk === null) return;
    const membership = { name: agent.name, isPaused: false, reason: '' };
    agent.queues.set(line.queueId, membership);
    tellMembership(this.#state, agent, line.queueId, membership, momentOf(line, 'seen', line.queueId, line.at));
  }

  /**
   * Here the log ends: of who is signed in, talks or waits nothing is known from here on. The weakest evidence, so that a later file may
   * tell better.
   */
  end(line: LogLine): void {
    const data = { scope: 'source' as const, waiting: [], talking: [], agents: [], asOf: toIso(line.at) };
    emit(this.#state, momentOf(line, 'end', '', line.at), 'cc.snapshot.v1', data);
  }

  /** An earlier import ended at this instant, in a log that now goes on: who was signed in still is. */
  goOn(at: number): void {
    for (const agent of this.#state.agents.values()) {
      for (const [queueId, membership] of agent.queues) {
        const key = `went on ${at} ${agent.id} ${queueId}`;
        tellMembership(this.#state, agent, queueId, membership, { at, time: at, quality: 'platform-s', origin: 'queue_log', key, used: 0 });
      }
    }
  }
}

function isBusy(agent: Agent, at: number): boolean {
  if (agent.talk !== null || (agent.wrapup !== null && at < agent.wrapup.untilAt)) return true;
  return [...agent.queues.values()].some(({ isPaused }) => isPaused);
}

function momentOf(line: LogLine, what: string, queueId: string, time: number): Moment {
  const origin = what === 'end' ? IMPORT_END : `queue_log ${line.event}`;
  return { at: time, time, quality: 'platform-s', origin, key: `${line.id} ${what} ${queueId}`, used: 0 };
}

/** Origin of the fact that ends an import. */
export const IMPORT_END = 'queue_log end';
