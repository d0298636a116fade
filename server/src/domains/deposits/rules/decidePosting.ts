import { type EncodedKey, newEncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { isNegative, isPositive, type Money, minus, negated, plus, sum, zero } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import {
  availableBalance,
  type DepositAccount,
  type DepositAccountState,
  lowestBalanceSince,
  overdraftAmount,
  overdraftInForce,
  overdraftParts,
} from './depositAccount.ts';
import type { DepositTransaction, DepositTransactionType, Split } from './depositTransaction.ts';
import { awake } from './interest/accountInterest.ts';
import {
  checkAmount,
  checkState,
  checkUserLimit,
  datesOf,
  type PostingChannel,
  type PostingDates,
  type PostingFacts,
  type PostingRequest,
} from './posting.ts';
import { splitCredit, splitDebit } from './split.ts';
import { checkEarlyWithdrawal, checkOpeningCredit, checkTermCredit } from './term.ts';

/** The account after a posting, and the transaction that did it. */
export type Posted = { readonly account: DepositAccount; readonly transaction: DepositTransaction };

/** The states in which money may come into an account. */
export const creditable: readonly DepositAccountState[] = ['APPROVED', 'ACTIVE', 'ACTIVE_IN_ARREARS', 'DORMANT'];
/** The states in which money may leave an account, or be held. */
export const debitable: readonly DepositAccountState[] = [
  'APPROVED',
  'ACTIVE',
  'ACTIVE_IN_ARREARS',
  'DORMANT',
  'MATURED',
];

/** Refuses postings on an account that is asleep to whoever may not wake it. */
export const checkDormant = (facts: Pick<PostingFacts, 'account' | 'may'>): Rejection | undefined =>
  facts.account.accountState === 'DORMANT' && !facts.may('POST_TRANSACTIONS_ON_DORMANT_ACCOUNTS')
    ? reject(
        'INVALID_PERMISSIONS',
        `account ${facts.account.id} is dormant; posting needs POST_TRANSACTIONS_ON_DORMANT_ACCOUNTS`,
      )
    : undefined;

type Checked = PostingDates & { readonly channel: PostingChannel | null };

/** The refusals every posting shares, in the documented order: state, amount, channel, user limit, dates. */
export const checkPosting = (
  facts: PostingFacts,
  request: PostingRequest,
  kind: string,
  states: readonly DepositAccountState[],
): Checked | Rejection => {
  const refusal =
    checkState(facts.account, states) ??
    checkDormant(facts) ??
    checkAmount(request.amount, facts.decimals, facts.account.currencyCode);
  if (refusal) return refusal;
  if (isRejection(facts.channel)) return facts.channel;
  const overLimit = checkUserLimit(facts, kind, request.amount);
  if (overLimit) return overLimit;
  const dates = datesOf(facts, request);
  return isRejection(dates) ? dates : { ...dates, channel: facts.channel };
};

/** What the night posts on accounts that sleep: no activity. */
const wakesNobody: ReadonlySet<string> = new Set(['INTEREST_APPLIED', 'WITHHOLDING_TAX']);

/** The state an account is in after a balance movement: first activation, back inside the overdraft limit. */
const stateAfter = (account: DepositAccount, totalBalance: Money, now: Instant): DepositAccountState => {
  if (account.accountState === 'APPROVED') return 'ACTIVE';
  if (account.accountState !== 'ACTIVE_IN_ARREARS') return account.accountState;
  return plus(totalBalance, overdraftInForce(account, now)).greaterThanOrEqualTo(0) ? 'ACTIVE' : 'ACTIVE_IN_ARREARS';
};

/** A dormant account that wakes: active, and bearing interest from today on. */
const woken = (account: DepositAccount, today: LocalDate): DepositAccount => ({
  ...account,
  accountState: 'ACTIVE',
  interest: awake(account.interest, today),
  interestChanged: account.interestChanged || account.interest !== null,
});

/** Applies a split to the account and writes the transaction. Nothing can be refused any more. */
export const post = (
  facts: Pick<PostingFacts, 'account' | 'product' | 'now' | 'today' | 'userKey' | 'userBranchKey'>,
  type: DepositTransactionType,
  amount: Money,
  split: Split,
  details: PostingDates & Partial<DepositTransaction> & { readonly channel?: PostingChannel | null },
): Posted => {
  const { now, product } = facts;
  const wakes = facts.account.accountState === 'DORMANT' && !wakesNobody.has(type);
  const account = wakes ? woken(facts.account, facts.today) : facts.account;
  const moved = sum([split.fundsAmount, split.overdraftAmount]);
  const totalBalance = plus(account.totalBalance, moved);
  const { channel, ...given } = details;
  const transaction: DepositTransaction = {
    ...split,
    encodedKey: newEncodedKey(),
    id: null,
    accountKey: account.encodedKey,
    type,
    amount,
    totalBalance,
    creationDate: now,
    currencyCode: account.currencyCode,
    externalId: null,
    notes: null,
    channelKey: channel?.encodedKey ?? null,
    channelId: channel?.id ?? null,
    userKey: facts.userKey,
    branchKey: facts.userBranchKey ?? account.assignedBranchKey,
    centreKey: account.assignedCentreKey,
    originalTransactionKey: null,
    adjustmentTransactionKey: null,
    linkedDepositTransactionKey: null,
    linkedLoanTransactionKey: null,
    paymentOrderId: null,
    paymentDetails: null,
    fees: [],
    terms: null,
    interestAccruedAmounts: null,
    interestFromBooks: null,
    interestAppliedBefore: null,
    technicalOverdraftAmount: minus(
      overdraftParts(account, product).technical,
      overdraftParts({ ...account, totalBalance }, product).technical,
    ),
    taxRate: null,
    blockId: null,
    card: null,
    holdExternalReferenceId: null,
    customFields: null,
    ...given,
  };
  const activates = account.activationDate === null && account.accountState === 'APPROVED';
  const accountState = stateAfter(account, totalBalance, now);
  return {
    transaction,
    account: {
      ...account,
      totalBalance,
      // A fee left unpaid has a negative fees part and adds to what is due; the credit that pays it lowers it again.
      feesDue: minus(account.feesDue, split.feesAmount),
      accountState,
      lastSetToArrearsDate: accountState === 'ACTIVE' ? null : account.lastSetToArrearsDate,
      activationDate: activates ? details.valueDate : account.activationDate,
      lastModifiedDate: now,
      history: account.history
        ? [...account.history, { valueDate: details.valueDate, amount: moved }].toSorted(
            (left, right) => left.valueDate - right.valueDate,
          )
        : null,
    },
  };
};

/** What a request tells of its posting. */
export const described = (request: PostingRequest): Partial<DepositTransaction> => ({
  externalId: request.externalId,
  notes: request.notes,
  paymentOrderId: request.paymentOrderId,
  paymentDetails: request.paymentDetails,
});

/** Refuses a credit that the account's term or its largest balance forbids. */
export const checkCredit = (
  { account, product }: PostingFacts,
  amount: Money,
  valueDate: Instant,
  skipMaximum: boolean,
): Rejection | undefined => {
  const refusal = checkTermCredit(account, valueDate) ?? checkOpeningCredit(account, product.openingBalance, amount);
  if (refusal) return refusal;
  const after = plus(account.totalBalance, amount);
  return account.maxDepositBalance !== null && !skipMaximum && after.greaterThan(account.maxDepositBalance)
    ? reject(
        'ACCOUNT_BALANCE_OUTSIDE_CONSTRAINTS',
        `the balance would be ${after.toFixed()}, above maxDepositBalance ${account.maxDepositBalance.toFixed()}`,
      )
    : undefined;
};

/** Money comes into the account. */
export const decideDeposit = (
  facts: PostingFacts,
  request: PostingRequest & { readonly skipMaximumBalanceValidation?: boolean },
): Posted | Rejection => {
  const checked = checkPosting(facts, request, 'DEPOSIT', creditable);
  if (isRejection(checked)) return checked;
  const skipMaximum = request.skipMaximumBalanceValidation ?? false;
  const refusal = checkCredit(facts, request.amount, checked.valueDate, skipMaximum);
  if (refusal) return refusal;
  const split = splitCredit(facts.account, request.amount);
  return post(facts, 'DEPOSIT', request.amount, split, { ...described(request), ...checked });
};

/** Whether the account can be debited by an amount at a value date: available balance now, and no balance since then that it would make illegal. */
export const checkDebit = (facts: PostingFacts, amount: Money, valueDate: Instant): Rejection | undefined => {
  const { account, now } = facts;
  if (account.maxWithdrawalAmount !== null && amount.greaterThan(account.maxWithdrawalAmount)) {
    return reject(
      'MAXIMUM_WITHDRAWAL_AMOUNT_EXCEEDED',
      `amount is above maxWithdrawalAmount ${account.maxWithdrawalAmount.toFixed()}`,
    );
  }
  const available = availableBalance(account, now);
  if (amount.greaterThan(available)) {
    const overdraft = overdraftInForce(account, now);
    if (isPositive(account.lockedBalance) && !amount.greaterThan(plus(available, account.lockedBalance))) {
      return reject(
        'LOCKED_SAVINGS_AMOUNT',
        `${account.lockedBalance.toFixed()} of the balance is locked as a guarantee`,
      );
    }
    return isPositive(overdraft) || isPositive(overdraftAmount(account))
      ? reject(
          'WITHDRAWAL_PAST_OVERDRAFT_CONSTRAINTS',
          `amount is above the available balance of ${available.toFixed()}`,
        )
      : reject('INSUFFICIENT_BALANCE', `amount is above the available balance of ${available.toFixed()}`);
  }
  return checkDaysSince(account, amount, valueDate, now);
};

/** Refuses a debit dated back that would leave the balance of a day since then below what is allowed. */
export const checkDaysSince = (
  account: DepositAccount,
  amount: Money,
  valueDate: Instant,
  now: Instant,
): Rejection | undefined => {
  if (account.history === null) return undefined;
  const lowest = plus(lowestBalanceSince(account, valueDate), overdraftInForce(account, now));
  return amount.greaterThan(lowest)
    ? reject(
        'BALANCE_BELOW_ZERO',
        `valueDate: the balance on a later day would fall below what is allowed by ${minus(amount, lowest).toFixed()}`,
      )
    : undefined;
};

/** Money leaves the account. What is blocked stays, unless the user was given leave to withdraw that too. */
export const decideWithdrawal = (
  facts: PostingFacts,
  request: PostingRequest,
  fromBlocked = false,
): Posted | Rejection => {
  const checked = checkPosting(facts, request, 'WITHDRAWAL', debitable);
  if (isRejection(checked)) return checked;
  const unblocked = fromBlocked ? { ...facts, account: { ...facts.account, blockedBalance: zero } } : facts;
  const refusal =
    checkEarlyWithdrawal(facts, checked.valueDate) ?? checkDebit(unblocked, request.amount, checked.valueDate);
  if (refusal) return refusal;
  const split = splitDebit(facts.account, request.amount);
  if (checked.channel?.overdraftAllowed === false && isNegative(split.overdraftAmount)) {
    return reject(
      'TRANSACTION_IS_NOT_WITHIN_CHANNEL_CONSTRAINTS',
      `channel ${checked.channel.id} allows no overdraft, and amount would take ${negated(split.overdraftAmount).toFixed()} of it`,
    );
  }
  return post(facts, 'WITHDRAWAL', negated(request.amount), split, { ...described(request), ...checked });
};

/** Key of the transaction on the other side of a transfer. */
export type TransferLink = {
  readonly linkedDepositTransactionKey?: EncodedKey;
  readonly linkedLoanTransactionKey?: EncodedKey;
};

/** The paying side of a transfer. */
export const decideTransferOut = (
  facts: PostingFacts,
  request: PostingRequest,
  link: TransferLink = {},
): Posted | Rejection => {
  const state = checkState(facts.account, debitable);
  if (state) return state;
  if (!isPositive(request.amount)) return reject('TRANSFER_AMOUNT_IS_NOT_POSITIVE', 'amount must be more than 0');
  const checked = checkPosting(facts, request, 'TRANSFER', debitable);
  if (isRejection(checked)) return checked;
  const refusal =
    checkEarlyWithdrawal(facts, checked.valueDate) ?? checkDebit(facts, request.amount, checked.valueDate);
  if (refusal) return refusal;
  const split = splitDebit(facts.account, request.amount);
  return post(facts, 'TRANSFER', negated(request.amount), split, { ...described(request), ...checked, ...link });
};

/** The receiving side of a transfer. Its external id belongs to the paying side. */
export const decideTransferIn = (
  facts: PostingFacts,
  request: PostingRequest,
  link: TransferLink = {},
): Posted | Rejection => {
  const refusal =
    checkState(facts.account, creditable) &&
    reject(
      'INVALID_TARGET_ACCOUNT_STATE_FOR_DEPOSIT',
      `the target account ${facts.account.id} is ${facts.account.accountState}`,
    );
  if (refusal) return refusal;
  const checked = checkPosting(facts, request, 'TRANSFER', creditable);
  if (isRejection(checked)) return checked;
  const tooMuch = checkCredit(facts, request.amount, checked.valueDate, false);
  if (tooMuch) return tooMuch;
  const split = splitCredit(facts.account, request.amount);
  return post(facts, 'TRANSFER', request.amount, split, {
    ...described(request),
    externalId: null,
    ...checked,
    ...link,
  });
};

/** Whether a movement of the account would leave it below what is allowed: used when a credit is taken back. */
export const wouldBeOverdrawn = (account: DepositAccount, debit: Money, valueDate: Instant, now: Instant): boolean => {
  const floor = plus(lowestBalanceSince(account, valueDate), overdraftInForce(account, now));
  return isNegative(minus(floor, debit)) || isNegative(minus(availableBalance(account, now), debit));
};
