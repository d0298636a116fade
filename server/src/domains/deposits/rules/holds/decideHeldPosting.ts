import { negated } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import { checkCredit, checkDaysSince, checkPosting, creditable, debitable, described, post } from '../decidePosting.ts';
import type { PostingFacts, PostingRequest } from '../posting.ts';
import { splitCredit, splitDebit } from '../split.ts';
import { checkEarlyWithdrawal } from '../term.ts';
import type { AuthorizationHold } from './authorizationHold.ts';
import { type CardPosted, checkPayable } from './decideCardPosting.ts';
import { decideSettled } from './decideHold.ts';
import { depositBearer } from './depositBearer.ts';

/** A deposit or a withdrawal that settles a hold made on the account itself. */
export type HeldPosting = {
  readonly type: 'DEPOSIT' | 'WITHDRAWAL';
  readonly request: PostingRequest;
  /** No largest balance is asked of a deposit. */
  readonly skipMaximum: boolean;
};

/** Refuses what does not settle the whole of a hold in its direction. */
const checkWhole = (hold: AuthorizationHold, { type, request }: HeldPosting): Rejection | undefined => {
  const direction = type === 'DEPOSIT' ? 'CRDT' : 'DBIT';
  if (hold.direction !== direction)
    return reject(
      'INVALID_PARAMETERS',
      `holdExternalReferenceId names a ${hold.direction} hold; this needs ${direction}`,
    );
  return hold.status === 'PENDING' && !request.amount.equals(hold.amount)
    ? reject('INVALID_AMOUNT', `amount must be ${hold.amount.toFixed()}: a hold on an account is settled as a whole`)
    : undefined;
};

/**
 * Posts what a hold of the account was made for, and settles it. What was held for a withdrawal needs no look at what is available, and was judged by
 * the largest withdrawal when it was held; nothing goes below the overdraft limit. Refusals in the order of any posting's, then those of the hold, then
 * those of the balance.
 */
export const decideHeldPosting = (
  facts: PostingFacts,
  hold: AuthorizationHold,
  posting: HeldPosting,
): CardPosted | Rejection => {
  const { type, request } = posting;
  const { amount } = request;
  const debit = type === 'WITHDRAWAL';
  const checked = checkPosting(facts, request, type, debit ? debitable : creditable);
  if (isRejection(checked)) return checked;
  const settled = checkWhole(hold, posting) ?? decideSettled(depositBearer(facts), hold, amount, false);
  if (isRejection(settled)) return settled;
  const refusal = debit
    ? (checkEarlyWithdrawal(facts, checked.valueDate) ??
      checkPayable(facts, amount, hold) ??
      checkDaysSince(facts.account, amount, checked.valueDate, facts.now))
    : checkCredit(facts, amount, checked.valueDate, posting.skipMaximum || hold.advice);
  if (refusal) return refusal;
  const { account } = settled;
  const split = debit ? splitDebit(account, amount) : splitCredit(account, amount);
  const posted = post({ ...facts, account }, type, debit ? negated(amount) : amount, split, {
    ...described(request),
    ...checked,
    holdExternalReferenceId: hold.externalReferenceId,
  });
  return { ...posted, hold: settled.hold };
};
