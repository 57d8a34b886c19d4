/** Boards on a screen nobody touches: they fit at every size in both languages, their pages take turns, and what is wrong is said. */
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { BoardLayout } from '../../shared/boards/layout.ts';
import { READY_MADE } from '../../shared/boards/ready-made.ts';
import { type Variant, variantBoard } from '../support/board-variants.ts';
import { useFixtureWall } from '../support/fixture-wall.ts';
import { faultsOf } from '../support/layout.ts';
import { agentStatesAnswer, intradayAnswer } from '../support/quarter-answers.ts';
import { reviewAnswers } from '../support/review-fixture.ts';
import { root } from '../support/sources.ts';
import type { Answer } from '../support/wall-server.ts';
import { OF_WIDGETS, TABLES } from '../support/widget-boards.ts';

const artefacts = `${root}test/artefacts/`;
const SIZES = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
] as const;
const STATES: Readonly<Record<'he' | 'en', readonly Variant[]>> = {
  he: ['trouble', 'extreme', 'crowded', 'empty', 'down'],
  en: ['trouble', 'extreme'],
};
/** In these nothing is longer than what is usual. */
const USUAL: ReadonlySet<Variant> = new Set(['trouble', 'empty']);
/** A digit of the bundled face is so high in ems. */
const DIGIT_HEIGHT = 0.698;

const wall = useFixtureWall();
mkdirSync(artefacts, { recursive: true });

/** Better, worse, the same, and nothing known of last week. */
function trendOf(metric: string): object {
  const [soFar, lastWeek] = { service_level: [0.789, 0.86], abandon_rate: [0.051, 0.05], asa_ms: [40_000, 50_000], offered: [1234, 5] }[metric] ?? [
    5,
    null,
  ];
  const quarters = Array.from({ length: 39 }, (_, n) => ({ startsAt: '', value: n % 9 === 4 ? null : Math.abs(Math.sin(n / 4)) * (soFar ?? 0) }));
  return { soFar: { value: soFar }, lastWeek: lastWeek === null ? null : { value: lastWeek }, quarters };
}

/** Answers for boards by id; everything else as always. */
function boards(byId: Record<string, { version: number; layout: unknown }>, language: 'he' | 'en' = 'he'): Answer {
  const others = reviewAnswers(language);
  return (path, query, body) => {
    if (path === '/api/v1/trend') return { body: trendOf(query.get('metric') ?? '') };
    if (path === '/api/v1/intraday') return { body: intradayAnswer() };
    if (path === '/api/v1/agent-states') return { body: agentStatesAnswer() };
    const id = /^\/api\/v1\/boards\/([^/]+)$/.exec(path)?.[1];
    if (id === undefined) return others(path, query, body);
    const board = byId[decodeURIComponent(id)];
    return board === undefined ? { status: 404, body: { title: 'Not found', detail: `there is no board "${id}"` } } : { body: { id, ...board } };
  };
}

const settled = (page: Page) =>
  page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => setTimeout(resolve, 400));
    for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
  });

describe.each(['he', 'en'] as const)('in %s', (language) => {
  test.each([...READY_MADE, ...OF_WIDGETS])(
    'the board $id fits in every state and size, and its figures are read from afar',
    async ({ id, layout }) => {
      wall.answerWith(boards({ [id]: { version: 1, layout } }, language));
      await wall.open(`/tv/${id}?lang=${language}`);
      await wall.page.waitForSelector('.board-page');
      for (const state of STATES[language]) {
        wall.server.show(variantBoard(state, language));
        // One way of trouble is looked at on every screen: types and places follow the height.
        for (const size of state === 'trouble' ? SIZES : [SIZES[1]]) {
          await wall.page.setViewportSize(size);
          await settled(wall.page);
          await wall.page.screenshot({ path: `${artefacts}tv-${id}-${state}-${language}-${size.width}.png` });
          expect(await faultsOf(wall.page, '.wall', { allowCut: !USUAL.has(state) }), `${id} ${state} ${size.width}`).toEqual([]);
          if (state !== 'trouble') continue;
          const fonts = await wall.page
            .locator('.metric .digits')
            .evaluateAll((all) => all.map((one) => Number.parseFloat(getComputedStyle(one).fontSize)));
          for (const font of fonts) expect((font * DIGIT_HEIGHT) / size.height, id).toBeGreaterThanOrEqual(0.04);
        }
      }
    },
  );
});

