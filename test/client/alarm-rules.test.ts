import { expect, test } from 'vitest';
import { refusedText } from '../../client/alarms/refused.ts';
import { about, blankRule, keptOf, ofKind, timesOf, typedOf } from '../../client/alarms/rule-draft.ts';
import { ruleSentences } from '../../client/alarms/rule-sentence.ts';
import { word } from '../../client/alarms/words.ts';
import { READY_RULES } from '../../shared/alarms/ready-made.ts';
import { hoursFaults, ruleFaults } from '../../shared/alarms/rule-faults.ts';
import { type FigureRule, type Rule, ruleSchema, type SourceRule } from '../../shared/alarms/rules.ts';
import { parse } from '../../shared/schema.ts';
import { boardFixture } from '../support/board-fixture.ts';

const ready = (id: string) => READY_RULES.rules.find((rule) => rule.id === id) as FigureRule;
const fields = (rule: Rule) => ruleFaults(rule).map(({ field }) => field);

test('a rule without faults is one that the server takes, a blank one and the ready-made among them', () => {
  for (const rule of [blankRule([]), ...READY_RULES.rules]) {
    expect(ruleFaults(rule)).toEqual([]);
    expect(parse(ruleSchema, rule).ok).toBe(true);
  }
  expect(blankRule(['rule-2', 'rule-3']).id).toBe('rule-4');
});

test('each fault is told at its field, and the server refuses the same', () => {
  const wait = ready('long-wait');
  const source = READY_RULES.rules.find(({ kind }) => kind === 'source') as SourceRule;
  const warn = wait.warn as NonNullable<FigureRule['warn']>;
  const cases: [string, Rule][] = [
    ['warn', { ...wait, warn: null, critical: null }],
    ['warn.clear', { ...wait, warn: { ...warn, clear: 3 } }],
    ['critical.at', { ...wait, warn: { ...warn, at: 10 } }],
    ['warn.at', { ...wait, warn: { ...warn, at: Number.NaN } }],
    ['warn.forMs', { ...wait, warn: { ...warn, forMs: 3_601_000 } }],
    ['sound', { ...wait, sound: { mode: 'times', times: 1 } }],
    ['metric', { ...wait, of: { ...wait.of, metric: 'service_level', window: null } }],
    ['scope', { ...wait, of: { ...wait.of, scope: { of: 'queue', id: null } } }],
    ['and.8', { ...wait, and: Array.from({ length: 9 }, () => ({ metric: 'available', window: null, side: 'below' as const, at: 0 })) }],
    ['name', { ...wait, name: { he: 'x'.repeat(501), en: '' } }],
    ['names', { ...source, names: [] }],
    ['states', { ...source, states: [] }],
    ['clearForMs', { ...source, clearForMs: 3_601_000 }],
    ['hours.0', { ...wait, hours: [{ days: ['sun'], from: '18:00', to: '08:00' }] }],
  ];
  for (const [field, rule] of cases) {
    expect(fields(rule)).toContain(field);
    expect(parse(ruleSchema, rule).ok, field).toBe(false);
  }
  // Below a limit, and in points below a target, calm lies on the other side.
  expect(fields(ready('statutory'))).toEqual([]);
  expect(fields(ready('service-level'))).toEqual([]);
  expect(hoursFaults([{ days: [], from: '08:00', to: '18:00' }], 'quiet')).toEqual([{ field: 'quiet.0', is: 'days' }]);
  expect(hoursFaults([{ days: ['sun'], from: '8', to: '18:00' }], 'quiet')).toEqual([{ field: 'quiet.0', is: 'hours' }]);
});

