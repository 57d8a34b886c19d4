import { expect, test } from 'vitest';
import { readOptions } from '../../../server/sources/asterisk/options.ts';
import { asteriskKind } from '../../../server/sources/asterisk/source.ts';

const read = (text: string) => readOptions(new URL(text));
const problem = (text: string) => {
  const options = read(text);
  return options.ok ? '' : options.error;
};

test('a whole URL, Hebrew and escapes included', () => {
  const options = read(
    'asterisk://wall%40board:s%25cret%2F@10.0.0.5:5138?name=pbx1&queueLog=/var/log/asterisk/queue_log&wrapup=sales:10,a:b:15&acwReasons=wrapup,סיכום',
  );
  expect(options).toEqual({
    ok: true,
    value: {
      name: 'pbx1',
      host: '10.0.0.5',
      port: 5138,
      tls: false,
      ca: null,
      insecure: false,
      username: 'wall@board',
      secret: 's%cret/',
      queueLog: '/var/log/asterisk/queue_log',
      wrapupMs: new Map([
        ['sales', 10_000],
        ['a:b', 15_000],
      ]),
      acwReasons: new Set(['wrapup', 'סיכום']),
    },
  });
});

test('what is left out has a default: the host’s name, the usual ports', () => {
  expect(read('asterisk://u:s@pbx.lan')).toMatchObject({ ok: true, value: { name: 'pbx.lan', port: 5038, tls: false, queueLog: null } });
  expect(read('asterisks://u:s@[::1]?name=x')).toMatchObject({ ok: true, value: { host: '::1', port: 5039, tls: true } });
});

test('everything that is wrong is said at once, and never the secret', () => {
  const said = problem('asterisk://:hunter2@h/path?wrap=1&wrapup=sales&queueLog=log&name=a%20b');
  for (const part of ['user is missing', '/path', 'wrap is not known', 'wrapup "sales"', 'queueLog "log"', 'name "a b"'])
    expect(said).toContain(part);
  expect(said).not.toContain('hunter2');
  expect(problem('asterisk://u@h')).toContain('secret is missing');
  expect(problem('asterisk://u:%zz@h')).toContain('%25');
  expect(problem('asterisk://u:a%0d%0aAction:%20x@h')).toContain('line break');
  expect(problem('asterisk://u:s@h?name=a&name=b')).toContain('twice');
});

test('the kind speaks for both schemes', () => {
  expect(asteriskKind.schemes).toEqual(['asterisk', 'asterisks']);
  expect(asteriskKind.parse(new URL('asterisk://u:s@h?name=pbx1'))).toMatchObject({ ok: true, value: { name: 'pbx1', kind: 'asterisk' } });
  expect(asteriskKind.parse(new URL('asterisk://u@h')).ok).toBe(false);
});
