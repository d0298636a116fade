/** A rate of the bank beside that of the yardstick, measured one directly after the other. */
export type Pair<Point> = { readonly yardstickPerSecond: number; readonly point: Point };

/** What rounds came to: the one in the middle, how many times the yardstick it was, and the ratio of every round. */
export type Rounds<Point> = { readonly point: Point; readonly ratio: number; readonly ratios: readonly number[] };

/**
 * The median of an odd number of rounds by their ratio. Machines change their speed within minutes: two rates are compared only with their neighbour
 * in time, and a round that somebody disturbed does not count more than any other. Undefined without rounds.
 */
export const medianRound = <Point extends { readonly perSecond: number }>(
  pairs: readonly Pair<Point>[],
): Rounds<Point> | undefined => {
  const rated = pairs.map(({ yardstickPerSecond, point }) => ({ point, ratio: point.perSecond / yardstickPerSecond }));
  const middle = rated.toSorted((one, other) => one.ratio - other.ratio)[Math.floor(rated.length / 2)];
  return middle && { ...middle, ratios: rated.map(({ ratio }) => ratio) };
};
