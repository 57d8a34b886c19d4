/** A page whose clock stands until it is told to go on, and that says what it has taken in: what changes on it then was told to it. */
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { MINUTE_MS } from '../../shared/time.ts';

type Told = { heard: string };

/** Opens a page that shows nothing yet and whose clock stands at an instant; closed with its context. */
export async function openStanding(browser: Browser, at: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const page = await context.newPage();
  await page.addInitScript(tellHeard);
  await page.clock.install({ time: at - MINUTE_MS });
  await page.clock.pauseAt(at);
  return page;
}

/** Runs in the page: keeps the epoch and the number of the last change that it has taken in. */
function tellHeard(): void {
  const told = window as unknown as Told;
  told.heard = '';
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ data }) => {
        const { type, epoch, to, seq } = JSON.parse(String(data)) as Record<string, unknown>;
        if (type === 'delta' || type === 'snapshot') told.heard = `${epoch} ${to ?? seq}`;
      });
    }
  };
}

/** Waits until the page has taken in a change, by its epoch and number. */
export async function hasHeard(page: Page, epoch: string, seq: number): Promise<void> {
  await expect.poll(() => page.evaluate(() => (window as unknown as Told).heard)).toBe(`${epoch} ${seq}`);
}
