/** Keeps what did not change the same object, so that whoever follows a part is told of real changes alone. Pure. */

/** `next`, equal to what was given, with everything in it that is as it was `before` taken from there; `before` itself where all of it is. */
export function share<T>(before: T, next: T): T {
  if (before === next || typeof before !== 'object' || typeof next !== 'object' || before === null || next === null) return next;
  if (Array.isArray(before) || Array.isArray(next)) return Array.isArray(before) && Array.isArray(next) ? (shareItems(before, next) as T) : next;
  return shareFields(before as Fields, next as Fields) as T;
}

type Fields = Record<string, unknown>;

/** Place by place: a list whose items have moved is another list. */
function shareItems(before: readonly unknown[], next: unknown[]): readonly unknown[] {
  let isSame = before.length === next.length;
  for (let i = 0; i < next.length; i++) {
    const item = share(before[i], next[i]);
    if (item !== before[i]) isSame = false;
    next[i] = item;
  }
  return isSame ? before : next;
}

function shareFields(before: Fields, next: Fields): Fields {
  let isSame = true;
  let fields = 0;
  for (const key in next) {
    fields++;
    const [was, is] = [before[key], next[key]];
    if (was === is && (was !== undefined || key in before)) continue;
    const shared = share(was, is);
    if (shared !== was || !(key in before)) isSame = false;
    next[key] = shared;
  }
  for (const _ in before) fields--;
  return isSame && fields === 0 ? before : next;
}

/** The same of rows that have a key, wherever they stand: `next` itself is written. */
export function shareRows<R>(keyOf: (row: R) => string, before: readonly R[], next: R[]): readonly R[] {
  let byKey: Map<string, R> | undefined;
  let isSame = before.length === next.length;
  for (let i = 0; i < next.length; i++) {
    const row = next[i] as R;
    const inPlace = before[i];
    if (row === inPlace) continue;
    let was = inPlace;
    if (inPlace === undefined || keyOf(inPlace) !== keyOf(row)) {
      byKey ??= new Map(before.map((one) => [keyOf(one), one]));
      was = byKey.get(keyOf(row));
    }
    if (was !== undefined) next[i] = share(was, row);
    if (next[i] !== inPlace) isSame = false;
  }
  return isSame ? before : next;
}
