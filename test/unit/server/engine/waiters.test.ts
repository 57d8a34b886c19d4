/** Who waits longest in a part of the floor, as boards ask for it. */
import { expect, test } from 'vitest';
import { View } from '../../../../server/engine/view.ts';
import { readBoard } from '../../../../server/live/part.ts';
import type { Scope } from '../../../../shared/boards/parts.ts';
import { readWaitersKey, waitersKey } from '../../../../shared/boards/waiters-key.ts';
import { toIso } from '../../../../shared/time.ts';
import { fact } from '../../../support/facts.ts';
import { Folded } from '../../../support/fold.ts';

const at = (time: string) => Date.parse(`2026-11-17T${time}.000+02:00`);
const queue = (queueId: string, more: object) =>
  fact('cc.queue.config.v1', at('08:00:00'), { queueId, effectiveAt: '2026-11-17T06:00:00.000Z', ...more });
const waits = (contactId: string, queueId: string, since: string, channel = 'voice') =>
  fact('cc.contact.queued.v1', at(since), { contactId, queueId, channel });

const facts = [
  queue('a', { group: 'service' }),
  queue('b', { group: 'service' }),
  queue('mail', { channel: 'email', group: 'writing' }),
  queue('secret', { group: 'service', hidden: true }),
  waits('old-mail', 'mail', '09:00:00', 'email'),
  waits('hidden', 'secret', '09:10:00'),
  waits('2', 'b', '09:30:00'),
  waits('1', 'a', '09:29:00'),
  waits('gone', 'a', '09:28:00'),
  waits('3', 'a', '09:31:00'),
  // In the same instant the queue that sorts first.
  waits('4', 'b', '09:31:00'),
  fact('cc.contact.abandoned.v1', at('09:32:00'), { contactId: 'gone', queueId: 'a' }),
].sort((a, b) => a.at - b.at);
const view = new View(new Folded(facts, at('09:40:00')).engine, false);

function longest(scope: Scope, most: number): unknown {
  const read = readWaitersKey(waitersKey(scope, most));
  if (!read.ok) throw new Error(read.error);
  view.advance(at('09:40:00'));
  const found = view.waiters([read.value])[read.value.key];
  return [
    found?.rows.map((row) => `${row.queue} ${row.channel} ${row.since === toIso(Date.parse(row.since)) ? row.since.slice(11, 16) : '?'}`),
    found?.more,
  ];
}

test.each([
  [{ of: 'floor' }, 9, ['a voice 07:29', 'b voice 07:30', 'a voice 07:31', 'b voice 07:31'], 0],
  [{ of: 'floor' }, 2, ['a voice 07:29', 'b voice 07:30'], 2],
  [{ of: 'queue', id: 'b' }, 1, ['b voice 07:30'], 1],
  [{ of: 'queue', id: 'secret' }, 5, ['secret voice 07:10'], 0],
  [{ of: 'group', name: 'service' }, 5, ['a voice 07:29', 'b voice 07:30', 'a voice 07:31', 'b voice 07:31'], 0],
  [{ of: 'channels', channels: ['email'] }, 5, ['mail email 07:00'], 0],
  [{ of: 'group', name: 'nobody' }, 5, [], 0],
] as [Scope, number, string[], number][])('of %j at most %i', (scope, most, rows, more) => {
  expect(longest(scope, most)).toEqual([rows, more]);
});

test('nothing of who they are is told', () => {
  const key = waitersKey({ of: 'floor' }, 9);
  const read = readWaitersKey(key);
  expect(read.ok && Object.keys(view.waiters([read.value])[key]?.rows[0] ?? {})).toEqual(['queue', 'channel', 'since']);
});

test.each([
  ['x', 'it is a JSON array of scope and how many'],
  ['[{"of":"floor"},51]', '51'],
  ['[{"of":"floor"},0]', '0'],
  ['[{"of":"team","name":"x"},5]', 'nobody waits in a team'],
  ['[{"of":"queue","id":null},5]', 'its queue has no id'],
])('the key %s is refused', (key, why) => {
  const read = readBoard(`floor?${new URLSearchParams({ waiters: key })}`);
  expect(read.ok ? '' : read.error).toContain(why);
});

test('a board has so many lists and no more', () => {
  const board = (count: number) =>
    `floor?${new URLSearchParams(Array.from({ length: count }, (_, n) => ['waiters', waitersKey({ of: 'queue', id: `q${n}` }, 5)]))}`;
  expect(readBoard(board(20)).ok).toBe(true);
  expect(readBoard(board(21))).toEqual({ ok: false, error: 'a board has at most 20 lists of waiters' });
});