test.each([
  ['he', 1],
  ['he', 1.4],
  ['en', 1],
  ['en', 1.4],
] as const)('tables of queues fit in narrow and low places, in %s at scale %d', async (language, scale) => {
  wall.answerWith(boards({ tables: { version: 1, layout: { ...TABLES, scale } } }, language));
  await wall.open(`/tv/tables?lang=${language}`);
  await wall.page.waitForSelector('.board-page');
  for (const state of ['trouble', 'crowded', 'extreme'] as const) {
    wall.server.show(variantBoard(state, language));
    await settled(wall.page);
    await wall.page.screenshot({ path: `${artefacts}tv-tables-${state}-${language}-${scale}.png` });
    expect(await faultsOf(wall.page, '.board-page', { allowCut: !USUAL.has(state) }), state).toEqual([]);
    // In one look: tables turn their pages.
    const narrowest = await wall.page.evaluate(() =>
      Math.min(...Array.from(document.querySelectorAll('.queue-row[data-queue] .queue-name'), (name) => name.clientWidth)),
    );
    // Eight letters at least.
    expect(narrowest, state).toBeGreaterThan(100);
  }
  // Of eight columns not all have room, and the head says how many have none.
  expect(await wall.text('[data-widget="many"] .queue-sums')).toMatch(language === 'he' ? /^ועוד .*עמודות$/ : /^and \d more columns$/);
});

const text = (id: string, he: string) => ({
  kind: 'text' as const,
  id,
  x: 0,
  y: 0,
  w: 12,
  h: 6,
  options: { text: { he, en: '' }, size: 'large' as const },
});
const paged: BoardLayout = {
  ...(READY_MADE[0]?.layout as BoardLayout),
  pages: [
    { id: 'one', name: null, stayS: 5, widgets: [text('a', 'ראשון')] },
    { id: 'two', name: null, stayS: 5, widgets: [text('b', 'שני')] },
  ],
};

test('pages take turns by the clock, the same on every screen', async () => {
  wall.answerWith(boards({ two: { version: 1, layout: paged } }));
  await wall.open('/tv/two');
  const other = (await wall.page.context().browser()?.newPage()) as Page;
  await other.goto(`${wall.server.url}/tv/two`);
  const shown = (page: Page) => page.locator('.board-page').getAttribute('data-page');
  await other.waitForSelector('.board-page');
  const first = await shown(wall.page);
  await expect.poll(() => shown(wall.page), { timeout: 20_000 }).not.toBe(first);
  const second = await shown(wall.page);
  await expect.poll(() => shown(other)).toBe(second);
  await expect.poll(() => shown(wall.page), { timeout: 20_000 }).toBe(first);
  await other.close();
});

test('a board that was saved is shown within two seconds, another one changes nothing', async () => {
  const of = (he: string) => ({ ...paged, pages: [{ ...paged.pages[0], widgets: [text('a', he)] }] });
  const saved = { x: { version: 1, layout: of('ישן') } };
  wall.answerWith((path, query, body) => boards(saved)(path, query, body));
  await wall.open('/tv/x');
  await expect.poll(() => wall.text('.free-text')).toBe('ישן');
  saved.x = { version: 2, layout: of('חדש') };
  wall.server.boardSaved('y', 9);
  await wall.ticks(3);
  expect(await wall.text('.free-text')).toBe('ישן');
  wall.server.boardSaved('x', 2);
  await expect.poll(() => wall.text('.free-text')).toBe('חדש');
});

test('a new version of the board is shown once the line is there again, and what cannot be read leaves the old one', async () => {
  let board: { version: number; layout: unknown } = { version: 1, layout: { ...paged, pages: [{ ...paged.pages[0], widgets: [text('a', 'ישן')] }] } };
  wall.answerWith((path, query, body) => boards({ x: board })(path, query, body));
  await wall.open('/tv/x');
  await expect.poll(() => wall.text('.free-text')).toBe('ישן');
  board = { version: 2, layout: { ...paged, pages: [{ ...paged.pages[0], widgets: [text('a', 'חדש')] }] } };
  wall.server.drop(1001, true);
  await expect.poll(() => wall.text('.free-text'), { timeout: 20_000 }).toBe('חדש');
  board = { version: 3, layout: { pages: 'none' } };
  wall.server.drop(1001, true);
  await wall.fresh('live');
  await wall.ticks();
  expect(await wall.text('.free-text')).toBe('חדש');
});

test('a board that is not there is named', async () => {
  wall.answerWith(boards({}));
  await wall.open('/tv/nowhere');
  await expect.poll(() => wall.text('.board-unloaded')).toBe('אין לוח בשם nowhere.');
});

test('a board of any queue is of the queue in the address', async () => {
  const layout = READY_MADE.find(({ id }) => id === 'queue')?.layout;
  wall.answerWith(boards({ queue: { version: 1, layout } }));
  await wall.open('/tv/queue?queue=billing');
  await expect
    .poll(() => wall.page.locator('.queue-row[data-queue]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-queue'))))
    .toEqual(['billing']);
  expect(wall.server.hellos).toHaveLength(1);
});

