/** Says what a test measured, beside its result. */
export function measured(what: string): void {
  console.info(`measured: ${what}`);
}
