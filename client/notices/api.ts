/** What pages ask the server about notices. Every answer is checked. */
import type { Words } from '../../shared/boards/parts.ts';
import { noticeRecordSchema, noticeRecordsSchema } from '../../shared/notice-record.ts';
import type { v } from '../../shared/schema.ts';
import { getJson, sendJson } from '../api.ts';

export type Notices = v.InferOutput<typeof noticeRecordsSchema>;

export type Written = {
  readonly text?: Words;
  readonly urgent?: boolean;
  readonly startsAt?: string;
  readonly endsAt?: string | null;
  readonly by?: string;
};

/** Those that held at some time of a span of instants; without `to`, also those to come. */
export const getNotices = (from: string, to?: string) => getJson(noticeRecordsSchema, '/api/v1/notices', { from, to });

export const writeNotice = (notice: Written) => sendJson('POST', '/api/v1/notices', JSON.stringify(notice), {}, noticeRecordSchema);

/** Changes the version that was seen; 412 where it is the present one no more. */
export const changeNotice = (id: string, seen: number, change: Written) =>
  sendJson('PUT', `/api/v1/notices/${encodeURIComponent(id)}`, JSON.stringify(change), { 'if-match': `"${seen}"` }, noticeRecordSchema);
