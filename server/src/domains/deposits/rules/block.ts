import { type EncodedKey, newEncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { isPositive, isZero, type Money, minus, negated, plus, zero } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { checkPosting, type Posted, post } from './decidePosting.ts';
import type { DepositAccount, DepositAccountState } from './depositAccount.ts';
import { checkAmount, checkState, type PostingFacts } from './posting.ts';
import { splitDebit } from './split.ts';

export type BlockState = 'PENDING' | 'PARTIALLY_SEIZED' | 'SEIZED' | 'REMOVED';

/** An amount that is blocked on an account, under a reference that is unique there: nobody but a seizure takes it. */
export type DepositBlock = {
  readonly encodedKey: EncodedKey;
  readonly accountKey: EncodedKey;
  readonly externalReferenceId: string;
  readonly amount: Money;
  readonly seizedAmount: Money;
  readonly state: BlockState;
  readonly notes: string | null;
  readonly creationDate: Instant;
  readonly lastModifiedDate: Instant;
};

/** A block after a change, and its account. */
export type Blocked = { readonly account: DepositAccount; readonly block: DepositBlock };

export type BlockFacts = Pick<PostingFacts, 'account' | 'decimals' | 'now'>;

export type BlockRequest = Pick<DepositBlock, 'externalReferenceId' | 'amount' | 'notes'>;

/** What of a block is still to be seized: once it is seized or removed, nothing. */
export const remainderOf = ({ state, amount, seizedAmount }: DepositBlock): Money =>
  state === 'PENDING' || state === 'PARTIALLY_SEIZED' ? minus(amount, seizedAmount) : zero;

// A block is often laid on an account because it is locked, or because nobody comes for its money.
const blockable: readonly DepositAccountState[] = ['ACTIVE', 'ACTIVE_IN_ARREARS', 'LOCKED', 'DORMANT', 'MATURED'];

const replaced = (account: DepositAccount, before: DepositBlock | null, block: DepositBlock): Blocked => ({
  block,
  account: {
    ...account,
    blockedBalance: plus(account.blockedBalance, minus(remainderOf(block), before ? remainderOf(before) : zero)),
    lastModifiedDate: block.lastModifiedDate,
  },
});

const checkOpen = (block: DepositBlock): Rejection | undefined =>
  isPositive(remainderOf(block))
    ? undefined
    : reject('INVALID_BLOCK_FUND_STATE', `block ${block.externalReferenceId} is ${block.state}`);

/** Blocks an amount, also more than the account has. `existing` is the block that has the reference already, in whichever state. */
export const decideBlock = (
  { account, decimals, now }: BlockFacts,
  existing: DepositBlock | undefined,
  request: BlockRequest,
): Blocked | Rejection => {
  const refusal = checkState(account, blockable) ?? checkAmount(request.amount, decimals, account.currencyCode);
  if (refusal) return refusal;
  if (existing) {
    return reject(
      'DUPLICATE_BLOCK_ID',
      `externalReferenceId ${request.externalReferenceId} is taken by a block of account ${account.id}`,
    );
  }
  return replaced(account, null, {
    ...request,
    encodedKey: newEncodedKey(),
    accountKey: account.encodedKey,
    seizedAmount: zero,
    state: 'PENDING',
    creationDate: now,
    lastModifiedDate: now,
  });
};

/** Gives an open block another amount, never less than what was seized of it; just that much ends it. */
export const decideBlockAmount = (
  { account, decimals, now }: BlockFacts,
  block: DepositBlock,
  amount: Money,
): Blocked | Rejection => {
  const refusal =
    checkState(account, blockable) ?? checkOpen(block) ?? checkAmount(amount, decimals, account.currencyCode);
  if (refusal) return refusal;
  if (amount.lessThan(block.seizedAmount)) {
    return reject('INVALID_AMOUNT', `amount is less than the ${block.seizedAmount.toFixed()} that were seized already`);
  }
  const state = amount.equals(block.seizedAmount) ? 'SEIZED' : block.state;
  return replaced(account, block, { ...block, amount, state, lastModifiedDate: now });
};

/** Releases a block of which nothing was seized. */
export const decideUnblock = ({ account, now }: BlockFacts, block: DepositBlock): Blocked | Rejection => {
  const refusal = checkState(account, blockable) ?? checkOpen(block);
  if (refusal) return refusal;
  return block.state === 'PENDING'
    ? replaced(account, block, { ...block, state: 'REMOVED', lastModifiedDate: now })
    : reject(
        'INVALID_BLOCK_FUND_STATE',
        `${block.seizedAmount.toFixed()} of block ${block.externalReferenceId} were seized; change its amount to that to release the rest`,
      );
};

export type SeizureRequest = {
  /** Null for all that is left of the block. */
  readonly amount: Money | null;
  readonly externalId: string | null;
  readonly notes: string | null;
};

/**
 * Takes money that is blocked, at most what the account has: no overdraft pays a seizure, and no hold comes before it. The amounts of holds and
 * of other blocks stay, so the available balance is the same before and after.
 */
export const decideSeizure = (
  facts: PostingFacts,
  block: DepositBlock,
  { amount: asked, externalId, notes }: SeizureRequest,
): (Posted & Blocked) | Rejection => {
  const { account, now } = facts;
  const amount = asked ?? remainderOf(block);
  // What is ended has nothing left to be an amount.
  const ended = checkState(account, blockable) ?? checkOpen(block);
  if (ended) return ended;
  const request = { amount, externalId, notes, valueDate: null, bookingDate: null };
  const checked = checkPosting(
    facts,
    { ...request, paymentOrderId: null, paymentDetails: null },
    'SEIZED_AMOUNT',
    blockable,
  );
  if (isRejection(checked)) return checked;
  if (amount.greaterThan(remainderOf(block))) {
    return reject(
      'INVALID_AMOUNT',
      `amount is above the ${remainderOf(block).toFixed()} that block ${block.externalReferenceId} still holds`,
    );
  }
  if (amount.greaterThan(account.totalBalance)) {
    return reject('INSUFFICIENT_BALANCE', `amount is above the balance of ${account.totalBalance.toFixed()}`);
  }
  const posted = post(facts, 'SEIZED_AMOUNT', negated(amount), splitDebit(account, amount), {
    ...checked,
    externalId,
    notes,
    blockId: block.externalReferenceId,
  });
  const seizedAmount = plus(block.seizedAmount, amount);
  const state = isZero(minus(block.amount, seizedAmount)) ? 'SEIZED' : 'PARTIALLY_SEIZED';
  return {
    ...posted,
    ...replaced(posted.account, block, { ...block, seizedAmount, state, lastModifiedDate: now }),
  };
};
