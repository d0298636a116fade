import { type Money, minus, money, plus, sum, times, zero } from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { LoanState } from './state.ts';
import type { CappingTerms } from './terms.ts';

// The cap on what a loan in arrears owes besides its principal: a share of the principal that is outstanding, or that there ever was.

/** The principal as capping sees it. */
export type CappedPrincipal = {
  readonly balance: Money;
  readonly paid: Money;
  /** Interest that became principal: it was never lent. */
  readonly grown: Money;
};

/** Up to what interest, fees and penalties may be owed together. */
export const capOf = (
  { cappingMethod, cappingPercentage }: CappingTerms,
  { balance, paid, grown }: CappedPrincipal,
): Money =>
  times(
    cappingMethod === 'ORIGINAL_PRINCIPAL_PERCENTAGE' ? minus(plus(balance, paid), grown) : balance,
    money(cappingPercentage.div(100)),
  );

/** Interest, fees and penalties that are applied and not paid. */
export const chargesOf = ({
  interest,
  fees,
  penalty,
}: {
  readonly interest: Money;
  readonly fees: Money;
  readonly penalty: Money;
}): Money => plus(interest, plus(fees, penalty));

const figuresOf = ({
  terms,
  balances,
  instalments,
}: LoanState): { readonly cap: Money; readonly charges: Money } | undefined => {
  const { principal, interest, fees, penalty } = balances;
  return (
    terms.capping && {
      cap: capOf(terms.capping, {
        ...principal,
        grown: sum(instalments.map(({ capitalised = zero }) => capitalised)),
      }),
      charges: chargesOf({ interest: interest.balance, fees: fees.balance, penalty: penalty.balance }),
    }
  );
};

/** Refuses a charge by hand that would take a loan in arrears above a hard cap, or that a soft cap has no room for any more. */
export const checkCap = (
  loan: LoanState,
  amount: Money,
  reason: 'FEE_NOT_ALLOWED' | 'INTEREST_CANNOT_BE_APPLIED' | 'CANNOT_APPLY_PLANNED_FEES',
): Rejection | undefined => {
  const figures = loan.arrearsSince === undefined ? undefined : figuresOf(loan);
  if (!figures) return undefined;
  const { cap, charges } = figures;
  const hard = loan.terms.capping?.cappingConstraintType === 'HARD_CAP';
  const beyond = hard ? plus(charges, amount).greaterThan(cap) : charges.greaterThanOrEqualTo(cap);
  return beyond
    ? reject(
        reason,
        `${amount.toFixed()} on top of the ${charges.toFixed()} owed would pass the cap of ${cap.toFixed()}`,
      )
    : undefined;
};

/** Refuses to unlock a loan whose charges have reached their cap. */
export const checkBelowCap = (loan: LoanState): Rejection | undefined => {
  const figures = figuresOf(loan);
  return figures?.charges.greaterThanOrEqualTo(figures.cap)
    ? reject(
        'CANT_UNLOCK_WHEN_INCOME_BALANCE_IS_OVER_PRINCIPAL_CAPPING_CONSTRAINTS',
        `interest, fees and penalties of ${figures.charges.toFixed()} are not below their cap of ${figures.cap.toFixed()}`,
      )
    : undefined;
};
