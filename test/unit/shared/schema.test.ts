import { expect, test } from 'vitest';
import { parse, v } from '../../../shared/schema.ts';

const schema = v.strictObject({ name: v.string(), seconds: v.optional(v.number()) });

test.each([
  ['a field that nobody knows', { name: 'a', foo: 1 }, 'foo: is not known'],
  ['a field that is not there', {}, 'name: is missing'],
  ['a value of another kind', { name: 'a', seconds: 'ten' }, 'seconds: Invalid type: Expected number but received "ten"'],
])('%s is told in words', (_, input, error) => {
  expect(parse(schema, input)).toEqual({ ok: false, error });
});
