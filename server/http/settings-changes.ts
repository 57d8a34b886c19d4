/** Histories of settings as people read them: what held, who changed it when, from what to what. Pure. */
import { toIso } from '../../shared/time.ts';
import type { Change } from '../engine/view.ts';

/** Of the fact and not of its settings. */
const ENVELOPE: ReadonlySet<string> = new Set(['queueId', 'agentId', 'effectiveAt', 'by']);

export type Values = Readonly<Record<string, unknown>>;

/** The settings that a change gives. */
export function valuesOf({ patch }: Pick<Change, 'patch'>): Values {
  return Object.fromEntries(Object.entries(patch).filter(([field, value]) => !ENVELOPE.has(field) && value !== undefined));
}

/** What is set of its own at an instant; what is not is absent. */
export function ownAt(changes: readonly Change[], at: number): Values {
  const own: Record<string, unknown> = {};
  for (const change of changes)
    if (change.effectiveAt <= at)
      for (const [field, value] of Object.entries(valuesOf(change)))
        if (value === null) delete own[field];
        else own[field] = value;
  return own;
}

/** Rises with every change: who writes says on which one his own rests. The same after every start. */
export function revisionOf(changes: readonly Change[]): string {
  return String(changes.length);
}

/** The change that was made last. */
export function latest(changes: readonly Change[]): Change | undefined {
  return changes.reduce<Change | undefined>((last, next) => (last === undefined || next.order > last.order ? next : last), undefined);
}

/** Who made a change: the one that the fact names, or the platform that told it. */
export function authorOf({ patch, source }: Change): { by: string | null; source: string } {
  return { by: typeof patch['by'] === 'string' ? patch['by'] : null, source };
}

export type HistoryEntry = {
  readonly changedAt: string;
  readonly effectiveAt: string;
  readonly by: string | null;
  readonly source: string;
  /** None: it was confirmed as it was. */
  readonly changes: readonly { readonly field: string; readonly from: unknown; readonly to: unknown }[];
};

const MAX_ENTRIES = 200;

/**
 * The newest change first, at most 200. `from` is what held at that instant as far as was known when the change was made.
 * @param changes in the order of their instants.
 */
export function historyOf(changes: readonly Change[]): HistoryEntry[] {
  const byMaking = changes.map((change, place) => ({ change, place })).sort((a, b) => (a.change.order < b.change.order ? -1 : 1));
  const made: number[] = [];
  for (const [rank, { place }] of byMaking.entries()) made[place] = rank;
  return byMaking
    .slice(-MAX_ENTRIES)
    .map(({ change, place }): HistoryEntry => {
      const before = changes.slice(0, place).filter((_, other) => (made[other] ?? 0) < (made[place] ?? 0));
      return {
        changedAt: toIso(change.at),
        effectiveAt: toIso(change.effectiveAt),
        ...authorOf(change),
        changes: Object.entries(valuesOf(change))
          .map(([field, to]) => ({ field, from: before.findLast(({ patch }) => patch[field] !== undefined)?.patch[field] ?? null, to }))
          .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to)),
      };
    })
    .reverse();
}

/** The changes of one team or site among those of all. */
export function changesOfLabel(changes: readonly Change[], kind: 'teams' | 'sites', name: string): Change[] {
  return changes.flatMap((change) => {
    const given = (change.patch[kind] as readonly ({ name: string } & Values)[] | undefined)?.find((label) => label.name === name);
    if (given === undefined) return [];
    const { name: _name, ...values } = given;
    return [{ ...change, patch: { ...values, by: change.patch['by'] } }];
  });
}
