import { expect, test } from 'vitest';
import { allCode, lines, read, unneeded } from '../support/sources.ts';

/** The trade's word for each thing, once. What stands on the left is not used, in names, strings or comments. */
const banned: Record<string, RegExp> = {
  'dropped/missed call: abandoned': /\b(dropped|missed)(call|contact|Call|Contact)s?\b|\b(dropped|missed) (call|contact)s?\b/,
  'after-call: acw': /\bafter-call\b(?! work)/i,
  'utilization: utilisation': /utilization/i,
  'queue time: wait': /\bqueue time\b|\bqueueTime/,
  'SLA: service level': /\bSLA\b/,
};

/** Words of the platforms we listen to, where they must be spelled their way. */
const exceptions = new Set<string>([]);

test('the code speaks one language', () => {
  const places = allCode()
    .filter((file) => file !== 'test/house/vocabulary.test.ts')
    .flatMap((file) =>
      lines(read(file)).flatMap((line, i) =>
        Object.entries(banned)
          .filter(([, pattern]) => pattern.test(line))
          .map(([rule]) => ({ file, place: `${file}:${i + 1} ${rule}` })),
      ),
    );
  expect(places.filter(({ file }) => !exceptions.has(file)).map(({ place }) => place)).toEqual([]);
  expect(
    unneeded(
      exceptions,
      places.map(({ file }) => file),
    ),
  ).toEqual([]);
});

test('no file is a drawer for everything', () => {
  expect(allCode().filter((file) => /\b(utils?|helpers?|common|misc|manager)\b/i.test(file))).toEqual([]);
});
