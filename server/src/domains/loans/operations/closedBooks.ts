import type { Instant } from '../../../kernel/instant.ts';
import type { Rejection } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { checkClosure, glAccountReference } from '../../ledger/index.ts';
import { detailsOf } from '../rules/eventDetails.ts';
import type { EventDetails, LoanAccount } from '../rules/loanAccount.ts';

/** Transactions in which money comes or goes. */
export const moneyTypes: readonly string[] = [
  'DISBURSEMENT',
  'REPAYMENT',
  'REFUND',
  'PRINCIPAL_OVERPAYMENT',
  'CARD_TRANSACTION_REVERSAL',
  'PAYMENT_MADE',
  'WITHDRAWAL_REDRAW',
];

/** The branches in whose books a transaction is written: the loan's, and where money moves, the one that handles it. */
const branchesOf = (type: string, details: EventDetails | undefined, account: LoanAccount) => {
  const movesMoney = moneyTypes.includes(type);
  if (!details || !movesMoney) return [account.assignedBranchKey];
  const funds =
    details.fundLines.length > 0 ? details.fundLines.map(({ branchKey }) => branchKey) : [details.branchKey];
  return [account.assignedBranchKey, ...funds];
};

/** Refuses a booking into books that are closed, the loan's branch's or those of the branch that handles the money. */
export const checkBooksOpen = (
  { type, eventKey }: { readonly type: string; readonly eventKey: string | null },
  account: LoanAccount,
  bookingDate: Instant,
  { reference, clock }: OperationContext,
): Rejection | undefined => {
  const glAccounts = reference.get(glAccountReference);
  const day = clock.zone.localDateOf(bookingDate);
  const details = detailsOf(account, eventKey);
  for (const branchKey of branchesOf(type, details, account)) {
    const closed = checkClosure(glAccounts, day, branchKey);
    if (closed) return closed;
  }
  return undefined;
};
