import { type LocalDate, latest } from '../../../../kernel/localDate.ts';
import { isPositive, largest, type Money, minus, plus, smallest, zero } from '../../../../kernel/money.ts';
import type { PaidPart } from '../customPayment.ts';
import type { InterestKind } from '../events.ts';
import type { TransactionFee } from '../state.ts';
import type { InterestPart, TaxedElement } from '../taxes.ts';
import type { AllocationElement, LoanTerms } from '../terms.ts';
import { interestDueOf, payPart, taxLimits } from './interestParts.ts';
import { payTax, taxDueOf } from './tax.ts';
import { dueOf, feeLine, type Working, type WorkingFee, type WorkingInstalment } from './working.ts';

// Money on its way into instalments: what is left of a payment and what it has paid so far.

export type Purse = {
  readonly date: LocalDate;
  left: Money;
  /** What of all it paid was overdue, and what of the principal was asked for on a day to come. */
  late: Money;
  ahead: Money;
  principal: Money;
  interest: Money;
  fees: Money;
  penalty: Money;
  /** What of the interest was from arrears, and what of payment holidays. */
  fromArrears: Money;
  ofHolidays: Money;
  /** The tax in what was paid. */
  readonly taxes: { [Element in TaxedElement | InterestPart]: Money };
  readonly decimals: number;
  readonly feeLines: TransactionFee[];
  /** What it paid by parts, where it was told what to pay. */
  readonly parts: PaidPart[];
};

/** Money that has paid nothing yet. */
export const newPurse = ({ terms }: Pick<Working, 'terms'>, amount: Money, date: LocalDate): Purse => ({
  date,
  left: amount,
  late: zero,
  ahead: zero,
  principal: zero,
  interest: zero,
  fees: zero,
  penalty: zero,
  fromArrears: zero,
  ofHolidays: zero,
  taxes: { interest: zero, fees: zero, penalty: zero, fromArrears: zero, ofHolidays: zero },
  decimals: terms.currencyDecimals,
  feeLines: [],
  parts: [],
});

const elements: readonly AllocationElement[] = ['PRINCIPAL', 'INTEREST', 'FEE', 'PENALTY'];

/** The order of payment; elements that the product does not list come last. */
export const orderOf = (terms: LoanTerms): readonly AllocationElement[] => {
  const listed = terms.payment.repaymentAllocationOrder;
  return listed.length === elements.length ? listed : [...listed, ...elements.filter((one) => !listed.includes(one))];
};

const take = (purse: Purse, limit: Money): Money => {
  const amount = smallest(purse.left, limit);
  if (!isPositive(amount)) return zero;
  purse.left = minus(purse.left, amount);
  return amount;
};

const touch = (purse: Purse, instalment: WorkingInstalment, amount: Money): void => {
  if (instalment.dueDate < purse.date) purse.late = plus(purse.late, amount);
  instalment.lastPaid = instalment.lastPaid ? latest(instalment.lastPaid, purse.date) : purse.date;
};

/** Pays principal up to a limit onto an instalment, whatever that expects. Answers what was paid. */
export const payPrincipal = (purse: Purse, instalment: WorkingInstalment, limit: Money): Money => {
  const amount = take(purse, limit);
  if (!isPositive(amount)) return zero;
  instalment.principal.paid = plus(instalment.principal.paid, amount);
  purse.principal = plus(purse.principal, amount);
  touch(purse, instalment, amount);
  return amount;
};

/** Pays a fee of an instalment, or of none. */
export const payFee = (purse: Purse, instalment: WorkingInstalment | undefined, fee: WorkingFee): void => {
  const amount = take(purse, dueOf(fee));
  if (!isPositive(amount)) return;
  const tax = payTax(fee.tax, amount, dueOf(fee), purse.decimals);
  fee.paid = plus(fee.paid, amount);
  purse.fees = plus(purse.fees, amount);
  purse.taxes.fees = plus(purse.taxes.fees, tax);
  purse.feeLines.push(feeLine(fee.event, amount, tax));
  if (instalment) touch(purse, instalment, amount);
};

