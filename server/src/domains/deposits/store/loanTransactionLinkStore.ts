import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { RowSlot } from '../../../platform/posting/command.ts';
import { rowStore } from '../../../platform/posting/store.ts';

/** Says which loan transaction is the other half of a transfer from now on. */
export type LoanTransactionLink = {
  readonly depositTransactionKey: EncodedKey;
  readonly loanTransactionKey: EncodedKey;
};

/** Appended where a correction of a loan posts its half of a transfer again, under a new key. */
export const loanTransactionLinks: RowSlot<LoanTransactionLink> = { name: 'loanTransactionLinks' };

/** Keeps `linkedLoanTransactionKey` of transfers on the loan transaction that stands. */
export const loanTransactionLinkStore = rowStore<LoanTransactionLink>({
  slot: loanTransactionLinks,
  statements: (links) => {
    const latest = new Map(
      links.map(({ depositTransactionKey, loanTransactionKey }) => [depositTransactionKey, loanTransactionKey]),
    );
    return [
      {
        name: 'link-loan-transactions',
        text: `UPDATE deposit_transaction t SET linked_loan_transaction_key = u.loan_key
                 FROM unnest($1::uuid[], $2::uuid[]) AS u(encoded_key, loan_key) WHERE t.encoded_key = u.encoded_key`,
        values: [[...latest.keys()], [...latest.values()]],
      },
    ];
  },
});
