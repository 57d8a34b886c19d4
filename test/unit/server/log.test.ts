import { expect, test } from 'vitest';
import { createLogger } from '../../../server/log.ts';

function lines(use: (log: ReturnType<typeof createLogger>) => void): string[] {
  const out: string[] = [];
  use(createLogger({ now: () => Date.UTC(2026, 10, 17) }, (line) => out.push(line)));
  return out;
}

test('an entry is one line, whatever it carries', () => {
  const [line = ''] = lines((log) => log.with({ source: 'pbx1' }).warn('lost\nsight', { error: new Error('two\nlines'), n: 3 }));
  expect(line.split('\n')).toHaveLength(1);
  expect(line).toMatch(/^2026-11-17T00:00:00.000Z warn {2}lost sight source=pbx1 error="Error: two\\nlines/);
  expect(line).toMatch(/ n=3$/);
});

test('numbers of customers and secrets are withheld', () => {
  const [line = ''] = lines((log) => log.info('call', { callerIdNum: '0501234567', phone: '0501234567', token: 'hush', contactId: '1700000000.12' }));
  expect(line).not.toMatch(/0501234567|hush/);
  expect(line).toContain('contactId=1700000000.12');
});
