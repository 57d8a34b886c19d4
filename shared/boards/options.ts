/** What widgets may be told: of which part of the floor they speak, over which window, with which figure. */
import { CHANNELS, storable } from '../events/contact.ts';
import { AGENT_METRICS } from '../metrics/agent-metrics.ts';
import { NOW_METRICS } from '../metrics/now-metrics.ts';
import { STAY_METRICS } from '../metrics/stay-metrics.ts';
import { v } from '../schema.ts';

export const NAME_MAX = 200;
const TEXT_MAX = 500;

/** A name of a queue, team, site or board: not empty, no blanks around it. */
export const nameSchema = v.pipe(
  v.string(),
  v.check((text) => text.trim() !== '', 'must not be empty'),
  v.maxLength(NAME_MAX, `has at most ${NAME_MAX} characters`),
  storable,
);

/** The same words in both languages of the product; where one is missing the other stands in for it. */
export const wordsSchema = v.pipe(
  v.strictObject({
    he: v.optional(v.pipe(v.string(), v.maxLength(TEXT_MAX, `has at most ${TEXT_MAX} characters`), storable), ''),
    en: v.optional(v.pipe(v.string(), v.maxLength(TEXT_MAX, `has at most ${TEXT_MAX} characters`), storable), ''),
  }),
  v.check(({ he, en }) => he.trim() !== '' || en.trim() !== '', 'needs a text in Hebrew or in English'),
);

/**
 * A part of the floor. A queue of null is the one that the address of the screen names, or else the first of the wall: a board that serves every queue.
 * A group is one of queues; a site has queues and agents; channels have the queues that serve them.
 */
export const scopeSchema = v.variant('of', [
  v.strictObject({ of: v.literal('floor') }),
  v.strictObject({ of: v.literal('queue'), id: v.nullable(nameSchema) }),
  v.strictObject({ of: v.literal('group'), name: nameSchema }),
  v.strictObject({ of: v.literal('team'), name: nameSchema }),
  v.strictObject({ of: v.literal('site'), name: nameSchema }),
  v.strictObject({
    of: v.literal('channels'),
    channels: v.pipe(
      v.array(v.picklist(CHANNELS)),
      v.minLength(1, 'needs a channel'),
      v.check((channels) => new Set(channels).size === channels.length, 'has a channel twice'),
    ),
  }),
]);
export type Words = v.InferOutput<typeof wordsSchema>;
export type Scope = v.InferOutput<typeof scopeSchema>;

/** day: the business day · shift: the one under way · interval: the quarter under way · rolling30: the last 30 minutes. */
export const WINDOWS = ['day', 'shift', 'interval', 'rolling30'] as const;
export const windowSchema = v.picklist(WINDOWS);
export type Window = (typeof WINDOWS)[number];

const AGENT_WINDOWS: ReadonlySet<string> = new Set<Window>(['day', 'shift']);
const NOW: ReadonlySet<string> = new Set(NOW_METRICS.map(({ id }) => id));
const NOW_OF_AGENTS: ReadonlySet<string> = new Set(NOW_METRICS.filter((metric) => metric.of === 'agents').map(({ id }) => id));
const STAY: ReadonlySet<string> = new Set(STAY_METRICS.map(({ id }) => id));
const AGENT: ReadonlySet<string> = new Set(AGENT_METRICS.map(({ id }) => id));

/** How a figure comes about: counted now, of contacts in a queue, or of the time of agents. */
export type FigureKind = 'now' | 'stay' | 'agent';

/** Which catalogue answers for a metric of a scope; null where none does. Of a metric that contacts and agents both have, that of the contacts. */
export function figureKind(metric: string, scope: Scope): FigureKind | null {
  const hasContacts = scope.of !== 'team';
  const hasAgents = scope.of === 'floor' || scope.of === 'site' || scope.of === 'team';
  if (NOW.has(metric)) return hasContacts || NOW_OF_AGENTS.has(metric) ? 'now' : null;
  if (hasContacts && STAY.has(metric)) return 'stay';
  return hasAgents && AGENT.has(metric) ? 'agent' : null;
}

/** What is wrong with a figure as it was asked for, in a sentence that says what is allowed; null where nothing is. `window`: null is this moment. */
export function figureProblem(metric: string, scope: Scope, window: Window | null): string | null {
  const kind = figureKind(metric, scope);
  if (kind === null)
    return NOW.has(metric) || STAY.has(metric) || AGENT.has(metric)
      ? `a ${scope.of} has no "${metric}"`
      : `there is no metric "${metric.slice(0, 60)}"; METRICS.md names all`;
  if (kind === 'now') return window === null ? null : `"${metric}" is of this moment: it has no window`;
  if (window === null) return `"${metric}" needs a window: ${WINDOWS.join(', ')}`;
  if (kind === 'agent' && !AGENT_WINDOWS.has(window))
    return `"${metric}" of agents has the windows ${[...AGENT_WINDOWS].join(' and ')}, not ${window}`;
  return null;
}
