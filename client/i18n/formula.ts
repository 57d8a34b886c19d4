import type { Key } from './dictionary.ts';

const FORMULAS = /^(?:service_level_)?([1-8])$/;

/** The formula in words; the settings name it by its number, without one it is the fifth. */
export function formulaKey(formula: string): Extract<Key, `formula${number}`> {
  const number = FORMULAS.exec(formula)?.[1] ?? '5';
  return `formula${number}` as Extract<Key, `formula${number}`>;
}
