/** What is wrong with rules of alarms that were refused, by codes that pages say in words of their own. */

import { ALARM_LEVELS } from '../../shared/alarms/row.ts';
import { type RuleFault, ruleFaults } from '../../shared/alarms/rule-faults.ts';
import { MAX_RULES, meantSchema, type Rule, SOURCE_TROUBLES, sideSchema } from '../../shared/alarms/rules.ts';
import { scopeSchema, windowSchema } from '../../shared/boards/parts.ts';
import { WEEKDAYS } from '../../shared/events/system.ts';
import type { AlarmRefusal } from '../../shared/refusals.ts';
import { parse, v } from '../../shared/schema.ts';
import { isSeen } from '../../shared/seen.ts';

/** A field that was left empty comes as null. */
const amount = v.pipe(
  v.nullable(v.number()),
  v.transform((value) => value ?? Number.NaN),
);
const times = { forMs: v.number(), clearForMs: v.optional(v.number()) };
const level = v.nullable(v.object({ at: amount, clear: amount, ...times }));
const text = v.optional(v.string(), '');
const entries = {
  id: v.string(),
  name: v.nullable(v.object({ he: text, en: text })),
  enabled: v.boolean(),
  hours: v.nullable(v.array(v.object({ days: v.array(v.picklist(WEEKDAYS)), from: v.string(), to: v.string() }))),
  sound: v.nullable(
    v.variant('mode', [
      v.object({ mode: v.picklist(['once', 'while']) }),
      v.object({ mode: v.literal('seconds'), seconds: amount }),
      v.object({ mode: v.literal('times'), times: amount }),
    ]),
  ),
  soundFrom: v.optional(v.picklist(ALARM_LEVELS), 'warn'),
};
/** Rules that have the form of rules, whatever stands in their fields. */
const shapeSchema = v.variant('kind', [
  v.object({
    kind: v.literal('figure'),
    ...entries,
    of: v.object({ metric: v.string(), scope: scopeSchema, window: v.nullable(windowSchema), each: v.boolean() }),
    side: sideSchema,
    meant: meantSchema,
    warn: level,
    critical: level,
    and: v.array(v.object({ metric: v.string(), window: v.nullable(windowSchema), side: sideSchema, at: amount })),
  }),
  v.object({
    kind: v.literal('source'),
    ...entries,
    names: v.nullable(v.array(v.string())),
    states: v.array(v.picklist(SOURCE_TROUBLES)),
    level: v.picklist(ALARM_LEVELS),
    ...times,
  }),
]);
const givenSchema = v.object({ rules: v.object({ rules: v.array(v.unknown()) }) });

type Members = { readonly code: AlarmRefusal; readonly with: Readonly<Record<string, string | number>>; readonly faults?: readonly RuleFault[] };

/** A rule without a name goes by what it is about; a name that is given is there to be seen. */
function nameFaults({ name }: Pick<Rule, 'name'>): RuleFault[] {
  return name === null || isSeen(name.he + name.en) ? [] : [{ field: 'name', is: 'unnamed' }];
}

/** What stands beside the sentence of a refusal; nothing where the body is no rules at all, which no page sends. */
export function rulesRefusal(body: unknown): Members | null {
  const given = parse(givenSchema, body);
  if (!given.ok) return null;
  const { rules } = given.value.rules;
  if (rules.length > MAX_RULES) return { code: 'rules-full', with: { max: MAX_RULES } };
  const wrong = rules.flatMap((rule) => {
    const shape = parse(shapeSchema, rule);
    const faults = shape.ok ? [...ruleFaults(shape.value), ...nameFaults(shape.value)] : [];
    return shape.ok && faults.length > 0 ? [{ id: shape.value.id, faults }] : [];
  });
  if (wrong.length === 0) return null;
  const faults = wrong.flatMap((one) => one.faults.map((fault) => ({ ...fault, with: { rule: one.id } })));
  return { code: 'rules-faults', with: { rules: wrong.map(({ id }) => id).join(', ') }, faults };
}
