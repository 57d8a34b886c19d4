/** Where widgets go: one step at a time, by what lies in the way, and never onto anything. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Direction, freePlace, inReadingOrder, isSound, moved, type Placed, placeAt, resized } from '../../client/editor/place.ts';
import { READY_MADE } from '../../shared/boards/ready-made.ts';
import { COLUMNS, ROWS, WIDGET_KINDS } from '../../shared/boards/widgets.ts';
import '../support/seed.ts';

const at = (id: string, x: number, y: number, w = 2, h = 4): Placed => ({ id, kind: 'metric', x, y, w, h });
const boxOf = (step: ReturnType<typeof moved>, id: string) => {
  const found = 'widgets' in step ? step.widgets.find((one) => one.id === id) : undefined;
  return found === undefined ? step.is : `${step.is} ${found.x},${found.y} ${found.w}×${found.h}`;
};

test.each<[string, Placed[], Direction, string]>([
  ['a free cell', [at('me', 0, 0)], 'end', 'moved 1,0 2×4'],
  ['the edge', [at('me', 10, 0)], 'end', 'edge'],
  ['the start', [at('me', 0, 0)], 'start', 'edge'],
  ['a neighbour of its height: they trade places', [at('me', 0, 0), at('other', 2, 0, 4)], 'end', 'swapped 4,0 2×4'],
  ['the same the other way', [at('me', 4, 0, 3), at('other', 2, 0)], 'start', 'swapped 2,0 3×4'],
  ['one above it of its width', [at('me', 0, 4), at('other', 0, 0)], 'up', 'swapped 0,0 2×4'],
  ['one of another height: beyond it', [at('me', 0, 0), at('other', 2, 0, 3, 8)], 'end', 'jumped 5,0 2×4'],
  ['two in the way: beyond both', [at('me', 0, 2), at('a', 2, 0), at('b', 2, 4)], 'end', 'jumped 4,2 2×4'],
  ['no room beyond it', [at('me', 0, 0), at('other', 2, 0, 10, 8)], 'end', 'blocked'],
])('a step onto %s', (_what, widgets, direction, becomes) => {
  expect(boxOf(moved(widgets, 'me', direction), 'me')).toBe(becomes);
});

test.each<[string, Placed[], Direction, string]>([
  ['into free cells', [at('me', 0, 0)], 'end', 'resized 0,0 3×4'],
  ['to less', [at('me', 0, 0, 3, 4)], 'start', 'resized 0,0 2×4'],
  ['to less than can be read', [at('me', 0, 0, 2, 3)], 'up', 'least'],
  ['beyond the page', [at('me', 10, 0)], 'end', 'edge'],
  ['into one that can be smaller', [at('me', 0, 0), at('other', 2, 0, 3)], 'end', 'pushed 0,0 3×4'],
  ['into one that cannot', [at('me', 0, 0), at('other', 2, 0)], 'end', 'blocked'],
])('a size %s', (_what, widgets, direction, becomes) => {
  expect(boxOf(resized(widgets, 'me', direction), 'me')).toBe(becomes);
});

test('whatever gives way keeps its far edge', () => {
  const step = resized([at('me', 0, 0), at('other', 2, 0, 3)], 'me', 'end');
  expect(boxOf(step, 'other')).toBe('pushed 3,0 2×4');
});

test('a new one takes the first free place in reading order, as large as there is room for', () => {
  expect(freePlace([at('a', 0, 0)], 'metric')).toEqual({ x: 2, y: 0, w: 2, h: 4 });
  expect(freePlace([at('a', 0, 0, 12, 17)], 'agents')).toEqual({ x: 0, y: 17, w: 12, h: 7 });
  expect(freePlace([at('a', 0, 0, 12, 22)], 'metric')).toBe(null);
  expect(placeAt([at('a', 0, 0)], 'clock', { x: 11, y: 23 })).toEqual({ x: 9, y: 20, w: 3, h: 4 });
  expect(placeAt([at('a', 0, 0)], 'metric', { x: 1, y: 1 })).toEqual({ x: 2, y: 0, w: 2, h: 4 });
});

test('the ready-made boards are sound and read from the top', () => {
  for (const { layout } of READY_MADE)
    for (const { widgets } of layout.pages) {
      expect(isSound(widgets)).toBe(true);
      expect(inReadingOrder(widgets).map(({ id }) => id)).toEqual(widgets.map(({ id }) => id));
    }
});

test('no row of steps, sizes and additions ever puts two on each other, out of the page, or under the size that can be read', () => {
  const direction = fc.constantFrom<Direction>('start', 'end', 'up', 'down');
  const act = fc.oneof(
    fc.record({ is: fc.constant('add' as const), kind: fc.constantFrom(...WIDGET_KINDS) }),
    fc.record({ is: fc.constant('drop' as const), kind: fc.constantFrom(...WIDGET_KINDS), x: fc.nat(COLUMNS - 1), y: fc.nat(ROWS - 1) }),
    fc.record({ is: fc.constantFrom('move' as const, 'resize' as const), which: fc.nat(), direction }),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      let widgets: readonly Placed[] = [];
      for (const [n, one] of acts.entries()) {
        if (one.is === 'add' || one.is === 'drop') {
          const box = one.is === 'add' ? freePlace(widgets, one.kind) : placeAt(widgets, one.kind, one);
          if (box !== null) widgets = [...widgets, { id: `w${n}`, kind: one.kind, ...box }];
        } else if (widgets.length > 0) {
          const id = widgets[one.which % widgets.length]?.id ?? '';
          const step = (one.is === 'move' ? moved : resized)(widgets, id, one.direction);
          if ('widgets' in step) widgets = step.widgets;
        }
        expect(isSound(widgets)).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});
