/** The quarters of today as the chart of the day shows them: of the floor, or of the queues of a part of it. Pure; keeps nothing. */
import type { CurvePoint } from '../../shared/board.ts';
import type { Scope } from '../../shared/boards/parts.ts';
import type { ServiceLevelFormula } from '../../shared/events/system.ts';
import { addStayComponents, emptyStayComponents, type StayComponents } from '../../shared/metrics/components.ts';
import { serviceLevel } from '../../shared/metrics/service-level.ts';
import { INTERVAL_MS, toIso } from '../../shared/time.ts';
import { refresh } from './contacts.ts';
import { ContactSums } from './figures.ts';
import type { Ledger } from './ledger.ts';
import type { Counted } from './rows.ts';
import type { State } from './state.ts';

/** Where the chart of the day begins: with the business day, or with the shift under way where that began before it. */
export function curveFrom(state: State): number {
  const { bounds, shift } = state.period();
  return Math.min(bounds.startsAt, shift?.startsAt ?? bounds.startsAt);
}

/** The floor's quarters: each contact once. */
export function floorCurve(state: State, formula: ServiceLevelFormula): CurvePoint[] {
  return pointsOf(quartersOf(state, [state.floor]), formula);
}

/** The quarters of a part of the floor, by the formula that its figures have; of several queues the sums of their stays. */
export function curveOf(state: State, scope: Scope): CurvePoint[] {
  refresh(state);
  const { queues, formula } = new ContactSums(state).sum(scope, 'interval');
  if (scope.of === 'floor') return floorCurve(state, formula);
  return pointsOf(
    quartersOf(
      state,
      queues.flatMap((id) => state.queues.get(id) ?? []),
    ),
    formula,
  );
}

function quartersOf(state: State, ledgers: readonly Ledger<Counted>[]): Map<number, StayComponents> {
  const from = curveFrom(state);
  const quarters = new Map<number, StayComponents>();
  for (const ledger of ledgers) {
    for (const start of ledger.intervals()) {
      if (start < from || start > state.now) continue;
      const sum = quarters.get(start) ?? emptyStayComponents();
      addStayComponents(sum, ledger.sum(start, start + INTERVAL_MS, state.now));
      quarters.set(start, sum);
    }
  }
  return quarters;
}

function pointsOf(quarters: ReadonlyMap<number, StayComponents>, formula: ServiceLevelFormula): CurvePoint[] {
  return [...quarters]
    .sort(([a], [b]) => a - b)
    .flatMap(([start, sum]) => {
      // A quarter whose only contact turned out to belong to another one is as empty as one that had none.
      if (sum.offered === 0) return [];
      return {
        startsAt: toIso(start),
        offered: sum.offered,
        answered: sum.answered,
        abandoned: sum.abandoned,
        serviceLevel: serviceLevel(sum, formula),
      };
    });
}
