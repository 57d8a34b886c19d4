/** Boards of widgets, and of options of widgets, that no ready-made board has. */
import { type BoardLayout, layoutSchema } from '../../shared/boards/layout.ts';
import { parse } from '../../shared/schema.ts';

const FLOOR = { of: 'floor' };

function layoutOf(name: string, widgets: readonly object[]): BoardLayout {
  const read = parse(layoutSchema, { name: { he: name }, pages: [{ id: name, widgets }] });
  if (!read.ok) throw new Error(read.error);
  return read.value;
}

export const OF_WIDGETS: readonly { readonly id: string; readonly layout: BoardLayout }[] = [
  {
    id: 'people',
    layout: layoutOf('people', [
      { kind: 'agents', id: 'by-state', x: 0, y: 0, w: 12, h: 12, options: { scope: FLOOR, by: 'state' } },
      { kind: 'agents', id: 'by-trouble', x: 0, y: 12, w: 6, h: 12, options: { scope: FLOOR, by: 'trouble' } },
      { kind: 'agents', id: 'initials', x: 6, y: 12, w: 3, h: 12, options: { scope: FLOOR, by: 'state', names: 'initials' } },
      { kind: 'agents', id: 'codes', x: 9, y: 12, w: 3, h: 12, options: { scope: FLOOR, by: 'trouble', names: 'pseudonym' } },
    ]),
  },
];
