import { describe, expect, test } from 'vitest';
import { groupByTrouble, groupsByState } from '../../client/wall/agent-groups.ts';
import { codeOf, initialsOf } from '../../client/wall/pseudonym.ts';
import { pageOfTeams } from '../../client/wall/teams.ts';
import type { AgentRow } from '../../shared/board.ts';
import { MINUTE_MS, toIso } from '../../shared/time.ts';
import { boardFixture, FIXTURE_NOW } from '../support/board-fixture.ts';

const now = () => FIXTURE_NOW;
const agent = (id: string, state: AgentRow['state'], minutes: number, allowedMinutes: number | null = null): AgentRow => ({
  ...(boardFixture().agents[0] as AgentRow),
  id,
  state,
  since: toIso(FIXTURE_NOW - minutes * MINUTE_MS),
  allowedMs: allowedMinutes === null ? null : allowedMinutes * MINUTE_MS,
});
const floor = [
  agent('talks', 'talking', 9),
  agent('rings', 'ringing', 0.1),
  agent('rests', 'break', 5, 30),
  agent('overrests', 'break', 40, 30),
  agent('writes', 'acw', 1, 2),
  agent('overwrites', 'acw', 5, 2),
  agent('overwrites-less', 'acw', 3, 2),
  agent('free', 'available', 2),
  agent('freer', 'available', 20),
  agent('nearly', 'break', 28, 30),
  agent('nearer', 'break', 29, 30),
  agent('gone', 'offline', 60),
  { ...agent('hidden', 'available', 99), hidden: true },
];
const told = (groups: ReturnType<typeof groupsByState>) => groups.map(({ name, lines }) => [name, ...lines.map((line) => line.agent.id)]);

describe('by state', () => {
  test('who is over an allowance first, whatever her state, then who is free; the longest first', () => {
    expect(told(groupsByState(floor, now))).toEqual([
      ['over', 'overrests', 'overwrites', 'overwrites-less'],
      ['free', 'freer', 'free'],
      ['busy', 'rings', 'talks'],
      ['acw', 'writes'],
      ['break', 'nearer', 'nearly', 'rests'],
    ]);
  });

  test('everybody is counted once, who is signed out with the last group', () => {
    const groups = groupsByState(floor, now);
    const sum = groups.flatMap(({ counts }) => Object.values(counts)).reduce((a, b) => a + b, 0);
    expect(sum).toBe(12);
    expect(groups.map(({ counts }) => counts.off)).toEqual([0, 0, 0, 0, 1]);
  });

  test('that nobody is free is seen; on a floor of nobody there is no group', () => {
    expect(told(groupsByState([agent('talks', 'talking', 1)], now))).toEqual([['free'], ['busy', 'talks']]);
    expect(groupsByState([agent('gone', 'offline', 1)], now).map(({ name, counts }) => [name, counts.off])).toEqual([['free', 1]]);
    expect(groupsByState([], now)).toEqual([]);
  });

  test('more groups than places take turns, and no line is cut without being counted', () => {
    const groups = groupsByState([...floor, agent('lost', 'unknown', 3)], now);
    const places = { columns: 2, rows: 3, bands: 1 };
    const shown = [0, 1, 2].map((page) => pageOfTeams(groups, page * 12_000, places));
    expect(shown[0]?.pages).toBe(3);
    for (const { blocks, elsewhere } of shown) {
      const lines = blocks.reduce((all, { columns, hidden }) => all + columns.flat().length + hidden.length, 0);
      expect(lines + elsewhere.reduce((all, group) => all + group.lines.length, 0)).toBe(12);
    }
  });
});

test('by trouble: the longest overrun, then who has the least left, then who has been longest in a state', () => {
  const ids = groupByTrouble(floor, now)[0]?.lines.map((line) => line.agent.id);
  expect(ids).toEqual(['overrests', 'overwrites', 'overwrites-less', 'nearer', 'nearly', 'freer', 'talks', 'rests', 'free', 'writes', 'rings']);
  expect(groupByTrouble(floor, now)[0]?.counts.off).toBe(1);
  expect(groupByTrouble([], now)).toEqual([]);
});

describe('an agent who is not named', () => {
  test('has a code that stays, and is told from two thousand others but for a few', () => {
    expect([codeOf('PJSIP/1001'), codeOf('PJSIP/1002'), codeOf('דנה לוי')]).toEqual(['WNV2', 'WZJK', '29CD']);
    const codes = new Set(Array.from({ length: 2000 }, (_, i) => codeOf(`PJSIP/${1000 + i}`)));
    expect(codes.size).toBeGreaterThan(1990);
    for (const code of codes) expect(code).toMatch(/^[2-9BCDFGHJKMNPQRSTVWXZ]{4}$/);
  });

  test.each([
    ['דנה לוי', 'ד.ל.'],
    ['Dana Levi-Cohen', 'D.C.'],
    ['  ג׳ואנה  ', 'ג.'],
    ['"עדי" בן־עמי', 'ע.ע.'],
    ['PJSIP/1001', 'P.'],
    ['1001', ''],
    ['', ''],
  ])('%s is %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});
