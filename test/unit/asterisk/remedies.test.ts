import { expect, test } from 'vitest';
import { unreadable } from '../../../server/sources/asterisk/queue-log/follow.ts';
import { explain } from '../../../server/sources/asterisk/remedies.ts';
import { MISSING, refusedList } from '../../../server/sources/asterisk/rights.ts';

const found = (said: string) => explain(said).map(({ code, about }) => [code, about]);

/** Those that a test beside a PBX on loopback cannot bring about. */
test.each([
  ['pbx:5038 cannot be reached: no answer within 10 s', [['no-answer', 'pbx:5038']]],
  ['10.0.0.5:5038 cannot be reached: it does not answer', [['no-answer', '10.0.0.5:5038']]],
  ['10.0.0.5:5038 cannot be reached: there is no way to that host', [['no-answer', '10.0.0.5:5038']]],
  ['pbx:5038 cannot be reached: there is no such host', [['no-host', 'pbx:5038']]],
  ['pbx:5039 cannot be reached: its certificate is not valid (expired)', [['certificate', 'pbx:5039']]],
  ['pbx:5038 closed the connection without a word', [['closed', 'pbx:5038']]],
  [unreadable('/var/log/asterisk/queue_log', 'EACCES'), [['queue-log-forbidden', '/var/log/asterisk/queue_log']]],
  [unreadable('/a b/queue_log', 'EIO'), [['queue-log-unreadable', '/a b/queue_log']]],
  [refusedList('Permission denied'), [['queue-status-refused', '']]],
  [refusedList('Invalid/unknown command'), [['no-app-queue', '']]],
  ['the moon is in the way', []],
])('%s', (said, known) => {
  expect(found(said)).toEqual(known);
});

test('each right that is missing is named, and several problems at once are told apart', () => {
  for (const [right, said] of Object.entries(MISSING)) expect(found(said)).toEqual([[`right-${right}`, '']]);
  const both = `${unreadable('/q', 'ENOENT')}; ${MISSING.call}`;
  expect(found(both)).toEqual([
    ['right-call', ''],
    ['queue-log-missing', '/q'],
  ]);
});
