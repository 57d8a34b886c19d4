import { expect, test } from 'vitest';
import { Agenda } from '../../../server/sources/simulator/agenda.ts';
import { demandAt, nextArrival } from '../../../server/sources/simulator/demand.ts';
import { Random } from '../../../server/sources/simulator/random.ts';

const N = 40_000;

function sample(draw: (random: Random) => number): { mean: number; deviation: number; least: number } {
  const random = new Random('sample');
  const values = Array.from({ length: N }, () => draw(random));
  const mean = values.reduce((sum, value) => sum + value, 0) / N;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / N);
  return { mean, deviation, least: Math.min(...values) };
}

test('distributions have the mean and the spread that their formulas say', () => {
  const uniform = sample((random) => random.next());
  expect(uniform.mean).toBeCloseTo(0.5, 2);
  expect(uniform.deviation).toBeCloseTo(1 / Math.sqrt(12), 2);
  const exponential = sample((random) => random.exponential(150));
  expect(exponential.mean / 150).toBeCloseTo(1, 1);
  expect(exponential.deviation / 150).toBeCloseTo(1, 1);
  expect(exponential.least).toBeGreaterThanOrEqual(0);
  const normal = sample((random) => random.normal());
  expect(normal.mean).toBeCloseTo(0, 1);
  expect(normal.deviation).toBeCloseTo(1, 1);
  const logNormal = sample((random) => random.logNormal(300, 0.6));
  expect(logNormal.mean / 300).toBeCloseTo(1, 1);
  expect(logNormal.deviation / 300).toBeCloseTo(Math.sqrt(Math.exp(0.36) - 1), 1);
});

test('streams of different names differ, of the same name do not', () => {
  const draw = (name: string) => {
    const random = new Random(name);
    return Array.from({ length: 5 }, () => random.next());
  };
  expect(draw('a')).toEqual(draw('a'));
  expect(draw('a')).not.toEqual(draw('b'));
});

test('a weight is the chance to be picked', () => {
  const random = new Random('pick');
  const counts = [0, 0, 0];
  for (let i = 0; i < N; i++) {
    const index = random.pick([1, 0, 3]);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  expect(counts[1]).toBe(0);
  expect((counts[2] ?? 0) / N).toBeCloseTo(0.75, 2);
});

test('arrivals follow the rate of the hour', () => {
  const random = new Random('arrivals');
  const rate = (at: number) => (at < 5000 ? 0.2 : 1);
  let [early, late] = [0, 0];
  for (let round = 0; round < 20; round++) {
    for (let at = nextArrival(random, rate, 1, 0, 10_000); at !== null; at = nextArrival(random, rate, 1, at, 10_000)) {
      if (at < 5000) early++;
      else late++;
    }
  }
  expect(early / 20 / 5000).toBeCloseTo(0.2, 1);
  expect(late / 20 / 5000).toBeCloseTo(1, 1);
});

test('the day has its peaks and its noon, and no hour without calls', () => {
  for (const peak of [9.5, 10.5, 11.5]) for (const low of [13, 20, 3]) expect(demandAt(peak)).toBeGreaterThan(demandAt(low));
  for (const peak of [16.5, 17.5]) for (const low of [13.5, 14, 20]) expect(demandAt(peak)).toBeGreaterThan(demandAt(low));
  for (let hour = 0; hour < 48; hour += 0.25) expect(demandAt(hour)).toBeGreaterThan(0.05);
});

test('the agenda does things by time, and in the order written down where times are equal', () => {
  const agenda = new Agenda();
  const random = new Random('agenda');
  const done: [number, number][] = [];
  for (let i = 0; i < 500; i++) agenda.add(Math.floor(random.next() * 40), (at) => done.push([at, i]));
  while (agenda.nextAt !== null) agenda.step();
  expect(done).toEqual([...done].sort((a, b) => a[0] - b[0] || a[1] - b[1]));
  expect(done.length).toBe(500);
});
