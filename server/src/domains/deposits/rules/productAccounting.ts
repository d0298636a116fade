import type { Schemas } from '../../../generated/schemas.ts';
import { firstRefusal, type Refusal } from '../../../kernel/refusals.ts';
import type { Rejection } from '../../../kernel/rejection.ts';
import { type AccountingFacts, ruleRefusals } from '../../ledger/rules/accountingRules.ts';
import { allowsOverdraft, chargesOverdraftInterest, paysInterest } from './completeProduct.ts';
import type { AccountingMethod, DepositResource } from './depositProduct.ts';

// Where a product's postings are booked.

type Product = Schemas['DepositProduct'];
type Rule = Schemas['DepositGLAccountingRule'];

/** The kind of GL account that each resource of a deposit product needs. */
const resourceTypes: Readonly<Record<DepositResource, string>> = {
  DEPOSIT_REFERENCE: 'ASSET',
  SAVINGS_CONTROL: 'LIABILITY',
  OVERDRAFT_PORTFOLIO_CONTROL: 'ASSET',
  OVERDRAFT_WRITE_OFF_EXPENSE: 'EXPENSE',
  FEE_INCOME: 'INCOME',
  INTEREST_EXPENSE: 'EXPENSE',
  INTEREST_PAYABLE: 'LIABILITY',
  TAXES_PAYABLE: 'LIABILITY',
  NEGATIVE_INTEREST_INCOME: 'INCOME',
  NEGATIVE_INTEREST_RECEIVABLE: 'ASSET',
  OVERDRAFT_INTEREST_INCOME: 'INCOME',
  OVERDRAFT_INTEREST_RECEIVABLE: 'ASSET',
  PROFIT_EXPENSE: 'EXPENSE',
  PROFIT_PAYABLE: 'LIABILITY',
};

const typeOf = (resource: string): string | undefined =>
  Object.hasOwn(resourceTypes, resource) ? resourceTypes[resource as DepositResource] : undefined;

// On cash, interest is income or expense when it is applied, and nothing is owed before.
const accrued: readonly string[] = [
  'INTEREST_PAYABLE',
  'NEGATIVE_INTEREST_RECEIVABLE',
  'OVERDRAFT_INTEREST_RECEIVABLE',
  'PROFIT_PAYABLE',
];

const isUsed = (resource: string, method: AccountingMethod): boolean =>
  method !== 'NONE' && !(method === 'CASH' && accrued.includes(resource));

/** What is wrong with the accounting rules of a product or a fee, in order; `allowed` says which resources belong there. */
export const depositRuleRefusals = (
  rules: readonly Rule[],
  at: string,
  { accountingSettings: { accountingMethod }, currencySettings }: Product,
  facts: AccountingFacts,
  allowed: (resource: string) => boolean,
): readonly Refusal[] =>
  ruleRefusals(
    rules,
    at,
    {
      accountingMethod,
      currencies: (currencySettings?.currencies ?? []).map(({ code, currencyCode }) => currencyCode ?? code),
      typeOf,
      hasPlace: (resource) => allowed(resource) && isUsed(resource, accountingMethod),
    },
    facts,
  );

/** The resources that the postings of a product's accounts can't be without. */
const neededResources = (product: Product): readonly DepositResource[] => {
  const { feesSettings, interestSettings, taxSettings, accountingSettings } = product;
  const whenAccrued = (resource: DepositResource): readonly DepositResource[] =>
    accountingSettings.accountingMethod === 'ACCRUAL' ? [resource] : [];
  const hasFees = (feesSettings?.fees?.length ?? 0) > 0 || feesSettings?.allowArbitraryFees === true;
  const isPaid = paysInterest(product);
  const isNegative = isPaid && interestSettings?.interestRateSettings?.allowNegativeInterestRate === true;
  return [
    'DEPOSIT_REFERENCE',
    'SAVINGS_CONTROL',
    ...(hasFees ? (['FEE_INCOME'] as const) : []),
    ...(allowsOverdraft(product) ? (['OVERDRAFT_PORTFOLIO_CONTROL'] as const) : []),
    ...(isPaid ? (['INTEREST_EXPENSE', ...whenAccrued('INTEREST_PAYABLE')] as const) : []),
    ...(taxSettings?.withholdingTaxEnabled ? (['TAXES_PAYABLE'] as const) : []),
    ...(isNegative ? (['NEGATIVE_INTEREST_INCOME', ...whenAccrued('NEGATIVE_INTEREST_RECEIVABLE')] as const) : []),
    ...(chargesOverdraftInterest(product)
      ? (['OVERDRAFT_INTEREST_INCOME', ...whenAccrued('OVERDRAFT_INTEREST_RECEIVABLE')] as const)
      : []),
  ];
};

/** Refuses accounting rules that are missing, superfluous or point to an account of another kind. */
export const checkProductAccounting = (product: Product, facts: AccountingFacts): Rejection | undefined => {
  const { accountingMethod, accountingRules = [], ...accrual } = product.accountingSettings;
  const at = 'accountingSettings.accountingRules';
  const accruedMethod = accrual.interestAccruedAccountingMethod ?? 'NONE';
  const missing =
    accountingMethod === 'NONE'
      ? undefined
      : neededResources(product).find(
          (resource) => !accountingRules.some(({ financialResource }) => financialResource === resource),
        );
  return firstRefusal([
    [
      accruedMethod !== 'NONE' && accountingMethod !== 'ACCRUAL',
      'INVALID_INTEREST_ACCRUED_METHOD',
      `accountingSettings.interestAccruedAccountingMethod ${accruedMethod} needs accountingMethod ACCRUAL`,
    ],
    [
      (accrual.interestAccrualCalculation ?? 'NONE') !== 'NONE' && accruedMethod === 'NONE',
      'INVALID_INTEREST_ACCRUAL_CALCULATION',
      'accountingSettings.interestAccrualCalculation needs an interestAccruedAccountingMethod',
    ],
    [accountingMethod === 'NONE' && accountingRules.length > 0, 'NOT_REQUIRED_RULE', `${at} need an accountingMethod`],
    [missing !== undefined, 'MISSING_RULE', `${at} needs a rule for ${missing}`],
    ...depositRuleRefusals(accountingRules, at, product, facts, () => true),
  ]);
};
