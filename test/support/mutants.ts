/** Faults put in on purpose, one at a time: each must make the named test fail. `MOKED_MUTANT=name npx vitest run …` plants one. */
export type Mutant = { name: string; file: string; from: string; to: string; project: string; test: string; fails: string };

export const mutants: readonly Mutant[] = [
  {
    name: 'target-exclusive',
    file: 'server/engine/contact.ts',
    from: 'waitMs <= settings.targetMs',
    to: 'waitMs < settings.targetMs',
    project: 'unit',
    test: 'test/unit/metrics/vectors.test.ts',
    fails: 'a wait of exactly T is inside',
  },
  {
    name: 'hangup-ignored',
    file: 'server/sources/asterisk/translate.ts',
    from: '  HangupRequest: hangupRequest,',
    to: '',
    project: 'golden',
    test: 'test/golden/fold.test.ts',
    fails: 'small, AMI alone',
  },
  {
    name: 'dedupe-off',
    file: 'server/ingest/ingest.ts',
    from: 'if (position != null) added.push({ event, position });',
    to: 'added.push({ event, position: position ?? this.#options.engine().state.position + 0.5 });',
    project: 'contract',
    test: 'test/contract/app/http.test.ts',
    fails: 'a batch is answered after the commit',
  },
];

/** A vite plugin that plants the mutant named in the environment; one that no longer fits its file is an error. */
export function mutantPlugin(name: string | undefined) {
  const mutant = mutants.find((known) => known.name === name);
  return {
    name: 'moked:mutant',
    enforce: 'pre' as const,
    transform(code: string, id: string) {
      if (mutant === undefined || !id.endsWith(mutant.file)) return null;
      if (!code.includes(mutant.from)) throw new Error(`mutant ${mutant.name}: ${mutant.file} has no "${mutant.from}"`);
      return { code: code.replace(mutant.from, mutant.to), map: null };
    },
  };
}
