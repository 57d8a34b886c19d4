/** Events over HTTP move the numbers of the wall; the review and the API tell the same ones. */
import { expect, test } from 'vitest';
import { countText, percentText } from '../../../client/i18n/format.ts';
import { toIso } from '../../../shared/time.ts';
import { answeredCall, cloudEvent, postEvents, until } from '../../support/app.ts';
import { violationsOf } from '../../support/axe.ts';
import { measured } from '../../support/measured.ts';
import { root } from '../../support/sources.ts';
import { type Board, durationOf, figuresOf, type Review, useWall } from './wall.ts';

const wall = useWall();
const digits = (figure: string) => wall.text(`[data-figure="${figure}"] .digits bdi`);

async function post(...events: object[]): Promise<void> {
  const response = await postEvents(wall.server.url, events);
  expect(await response.json()).toMatchObject({ accepted: events.length, rejected: [] });
}

/** Posts, and measures from the POST's answer until the figure reads so on the page. */
async function moves(figure: string, to: string, ...events: object[]): Promise<number> {
  const shown = wall.page.evaluate(
    ([name, wanted]) =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (document.querySelector(`[data-figure="${name}"] .digits bdi`)?.textContent !== wanted) return false;
          resolve(Date.now());
          return true;
        };
        if (look()) return;
        const observer = new MutationObserver(() => look() && observer.disconnect());
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
    [figure, to] as const,
  );
  await post(...events);
  const answeredAt = Date.now();
  return (await shown) - answeredAt;
}

test('an empty server says what to do; the first event draws the floor', async () => {
  await wall.open('/?lang=he');
  expect(await wall.text('.queues .empty')).toContain('POST /api/v1/events');
  expect(await wall.page.locator('.demo-plate').count()).toBe(0);
  await post(cloudEvent('contact.queued', Date.now() - 2000, { contactId: 'w0', queueId: 'sales' }));
  await expect.poll(() => digits('waiting')).toBe('1');
  await expect.poll(() => wall.text('[data-queue="sales"] .queue-name')).toBe('sales');
});

test('who comes is waiting at once, and the longest wait ticks', async () => {
  const quiet: number[] = [];
  const busy: number[] = [];
  for (let n = 2; n <= 21; n++) {
    const isQuiet = n % 2 === 0;
    // Frames are 250 ms apart at least: one event comes after a longer silence, the next at the heels of its frame.
    if (isQuiet) await wall.page.waitForTimeout(400);
    const contact = { contactId: `w${n - 1}`, queueId: 'sales' };
    (isQuiet ? quiet : busy).push(await moves('waiting', String(n), cloudEvent('contact.queued', Date.now() - 500, contact)));
  }
  for (const [name, took] of Object.entries({ 'after a pause': quiet, 'at the heels of a frame': busy })) {
    took.sort((a, b) => a - b);
    measured(`POST answered → figure on the page, ${name}: median ${took[took.length / 2]} ms, worst ${took.at(-1)} ms, of ${took.length}`);
    expect(took.at(-1)).toBeLessThan(1500);
  }
  // Whole seconds, ticking once a second: it goes on as time does, neither faster nor, but for a tick or two, slower.
  const startedAt = Date.now();
  const first = durationOf(await digits('longest-wait'));
  const readAt = Date.now();
  await expect.poll(async () => durationOf(await digits('longest-wait')) - first).toBeGreaterThanOrEqual(3000);
  const againAt = Date.now();
  const went = durationOf(await digits('longest-wait')) - first;
  expect(went).toBeLessThanOrEqual(Date.now() - startedAt + 1000);
  expect(went).toBeGreaterThanOrEqual(againAt - readAt - 3000);
});

