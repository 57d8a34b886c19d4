/** So many different boards are shown at once and no more: one that finds no room says so, and comes by itself when there is. */
import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { BOARDS_AT_ONCE, PROTOCOL } from '../../shared/protocol/version.ts';
import { started } from '../support/alarm-desk.ts';
import { launchBrowser } from '../support/browser.ts';
import { openDesk } from '../support/desk.ts';
import { root } from '../support/sources.ts';

const artefacts = `${root}test/artefacts/`;
mkdirSync(artefacts, { recursive: true });

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** A screen of a board, once it has its snapshot; or the code with which it was closed. */
async function show(url: string, board: string): Promise<{ socket: WebSocket; code: number | null }> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/live`, PROTOCOL);
  onTestFinished(() => socket.terminate());
  await new Promise((resolve) => socket.once('open', resolve));
  const code = new Promise<number | null>((resolve) => {
    socket.once('close', resolve);
    socket.on('message', (text) => String(text).startsWith('{"type":"snapshot"') && resolve(null));
  });
  socket.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL, board }));
  return { socket, code: await code };
}

test('one board too many', async () => {
  const { url } = await started();
  const screens = [];
  for (let n = 0; n < BOARDS_AT_ONCE; n++) screens.push(await show(url, `floor?queue=q${n}`));
  expect(screens.filter(({ code }) => code !== null)).toEqual([]);
  expect((await show(url, 'floor?queue=one-more')).code).toBe(4413);
  // The same boards again, and the whole floor, are no more boards.
  expect([(await show(url, 'floor?queue=q0')).code, (await show(url, 'floor')).code]).toEqual([null, null]);
  const hebrew = await openDesk(browser, `${url}/tv/queue?queue=sales&lang=he`);
  const english = await openDesk(browser, `${url}/tv/queue?queue=sales&lang=en`);
  await expect.poll(() => hebrew.locator('.nothing').innerText()).toContain('200 לוחות שונים');
  await expect.poll(() => english.locator('.nothing').innerText()).toContain('200 different boards');
  await hebrew.screenshot({ path: `${artefacts}too-many-boards-he.png` });
  screens.at(-1)?.socket.close();
  for (const desk of [hebrew, english]) {
    await desk.locator('[data-freshness="live"]').waitFor();
    expect(await desk.locator('.nothing').count()).toBe(0);
  }
});
