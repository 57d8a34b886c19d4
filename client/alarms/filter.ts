/** Which alarms of the past are looked for. It stands in the address of the page, so that whoever is given that sees the same. Empty: whatever it is. */
import { ALARM_LEVELS } from '../../shared/alarms/row.ts';

/** Business days, both included; empty: today. `part`: a scope as JSON, or a source by its name behind a mark. */
export type Filter = {
  readonly from: string;
  readonly to: string;
  readonly part: string;
  readonly level: string;
  readonly rule: string;
  readonly text: string;
};
export const EVERYTHING: Filter = { from: '', to: '', part: '', level: '', rule: '', text: '' };

const SOURCE = 'source ';
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A source among the parts of the floor. */
export const partOfSource = (name: string): string => SOURCE + name;

/** What `part` is to the server, and in the address. */
function partParams(part: string): { readonly scope?: string; readonly source?: string } {
  if (part === '') return {};
  return part.startsWith(SOURCE) ? { source: part.slice(SOURCE.length) } : { scope: part };
}

/** The filter of an address; what is none there is left out. */
export function filterOf(search: string): Filter {
  const given = new URLSearchParams(search);
  const of = (name: string) => given.get(name) ?? '';
  const day = (name: string) => (DAY.test(of(name)) ? of(name) : '');
  const level = ALARM_LEVELS.some((known) => known === of('level')) ? of('level') : '';
  const part = of('source') === '' ? of('scope') : partOfSource(of('source'));
  return { from: day('from'), to: day('to'), part, level, rule: of('rule'), text: of('text') };
}

/** The part of the address that says it. */
export function addressOf({ part, ...plain }: Filter): string {
  const said = Object.entries({ ...plain, ...partParams(part) }).filter(([, value]) => value !== '');
  return new URLSearchParams(said).toString();
}

/** What the server is asked beside the span. */
export function askedOf({ part, level, rule, text }: Filter): Readonly<Record<string, string | undefined>> {
  const given = (value: string) => (value === '' ? undefined : value);
  return { ...partParams(part), level: given(level), rule: given(rule), text: given(text) };
}
