import { disbursementsOf } from '../rules/eventList.ts';
import type { LoanAccount, StandingTransaction } from '../rules/loanAccount.ts';
import { isTranched } from '../rules/terms.ts';

/** What an account tells of its disbursements: the transaction that began it, and those of its tranches in their order. */
export const paidOut = (
  { events, terms }: Pick<LoanAccount, 'events' | 'terms'>,
  standing: readonly StandingTransaction[],
): Pick<LoanAccount, 'activationTransactionKey' | 'disbursedTranches'> => {
  const done = disbursementsOf(events).flatMap(({ key, amount }) => {
    const transaction = standing.find(({ eventKey, role }) => eventKey === key && role === 'DISBURSEMENT');
    return transaction ? [{ transactionKey: transaction.encodedKey, amount }] : [];
  });
  return {
    activationTransactionKey: done[0]?.transactionKey ?? null,
    disbursedTranches: isTranched(terms) ? done : [],
  };
};