/** Pays interest of an instalment: the regular one first, then that of payment holidays, which goes with it, then that from arrears; or of one kind. */
export const payInterest = (purse: Purse, instalment: WorkingInstalment, only?: InterestKind): void => {
  const kinds = interestDueOf(instalment);
  const { regular, ofHolidays, fromArrears } = kinds;
  const own = plus(regular, ofHolidays);
  const due = plus(own, fromArrears);
  const amount = take(purse, only === 'REGULAR' ? own : only === 'FROM_ARREARS' ? fromArrears : due);
  if (!isPositive(amount)) return;
  const late = only === 'FROM_ARREARS' ? amount : largest(minus(amount, own), zero);
  const holidays = largest(minus(minus(amount, late), regular), zero);
  const paid = { regular: minus(minus(amount, late), holidays), ofHolidays: holidays, fromArrears: late };
  const tax = payTax(instalment.tax.interest, amount, due, purse.decimals, taxLimits(instalment, kinds, paid));
  purse.taxes.interest = plus(purse.taxes.interest, tax);
  const left = { left: taxDueOf(instalment.tax.interest), decimals: purse.decimals };
  const taxOfHolidays = payPart(instalment, 'ofHolidays', holidays, { ...left, taken: tax });
  const taxOfLate = payPart(instalment, 'fromArrears', late, { ...left, taken: minus(tax, taxOfHolidays) });
  purse.taxes.ofHolidays = plus(purse.taxes.ofHolidays, taxOfHolidays);
  purse.ofHolidays = plus(purse.ofHolidays, holidays);
  purse.taxes.fromArrears = plus(purse.taxes.fromArrears, taxOfLate);
  purse.fromArrears = plus(purse.fromArrears, late);
  instalment.interest.paid = plus(instalment.interest.paid, amount);
  purse.interest = plus(purse.interest, amount);
  touch(purse, instalment, amount);
};

/** What a purse has paid, as its transaction tells it. */
export const paidBy = ({ principal, interest, fromArrears, ofHolidays, fees, penalty, taxes }: Purse) => ({
  principal,
  interest,
  fromArrears,
  ofHolidays,
  fees,
  penalty,
  taxes,
});

/** Pays one element of an instalment. Interest is payable as far as it is applied; the caller applies before. */
export const payElement = (purse: Purse, instalment: WorkingInstalment, element: AllocationElement): void => {
  switch (element) {
    case 'PRINCIPAL': {
      const amount = payPrincipal(purse, instalment, dueOf(instalment.principal));
      if (instalment.dueDate > purse.date) purse.ahead = plus(purse.ahead, amount);
      return;
    }
    case 'INTEREST':
      payInterest(purse, instalment);
      return;
    case 'FEE':
      for (const fee of instalment.fees) payFee(purse, instalment, fee);
      return;
    case 'PENALTY': {
      const due = dueOf(instalment.penalty);
      const amount = take(purse, due);
      if (!isPositive(amount)) return;
      const tax = payTax(instalment.tax.penalty, amount, due, purse.decimals);
      purse.taxes.penalty = plus(purse.taxes.penalty, tax);
      instalment.penalty.paid = plus(instalment.penalty.paid, amount);
      purse.penalty = plus(purse.penalty, amount);
      touch(purse, instalment, amount);
      return;
    }
  }
};

/** Books what a purse has paid on the balances of the loan. */
export const settlePurse = (loan: Working, purse: Purse): void => {
  for (const element of ['principal', 'interest', 'fees', 'penalty', 'fromArrears', 'ofHolidays'] as const) {
    loan.balance[element] = minus(loan.balance[element], purse[element]);
    loan.paid[element] = plus(loan.paid[element], purse[element]);
  }
  loan.paying = undefined;
};
