/** Codes of refusals that pages say in words of their own. The sentence beside each, in English, is for programs and logs. */
export const REFUSALS = ['simulated', 'unsupervised', 'source-name', 'sender', 'environment', 'not-here', 'tests-under-way', 'connection'] as const;
export type Refusal = (typeof REFUSALS)[number];
