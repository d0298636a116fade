import fc from 'fast-check';
import { type LocalDate, plusDays } from '../../../kernel/localDate.ts';
import type { InterestTerms, LoanTerms, ScheduleTerms } from './terms.ts';

// Generated ways of accruing and applying interest, for property tests. Fixed loans have none of them.

export const anyApplication = fc.record({
  interestType: fc.constantFrom(
    'SIMPLE_INTEREST' as const,
    'SIMPLE_INTEREST' as const,
    'SIMPLE_INTEREST' as const,
    'SIMPLE_INTEREST' as const,
    'COMPOUNDING_INTEREST' as const,
    'CAPITALIZED_INTEREST' as const,
  ),
  compoundingFrequency: fc.constantFrom('DAILY' as const, 'SEMI_ANNUALLY' as const),
  interestBalanceCalculationMethod: fc.constantFrom(
    'ONLY_PRINCIPAL' as const,
    'ONLY_PRINCIPAL' as const,
    'PRINCIPAL_AND_INTEREST' as const,
  ),
  since: fc.constantFrom<undefined | 'DUE_DATE'>(undefined, undefined, undefined, 'DUE_DATE'),
  daysInMonth: fc.constantFrom<readonly number[]>([], [], [1], [15], [31], [10, 25], [30]),
  shortMonthHandlingMethod: fc.constantFrom('LAST_DAY_IN_MONTH' as const, 'FIRST_DAY_OF_NEXT_MONTH' as const),
});

type Application = typeof anyApplication extends fc.Arbitrary<infer T> ? T : never;

/** What of it a dynamic loan can have. */
export const applicationOf = (application: Application, equal: boolean): Partial<InterestTerms> => {
  const { daysInMonth, shortMonthHandlingMethod, interestBalanceCalculationMethod, since: _, ...rest } = application;
  return {
    ...rest,
    ...(equal ? { interestBalanceCalculationMethod } : {}),
    ...(daysInMonth.length === 0
      ? {}
      : {
          interestApplicationMethod: 'FIXED_DAYS_OF_MONTH',
          interestApplicationDays: { daysInMonth, shortMonthHandlingMethod },
        }),
  };
};

/** Whether interest from arrears is told apart, where there can be any and it does not become principal. */
export const apartOf = (
  wanted: boolean,
  { accrueLateInterest }: Pick<InterestTerms, 'accrueLateInterest'>,
  { interestType }: Application,
): Pick<InterestTerms, 'decoupleInterestFromArrears'> =>
  wanted && accrueLateInterest && interestType !== 'CAPITALIZED_INTEREST' ? { decoupleInterestFromArrears: true } : {};

/** From when on equal instalments keep their payment; none, or some days before the due date. */
export const anyThreshold = fc.constantFrom(
  undefined,
  undefined,
  { method: 'CALENDAR_DAYS' as const, numberOfDays: 3 },
  { method: 'WORKING_DAYS' as const, numberOfDays: 40 },
);

/** The schedule that goes with it: interest that becomes principal asks for no interest in a grace period, and for principal each time. */
export const scheduleFor = (
  { interestType, since }: Application,
  equal: boolean,
  schedule: Pick<ScheduleTerms, 'gracePeriodType' | 'principalRepaymentInterval'>,
): Partial<ScheduleTerms> => ({
  ...(since ? { interestAccrualSince: since } : {}),
  ...(interestType !== 'CAPITALIZED_INTEREST'
    ? {}
    : {
        ...(schedule.gracePeriodType === 'PAY_INTEREST_ONLY' ? { gracePeriodType: 'INTEREST_FORGIVENESS' } : {}),
        ...(equal ? { principalRepaymentInterval: 1 } : {}),
      }),
});

/** After how many days the first instalment falls due, where its total may differ; none where all totals are equal. */
export const anyOtherInterval = fc.constantFrom(undefined, undefined, undefined, 1, 12, 45, 100);

/** The same loan with a first interval of its own, where that can make its total differ. */
export const withOtherInterval = (terms: LoanTerms, start: LocalDate, days: number | undefined): LoanTerms => {
  const { interestCalculationMethod: method, interestApplicationDays } = terms.interest;
  if (days === undefined || method !== 'DECLINING_BALANCE_DISCOUNTED' || interestApplicationDays) return terms;
  return {
    ...terms,
    interest: { ...terms.interest, adjustTotalDueForInstallmentsWithDifferentInterval: true },
    schedule: { ...terms.schedule, firstRepaymentDate: plusDays(start, days) },
  };
};
