import { type LocalDate, latest } from '../../../kernel/localDate.ts';
import { largest, type Money, money, sum, times, zero } from '../../../kernel/money.ts';
import type { LoanCalendar } from './calendar.ts';
import type { ChargePart } from './explanation.ts';
import { feeAsInterest } from './feeRate.ts';
import { accrualRate, periodRate } from './schedule/periodRate.ts';
import type { Instalment, LoanState } from './state.ts';
import { withoutTaxOnTop } from './taxes.ts';
import { isBeforeInterest, type LoanTerms } from './terms.ts';

// What a fee by a rate was made of: the days on the principal that bore it, and for days to come those on what is planned.

/** What the days of an instalment that are still to come will cost on the principal planned for them. */
export const foreseenFee = (
  { terms }: LoanState,
  { slot, number, dueDate, state, holiday }: Instalment,
  { from, running }: { readonly from: LocalDate; readonly running: LocalDate },
  balance: Money,
  calendar: LoanCalendar,
): readonly ChargePart[] => {
  const at = feeAsInterest(terms);
  const begin = latest(from, running);
  if (!at || begin >= dueDate || holiday || state === 'GRACE' || isBeforeInterest(terms, number - 1)) return [];
  const period = { from, to: dueDate };
  const factor = begin === from ? periodRate(at, period, calendar) : accrualRate(at, period, begin, dueDate, calendar);
  const amount = times(balance, factor);
  return [{ slot, from: begin, to: dueDate, balance, rate: at.interest.interestRate, factor, amount }];
};

/** What of the fees of an instalment the rate has made, without tax on top. */
export const chargedByRate = (terms: LoanTerms, { feeDetails }: Instalment): Money =>
  sum(
    feeDetails
      .filter(({ predefinedFeeKey }) => predefinedFeeKey === terms.feeRate?.predefinedFeeKey)
      .map(({ expected, reduced, tax }) =>
        withoutTaxOnTop(
          terms,
          money(expected.plus(reduced)),
          money((tax?.expected ?? zero).plus(tax?.reduced ?? zero)),
        ),
      ),
  );

/** What the rate makes of an instalment in all: what it has charged, of one ahead at least what its parts come to. */
export const feeOfInstalment = (terms: LoanTerms, instalment: Instalment, isAhead: boolean, rounded: Money): Money => {
  const charged = chargedByRate(terms, instalment);
  return isAhead ? largest(charged, rounded) : charged;
};
