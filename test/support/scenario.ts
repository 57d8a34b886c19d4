import { amiMessage } from '../../server/sources/asterisk/message.ts';
import { type Anomaly, createState, type TranslatorOptions, type TranslatorState } from '../../server/sources/asterisk/state.ts';
import { type Input, type Output, step } from '../../server/sources/asterisk/translate.ts';
import type { SourceEvent } from '../../server/sources/source.ts';

type Headers = Record<string, string>;

export const CALLER = '1795299354.1';
export const LEG = '1795299354.5';
export const AGENT = 'PJSIP/1001';

/** A PBX in a few words for one test: what happens to one caller and one agent, and the facts that come of it. */
export class Scenario {
  readonly state: TranslatorState;
  readonly events: SourceEvent[] = [];
  readonly anomalies: Anomaly[] = [];
  last: Output | null = null;
  at: number;

  constructor(options: Partial<TranslatorOptions> = {}, startAt = 1_795_299_354_000) {
    this.at = startAt;
    this.state = createState({ wrapupMs: new Map(), acwReasons: new Set(), customerRef: () => null, completeUntil: null, ...options });
    this.input({ kind: 'opened', nonce: 'n' });
    this.state.connection.isSynced = true;
  }

  input(input: Input extends infer I ? (I extends Input ? Omit<I, 'at'> : never) : never): this {
    this.last = step(this.state, { ...input, at: this.at } as Input);
    for (const event of this.last.events) this.events.push(event);
    for (const anomaly of this.last.anomalies) this.anomalies.push(anomaly);
    return this;
  }

  /** Lets time pass, with the timers that fall due. */
  pass(ms: number): this {
    this.at += ms;
    return this.input({ kind: 'tick' });
  }

  event(name: string, headers: Headers = {}, privilege = 'agent,all'): this {
    return this.input({ kind: 'message', message: amiMessage(Object.entries({ Event: name, Privilege: privilege, ...headers })) });
  }

  newChannel(uniqueid = CALLER, linkedid = uniqueid): this {
    return this.event('Newchannel', { Uniqueid: uniqueid, Linkedid: linkedid, Channel: 'PJSIP/trunk-00000001' }, 'call,all');
  }

  join(queue = 'sales', more: Headers = {}): this {
    return this.event('QueueCallerJoin', { Uniqueid: CALLER, Linkedid: CALLER, Queue: queue, Position: '1', CallerIDNum: '0501234567', ...more });
  }

  leave(queue = 'sales', more: Headers = {}): this {
    return this.event('QueueCallerLeave', { Uniqueid: CALLER, Linkedid: CALLER, Queue: queue, ...more });
  }

  hangupRequest(uniqueid = CALLER): this {
    return this.event('HangupRequest', { Uniqueid: uniqueid, Linkedid: CALLER }, 'call,all');
  }

  abandon(queue = 'sales', more: Headers = {}): this {
    return this.event('QueueCallerAbandon', { Uniqueid: CALLER, Linkedid: CALLER, Queue: queue, HoldTime: '5', ...more });
  }

  call(queue = 'sales', agent = AGENT, leg = LEG): this {
    return this.event('AgentCalled', { ...ids(queue, agent, leg), DestChannel: `${agent}-00000005` });
  }

  connect(queue = 'sales', agent = AGENT, leg = LEG): this {
    return this.leave(queue).event('AgentConnect', { ...ids(queue, agent, leg), HoldTime: '2', RingTime: '1' });
  }

  complete(reason = 'agent', more: Headers = {}): this {
    return this.event('AgentComplete', { ...ids('sales', AGENT, LEG), HoldTime: '2', TalkTime: '6', Reason: reason, ...more });
  }

  hangup(uniqueid = LEG, cause = '16'): this {
    return this.event('Hangup', { Uniqueid: uniqueid, Linkedid: CALLER, Cause: cause }, 'call,all');
  }

  member(event: 'Added' | 'Removed' | 'Pause' | 'Status', more: Headers = {}): this {
    const headers = {
      Queue: 'sales',
      MemberName: 'Dana Levi',
      Interface: AGENT,
      StateInterface: AGENT,
      Status: '1',
      Paused: '0',
      PausedReason: '',
      InCall: '0',
    };
    return this.event(`QueueMember${event}`, { ...headers, ...more });
  }

  status(status: string, queue = 'sales', agent = AGENT): this {
    return this.member('Status', { Status: status, Queue: queue, Interface: agent, StateInterface: agent });
  }

  /** The facts of one type, by its short name: `contact.queued`. */
  facts(type: string): SourceEvent[] {
    return this.events.filter((event) => event.type === `cc.${type}.v1`);
  }

  /** Data of the n-th fact of a type; a test that expects one fails where there is none. */
  data(type: string, n = 0): Readonly<Record<string, unknown>> {
    const event = this.facts(type)[n];
    if (event === undefined) throw new Error(`no fact number ${n} of ${type}`);
    return event.data as Record<string, unknown>;
  }

  /** Every fact in a word or two, in order: what a reader of the test wants to see. */
  told(): string[] {
    return this.events.map(({ type, data }) => {
      const { reason, result, state, by, queueId } = data as Record<string, string | undefined>;
      const what = type.slice(3, -3);
      const more = what.startsWith('agent.membership') ? membershipText(data as Record<string, unknown>) : (reason ?? result ?? state ?? by ?? '');
      return [what.replace('contact.', ''), what === 'agent.state' ? '' : queueId, more]
        .filter((part) => part !== '' && part !== undefined)
        .join(' ');
    });
  }
}

function membershipText({ joined, paused, reason, acw }: Record<string, unknown>): string {
  if (joined === false) return 'gone';
  return paused === true ? `paused ${reason}${acw === true ? ' acw' : ''}` : 'in';
}

function ids(queue: string, agent: string, leg: string): Headers {
  return { Uniqueid: CALLER, Linkedid: CALLER, DestUniqueid: leg, Queue: queue, Interface: agent, MemberName: agent === AGENT ? 'Dana Levi' : agent };
}
