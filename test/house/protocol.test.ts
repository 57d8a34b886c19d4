import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { downSchema } from '../../shared/protocol/down.ts';
import { upSchema } from '../../shared/protocol/up.ts';
import { PROTOCOL_HISTORY } from '../../shared/protocol/version.ts';
import { schemaText } from '../support/schema-text.ts';

/** Set to the new value together with a line in `PROTOCOL_HISTORY`. */
const HASH = '2a6ba4648d624f90';
const LINES = 12;

test('a change of the protocol has a line in its history', () => {
  const hash = createHash('sha256').update(schemaText(downSchema)).update(schemaText(upSchema)).digest('hex').slice(0, 16);
  expect(hash).toBe(HASH);
  expect(PROTOCOL_HISTORY.length).toBe(LINES);
});
