/** From when on what is kept, as answers tell it. */
import { toIso } from '../../shared/time.ts';
import type { HttpDeps } from './deps.ts';

type Told = { readonly days: number | null; readonly from: string | null };

/** `days`: how long by the settings, null for ever. `from`: what was before is gone; null: nothing is. */
export async function keptIn({ keeping }: HttpDeps): Promise<Record<'log' | 'details' | 'intervals', Told>> {
  const { log, details, intervals } = await keeping();
  const told = ({ days, from }: typeof log): Told => ({ days, from: from === null ? null : toIso(from) });
  return { log: told(log), details: told(details), intervals: told(intervals) };
}
