import { type Money, minus, sum } from '../../../../kernel/money.ts';
import { type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { LoanAccountState } from './account.ts';

/** The most that a holder may owe: the sum of the loans, or what is left of it after the savings. */
export type ExposureLimit = { readonly amount: Money; readonly lessSavings: boolean };

/** A loan as far as its holder's exposure is concerned. */
export type ExposedLoan = {
  readonly accountState: LoanAccountState;
  readonly currencyCode: string;
  readonly loanAmount: Money;
  /** With what its holder may still draw on. */
  readonly principalBalance: Money;
};

const running: readonly LoanAccountState[] = ['ACTIVE', 'ACTIVE_IN_ARREARS'];

/** What the bank has at stake in a loan: the principal that is owed with what is still to be paid out of it, or the amount that was promised. An application binds nobody. */
const atStake = ({ accountState, loanAmount, principalBalance }: ExposedLoan): Money | undefined => {
  if (running.includes(accountState)) return principalBalance;
  return accountState === 'APPROVED' ? loanAmount : undefined;
};

/**
 * Refuses a loan with which its holder would owe more than the organisation allows (MAXIMUM_EXPOSURE_EXCEEDED). `savings` is what the holder has in deposit
 * accounts of the loan's currency; other currencies are limited by themselves, since no rate is agreed between them. `tellsSum` is whether the
 * caller may see all that counts: otherwise the refusal keeps the sum to itself.
 */
export const checkExposure = (
  loan: Pick<ExposedLoan, 'loanAmount' | 'currencyCode'>,
  others: readonly ExposedLoan[],
  savings: Money,
  limit: ExposureLimit,
  tellsSum: boolean,
): Rejection | undefined => {
  const alike = others.filter(({ currencyCode }) => currencyCode === loan.currencyCode);
  const owed = sum([loan.loanAmount, ...alike.flatMap((other) => atStake(other) ?? [])]);
  const exposure = limit.lessSavings ? minus(owed, savings) : owed;
  if (!exposure.greaterThan(limit.amount)) return undefined;
  const owing = tellsSum ? `${exposure.toFixed()} ${loan.currencyCode}` : 'too much';
  return reject(
    'MAXIMUM_EXPOSURE_EXCEEDED',
    `loanAmount: with this loan the holder would owe ${owing}, and the organisation allows ${limit.amount.toFixed()}`,
  );
};
