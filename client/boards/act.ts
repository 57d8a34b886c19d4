/** What the page of boards does, and how it tells what came of it. */
import type { Result } from '../../shared/result.ts';
import type { ApiError } from '../api.ts';
import type { Word } from './words.ts';

export type Note = { readonly of: Word; readonly with?: Readonly<Record<string, string>> };
/** Does something to a board, tells what came of it and looks again. */
export type Act = <T>(work: () => Promise<Result<T, ApiError>>, done?: (value: T) => Note) => Promise<void>;
