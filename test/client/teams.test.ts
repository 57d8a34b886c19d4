import { describe, expect, test } from 'vitest';
import { AGENT_PAGE_MS, COLUMNS, lineOf, pageOfTeams, ROWS, type Team, teamsOf } from '../../client/wall/teams.ts';
import type { AgentRow } from '../../shared/board.ts';
import { MINUTE_MS, SECOND_MS, toIso } from '../../shared/time.ts';
import { boardFixture, FIXTURE_NOW } from '../support/board-fixture.ts';
import { variantBoard } from '../support/board-variants.ts';

const now = () => FIXTURE_NOW;
const agent = (change: Partial<AgentRow>): AgentRow => ({ ...(boardFixture().agents[0] as AgentRow), ...change });

describe('an allowance', () => {
  const on = (minutes: number, allowedMinutes: number | null) =>
    lineOf(
      agent({
        since: toIso(FIXTURE_NOW - minutes * MINUTE_MS),
        allowedMs: allowedMinutes === null ? null : allowedMinutes * MINUTE_MS,
      }),
      FIXTURE_NOW,
    );

  test('over it is told how much', () => {
    expect(on(34.2, 30).overMs).toBe(4.2 * MINUTE_MS);
    expect(on(30, 30).overMs).toBeNull();
  });

  test('the last fifth, three minutes at most, is told as what is left', () => {
    expect(on(12, 15).leftMs).toBe(3 * MINUTE_MS);
    expect(on(11.9, 15).leftMs).toBeNull();
    expect(on(56.9, 60).leftMs).toBeNull();
    expect(on(57, 60).leftMs).toBe(3 * MINUTE_MS);
  });

  test('without one nothing is told, and a short one has no last fifth', () => {
    expect(on(500, null)).toMatchObject({ overMs: null, leftMs: null });
    expect(lineOf(agent({ since: toIso(FIXTURE_NOW - 28 * SECOND_MS), allowedMs: 30_000 }), FIXTURE_NOW).leftMs).toBeNull();
  });
});

describe('a team', () => {
  test('overruns first, then who is free the longest, ringing, talking, wrap-up, break', () => {
    const team = teamsOf(boardFixture().agents, now).find(({ name }) => name === 'שירות לקוחות');
    expect(team?.lines.map(({ agent: { name } }) => name)).toEqual([
      'גלית ששון',
      'עומר דיין',
      'לילך רוזן',
      'מירב אלון',
      'פאדי ח׳ורי',
      'יעל גולדשטיין',
      'טל שמעוני',
      'רחל ביטון',
      'אדם נסאר',
      'הדר לוינסון',
    ]);
    expect(team?.counts).toEqual({ free: 2, busy: 5, acw: 1, break: 2, off: 0, unknown: 0 });
    expect(team?.site).toBe('חיפה');
  });

  test('the English name of a team and its site is that of whichever agent has one', () => {
    const bare = agent({ id: '1', team: 'x', site: 'a', teamEn: null, siteEn: null });
    const [team] = teamsOf([bare, agent({ id: '2', team: 'x', site: 'a', teamEn: 'X team', siteEn: 'A site' })], now);
    expect(team).toMatchObject({ name: 'x', nameEn: 'X team', site: 'a', siteEn: 'A site' });
  });

  test('the site is told only where it is one, and hidden agents are not there', () => {
    const teams = teamsOf([agent({ team: 'x', site: 'a' }), agent({ id: '2', team: 'x', site: 'b' }), agent({ id: '3', hidden: true })], now);
    expect(teams).toMatchObject([{ name: 'x', site: null }]);
    expect(teams[0]?.lines).toHaveLength(2);
  });

  test('teams stand in the order of their sites, then in their own, then by name; what has no place comes after what has one', () => {
    const of = (team: string, site: string, siteOrder: number | null, teamOrder: number | null) =>
      agent({ id: team, team, site, siteOrder, teamOrder });
    const people = [of('a', 'none', null, null), of('b', 'two', 2, 1), of('c', 'one', 1, null), of('d', 'one', 1, 9), of('e', 'none', null, 3)];
    const inOrder = teamsOf(people.slice(0, 4), now).map(({ name }) => name);
    expect(inOrder).toEqual(['d', 'c', 'b', 'a']);
    const mixed = [...people.slice(0, 1), ...people.slice(4)];
    expect(teamsOf(mixed, now).map(({ name }) => name)).toEqual(['e', 'a']);
  });

  test('those without a team come last', () => {
    const teams = teamsOf([agent({ team: null }), agent({ id: '2', team: 'x' })], now);
    expect(teams.map(({ name }) => name)).toEqual(['x', null]);
  });
});

