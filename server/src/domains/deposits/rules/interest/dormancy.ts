import { type LocalDate, plusDays } from '../../../../kernel/localDate.ts';

/**
 * The first day on which an account is dormant: so many days after its last activity, which is a posting by a customer
 * or a user; interest and scheduled fees are none. Null when the product knows no dormancy.
 */
export const dormantFrom = (lastActivity: LocalDate, dormancyPeriodDays: number | null): LocalDate | null =>
  dormancyPeriodDays === null || dormancyPeriodDays <= 0 ? null : plusDays(lastActivity, dormancyPeriodDays);

/** The first day on which an activity keeps an account awake today: what `becomesDormant` asks, for many accounts at once. */
export const awakeSince = (dormancyPeriodDays: number, today: LocalDate): LocalDate =>
  plusDays(today, 1 - dormancyPeriodDays);

/** Whether the night sets an account to DORMANT. */
export const becomesDormant = (
  lastActivity: LocalDate,
  dormancyPeriodDays: number | null,
  today: LocalDate,
): boolean => {
  const from = dormantFrom(lastActivity, dormancyPeriodDays);
  return from !== null && from <= today;
};
