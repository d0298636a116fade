import { type Money, minus } from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { LoanBalances } from './state.ts';
import type { InterestTerms } from './terms.ts';

/** The balances of a loan by name, spelled like the elements of a product's repaymentAllocationOrder. */
export const loanBalances = (
  { principal, interest, fromArrears, fees, penalty }: LoanBalances,
  { decoupleInterestFromArrears }: Pick<InterestTerms, 'decoupleInterestFromArrears'>,
): Readonly<Record<string, Money>> => ({
  PRINCIPAL: principal.balance,
  INTEREST: minus(interest.balance, fromArrears.balance),
  ...(decoupleInterestFromArrears ? { INTEREST_FROM_ARREARS: fromArrears.balance } : {}),
  FEE: fees.balance,
  PENALTY: penalty.balance,
});

/** Refuses to charge the interest of a balance that bears none: all that a loan accrues, it accrues on its principal. */
export const checkBearsInterest = (name: string): Rejection | undefined => {
  if (name === 'PRINCIPAL') return undefined;
  if (name === 'INTEREST' || name === 'INTEREST_FROM_ARREARS' || name === 'FEE' || name === 'PENALTY') {
    return reject('ACCOUNT_HAS_NO_ACCRUED_INTEREST', `loanAccountBalance ${name} bears no interest`);
  }
  return reject(
    'INVALID_PARAMETERS',
    `loanAccountBalance must be PRINCIPAL, INTEREST, FEE or PENALTY, not ${name.slice(0, 80)}`,
  );
};
