/** Something an operator can put right; the message says what and how. */
export class EmbeddedError extends Error {
  override readonly name = 'EmbeddedError';
  /** True where the same start may well succeed a moment later: another start is under way, the machine is busy. */
  readonly mayPass: boolean;

  constructor(message: string, options: ErrorOptions & { readonly mayPass?: boolean } = {}) {
    super(message, options);
    this.mayPass = options.mayPass ?? false;
  }
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