test('an answer moves the service level, the answered and the agent; a lost one the abandonment', async () => {
  const now = Date.now();
  const about = (n: number) => ({ contactId: `w${n}`, queueId: 'sales' });
  const people = [...Array(20).keys()];
  const answers = people.map((n) => cloudEvent('contact.answered', now, { ...about(n + 1), agentId: `agent-${n}` }));
  await moves('answered', '20', ...answers);
  await expect.poll(() => digits('waiting')).toBe('1');
  await expect.poll(() => wall.page.locator('[data-agent="agent-3"]').getAttribute('data-state')).toBe('talking');
  await moves('waiting', '0', cloudEvent('contact.abandoned', Date.now(), about(0)));
  await expect.poll(() => digits('abandonment')).toBe('4.8%');
  const { floor } = await wall.get<Board>('/api/v1/board');
  const { service_level, answered } = floor.windows.day.metrics;
  expect(answered).toBe(20);
  await expect.poll(() => digits('service-level')).toBe(percentText(service_level, 1, 0.8));
  await post(...people.map((n) => cloudEvent('contact.ended', Date.now(), { ...about(n + 1), agentId: `agent-${n}`, by: 'customer' })));
  await expect.poll(() => wall.page.locator('[data-state="talking"]').count()).toBe(0);
});

test('Hebrew and English, by the address and by the control; the figures are the same', async () => {
  const html = wall.page.locator('html');
  await wall.open('/?lang=en');
  expect([await html.getAttribute('lang'), await html.getAttribute('dir')]).toEqual(['en', 'ltr']);
  expect(await wall.text('[data-figure="waiting"] h2')).toBe('Waiting now');
  const before = await digits('answered');
  await wall.page.locator('.header').hover();
  await wall.page.locator('[data-action="language"]').click();
  expect([await html.getAttribute('lang'), await html.getAttribute('dir')]).toEqual(['he', 'rtl']);
  expect(await wall.text('[data-figure="waiting"] h2')).toBe('ממתינים עכשיו');
  expect(await digits('answered')).toBe(before);
  await wall.page.goto(`${wall.server.url}/review`);
  await wall.page.waitForSelector('[data-total="answered"]');
  expect(await html.getAttribute('dir')).toBe('rtl');
  await wall.page.goto(`${wall.server.url}/review?lang=en`);
  await wall.page.waitForSelector('[data-total="answered"]');
  expect(await html.getAttribute('dir')).toBe('ltr');
});

test('the totals of the review are those of the board and of the API', async () => {
  const base = Date.now() - 60_000;
  await post(
    ...answeredCall('r1', 'sales', 'dana', base, 10_000, 20_000),
    ...answeredCall('r2', 'support', 'dana', base + 1000, 33_000, 8000),
    cloudEvent('contact.queued', base, { contactId: 'r3', queueId: 'support' }),
    cloudEvent('contact.abandoned', base + 41_000, { contactId: 'r3', queueId: 'support' }),
    cloudEvent('contact.queued', base, { contactId: 'r4', queueId: 'support' }),
    cloudEvent('contact.abandoned', base + 2000, { contactId: 'r4', queueId: 'support' }),
  );
  const board = await until(async () => {
    const seen = await wall.get<Board>('/api/v1/board');
    return seen.floor.windows.day.metrics['offered'] === 25 && seen;
  }, 'the board holds everything');
  const { dayStartsAt, dayEndsAt } = board.floor.period;
  const review = await wall.get<Review>(`/api/v1/reviews?from=${dayStartsAt}&to=${dayEndsAt}`);
  expect(review.floor.metrics).toEqual(board.floor.windows.day.metrics);
  for (const queue of board.queues) expect(review.queues.find(({ id }) => id === queue.id)?.metrics, queue.id).toEqual(queue.windows.day.metrics);

  await wall.page.goto(`${wall.server.url}/review?lang=he&shift=all`);
  await wall.page.waitForSelector('[data-table="queues"]');
  const metrics = review.floor.metrics;
  const total = (id: string) => wall.text(`[data-total="${id}"] .number`);
  expect(await total('answered')).toBe(countText(metrics['answered']));
  expect(await wall.text('[data-total="offered"]')).toContain(countText(metrics['offered']));
  expect(await total('service_level')).toBe(percentText(metrics['service_level'], 1, 0.8));
  expect(await total('abandon_rate')).toBe(percentText(metrics['abandon_rate'], 1));
  expect(durationOf(await total('asa_ms'))).toBe(Math.round((metrics['asa_ms'] ?? 0) / 1000) * 1000);
  expect(durationOf(await total('longest_wait_ms'))).toBe(Math.round((metrics['longest_wait_ms'] ?? 0) / 1000) * 1000);
  for (const { id, metrics: own } of review.queues) {
    for (const metric of ['offered', 'answered', 'abandoned'])
      expect(await wall.text(`[data-table="queues"] [data-queue="${id}"] [data-metric="${metric}"]`), `${id} ${metric}`).toBe(countText(own[metric]));
  }
  // A short abandonment is on the list as well: what it is not is a share of the rate.
  await expect.poll(() => wall.page.locator('[data-contact]').count()).toBe(3);

  await wall.open('/?lang=he');
  expect((await figuresOf(wall.page))['answered']).toContain(countText(metrics['answered']));
  expect(await digits('service-level')).toBe(percentText(metrics['service_level'], 1, 0.8));
});

