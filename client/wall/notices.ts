/** Which notice has its turn where there is room for one. */
import type { NoticeRow } from '../../shared/notices.ts';
import { SECOND_MS } from '../../shared/time.ts';

/** Long enough to be read twice from across a room. */
export const NOTICE_TURN_MS = 10 * SECOND_MS;

/** The one whose turn it is, with its place among them; null where there is none. The same at every screen, for all go by the clock. @param at ms since 1970 */
export function onTurn(notices: readonly NoticeRow[], at: number): { readonly notice: NoticeRow; readonly place: number } | null {
  const index = Math.floor(at / NOTICE_TURN_MS) % Math.max(1, notices.length);
  const notice = notices[index];
  return notice === undefined ? null : { notice, place: index + 1 };
}

export type Page = { readonly from: number; readonly lines: number };

/**
 * Pages of blocks of lines that stand below each other, where so many lines have room. A block is broken only where it alone has more than that.
 * @param blocks how many lines each has.
 */
export function pagesOf(blocks: readonly number[], room: number): Page[] {
  const pages: Page[] = [];
  let page = { from: 0, lines: 0 };
  const turn = () => {
    if (page.lines > 0) pages.push(page);
    page = { from: page.from + page.lines, lines: 0 };
  };
  for (const block of blocks) {
    if (page.lines + block > room) turn();
    let left = block;
    for (; left > room; left -= room) {
      page = { ...page, lines: room };
      turn();
    }
    page = { ...page, lines: page.lines + left };
  }
  turn();
  return pages;
}
