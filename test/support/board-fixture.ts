/** A floor on a Tuesday at 12:46 with one queue in real trouble and one below target; and the same floor in other states. */
import type { AgentRow, Board, Metrics, QueueRow, SourceRow } from '../../shared/board.ts';
import type { NoticeRow } from '../../shared/notices.ts';
import { HOUR_MS, INTERVAL_MS, MINUTE_MS, SECOND_MS, toIso } from '../../shared/time.ts';
import { TEAMS } from './floor-people.ts';

/** 12:46:20 in Jerusalem. */
export const FIXTURE_NOW = Date.parse('2026-11-17T10:46:20.000Z');
const SHIFT_STARTS = Date.parse('2026-11-17T05:00:00.000Z');

export type FixtureLanguage = 'he' | 'en';

type QueueFacts = readonly [
  id: string,
  he: string,
  en: string,
  channel: string,
  waiting: number,
  oldestSeconds: number | null,
  level: number | null,
  target: number,
  asaSeconds: number,
  abandoned: number,
  free: number,
  signedIn: number,
];

const QUEUES: readonly QueueFacts[] = [
  ['support', 'תמיכה טכנית', 'Technical support', 'voice', 11, 292, 0.58, 0.8, 94, 38, 0, 14],
  ['retention', 'סיום התקשרות', 'Cancellations', 'voice', 4, 101, 0.76, 0.8, 34, 9, 0, 6],
  ['billing', 'בירור חשבון', 'Billing', 'voice', 2, 24, 0.81, 0.8, 19, 7, 1, 8],
  ['service', 'שירות לקוחות', 'Customer service', 'voice', 3, 17, 0.82, 0.8, 17, 8, 2, 12],
  ['whatsapp', 'וואטסאפ שירות', 'WhatsApp service', 'whatsapp', 5, 163, 0.84, 0.8, 125, 3, 1, 5],
  ['chat', 'צ׳אט באתר', 'Web chat', 'chat', 1, 8, 0.89, 0.8, 22, 2, 2, 4],
  ['sales', 'מכירות', 'Sales', 'voice', 0, null, 0.92, 0.9, 9, 2, 3, 7],
  ['mail', 'דוא״ל', 'E-mail', 'email', 4, 4980, 0.94, 0.9, 6120, 0, 1, 3],
];

const TARGET_MS: Readonly<Record<string, number>> = { email: 4 * HOUR_MS, whatsapp: 2 * MINUTE_MS, chat: 40 * SECOND_MS };

const iso = (now: number, secondsAgo: number) => toIso(now - secondsAgo * SECOND_MS);

function stayWindows(metrics: Metrics) {
  return { day: { metrics }, shift: { metrics }, interval: { metrics }, rolling30: { metrics } };
}

function settings(channel: string, serviceLevelTarget: number) {
  return {
    targetMs: TARGET_MS[channel] ?? 20 * SECOND_MS,
    serviceLevelTarget,
    formula: '5',
    shortMs: 5 * SECOND_MS,
    wrapupAllowedMs: 30 * SECOND_MS,
  };
}

function agentCounts(free: number, signedIn: number) {
  const rest = Math.max(0, signedIn - free);
  return { signedIn, available: free, ringing: 0, talking: rest, hold: 0, acw: 0, break: 0, busy: 0, unknown: 0 };
}

function queueRow(now: number, facts: QueueFacts, order: number): QueueRow {
  const [id, he, en, channel, waiting, oldest, level, target, asa, abandoned, free, signedIn] = facts;
  const offered = 150 + order;
  return {
    id,
    name: he,
    nameEn: en,
    channel,
    site: null,
    group: null,
    hidden: false,
    order,
    sources: [SOURCE_OF[channel] ?? 'pbx'],
    waiting,
    oldestWaitingSince: oldest === null ? null : iso(now, oldest),
    oldestContactStartedAt: oldest === null ? null : iso(now, oldest + 39),
    inConversation: signedIn - free,
    agents: agentCounts(free, signedIn),
    settings: settings(channel, target),
    windows: stayWindows({ offered, answered: offered - abandoned, abandoned, service_level: level, asa_ms: asa * SECOND_MS }),
  };
}

const SOURCE_OF: Readonly<Record<string, string>> = { whatsapp: 'whatsapp', email: 'mail' };

