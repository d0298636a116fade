import { type Money, negated } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { type Posted, post } from './decidePosting.ts';
import { availableBalance } from './depositAccount.ts';
import type { DepositProductFee } from './depositProduct.ts';
import type { AppliedFee } from './depositTransaction.ts';
import { checkAmount, checkState, checkUserLimit, datesOf, type PostingFacts } from './posting.ts';
import { splitFee } from './split.ts';

export type FeeRequest = {
  readonly amount: Money | null;
  readonly predefinedFeeKey: string | null;
  readonly externalId: string | null;
  readonly notes: string | null;
};

type ChosenFee = { readonly applied: AppliedFee; readonly definition: DepositProductFee | null };

/** The fee that is meant and its amount: a predefined one of the product, or an arbitrary one where the product allows it. */
const chooseFee = (facts: PostingFacts, request: FeeRequest): ChosenFee | Rejection => {
  const { product } = facts;
  if (request.predefinedFeeKey === null) {
    if (!product.allowArbitraryFees)
      return reject(
        'ARBITRARY_FEE_NOT_ALLOWED',
        `product ${product.id} allows no arbitrary fees; name predefinedFeeKey`,
      );
    if (request.amount === null) return reject('MANDATORY_FEE_AMOUNT', 'amount is required for an arbitrary fee');
    return {
      applied: { predefinedFeeKey: null, name: null, trigger: 'ARBITRARY', amount: request.amount },
      definition: null,
    };
  }
  const fee = product.fees.get(request.predefinedFeeKey);
  if (!fee) return reject('INVALID_FEE_KEY', `predefinedFeeKey is no fee of product ${product.id}`);
  if (fee.state !== 'ACTIVE') return reject('FEE_NOT_ACTIVE', `the fee ${fee.name ?? fee.encodedKey} is not active`);
  if (fee.trigger === 'MONTHLY_FEE')
    return reject(
      'FEE_TRIGGER_NOT_ALLOWED',
      `the fee ${fee.name ?? fee.encodedKey} is applied by the night, not by hand`,
    );
  if (fee.amount !== null && request.amount !== null) {
    return reject('FEE_AMOUNT_ALREADY_DEFINED_IN_PRODUCT', 'amount must be left out: the product defines it');
  }
  const amount = fee.amount ?? request.amount;
  if (amount === null) return reject('MANDATORY_FEE_AMOUNT', 'amount is required: the product does not define it');
  return {
    applied: { predefinedFeeKey: fee.encodedKey, name: fee.name, trigger: fee.trigger, amount },
    definition: fee,
  };
};

/** A fee is taken from what is available; what can't be paid stays due and is taken from the next credit. */
export const decideFee = (
  facts: PostingFacts,
  request: FeeRequest,
): (Posted & { readonly definition: DepositProductFee | null }) | Rejection => {
  const refusal = checkState(facts.account, ['ACTIVE', 'ACTIVE_IN_ARREARS', 'DORMANT']);
  if (refusal) return refusal;
  const fee = chooseFee(facts, request);
  if (isRejection(fee)) return fee;
  const { amount } = fee.applied;
  const wrong =
    checkAmount(amount, facts.decimals, facts.account.currencyCode, 'FEE_AMOUNT_MUST_BE_STRICTLY_POSITIVE') ??
    checkUserLimit(facts, 'FEE_APPLIED', amount);
  if (wrong) return wrong;
  const dates = datesOf(facts, { valueDate: null, bookingDate: null });
  if (isRejection(dates)) return dates;
  const split = splitFee(facts.account, amount, availableBalance(facts.account, facts.now));
  const posted = post(facts, 'FEE_APPLIED', negated(amount), split, {
    ...dates,
    externalId: request.externalId,
    notes: request.notes,
    fees: [fee.applied],
  });
  return { ...posted, definition: fee.definition };
};
