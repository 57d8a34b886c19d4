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
