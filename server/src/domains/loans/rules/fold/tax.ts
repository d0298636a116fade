import { largest, type Money, minus, plus, smallest, zero } from '../../../../kernel/money.ts';
import type { FeeApplied } from '../events.ts';
import { feeWithTax, noTaxes, type TransactionTaxes, taxShare, taxWithin, withoutTaxOnTop } from '../taxes.ts';
import { isDynamic } from '../terms.ts';
import type { Working, WorkingFee, WorkingInstalment } from './working.ts';

// The taxes of a loan while it is being folded: each charge keeps how much of what it asks for is tax, and how much of that is paid.

/** The tax in what is applied of a charge, and in what is paid of it. */
export type WorkingTax = { applied: Money; paid: Money };

/** No tax yet, for what is made anew. */
export const untaxed = (): WorkingTax => ({ applied: zero, paid: zero });

/** What a tax still asks for. */
export const taxDueOf = ({ applied, paid }: WorkingTax): Money => minus(applied, paid);

/** A fee as it is owed at the rate in force. */
export const newFee = (loan: Working, event: FeeApplied, owed?: Money): WorkingFee => {
  const expected = owed ?? feeWithTax(loan.terms, event);
  const tax = event.taxable === false ? zero : taxWithin(loan.terms, 'fees', expected);
  return { event, expected, paid: zero, reduced: zero, tax: { applied: tax, paid: zero, reduced: zero } };
};

/**
 * Notes the tax in interest that is about to be applied on an instalment, and answers it. Of the agreed interest of a fixed loan the last
 * part takes what the rounding of the parts has left.
 */
export const applyInterestTax = ({ terms }: Working, instalment: WorkingInstalment, amount: Money): Money => {
  if (!terms.tax) return zero;
  const { interest, tax } = instalment;
  const left = minus(interest.expected, interest.applied);
  const part = isDynamic(terms)
    ? taxWithin(terms, 'interest', amount)
    : minus(taxWithin(terms, 'interest', left), taxWithin(terms, 'interest', minus(left, amount)));
  tax.interest.applied = plus(tax.interest.applied, part);
  return part;
};

/** What the tax in a part of a charge has to be at least and at most, since kinds of it have taxes of their own. */
export type TaxLimits = { readonly least: Money; readonly most: Money };

const shareOf = (tax: WorkingTax, amount: Money, due: Money, decimals: number, limits?: TaxLimits): Money => {
  const share = taxShare(amount, due, taxDueOf(tax), decimals);
  return limits ? smallest(largest(share, limits.least), limits.most) : share;
};

/** The tax in a payment of so much of what is due of a charge; notes it as paid. */
export const payTax = (tax: WorkingTax, amount: Money, due: Money, decimals: number, limits?: TaxLimits): Money => {
  const part = shareOf(tax, amount, due, decimals, limits);
  tax.paid = plus(tax.paid, part);
  return part;
};

/** The tax in so much of what is due of a charge that is let off, or moved elsewhere; takes it away. */
export const lowerTax = (tax: WorkingTax, amount: Money, due: Money, decimals: number, limits?: TaxLimits): Money => {
  const part = shareOf(tax, amount, due, decimals, limits);
  tax.applied = minus(tax.applied, part);
  return part;
};

/** Lets off a part of a fee with its tax, and answers the tax. */
export const lowerFee = (fee: WorkingFee, part: Money, decimals: number): Money => {
  const tax = lowerTax(fee.tax, part, minus(fee.expected, fee.paid), decimals);
  fee.tax.reduced = plus(fee.tax.reduced, tax);
  fee.expected = minus(fee.expected, part);
  fee.reduced = plus(fee.reduced, part);
  return tax;
};

/** The taxes that are applied and not paid. */
export const taxBalances = ({
  instalments,
  waitingFees,
  unscheduledFees,
}: Pick<Working, 'instalments' | 'waitingFees' | 'unscheduledFees'>) => {
  const taxes = { ...noTaxes, fromArrears: zero, ofHolidays: zero };
  for (const { tax, fees, fromArrears, ofHolidays } of instalments) {
    taxes.ofHolidays = plus(taxes.ofHolidays, taxDueOf(ofHolidays.tax));
    taxes.fromArrears = plus(taxes.fromArrears, taxDueOf(fromArrears.tax));
    taxes.interest = plus(taxes.interest, taxDueOf(tax.interest));
    taxes.penalty = plus(taxes.penalty, taxDueOf(tax.penalty));
    for (const fee of fees) taxes.fees = plus(taxes.fees, taxDueOf(fee.tax));
  }
  for (const fee of [...waitingFees, ...unscheduledFees]) taxes.fees = plus(taxes.fees, taxDueOf(fee.tax));
  return taxes satisfies TransactionTaxes;
};

/** The tax in all that an instalment expects of interest: what is applied has its own, what is to come that of the rate in force. */
export const expectedInterestTax = ({ terms }: Working, { interest, tax }: WorkingInstalment): Money =>
  plus(tax.interest.applied, taxWithin(terms, 'interest', minus(interest.expected, interest.applied)));

/** The interest of an instalment without the tax on top of it: what its rate makes, and what of that is applied. */
export const bareInterest = (loan: Working, instalment: WorkingInstalment) => {
  const { interest, tax } = instalment;
  return {
    expected: withoutTaxOnTop(loan.terms, interest.expected, expectedInterestTax(loan, instalment)),
    applied: withoutTaxOnTop(loan.terms, interest.applied, tax.interest.applied),
  };
};
