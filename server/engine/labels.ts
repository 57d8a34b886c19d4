/** What teams and sites are called in English, and the order of teams. Their key is the name that agents carry. Owns its history. */
import type { EventData } from '../../shared/events/event.ts';
import { type Dated, inOrder } from './dated.ts';

type SitePatch = EventData<'cc.site.config.v1'>;
export type LabelKind = 'teams' | 'sites';
export type Label = { readonly nameEn: string | null; readonly order: number | null };

const NONE: Label = { nameEn: null, order: null };
const OF_LABELS: ReadonlySet<string> = new Set(['effectiveAt', 'by', 'teams', 'sites'] satisfies (keyof SitePatch)[]);

/** What a patch says beside the names of teams and sites; null if that is nothing. */
export function withoutLabels(patch: SitePatch): SitePatch | null {
  if (Object.keys(patch).every((field) => OF_LABELS.has(field))) return null;
  const { teams, sites, ...rest } = patch;
  return rest;
}

export class Labels {
  #patches: Dated<SitePatch>[] = [];
  readonly #resolved: Record<LabelKind, Map<string, (Label & { from: number })[]>> = { teams: new Map(), sites: new Map() };

  /** Takes a patch; one that names no team and no site is left aside. */
  add(given: Dated<SitePatch>): void {
    const { effectiveAt, by, teams, sites } = given.patch;
    if (teams === undefined && sites === undefined) return;
    const patch = {
      effectiveAt,
      ...(by === undefined ? {} : { by }),
      ...(teams === undefined ? {} : { teams }),
      ...(sites === undefined ? {} : { sites }),
    };
    this.load(inOrder(this.#patches, { ...given, patch }));
  }

  /** What holds for a team or a site at an instant. */
  at(kind: LabelKind, name: string | null, at: number): Label {
    const steps = name === null ? undefined : this.#resolved[kind].get(name);
    return steps?.findLast(({ from }) => from <= at) ?? NONE;
  }

  dump(): Dated<SitePatch>[] {
    return this.#patches;
  }

  load(patches: Dated<SitePatch>[]): void {
    this.#patches = patches;
    for (const kind of ['teams', 'sites'] as const) {
      const resolved = this.#resolved[kind];
      resolved.clear();
      for (const { effectiveAt, patch } of patches)
        for (const { name, nameEn, order } of patch[kind] ?? []) {
          const steps = resolved.get(name) ?? [];
          const before = steps.at(-1) ?? NONE;
          const label = { nameEn: nameEn === undefined ? before.nameEn : nameEn, order: order === undefined ? before.order : order };
          resolved.set(name, [...steps, { from: effectiveAt, ...label }]);
        }
    }
  }
}
