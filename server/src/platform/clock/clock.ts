import { type Instant, instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/localDate.ts';
import type { Zone } from './zone.ts';

/**
 * A tenant's clock, the only source of "now" for banking logic. A sandbox tenant's clock runs ahead of the system's by an offset that is
 * stored in `tenant_state`, so every process of the tenant shares it.
 */
export type Clock = {
  readonly zone: Zone;
  now(): Instant;
  today(): LocalDate;
  /** Milliseconds the tenant's time is ahead of the system's. */
  offset(): number;
  /** Takes over the offset that the database holds. Time only goes forward: an offset read before the clock was moved is too late. */
  setOffset(milliseconds: number): void;
};

/** A clock in a zone. The one place of the server that reads the system time for business. */
export const createClock = (zone: Zone, offsetMilliseconds = 0): Clock => {
  let offset = offsetMilliseconds;
  let isKnown = false;
  const now = (): Instant => instant(Date.now() + offset);
  return {
    zone,
    now,
    today: () => zone.localDateOf(now()),
    offset: () => offset,
    setOffset: (milliseconds) => {
      offset = isKnown ? Math.max(offset, milliseconds) : milliseconds;
      isKnown = true;
    },
  };
};
