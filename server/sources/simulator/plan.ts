/** The floor that is simulated: its queues and agents, the same on every day. */
import type { Channel } from '../../../shared/events/contact.ts';
import { DAY_MS } from '../../../shared/time.ts';
import { erlangAgents, erlangQueue } from './erlang-plan.ts';
import type { SimulatorOptions } from './options.ts';
import { agentName, DIGITAL_TEAM, type Name, VOICE_TEAMS } from './people.ts';
import { Random, shortHash } from './random.ts';

/** Raised when the same seed would tell another day: facts of two generations must not share ids. */
const GENERATION = 3;

/** Local hour at which a simulated day begins: when the fewest are there. */
export const FIRST_HOUR = 3;

export type QueuePlan = {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly channel: Channel;
  readonly team: number;
  /** Part of all contacts of its kind, calls or written ones, that come to this queue, relative to the others. */
  readonly share: number;
  /** Of a written contact: from one message of the agent to her next, or the time to write an e-mail. */
  readonly talkMs: number;
  readonly patienceMs: number;
  /** `real`: agents say when they are done. `derived`: the platform gives a fixed time. `none`: free at once. */
  readonly wrapup: { readonly kind: 'real' | 'derived' | 'none'; readonly ms: number };
  readonly targetSeconds: number;
  readonly targetPercent: number;
  readonly transferChance: number;
  readonly hasCallback: boolean;
};

export type AgentPlan = {
  readonly id: string;
  readonly name: Name;
  readonly team: number;
  readonly nesting: boolean;
  /** Indexes of queues, her team's own first. */
  readonly queues: readonly number[];
  /** Contacts that she can have at a time: one call, or up to four chats. */
  readonly capacity: number;
  /** Her handling time relative to the mean. */
  readonly pace: number;
  /** The two nights that meet at the turn of the day are never worked by the same person. */
  readonly duty: 'day' | 'late-night' | 'early-night';
};

export type FloorPlan = {
  /** Names everything that the days follow from: another floor has other ids. */
  readonly key: string;
  readonly options: SimulatorOptions;
  readonly queues: readonly QueuePlan[];
  readonly agents: readonly AgentPlan[];
};

type QueueWords = readonly [
  id: string,
  name: string,
  nameEn: string,
  channel: Channel,
  team: number,
  share: number,
  talk: number,
  patience: number,
  wrapup: QueuePlan['wrapup'],
  target: readonly [percent: number, seconds: number],
];

const real = (seconds: number) => ({ kind: 'real', ms: seconds * 1000 }) as const;
const derived = (seconds: number) => ({ kind: 'derived', ms: seconds * 1000 }) as const;

const QUEUES: readonly QueueWords[] = [
  ['service', 'שירות לקוחות', 'Customer service', 'voice', 1, 20, 235, 250, derived(15), [80, 30]],
  ['internet', 'תמיכה באינטרנט', 'Internet support', 'voice', 0, 14, 370, 275, real(32), [80, 45]],
  ['sales', 'מכירות', 'Sales', 'voice', 2, 15, 285, 220, real(36), [85, 20]],
  ['chat', 'צ׳אט באתר', 'Web chat', 'chat', DIGITAL_TEAM, 22, 34, 240, real(26), [80, 60]],
  ['billing', 'חשבונות ותשלומים', 'Billing', 'voice', 1, 13, 255, 250, derived(15), [80, 30]],
  ['retention', 'שימור לקוחות', 'Retention', 'voice', 2, 11, 380, 250, real(40), [80, 20]],
  ['whatsapp', 'וואטסאפ', 'WhatsApp', 'whatsapp', DIGITAL_TEAM, 26, 48, 3 * 3600, real(26), [80, 10 * 60]],
  ['email', 'דוא״ל', 'E-mail', 'email', DIGITAL_TEAM, 12, 290, 48 * 3600, real(22), [90, 4 * 3600]],
  ['tv', 'תמיכה בטלוויזיה', 'TV support', 'voice', 0, 10, 300, 260, real(24), [80, 45]],
  ['business', 'לקוחות עסקיים', 'Business customers', 'voice', 2, 10, 310, 235, real(28), [90, 20]],
  ['upgrades', 'שדרוגים', 'Upgrades', 'voice', 2, 11, 250, 220, derived(10), [80, 30]],
];

