import { latest } from '../../../../kernel/localDate.ts';
import { isZero, zero } from '../../../../kernel/money.ts';
import { changedTerms } from '../changedTerms.ts';
import type { TermsChange, TermsChanged } from '../events.ts';
import { dueDates } from '../schedule/dueDates.ts';
import type { LoanTransactionType, TransactionTerms } from '../state.ts';
import { accrueTo } from './accrual.ts';
import { changeRates, recomputed } from './changeRate.ts';
import { principalAhead, respread } from './recalculate.ts';
import { moveRevolving } from './revolving.ts';
import { aheadOf, originOf, record, type Working } from './working.ts';

// A change of the terms takes effect on its day: what has accrued stays, what is ahead is computed anew.

const types: Record<TermsChange['what'], LoanTransactionType | null> = {
  INTEREST_RATE: 'INTEREST_RATE_CHANGED',
  INTEREST_SPREAD: 'INTEREST_RATE_CHANGED',
  PERIODIC_PAYMENT: 'TERMS_CHANGED',
  REPAYMENT_VALUE: 'TERMS_CHANGED',
  DUE_DATES: 'DUE_DATE_CHANGED',
  ARREARS_TOLERANCE: null,
};

/** Due dates ahead move to the new days: the first one after the change and after the last one that stays. */
const moveDueDates = (loan: Working, { valueDate }: TermsChanged): void => {
  if (loan.revolving) {
    moveRevolving(loan, valueDate);
    return;
  }
  const first = loan.instalments.findIndex(({ dueDate, interest }) => dueDate > valueDate && isZero(interest.applied));
  if (first < 0) return;
  const moved = loan.instalments.slice(first);
  const { firstRepaymentDate: _first, ...schedule } = loan.terms.schedule;
  const terms = { ...loan.terms, schedule: { ...schedule, repaymentInstallments: moved.length } };
  const after = loan.instalments[first - 1]?.dueDate ?? loan.disbursed ?? valueDate;
  const dates = dueDates(terms, latest(valueDate, after), loan.calendar);
  moved.forEach((instalment, index) => {
    instalment.dueDate = dates[index] ?? instalment.dueDate;
    instalment.from = index === 0 ? after : (moved[index - 1]?.dueDate ?? after);
  });
};

const told = (change: TermsChange): TransactionTerms | undefined => {
  if (change.what === 'INTEREST_RATE') return { interestRate: change.interestRate };
  if (change.what === 'REPAYMENT_VALUE') {
    const { amount, percentage } = change;
    return {
      ...(amount ? { principalPaymentAmount: amount } : {}),
      ...(percentage ? { principalPaymentPercentage: percentage } : {}),
    };
  }
  return change.what === 'PERIODIC_PAYMENT' ? { periodicPayment: change.periodicPayment } : undefined;
};

/** Takes a change of the terms into the loan, with the transaction that tells of it. */
export const changeTerms = (loan: Working, event: TermsChanged): void => {
  const { change, valueDate } = event;
  accrueTo(loan, valueDate);
  if (loan.terms.interest.rates && (change.what === 'INTEREST_RATE' || change.what === 'INTEREST_SPREAD')) {
    changeRates(loan, event, change);
    return;
  }
  loan.terms = changedTerms(loan.terms, change);
  if (change.what === 'DUE_DATES') moveDueDates(loan, event);
  if (change.what === 'PERIODIC_PAYMENT') {
    loan.payment = change.periodicPayment;
    respread(loan, valueDate, 'KEEP_AMOUNT', principalAhead(loan));
  } else if (change.what !== 'ARREARS_TOLERANCE' && aheadOf(loan).length > 0) {
    recomputed(loan, valueDate);
  }
  const type = types[change.what];
  if (type) record(loan, originOf(event, type), type, zero, {}, [], told(change));
};
