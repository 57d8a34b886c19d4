/** Codes of refusals that pages say in words of their own. The sentence beside each, in English, is for programs and logs. */
export const REFUSALS = ['simulated', 'unsupervised', 'source-name', 'sender', 'environment', 'not-here', 'tests-under-way', 'connection'] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Of rules of alarms, of taking one on, and of notices. */
export const ALARM_REFUSALS = [
  'rules-faults',
  'rules-full',
  'rules-unknown',
  'rules-old',
  'changed-meanwhile',
  'version-unsaid',
  'alarm-unknown',
  'alarm-taken',
  'alarm-over',
  'note-long',
  'name-wrong',
  'notice-unknown',
  'notice-text',
  'notice-past',
  'notice-ends',
  'notice-far',
  'notice-over',
  'notice-begun',
  'notice-changes',
  'notices-full',
] as const;
export type AlarmRefusal = (typeof ALARM_REFUSALS)[number];

/** Of boards, settings and their tables, and spans that are asked about. */
export const DESK_REFUSALS = [
  'words-wrong',
  'id-taken',
  'boards-full',
  'board-unknown',
  'board-away',
  'board-version',
  'board-old',
  'board-file',
  'changed-since',
  'setting-unknown',
  'label-taken',
  'before-kept',
  'table-encoding',
  'table-quote',
  'table-empty',
  'table-rows',
  'table-columns',
  'table-cells',
  'table-changes',
  'span-order',
  'span-long',
  'maybe-stored',
] as const;
export type DeskRefusal = (typeof DESK_REFUSALS)[number];

/** What the API refuses with. Pages have words for each, for a refusal that has no code: what no page sends, or what needs nothing more said. */
export const REFUSAL_STATUSES = [400, 401, 403, 404, 405, 408, 409, 412, 413, 415, 421, 422, 428, 429, 500, 503, 507] as const;
export type RefusalStatus = (typeof REFUSAL_STATUSES)[number];

/** What a refusal says beside its sentence: its code, and what it names. */
export type Named<Code> = { readonly text: string; readonly code: Code; readonly with: Readonly<Record<string, string | number>> };
