import {
  isPositive,
  isZero,
  largest,
  type Money,
  minus,
  negated,
  plus,
  smallest,
  zero,
} from '../../../../kernel/money.ts';
import type { PaymentTakenBack, Repaid } from '../events.ts';
import { taxShare } from '../taxes.ts';
import type { AllocationElement } from '../terms.ts';
import { accrueTo } from './accrual.ts';
import { judgeArrears } from './lateness.ts';
import { newPurse, orderOf, type Purse, paidBy, settlePurse } from './purse.ts';
import type { WorkingTax } from './tax.ts';
import { feeLine, originOf, record, type Working, type WorkingFee, type WorkingInstalment } from './working.ts';

// A payment by card to a credit can come back, in all or in part: from that day on what it had paid is owed again, on the instalments that
// had asked for it. What lies at the credit comes back first, then what it paid last. The days in between stay as they were.

/** What a payment paid of one element of an instalment, as far as that did not come back. */
export type CardPaid = {
  readonly instalment: WorkingInstalment;
  readonly element: AllocationElement;
  readonly fee?: WorkingFee;
  /** Principal that nobody had asked for yet. */
  readonly ahead?: true;
  left: Money;
  tax: Money;
  /** What of the interest was from arrears. */
  fromArrears: Money;
  fromArrearsTax: Money;
};

type Standing = {
  readonly instalment: WorkingInstalment;
  readonly expected: Money;
  readonly principal: Money;
  readonly interest: Money;
  readonly interestTax: Money;
  readonly fromArrears: Money;
  readonly fromArrearsTax: Money;
  readonly penalty: Money;
  readonly penaltyTax: Money;
  readonly fees: readonly { readonly fee: WorkingFee; readonly paid: Money; readonly tax: Money }[];
};

const standingOf = (instalment: WorkingInstalment): Standing => {
  const { principal, interest, fromArrears, penalty, fees, tax } = instalment;
  return {
    instalment,
    expected: principal.expected,
    principal: principal.paid,
    interest: interest.paid,
    interestTax: tax.interest.paid,
    fromArrears: fromArrears.paid,
    fromArrearsTax: fromArrears.tax.paid,
    penalty: penalty.paid,
    penaltyTax: tax.penalty.paid,
    fees: fees.map((fee) => ({ fee, paid: fee.paid, tax: fee.tax.paid })),
  };
};

const paid = (
  instalment: WorkingInstalment,
  element: AllocationElement,
  left: Money,
  tax: Money = zero,
  more: Partial<Pick<CardPaid, 'fee' | 'ahead' | 'fromArrears' | 'fromArrearsTax'>> = {},
): readonly CardPaid[] =>
  isPositive(left) ? [{ instalment, element, left, tax, fromArrears: zero, fromArrearsTax: zero, ...more }] : [];

/** What was paid of an element since an instalment stood so. */
const paidSince = (before: Standing, element: AllocationElement): readonly CardPaid[] => {
  const { instalment } = before;
  const now = standingOf(instalment);
  switch (element) {
    case 'PRINCIPAL': {
      const ahead = minus(now.expected, before.expected);
      return [
        ...paid(instalment, element, minus(minus(now.principal, before.principal), ahead)),
        ...paid(instalment, element, ahead, zero, { ahead: true }),
      ];
    }
    case 'INTEREST':
      return paid(
        instalment,
        element,
        minus(now.interest, before.interest),
        minus(now.interestTax, before.interestTax),
        {
          fromArrears: minus(now.fromArrears, before.fromArrears),
          fromArrearsTax: minus(now.fromArrearsTax, before.fromArrearsTax),
        },
      );
    case 'PENALTY':
      return paid(instalment, element, minus(now.penalty, before.penalty), minus(now.penaltyTax, before.penaltyTax));
    case 'FEE':
      return before.fees.flatMap(({ fee, paid: had, tax }) =>
        paid(instalment, element, minus(fee.paid, had), minus(fee.tax.paid, tax), { fee }),
      );
  }
};

/** Keeps what a payment by card pays while it is taken in, for it may come back. */
export const keepingPaid = (loan: Working, event: Repaid, pay: () => void): void => {
  if (!event.byCard) {
    pay();
    return;
  }
  // What is paid ahead on a due date shows on the instalment of that day, even when that asks for nothing any more.
  const from = Math.max(0, Math.min(loan.settled, loan.passed - 1));
  const before = loan.instalments.slice(from).map(standingOf);
  pay();
  const order = orderOf(loan.terms);
  const steps =
    loan.terms.payment.paymentMethod === 'HORIZONTAL'
      ? before.flatMap((one) => order.flatMap((element) => paidSince(one, element)))
      : order.flatMap((element) => before.flatMap((one) => paidSince(one, element)));
  // Nothing is paid ahead before everything that is due.
  loan.cardPayments.set(event.key, [...steps.filter(({ ahead }) => !ahead), ...steps.filter(({ ahead }) => ahead)]);
};

