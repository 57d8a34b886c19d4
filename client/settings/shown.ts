/** Settings as words: values, faults, instants, authors. */
import { type Field, type FieldProblem, writeField } from '../../shared/settings-fields.ts';
import { actorName } from '../i18n/actor.ts';
import { clockText, shortDate } from '../i18n/dates.ts';
import type { Key } from '../i18n/dictionary.ts';
import { dictionary, locale } from '../i18n/locale.ts';
import { site } from '../site.ts';
import { instantOf } from '../wall/instants.ts';
import { channelName, shiftText } from '../wall/names.tsx';
import type { Kind, Page, Row } from './api.ts';
import { fieldWord, type Word, word } from './words.ts';

type Named = Pick<Page, 'teams' | 'sites' | 'agents'>;
const FIELD = { teams: 'team', sites: 'site' } as const;

/** A team or a site in the language shown: by the English name that it has, else by the one that an agent of it brings. */
export function labelName(page: Named, kind: 'teams' | 'sites', name: string): string {
  const english = () => {
    const own = page[kind].find(({ id }) => id === name)?.own['nameEn'];
    const field = FIELD[kind];
    return own ?? page.agents.find((agent) => agent.own[field] === name && agent.own[`${field}En`])?.own[`${field}En`];
  };
  return locale() === 'en' ? String(english() ?? name) : name;
}

/** The name of a row in the language shown: its own, else the platform's, else its id. */
export function rowName(kind: Kind, row: Row, page: Named): string {
  if (kind === 'teams' || kind === 'sites') return labelName(page, kind, row.id);
  const { name, nameEn } = row.own;
  const own = locale() === 'en' ? (nameEn ?? name) : name;
  return String(own ?? row.platformName ?? row.id);
}

/** True for a queue or an agent of which nobody has set or confirmed anything. */
export function isNewcomer(kind: Kind, row: Row): boolean {
  return row.isNew && (kind === 'queues' || kind === 'agents');
}

/** A value as words; what is not set is "none". */
export function valueText(field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return word('noValue');
  if (typeof value === 'boolean') return word(value ? 'yes' : 'no');
  if (field === 'channel') return channelName(String(value));
  if (field === 'formula') return dictionary()[`formula${value}` as Key] as string;
  if (Array.isArray(value)) return value.map(partText).join(', ');
  return typeof value === 'object' ? partText(value) : String(value);
}

/** A part of a value that has parts, such as a shift or the defaults. */
function partText(part: unknown): string {
  if (typeof part !== 'object' || part === null) return String(part);
  // Isolated: between figures in Hebrew the dash would turn them around.
  if ('name' in part && 'start' in part && 'end' in part) return `${shiftText(String(part.name))} \u2066${part.start}–${part.end}\u2069`;
  return Object.entries(part)
    .map(([field, value]) => `${fieldWord(field)}: ${valueText(field, value)}`)
    .join(', ');
}

/** What a choice is called in its list. */
export function choiceText(field: Field, choice: string): string {
  return field.name === 'formula' ? `${choice} · ${valueText(field.name, choice)}` : valueText(field.name, choice);
}

/** What is wrong with what was typed, and what is allowed. */
export function faultText({ is, field }: FieldProblem): string {
  if (is === 'outside') return word('outside', { min: field.min ?? 0, max: field.max ?? 0 });
  return is === 'notChoice' ? word('notChoice', { choices: (field.choices ?? []).join(', ') }) : word(is as Word);
}

/** `17.11.2026 12:46` in the site's zone. */
export function instantText(at: number | string, zone: string): string {
  const instant = typeof at === 'number' ? at : (instantOf(at) ?? 0);
  return `${shortDate(instant, zone)} ${clockText(instant, zone)}`;
}

/** What the floor of a demo is called among the sources where nobody has named it. */
const DEMO_SOURCE = 'demo';

/** Who made a change: the server's machine, an address, a source, the demo, or the environment. A name that somebody typed is as it was typed. */
export function authorText(by: string | null, source: string | null): string {
  if (source === DEMO_SOURCE && site()?.demo) return dictionary().demo;
  if (source !== null && source !== 'moked') return source;
  if (by === null) return word('environment');
  return actorName(by);
}

/** What a form shows for a field: what is typed there is read back by `readField`. */
export function typedOf(kind: Kind, row: Row, field: Field): string {
  return (kind === 'teams' || kind === 'sites') && field.name === 'name' ? row.id : writeField(row.own[field.name]);
}

/** From two of a unit on, where nothing is left over: an answer within four hours is not told in seconds. */
const TARGET_UNITS = [
  { of: 'targetInHours', seconds: 3600 },
  { of: 'targetInMinutes', seconds: 60 },
] as const;

/** The words for a target's time, and its number in their unit. */
export function targetTime(seconds: number): { readonly of: Word; readonly n: number } {
  const unit = TARGET_UNITS.find((one) => seconds >= 2 * one.seconds && seconds % one.seconds === 0);
  return unit === undefined ? { of: 'targetOf', n: seconds } : { of: unit.of, n: seconds / unit.seconds };
}
