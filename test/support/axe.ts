/** axe-core in a page: what it finds against its own rules, one line a fault. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const OPTIONS: RunOptions = { resultTypes: ['violations'] };

/** What of the page violates a rule of axe-core's default set: WCAG 2.0 and 2.1, A and AA, and its best practices. */
export async function violationsOf(page: Page): Promise<string[]> {
  // The policy of the pages lets no inline script in; what the debugger evaluates is none.
  await page.evaluate(SOURCE);
  const { violations } = await page.evaluate((options): Promise<AxeResults> => Reflect.get(globalThis, 'axe').run(document, options), OPTIONS);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary ?? ''}`));
}
