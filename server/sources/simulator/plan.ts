/** The floor that is simulated: its queues and agents, the same on every day. */
import { DAY_MS } from '../../../shared/time.ts';
import type { SimulatorOptions } from './options.ts';
import { agentName, type Name, TEAMS } from './people.ts';
import { Random, shortHash } from './random.ts';

/** Raised when the same seed would tell another day: facts of two generations must not share ids. */
const GENERATION = 2;

export type QueuePlan = {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly team: number;
  /** Part of all calls that come to this queue, relative to the others. */
  readonly share: number;
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
  ['service', 'שירות לקוחות', 'Customer service', 1, 20, 235, 250, derived(15), [80, 30]],
  ['internet', 'תמיכה באינטרנט', 'Internet support', 0, 14, 370, 275, real(32), [80, 45]],
  ['sales', 'מכירות', 'Sales', 2, 15, 285, 220, real(36), [85, 20]],
  ['billing', 'חשבונות ותשלומים', 'Billing', 1, 13, 255, 250, derived(15), [80, 30]],
  ['retention', 'שימור לקוחות', 'Retention', 3, 11, 380, 250, real(40), [80, 20]],
  ['tv', 'תמיכה בטלוויזיה', 'TV support', 0, 10, 300, 260, real(24), [80, 45]],
  ['business', 'לקוחות עסקיים', 'Business customers', 3, 10, 310, 235, real(28), [90, 20]],
  ['upgrades', 'שדרוגים', 'Upgrades', 2, 11, 250, 220, derived(10), [80, 30]],
];

function queuesOf(count: number): QueuePlan[] {
  return Array.from({ length: count }, (_, index) => {
    const words = QUEUES[index % QUEUES.length] as QueueWords;
    const [id, name, nameEn, team, share, talk, patience, wrapup, [targetPercent, targetSeconds]] = words;
    const round = Math.floor(index / QUEUES.length);
    const suffix = round === 0 ? '' : ` ${round + 1}`;
    return {
      id: round === 0 ? id : `${id}-${round + 1}`,
      name: name + suffix,
      nameEn: nameEn + suffix,
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

function agentsOf(options: SimulatorOptions, queues: readonly QueuePlan[]): AgentPlan[] {
  const nights = nightStaff(options.agents);
  return Array.from({ length: options.agents }, (_, number) => {
    // Teams are filled in turn, so that the people of one night come from all of them.
    const team = number % TEAMS.length;
    const index = Math.floor(number / TEAMS.length);
    const random = new Random(`${options.seed} agent ${number}`);
    const fromEnd = options.agents - 1 - number;
    const duty = fromEnd < nights ? 'early-night' : fromEnd < 2 * nights ? 'late-night' : 'day';
    const all = queues.map((_, queue) => queue);
    const own = all.filter((queue) => queues[queue]?.team === team);
    const others = all.filter((queue) => queues[queue]?.team !== team);
    const nesting = duty === 'day' && index > 0 && index % 9 === 0;
    const extra = !nesting && random.chance(0.9) ? drawn(random, others, queues) : [];
    const mine = [...own, ...extra.slice(0, 2 + random.pick([0.25, 0.4, 0.35]))];
    return {
      id: String(2001 + number),
      name: agentName(team, index),
      team,
      nesting,
      queues: duty === 'day' && mine.length > 0 ? mine : all,
      pace: nesting ? random.between(1.2, 1.4) : random.between(0.82, 1.16),
      duty,
    };
  });
}

/** Queues in a drawn order, those with many calls more often in front. */
function drawn(random: Random, indexes: readonly number[], queues: readonly QueuePlan[]): number[] {
  const draws = indexes.map((index) => ({ index, draw: random.exponential(1 / (queues[index]?.share ?? 1)) }));
  return draws.sort((a, b) => a.draw - b.draw).map(({ index }) => index);
}

/** The floor of these options. */
export function planFloor(options: SimulatorOptions): FloorPlan {
  const queues = queuesOf(options.queues);
  const { seed, agents, contactsPerHour, timezone } = options;
  return {
    key: shortHash([GENERATION, seed, agents, options.queues, contactsPerHour, timezone].join(' ')),
    options,
    queues,
    agents: agentsOf(options, queues),
  };
}

/** Number of a day 'YYYY-MM-DD' since 1970, and its weekday (0 is Sunday). */
export function dayNumber(day: string): { number: number; weekday: number } {
  const number = Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
  return { number, weekday: (number + 4) % 7 };
}
