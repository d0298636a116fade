import { asEncodedKey } from '../../../kernel/encodedKey.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { shownLoanTransaction } from '../convertTransaction.ts';
import { decidePrincipalOverpayment, decideRefund } from '../rules/decide/decidePrincipalPayment.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';
import type { LoanTransaction } from '../store/loanTransactionStore.ts';
import { loanExternalIdFirst } from './loanExternalIdFirst.ts';
import { postLoanMoney } from './postLoanMoney.ts';

/** The event of the disbursement that a transaction's key names; undefined where none of the account stands under it. */
const disbursementOf = (key: string, { transactions }: LoanAccount): string | undefined =>
  transactions.find(({ encodedKey, type }) => type === 'DISBURSEMENT' && encodedKey === asEncodedKey(key))?.eventKey ??
  undefined;

/** POST /loans/{loanAccountId}/refund-transactions */
export const makeLoanRefund = command<'makeLoanRefund', LoanTransaction>('makeLoanRefund', {
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  refused: loanExternalIdFirst,
  decide: (input, state, context) =>
    postLoanMoney(
      input,
      'REFUND',
      (facts, request, by, account) =>
        decideRefund(
          facts,
          { ...request, disbursement: disbursementOf(input.body.linkedDisbursementKey, account) },
          by,
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
    decide: (input, state, context) => {
      const { prepaymentRecalculationMethod: recalculation } = input.body;
      const decide: typeof decidePrincipalOverpayment = (facts, request, by) =>
        decidePrincipalOverpayment(
          facts,
          { ...request, ...(recalculation === undefined ? {} : { recalculation }) },
          by,
        );
      return postLoanMoney(input, 'PRINCIPAL_OVERPAYMENT', decide, state, context);
    },
    answer: (transaction, context) => shownLoanTransaction(transaction, context),
  },
);
