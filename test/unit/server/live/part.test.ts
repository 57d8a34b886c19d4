import { expect, test } from 'vitest';
import { boardName, readBoard } from '../../../../server/live/part.ts';
import { newSession, step } from '../../../../server/live/session.ts';
import { figureKey } from '../../../../shared/boards/figure-key.ts';
import { PROTOCOL } from '../../../../shared/protocol/version.ts';

test('all ways to ask for the same part have one name', () => {
  const names = ['floor?queue=b&queue=a&team=%D7%A9', 'floor?team=ש&queue=a&queue=b&queue=a'].map((board) => {
    const read = readBoard(board);
    if (!read.ok) throw new Error(read.error);
    return boardName(read.value);
  });
  expect(new Set(names)).toEqual(new Set(['floor?queue=a&queue=b&team=%D7%A9']));
  expect(readBoard(names[0] as string)).toEqual({ ok: true, value: { queues: ['a', 'b'], teams: ['ש'], figures: [], waiters: [] } });
});

test('a part of nothing named is the whole floor', () => {
  for (const board of ['floor', 'floor?']) expect(readBoard(board)).toEqual({ ok: true, value: null });
});

const figure = (key: string) => new URLSearchParams({ figure: key }).toString();

test.each([
  ['nowhere', 'no board "nowhere"'],
  ['floors?queue=a', 'no board'],
  ['floor?site=a', 'a board has no "site"; allowed: queue, team, figure'],
  [`floor?${figure('nonsense')}`, 'it is a JSON array of scope, window and metric'],
  [`floor?${figure('[{"of":"group","name":"g"},"day","occupancy"]')}`, 'a group has no "occupancy"'],
  [`floor?${figure('[{"of":"queue","id":null},"day","asa_ms"]')}`, 'its queue has no id'],
  [
    `floor?${Array.from({ length: 101 }, (_, n) => figure(figureKey({ of: 'group', name: String(n) }, 'day', 'offered'))).join('&')}`,
    'at most 100 figures',
  ],
  [`floor?${Array.from({ length: 201 }, (_, n) => `queue=${n}`).join('&')}`, 'at most 200'],
])('$1 is why %# is refused', (board, why) => {
  expect(readBoard(board)).toMatchObject({ ok: false, error: expect.stringContaining(why) });
  const [, effects] = step(newSession(), { type: 'message', text: JSON.stringify({ type: 'hello', protocol: PROTOCOL, board }), at: 0 });
  expect(effects.at(-1)).toMatchObject({ do: 'close', code: 4404 });
});
