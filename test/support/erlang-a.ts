/** M/M/n+M in closed form (METRICS: Erlang A): what a floor of exponential arrivals, conversations and patience comes to when it has run for ever. */

export type ErlangInput = {
  /** Arrivals a second. */
  readonly lambda: number;
  readonly talkSeconds: number;
  readonly patienceSeconds: number;
  readonly agents: number;
};

export type ErlangA = {
  /** Probability to wait at all. */
  readonly waits: number;
  readonly abandoned: number;
  /** Mean wait in seconds of all, of the answered alone, and the mean number that wait. */
  readonly waitSeconds: number;
  readonly asaSeconds: number;
  readonly waiting: number;
  readonly occupancy: number;
  /** Answered within so many seconds, of all arrivals. */
  readonly serviceLevel: (seconds: number) => number;
};

/** Beyond, a state weighs nothing. */
const TAIL = 1e-16;

/** The stationary floor. */
export function erlangA({ lambda, talkSeconds, patienceSeconds, agents: n }: ErlangInput): ErlangA {
  const [mu, theta] = [1 / talkSeconds, 1 / patienceSeconds];
  const pi = states(lambda, mu, theta, n);
  const sum = (of: (p: number, k: number) => number) => pi.reduce((total, p, k) => total + of(p, k), 0);
  const waiting = sum((p, k) => Math.max(0, k - n) * p);
  const abandoned = (theta * waiting) / lambda;
  const a = (n * mu) / theta;
  const serviceLevel = (seconds: number) => {
    const x = 1 - Math.exp(-theta * seconds);
    return sum((p, k) => (k < n ? p : (p * a * incompleteBeta(k - n + 1, a + 1, x)) / (a + (k - n) + 1)));
  };
  return {
    waits: sum((p, k) => (k >= n ? p : 0)),
    abandoned,
    waitSeconds: waiting / lambda,
    asaSeconds: integral((t) => 1 - abandoned - serviceLevel(t), patienceSeconds * 4) / (1 - abandoned),
    waiting,
    occupancy: sum((p, k) => Math.min(k, n) * p) / n,
    serviceLevel,
  };
}

function states(lambda: number, mu: number, theta: number, n: number): number[] {
  const logs = [0];
  let most = 0;
  for (let k = 1; k <= n || (logs[k - 1] as number) - most > Math.log(TAIL); k++) {
    logs.push((logs[k - 1] as number) + Math.log(lambda / (mu * Math.min(k, n) + theta * Math.max(0, k - n))));
    most = Math.max(most, logs[k] as number);
  }
  const weights = logs.map((log) => Math.exp(log - most));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Simpson over [0, to]. */
function integral(of: (t: number) => number, to: number): number {
  const parts = 800;
  let total = of(0) + of(to);
  for (let i = 1; i < parts; i++) total += of((to * i) / parts) * (i % 2 === 1 ? 4 : 2);
  return (total * to) / parts / 3;
}

/** Regularised incomplete beta function I_x(p, q), by its continued fraction (Lentz). */
function incompleteBeta(p: number, q: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (p + 1) / (p + q + 2)) return 1 - incompleteBeta(q, p, 1 - x);
  const front = Math.exp(logGamma(p + q) - logGamma(p) - logGamma(q) + p * Math.log(x) + q * Math.log(1 - x)) / p;
  const tiny = 1e-300;
  let [c, d] = [1, 1 / nonZero(1 - ((p + q) * x) / (p + 1), tiny)];
  let fraction = d;
  for (let m = 1; m < 1000; m++) {
    const even = (m * (q - m) * x) / ((p + 2 * m - 1) * (p + 2 * m));
    d = 1 / nonZero(1 + even * d, tiny);
    c = nonZero(1 + even / c, tiny);
    fraction *= c * d;
    const odd = (-(p + m) * (p + q + m) * x) / ((p + 2 * m) * (p + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d, tiny);
    c = nonZero(1 + odd / c, tiny);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-14) break;
  }
  return front * fraction;
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905, -0.13857109526572012, 9.984369578019572e-6,
  1.5056327351493116e-7,
];

function logGamma(x: number): number {
  const shifted = x - 1;
  const sum = LANCZOS.reduce((total, coefficient, i) => total + coefficient / (shifted + i + 1), 0.9999999999998099);
  const t = shifted + LANCZOS.length - 0.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}