test('limits are typed in seconds, per cent and targets, and another metric begins them anew', () => {
  expect(timesOf(ready('statutory'))).toBe(1000);
  expect(timesOf(ready('long-wait'))).toBe(1);
  expect(keptOf(12.3, 0.01)).toBe(0.123);
  expect([typedOf(0.123, 0.01), typedOf(Number.NaN, 1), keptOf(null, 1)]).toEqual([12.3, null, Number.NaN]);
  const other = about(ready('long-wait'), { metric: 'abandon_rate' });
  expect(other).toMatchObject({ of: { metric: 'abandon_rate', window: 'day' }, meant: { as: 'value' }, warn: { at: Number.NaN, clear: Number.NaN } });
  expect(about(ready('long-wait'), { each: false }).warn).toEqual(ready('long-wait').warn);
});

test('a rule is read back with its limits, its conditions and its sound', () => {
  const said = (rule: Rule) => ruleSentences(rule, boardFixture()).map((sentence) => word(sentence.of, sentence.with));
  const [warn, critical, sound] = said(ready('long-wait'));
  expect(warn).toContain('3 יעדים או יותר, 1 שנ׳ לפחות. נגמרת כשהערך שני יעדים או פחות, 5 שנ׳ לפחות.');
  expect(critical).toContain('9 יעדים');
  expect(sound).toBe('צליל פעם אחת, מרמת קריטי.');
  expect(warn).toContain('כל תור בנפרד');
  const [atOnce] = said({
    ...ready('long-wait'),
    of: { ...ready('long-wait').of, metric: 'occupancy', window: 'day' },
    warn: { at: 1, clear: 2, forMs: 0 },
  });
  expect(atOnce).toMatch(/כל צוות בנפרד.*, מיד\. נגמרת כשהערך .*, מיד\.$/);
  expect(said(ready('none-free')).join(' ')).toMatch(/יעד אחד או יותר.*נגמרת כשהערך 0\.5 יעדים או פחות.*ורק כאשר/);
  expect(said(ready('statutory')).join(' ')).toMatch(/1:00 או פחות.*1:15 או יותר/);
});

test('a rule becomes one about sources and back; what both have stays', () => {
  const rule: Rule = { ...blankRule([]), name: { he: 'שמי', en: '' }, sound: { mode: 'while' }, soundFrom: 'critical' };
  const source = ofKind(rule, 'source');
  expect(ruleFaults(source)).toEqual([]);
  expect(parse(ruleSchema, source).ok).toBe(true);
  expect(source).toMatchObject({ kind: 'source', id: rule.id, name: rule.name, sound: { mode: 'while' }, soundFrom: 'warn', names: null });
  expect(ruleSentences(source, null).map((sentence) => word(sentence.of, sentence.with))[0]).toBe(
    'אזהרה כשהמקור (כל מקור) מנותק, 10 שנ׳ לפחות. נגמרת כשאין תקלה, 3 שנ׳ לפחות.',
  );
  expect(ofKind(source, 'figure')).toMatchObject({ kind: 'figure', id: rule.id, name: rule.name, sound: { mode: 'while' } });
  expect(ofKind(source, 'source')).toBe(source);
});

test('what the server refuses is said in the language of the page, with each fault once', () => {
  const faults = [
    { field: 'warn.clear', is: 'clear' },
    { field: 'critical.clear', is: 'clear' },
    { field: 'and.0', is: 'some later code' },
  ];
  expect(refusedText({ status: 400, reason: 'rules.rules.0: …', code: 'rules-faults', with: { rules: 'crowd' }, faults })).toBe(
    'יש בכללים שדות שאינם תקינים (crowd) · הסוף צריך להיות בצד התקין של ההתחלה.',
  );
  expect(refusedText({ status: 418, reason: 'a sentence of the server' })).toBe('a sentence of the server');
  const taken = { status: 409, reason: 'this machine has taken it on', code: 'alarm-taken', with: { by: 'this machine' } };
  expect(refusedText(taken)).toBe('ההתראה כבר בטיפול: המחשב של השרת');
  expect(refusedText({ status: 503, reason: 'away' })).toBe('מסד הנתונים אינו זמין כרגע');
});
