import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Decimalish, type Money, minus, sum } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { ifWithinReach } from '../../../platform/auth/reach.ts';
import { andUniqueFields, type PreparedFields, prepareFields } from '../../../platform/customFields/postingFields.ts';
import type { OperationContext, OperationInput } from '../../../platform/http/handler.ts';
import {
  appended,
  changed,
  command,
  type PostingState,
  type RowEffect,
  type StateChange,
  touch,
} from '../../../platform/posting/command.ts';
import {
  type DepositTransaction,
  decideTransferIn,
  depositAccounts,
  depositGlLines,
  depositJournalLines,
  depositPostingFacts,
  depositTransactionRows,
  historyOption,
  holderEffects,
  postingRequest,
} from '../../deposits/index.ts';
import { shownLoanTransaction } from '../convertTransaction.ts';
import type { LoanDecision } from '../rules/decide/account.ts';
import { decideDisbursement } from '../rules/decide/decideDisbursement.ts';
import { decideWithdrawal } from '../rules/decide/decideWithdrawal.ts';
import { deductedOf } from '../rules/disbursementFees.ts';
import type { FundLine, LoanAccount } from '../rules/loanAccount.ts';
import type { DepositMoves } from '../rules/offset.ts';
import { isRevolving } from '../rules/revolvingTerms.ts';
import type { HolderPosition } from '../store/holderLoans.ts';
import { findAgreedDeposit, loanAccounts } from '../store/loanAccountStore.ts';
import { productOfLoan } from '../store/loanProductReference.ts';
import type { LoanTransaction } from '../store/loanTransactionStore.ts';
import { disbursementChannel } from './agreedChannel.ts';
import { checkAgreedDeposit, leavesItToAgreement } from './agreedDeposit.ts';
import { checkBothKeepBooks, checkSameHolder } from './depositFunds.ts';
import { wantedFee } from './loanBody.ts';
import { factsOf, loanContext, loanNotFound, momentOf } from './loanContext.ts';
import { checkOtherLoans, checkTwoPeople, positionAsked, touchOtherLoans } from './loanControls.ts';
import { loanEffects } from './loanEffects.ts';
import { loanExternalIdFirst } from './loanExternalIdFirst.ts';
import { channelDetails, checkFinite, requestedDates, requestedMoments } from './loanRequest.ts';
import { fieldDetails, loanTransactionFields } from './loanTransactionFields.ts';
import { mainTransaction } from './mainTransaction.ts';
import { offsetAsked, withDeposit } from './offsetDeposit.ts';
import { paidAmount, paidOutAs } from './paidAmount.ts';

type Body = OperationInput<'makeDisbursement'>['body'];

const depositRef = ({ transferDetails }: Body): string | undefined =>
  transferDetails?.linkedAccountKey ?? transferDetails?.linkedAccountId;

type DepositLeg = {
  readonly transaction: DepositTransaction;
  readonly lines: readonly FundLine[];
  readonly changes: readonly StateChange[];
  readonly rows: readonly RowEffect[];
};

/** The deposit account that receives the money of a disbursement. */
const receive = (
  ref: string,
  amount: Decimalish,
  account: LoanAccount,
  body: Body,
  state: PostingState,
  context: OperationContext,
): DepositLeg | Rejection => {
  const target = ifWithinReach(context.principal, state.get(depositAccounts, ref));
  if (!target)
    return reject('INVALID_SAVINGS_ACCOUNT_KEY', `transferDetails: deposit account ${ref.slice(0, 80)} does not exist`);
  const named = body.transferDetails?.linkedAccountId;
  if (named !== undefined && ![target.id, target.encodedKey].includes(named)) {
    return reject(
      'INVALID_PARAMETERS',
      'transferDetails: linkedAccountKey and linkedAccountId name different accounts',
    );
  }
  if (target.currencyCode !== account.currencyCode) {
    return reject(
      'ACCOUNT_CURRENCY_NOT_MATCH',
      `transferDetails: account ${target.id} is in ${target.currencyCode}, the loan in ${account.currencyCode}`,
    );
  }
  const stranger = checkSameHolder(target, account, context);
  if (stranger) return stranger;
  const request = postingRequest(
    { amount, valueDate: body.valueDate, bookingDate: body.bookingDate, notes: body.notes },
    context,
  );
  const facts = depositPostingFacts(target, context, { amount: request.amount, type: 'TRANSFER', details: null });
  const received = decideTransferIn(facts, request);
  if (isRejection(received)) return received;
  const lines = depositGlLines(
    depositJournalLines(facts.product, 'TRANSFER', received.transaction),
    received.account,
    facts.product,
    received.transaction,
    context,
  );
  if (isRejection(lines)) return lines;
  const oneSided = checkBothKeepBooks(account, lines, context);
  if (oneSided) return oneSided;
  return {
    transaction: received.transaction,
    lines,
    changes: [changed(depositAccounts, received.account)],
    rows: holderEffects(target, received.account),
  };
};

type Prepared = {
  readonly position: HolderPosition | undefined;
  readonly fields: PreparedFields;
  readonly offset: DepositMoves | undefined;
  /** The deposit account that was agreed, where the request names nothing else. */
  readonly agreed: EncodedKey | null;
};

/** What the disbursement lends, before anything is deducted or capitalised. */
const lentBy = ({ append }: LoanDecision): Money =>
  sum(append.flatMap((event) => (event.type === 'DISBURSED' ? [event.amount] : [])));

