/** Sends a file as it lies on the disk, and tells how much of it is gone. */
import { type Imports, importSchema, importsSchema } from '../../shared/imports.ts';
import type { Result } from '../../shared/result.ts';
import { parse } from '../../shared/schema.ts';
import { type ApiError, getJson, problemOf } from '../api.ts';

export const getImports = (): Promise<Result<Imports, ApiError>> => getJson(importsSchema, '/api/v1/imports');

export type Sending = { readonly file: File; readonly source: string; readonly isNewSource: boolean };

/** @param onShare told again and again with 0 to 1. Resolves when the import has begun: how it goes is asked for apart. */
export function sendLog({ file, source, isNewSource }: Sending, onShare: (share: number) => void): Promise<Result<null, ApiError>> {
  const query = new URLSearchParams({ source, file: file.name.slice(0, 255), newSource: isNewSource ? 'yes' : 'no' });
  return new Promise((resolve) => {
    // Of what it sends fetch tells nothing.
    const request = new XMLHttpRequest();
    const fail = (error: ApiError) => resolve({ ok: false, error });
    request.open('POST', `/api/v1/imports/queue-log?${query}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.addEventListener('progress', ({ loaded, total }) => onShare(total === 0 ? 0 : loaded / total));
    request.addEventListener('load', () => {
      if (request.status !== 202) return fail(problemOf(request.status, request.responseText));
      const begun = parse(importSchema, JSON.parse(request.responseText));
      return begun.ok ? resolve({ ok: true, value: null }) : fail({ status: 202, reason: begun.error });
    });
    request.addEventListener('error', () => fail({ status: 0, reason: 'the upload broke off', code: 'broken-off' }));
    request.send(file);
  });
}
