import type { StandingTransaction } from '../rules/loanAccount.ts';
import type { LoanTransactionDraft } from '../rules/state.ts';
import type { LoanTransaction } from '../store/loanTransactionStore.ts';

/** A transaction that was just posted as the account goes on knowing it. Its amounts are those of its draft, which is remembered as well. */
export const standingOf = (transaction: LoanTransaction, draft: LoanTransactionDraft): StandingTransaction => ({
  encodedKey: transaction.encodedKey,
  eventKey: transaction.eventKey,
  role: transaction.role,
  type: transaction.type,
  amount: transaction.amount,
  valueDate: transaction.valueDay,
  bookingDate: transaction.bookingDay,
  affectedAmounts: draft.affectedAmounts,
  balancesAfter: draft.balancesAfter,
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
