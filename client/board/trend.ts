/** A figure beside the same time last week, and its quarters of the day so far: asked for once a quarter by the tiles that show them. */
import type { Accessor } from 'solid-js';
import type { Scope, Window } from '../../shared/boards/parts.ts';
import { v } from '../../shared/schema.ts';
import { INTERVAL_MS } from '../../shared/time.ts';
import { createAsked } from './asked.ts';

const sum = v.nullable(v.object({ value: v.nullable(v.number()) }));
const trendSchema = v.object({ soFar: sum, lastWeek: sum, quarters: v.array(v.object({ startsAt: v.string(), value: v.nullable(v.number()) })) });
export type Trend = v.InferOutput<typeof trendSchema>;

export type TrendAsked = { readonly metric: string; readonly scope: Scope; readonly window: Window };

/** What changed since last week; `change` as a share of then, of a ratio in points of a hundred. */
export type Change = { readonly change: number; readonly isRatio: boolean };

/** The change since last week; null where there is nothing to compare with. */
export function changeOf({ soFar, lastWeek }: Trend, isRatio: boolean): Change | null {
  const [now, then] = [soFar?.value ?? null, lastWeek?.value ?? null];
  if (now === null || then === null) return null;
  if (isRatio) return { change: Math.round((now - then) * 100), isRatio };
  return then === 0 ? null : { change: Math.round(((now - then) / then) * 100), isRatio };
}

/** The trend of a figure; null until it is known, and where none is asked for. */
export function createTrend(asked: Accessor<TrendAsked | null>): Accessor<Trend | null> {
  const query = () => {
    const of = asked();
    return of === null ? null : { metric: of.metric, scope: JSON.stringify(of.scope), window: of.window };
  };
  return createAsked(trendSchema, '/api/v1/trend', query, INTERVAL_MS).answer;
}
