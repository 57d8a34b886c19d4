/** One figure of the live board: what answers for its scope, its value, and how it is written. */
import type { Board } from '../../shared/board.ts';
import { figureKey } from '../../shared/boards/figure-key.ts';
import type { BoardLayout } from '../../shared/boards/layout.ts';
import { figureKind } from '../../shared/boards/options.ts';
import type { Scope, Window } from '../../shared/boards/parts.ts';
import { countAgents, hasAgent, hasQueue } from '../../shared/boards/scope.ts';
import { MAX_WAITERS, waitersKey } from '../../shared/boards/waiters-key.ts';
import type { WidgetOf } from '../../shared/boards/widgets.ts';
import { AGENT_METRICS } from '../../shared/metrics/agent-metrics.ts';
import type { Unit } from '../../shared/metrics/definition.ts';
import { NOW_METRICS, type NowRow } from '../../shared/metrics/now-metrics.ts';
import { WALL_METRICS } from '../../shared/metrics/on-wall.ts';
import { STAY_METRICS } from '../../shared/metrics/stay-metrics.ts';
import { countText, durationText, elapsedText, NOTHING, percentText } from '../i18n/format.ts';

/** What is known of a metric without computing it. */
type About = { readonly he: string; readonly en: string; readonly unit: Unit; readonly better: 'higher' | 'lower' | 'neither' };

const NOW = new Map(NOW_METRICS.map((metric) => [metric.id, metric]));
const STAY = new Map(STAY_METRICS.map((metric) => [metric.id, metric]));
const AGENT = new Map(AGENT_METRICS.map((metric) => [metric.id, metric]));

/** Names and unit of a metric as the scope has it; null for one that this build does not know. */
export function aboutMetric(metric: string, scope: Scope): About | null {
  const kind = figureKind(metric, scope);
  const from = kind === 'now' ? NOW : kind === 'stay' ? STAY : AGENT;
  return from.get(metric) ?? null;
}

/** A figure as a widget asks for it. `window`: null is this moment. */
export type Asked = { readonly metric: string; readonly scope: Scope; readonly window: Window | null };

/** The scope with the queue that stands in where none is named; null while there is no such queue. */
export function resolved(scope: Scope, chosen: string | null): Scope | null {
  if (scope.of !== 'queue' || scope.id !== null) return scope;
  return chosen === null ? null : { of: 'queue', id: chosen };
}

/** True where the rows of every board carry the figure. */
function isInRows({ metric, scope }: Asked): boolean {
  return figureKind(metric, scope) === 'stay' && (scope.of === 'floor' || scope.of === 'queue') && WALL_METRICS.has(metric);
}

/** The value of a figure; null where it is unknown or there is nothing to divide by. `now`: milliseconds, for what runs. */
export function figureOf(board: Board, asked: Asked, chosen: string | null, now: number): number | null {
  const scope = resolved(asked.scope, chosen);
  if (scope === null) return null;
  if (figureKind(asked.metric, scope) === 'now') return NOW.get(asked.metric)?.derive(nowRow(board, scope), now) ?? null;
  if (asked.window === null) return null;
  if (!isInRows(asked)) return board.figures[figureKey(scope, asked.window, asked.metric)] ?? null;
  const row = scope.of === 'queue' ? board.queues.find(({ id }) => id === scope.id) : board.floor;
  return row?.windows[asked.window].metrics[asked.metric] ?? null;
}

/** Who waits and who works in a part of the floor, each agent once. */
function nowRow(board: Board, scope: Scope): NowRow {
  if (scope.of === 'floor') return { ...board.floor, ...statutoryOf(board, board.queues) };
  if (scope.of === 'queue') {
    const queue = board.queues.find(({ id }) => id === scope.id);
    return queue === undefined ? {} : { ...queue, ...statutoryOf(board, [queue]) };
  }
  const queues = board.queues.filter((queue) => hasQueue(scope, null, queue));
  const ids = new Set(queues.map(({ id }) => id));
  const waitsSince = queues.flatMap(({ oldestWaitingSince }) => oldestWaitingSince ?? []).sort();
  return {
    waiting: queues.reduce((sum, { waiting }) => sum + waiting, 0),
    oldestWaitingSince: waitsSince[0] ?? null,
    inConversation: queues.reduce((sum, { inConversation }) => sum + inConversation, 0),
    agents: countAgents(board.agents.filter((agent) => hasAgent(scope, ids, agent))),
    ...statutoryOf(board, queues),
  };
}