test.each([{ kind: 'agents', by: 'state' }, { kind: 'agents', by: 'trouble' }, { kind: 'agents', by: 'team' }, { kind: 'overruns' }] as const)(
  'where agents have codes, no name of any is on the page: %j',
  async ({ kind, ...more }) => {
    const whole = { kind, id: 'a', x: 0, y: 0, w: 12, h: 24, options: { scope: { of: 'floor' }, ...more, names: 'pseudonym' } };
    wall.answerWith(boards({ x: { version: 1, layout: { name: { he: 'לוח' }, pages: [{ id: 'p', widgets: [whole] }] } } }));
    await wall.open('/tv/x');
    const board = variantBoard('extreme');
    // Where a platform knows no ids, names are the ids.
    const agents = board.agents.map((agent) => ({ ...agent, id: agent.name }));
    wall.server.show({ ...board, agents });
    await expect.poll(() => wall.page.locator(kind === 'agents' ? '.agent' : '.overrun').count()).toBeGreaterThan(kind === 'agents' ? 20 : 3);
    const page = await wall.page.content();
    const names = agents.flatMap(({ name, nameEn }) => [name, nameEn ?? name]);
    expect(names.filter((name) => page.includes(name))).toEqual([]);
    expect(await wall.text(`${kind === 'agents' ? '.agent-name' : '.overrun > bdi'} >> nth=0`)).toMatch(/^נציג [2-9A-Z]{4}/);
  },
);

describe('charts of a part of the floor', () => {
  const scope = { of: 'queue', id: 'sales' };
  const widgets = [
    { kind: 'intraday', id: 'queue', x: 0, y: 0, w: 6, h: 12, options: { scope } },
    { kind: 'agent-states', id: 'states', x: 6, y: 0, w: 6, h: 12, options: { scope: { of: 'floor' } } },
  ];
  const layout = { name: { he: 'לוח' }, pages: [{ id: 'p', widgets }] };
  const drawn = () => wall.page.locator('[data-kind] canvas').count();
  const legend = async () => (await wall.page.locator('.is-states .legend > span').allInnerTexts()).map((words) => words.replace(/\s+/g, ' '));
  const openWith = async (answer: Answer, variant: Variant = 'trouble') => {
    const others = boards({ x: { version: 1, layout } });
    wall.answerWith((path, query, body) => answer(path, query, body) ?? others(path, query, body));
    wall.server.show(variantBoard(variant));
    await wall.open('/tv/x');
  };

  test('are asked for by their part, and say how many agents are in what now', async () => {
    const asked = new Set<string>();
    await openWith((path, query) => {
      if (/intraday|agent-states/.test(path)) asked.add(`${path} ${query.get('scope')}`);
      return undefined;
    });
    await expect.poll(drawn).toBe(2);
    expect([...asked].sort()).toEqual(['/api/v1/agent-states {"of":"floor"}', '/api/v1/intraday {"of":"queue","id":"sales"}']);
    expect(await wall.text('[data-widget="queue"] h2')).toContain('מכירות');
    // From the bottom of a bar to its top.
    expect(await legend()).toEqual(['בטיפול 32', 'בסיכום 0', 'פנויים 8', 'בהפסקה 0', 'תקלה בעמדה 0']);
    const { agents } = variantBoard('trouble').floor;
    wall.server.put({ floor: { ...variantBoard('trouble').floor, agents: { ...agents, available: 5, acw: 3 } } });
    await expect.poll(legend).toContain('בסיכום 3');
  });

  test('without an answer show what is live, and say that nothing else is known', async () => {
    await openWith((path) => (/intraday|agent-states/.test(path) ? { status: 503, body: { title: 'away' } } : undefined));
    await expect.poll(() => wall.page.locator('.old-since').allInnerTexts()).toEqual(['אין נתונים', 'אין נתונים']);
    await expect.poll(drawn).toBe(2);
  });

  test('have words where there was nobody yet', async () => {
    const nothing = { body: { at: '2026-11-17T10:46:00.000Z', quarters: [] } };
    const board = variantBoard('empty');
    await openWith((path) => (/intraday|agent-states/.test(path) ? nothing : undefined), 'empty');
    const agents = Object.fromEntries(Object.keys(board.floor.agents).map((state) => [state, 0])) as typeof board.floor.agents;
    wall.server.show({ ...board, floor: { ...board.floor, agents } });
    await expect
      .poll(() => wall.page.locator('.place .empty').allInnerTexts())
      .toEqual(['אין עדיין פניות היום. העקומה תתחיל עם הפנייה הראשונה.', 'אין עדיין נציגים היום. התרשים יתחיל עם הראשון שיתחבר.']);
    expect(await drawn()).toBe(0);
  });

  test('tell nothing of now when no source does', async () => {
    await openWith(() => undefined, 'alone');
    await expect.poll(async () => (await legend())[0]).toBe('בטיפול');
  });
});
