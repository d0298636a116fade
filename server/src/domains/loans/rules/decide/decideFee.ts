import { isPositive, type Money, type Rate, sum } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import { checkCap } from '../capping.ts';
import { capitalisedOf } from '../disbursementFees.ts';
import type { FeeApplied } from '../events.ts';
import { feeAmountOf } from '../feeAmount.ts';
import type { Instalment } from '../state.ts';
import { feeWithTax } from '../taxes.ts';
import { isDynamic } from '../terms.ts';
import {
  applyEvents,
  isActive,
  type LoanAccountFacts,
  type LoanContext,
  type LoanDecision,
  loanOn,
  shownLoan,
} from './account.ts';
import { checkCapitalisedFee } from './checkCapitalisedFee.ts';
import {
  checkAfterActivation,
  checkAfterEdit,
  checkAmount,
  checkLock,
  checkTranchesPaidOut,
  datesOf,
  type RequestedDates,
} from './checks.ts';

/** A fee of the product as far as applying it by hand needs it. */
export type ManualFee = {
  readonly encodedKey: string;
  readonly name: string;
  readonly state: 'ACTIVE' | 'INACTIVE';
  readonly trigger: string;
  readonly amountCalculationMethod: string;
  readonly amount?: Money;
  readonly percentageAmount?: Rate;
  readonly taxable?: false;
  /** NO_ALLOCATION: it is owed outside the schedule. */
  readonly unscheduled?: true;
};

export type FeeRequest = RequestedDates & {
  /** The product's fee; without one the fee is arbitrary. */
  readonly fee?: ManualFee;
  /** Whether the product allows fees that it does not define. */
  readonly allowArbitraryFees: boolean;
  /** Mandatory where the product's fee defines no amount. */
  readonly amount?: Money;
  readonly installmentNumber?: number;
  /** Whether it becomes principal instead of being owed as a fee. */
  readonly capitalised?: boolean;
};

const closedStates = ['CLOSED', 'CLOSED_WRITTEN_OFF', 'CLOSED_REJECTED'];

const checkKind = (
  account: LoanAccountFacts,
  { fee, allowArbitraryFees, capitalised }: FeeRequest,
): Rejection | undefined => {
  const refused = `loan account ${account.id} is ${account.state}`;
  if (closedStates.includes(account.state)) return reject('INVALID_ACCOUNT_STATE', refused);
  if (!fee) {
    return allowArbitraryFees
      ? undefined
      : reject('ARBITRARY_FEE_NOT_ALLOWED', 'the product allows no fee without predefinedFeeKey');
  }
  if (!isActive(account)) return reject('INVALID_ACCOUNT_STATE', `${refused}; a predefined fee needs a disbursed loan`);
  if (fee.trigger !== 'MANUAL') return reject('FEE_NOT_ALLOWED', `the fee ${fee.name} is not applied by hand`);
  if (fee.unscheduled && capitalised) {
    return reject('FEE_NOT_ALLOWED', `feeCapitalisation: the fee ${fee.name} is owed outside the schedule`);
  }
  return fee.state === 'ACTIVE' ? undefined : reject('FEE_NOT_ACTIVE', `the fee ${fee.name} is inactive`);
};

/** What percentages are of: the loan amount with what the disbursement capitalised. */
const percentageBase = ({ terms, events }: Pick<LoanAccountFacts, 'terms' | 'events'>): Money => {
  const capitalised = events.flatMap((event) => (event.type === 'DISBURSED' ? [capitalisedOf(event)] : []));
  return sum([terms.loanAmount, ...capitalised]);
};

/** What a fee of the product comes to on an instalment, or what somebody asks for where the product leaves it open. */
export const feeAmountFor = (
  account: Pick<LoanAccountFacts, 'terms' | 'events'>,
  request: Pick<FeeRequest, 'fee' | 'amount'>,
  instalment: Instalment | undefined,
): Money | Rejection => {
  const { terms } = account;
  const defined =
    request.fee && feeAmountOf(terms, request.fee, instalment?.principal.expected, percentageBase(account));
  const amount = request.amount ?? defined;
  if (amount === undefined) return reject('MANDATORY_FEE_AMOUNT', 'the product defines no amount for this fee');
  if (!isPositive(amount)) return reject('FEE_AMOUNT_MUST_BE_STRICTLY_POSITIVE', 'amount must be more than 0');
  if (defined && !defined.equals(amount)) {
    return reject('INCONSISTENT_FEE_AMOUNT_WITH_PRODUCT_FEE', `the product defines ${defined.toFixed()} for this fee`);
  }
  return checkAmount(amount, terms.currencyDecimals) ?? amount;
};

