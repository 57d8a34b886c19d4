import { expect, test } from 'vitest';
import { boardName, readBoard } from '../../../../server/live/part.ts';
import { newSession, step } from '../../../../server/live/session.ts';
import { PROTOCOL } from '../../../../shared/protocol/version.ts';

test('all ways to ask for the same part have one name', () => {
  const names = ['floor?queue=b&queue=a&team=%D7%A9', 'floor?team=ש&queue=a&queue=b&queue=a'].map((board) => {
    const read = readBoard(board);
    if (!read.ok) throw new Error(read.error);
    return boardName(read.value);
  });
  expect(new Set(names)).toEqual(new Set(['floor?queue=a&queue=b&team=%D7%A9']));
  expect(readBoard(names[0] as string)).toEqual({ ok: true, value: { queues: ['a', 'b'], teams: ['ש'] } });
});

test('a part of nothing named is the whole floor', () => {
  for (const board of ['floor', 'floor?']) expect(readBoard(board)).toEqual({ ok: true, value: null });
});

test.each([
  ['nowhere', 'no board "nowhere"'],
  ['floors?queue=a', 'no board'],
  ['floor?site=a', 'a board has no "site"; allowed: queue, team'],
  [`floor?${Array.from({ length: 201 }, (_, n) => `queue=${n}`).join('&')}`, 'at most 200'],
])('%s is refused by name', (board, why) => {
  expect(readBoard(board)).toMatchObject({ ok: false, error: expect.stringContaining(why) });
  const [, effects] = step(newSession(), { type: 'message', text: JSON.stringify({ type: 'hello', protocol: PROTOCOL, board }), at: 0 });
  expect(effects.at(-1)).toMatchObject({ do: 'close', code: 4404 });
});
