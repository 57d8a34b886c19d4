import type { Result } from '../../shared/result.ts';

/** The text of a setting: from the variable or from the file that `NAME_FILE` names. Empty counts as not set. */
export function textOf(name: string, env: NodeJS.ProcessEnv, readFile: (path: string) => string): Result<string | undefined> {
  const text = env[name]?.trim() || undefined;
  const path = env[`${name}_FILE`] || undefined;
  if (path === undefined) return { ok: true, value: text };
  if (text !== undefined) return { ok: false, error: `${name} and ${name}_FILE are both set: set one of them` };
  try {
    return { ok: true, value: readFile(path).trim() || undefined };
  } catch (error) {
    return { ok: false, error: `${name}_FILE: cannot read ${path}: ${error instanceof Error ? error.message : String(error)}` };
  }
}