const checkInstalment = (
  account: LoanAccountFacts,
  instalments: readonly Instalment[],
  { fee, installmentNumber }: FeeRequest,
): Rejection | undefined => {
  if (fee?.unscheduled) {
    return installmentNumber === undefined
      ? undefined
      : reject('INVALID_INSTALLMENT_NUMBER', `installmentNumber: the fee ${fee.name} is owed outside the schedule`);
  }
  if (isDynamic(account.terms)) {
    return installmentNumber === undefined
      ? undefined
      : reject(
          'INSTALLMENT_NUMBER_NOT_ALLOWED_FOR_DYNAMIC_ACCOUNTS',
          'a dynamic loan finds the instalment by the value date',
        );
  }
  if (installmentNumber === undefined) {
    return reject('INSTALLMENT_NUMBER_MANDATORY_FOR_FIXED_ACCOUNTS', 'installmentNumber is missing');
  }
  const instalment = instalments[installmentNumber - 1];
  if (!instalment) {
    return reject('INVALID_INSTALLMENT_NUMBER', `the loan has no instalment ${installmentNumber}`);
  }
  return instalment.state === 'PAID'
    ? reject('CANNOT_APPLY_FEE_ON_PAID_INSTALLMENT', `instalment ${installmentNumber} is paid`)
    : undefined;
};

/**
 * Applies a fee by hand: one of the product's manual fees, or an arbitrary one, which needs no disbursed loan. Refusals in
 * this order: state, kind of fee, lock, instalment number, amount, the cap of a loan in arrears, dates, what can't become principal.
 */
export const decideFee = (
  account: LoanAccountFacts,
  request: FeeRequest,
  context: LoanContext,
): LoanDecision | Rejection => {
  const refusal = checkKind(account, request) ?? checkLock(account, context);
  if (refusal) return refusal;
  const shown = isActive(account) ? loanOn(account, context, context.today) : shownLoan(account, context);
  const { instalments, lock } = shown;
  if (lock?.operations.includes('APPLY_FEES')) {
    return reject('ACCOUNT_IS_LOCKED', `fees of loan account ${account.id} are locked`);
  }
  const misplaced = checkInstalment(account, instalments, request);
  if (misplaced) return misplaced;
  const target = instalments[(request.installmentNumber ?? 0) - 1];
  const amount = feeAmountFor(account, request, target);
  if (isRejection(amount)) return amount;
  const owed = feeWithTax(shown.terms, { amount, taxable: request.fee?.taxable });
  const capped = checkCap(shown, owed, 'FEE_NOT_ALLOWED');
  if (capped) return capped;
  const dates = datesOf(context, request, reject('BACKDATE_SET_IN_THE_FUTURE', 'valueDate lies in the future'));
  if (isRejection(dates)) return dates;
  const early =
    checkAfterActivation(account, dates.valueDate) ??
    (isActive(account) ? checkTranchesPaidOut(account, dates.valueDate) : undefined) ??
    checkAfterEdit(account, dates.valueDate) ??
    (request.capitalised ? checkCapitalisedFee(account, dates, context) : undefined);
  if (early) return early;
  const { fee, installmentNumber } = request;
  const event: FeeApplied = {
    type: 'FEE_APPLIED',
    key: context.newKey(),
    sequence: account.nextSequence,
    ...dates,
    amount,
    trigger: fee ? 'MANUAL' : 'ARBITRARY',
    ...(fee ? { predefinedFeeKey: fee.encodedKey, name: fee.name } : {}),
    ...(fee?.taxable === false ? { taxable: false as const } : {}),
    ...(installmentNumber === undefined ? {} : { installmentNumber }),
    ...(request.capitalised ? { capitalised: true as const } : {}),
    ...(fee?.unscheduled ? { unscheduled: true as const } : {}),
  };
  return applyEvents(account, context, { append: [event] });
};
