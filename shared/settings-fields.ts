/**
 * The settings of queues and agents that people edit: one table for the page, the import and the export. What is allowed here is what the
 * facts allow (`shared/events/system.ts`); a test compares the two.
 */
import { CHANNELS } from './events/contact.ts';
import type { Result } from './result.ts';
import { isSeen } from './seen.ts';

export const TEXT_MAX = 500;
const WEEK_SECONDS = 86_400 * 7;

/** Those of `events/system.ts`, whose checks no page needs. */
const FORMULAS = ['1', '2', '3', '4', '5', '6', '7', '8'] as const;

export type Value = string | number | boolean;

export type Field = {
  readonly name: string;
  readonly kind: 'text' | 'number' | 'integer' | 'flag' | 'choice';
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
};

/** Far more places than there are rows. */
export const ORDER = { min: -1_000_000, max: 1_000_000 } as const;

const seconds = { kind: 'number', min: 0, max: WEEK_SECONDS } as const;

export const QUEUE_FIELDS = [
  { name: 'name', kind: 'text' },
  { name: 'nameEn', kind: 'text' },
  { name: 'channel', kind: 'choice', choices: CHANNELS },
  { name: 'site', kind: 'text' },
  { name: 'group', kind: 'text' },
  { name: 'order', kind: 'integer', ...ORDER },
  { name: 'slaTarget', kind: 'number', min: 0, max: 100 },
  { name: 'slaSeconds', ...seconds },
  { name: 'formula', kind: 'choice', choices: FORMULAS },
  { name: 'shortAbandonSeconds', ...seconds },
  { name: 'wrapupSeconds', ...seconds },
  { name: 'hidden', kind: 'flag' },
] as const satisfies readonly Field[];

export const AGENT_FIELDS = [
  { name: 'name', kind: 'text' },
  { name: 'nameEn', kind: 'text' },
  { name: 'team', kind: 'text' },
  { name: 'site', kind: 'text' },
  { name: 'nesting', kind: 'flag' },
  { name: 'hidden', kind: 'flag' },
] as const satisfies readonly Field[];

export const FIELDS: Readonly<Record<'queues' | 'agents', readonly Field[]>> = { queues: QUEUE_FIELDS, agents: AGENT_FIELDS };

/** What is wrong with a typed value: the key of a message, and the bounds that it names. */
export type FieldProblem = {
  readonly is: 'tooLong' | 'notText' | 'notNumber' | 'notInteger' | 'outside' | 'notFlag' | 'notChoice';
  readonly field: Field;
};

const YES: ReadonlySet<string> = new Set(['yes', 'true', '1', 'כן']);
const NO: ReadonlySet<string> = new Set(['no', 'false', '0', 'לא']);

/** A value as people type it, in a cell or a form. Empty is null: no value of its own, the default holds. */
export function readField(field: Field, typed: string): Result<Value | null, FieldProblem> {
  const text = typed.trim();
  const wrong = (is: FieldProblem['is']): Result<never, FieldProblem> => ({ ok: false, error: { is, field } });
  if (!isSeen(text) && !text.includes('\0')) return { ok: true, value: null };
  if (text.includes('\0')) return wrong('notText');
  if (field.kind === 'text') return text.length > TEXT_MAX ? wrong('tooLong') : { ok: true, value: text };
  if (field.kind === 'choice') return field.choices?.includes(text.toLowerCase()) ? { ok: true, value: text.toLowerCase() } : wrong('notChoice');
  if (field.kind === 'flag') {
    const word = text.toLowerCase();
    return YES.has(word) ? { ok: true, value: true } : NO.has(word) ? { ok: true, value: false } : wrong('notFlag');
  }
  if (!/^[-−]?\d+(\.\d+)?$/.test(text)) return wrong('notNumber');
  const number = Number(text.replace('−', '-'));
  if (field.kind === 'integer' && !Number.isSafeInteger(number)) return wrong('notInteger');
  return number < (field.min ?? Number.NEGATIVE_INFINITY) || number > (field.max ?? Number.MAX_SAFE_INTEGER)
    ? wrong('outside')
    : { ok: true, value: number };
}

/** A value as `readField` reads it back. */
export function writeField(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}

/** What a field allows, in English. */
export function allowedIn(field: Field): string {
  if (field.kind === 'text') return `at most ${TEXT_MAX} characters`;
  if (field.kind === 'choice') return `one of ${field.choices?.join(', ')}`;
  if (field.kind === 'flag') return 'yes or no';
  return `a ${field.kind === 'integer' ? 'whole ' : ''}number from ${field.min} to ${field.max}`;
}
