import { expect, test } from 'vitest';
import { type Caller, isWallKey } from '../../../../server/http/access.ts';
import { Guesses, WRONG_A_MINUTE } from '../../../../server/http/guesses.ts';

const from = (address: string, forwarded?: string): Caller => ({
  address,
  header: (name) => (name === 'x-forwarded-for' ? forwarded : undefined),
});

function setUp() {
  let now = 0;
  const guesses = new Guesses({ now: () => now });
  let made = 0;
  const wrong = (caller: Caller, times = 1) => Array.from({ length: times }, () => guesses.look(caller, `guess ${made++}`, () => false)).at(-1);
  const right = (caller: Caller) => guesses.look(caller, 'right', () => true);
  const same = (caller: Caller) => guesses.look(caller, 'of last year', () => false);
  return { wrong, right, same, minuteLater: () => (now += 60_000) };
}

test('who guesses shuts out nobody else, and is let in again after a minute', () => {
  const { wrong, right, minuteLater } = setUp();
  expect(wrong(from('10.0.0.66'), WRONG_A_MINUTE)).toBe('wrong');
  expect(wrong(from('10.0.0.66'))).toBe('too many');
  expect(right(from('10.0.0.66'))).toBe('too many');
  expect(right(from('10.0.0.7'))).toBe('right');
  minuteLater();
  expect(right(from('10.0.0.66'))).toBe('right');
});

test('right keys are no guesses', () => {
  const { right } = setUp();
  for (let n = 0; n < 5 * WRONG_A_MINUTE; n++) expect(right(from('10.0.0.7'))).toBe('right');
});

test('a program that repeats a wrong key is one guess, and shuts out nobody beside it', () => {
  const { wrong, right, same } = setUp();
  for (let n = 0; n < 5 * WRONG_A_MINUTE; n++) expect(same(from('10.0.0.7'))).toBe('wrong');
  expect(right(from('10.0.0.7'))).toBe('right');
  wrong(from('10.0.0.7'), WRONG_A_MINUTE - 1);
  expect(right(from('10.0.0.7'))).toBe('too many');
});

test('a network of IPv6 is one place', () => {
  const { wrong, right } = setUp();
  for (let n = 1; n <= WRONG_A_MINUTE; n++) wrong(from(`2001:db8:1:2::${n}`));
  expect(right(from('2001:db8:1:2:ffff:1:2:3'))).toBe('too many');
  expect(right(from('2001:db8:1:3::1'))).toBe('right');
  expect(right(from('2001:db8::1'))).toBe('right');
});

test('behind a proxy of this machine each one counts; a stranger gains nothing by naming others', () => {
  const { wrong, right } = setUp();
  expect(wrong(from('127.0.0.1', 'made up, 10.0.0.66'), WRONG_A_MINUTE + 1)).toBe('too many');
  expect(right(from('127.0.0.1', '10.0.0.7'))).toBe('right');
  for (let n = 0; n <= WRONG_A_MINUTE; n++) wrong(from('10.0.0.99', `10.1.1.${n}`));
  expect(right(from('10.0.0.99', '10.2.2.2'))).toBe('too many');
});

test('the memory is bounded, and a crowd of guessers shuts out nobody', () => {
  const { wrong, right } = setUp();
  expect(wrong(from('9.0.0.1'), WRONG_A_MINUTE + 1)).toBe('too many');
  for (let n = 0; n < 10_000; n++) wrong(from(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`));
  expect(right(from('11.0.0.1'))).toBe('right');
  // The first of them is forgotten: what is kept has its bound.
  expect(wrong(from('9.0.0.1'))).toBe('wrong');
});

test.each(['ACEF-GHJK-3467', 'acef-ghjk-3467', 'ACEFGHJK3467', ' acef ghjk 3467 ', 'ACEF–GHJK–3467'])(
  'the wall key as it comes from a remote control: %s',
  (typed) => {
    expect(isWallKey(typed, 'ACEF-GHJK-3467')).toBe(true);
  },
);

test('a key that is another one stays another one', () => {
  for (const typed of ['', '-', 'ACEF-GHJK-346', 'ACEF-GHJK-3466']) expect(isWallKey(typed, 'ACEF-GHJK-3467')).toBe(false);
  expect(isWallKey('', '---')).toBe(false);
  expect(isWallKey('---', '---')).toBe(true);
});