/** The law speaks of calls. */
function statutoryOf({ floor }: Board, queues: Board['queues']): Pick<NowRow, 'oldestCallStartedAt' | 'statutoryMs'> {
  const startedAt = queues.flatMap(({ channel, oldestContactStartedAt }) => (channel === 'voice' ? (oldestContactStartedAt ?? []) : [])).sort();
  return { oldestCallStartedAt: startedAt[0] ?? null, statutoryMs: floor.statutoryMs };
}

/** The keys of the figures that the rows do not carry. */
function keysBeside(figures: readonly Asked[], chosen: string | null): Set<string> {
  const keys = new Set<string>();
  for (const asked of figures) {
    const scope = resolved(asked.scope, chosen);
    if (scope === null || asked.window === null || isInRows(asked)) continue;
    keys.add(figureKey(scope, asked.window, asked.metric));
  }
  return keys;
}

/** The server takes so many from a screen. */
const FIGURES_MAX = 100;

/** What a page of these figures asks of the server, the first of them where they are too many; undefined where the rows have it all. */
export function figuresAsked(figures: readonly Asked[]): string | undefined {
  const keys = [...keysBeside(figures, null)].slice(0, FIGURES_MAX).sort();
  return keys.length === 0 ? undefined : `floor?${new URLSearchParams(keys.map((key) => ['figure', key]))}`;
}

/** What a screen of this layout asks of the server; undefined where the rows have it all. */
export function boardAsked(layout: BoardLayout, chosen: string | null): string | undefined {
  const keys = keysBeside(
    layout.pages.flatMap(({ widgets }) => widgets.flatMap(figuresOf)),
    chosen,
  );
  const waiters = new Set(
    layout.pages.flatMap(({ widgets }) => widgets.flatMap(({ kind, options }) => (kind === 'waiters' ? (waitersAsked(options, chosen) ?? []) : []))),
  );
  const asked = [...[...keys].sort().map((key) => ['figure', key]), ...[...waiters].sort().map((key) => ['waiters', key])];
  return asked.length === 0 ? undefined : `floor?${new URLSearchParams(asked)}`;
}

/** More lines than a page has room for. */
const WAITERS = 30;

/** The key under which the board has the longest waiters of a widget; null while its queue is not known. */
export function waitersAsked({ scope, lines }: WidgetOf<'waiters'>['options'], chosen: string | null): string | null {
  const known = resolved(scope, chosen);
  return known === null ? null : waitersKey(known, Math.min(lines ?? WAITERS, MAX_WAITERS));
}

/** What the quarter under way has in a chart of a part of the floor. */
export const QUARTER_NOW = ['offered', 'answered', 'abandoned', 'service_level'] as const;

function figuresOf({ kind, options }: BoardLayout['pages'][number]['widgets'][number]): Asked[] {
  if (kind === 'metric') return [options];
  // The floor's own quarters travel with its row.
  if (kind === 'intraday' && options.scope.of !== 'floor') return QUARTER_NOW.map((metric) => ({ metric, scope: options.scope, window: 'interval' }));
  if (kind !== 'service-levels') return [];
  return options.formulas.map((formula) => ({ metric: `service_level_${formula}`, scope: options.scope, window: options.window }));
}

/** What the settings say of a part of the floor: those of its one queue, or the floor's. */
export function settingsOf(board: Board, scope: Scope, chosen: string | null): Board['floor']['settings'] {
  const mine = scope.of === 'queue' ? board.queues.find(({ id }) => id === (scope.id ?? chosen)) : undefined;
  return (mine ?? board.floor).settings;
}

type TextOptions = { readonly hoursUnit: string; readonly isElapsed?: boolean; readonly target?: number | undefined; readonly digits?: number };

/** A value as text; `target` keeps rounding from crossing it. */
export function figureText(value: number | null, unit: Unit, { hoursUnit, isElapsed = false, target, digits = 1 }: TextOptions): string {
  if (value === null) return NOTHING;
  if (unit === 'count') return countText(value);
  if (unit === 'ratio') return percentText(value, digits, target);
  return isElapsed ? elapsedText(value, hoursUnit) : durationText(value, hoursUnit);
}
