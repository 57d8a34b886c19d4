/**
 * Figures that a board asks for beside the rows: of a group, a site, a team or some channels, and metrics that do not travel with the rows. Sums of
 * queues are sums of stays: a contact that moved between two of them counts in each, as in their rows.
 */
import type { Figure } from '../../shared/boards/figure-key.ts';
import type { Scope, Window } from '../../shared/boards/options.ts';
import { agentMetrics, stayMetrics } from '../../shared/metrics/catalogue.ts';
import { addAgentComponents, addStayComponents, emptyAgentComponents, emptyStayComponents } from '../../shared/metrics/components.ts';
import { INTERVAL_MS, intervalStart } from '../../shared/time.ts';
import { agentSum } from './agents.ts';
import { refresh } from './contacts.ts';
import type { Ledger } from './ledger.ts';
import type { Counted } from './rows.ts';
import type { State } from './state.ts';

type Values = Readonly<Record<string, number | null>>;

/** The value of each figure by its key; null where there is nothing to divide by, or nobody and nothing of that name. */
export function figuresOf(state: State, asked: readonly Figure[]): Record<string, number | null> {
  refresh(state);
  const found: Record<string, number | null> = {};
  // Many figures of a board are of one part and window.
  const bySum = new Map<string, Values>();
  for (const { key, scope, window, metric, kind } of asked) {
    const of = `${kind} ${window} ${JSON.stringify(scope)}`;
    let values = bySum.get(of);
    if (values === undefined) {
      values = kind === 'agent' ? agentValues(state, scope, window) : stayValues(state, scope, window);
      bySum.set(of, values);
    }
    found[key] = values[metric] ?? null;
  }
  return found;
}

function stayValues(state: State, scope: Scope, window: Window): Values {
  if (scope.of === 'floor') return stayMetrics(sumOf(state, state.floor, window), state.settings.queueAt('', state.now).formula);
  const total = emptyStayComponents();
  const formulas = new Set<Parameters<typeof stayMetrics>[1]>();
  for (const [id, ledger] of state.queues) {
    if (!hasQueue(state, scope, id)) continue;
    formulas.add(state.settings.queueAt(id, state.now).formula);
    addStayComponents(total, sumOf(state, ledger, window));
  }
  // Queues that count by different formulas have none in common but the floor's.
  const [only] = formulas.size === 1 ? formulas : [state.settings.queueAt('', state.now).formula];
  return formulas.size === 0 ? {} : stayMetrics(total, only as Parameters<typeof stayMetrics>[1]);
}

function hasQueue(state: State, scope: Scope, id: string): boolean {
  if (scope.of === 'queue') return scope.id === id;
  const settings = state.settings.queueAt(id, state.now);
  if (scope.of === 'group') return settings.group === scope.name;
  if (scope.of === 'site') return settings.site === scope.name;
  const channel = settings.channel ?? state.queueChannels.get(id)?.channel ?? 'voice';
  return scope.of === 'channels' && scope.channels.some((one) => one === channel);
}

function sumOf<R extends Counted>(state: State, ledger: Ledger<R>, window: Window) {
  const { now } = state;
  if (window === 'rolling30') return ledger.rolling(now);
  const { from, to } = spanOf(state, window);
  return ledger.sum(from, to, now);
}

/** Between two shifts the window of the shift is empty. */
function spanOf(state: State, window: Exclude<Window, 'rolling30'>): { from: number; to: number } {
  const { bounds, shift } = state.period();
  if (window === 'day') return { from: bounds.startsAt, to: bounds.endsAt };
  if (window === 'shift') return { from: shift?.startsAt ?? 0, to: shift?.endsAt ?? 0 };
  const quarter = intervalStart(state.now);
  return { from: quarter, to: quarter + INTERVAL_MS };
}

function agentValues(state: State, scope: Scope, window: Window): Values {
  const { from, to } = spanOf(state, window === 'rolling30' ? 'interval' : window);
  const total = emptyAgentComponents();
  let isAny = false;
  for (const agent of state.agents.values()) {
    const { team, site } = state.settings.agentAt(agent.id, state.now);
    if ((scope.of === 'team' && team !== scope.name) || (scope.of === 'site' && site !== scope.name)) continue;
    isAny = true;
    addAgentComponents(total, agentSum(agent, from, to, state.now));
  }
  return isAny ? agentMetrics(total) : {};
}
