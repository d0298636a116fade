import { type LocalDate, plusDays } from '../../../../kernel/localDate.ts';
import { minus, plus, zero } from '../../../../kernel/money.ts';
import { type KnownTaxRate, taxedAt, taxWithin, withTax } from '../taxes.ts';
import { hasEqualTotals, isDynamic, type LoanTerms } from '../terms.ts';
import { accrueTo } from './accrual.ts';
import { principalAhead, reproject, respread } from './recalculate.ts';
import { aheadOf, record, type Working } from './working.ts';

// The rate of a loan's taxes changes with the day on which the next one counts, before anything else of that day. What has been
// applied keeps the tax it was applied with; what is ahead is owed with the new one.

/** The next rate that the walk has not come to, when it counts by a day. */
export const nextTaxRate = ({ terms, taxRates }: Working, until: LocalDate): KnownTaxRate | undefined => {
  const next = terms.tax?.rates[taxRates];
  return next && next.from <= until ? next : undefined;
};

/** The interest ahead of a fixed loan is agreed; only the tax on top of it changes. */
const retaxAhead = (loan: Working, before: LoanTerms): void => {
  for (const { interest } of aheadOf(loan)) {
    const left = minus(interest.expected, interest.applied);
    const bare = minus(left, taxWithin(before, 'interest', left));
    interest.expected = plus(interest.applied, withTax(loan.terms, 'interest', bare));
  }
};

const recompute = (loan: Working, before: LoanTerms, day: LocalDate): void => {
  const { tax, schedule } = loan.terms;
  // A revolving credit asks for interest when it is applied; nothing is planned ahead.
  if (loan.revolving) return;
  if (!tax?.taxesOnInterestEnabled || tax.taxCalculationMethod === 'INCLUSIVE' || aheadOf(loan).length === 0) return;
  const standard = schedule.amortization.amortizationMethod !== 'BALLOON_PAYMENTS';
  if (!isDynamic(loan.terms)) retaxAhead(loan, before);
  else if (hasEqualTotals(loan.terms) || !standard) respread(loan, day, 'KEEP_COUNT', principalAhead(loan));
  else reproject(loan, day);
};

/** Lets a rate come into force; a loan that owes something has a transaction that tells of it. */
export const changeTaxRate = (loan: Working, { from, startDay, rate }: KnownTaxRate): void => {
  loan.taxRates += 1;
  const before = loan.terms;
  const terms = taxedAt(before, rate);
  if (terms === before) return;
  loan.terms = terms;
  if (!loan.disbursed || loan.writtenOff) return;
  accrueTo(loan, from);
  recompute(loan, before, from);
  const origin = { eventKey: null, role: `TAX_RATE_CHANGED#${startDay}`, valueDate: from, bookingDate: from };
  record(loan, origin, 'TAX_RATE_CHANGED', zero, {}, [], { taxRate: rate });
};

/** The day before a rate counts: due dates and late days up to it come first. */
export const dayBefore = ({ from }: KnownTaxRate): LocalDate => plusDays(from, -1);
