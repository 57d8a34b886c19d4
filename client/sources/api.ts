/** What the sources page asks the server. Every answer is checked. */
import type { Result } from '../../shared/result.ts';
import type { v } from '../../shared/schema.ts';
import { type Connection, sourcesSchema, type Tested, testedSchema } from '../../shared/sources.ts';
import { type ApiError, getJson, sendJson } from '../api.ts';

export type Page = v.InferOutput<typeof sourcesSchema>;

export const getPage = () => getJson(sourcesSchema, '/api/v1/sources');

/** Tries a connection; nothing of it is kept. */
export const tryConnection = (connection: Connection): Promise<Result<Tested, ApiError>> =>
  sendJson('POST', '/api/v1/sources/test', JSON.stringify(connection), {}, testedSchema);
