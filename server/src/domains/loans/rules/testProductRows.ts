import type { Schemas } from '../../../generated/schemas.ts';
import { checkLoanProduct } from './productSettings.ts';
import { completed, facts, type ProductChanges, productBody, rule } from './testProduct.ts';

// Short hands for tables of products that are refused.

/** A product with one mistake: the reason it is refused for, and what the source names. */
export type Row = readonly [reason: string, property: string, changes: ProductChanges];

export const refused = (changes: ProductChanges): { reason: string; source: string } => {
  const error = checkLoanProduct(completed(productBody(changes)), facts)?.errors[0];
  return { reason: error?.reason ?? 'accepted', source: error?.source ?? '' };
};

export const dynamic = 'DYNAMIC_TERM_LOAN';
export const free = 'INTEREST_FREE_LOAN';
export const equal = { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' } as const;
export const periodic = { scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY' } as const;
export const fixedDays = {
  scheduleDueDatesMethod: 'FIXED_DAYS_OF_MONTH',
  defaultRepaymentPeriodCount: undefined,
  repaymentPeriodUnit: undefined,
} as const;

export const fee = (changes: Partial<Schemas['PredefinedFee']> = {}): Schemas['PredefinedFee'] => ({
  name: 'Reminder',
  trigger: 'MANUAL',
  feeApplication: 'OPTIONAL',
  state: 'ACTIVE',
  amountCalculationMethod: 'FLAT',
  amount: 5,
  ...changes,
});

export const fees = (...list: readonly Schemas['PredefinedFee'][]): ProductChanges => ({
  others: { feesSettings: { fees: [...list] } },
});

export const cash = (...rules: readonly Schemas['GLAccountingRule'][]): ProductChanges => ({
  others: { accountingSettings: { accountingMethod: 'CASH', accountingRules: [...rules] } },
});

export const cashRules = [rule('PORTFOLIO_CONTROL', 'a'), rule('FUND_SOURCE', 'a'), rule('INTEREST_INCOME', 'b')];
