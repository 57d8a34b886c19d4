/** Answers of the review's paths, made from the same floor as the wall's fixture. */

import type { Board } from '../../shared/board.ts';
import { HOUR_MS, SECOND_MS, toIso } from '../../shared/time.ts';
import { boardFixture, FIXTURE_NOW, type FixtureLanguage } from './board-fixture.ts';
import type { Answer } from './wall-server.ts';

const ABANDONED = 69;
const PAGE = 50;

/** Answers `/api/v1/site`, `shifts`, `reviews` and `contacts`, for the fixture's floor or for another board. */
export function reviewAnswers(language: FixtureLanguage = 'he', board: Board = boardFixture(FIXTURE_NOW, language)): Answer {
  return (path, query) => {
    if (path === '/api/v1/site') return { body: site(language) };
    if (path === '/api/v1/shifts') return { body: shifts(query.get('day') ?? '', board.floor.windows.day.metrics) };
    if (path === '/api/v1/reviews') return { body: review(board, query.get('from') ?? '', query.get('to') ?? '') };
    if (path === '/api/v1/contacts') return { body: contacts(board, Number(query.get('cursor') ?? 0)) };
    if (path === '/api/v1/notices') return { body: { notices: notices(query.get('from') ?? ''), total: 2, cursor: null } };
    return undefined;
  };
}

const site = (language: FixtureLanguage) => ({
  name: language === 'he' ? 'מוקד הצפון' : 'North Centre',
  locale: language,
  timezone: 'Asia/Jerusalem',
  demo: false,
  day: '2026-11-17',
});

function shifts(day: string, metrics: Readonly<Record<string, number | null>>) {
  const start = Date.parse(`${day}T01:00:00.000Z`);
  const at = (hour: number) => toIso(start + (hour - 3) * HOUR_MS);
  const totals = { id: 'floor', name: 'floor', components: {}, metrics };
  return {
    day,
    dayStartsAt: at(3),
    dayEndsAt: at(27),
    shifts: [
      { name: 'morning', startsAt: at(7), endsAt: at(15), totals },
      { name: 'evening', startsAt: at(15), endsAt: at(23), totals: null },
      { name: 'night', startsAt: at(23), endsAt: at(31), totals: null },
    ],
  };
}

/** One that was changed, and a long one that holds still. */
function notices(from: string) {
  const at = (minutes: number) => toIso(Date.parse(from) + minutes * 60 * SECOND_MS);
  const text = { he: '14:00 עולה קמפיין ״חבילת חורף״', en: '14:00 “Winter bundle” goes live' };
  const said = { urgent: false, startsAt: at(65), endsAt: at(185) };
  const first = { ...said, version: 1, text: { he: 'קמפיין בצהריים', en: 'A campaign at noon' }, savedAt: at(60), savedBy: 'מיכל' };
  const second = { ...said, version: 2, text, savedAt: at(72), savedBy: 'דנה לוי' };
  const long = { he: 'תקלה בסליקה אצל ספק חיצוני. '.repeat(9).trim(), en: 'Card payments fail at an outside provider. '.repeat(6).trim() };
  const third = { ...said, version: 1, text: long, urgent: true, endsAt: null, savedAt: at(40), savedBy: 'this machine' };
  return [
    { ...second, id: 'n1', state: 'over', history: [first, second] },
    { ...third, id: 'n2', state: 'holds', history: [third] },
  ];
}

function review(board: Board, from: string, to: string) {
  const more = { aht_ms: 372_000, longest_wait_ms: 494_000, left_otherwise: 4, lost: 0, short_abandoned: 2 };
  return {
    from,
    to,
    floor: { id: 'floor', name: 'floor', components: {}, metrics: { ...board.floor.windows.day.metrics, ...more }, settings: board.floor.settings },
    queues: board.queues.map(({ id, name, nameEn, channel, settings, windows }) => ({
      id,
      name,
      nameEn,
      channel,
      settings,
      components: {},
      metrics: { ...windows.day.metrics, ...more },
    })),
    agents: board.agents.map(({ id, name, team }, i) => ({
      id,
      name,
      team,
      components: {},
      pauses: [],
      metrics: {
        answered: 20 + i,
        handled: 20 + i,
        ring_no_answer: i % 4,
        talk_ms: (4 * HOUR_MS) / 2 + i * 61 * SECOND_MS,
        hold_ms: 312 * SECOND_MS,
        acw_ms: 1204 * SECOND_MS,
        available_ms: 3700 * SECOND_MS,
        break_ms: 2712 * SECOND_MS,
        signed_in_ms: 8 * HOUR_MS - i * 60 * SECOND_MS,
        aht_ms: 372_000,
        occupancy: 0.812,
      },
    })),
    intervals: board.floor.curve.map(({ startsAt, offered, answered, abandoned, serviceLevel }) => ({
      id: 'floor',
      name: 'floor',
      components: {},
      startsAt,
      metrics: { offered, answered, abandoned, service_level: serviceLevel },
    })),
    recounting: [] as string[],
    gaps: [{ source: board.sources[1]?.name ?? '', from: '2026-11-17T07:41:00.000Z', to: '2026-11-17T07:53:00.000Z' }],
  };
}

function contacts(board: Board, start: number) {
  const all = Array.from({ length: ABANDONED }, (_, i) => ({
    contactId: `c-${i}`,
    segmentId: `s-${i}`,
    queueId: 'support',
    queueName: board.queues[i % 3]?.name ?? '',
    queueNameEn: board.queues[i % 3]?.nameEn ?? null,
    agentId: null,
    offeredAt: toIso(FIXTURE_NOW - (i + 1) * 137 * SECOND_MS),
    waitMs: 31_400 + i * 2917,
    outcome: 'abandoned',
    exitReason: null,
    channel: 'voice',
  }));
  const end = start + PAGE;
  return { contacts: all.slice(start, end), nextCursor: end < all.length ? String(end) : null };
}
