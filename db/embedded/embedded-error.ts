/** Something an operator can put right; the message says what and how. */
export class EmbeddedError extends Error {
  override readonly name = 'EmbeddedError';
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
