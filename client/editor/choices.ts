/** What can be chosen in a panel: metrics of the catalogue, and parts of the floor that there are. */
import type { Board } from '../../shared/board.ts';
import { figureKind } from '../../shared/boards/options.ts';
import { type Scope, WINDOWS, type Window } from '../../shared/boards/parts.ts';
import { CHANNELS } from '../../shared/events/contact.ts';
import { AGENT_METRICS } from '../../shared/metrics/agent-metrics.ts';
import { NOW_METRICS } from '../../shared/metrics/now-metrics.ts';
import { STAY_METRICS } from '../../shared/metrics/stay-metrics.ts';
import { scopeName } from '../board/subject.ts';
import { locale } from '../i18n/locale.ts';
import { nameIn, queueName } from '../wall/names.tsx';
import type { Choice, ChoiceGroup } from './fields.tsx';
import { word } from './words.ts';

type Known = Pick<Board, 'queues' | 'agents'>;

/** The control of a scope holds it as text; that of chosen channels is one choice, whichever they are. */
const CHOSEN_CHANNELS = '{"of":"channels"}';
export const scopeText = (scope: Scope): string => (scope.of === 'channels' ? CHOSEN_CHANNELS : JSON.stringify(scope));

/** The scope behind a choice; the channels that were chosen before, or the first one, stand where channels are chosen. */
export function scopeOf(text: string, before: Scope): Scope {
  if (text !== CHOSEN_CHANNELS) return JSON.parse(text) as Scope;
  return before.of === 'channels' ? before : { of: 'channels', channels: [CHANNELS[0]] };
}

const choice = (scope: Scope, text: string): Choice => ({ value: scopeText(scope), text });

/** Distinct names with their English ones, in the order of the language shown. */
function named(pairs: readonly (readonly [string | null, string | null])[]): (readonly [name: string, text: string])[] {
  const names = new Map<string, string>();
  for (const [name, nameEn] of pairs) if (name !== null && !names.has(name)) names.set(name, nameIn(name, nameEn));
  return [...names].sort((a, b) => a[1].localeCompare(b[1], locale()));
}

/** The parts of the floor that there are, and the present one where it is not among them. `kinds`: those that mean something to the widget. */
export function scopeChoices(board: Known | null, present: Scope, kinds: ReadonlySet<Scope['of']>): ChoiceGroup[] {
  const queues = (board?.queues ?? []).filter(({ hidden }) => !hidden);
  const agents = board?.agents ?? [];
  const groups: readonly (ChoiceGroup & { readonly of: Scope['of'] })[] = [
    { of: 'floor', heading: null, choices: [choice({ of: 'floor' }, word('scopeFloor'))] },
    { of: 'queue', heading: null, choices: [choice({ of: 'queue', id: null }, word('scopeAnyQueue'))] },
    { of: 'channels', heading: null, choices: [{ value: CHOSEN_CHANNELS, text: word('scopeChannels') }] },
    { of: 'queue', heading: word('scopeQueues'), choices: queues.map((queue) => choice({ of: 'queue', id: queue.id }, queueName(queue))) },
    {
      of: 'group',
      heading: word('scopeGroups'),
      choices: named(queues.map(({ group }) => [group, null])).map(([name, text]) => choice({ of: 'group', name }, text)),
    },
    {
      of: 'team',
      heading: word('scopeTeams'),
      choices: named(agents.map(({ team, teamEn }) => [team, teamEn])).map(([name, text]) => choice({ of: 'team', name }, text)),
    },
    {
      of: 'site',
      heading: word('scopeSites'),
      choices: named([...agents.map(({ site, siteEn }) => [site, siteEn] as const), ...queues.map(({ site }) => [site, null] as const)]).map(
        ([name, text]) => choice({ of: 'site', name }, text),
      ),
    },
  ];
  const shown = groups.filter(({ of }) => kinds.has(of));
  const isThere = shown.some(({ choices }) => choices.some(({ value }) => value === scopeText(present)));
  if (isThere) return shown;
  const gone = scopeName({ queues: board?.queues ?? [], agents: board?.agents ?? [] }, present, null) ?? '';
  return [{ heading: null, choices: [choice(present, word('scopeGone', { name: gone }))] }, ...shown];
}

type Named = { readonly id: string; readonly he: string; readonly en: string };

/** The metrics that a scope has, by what they are counted of. */
export function metricChoices(scope: Scope): ChoiceGroup[] {
  const of = (metrics: readonly Named[], kind: ReturnType<typeof figureKind>): Choice[] =>
    metrics.filter(({ id }) => figureKind(id, scope) === kind).map((metric) => ({ value: metric.id, text: metric[locale()] }));
  return [
    {
      heading: word('groupNow'),
      choices: of(
        NOW_METRICS.filter((metric) => metric.of === 'customers'),
        'now',
      ),
    },
    {
      heading: word('groupNowAgents'),
      choices: of(
        NOW_METRICS.filter((metric) => metric.of === 'agents'),
        'now',
      ),
    },
    { heading: word('groupStay'), choices: of(STAY_METRICS, 'stay') },
    { heading: word('groupAgent'), choices: of(AGENT_METRICS, 'agent') },
  ];
}

const WINDOW_WORDS = { day: 'windowDay', shift: 'windowShift', interval: 'windowInterval', rolling30: 'windowRolling30' } as const;
const AGENT_WINDOWS: readonly Window[] = ['day', 'shift'];

/** The windows that a metric of a scope has; none where it is of this moment. */
export function windowsOf(metric: string, scope: Scope): readonly Window[] {
  const kind = figureKind(metric, scope);
  if (kind === 'now') return [];
  return kind === 'agent' ? AGENT_WINDOWS : WINDOWS;
}

export function windowChoices(windows: readonly Window[]): ChoiceGroup[] {
  return [{ heading: null, choices: windows.map((window) => ({ value: window, text: word(WINDOW_WORDS[window]) })) }];
}

type Asked = { readonly metric: string; readonly scope: Scope; readonly window: Window | null };

/** A question that has an answer: where the scope has no such metric another one stands in, and a window that the metric does not have goes. */
export function answerable({ metric, scope, window }: Asked): Asked {
  const known = figureKind(metric, scope) === null ? (metricChoices(scope).flatMap(({ choices }) => choices)[0]?.value ?? metric) : metric;
  const windows = windowsOf(known, scope);
  const [first] = windows;
  if (first === undefined) return { metric: known, scope, window: null };
  return { metric: known, scope, window: window !== null && windows.includes(window) ? window : first };
}
