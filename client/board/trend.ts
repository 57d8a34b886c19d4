/** A figure beside the same time last week, and its quarters of the day so far: asked for once a quarter by the tiles that show them. */
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import type { Scope, Window } from '../../shared/boards/parts.ts';
import { v } from '../../shared/schema.ts';
import { INTERVAL_MS, MINUTE_MS } from '../../shared/time.ts';
import { getJson } from '../api.ts';
import { useLive } from '../live/context.ts';

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

/** A quarter is in the tables a few seconds after its end; not all screens ask in the same moment. */
const SETTLED_MS = 20_000;
const SPREAD_MS = 20_000;
/** How often it is tried again where there was no answer. */
const AGAIN_MS = 2 * MINUTE_MS;

/** The trend of a figure; null until it is known, and where none is asked for. */
export function createTrend(asked: Accessor<TrendAsked | null>): Accessor<Trend | null> {
  const live = useLive();
  const [trend, setTrend] = createSignal<Trend | null>(null);
  const [tries, setTries] = createSignal(0);
  const query = createMemo(() => {
    const of = asked();
    return of === null ? null : JSON.stringify({ metric: of.metric, scope: JSON.stringify(of.scope), window: of.window });
  });
  const quarter = createMemo(() => Math.floor((live.clock.second() - SETTLED_MS) / INTERVAL_MS));
  createEffect(on(query, () => setTrend(null)));
  createEffect(
    on([query, quarter, tries], ([text]) => {
      if (text === null) return;
      let isOver = false;
      let cancel: () => void = () => undefined;
      const ask = async () => {
        const answer = await getJson(trendSchema, '/api/v1/trend', JSON.parse(text) as Record<string, string>);
        if (isOver) return;
        if (answer.ok) setTrend(answer.value);
        else cancel = live.clock.after(AGAIN_MS, () => setTries((n) => n + 1));
      };
      // The first time at once: somebody looks at an empty place.
      if (trend() === null) void ask();
      else cancel = live.clock.after(live.clock.random() * SPREAD_MS, () => void ask());
      onCleanup(() => {
        isOver = true;
        cancel();
      });
    }),
  );
  return trend;
}
