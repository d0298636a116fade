import {
  fitsDecimals,
  isPositive,
  isRate,
  largestAmount,
  type Money,
  plus,
  type Rate,
  sum,
} from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { ChargedFee, Disbursed } from './events.ts';
import { feeAmountOf, isPercentage } from './feeAmount.ts';
import type { LoanProductFee } from './loanProduct.ts';
import { needsWholeAmount } from './schedule/rounding.ts';
import { withTax } from './taxes.ts';
import type { DisbursementFee, DisbursementTrigger, LoanTerms } from './terms.ts';

// Fees of a disbursement: deducted from what is paid out, added to the principal, or owed with the first instalment.

const triggers: readonly string[] = ['DISBURSEMENT', 'CAPITALIZED_DISBURSEMENT', 'UPFRONT_DISBURSEMENT'];

/** Whether a fee of a product comes with the disbursement. */
export const isDisbursementTrigger = (trigger: string): trigger is DisbursementTrigger => triggers.includes(trigger);

/** A fee as a request names it. */
export type WantedFee = {
  readonly key: string | undefined;
  readonly amount?: Money;
  readonly percentage?: Rate;
};

type ProductFees = ReadonlyMap<string, LoanProductFee>;

const ofProduct = (fees: ProductFees): readonly LoanProductFee[] =>
  [...new Set(fees.values())].filter(({ state, trigger }) => state === 'ACTIVE' && isDisbursementTrigger(trigger));

const agreedFee = (wanted: WantedFee, fees: ProductFees): DisbursementFee | Rejection => {
  if (wanted.key === undefined) return reject('MISSING_FEE_KEY', 'fees: an entry names no fee of the product');
  const fee = fees.get(wanted.key);
  if (!fee) return reject('INVALID_FEE_KEY', `fees: ${wanted.key.slice(0, 80)} is no fee of the product`);
  const { encodedKey: predefinedFeeKey, name, trigger, amountCalculationMethod } = fee;
  if (!isDisbursementTrigger(trigger)) {
    return reject('FEE_NOT_ALLOWED', `fees: the fee ${name} does not come with a disbursement`);
  }
  if (fee.state !== 'ACTIVE') return reject('FEE_NOT_ACTIVE', `fees: the fee ${name} is inactive`);
  const percent = isPercentage(fee);
  if ((percent ? wanted.amount : wanted.percentage) !== undefined) {
    return reject(
      'INVALID_FEES_DETAILS',
      `fees: the fee ${name} takes ${percent ? 'a percentage and no amount' : 'an amount and no percentage'}`,
    );
  }
  const [own, sent] = percent ? [fee.percentageAmount, wanted.percentage] : [fee.amount, wanted.amount];
  if (own !== undefined && sent !== undefined && !own.equals(sent)) {
    return reject('INCONSISTENT_FEE_AMOUNT_WITH_PRODUCT_FEE', `fees: the product defines ${own.toFixed()} for ${name}`);
  }
  const amount = fee.amount ?? wanted.amount;
  const percentageAmount = fee.percentageAmount ?? wanted.percentage;
  if ((percent ? percentageAmount : amount) === undefined) {
    return reject('MANDATORY_FEE_AMOUNT', `fees: the product leaves open what the fee ${name} comes to`);
  }
  if (percentageAmount !== undefined && !isRate(percentageAmount)) {
    return reject('INVALID_FEES_DETAILS', `fees: the percentage of ${name} is out of the question`);
  }
  return {
    predefinedFeeKey,
    name,
    trigger,
    amountCalculationMethod,
    ...(fee.taxable === false ? { taxable: false as const } : {}),
    ...(amount === undefined || percent ? {} : { amount }),
    ...(percentageAmount === undefined || !percent ? {} : { percentageAmount }),
  };
};

/** Whether disbursements of a product may cost a fee. */
export const hasDisbursementFees = (fees: ProductFees): boolean => ofProduct(fees).length > 0;

/** Refuses a disbursement without a fee that the product requires. */
export const checkRequiredFees = (agreed: readonly DisbursementFee[], fees: ProductFees): Rejection | undefined => {
  const missing = ofProduct(fees).find(
    ({ required, encodedKey }) => required && !agreed.some(({ predefinedFeeKey }) => predefinedFeeKey === encodedKey),
  );
  return missing && reject('REQUIRED_FEE_MISSING', `fees: the product requires the fee ${missing.name}`);
};

