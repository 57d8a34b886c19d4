/** Dates and times as the clocks of the site's zone read them, to instants and back. */
import { clockText } from '../i18n/dates.ts';

/** `2026-11-17T12:46` for a field of date and time. */
export function localText(at: number, timeZone: string): string {
  const date = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
  return `${date}T${clockText(at, timeZone)}`;
}

/** The instant of such a text; null where it is none. Of an hour that comes twice the first; in one that is left out the clocks are ahead already. */
export function instantOfLocal(text: string, timeZone: string): number | null {
  const asUtc = Date.parse(`${text}Z`);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) || Number.isNaN(asUtc)) return null;
  const offsetAt = (at: number) => Date.parse(`${localText(at, timeZone)}Z`) - Math.floor(at / 60_000) * 60_000;
  // The offsets of a day before and a day after are the only two that may hold.
  const offsets = [offsetAt(asUtc - 86_400_000), offsetAt(asUtc + 86_400_000)];
  const found = offsets.map((offset) => asUtc - offset).filter((at) => localText(at, timeZone) === text);
  return found.length > 0 ? Math.min(...found) : asUtc - Math.min(...offsets);
}
