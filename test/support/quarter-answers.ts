/** What the server answers to charts of a part of the floor, for the fixture's day: a quiet morning, a crowded ten o'clock, a break at noon. */
import { INTERVAL_MS, toIso } from '../../shared/time.ts';
import { boardFixture, FIXTURE_NOW } from './board-fixture.ts';

/** As high as what the fixture has of the quarter under way. */
const TIMES = 2.2;

const quarterNow = Math.floor(FIXTURE_NOW / INTERVAL_MS) * INTERVAL_MS;

/** `/api/v1/intraday` of a queue. */
export function intradayAnswer(): object {
  const quarters = boardFixture().floor.curve.map(({ startsAt, answered, abandoned, serviceLevel }, i) => {
    const [mine, left] = [Math.round(answered * TIMES), Math.round(abandoned * TIMES)];
    return { startsAt, offered: mine + left + (i % 4) * 3, answered: mine, abandoned: left, serviceLevel };
  });
  return { from: toIso(quarterNow - 39 * INTERVAL_MS), at: toIso(FIXTURE_NOW), quarters };
}

/** `/api/v1/agent-states` of so many agents at most; of one quarter nothing is known. */
export function agentStatesAnswer(most = 40): object {
  const start = Date.parse(boardFixture().floor.period.shift?.startsAt ?? '');
  const count = Math.round((quarterNow - start) / INTERVAL_MS);
  const quarters = Array.from({ length: count }, (_, i) => {
    const there = Math.min(1, (i + 4) / 10) * most * INTERVAL_MS;
    const [onBreak, unknown] = [i > 15 ? 0.28 : 0.08, i === 9 ? 0.05 : 0];
    const busy = Math.min(0.75, 0.35 + i * 0.02) * (1 - onBreak - unknown);
    const shares = {
      talkMs: busy * 0.86,
      ringingMs: busy * 0.05,
      holdMs: busy * 0.06,
      busyMs: busy * 0.03,
      acwMs: 0.09,
      breakMs: onBreak,
      unknownMs: unknown,
    };
    const rest = 1 - Object.values(shares).reduce((sum, share) => sum + share, 0);
    const times = Object.fromEntries(
      Object.entries({ ...shares, availableMs: Math.max(0, rest) }).map(([of, share]) => [of, Math.round(share * there)]),
    );
    return { startsAt: toIso(start + i * INTERVAL_MS), signedInMs: Math.round(there), ...times };
  }).filter((_, i) => i !== 6);
  return { from: toIso(start), to: toIso(quarterNow), quarters };
}
