import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isPositive, type Money, minus, money, type Rate, rounded, zero } from '../../../../kernel/money.ts';
import { type Rejection, reject } from '../../../../kernel/rejection.ts';
import { type Accrued, isNothingAccrued, netOf, plusAccrued } from './accrued.ts';

/**
 * What an application of interest does to an account; what remains accrued is told in every case. Where it is adjusted, its
 * interestAccruedAmounts are added to what is accrued again.
 */
export type InterestApplication =
  /** Nothing accrued before the application date. */
  | { readonly outcome: 'NOTHING_ACCRUED'; readonly remaining: Accrued }
  /** What accrued is less than the smallest amount, or cancels out: it goes on accruing. */
  | { readonly outcome: 'ZERO'; readonly remaining: Accrued }
  | {
      readonly outcome: 'APPLIED';
      /** The amount of INTEREST_APPLIED: positive for the account, negative toward its overdraft. */
      readonly amount: Money;
      /** What of each bucket it applies, in the currency's decimals; they net to the amount. */
      readonly interestAccruedAmounts: Accrued;
      /** The amount of WITHHOLDING_TAX, right after and of the same value date; 0 for none. */
      readonly withholdingTax: Money;
      readonly remaining: Accrued;
    };

export type ApplicationFacts = {
  /** The accruals of days before the application date, since the last application. */
  readonly accruedBefore: Accrued;
  /** The accruals of the application date and later days: they stay where they are. */
  readonly accruedSince: Accrued;
  readonly currencyDecimals: number;
  /** The source's value on the application date, in percent; null without withholding tax. */
  readonly withholdingTaxRate: Rate | null;
};

/** What is applied of each bucket: the cents of it. */
export const inCurrency = (accrued: Accrued, decimals: number): Accrued => ({
  interestAccrued: rounded(accrued.interestAccrued, decimals),
  negativeInterestAccrued: rounded(accrued.negativeInterestAccrued, decimals),
  overdraftInterestAccrued: rounded(accrued.overdraftInterestAccrued, decimals),
  technicalOverdraftInterestAccrued: rounded(accrued.technicalOverdraftInterestAccrued, decimals),
});

/** The tax on credit interest: rounded half up to the currency's decimals. 20 % of 36.53 is 7.31. */
const withholdingTaxOn = (creditInterest: Money, rate: Rate | null, decimals: number): Money =>
  rate === null || !isPositive(creditInterest)
    ? zero
    : rounded(money(creditInterest.times(rate).div(100)), decimals, 'HALF_UP');

/**
 * What an application date makes of the accrued amounts. Each bucket is rounded half up to the currency's decimals, one
 * INTEREST_APPLIED nets them, and what rounding left over is dropped.
 */
export const applyAccrued = (facts: ApplicationFacts): InterestApplication => {
  const { accruedBefore, accruedSince, currencyDecimals } = facts;
  if (isNothingAccrued(accruedBefore)) return { outcome: 'NOTHING_ACCRUED', remaining: accruedSince };
  const applied = inCurrency(accruedBefore, currencyDecimals);
  const amount = netOf(applied);
  if (amount.isZero()) return { outcome: 'ZERO', remaining: plusAccrued(accruedBefore, accruedSince) };
  return {
    outcome: 'APPLIED',
    amount,
    interestAccruedAmounts: applied,
    withholdingTax: withholdingTaxOn(applied.interestAccrued, facts.withholdingTaxRate, currencyDecimals),
    remaining: accruedSince,
  };
};

/** What the account's balance moves by: the interest less its tax. */
export const balanceEffect = (application: InterestApplication): Money =>
  application.outcome === 'APPLIED' ? minus(application.amount, application.withholdingTax) : zero;

/** Refuses a date on which interest can't be applied by hand: before the last application or the activation, or to come. */
export const checkApplicationDate = (
  date: LocalDate,
  facts: { readonly activationDate: LocalDate; readonly lastApplied: LocalDate | null; readonly today: LocalDate },
): Rejection | undefined => {
  if (date > facts.today) return reject('INVALID_DATE', `interestApplicationDate ${date} is in the future`);
  if (date < facts.activationDate) {
    return reject('INVALID_DATE', `interestApplicationDate is before the activation on ${facts.activationDate}`);
  }
  return facts.lastApplied !== null && date < facts.lastApplied
    ? reject('INVALID_DATE', `interestApplicationDate is before the last application on ${facts.lastApplied}`)
    : undefined;
};

/** Refuses, by hand, an application that would apply nothing; the night passes over it. */
export const checkApplies = ({ outcome }: InterestApplication): Rejection | undefined => {
  switch (outcome) {
    case 'APPLIED':
      return undefined;
    case 'NOTHING_ACCRUED':
      return reject('ACCOUNT_HAS_NO_ACCRUED_INTEREST', 'no interest accrued before interestApplicationDate');
    case 'ZERO':
      return reject(
        'INTEREST_APPLIED_WITH_NULL_AMOUNT',
        'the interest accrued before interestApplicationDate rounds to 0',
      );
  }
};
