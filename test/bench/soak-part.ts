/** A part of the soak. `figures` goes into the summary; each of `faults` says what is wrong, none means that all is right. */
export type SoakPart = {
  readonly name: string;
  /** @param say tells how far it is. */
  run(say: (line: string) => void): Promise<{ figures: string; faults: readonly string[] }>;
};
