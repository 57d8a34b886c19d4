/** The life of one alarm under made-up floors: what dances rings once, what has not lasted is not told, what is not known changes nothing. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judge, type Reading, type Verdict } from '../../shared/alarms/judge.ts';
import { acknowledge, IDLE, isBeyond, type Seen, step, type Times, type Transition, type Watch } from '../../shared/alarms/machine.ts';
import { ALARM_LEVELS, type AlarmLevel } from '../../shared/alarms/row.ts';
import { SECOND_MS } from '../../shared/time.ts';

const RULE = { side: 'above', and: [] } as const;
const LIMITS = { warn: { at: 10, clear: 7 }, critical: { at: 20, clear: 15 } } as const;
const START = Date.parse('2026-11-22T08:00:00Z');

type TimesOf = Readonly<Record<AlarmLevel, Times>>;
type Look = { readonly at: number; readonly reading: Reading };
type Step = Look & { readonly seen: Seen; readonly before: Watch; readonly after: Watch; readonly transitions: readonly Transition[] };

const verdictOf = (level: AlarmLevel, reading: Reading): Verdict => judge(RULE, LIMITS[level], reading, []);

function seenOf(reading: Reading, times: TimesOf): Seen {
  const verdicts = { warn: verdictOf('warn', reading), critical: verdictOf('critical', reading) };
  return { verdicts, times, value: typeof reading === 'number' ? reading : null, limits: { warn: 10, critical: 20 } };
}

/** @param between what happens to the watch after each look */
function run(looks: readonly Look[], times: TimesOf, between: (watch: Watch, at: number) => Watch = (watch) => watch): Step[] {
  let watch = IDLE;
  let made = 0;
  return looks.map(({ at, reading }) => {
    const before = watch;
    const seen = seenOf(reading, times);
    const { watch: after, transitions } = step(before, seen, at, () => `alarm ${++made}`);
    watch = between(after, at);
    return { at, reading, seen, before, after, transitions };
  });
}

const oneTime = fc.record({ forMs: fc.integer({ min: 0, max: 6000 }), clearForMs: fc.option(fc.integer({ min: 0, max: 6000 }), { nil: undefined }) });
const timesOf = fc.record({ warn: oneTime, critical: oneTime });
const reading = fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 30 }) }, fc.constant('nothing' as const), fc.constant(null));

/** Looks at uneven distances; readings stay a while, so that something comes of them. */
const looksOf = (of: fc.Arbitrary<Reading> = reading) =>
  fc
    .array(fc.record({ reading: of, steps: fc.array(fc.integer({ min: 100, max: 2000 }), { minLength: 1, maxLength: 6 }) }), { maxLength: 40 })
    .map((spans) => {
      let at = START;
      return spans.flatMap(({ reading, steps }) =>
        steps.map((ms): Look => {
          at += ms;
          return { at, reading };
        }),
      );
    });

/** For how long the verdict has been the same without a break, by all looks up to this one. */
function lastedMs(steps: readonly Step[], place: number, level: AlarmLevel, verdict: Verdict): number {
  let since: number | null = null;
  for (let i = place; i >= 0 && steps[i]?.seen.verdicts[level] === verdict; i--) since = steps[i]?.at ?? null;
  return since === null ? -1 : (steps[place]?.at ?? 0) - since;
}

test('a level is told when its trouble has lasted, not before and not later than the next look', () => {
  fc.assert(
    fc.property(looksOf(), timesOf, (looks, times) => {
      const steps = run(looks, times);
      for (const [place, { before, after, transitions }] of steps.entries()) {
        for (const { change, alarm } of transitions)
          if (change === 'raised' || change === 'escalated')
            expect(lastedMs(steps, place, alarm.level, 'trouble')).toBeGreaterThanOrEqual(times[alarm.level].forMs);
        for (const level of ALARM_LEVELS)
          if (lastedMs(steps, place, level, 'trouble') >= times[level].forMs)
            expect(isBeyond(level, after.alarm?.level ?? null), `${level} after ${before.alarm?.level}`).toBe(false);
      }
    }),
  );
});

test('an alarm is cleared or eased when calm has lasted', () => {
  const clearForMs = ({ forMs, clearForMs = forMs }: Times) => clearForMs;
  fc.assert(
    fc.property(looksOf(), timesOf, (looks, times) => {
      const steps = run(looks, times);
      for (const [place, { before, transitions }] of steps.entries())
        for (const { change } of transitions) {
          const level = before.alarm?.level;
          if ((change !== 'cleared' && change !== 'eased') || level === undefined) continue;
          expect(lastedMs(steps, place, level, 'calm')).toBeGreaterThanOrEqual(clearForMs(times[level]));
          if (change === 'cleared') expect(lastedMs(steps, place, 'warn', 'calm')).toBeGreaterThanOrEqual(clearForMs(times.warn));
        }
    }),
  );
});

test('a value that dances between the clear level and the limit and over it rings once', () => {
  fc.assert(
    fc.property(looksOf(fc.integer({ min: 8, max: 19 })), timesOf, (looks, times) => {
      const told = run(looks, times).flatMap(({ transitions }) => transitions.map(({ change }) => change));
      expect(told.length).toBeLessThanOrEqual(1);
    }),
  );
});

