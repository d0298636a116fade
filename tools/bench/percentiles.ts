/** The latencies of a run in milliseconds. */
export type Latencies = { readonly p50: number; readonly p95: number; readonly p99: number; readonly worst: number };

/**
 * The value that so many of the sorted values do not exceed (nearest rank, so it is one that was measured). `share` is between 0 and 1; NaN
 * where there are no values.
 */
export const percentile = (sorted: ArrayLike<number>, share: number): number => {
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
};

/** Percentiles of latencies given in microseconds, in any order. */
export const latenciesOf = (microseconds: Uint32Array): Latencies => {
  const sorted = microseconds.toSorted();
  const milliseconds = (share: number): number => percentile(sorted, share) / 1000;
  return { p50: milliseconds(0.5), p95: milliseconds(0.95), p99: milliseconds(0.99), worst: milliseconds(1) };
};
