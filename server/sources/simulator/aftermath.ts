/** What comes of a contact that was served: whether the matter is settled, what the customer says when asked, and who comes back because it is not. */
import type { Channel } from '../../../shared/events/contact.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/time.ts';
import type { Agenda } from './agenda.ts';
import type { FactWriter } from './facts.ts';
import type { AgentPlan, FloorPlan, QueuePlan } from './plan.ts';
import type { Random } from './random.ts';

/** A contact whose conversation is over. */
export type Served = {
  readonly contactId: string;
  readonly segmentId: string;
  readonly random: Random;
  readonly customer: string;
  readonly channel: Channel;
  readonly queue: number;
  readonly agent: AgentPlan;
};

const RESOLVED_CHANCE = 0.79;
const RESOLVED_BY_NEW_CHANCE = 0.64;
const RESOLVED_CODES = ['טופל', 'נמסר מידע', 'בוצע שינוי'] as const;
const OPEN_CODES = ['המשך טיפול', 'הועבר לגורם מקצועי', 'ממתין ללקוח'] as const;

/** How many answer when asked: few after a call, more where it is one touch. */
const ANSWERS: Partial<Record<Channel, number>> = { voice: 0.09, chat: 0.24, whatsapp: 0.2, email: 0.08 };
const ASKED_FOR_NPS = 0.25;
/** 1 to 5, and 0 to 10, by weight: of settled matters and of open ones. */
const CSAT = { resolved: [3, 3, 9, 33, 52], open: [28, 22, 24, 17, 9] } as const;
const NPS = { resolved: [1, 0, 1, 1, 1, 4, 5, 13, 22, 21, 31], open: [12, 6, 8, 8, 8, 14, 12, 14, 9, 5, 4] } as const;

const COMES_BACK_CHANCE = 0.34;
const COMES_BACK_AFTER_MS = 20 * MINUTE_MS;
const COMES_BACK_MEAN_MS = 100 * MINUTE_MS;

export type AftermathOptions = {
  readonly plan: FloorPlan;
  readonly agenda: Agenda;
  readonly facts: FactWriter;
  /** Nobody comes back within two hours of the end of the day: each day stands for itself. */
  readonly endsAt: number;
  readonly onBack: (served: Served, at: number) => void;
};

export class Aftermath {
  readonly #options: AftermathOptions;

  constructor(options: AftermathOptions) {
    this.#options = options;
  }

  /** Says how it went, now; the survey and the next contact of the same customer follow in their time. */
  served(served: Served, at: number): void {
    const { plan, agenda, facts, endsAt, onBack } = this.#options;
    const { contactId, segmentId, channel, random, agent } = served;
    const queueId = (plan.queues[served.queue] as QueuePlan).id;
    const about = { contactId, segmentId, queueId, channel, direction: 'inbound', agentId: agent.id } as const;
    const resolved = random.chance(agent.nesting ? RESOLVED_BY_NEW_CHANCE : RESOLVED_CHANCE);
    const codes = resolved ? RESOLVED_CODES : OPEN_CODES;
    facts.say(at, 'cc.contact.outcome.v1', { ...about, code: codes[Math.floor(random.next() * codes.length)] ?? codes[0], resolved });
    if (random.chance(ANSWERS[channel] ?? 0)) {
      const mood = resolved ? 'resolved' : 'open';
      const survey = random.chance(ASKED_FOR_NPS)
        ? ({ kind: 'nps', score: random.pick(NPS[mood]), scale: 10 } as const)
        : ({ kind: 'csat', score: 1 + random.pick(CSAT[mood]), scale: 5 } as const);
      agenda.add(at + 15 * SECOND_MS + random.exponential(2 * MINUTE_MS), (then) => facts.say(then, 'cc.contact.survey.v1', { ...about, ...survey }));
    }
    if (resolved || !random.chance(COMES_BACK_CHANCE)) return;
    const again = at + COMES_BACK_AFTER_MS + random.exponential(COMES_BACK_MEAN_MS);
    if (again < endsAt - 2 * HOUR_MS) agenda.add(again, (then) => onBack(served, then));
  }
}
