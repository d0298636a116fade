import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Money } from '../../../kernel/money.ts';
import type { DepositAccountType } from './depositAccount.ts';

export type AccountingMethod = 'NONE' | 'CASH' | 'ACCRUAL';

/** The resources that deposit postings book to; the product names a GL account for each it needs. */
export type DepositResource = 'DEPOSIT_REFERENCE' | 'SAVINGS_CONTROL' | 'OVERDRAFT_PORTFOLIO_CONTROL' | 'FEE_INCOME';

export type DepositProductFee = {
  readonly encodedKey: EncodedKey;
  readonly id: string | null;
  readonly name: string | null;
  readonly trigger: 'MANUAL' | 'MONTHLY_FEE' | 'ARBITRARY';
  readonly state: 'ACTIVE' | 'INACTIVE';
  /** The fixed amount; null means that whoever applies the fee names it. */
  readonly amount: Money | null;
  readonly accountingRules: ReadonlyMap<string, EncodedKey>;
};

/** A deposit product as rules read it: its settings parsed once. */
export type DepositProduct = {
  readonly encodedKey: EncodedKey;
  readonly id: string;
  readonly name: string;
  readonly type: DepositAccountType;
  readonly state: 'ACTIVE' | 'INACTIVE';
  readonly currencies: readonly string[];
  readonly availableFor: readonly string[] | null;
  readonly branches: readonly EncodedKey[] | 'ALL';
  readonly idGenerator: { readonly type: 'INCREMENTAL_NUMBER' | 'RANDOM_PATTERN'; readonly pattern: string };
  readonly allowOverdraft: boolean;
  readonly maxOverdraftLimit: Money | null;
  readonly maxWithdrawalAmount: Money | null;
  readonly recommendedDepositAmount: Money | null;
  readonly openingBalance: { readonly min: Money | null; readonly max: Money | null };
  readonly dormancyPeriodDays: number | null;
  readonly allowArbitraryFees: boolean;
  readonly fees: ReadonlyMap<string, DepositProductFee>;
  readonly accountingMethod: AccountingMethod;
  readonly accountingRules: ReadonlyMap<string, EncodedKey>;
};
