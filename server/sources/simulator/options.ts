/** `simulator://demo?seed=…` of MOKED_SOURCES, read and checked. */
import { isTimezone } from '../../../shared/calendar.ts';
import type { Result } from '../../../shared/result.ts';

export type SimulatorOptions = {
  readonly name: string;
  readonly seed: string;
  readonly agents: number;
  readonly queues: number;
  /** Contacts that come to queues in the busiest hour of an ordinary day, of all channels. */
  readonly contactsPerHour: number;
  /** How many seconds of the floor go by in one second from the start on. */
  readonly speed: number;
  readonly timezone: string;
  /** Whole days before today that the first start tells. */
  readonly historyDays: number;
  /** A queueing model that is known in closed form, in place of a service centre; null: a service centre. */
  readonly erlangA: ErlangA | null;
};

/** Means of conversations and of patience. */
export type ErlangA = { readonly talkSeconds: number; readonly patienceSeconds: number };

const PARAMETERS = ['name', 'seed', 'agents', 'queues', 'contactsPerHour', 'speed', 'timezone', 'history', 'model', 'talkSeconds', 'patienceSeconds'];
const NAME = /^[\p{L}\p{N}_.-]{1,60}$/u;

/** What one agent of the whole staff carries in the busiest hour, at the occupancy of a centre that is neither idle nor on fire. */
const CALLS_PER_AGENT = 3.2;
const CONTACTS_PER_AGENT = 3.8;
/** From so many queues on, one of them is for chats. */
const DIGITAL_FROM = 4;
const MOST_HISTORY_DAYS = 31;

type ReadNumber = (key: string, fallback: number, least: number, most: number, isWhole: boolean) => number;

/** Says everything that is wrong at once. */
export function readOptions(url: URL): Result<SimulatorOptions, string> {
  const problems: string[] = [];
  for (const key of new Set(url.searchParams.keys())) {
    if (!PARAMETERS.includes(key)) problems.push(`${key}= is not known; allowed: ${PARAMETERS.join(', ')}`);
  }
  const number: ReadNumber = (key, fallback, least, most, isWhole) => {
    const text = url.searchParams.get(key);
    if (text === null) return fallback;
    const value = /^\d{1,9}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
    const isAllowed = value >= least && value <= most && (!isWhole || Number.isInteger(value));
    if (!isAllowed) problems.push(`${key}=${text} must be ${isWhole ? 'a whole number' : 'a number'} from ${least} to ${most}`);
    return isAllowed ? value : fallback;
  };
  const agents = number('agents', 48, 4, 2000, true);
  const queues = number('queues', 8, 1, 100, true);
  const perAgent = queues < DIGITAL_FROM ? CALLS_PER_AGENT : CONTACTS_PER_AGENT;
  const options: SimulatorOptions = {
    name: url.searchParams.get('name') ?? (url.hostname === '' ? 'demo' : url.hostname),
    seed: url.searchParams.get('seed') ?? '1',
    agents,
    queues,
    contactsPerHour: number('contactsPerHour', agents * perAgent, 1, 20_000, false),
    speed: number('speed', 1, 0.1, 1000, false),
    timezone: url.searchParams.get('timezone') ?? 'Asia/Jerusalem',
    historyDays: daysOf(url.searchParams.get('history'), problems),
    erlangA: modelOf(url.searchParams, number, problems),
  };
  if (!NAME.test(options.name)) problems.push(`name "${options.name}" may hold letters, digits, dot, dash and underscore, at most 60`);
  if (options.seed.length === 0 || options.seed.length > 60) problems.push('seed= must be a text of 1 to 60 characters');
  if (!isTimezone(options.timezone)) problems.push(`timezone=${options.timezone} is no IANA time zone, such as Asia/Jerusalem`);
  return problems.length > 0 ? { ok: false, error: problems.join('; ') } : { ok: true, value: options };
}

function daysOf(text: string | null, problems: string[]): number {
  if (text === null) return 1;
  const days = /^\d{1,3}d$/.test(text) ? Number.parseInt(text, 10) : Number.NaN;
  if (days >= 1 && days <= MOST_HISTORY_DAYS) return days;
  problems.push(`history=${text} must be days, from 1d to ${MOST_HISTORY_DAYS}d`);
  return 1;
}

function modelOf(query: URLSearchParams, number: ReadNumber, problems: string[]): ErlangA | null {
  const model = query.get('model');
  if (model !== null && model !== 'centre' && model !== 'erlang-a') problems.push(`model=${model} is not known; allowed: centre, erlang-a`);
  if (model === 'erlang-a') {
    if (query.has('queues')) problems.push('queues= does not go with model=erlang-a: it has one');
    return { talkSeconds: number('talkSeconds', 180, 1, 3600, false), patienceSeconds: number('patienceSeconds', 120, 1, 36_000, false) };
  }
  for (const key of ['talkSeconds', 'patienceSeconds']) if (query.has(key)) problems.push(`${key}= goes with model=erlang-a only`);
  return null;
}
