/** What a figure of a review is made of: the same sums from the stored truth, by the settings that were in force at its end. */
import { reviewStays } from '../../db/reviews.ts';
import { stayMetrics } from '../../shared/metrics/catalogue.ts';
import { emptyStayComponents } from '../../shared/metrics/components.ts';
import { STAY_METRICS } from '../../shared/metrics/stay-metrics.ts';
import type { Explanation } from '../engine/view.ts';
import type { HttpDeps } from './deps.ts';
import { lastInstantOf } from './reviews.ts';

/** `queue`: null is the floor. From `from` on, before `to`, in milliseconds since 1970. */
export type AskedSpan = { readonly metric: string; readonly queue: string | null; readonly from: number; readonly to: number };

/** Explains it as the review of the span has it. */
export async function ofSpan(deps: HttpDeps, { metric, queue, from, to }: AskedSpan): Promise<Explanation> {
  const flushedAt = deps.clock.now();
  await deps.flushed();
  const now = deps.clock.now();
  const then = deps.view().names(lastInstantOf(to, now));
  const stays = await reviewStays(deps.db.sql, { from, to, now, flushedAt });
  const components = queue === null ? stays.floor : (stays.queues.get(queue) ?? emptyStayComponents());
  const named = queue === null ? undefined : then.queues.get(queue);
  const settings = named ?? then.floor;
  return {
    value: stayMetrics(components, settings.formula)[metric] ?? null,
    span: { from, to },
    parts: STAY_METRICS.find(({ id }) => id === metric)?.parts?.(components, settings.formula) ?? null,
    formula: settings.formula,
    components,
    queues: queue === null ? null : [queue],
    agents: null,
    settings: [{ queue, name: named?.name ?? null, nameEn: named?.nameEn ?? null, settings }],
    sources: deps.sources().map(({ name }) => name),
  };
}
