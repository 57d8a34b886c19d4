import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completes, conforms } from '../../shared/conforms.ts';
import { EVENT_TYPES, eventData } from '../../shared/events/event.ts';
import { terse, terseBoard } from '../../shared/protocol/delta.ts';
import { downSchema } from '../../shared/protocol/down.ts';
import { v } from '../../shared/schema.ts';
import { HOUR_MS } from '../../shared/time.ts';
import { boardFixture } from '../support/board-fixture.ts';
import { floorFacts } from '../support/facts.ts';

const facts = floorFacts({ seed: 5, contacts: 300, agents: 20, queues: 4, spanMs: 2 * HOUR_MS });

/** Where defaults are written in, the value is afterwards what the full check makes of it as it was. */
function acceptsFilled(schema: v.GenericSchema, value: unknown): boolean {
  const own = structuredClone(value);
  if (!completes(schema, own)) return false;
  const checked = v.safeParse(schema, value);
  expect(checked.success).toBe(true);
  expect(own).toEqual(checked.output);
  return true;
}

/** Values near to right ones and far from them. */
const anything = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    '',
    'x',
    'voice',
    'inbound',
    'queue',
    'customer',
    '\0',
    'ab'.repeat(200),
    0,
    -1,
    1.5,
    3_000_000_000,
    Number.NaN,
    true,
    [],
    {},
  ),
  fc.constantFrom<unknown>('2026-11-17T12:46:20.000Z', 1_795_000_000_000, ['x'], [{ queueId: 'q' }], { extra: 1 }, [undefined]),
);

function accepts(schema: v.GenericSchema, value: unknown): void {
  if (!conforms(schema, value)) return;
  const checked = v.safeParse(schema, value);
  expect(checked.success).toBe(true);
  expect(checked.output).toEqual(value);
}

test('facts as the log has them conform, nearly all of them', () => {
  const schemaOf = (type: (typeof EVENT_TYPES)[number]) => eventData[type] as v.GenericSchema;
  const stored = facts.map(({ type, data }) => ({ type, data: JSON.parse(JSON.stringify(v.parse(schemaOf(type), data))) as unknown }));
  for (const { type, data } of stored) accepts(schemaOf(type), data);
  expect(stored.filter(({ type, data }) => conforms(schemaOf(type), data)).length).toBeGreaterThan(stored.length * 0.99);
});

describe('whatever conforms, the full check accepts and leaves as it is', () => {
  for (const type of EVENT_TYPES) {
    const schema = eventData[type] as v.GenericSchema;
    const keys = Object.keys(eventData[type].entries);
    const example = facts.find((fact) => fact.type === type)?.data ?? {};
    test(type, () => {
      const changes = fc.dictionary(fc.constantFrom(...keys, 'unknownKey', '__proto__'), anything, { maxKeys: 6 });
      fc.assert(
        fc.property(changes, (changed) => accepts(schema, { ...example, ...changed })),
        { numRuns: 300 },
      );
    });
  }

  test('schemas with parts of every kind', () => {
    const schemas: v.GenericSchema[] = [
      v.union([v.pipe(v.string(), v.transform(Number)), v.number()]),
      v.union([v.number(), v.string()]),
      v.pipe(v.string(), v.regex(/^a/), v.minLength(2), v.maxLength(3)),
      v.pipe(v.number(), v.finite(), v.integer(), v.minValue(0), v.maxValue(5), v.transform(Math.round)),
      v.array(v.optional(v.nullable(v.boolean()))),
      v.object({ a: v.optional(v.string(), 'x'), b: v.optional(v.object({ c: v.picklist(['voice', 'x']) })) }),
      v.record(v.string(), v.number()),
      v.record(v.pipe(v.string(), v.maxLength(1)), v.optional(v.boolean(), true)),
      v.variant('a', [v.object({ a: v.literal('x'), b: v.optional(v.number(), 7) }), v.object({ a: v.literal(''), c: v.optional(v.string()) })]),
      v.object({ a: v.optional(v.array(v.number()), () => []), b: v.optional(v.pipe(v.string(), v.trim()), ' y ') }),
      v.strictObject({ a: v.number() }),
    ];
    const value = fc.oneof(anything, fc.array(anything, { maxLength: 3 }), fc.dictionary(fc.constantFrom('a', 'b', 'c', 'constructor'), anything));
    fc.assert(
      fc.property(fc.constantFrom(...schemas), value, (schema, input) => {
        accepts(schema, input);
        acceptsFilled(schema, input);
      }),
      { numRuns: 3000 },
    );
  });
});

test('a literal conforms as itself alone', () => {
  const schema = v.object({ specversion: v.literal('1.0'), id: v.string() });
  expect(conforms(schema, { specversion: '1.0', id: 'x' })).toBe(true);
  fc.assert(fc.property(anything, (specversion) => accepts(schema, { specversion, id: 'x' })));
  expect(conforms(schema, { specversion: 1, id: 'x' })).toBe(false);
});

test('what a wall is sent is read without being copied, though what says nothing is left out', () => {
  const board = boardFixture();
  const { queues, agents } = board;
  const put = terse({ queues: queues.map(({ windows: _, ...queue }) => queue), agents: agents.map(({ windows: _, ...agent }) => agent) });
  const sent = [
    { type: 'snapshot', epoch: 'a', seq: 1, board: terseBoard(board) },
    { type: 'delta', epoch: 'a', from: 1, to: 2, put, del: {} },
  ];
  for (const frame of sent) {
    const text: unknown = JSON.parse(JSON.stringify(frame));
    expect(conforms(downSchema, text), frame.type).toBe(false);
    expect(acceptsFilled(downSchema, text), frame.type).toBe(true);
  }
});
