import { type LocalDate, plusDays } from '../../../kernel/localDate.ts';
import type { Zone } from '../../../platform/clock/zone.ts';

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** The first moment of a day in the tenant's zone, as the database reads it; no day, or one at the end of the calendar, is open. */
export const startOfDay = (zone: Zone, day: LocalDate | null): string =>
  day === null || day < '0002-01-01' ? '-infinity' : iso(zone.startOf(day));

/** The first moment after a day. */
export const endOfDay = (zone: Zone, day: LocalDate | null): string =>
  day === null || day > '9998-12-31' ? 'infinity' : iso(zone.startOf(plusDays(day, 1)));