describe('the columns', () => {
  const people = (count: number, team: string): AgentRow[] =>
    Array.from({ length: count }, (_, i) => agent({ id: `${team}-${i}`, team, state: 'talking', allowedMs: null }));

  test('one large team takes all columns', () => {
    const page = pageOfTeams(teamsOf(people(38, 'a'), now), 0);
    expect(page.blocks).toHaveLength(1);
    expect(page.blocks[0]?.columns.map((lines) => lines.length)).toEqual([10, 10, 9, 9]);
  });

  test('a team alone is spread evenly, in its order, under one heading', () => {
    const lengths = (count: number) =>
      pageOfTeams(teamsOf(people(count, 'a'), now), 0).blocks.map(({ columns }) => columns.map((lines) => lines.length));
    expect([12, 11, 9, 2].map(lengths)).toEqual([[[3, 3, 3, 3]], [[3, 3, 3, 2]], [[3, 2, 2, 2]], [[1, 1, 0, 0]]]);
    const [team] = teamsOf(people(11, 'a'), now);
    expect(pageOfTeams([team as Team], 0).blocks[0]?.columns.flat()).toEqual(team?.lines);
  });

  test('columns to spare go to the team that needs them most', () => {
    const page = pageOfTeams(teamsOf([...people(25, 'a'), ...people(12, 'b'), ...people(3, 'c')], now), 0);
    expect(page.blocks.map(({ team, columns }) => [team.name, columns.length])).toEqual([
      ['a', 2],
      ['b', 1],
      ['c', 1],
    ]);
    expect(page.blocks[0]?.columns.map((lines) => lines.length)).toEqual([10, 9]);
  });

  test('nobody is cut silently: shown and hidden are everyone, on every page', () => {
    const everyone = [...variantBoard('crowded').agents, ...people(40, 'z')];
    const teams = teamsOf(everyone, now);
    for (let turn = 0; turn < 4; turn++) {
      const page = pageOfTeams(teams, turn * AGENT_PAGE_MS);
      expect(page.blocks.flatMap(({ columns }) => columns).length).toBeLessThanOrEqual(COLUMNS);
      for (const { columns, hidden, signedOut, restIn } of page.blocks) {
        for (const lines of columns) expect(lines.length).toBeLessThanOrEqual(ROWS);
        expect((columns[restIn]?.length ?? ROWS) + Number(hidden.length > 0 || signedOut > 0)).toBeLessThanOrEqual(ROWS);
      }
      const here = page.blocks.reduce((sum, { columns, hidden }) => sum + columns.flat().length + hidden.length, 0);
      const elsewhere = page.elsewhere.reduce((sum, team) => sum + team.lines.length, 0);
      const signedOut = teams.reduce((sum, { counts }) => sum + counts.off, 0);
      expect(here + elsewhere + signedOut).toBe(everyone.length);
    }
  });

  test('who is signed out has no line, but is counted, and told where there is room', () => {
    const off = people(3, 'a').map((row) => ({ ...row, id: `${row.id}-off`, state: 'offline' as const }));
    const [team] = teamsOf([...people(4, 'a'), ...off], now);
    expect(team?.lines).toHaveLength(4);
    expect(team?.counts.off).toBe(3);
    expect(pageOfTeams(teamsOf([...people(4, 'a'), ...off], now), 0).blocks[0]?.signedOut).toBe(3);
    expect(pageOfTeams(teamsOf([...people(40, 'a'), ...off], now), 0).blocks[0]?.signedOut).toBe(0);
  });

  test('those without a line are told below the last one, not in a column of their own', () => {
    const off = people(3, 'a').map((row) => ({ ...row, id: `${row.id}-off`, state: 'offline' as const }));
    const restIn = (lines: number, rows = ROWS) =>
      pageOfTeams(teamsOf([...people(lines, 'a'), ...off], now), 0, { columns: COLUMNS, rows, bands: 1 }).blocks[0]?.restIn;
    expect([restIn(0), restIn(1), restIn(2), restIn(4), restIn(9)]).toEqual([0, 0, 1, 3, 3]);
    // One line for each column: only an empty one has room for words.
    expect(restIn(1, 1)).toBe(3);
  });

  test('of more teams than columns those that work come first', () => {
    const gone = people(5, 'a').map((row) => ({ ...row, state: 'offline' as const }));
    const teams = teamsOf([...gone, ...['b', 'c', 'd', 'e'].flatMap((name) => people(5, name))], now);
    expect(teams.map(({ name }) => name)).toEqual(['b', 'c', 'd', 'e', 'a']);
  });

  test('more teams than columns take turns', () => {
    const teams = teamsOf(
      ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((name) => people(5, name)),
      now,
    );
    const names = (at: number) => pageOfTeams(teams, at).blocks.map(({ team }) => team.name);
    expect(names(0)).toEqual(['a', 'b', 'c']);
    expect(names(AGENT_PAGE_MS)).toEqual(['d', 'e', 'f']);
  });
});
