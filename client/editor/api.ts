/** What the editor asks the server. Every answer is checked. */
import { type BoardLayout, layoutSchema } from '../../shared/boards/layout.ts';
import type { Result } from '../../shared/result.ts';
import { v } from '../../shared/schema.ts';
import { type ApiError, getJson, sendJson } from '../api.ts';

const about = { version: v.number(), savedAt: v.string(), savedBy: v.string() };
const boardSchema = v.object({ id: v.string(), ...about, archivedAt: v.nullable(v.string()), layout: layoutSchema });
/** A board as it is saved, by whom and when. */
export type Saved = v.InferOutput<typeof boardSchema>;

const editingSchema = v.object({ ...about, others: v.array(v.object({ name: v.nullable(v.string()), since: v.string() })) });
/** Who else has the board open, and which version is saved now. */
export type Editing = v.InferOutput<typeof editingSchema>;

const pathOf = (id: string) => `/api/v1/boards/${encodeURIComponent(id)}`;

export const getSaved = (id: string): Promise<Result<Saved, ApiError>> => getJson(boardSchema, pathOf(id));

/** Saves a layout as the version after `base`; 412 where that is not the present one. `by`: who; null: as the server knows whoever asks. */
export function putLayout(id: string, base: number, layout: BoardLayout, by: string | null): Promise<Result<Saved, ApiError>> {
  const body = JSON.stringify(by === null ? { layout } : { layout, by });
  return sendJson('PUT', pathOf(id), body, { 'if-match': `"${base}"` }, boardSchema);
}

/** A new board of this layout. */
export function postLayout(layout: BoardLayout, by: string | null): Promise<Result<Saved, ApiError>> {
  return sendJson('POST', '/api/v1/boards', JSON.stringify(by === null ? { layout } : { layout, by }), {}, boardSchema);
}

/** Tells that this page has the board open. */
export function putEditing(id: string, editor: string, name: string | null): Promise<Result<Editing, ApiError>> {
  return sendJson('PUT', `${pathOf(id)}/editing`, JSON.stringify({ editor, name }), {}, editingSchema);
}
