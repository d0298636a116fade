import type { StandingTransaction } from '../rules/loanAccount.ts';
import type { LoanTransaction } from '../store/loanTransactionStore.ts';

/** A transaction that was just posted as the account goes on knowing it. */
export const standingOf = (transaction: LoanTransaction): StandingTransaction => ({
  encodedKey: transaction.encodedKey,
  eventKey: transaction.eventKey,
  role: transaction.role,
  type: transaction.type,
  amount: transaction.amount,
  valueDate: transaction.valueDay,
  bookingDate: transaction.bookingDay,
  affectedAmounts: {
    principal: transaction.principalAmount,
    interest: transaction.interestAmount,
    fromArrears: transaction.fromArrearsAmount,
    ofHolidays: transaction.ofHolidaysAmount,
    fees: transaction.feesAmount,
    penalty: transaction.penaltyAmount,
  },
  balancesAfter: {
    total: transaction.totalBalance,
    principal: transaction.principalBalance,
    redraw: transaction.redrawBalance,
  },
  positionsAfter: transaction.positions,
  linkedDepositTransactionKey: transaction.linkedDepositTransactionKey,
  valueMoment: transaction.valueDate,
  bookingMoment: transaction.bookingDate,
  channelKey: transaction.channelKey,
  channelId: transaction.channelId,
  fees: transaction.fees,
  interestFromBooks: transaction.interestFromBooks,
  arrearsFromBooks: transaction.arrearsFromBooks,
  holidaysFromBooks: transaction.holidaysFromBooks,
  ...(transaction.taxes ? { taxes: transaction.taxes } : {}),
});