function agentRows(now: number, language: FixtureLanguage): AgentRow[] {
  const pick = language === 'he' ? 0 : 1;
  const windows = { day: { metrics: {} }, shift: { metrics: {} } };
  return TEAMS.flatMap(({ team, site, agents }, t) =>
    agents.map(
      ([he, en, state, reason, seconds, allowed, nesting], i): AgentRow => ({
        id: `PJSIP/${(t + 1) * 100 + i}`,
        name: language === 'he' ? he : en,
        nameEn: null,
        team: team[pick],
        teamEn: null,
        site: site[pick],
        siteEn: null,
        teamOrder: null,
        siteOrder: null,
        nesting: nesting === 'new',
        hidden: false,
        state,
        reason: reason === null ? null : reason[pick],
        since: iso(now, seconds),
        source: 'pbx',
        queues: [],
        pausedIn: [],
        contact: null,
        allowedMs: allowed === null ? null : allowed * SECOND_MS,
        windows,
      }),
    ),
  );
}

function sourceRows(now: number, language: FixtureLanguage): SourceRow[] {
  const names = language === 'he' ? ['מרכזייה', 'וואטסאפ', 'דוא״ל'] : ['PBX', 'WhatsApp', 'E-mail'];
  return ['pbx', 'whatsapp', 'mail'].map((_, i) => ({
    name: names[i] ?? '',
    kind: i === 0 ? 'asterisk' : 'cloudevents',
    state: 'up',
    since: iso(now, 20_000),
    lastEventAt: iso(now, [0, 2, 9][i] ?? 0),
    skewMs: 0,
    gaps: 0,
    reason: null,
    anomalies: {},
  }));
}

const ANSWERED = [13, 18, 24, 35, 42, 47, 53, 56, 60, 61, 60, 53, 50, 52, 52, 50, 52, 55, 57, 57, 57, 55];
const ABANDONED = [0, 0, 0, 1, 1, 2, 1, 2, 1, 2, 2, 1, 2, 1, 2, 2, 3, 5, 9, 12, 11, 7];
const LEVELS = [92, 94, 91, 93, 90, 88, 87, 89, 86, 88, 85, 84, 86, 83, 87, 85, 84, 80, 73, 61, 48, 52, 64];

function curve(): Board['floor']['curve'] {
  return LEVELS.map((level, i) => {
    const answered = ANSWERED[i] ?? 5;
    const abandoned = ABANDONED[i] ?? 1;
    return {
      startsAt: toIso(SHIFT_STARTS + i * INTERVAL_MS),
      offered: answered + abandoned,
      answered,
      abandoned,
      serviceLevel: level / 100,
    };
  });
}

/** The whole board at an instant. */
export function boardFixture(now: number = FIXTURE_NOW, language: FixtureLanguage = 'he'): Board {
  const sources = sourceRows(now, language);
  const nameOf = (id: string) => sources[['pbx', 'whatsapp', 'mail'].indexOf(id)]?.name ?? id;
  const queues = QUEUES.map((facts, i) => queueRow(now, facts, i)).map((row) => ({ ...row, sources: row.sources.map(nameOf) }));
  return {
    figures: {},
    waiters: {},
    alarms: [],
    notices: [],
    floor: {
      waiting: 21,
      waitingByChannel: { voice: 20, chat: 1, whatsapp: 5, email: 4 },
      oldestWaitingSince: iso(now, 292),
      oldestWaitingQueue: 'support',
      inConversation: 22,
      agents: agentCounts(8, 40),
      timezone: 'Asia/Jerusalem',
      demo: false,
      period: {
        day: '2026-11-17',
        dayStartsAt: '2026-11-17T01:00:00.000Z',
        dayEndsAt: '2026-11-18T01:00:00.000Z',
        shift: { name: 'morning', startsAt: toIso(SHIFT_STARTS), endsAt: toIso(SHIFT_STARTS + 8 * HOUR_MS) },
      },
      settings: settings('voice', 0.8),
      statutoryMs: 6 * MINUTE_MS,
      windows: stayWindows({
        offered: 1161,
        answered: 1058,
        abandoned: 69,
        short_abandoned: 14,
        service_level: 0.7894,
        asa_ms: 48_000,
        abandon_rate: 0.048,
        answered_rate: 0.9113,
        wait_p90_ms: 134_000,
      }),
      curve: curve(),
      gaps: [],
    },
    queues,
    agents: agentRows(now, language).map((row) => ({ ...row, source: nameOf('pbx') })),
    sources,
  };
}

/** A notice that holds at the fixture's instant. */
export function fixtureNotice(change: Partial<NoticeRow> = {}): NoticeRow {
  const text = { he: '14:00 עולה קמפיין ״חבילת חורף״', en: '14:00 “Winter bundle” goes live' };
  return { id: 'n1', text, urgent: false, startsAt: toIso(FIXTURE_NOW - 5 * MINUTE_MS), endsAt: null, by: 'מיכל', ...change };
}
