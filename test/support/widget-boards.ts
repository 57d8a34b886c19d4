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
  {
    id: 'waiters',
    layout: layoutOf('waiters', [
      { kind: 'waiters', id: 'floor', x: 0, y: 0, w: 4, h: 24, options: { scope: FLOOR } },
      { kind: 'waiters', id: 'few', x: 4, y: 0, w: 5, h: 12, options: { scope: FLOOR, lines: 3 } },
      { kind: 'waiters', id: 'queue', x: 4, y: 12, w: 5, h: 12, options: { scope: { of: 'queue', id: null } } },
      { kind: 'waiters', id: 'least', x: 9, y: 0, w: 3, h: 4, options: { scope: FLOOR } },
      { kind: 'waiters', id: 'mail', x: 9, y: 4, w: 3, h: 20, options: { scope: { of: 'channels', channels: ['email', 'whatsapp'] } } },
    ]),
  },
];
