/** The fixture's floor in the states that a wall must tell apart. */

import { MISSING } from '../../server/sources/asterisk/rights.ts';
import type { Board, Metrics } from '../../shared/board.ts';
import { MINUTE_MS, SECOND_MS, toIso } from '../../shared/time.ts';
import { boardFixture, FIXTURE_NOW, type FixtureLanguage } from './board-fixture.ts';

export const VARIANTS = [
  'trouble',
  'calm',
  'down',
  'alone',
  'unheard',
  'demo',
  'empty',
  'crowded',
  'extreme',
  'history',
  'unfed',
  'turned',
  'limit',
  'perfect',
  'teamless',
  'catching',
  'limited',
  'vast',
] as const;
export type Variant = (typeof VARIANTS)[number];

const make: Record<Variant, (board: Board, language: FixtureLanguage) => Board> = {
  trouble: (board) => board,
  calm,
  down,
  alone,
  unheard,
  demo,
  empty,
  crowded,
  extreme,
  history,
  unfed,
  turned,
  limit,
  perfect,
  teamless,
  catching,
  limited,
  vast,
};

/** A board in one of the states. */
export function variantBoard(variant: Variant, language: FixtureLanguage = 'he', now: number = FIXTURE_NOW): Board {
  return make[variant](boardFixture(now, language), language);
}

function calm(board: Board): Board {
  const queues = board.queues.map((queue) => {
    const metrics = { ...queue.windows.day.metrics, service_level: Math.max(0.86, queue.windows.day.metrics['service_level'] ?? 1) };
    const waiting = Math.min(queue.waiting, 1);
    return {
      ...queue,
      waiting,
      oldestWaitingSince: waiting === 0 ? null : toIso(FIXTURE_NOW - 9 * SECOND_MS),
      oldestContactStartedAt: waiting === 0 ? null : toIso(FIXTURE_NOW - 41 * SECOND_MS),
      agents: { ...queue.agents, available: Math.max(1, queue.agents.available) },
      windows: { ...queue.windows, day: { metrics }, rolling30: { metrics } },
    };
  });
  const agents = board.agents.map((agent) => (agent.allowedMs !== null ? { ...agent, since: toIso(FIXTURE_NOW - 20 * SECOND_MS) } : agent));
  const metrics = { ...board.floor.windows.day.metrics, service_level: 0.874, asa_ms: 21_000, abandon_rate: 0.021 };
  const windows = { ...board.floor.windows, day: { metrics } };
  const curve = board.floor.curve.map((point) => ({ ...point, serviceLevel: Math.max(0.84, point.serviceLevel ?? 1), abandoned: 1 }));
  const floor = { ...board.floor, waiting: 6, waitingByChannel: { voice: 5, chat: 1 }, windows, curve };
  return { ...board, floor: { ...floor, oldestWaitingSince: toIso(FIXTURE_NOW - 9 * SECOND_MS) }, queues, agents };
}

function down(board: Board): Board {
  const since = toIso(FIXTURE_NOW - 200 * SECOND_MS);
  const sources = board.sources.map((source, i) => (i === 1 ? { ...source, state: 'down' as const, since, reason: 'timeout' } : source));
  const gaps = [
    { source: sources[1]?.name ?? '', from: toIso(FIXTURE_NOW - 95 * MINUTE_MS), to: toIso(FIXTURE_NOW - 70 * MINUTE_MS) },
    { source: sources[1]?.name ?? '', from: since, to: null },
  ];
  const queues = board.queues.map((queue) =>
    queue.id === 'whatsapp' ? { ...queue, oldestWaitingSince: toIso(FIXTURE_NOW - 363 * SECOND_MS) } : queue,
  );
  return { ...board, sources, queues, floor: { ...board.floor, gaps } };
}

const UNREACHABLE = '127.0.0.1:15038 cannot be reached: nothing listens there (manager.conf: enabled = yes, and is this its port and bindaddr?)';

/** The only source is down: nothing on the wall is of now. */
function alone(board: Board): Board {
  const since = toIso(FIXTURE_NOW - 30 * SECOND_MS);
  const sources = board.sources.slice(0, 1).map((source) => ({ ...source, name: 'pbx1', state: 'down' as const, since, reason: UNREACHABLE }));
  const queues = board.queues.map((queue) => ({ ...queue, sources: ['pbx1'] }));
  const agents = board.agents.map((agent) => ({ ...agent, source: 'pbx1' }));
  return { ...board, sources, queues, agents, floor: { ...board.floor, gaps: [{ source: 'pbx1', from: since, to: null }] } };
}

