/** What the page of boards asks the server. Every answer is checked. */
import { type BoardLayout, layoutSchema } from '../../shared/boards/layout.ts';
import { wordsSchema } from '../../shared/boards/parts.ts';
import type { Result } from '../../shared/result.ts';
import { v } from '../../shared/schema.ts';
import { type ApiError, getJson, sendJson } from '../api.ts';

const about = { version: v.number(), savedAt: v.string(), savedBy: v.string(), restoredFrom: v.nullable(v.number()) };
const lineSchema = v.object({
  id: v.string(),
  ...about,
  archivedAt: v.nullable(v.string()),
  /** null: this Moked cannot read it. */
  name: v.nullable(wordsSchema),
  pages: v.number(),
  widgets: v.number(),
});
export type BoardLine = v.InferOutput<typeof lineSchema>;

const boardsSchema = v.object({ boards: v.array(lineSchema) });
export type Boards = v.InferOutput<typeof boardsSchema>;

const versionsSchema = v.object({ versions: v.array(v.object(about)) });
export type Version = v.InferOutput<typeof versionsSchema>['versions'][number];

const savedSchema = v.object({ id: v.string(), version: v.number(), layout: layoutSchema });

const pathOf = (id: string) => `/api/v1/boards/${encodeURIComponent(id)}`;
const ifMatch = (version: number) => ({ 'if-match': `"${version}"` });

/** All boards, those that were put away among them. */
export const getBoards = () => getJson(boardsSchema, '/api/v1/boards', { archived: 'yes' });
export const getVersions = (id: string) => getJson(versionsSchema, `${pathOf(id)}/versions`);
export const filePath = (id: string) => `${pathOf(id)}/file`;

/** A board as it is now, with what is in it. */
export const getLayout = (id: string) => getJson(savedSchema, pathOf(id));

/** A new board: composed, or as a file has it. */
export const addBoard = (body: { layout: BoardLayout } | string) =>
  sendJson('POST', '/api/v1/boards', typeof body === 'string' ? body : JSON.stringify(body), {}, savedSchema);

/** Brings an earlier version back, as one more; a board that was put away comes into use again. */
export const restore = (id: string, seen: number, version: number): Promise<Result<unknown, ApiError>> =>
  sendJson('POST', `${pathOf(id)}/restore`, JSON.stringify({ version }), ifMatch(seen));

export const putAway = (id: string, seen: number): Promise<Result<unknown, ApiError>> => sendJson('DELETE', pathOf(id), '{}', ifMatch(seen));
