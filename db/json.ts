/** Rows as one JSON parameter: what PostgreSQL's jsonb can hold. */

/** NUL and halves of surrogate pairs: legal in JavaScript, refused by jsonb together with the whole batch they came in. */
const REFUSED = /\\u(?:0000|d[89a-f][0-9a-f]{2})/;

function clean(value: unknown): unknown {
  if (typeof value === 'string') return Buffer.from(value.replaceAll('\0', '\uFFFD'), 'utf8').toString('utf8');
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [String(clean(name)), clean(part)]));
}

/** Text for a jsonb parameter. What jsonb cannot hold is replaced by U+FFFD. */
export function toJsonb(value: unknown): string {
  const text = JSON.stringify(value);
  return REFUSED.test(text) ? JSON.stringify(clean(value)) : text;
}