test('what is not known raises nothing, clears nothing and changes no level', () => {
  fc.assert(
    fc.property(looksOf(), timesOf, (looks, times) => {
      for (const { reading, before, after, transitions } of run(looks, times)) {
        if (reading !== null) continue;
        expect(after.alarm?.id).toBe(before.alarm?.id);
        expect(after.alarm?.level).toBe(before.alarm?.level);
        expect(transitions.map(({ change }) => change).filter((change) => change !== 'no data')).toEqual([]);
        expect(after.alarm === null || after.alarm.noDataSince !== null).toBe(true);
      }
    }),
  );
});

test('an alarm keeps its id until it is cleared, and each is raised and cleared once', () => {
  fc.assert(
    fc.property(looksOf(), timesOf, (looks, times) => {
      const seen = new Map<string, string[]>();
      for (const { transitions } of run(looks, times))
        for (const { change, alarm } of transitions) seen.set(alarm.id, [...(seen.get(alarm.id) ?? []), change]);
      for (const changes of seen.values()) {
        expect(changes[0]).toBe('raised');
        expect(changes.filter((change) => change === 'raised')).toHaveLength(1);
        expect(changes.slice(0, -1)).not.toContain('cleared');
      }
    }),
  );
});

test('an acknowledgement holds through no data and lower levels, until a higher one than it was given for', () => {
  fc.assert(
    fc.property(looksOf(), timesOf, fc.integer({ min: 1, max: 9 }), (looks, times, every) => {
      let place = 0;
      const steps = run(looks, times, (watch, at) => {
        const { alarm } = watch;
        return ++place % every === 0 && alarm !== null && alarm.acknowledged === null
          ? acknowledge({ ...watch, alarm }, 'Dana', '', at).watch
          : watch;
      });
      for (const { before, after } of steps) {
        const given = before.alarm?.acknowledged ?? null;
        if (given === null || after.alarm === null || after.alarm.id !== before.alarm?.id) continue;
        expect(after.alarm.acknowledged).toEqual(isBeyond(after.alarm.level, given.level) ? null : given);
      }
    }),
  );
});

test('written down and read back between any two looks, it goes on the same way', () => {
  fc.assert(
    fc.property(looksOf(), timesOf, (looks, times) => {
      const told = (steps: readonly Step[]) => steps.map(({ after, transitions }) => ({ after, transitions }));
      expect(told(run(looks, times, (watch) => JSON.parse(JSON.stringify(watch)) as Watch))).toEqual(told(run(looks, times)));
    }),
  );
});

test('looked at four times as often it tells the same, each a look earlier at most', () => {
  const times = { warn: { forMs: 3000 }, critical: { forMs: 3000 } };
  // Longer than a second beyond the duration, or shorter than it: in between it is up to chance whether a look falls into it.
  const span = fc.record({ reading, ms: fc.constantFrom(2100, 5100, 9300) });
  fc.assert(
    fc.property(fc.array(span, { maxLength: 30 }), (spans) => {
      let until = START;
      const ends = spans.map(({ reading, ms }) => {
        until += ms;
        return { reading, until };
      });
      const at = (now: number) => ends.find((one) => now < one.until)?.reading ?? 'nothing';
      const told = (everyMs: number) => {
        const looks: Look[] = [];
        for (let now = START; now < until + 10 * SECOND_MS; now += everyMs) looks.push({ at: now, reading: at(now) });
        return run(looks, times).flatMap(({ transitions }) => transitions);
      };
      const [fine, coarse] = [told(250), told(1000)];
      expect(coarse.map(({ change, alarm }) => [change, alarm.level])).toEqual(fine.map(({ change, alarm }) => [change, alarm.level]));
      for (const [i, { at }] of fine.entries()) {
        expect((coarse[i]?.at ?? 0) - at).toBeLessThanOrEqual(SECOND_MS);
        expect((coarse[i]?.at ?? 0) - at).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});

test('a clock that is set back or on keeps nobody from being told', () => {
  const jump = fc.integer({ min: -3_600_000, max: 3_600_000 });
  fc.assert(
    fc.property(looksOf(), fc.array(jump, { minLength: 1, maxLength: 10 }), timesOf, (looks, jumps, times) => {
      let shift = 0;
      const moved = looks.map(({ at, reading }, i) => {
        if (i % 5 === 0) shift += jumps[(i / 5) % jumps.length] ?? 0;
        return { at: at + shift, reading };
      });
      const last = moved.at(-1)?.at ?? START;
      const after = (reading: Reading, from: number): Look[] => Array.from({ length: 8 }, (_, i) => ({ at: from + i * SECOND_MS, reading }));
      const steps = run([...moved, ...after(25, last - 1_800_000), ...after(3, last - 3_600_000)], times);
      expect(steps.at(-9)?.after.alarm?.level).toBe('critical');
      expect(steps.at(-1)?.after.alarm).toBeNull();
    }),
  );
});

test('who has taken on the critical level has it still when it comes back from a warning', () => {
  const at = (second: number, reading: Reading): Look => ({ at: START + second * SECOND_MS, reading });
  const times = { warn: { forMs: 0 }, critical: { forMs: 0 } };
  let isTaken = false;
  const steps = run([at(0, 25), at(1, 12), at(2, 25)], times, (watch, now) => {
    const { alarm } = watch;
    if (alarm === null || isTaken) return watch;
    isTaken = true;
    return acknowledge({ ...watch, alarm }, 'Dana', 'two more come', now).watch;
  });
  expect(steps.map(({ after }) => [after.alarm?.level, after.alarm?.acknowledged?.by])).toEqual([
    ['critical', undefined],
    ['warn', 'Dana'],
    ['critical', 'Dana'],
  ]);
});
