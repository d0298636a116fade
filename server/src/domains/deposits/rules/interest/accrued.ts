import { type Money, minus, plus, zero } from '../../../../kernel/money.ts';

/** Interest that has accrued and is not applied, by kind and named as the contract does. None is below zero: the last three are owed to the bank. */
export type Accrued = {
  readonly interestAccrued: Money;
  readonly negativeInterestAccrued: Money;
  readonly overdraftInterestAccrued: Money;
  readonly technicalOverdraftInterestAccrued: Money;
};

export type AccrualBucket = keyof Accrued;

export const nothingAccrued: Accrued = {
  interestAccrued: zero,
  negativeInterestAccrued: zero,
  overdraftInterestAccrued: zero,
  technicalOverdraftInterestAccrued: zero,
};

/** The buckets, each made of the same one of two accruals. */
const combined = (left: Accrued, right: Accrued, how: (left: Money, right: Money) => Money): Accrued => ({
  interestAccrued: how(left.interestAccrued, right.interestAccrued),
  negativeInterestAccrued: how(left.negativeInterestAccrued, right.negativeInterestAccrued),
  overdraftInterestAccrued: how(left.overdraftInterestAccrued, right.overdraftInterestAccrued),
  technicalOverdraftInterestAccrued: how(
    left.technicalOverdraftInterestAccrued,
    right.technicalOverdraftInterestAccrued,
  ),
});

export const plusAccrued = (left: Accrued, right: Accrued): Accrued => combined(left, right, plus);

/** What to book when accruals are computed anew, after something dated back: new less old, of either sign. */
export const minusAccrued = (left: Accrued, right: Accrued): Accrued => combined(left, right, minus);

/** The amount the account gains: credit interest less all that is owed. */
export const netOf = (accrued: Accrued): Money =>
  minus(
    accrued.interestAccrued,
    plus(
      accrued.negativeInterestAccrued,
      plus(accrued.overdraftInterestAccrued, accrued.technicalOverdraftInterestAccrued),
    ),
  );

export const isNothingAccrued = (accrued: Accrued): boolean =>
  accrued.interestAccrued.isZero() &&
  accrued.negativeInterestAccrued.isZero() &&
  accrued.overdraftInterestAccrued.isZero() &&
  accrued.technicalOverdraftInterestAccrued.isZero();