test('every number says what it is made of, to the pointer and to the keyboard, and lists the contacts it counts', async () => {
  const dialog = wall.page.locator('dialog.explain');
  await post(cloudEvent('agent.config', Date.now(), { agentId: 'agent-3', effectiveAt: toIso(Date.now()), name: 'רון 3', nameEn: 'Ron 3' }));
  for (const language of ['he', 'en'] as const) {
    await wall.open(`/?lang=${language}`);
    for (const figure of ['answered', 'abandonment', 'service-level', 'asa']) {
      const shown = await digits(figure);
      await wall.page.locator(`[data-figure="${figure}"] [data-explain]`).click();
      await dialog.locator('[data-contact]').first().waitFor();
      expect(await dialog.locator('.explain-value b').innerText(), figure).toBe(shown);
      const quotient = dialog.locator('[data-part="quotient"]');
      const counted = (await quotient.count()) === 0 ? shown : (await quotient.innerText()).split(' ÷ ')[1];
      expect(await dialog.locator('[data-contact]').count(), figure).toBe(Number(counted));
      if (figure === 'service-level') {
        // Of each whether it was within its target, so that what was divided can be counted by hand; the formula in words.
        const answered = dialog.locator('[data-contact]').filter({ hasText: language === 'he' ? 'נענתה' : 'Answered' });
        const inTarget = await answered.locator('[data-in-target="true"]').count();
        expect(String(inTarget)).toBe((await quotient.innerText()).split(' ÷ ')[0]);
        expect(await dialog.locator('tbody').first().innerText()).toMatch(language === 'he' ? /5 · נענו בזמן היעד/ : /5 · in target/);
        expect(await dialog.innerText()).toContain(language === 'he' ? 'רון 3' : 'Ron 3');
        expect(await dialog.innerText()).not.toContain(language === 'he' ? 'Ron 3' : 'רון 3');
        await wall.page.screenshot({ path: `${root}test/artefacts/explain-level-${language}.png` });
        expect(await violationsOf(wall.page)).toEqual([]);
      }
      await wall.page.keyboard.press('Escape');
      await expect.poll(() => dialog.count()).toBe(0);
    }
    await wall.page.goto(`${wall.server.url}/review?lang=${language}`);
    const total = wall.page.locator('[data-total="answered"] [data-explain]');
    const answered = await total.innerText();
    await total.click();
    await dialog.locator('[data-contact]').first().waitFor();
    expect(await dialog.locator('.explain-value b').innerText()).toBe(answered);
    expect(await dialog.locator('[data-contact]').count()).toBe(Number(answered));
    await wall.open(`/?lang=${language}`);
    const cells = wall.page.locator('[data-queue="sales"] [data-explain]');
    for (let n = 0; n < (await cells.count()); n++) {
      await cells.nth(n).focus();
      await wall.page.keyboard.press('Enter');
      await dialog.locator('.explain-formula').waitFor();
      const formula = await dialog.locator('.explain-formula').innerText();
      expect(/[א-ת]/.test(formula), formula).toBe(language === 'he');
      expect(await dialog.locator('.explain-failed').count()).toBe(0);
      await wall.page.keyboard.press('Escape');
      await expect.poll(() => dialog.count()).toBe(0);
      expect(await cells.nth(n).evaluate((cell) => cell === document.activeElement)).toBe(true);
    }
  }
});
