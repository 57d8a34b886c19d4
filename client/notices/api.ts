/** What pages ask the server about notices. Every answer is checked. */
import type { Words } from '../../shared/boards/parts.ts';
import { noticeRecordSchema, noticeRecordsSchema } from '../../shared/notice-record.ts';
import type { Result } from '../../shared/result.ts';
import type { v } from '../../shared/schema.ts';
import { type ApiError, getJson, sendJson } from '../api.ts';

export type Notices = v.InferOutput<typeof noticeRecordsSchema>;

export type Written = {
  readonly text?: Words;
  readonly urgent?: boolean;
  readonly startsAt?: string;
  readonly endsAt?: string | null;
  readonly by?: string;
};

/** Those that held at some time of a span of instants; without `to`, also those to come. `cursor` goes on after a page. */
export const getNotices = (from: string, to?: string, cursor?: string) => getJson(noticeRecordsSchema, '/api/v1/notices', { from, to, cursor });

/** More pages than these nobody reads in one go. */
const PAGES_MAX = 10;

/** The same, page after page; `total` says how many there are beyond. */
export async function getAllNotices(from: string, to: string): Promise<Result<Notices, ApiError>> {
  let all: Notices = { notices: [], total: 0, cursor: null };
  for (let page = 0; page === 0 || (page < PAGES_MAX && all.cursor !== null); page++) {
    const answer = await getNotices(from, to, all.cursor ?? undefined);
    if (!answer.ok) return answer;
    all = { ...answer.value, notices: [...all.notices, ...answer.value.notices] };
  }
  return { ok: true, value: all };
}

export const writeNotice = (notice: Written) => sendJson('POST', '/api/v1/notices', JSON.stringify(notice), {}, noticeRecordSchema);

/** Changes the version that was seen; 412 where it is the present one no more. */
export const changeNotice = (id: string, seen: number, change: Written) =>
  sendJson('PUT', `/api/v1/notices/${encodeURIComponent(id)}`, JSON.stringify(change), { 'if-match': `"${seen}"` }, noticeRecordSchema);
