// Randomness for the simulator: one seed draws everything, so a failing run is a number.

/** Draws from a seeded stream; the same calls in the same order give the same values. */
export interface Prng {
  /** In [0, 1). */
  next(): number;
  /** A whole number in [0, below). */
  below(below: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
  /** An independent stream, so that one consumer's appetite does not move another's draws. */
  fork(name: string): Prng;
}

/** sfc32 (public domain, Chris Doty-Humphrey's PractRand), seeded through a 32-bit mix. */
export function prng(seed: number): Prng {
  let [a, b, c, counter] = [0x9e3779b9 ^ seed, 0x243f6a88, 0xb7e15162 + seed, 1];
  const next32 = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return t >>> 0;
  };
  for (let i = 0; i < 15; i += 1) next32();
  const self: Prng = {
    next: () => next32() / 0x1_0000_0000,
    below: (below) => Math.floor(self.next() * below),
    chance: (probability) => self.next() < probability,
    pick: (items) => items[self.below(items.length)] ?? items[0],
    fork: (name) => {
      let hash = seed | 0;
      for (let i = 0; i < name.length; i += 1)
        hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
      return prng(hash);
    },
  };
  return self;
}