/** The only source has been reached again and is being asked what happened meanwhile. */
function catching(board: Board): Board {
  const sources = alone(board).sources.map((source) => ({ ...source, state: 'catching-up' as const, reason: 'logged in, taking the lists' }));
  return { ...alone(board), sources };
}

/** The only source is up, and may not tell everything. */
function limited(board: Board): Board {
  const reason = MISSING.agent;
  const calmed = calm(alone(board));
  return {
    ...calmed,
    floor: { ...calmed.floor, gaps: [] },
    sources: board.sources.slice(0, 1).map((source) => ({ ...source, name: 'pbx1', reason })),
  };
}

/** The only source was never reached. */
function unheard(board: Board): Board {
  return { ...empty(board), sources: alone(board).sources.map((source) => ({ ...source, lastEventAt: null })) };
}

function demo(board: Board): Board {
  const sources = board.sources.slice(0, 1).map((source) => ({ ...source, name: 'demo', kind: 'simulator' }));
  const queues = board.queues.map((queue) => ({ ...queue, sources: ['demo'] }));
  return { ...board, sources, queues, floor: { ...board.floor, demo: true } };
}

function empty(board: Board): Board {
  const none = { metrics: { offered: 0, answered: 0, abandoned: 0, short_abandoned: 0, service_level: null, asa_ms: null, abandon_rate: null } };
  const windows = { day: none, shift: none, interval: none, rolling30: none };
  const floor = { ...board.floor, waiting: 0, waitingByChannel: {}, oldestWaitingSince: null, oldestWaitingQueue: null };
  return { queues: [], agents: [], sources: [], figures: {}, waiters: {}, alarms: [], notices: [], floor: { ...floor, windows, curve: [] } };
}

/** Known from an import alone: its last states are of long ago, and nobody tells what happens now. */
function history(board: Board): Board {
  return { ...board, sources: [] };
}

/** Sources that run and have told nothing yet. */
function unfed(board: Board): Board {
  const [pbx, whatsapp, mail] = board.sources.map((source) => ({ ...source, lastEventAt: null }));
  const sources = [pbx, { ...whatsapp, state: 'down', reason: '10.0.0.5:5038 cannot be reached: connection refused' }, mail];
  return { ...empty(board), sources: sources as Board['sources'] };
}

/** In the midst of the shift the business day has turned a quarter of an hour ago: today is young, the curve is not. */
function turned(board: Board): Board {
  const dayStartsAt = toIso(FIXTURE_NOW - 16 * MINUTE_MS - 20 * SECOND_MS);
  const today = {
    offered: 9,
    answered: 7,
    abandoned: 2,
    short_abandoned: 0,
    service_level: 0.778,
    asa_ms: 31_000,
    abandon_rate: 0.222,
    answered_rate: 0.778,
  };
  const windows = { ...board.floor.windows, day: { metrics: today } };
  const queues = board.queues.map((queue) => ({
    ...queue,
    windows: { ...queue.windows, day: { metrics: { offered: 0, answered: 0, abandoned: 0 } } },
  }));
  return { ...board, queues, floor: { ...board.floor, windows, period: { ...board.floor.period, dayStartsAt } } };
}

/** Calls past the statutory limit, in another queue than the longest wait; and a queue whose last half hour went badly. */
function limit(board: Board): Board {
  const queues = board.queues.map((queue) => {
    if (queue.id === 'billing') return { ...queue, oldestContactStartedAt: toIso(FIXTURE_NOW - 391 * SECOND_MS) };
    if (queue.id !== 'sales') return queue;
    return { ...queue, windows: { ...queue.windows, rolling30: { metrics: { offered: 24, service_level: 0.55 } } } };
  });
  const metrics = { ...board.floor.windows.day.metrics, over_statutory: 21 };
  return { ...board, queues, floor: { ...board.floor, windows: { ...board.floor.windows, day: { metrics } } } };
}

/** All contacts within target: the widest percentages. */
function perfect(board: Board): Board {
  const all = { service_level: 1, answered_rate: 1, abandon_rate: 0, abandoned: 0 };
  const full = (metrics: Metrics) => ({ metrics: { ...metrics, ...all } });
  const queues = board.queues.map((queue) => ({ ...queue, windows: { ...queue.windows, day: full(queue.windows.day.metrics) } }));
  const windows = { ...board.floor.windows, day: full(board.floor.windows.day.metrics) };
  return { ...board, queues, floor: { ...board.floor, windows } };
}

