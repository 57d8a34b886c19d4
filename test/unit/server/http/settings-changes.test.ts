import { expect, test } from 'vitest';
import type { Change } from '../../../../server/engine/view.ts';
import { historyOf } from '../../../../server/http/settings-changes.ts';

const change = (n: number, effectiveAt: number, patch: Record<string, unknown>): Change =>
  ({ at: n, order: String(n).padStart(9, '0'), effectiveAt, source: 'moked', patch: { queueId: 'q', ...patch } }) as unknown as Change;

test('a long history tells its newest 200 changes, each against what held at its instant when it was made', () => {
  // Every third one reaches behind the two before it.
  const changes = Array.from({ length: 30_000 }, (_, n) => change(n, n % 3 === 2 ? n - 2.5 : n, { slaSeconds: n }));
  const inOrder = changes.toSorted((a, b) => a.effectiveAt - b.effectiveAt);
  const entries = historyOf(inOrder);
  expect(entries).toHaveLength(200);
  const last = entries[0]?.changes;
  // The one made last holds from before the two that were made before it.
  expect(last).toEqual([{ field: 'slaSeconds', from: 29_995, to: 29_999 }]);
  expect(entries[1]?.changes).toEqual([{ field: 'slaSeconds', from: 29_997, to: 29_998 }]);
});
