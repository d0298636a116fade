import { isPositive, isZero, largest, type Money, minus, plus, smallest, zero } from '../../../../kernel/money.ts';
import { type InterestPart, taxShare, taxWithin } from '../taxes.ts';
import { type TaxLimits, taxDueOf } from './tax.ts';
import type { Working, WorkingInstalment } from './working.ts';

// Interest that is told and booked apart: what runs on overdue principal, and what accrued in payment holidays. Each is kept as a part of the
// interest of its instalment, in the same roundings, so that telling it apart changes nothing of what is owed.

/** Notes what of interest that is applied on an instalment is such a part; answers the tax in it, a part of the tax of all. */
export const applyPart = (
  loan: Working,
  instalment: WorkingInstalment,
  name: InterestPart,
  amount: Money,
  taxOfAll: Money,
): Money => {
  if (!isPositive(amount)) return zero;
  const tax = smallest(taxWithin(loan.terms, 'interest', amount), taxOfAll);
  const part = instalment[name];
  part.applied = plus(part.applied, amount);
  part.tax.applied = plus(part.tax.applied, tax);
  loan.balance[name] = plus(loan.balance[name], amount);
  return tax;
};

/** Interest by its kinds. */
export type InterestByKind = { readonly regular: Money } & { readonly [Part in InterestPart]: Money };

/** What of the applied interest of an instalment is unpaid: of payment holidays, from arrears, and otherwise. */
export const interestDueOf = ({ interest, fromArrears, ofHolidays }: WorkingInstalment): InterestByKind => {
  const late = minus(fromArrears.applied, fromArrears.paid);
  const holidays = minus(ofHolidays.applied, ofHolidays.paid);
  const all = minus(interest.applied, interest.paid);
  return { regular: minus(minus(all, late), holidays), fromArrears: late, ofHolidays: holidays };
};

/** The tax in interest that a payment or a reduction takes: of all that is not yet told apart, and what all that stays still has of it. */
export type TaxTaken = { readonly taken: Money; readonly left: Money; readonly decimals: number };

const kinds = ['regular', 'ofHolidays', 'fromArrears'] as const;
const others = { fromArrears: 'ofHolidays', ofHolidays: 'fromArrears' } as const;

/** The tax in a part of the interest that is due: in the ratio of both, and so that the tax of all interest stays at least that of its parts. */
const taxOfPart = (loan: WorkingInstalment, name: InterestPart, part: Money, tax: TaxTaken): Money => {
  const { taken, left, decimals } = tax;
  const due = taxDueOf(loan[name].tax);
  if (!isPositive(part) || !isPositive(due)) return zero;
  const share = taxShare(part, interestDueOf(loan)[name], due, decimals);
  const other = taxDueOf(loan[others[name]].tax);
  return smallest(largest(share, minus(due, minus(left, other))), smallest(taken, due));
};

/** A kind of interest that is taken in full, paid or let off, takes all its tax with it, and one that stays keeps all of it, whatever share of the whole tax that is. */
export const taxLimits = (instalment: WorkingInstalment, due: InterestByKind, taken: InterestByKind): TaxLimits => {
  const all = taxDueOf(instalment.tax.interest);
  // Most loans have no taxes.
  if (isZero(all)) return { least: zero, most: zero };
  const [holidays, late] = [taxDueOf(instalment.ofHolidays.tax), taxDueOf(instalment.fromArrears.tax)];
  const taxes: InterestByKind = { regular: minus(minus(all, holidays), late), ofHolidays: holidays, fromArrears: late };
  let [least, stays]: [Money, Money] = [zero, zero];
  for (const kind of kinds) {
    if (taken[kind].equals(due[kind])) least = plus(least, taxes[kind]);
    else if (isZero(taken[kind])) stays = plus(stays, taxes[kind]);
  }
  return { least, most: minus(all, stays) };
};

/** Notes what of paid interest was such a part; answers the tax in it. */
export const payPart = (instalment: WorkingInstalment, name: InterestPart, amount: Money, tax: TaxTaken): Money => {
  if (isZero(amount)) return zero;
  const within = taxOfPart(instalment, name, amount, tax);
  const part = instalment[name];
  part.paid = plus(part.paid, amount);
  part.tax.paid = plus(part.tax.paid, within);
  return within;
};

/** Takes such a part away that is let off or goes elsewhere; answers the tax in it. */
export const lowerPart = (instalment: WorkingInstalment, name: InterestPart, amount: Money, tax: TaxTaken): Money => {
  if (isZero(amount)) return zero;
  const within = taxOfPart(instalment, name, amount, tax);
  const part = instalment[name];
  part.applied = minus(part.applied, amount);
  part.tax.applied = minus(part.tax.applied, within);
  return within;
};
