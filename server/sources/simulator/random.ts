/** Randomness from a seed: the same words give the same numbers on every machine, so a day can be told again fact by fact. */

/** Four 32-bit words from a text (cyrb128: every bit of the text moves every bit of the words). */
function wordsOf(text: string): [number, number, number, number] {
  let [a, b, c, d] = [1_779_033_703, 3_144_134_277, 1_013_904_242, 2_773_480_762];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = b ^ Math.imul(a ^ code, 597_399_067);
    b = c ^ Math.imul(b ^ code, 2_869_860_233);
    c = d ^ Math.imul(c ^ code, 951_274_213);
    d = a ^ Math.imul(d ^ code, 2_716_044_179);
  }
  a = Math.imul(c ^ (a >>> 18), 597_399_067);
  b = Math.imul(d ^ (b >>> 22), 2_869_860_233);
  c = Math.imul(a ^ (c >>> 17), 951_274_213);
  d = Math.imul(b ^ (d >>> 19), 2_716_044_179);
  return [(a ^ b ^ c ^ d) >>> 0, (b ^ a) >>> 0, (c ^ a) >>> 0, (d ^ a) >>> 0];
}

/** A short name for a text, 32 bits in base 36. */
export function shortHash(text: string): string {
  return wordsOf(text)[0].toString(36);
}

/** A stream of random numbers (sfc32) and the distributions of a call centre. Streams of different names have nothing to do with each other. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(name: string) {
    [this.#a, this.#b, this.#c, this.#d] = wordsOf(name);
    for (let i = 0; i < 12; i++) this.next();
  }

  /** Uniform, 0 ≤ x < 1. */
  next(): number {
    const sum = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  }

  /** Uniform, from ≤ x < to. */
  between(from: number, to: number): number {
    return from + this.next() * (to - from);
  }

  /** True with probability `p`. */
  chance(p: number): boolean {
    return this.next() < p;
  }

  /** Exponential with this mean: −mean · ln(1 − u). */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  /** Standard normal (Box and Muller): √(−2 ln(1 − u)) · cos 2πv. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** Log-normal with this mean; `sigma` is the standard deviation of its logarithm: exp(ln mean − σ²/2 + σ·z). */
  logNormal(mean: number, sigma: number): number {
    return Math.exp(Math.log(mean) - (sigma * sigma) / 2 + sigma * this.normal());
  }

  /** An index, each with the chance of its weight. */
  pick(weights: readonly number[]): number {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    let left = this.next() * total;
    for (const [index, weight] of weights.entries()) {
      left -= weight;
      if (left < 0) return index;
    }
    return weights.length - 1;
  }
}