const untax = (tax: WorkingTax, part: Money): void => {
  tax.paid = minus(tax.paid, part);
};

const giveBackInterest = (purse: Purse, step: CardPaid, amount: Money, tax: Money): void => {
  const { interest, fromArrears, tax: taxes } = step.instalment;
  const late = smallest(amount, step.fromArrears);
  const lateTax = isPositive(late) ? taxShare(late, step.fromArrears, step.fromArrearsTax, purse.decimals) : zero;
  step.fromArrears = minus(step.fromArrears, late);
  step.fromArrearsTax = minus(step.fromArrearsTax, lateTax);
  fromArrears.paid = minus(fromArrears.paid, late);
  untax(fromArrears.tax, lateTax);
  interest.paid = minus(interest.paid, amount);
  untax(taxes.interest, tax);
  purse.interest = minus(purse.interest, amount);
  purse.fromArrears = minus(purse.fromArrears, late);
  purse.taxes.interest = minus(purse.taxes.interest, tax);
  purse.taxes.fromArrears = minus(purse.taxes.fromArrears, lateTax);
};

/** Lets as much of a step be owed again as is left to come back. The purse counts what it has paid: less than nothing. */
const giveBack = (purse: Purse, step: CardPaid): void => {
  const amount = smallest(purse.left, step.left);
  if (!isPositive(amount)) return;
  const tax = taxShare(amount, step.left, step.tax, purse.decimals);
  const { instalment, element, fee } = step;
  purse.left = minus(purse.left, amount);
  step.left = minus(step.left, amount);
  step.tax = minus(step.tax, tax);
  if (element === 'PRINCIPAL') {
    const { principal } = instalment;
    principal.paid = minus(principal.paid, amount);
    if (step.ahead) {
      principal.expected = minus(principal.expected, amount);
      instalment.unasked = minus(instalment.unasked ?? zero, amount);
    }
    purse.principal = minus(purse.principal, amount);
  } else if (element === 'INTEREST') {
    giveBackInterest(purse, step, amount, tax);
  } else if (fee) {
    fee.paid = minus(fee.paid, amount);
    untax(fee.tax, tax);
    purse.fees = minus(purse.fees, amount);
    purse.taxes.fees = minus(purse.taxes.fees, tax);
    purse.feeLines.push(feeLine(fee.event, negated(amount), negated(tax)));
  } else {
    instalment.penalty.paid = minus(instalment.penalty.paid, amount);
    untax(instalment.tax.penalty, tax);
    purse.penalty = minus(purse.penalty, amount);
    purse.taxes.penalty = minus(purse.taxes.penalty, tax);
  }
};

const isUnpaid = ({ principal, interest, penalty, fees }: WorkingInstalment): boolean =>
  [principal, interest, penalty, ...fees].every((one) => isZero(one.paid));

/** Takes the return of a payment by card into the loan: its transaction moves less than nothing. */
export const takeBack = (loan: Working, event: PaymentTakenBack): void => {
  accrueTo(loan, event.valueDate);
  const { revolving, redraw, balance, terms } = loan;
  const there = redraw ? smallest(event.amount, redraw.balance) : zero;
  if (redraw) redraw.balance = minus(redraw.balance, there);
  const purse = newPurse(loan, minus(event.amount, there), event.valueDate);
  const steps = loan.cardPayments.get(event.payment) ?? [];
  for (const step of steps.toReversed()) giveBack(purse, step);
  for (const { instalment } of steps) if (isUnpaid(instalment)) instalment.lastPaid = undefined;
  settlePurse(loan, purse);
  // Money that the payment left at the credit and that has paid something since is owed as if it had been drawn.
  const gone = redraw ? purse.left : zero;
  balance.principal = plus(balance.principal, gone);
  if (revolving) {
    revolving.overdrawn = largest(revolving.overdrawn, minus(balance.principal, terms.loanAmount));
  }
  // Instalments that were paid may ask for something again, and are late at once where their day has passed.
  loan.settled = 0;
  judgeArrears(loan, event.valueDate);
  const origin = originOf(event, 'CARD_TRANSACTION_REVERSAL');
  const given = redraw ? negated(event.amount) : plus(negated(event.amount), purse.left);
  const affected = { ...paidBy(purse), principal: minus(purse.principal, gone) };
  record(loan, origin, 'CARD_TRANSACTION_REVERSAL', given, affected, purse.feeLines);
};
