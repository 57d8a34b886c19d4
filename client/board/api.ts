/** Boards as the server has them. Every answer is checked. */
import { layoutSchema } from '../../shared/boards/layout.ts';
import type { Result } from '../../shared/result.ts';
import { v } from '../../shared/schema.ts';
import { type ApiError, getJson } from '../api.ts';

const boardSchema = v.object({ id: v.string(), version: v.number(), layout: layoutSchema });
export type Board = v.InferOutput<typeof boardSchema>;

/** The board with this id as it is now. */
export function getBoard(id: string): Promise<Result<Board, ApiError>> {
  return getJson(boardSchema, `/api/v1/boards/${encodeURIComponent(id)}`);
}
