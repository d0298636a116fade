/** A moment: milliseconds since 1970 in UTC. Only the tenant's clock and the database make one. */
export type Instant = number & { readonly __brand: 'Instant' };

/** Milliseconds as a moment. */
export const instant = (milliseconds: number): Instant => milliseconds as Instant;
