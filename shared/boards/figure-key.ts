/** A figure that a wall asks for beside the rows: one metric of a part of the floor over a window. Its key is how wall and server name it. */
import type { Result } from '../result.ts';
import { parse, v } from '../schema.ts';
import { figureKind, figureProblem } from './options.ts';
import { type Scope, scopeSchema, type Window, windowSchema } from './parts.ts';

export type Figure = {
  readonly key: string;
  readonly scope: Scope;
  readonly window: Window;
  readonly metric: string;
  readonly kind: 'stay' | 'agent';
};

const keySchema = v.tuple([scopeSchema, windowSchema, v.string()]);

/** The key of a figure. */
export function figureKey(scope: Scope, window: Window, metric: string): string {
  return JSON.stringify([scope, window, metric]);
}

/** Reads a key as a wall sends it; what is wrong with it comes back in words. */
export function readFigureKey(text: string): Result<Figure> {
  const wrong = (why: string) => ({ ok: false, error: `there is no figure ${text.slice(0, 100)}: ${why}` }) as const;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return wrong('it is a JSON array of scope, window and metric');
  }
  const read = parse(keySchema, json);
  if (!read.ok) return wrong(read.error);
  const [scope, window, metric] = read.value;
  const problem = figureProblem(metric, scope, window);
  if (problem !== null) return wrong(problem);
  if (scope.of === 'queue' && scope.id === null) return wrong('its queue has no id');
  return { ok: true, value: { key: figureKey(scope, window, metric), scope, window, metric, kind: figureKind(metric, scope) as Figure['kind'] } };
}