/**
 * The fees of a disbursement: those that a request names, else those that the product requires and defines an amount of.
 * An entry is refused for its key, its fee's trigger and state, and what it says of the amount, in this order.
 */
export const disbursementFeesOf = (
  wanted: readonly WantedFee[] | undefined,
  fees: ProductFees,
): readonly DisbursementFee[] | Rejection => {
  const usual = (): readonly WantedFee[] =>
    ofProduct(fees)
      .filter((fee) => fee.required && (isPercentage(fee) ? fee.percentageAmount : fee.amount) !== undefined)
      .map(({ encodedKey }) => ({ key: encodedKey }));
  const agreed: DisbursementFee[] = [];
  for (const one of wanted ?? usual()) {
    const fee = agreedFee(one, fees);
    if (isRejection(fee)) return fee;
    if (agreed.some(({ predefinedFeeKey }) => predefinedFeeKey === fee.predefinedFeeKey)) {
      return reject('DUPLICATE_DISBURSEMENT_FEE', `fees: the fee ${fee.name} is named twice`);
    }
    agreed.push(fee);
  }
  return (wanted && checkRequiredFees(agreed, fees)) ?? agreed;
};

/** What the fees of a disbursement of the whole loan amount come to with their tax; percentages are of the loan amount. */
export const chargedFees = (terms: LoanTerms): readonly ChargedFee[] =>
  terms.disbursementFees.flatMap((fee) => {
    const { predefinedFeeKey, name, trigger, taxable } = fee;
    const charge = feeAmountOf(terms, fee, undefined);
    if (!charge) return [];
    return taxable === false
      ? [{ predefinedFeeKey, name, trigger, amount: charge, taxable }]
      : [{ predefinedFeeKey, name, trigger, amount: withTax(terms, 'fees', charge) }];
  });

type WithFees = Pick<Disbursed, 'fees'>;

const ofTrigger = ({ fees = [] }: WithFees, trigger: DisbursementTrigger): Money =>
  sum(fees.filter((fee) => fee.trigger === trigger).map(({ amount }) => amount));

/** What is kept back of the money. */
export const deductedOf = (event: WithFees): Money => ofTrigger(event, 'DISBURSEMENT');

/** What is added to the principal. */
export const capitalisedOf = (event: WithFees): Money => ofTrigger(event, 'CAPITALIZED_DISBURSEMENT');

/** The principal that a disbursement makes. */
export const principalOf = (event: Pick<Disbursed, 'amount' | 'fees'>): Money =>
  plus(event.amount, capitalisedOf(event));

/** Refuses fees that a disbursement of the loan amount can't bear. */
export const checkDisbursementFees = (terms: LoanTerms): Rejection | undefined => {
  const { loanAmount, currencyDecimals, disbursementFees } = terms;
  if (disbursementFees.length === 0) return undefined;
  const open = disbursementFees.find(({ amount }) => amount && !fitsDecimals(amount, currencyDecimals));
  if (open) {
    return reject(
      'INVALID_AMOUNT',
      `fees: ${open.name} has more than the ${currencyDecimals} decimals of the currency`,
    );
  }
  const fees = chargedFees(terms);
  const none = fees.find(({ amount }) => !isPositive(amount));
  if (none) return reject('FEE_AMOUNT_MUST_BE_STRICTLY_POSITIVE', `fees: the fee ${none.name} must be more than 0`);
  if (fees.some(({ amount }) => amount.greaterThan(largestAmount))) {
    return reject('INVALID_AMOUNT', 'fees: an amount is larger than any account can hold');
  }
  if (deductedOf({ fees }).greaterThanOrEqualTo(loanAmount)) {
    return reject('DEDUCTED_FEES_TOTAL_MORE_THAN_LOAN_AMOUNT', 'fees: the deducted fees leave nothing to pay out');
  }
  if (capitalisedOf({ fees }).greaterThan(loanAmount)) {
    return reject('DISBURSEMENT_FEES_EXCEED_LOAN_AMOUNT', 'fees: the capitalised fees are more than the loan amount');
  }
  const principal = principalOf({ amount: loanAmount, fees });
  if (principal.greaterThan(largestAmount)) {
    return reject('INVALID_AMOUNT', 'loanAmount with the capitalised fees is larger than any account can hold');
  }
  return needsWholeAmount({ ...terms, loanAmount: principal })
    ? reject(
        'LOAN_AMOUNT_DECIMALS_NOT_ALLOWED_WITH_ROUNDING',
        'fees: the product rounds to whole units; the capitalised fees must make one',
      )
    : undefined;
};
