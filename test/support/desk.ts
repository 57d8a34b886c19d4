import type { Browser, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

/** A page at a desk, closed with the test; an error in it fails the test. */
export async function openDesk(browser: Browser, url: string, headers: Record<string, string> = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, extraHTTPHeaders: headers });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(url);
  return page;
}
