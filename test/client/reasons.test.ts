import { expect, test } from 'vitest';
import { en } from '../../client/i18n/en.ts';
import { he } from '../../client/i18n/he.ts';
import { reasonSentences, reasonText } from '../../client/wall/reasons.ts';
import { MISSING, refusedList } from '../../server/sources/asterisk/rights.ts';
import { connectSocket } from '../../server/sources/asterisk/socket.ts';
import { freePort } from '../support/free-port.ts';

/** What the source says of a port at which nothing listens. */
async function refusal(): Promise<{ port: number; reason: string }> {
  const port = await freePort();
  const target = { host: '127.0.0.1', port, tls: false, ca: null, insecure: false };
  const reason = await connectSocket(target, new AbortController().signal).then(
    () => 'it was reached',
    (error: Error) => error.message,
  );
  return { port, reason };
}

test('a port at which nothing listens is told in the language of the wall, with its address as outside text', async () => {
  const { port, reason } = await refusal();
  expect(reasonSentences(reason, he)).toEqual([
    [
      { kind: 'words', value: 'אין מאזין ב־' },
      { kind: 'text', value: `127.0.0.1:${port}` },
      { kind: 'words', value: ': בדקו enabled, port ו־bindaddr ב־manager.conf' },
    ],
  ]);
  expect(reasonText(reason, en)).toBe(`Nothing listens at 127.0.0.1:${port}: see enabled, port and bindaddr in manager.conf`);
});

test.each(Object.entries(MISSING))('the missing right %s has a sentence of its own', (right, reason) => {
  const text = reasonText(reason, he);
  expect(text).toContain(right);
  expect(text).toMatch(/^אין הרשאת/);
});

test('several problems are several sentences', () => {
  expect(reasonSentences(`${MISSING.agent}; ${refusedList('Permission denied')}`, he)).toHaveLength(2);
});

test('what nobody knows stands as it came', () => {
  expect(reasonSentences('the moon is in the way', he)).toBeNull();
  expect(reasonText('the moon is in the way', he)).toBe('the moon is in the way');
});
