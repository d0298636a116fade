import type { Schemas } from '../../../generated/schemas.ts';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { money } from '../../../kernel/money.ts';
import { isRejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { adjustLeg, depositAccounts, findDepositTransaction, storedDepositTransactions } from '../../deposits/index.ts';
import { shownLoanTransaction } from '../convertTransaction.ts';
import { decideAdjustment } from '../rules/decide/decideAdjustment.ts';
import type { AddedPart } from '../rules/decide/decideUndoneReduction.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';
import { findLoanTransaction, type LoanTransaction } from '../store/loanTransactionStore.ts';
import { factsOf, loanContext, loanNotFound, momentOf } from './loanContext.ts';
import { loanEffects } from './loanEffects.ts';

type Prepared = {
  readonly transaction: LoanTransaction;
  /** The deposit side of a transfer. */
  readonly deposit: { readonly transactionKey: EncodedKey; readonly accountKey: EncodedKey } | null;
};

/** The first repayment date of the account's own terms, which a disbursement may have replaced. */
const agreedFirstRepayment = ({ terms }: LoanAccount, { clock }: OperationContext): Instant | null => {
  const { firstRepaymentDate } = terms.schedule;
  return firstRepaymentDate === undefined ? null : clock.zone.startOf(firstRepaymentDate);
};

/** What a request says of an instalment that takes a part of what was let off. */
const addedPart = (
  { installmentKey = '', amountToAdd = 0 }: Schemas['AdjustTransactionInstallmentDetailsDTO'],
  { instalmentKeys }: LoanAccount,
): AddedPart => ({
  slot: [...instalmentKeys].find(([, key]) => key === asEncodedKey(installmentKey))?.[0],
  amount: money(amountToAdd),
});

/** POST /loans/transactions/{loanTransactionId}:adjust */
export default command<'adjustLoanTransaction', LoanTransaction, Prepared>('adjustLoanTransaction', {
  prepare: async ({ path }, db) => {
    const transaction = await findLoanTransaction(db, path.loanTransactionId);
    if (!transaction)
      return reject('INVALID_TRANSACTION_ID', `transaction ${path.loanTransactionId.slice(0, 80)} does not exist`, 404);
    const linked =
      transaction.linkedDepositTransactionKey === null
        ? undefined
        : await findDepositTransaction(db, transaction.linkedDepositTransactionKey);
    return {
      transaction,
      deposit: linked ? { transactionKey: linked.encodedKey, accountKey: linked.accountKey } : null,
    };
  },
  touches: ({ prepared: { transaction, deposit } }) => [
    ...(deposit
      ? [
          touch(depositAccounts, deposit.accountKey, { historySince: 0 }),
          touch(storedDepositTransactions, deposit.transactionKey),
        ]
      : []),
    touch(loanAccounts, transaction.accountKey),
  ],
  decide: ({ body, prepared: { transaction, deposit } }, state, context) => {
    const account = state.get(loanAccounts, transaction.accountKey);
    if (!account) return loanNotFound(transaction.accountKey);
    const standing = account.transactions.some(({ encodedKey }) => encodedKey === transaction.encodedKey);
    const bookingDate = momentOf(body.bookingDate, context);
    const decision = decideAdjustment(
      factsOf(account, context),
      {
        notes: body.notes,
        ...(bookingDate === undefined ? {} : { bookingDate: context.clock.zone.localDateOf(bookingDate) }),
        transaction: {
          id: String(transaction.id),
          eventKey: transaction.originalTransactionKey === null ? transaction.eventKey : null,
          role: transaction.role,
          type: transaction.type,
          valueDate: transaction.valueDay,
          bookingDate: transaction.bookingDay,
          // A change of the branch is no posting that could stand.
          reversed: !standing && transaction.originalTransactionKey === null && transaction.type !== 'BRANCH_CHANGED',
        },
        ...(body.installments && body.installments.length > 0
          ? { installments: body.installments.map((one) => addedPart(one, account)) }
          : {}),
      },
      loanContext(account, context),
    );
    if (isRejection(decision)) return decision;
    const effects = loanEffects(account, decision, context, {
      ...(transaction.encodedKey === account.activationTransactionKey
        ? { changes: { firstRepaymentDate: agreedFirstRepayment(account, context) } }
        : {}),
      adjustment: { notes: body.notes, bookingDate: bookingDate ?? null },
    });
    if (isRejection(effects)) return effects;
    const adjustment = effects.outcome.adjustments.find(
      ({ originalTransactionKey }) => originalTransactionKey === transaction.encodedKey,
    );
    if (!adjustment) throw new Error(`the adjustment of loan transaction ${transaction.id} undid something else`);
    const outcome = { ...effects, outcome: adjustment };
    if (!deposit) return outcome;
    const leg = adjustLeg(deposit, { notes: body.notes, bookingDate: bookingDate ?? null }, state, context);
    if (isRejection(leg)) return leg;
    return { ...outcome, changes: [...outcome.changes, ...leg.changes], rows: [...leg.rows, ...outcome.rows] };
  },
  answer: (transaction, context) => shownLoanTransaction(transaction, context),
});