/** The money that leaves the bank: less what is deducted, without what is capitalised. */
const paidOutOf = ({ append }: LoanDecision): Money =>
  sum(append.flatMap((event) => (event.type === 'DISBURSED' ? [minus(event.amount, deductedOf(event))] : [])));

/** POST /loans/{loanAccountId}/disbursement-transactions */
export default command<'makeDisbursement', LoanTransaction, Prepared>('makeDisbursement', {
  customFields: true,
  prepare: async ({ path, body }, db, by) => ({
    position: await positionAsked(db, path.loanAccountId, by),
    fields: await prepareFields(body, db, by),
    offset: await offsetAsked(db, path.loanAccountId, body.valueDate, by),
    agreed: leavesItToAgreement(body) ? await findAgreedDeposit(db, path.loanAccountId) : null,
  }),
  touches: ({ path, body, prepared }, context) => {
    const others = touchOtherLoans(prepared.position, context);
    if (isRejection(others)) return others;
    const ref = depositRef(body) ?? prepared.agreed ?? undefined;
    const deposit = ref === undefined ? [] : [touch(depositAccounts, ref, historyOption(body.valueDate, context))];
    return [...deposit, touch(loanAccounts, path.loanAccountId), ...others];
  },
  refused: loanExternalIdFirst,
  decide: ({ path, body, prepared }, state, context) => {
    const found = state.get(loanAccounts, path.loanAccountId);
    if (!found) return loanNotFound(path.loanAccountId);
    const dates = requestedDates(body, context);
    const account = withDeposit(found, prepared.offset, dates.valueDate ?? context.today, context);
    const moved = checkAgreedDeposit(body, prepared.agreed, account);
    if (moved) return moved;
    const unfit = checkFinite(body.amount);
    if (unfit) return unfit;
    if (body.transferDetails && body.transactionDetails) {
      return reject('INVALID_PARAMETERS', 'transactionDetails: a transfer uses no channel; send only one of the two');
    }
    const ref = depositRef(body) ?? prepared.agreed ?? undefined;
    if ((body.transferDetails || ref !== undefined) && body.originalCurrencyCode !== undefined) {
      return reject(
        'ORIGINAL_AMOUNT_AND_ORIGINAL_CURRENCY_NOT_ALLOWED',
        'originalCurrencyCode: a transfer to a deposit account is in the currency of the loan',
      );
    }
    const { amount: given } = body;
    const drawn = given === undefined ? undefined : paidAmount({ ...body, amount: given }, account, context, 'OUT');
    if (isRejection(drawn)) return drawn;
    const firstRepayment = momentOf(body.firstRepaymentDate, context);
    const decide = isRevolving(account.terms) ? decideWithdrawal : decideDisbursement;
    const decision = decide(
      factsOf(account, context),
      {
        ...dates,
        ...(drawn ? { amount: drawn.amount } : {}),
        ...(body.fees === undefined
          ? {}
          : {
              fees: body.fees.map(({ predefinedFeeKey, amount, percentage }) =>
                wantedFee(predefinedFeeKey, amount, percentage),
              ),
            }),
        shiftPeriods: body.shiftAdjustableInterestPeriods ?? false,
        productFees: productOfLoan(context.reference, account.productTypeKey).fees,
        ...(firstRepayment === undefined ? {} : { firstRepaymentDate: context.clock.zone.localDateOf(firstRepayment) }),
      },
      loanContext(account, context),
    );
    if (isRejection(decision)) return decision;
    const forbidden =
      checkTwoPeople(account, context) ?? checkOtherLoans(account, prepared.position, 'DISBURSE', state, context);
    if (forbidden) return forbidden;
    const amount = paidOutOf(decision);
    const leg = ref === undefined ? undefined : receive(ref, amount, account, body, state, context);
    if (isRejection(leg)) return leg;
    const channel = leg
      ? {}
      : channelDetails(
          disbursementChannel(body.transactionDetails, account),
          { amount, type: 'DISBURSEMENT' },
          account,
          context,
        );
    if (isRejection(channel)) return channel;
    const original = drawn ? drawn.original : paidOutAs(lentBy(decision), body, account, context);
    if (isRejection(original)) return original;
    const fields = loanTransactionFields({ ...channel, type: 'DISBURSEMENT' }, body, prepared.fields, context);
    if (isRejection(fields)) return fields;
    const details = {
      ...requestedMoments(body, context),
      ...fieldDetails(fields),
      ...channel,
      ...(original ? { original } : {}),
      notes: body.notes ?? null,
      externalId: body.externalId ?? null,
      ...(leg ? { fundLines: leg.lines, linkedDepositTransactionKey: leg.transaction.encodedKey } : {}),
    };
    const changes = firstRepayment === undefined ? {} : { changes: { firstRepaymentDate: firstRepayment } };
    const effects = andUniqueFields(
      mainTransaction(loanEffects(account, decision, context, { details, ...changes }), 'DISBURSEMENT'),
      fields,
    );
    if (isRejection(effects) || !leg) return effects;
    const received = { ...leg.transaction, linkedLoanTransactionKey: effects.outcome.encodedKey };
    return {
      ...effects,
      changes: [...effects.changes, ...leg.changes],
      rows: [appended(depositTransactionRows, received), ...effects.rows, ...leg.rows],
    };
  },
  answer: (transaction, context) => shownLoanTransaction(transaction, context),
});
