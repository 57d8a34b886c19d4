/** The wall and the boards in the states that they must tell apart: no rule of axe-core is violated, and every figure is read from afar. */
import { expect, test } from 'vitest';
import { READY_MADE } from '../../shared/boards/ready-made.ts';
import { violationsOf } from '../support/axe.ts';
import { type Variant, variantBoard } from '../support/board-variants.ts';
import { faintFigures } from '../support/contrast.ts';
import { useFixtureWall } from '../support/fixture-wall.ts';
import { reviewAnswers } from '../support/review-fixture.ts';
import { root } from '../support/sources.ts';
import type { Answer } from '../support/wall-server.ts';

const STATES: readonly Variant[] = ['trouble', 'empty', 'down', 'alone', 'history', 'crowded'];
const SCREENS = ['/', ...READY_MADE.map(({ id }) => `/tv/${id}`)];
/** What figures have at least, at every size and in every state; axe-core asks for 4.5, and less of large ones. */
const LEAST_CONTRAST = 7;

const wall = useFixtureWall();

/** The ready-made boards; everything else as always. */
function answers(): Answer {
  const others = reviewAnswers('he');
  return (path, query, body) => {
    const board = READY_MADE.find(({ id }) => path === `/api/v1/boards/${id}`);
    return board === undefined ? others(path, query, body) : { body: { ...board, version: 1 } };
  };
}

/** `isWhole`: with the rules of axe-core, which take a second; the colours are quick. */
async function look(state: string, isWhole: boolean): Promise<void> {
  await wall.page.evaluate(async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
  if (isWhole) expect.soft(await violationsOf(wall.page), state).toEqual([]);
  expect.soft(await faintFigures(wall.page, '.wall', LEAST_CONTRAST), state).toEqual([]);
}

test.each(SCREENS)('%s is read in every state', async (path) => {
  wall.answerWith(answers());
  const opened = wall.page.waitForEvent('websocket', (socket) => socket.url().endsWith('/live'));
  await wall.open(`${path}?lang=he`);
  const socket = await opened;
  await wall.page.locator('.queues, [data-widget]').first().waitFor();
  for (const [i, state] of STATES.entries()) {
    // Each board that the server shows has an epoch of its own, from the second on.
    const heard = socket.waitForEvent(
      'framereceived',
      ({ payload }) => /"snapshot"/.test(String(payload)) && String(payload).includes(`"fixture-${i + 2}"`),
    );
    wall.server.show(variantBoard(state, 'he'));
    await heard;
    await look(state, state === 'trouble' || state === 'alone');
  }
});

/** Between them they have every kind of figure. */
const LIGHT = READY_MADE.filter(({ id }) => id === 'overview' || id === 'intraday');

test.each(LIGHT)('the light look of $id is read in every state', async ({ id, layout }) => {
  const others = reviewAnswers('he');
  wall.answerWith((path, query, body) =>
    path === `/api/v1/boards/${id}` ? { body: { id, version: 1, layout: { ...layout, theme: 'light' } } } : others(path, query, body),
  );
  await wall.open(`/tv/${id}?lang=he`);
  await wall.page.locator('html[data-look="light"] [data-widget]').first().waitFor();
  for (const state of STATES) {
    wall.server.show(variantBoard(state, 'he'));
    await wall.ticks(1);
    await look(state, state === 'trouble');
    await wall.page.screenshot({ path: `${root}test/artefacts/light-${id}-${state}.png` });
  }
  if (id !== 'overview') return;
  wall.server.fallSilent(true);
  await wall.fresh('stale');
  await look('stale', false);
});

test('so is a wall whose data are old', async () => {
  wall.answerWith(answers());
  await wall.open('/?lang=he');
  wall.server.fallSilent(true);
  await wall.fresh('stale');
  await look('stale', true);
});

test('the review has figures that are read at a glance', async () => {
  wall.answerWith(answers());
  await wall.page.goto(`${wall.server.url}/review?lang=he&day=2026-11-17&shift=morning`);
  await wall.page.waitForSelector('[data-contact]');
  expect(await violationsOf(wall.page)).toEqual([]);
  expect(await faintFigures(wall.page, 'main', LEAST_CONTRAST)).toEqual([]);
});

test('a page that is not there is sound', async () => {
  await wall.page.goto(`${wall.server.url}/nowhere?lang=he`);
  await wall.page.waitForSelector('.nothing');
  expect(await violationsOf(wall.page)).toEqual([]);
});
