/** A source of pseudo-random numbers: the same seed gives the same numbers on every machine. */
export type Seeded = {
  /** At least 0 and less than 1. */
  next(): number;
  /** A whole number between the two, both included. */
  whole(least: number, most: number): number;
  /** One of the list, each as likely as the others. Throws on an empty list. */
  pick<T>(list: readonly T[]): T;
  /** True with this probability. */
  chance(probability: number): boolean;
};

/** Starts the sequence of a seed (mulberry32: small, quick, and good enough for everything but secrets). */
export const seeded = (seed: number): Seeded => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const whole = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    whole,
    pick: (list) => {
      const found = list[whole(0, list.length - 1)];
      if (found === undefined) throw new Error('nothing to pick from');
      return found;
    },
    chance: (probability) => next() < probability,
  };
};
