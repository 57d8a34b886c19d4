/** An expected outcome that may be a failure: used where the outside world can be wrong, so that callers must look. */
export type Result<T, E = string> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };
