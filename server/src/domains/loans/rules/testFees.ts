import type { LocalDate } from '../../../kernel/localDate.ts';
import { isPositive, type Money, money, sum, zero } from '../../../kernel/money.ts';
import { everyDayWorks } from './calendar.ts';
import type { FeeApplied, LoanEvent } from './events.ts';
import { foldLoan } from './foldLoan.ts';
import type { LoanState } from './state.ts';
import { isDynamic, type LoanTerms } from './terms.ts';

// Fees that somebody applies to generated loans.

type Base = Pick<FeeApplied, 'key' | 'sequence' | 'valueDate' | 'bookingDate'>;

const mayBecomePrincipal = (terms: LoanTerms, events: readonly LoanEvent[], day: LocalDate): boolean => {
  if (!isDynamic(terms)) return false;
  const { balances, instalments } = foldLoan(terms, events, day, everyDayWorks);
  return isPositive(balances.principal.balance) && instalments.some(({ dueDate }) => dueDate > day);
};

/** A fee of the day, on the first instalment of a fixed loan; with a large share one that becomes principal where the rules let it. */
export const feeOn = (
  terms: LoanTerms,
  events: readonly LoanEvent[],
  share: number,
  base: Base,
): readonly LoanEvent[] => {
  const numbered = terms.schedule.repaymentScheduleMethod === 'FIXED' ? { installmentNumber: 1 } : {};
  const capitalised =
    share >= 0.1 && mayBecomePrincipal(terms, events, base.valueDate) ? { capitalised: true as const } : {};
  return [{ type: 'FEE_APPLIED', ...base, amount: money('7.5'), trigger: 'MANUAL', ...numbered, ...capitalised }];
};

const becomesPrincipal: readonly string[] = ['INTEREST_APPLIED', 'FEE_CAPITALISED'];

/** The interest and fees of a life that have become principal. */
export const capitalisedCharges = ({ transactions }: LoanState): Money =>
  sum(
    transactions.map(({ type, affectedAmounts }) =>
      becomesPrincipal.includes(type) ? affectedAmounts.principal : zero,
    ),
  );
