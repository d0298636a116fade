import { asEncodedKey } from '../../../kernel/encodedKey.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { shownLoanTransaction } from '../convertTransaction.ts';
import { decidePrincipalOverpayment, decideRefund } from '../rules/decide/decidePrincipalPayment.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';
import type { LoanTransaction } from '../store/loanTransactionStore.ts';
import { factsOf, loanContext } from './loanContext.ts';
import { loanExternalIdFirst } from './loanExternalIdFirst.ts';
import { requestedDates } from './loanRequest.ts';
import { postLoanMoney } from './postLoanMoney.ts';

/** The event of the disbursement that a transaction's key names; undefined where none of the account stands under it. */
const disbursementOf = (key: string, { transactions }: LoanAccount): string | undefined =>
  transactions.find(({ encodedKey, type }) => type === 'DISBURSEMENT' && encodedKey === asEncodedKey(key))?.eventKey ??
  undefined;

/** POST /loans/{loanAccountId}/refund-transactions */
export const makeLoanRefund = command<'makeLoanRefund', LoanTransaction>('makeLoanRefund', {
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  refused: loanExternalIdFirst,
  decide: ({ path, body }, state, context) =>
    postLoanMoney(
      { ref: path.loanAccountId, body, type: 'REFUND' },
      (account, amount) =>
        decideRefund(
          factsOf(account, context),
          {
            ...requestedDates(body, context),
            amount,
            disbursement: disbursementOf(body.linkedDisbursementKey, account),
          },
          loanContext(account, context),
        ),
      state,
      context,
    ),
  answer: (transaction, context) => shownLoanTransaction(transaction, context),
});

/** POST /loans/{loanAccountId}/principal-overpayment-transactions */
export const makePrincipalOverpayment = command<'makePrincipalOverpayment', LoanTransaction>(
  'makePrincipalOverpayment',
  {
    touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
    refused: loanExternalIdFirst,
    decide: ({ path, body }, state, context) =>
      postLoanMoney(
        { ref: path.loanAccountId, body, type: 'PRINCIPAL_OVERPAYMENT' },
        (account, amount) => {
          const { prepaymentRecalculationMethod: recalculation } = body;
          return decidePrincipalOverpayment(
            factsOf(account, context),
            {
              ...requestedDates(body, context),
              amount,
              ...(recalculation === undefined ? {} : { recalculation }),
            },
            loanContext(account, context),
          );
        },
        state,
        context,
      ),
    answer: (transaction, context) => shownLoanTransaction(transaction, context),
  },
);