/** Twelve agents, as a platform without teams has them. */
function teamless(board: Board): Board {
  return { ...board, agents: board.agents.slice(0, 12).map((agent) => ({ ...agent, team: null, site: null })) };
}

/** Fourteen queues, six teams, seventy agents: more than a page holds. */
function crowded(board: Board, language: FixtureLanguage): Board {
  const more = board.queues.slice(2).map((queue, i) => ({
    ...queue,
    id: `${queue.id}-2`,
    name: `${queue.name} ${i + 2}`,
    nameEn: `${queue.nameEn} ${i + 2}`,
    order: 20 + i,
  }));
  const teams = language === 'he' ? ['קו שני', 'מכירות'] : ['Second line', 'Sales'];
  const agents = board.agents.slice(0, 30).map((agent, i) => ({
    ...agent,
    id: `${agent.id}-2`,
    team: i < 14 ? (teams[0] ?? '') : i < 22 ? (teams[1] ?? '') : (board.agents[0]?.team ?? ''),
    ...(i % 5 === 4 ? { state: 'offline' as const, allowedMs: null } : {}),
  }));
  return { ...board, queues: [...board.queues, ...more], agents: [...board.agents, ...agents] };
}

/** Forty queues and three hundred agents in nine teams. */
function vast(board: Board): Board {
  return sized(board, { queues: 40, agents: 300, teams: 9 });
}

/** The queues and agents of a board over and over, each under a name of its own. */
export function sized(board: Board, size: { readonly queues: number; readonly agents: number; readonly teams: number }): Board {
  const queues = Array.from({ length: size.queues }, (_, i) => {
    const queue = board.queues[i % board.queues.length] as Board['queues'][number];
    return { ...queue, id: `q-${i}`, name: `${queue.name} ${i + 1}`, nameEn: `${queue.nameEn} ${i + 1}`, order: i };
  });
  const agents = Array.from({ length: size.agents }, (_, i) => {
    const agent = board.agents[i % board.agents.length] as Board['agents'][number];
    return { ...agent, id: `a-${i}`, team: `${agent.team} ${1 + (i % size.teams)}` };
  });
  return { ...board, queues, agents };
}

/** Figures and names at the end of what may come. */
function extreme(board: Board, language: FixtureLanguage): Board {
  const long = language === 'he' ? 'תמיכה טכנית מורחבת ללקוחות עסקיים וציבור' : 'Extended technical support for business customers';
  const person = language === 'he' ? 'אלכסנדרה־ורוניקה בן־שמעון הרשקוביץ' : 'Alexandra-Veronica Featherstonehaugh';
  const hours = toIso(FIXTURE_NOW - 30 * 60 * MINUTE_MS);
  const queues = board.queues.map((queue, i) => ({
    ...queue,
    name: `${long} ${i + 1}`,
    nameEn: `${long} ${i + 1}`,
    waiting: 1234,
    oldestWaitingSince: hours,
    agents: { ...queue.agents, available: i === 0 ? 0 : 100, signedIn: 250 },
    windows: { ...queue.windows, day: { metrics: { ...queue.windows.day.metrics, service_level: 0.0049, asa_ms: 5_999_000, abandoned: 12_345 } } },
  }));
  const agents = board.agents.map((agent, i) => ({
    ...agent,
    name: `${person} ${i}`,
    team: `${agent.team} ${long}`,
    since: i % 3 === 0 ? hours : agent.since,
    reason: agent.state === 'break' ? long : null,
  }));
  const metrics = {
    offered: 123_456,
    answered: 98_765,
    abandoned: 12_345,
    short_abandoned: 1234,
    service_level: 1,
    asa_ms: 5_999_000,
    abandon_rate: 1,
    answered_rate: 1,
    wait_p90_ms: 7_199_000,
  };
  const windows = { ...board.floor.windows, day: { metrics } };
  const floor = { ...board.floor, waiting: 1234, oldestWaitingSince: hours, windows };
  const counts = { voice: 1234, chat: 567, whatsapp: 4321, email: 9876 };
  return { ...board, queues, agents, floor: { ...floor, waitingByChannel: counts } };
}