function queuesOf(count: number): QueuePlan[] {
  return Array.from({ length: count }, (_, index) => {
    const words = QUEUES[index % QUEUES.length] as QueueWords;
    const [id, name, nameEn, channel, team, share, talk, patience, wrapup, [targetPercent, targetSeconds]] = words;
    const round = Math.floor(index / QUEUES.length);
    const suffix = round === 0 ? '' : ` ${round + 1}`;
    return {
      id: round === 0 ? id : `${id}-${round + 1}`,
      name: name + suffix,
      nameEn: nameEn + suffix,
      channel,
      team,
      share,
      talkMs: talk * 1000,
      patienceMs: patience * 1000,
      wrapup,
      targetPercent,
      targetSeconds,
      transferChance: team === 1 ? 0.1 : 0.05,
      hasCallback: id === 'service' || id === 'internet',
    };
  });
}

/** The night is kept by this many before the turn of the day, and by as many others after it; both work a whole shift, most of it by daylight. */
function nightStaff(agents: number): number {
  return agents < 12 ? 1 : Math.max(2, Math.round(agents * 0.225));
}

/** One in six writes, where there is anything to write in. */
function digitalStaff(agents: number, queues: readonly QueuePlan[]): number {
  return queues.some(isDigital) ? Math.max(1, Math.floor(agents / 6)) : 0;
}

function agentsOf(options: SimulatorOptions, queues: readonly QueuePlan[]): AgentPlan[] {
  const callTakers = options.agents - digitalStaff(options.agents, queues);
  const nights = nightStaff(callTakers);
  return Array.from({ length: options.agents }, (_, number) => {
    const random = new Random(`${options.seed} agent ${number}`);
    const id = String(2001 + number);
    if (number >= callTakers) return digitalAgent(random, id, number - callTakers, queues);
    // Teams are filled in turn, so that the people of one night come from all of them.
    const team = number % VOICE_TEAMS;
    const index = Math.floor(number / VOICE_TEAMS);
    const fromEnd = callTakers - 1 - number;
    const duty = fromEnd < nights ? 'early-night' : fromEnd < 2 * nights ? 'late-night' : 'day';
    const all = [...queues.keys()].filter((queue) => !isDigital(queues[queue] as QueuePlan));
    const own = all.filter((queue) => queues[queue]?.team === team);
    const others = all.filter((queue) => queues[queue]?.team !== team);
    const nesting = duty === 'day' && index > 0 && index % 6 === 0;
    const extra = !nesting && random.chance(0.9) ? drawn(random, others, queues) : [];
    const mine = [...own, ...extra.slice(0, 2 + random.pick([0.25, 0.4, 0.35]))];
    return {
      id,
      name: agentName(team, index),
      team,
      nesting,
      queues: duty === 'day' && mine.length > 0 ? mine : all,
      capacity: 1,
      pace: nesting ? random.between(1.2, 1.4) : random.between(0.82, 1.16),
      duty,
    };
  });
}

function digitalAgent(random: Random, id: string, index: number, queues: readonly QueuePlan[]): AgentPlan {
  const nesting = index > 0 && index % 6 === 0;
  return {
    id,
    name: agentName(DIGITAL_TEAM, index),
    team: DIGITAL_TEAM,
    nesting,
    queues: [...queues.keys()].filter((queue) => isDigital(queues[queue] as QueuePlan)),
    capacity: nesting ? 2 : 4,
    pace: nesting ? random.between(1.2, 1.4) : random.between(0.82, 1.16),
    duty: 'day',
  };
}

/** Queues in a drawn order, those with many calls more often in front. */
function drawn(random: Random, indexes: readonly number[], queues: readonly QueuePlan[]): number[] {
  const draws = indexes.map((index) => ({ index, draw: random.exponential(1 / (queues[index]?.share ?? 1)) }));
  return draws.sort((a, b) => a.draw - b.draw).map(({ index }) => index);
}

/** The floor of these options. */
export function planFloor(options: SimulatorOptions): FloorPlan {
  const { seed, agents, contactsPerHour, timezone, erlangA } = options;
  const model = erlangA === null ? [options.queues] : ['erlang-a', erlangA.talkSeconds, erlangA.patienceSeconds];
  const key = shortHash([GENERATION, seed, agents, ...model, contactsPerHour, timezone].join(' '));
  if (erlangA !== null) return { key, options, queues: [erlangQueue(erlangA)], agents: erlangAgents(options) };
  const queues = queuesOf(options.queues);
  return { key, options, queues, agents: agentsOf(options, queues) };
}

/** True for queues of written contacts. */
export function isDigital({ channel }: QueuePlan): boolean {
  return channel !== 'voice';
}

/** Number of a day 'YYYY-MM-DD' since 1970, and its weekday (0 is Sunday). */
export function dayNumber(day: string): { number: number; weekday: number } {
  const number = Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
  return { number, weekday: (number + 4) % 7 };
}
