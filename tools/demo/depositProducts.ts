import type { Schemas } from '../../server/src/generated/schemas.ts';
import { accountOf } from './chartOfAccounts.ts';
import type { DepositKind } from './customer.ts';

type Product = Schemas['DepositProduct'];
type Resource = Schemas['DepositGLAccountingRule']['financialResource'];
type KeyOf = (glCode: string) => string;

const rules = (keyOf: KeyOf, codes: Partial<Record<Resource, string>>): Schemas['DepositGLAccountingRule'][] =>
  Object.entries(codes).map(([financialResource, glCode]) => ({
    financialResource: financialResource as Resource,
    glAccountKey: keyOf(glCode),
  }));

const common = {
  state: 'ACTIVE',
  availabilitySettings: { availableFor: ['INDIVIDUALS'], branchSettings: { forAllBranches: true } },
} as const satisfies Partial<Product>;

/** Ids of the deposit products. */
export const depositProductIds: Readonly<Record<DepositKind, string>> = {
  current: 'demo-current',
  savings: 'demo-savings',
};

/** A current account that books when money moves (CASH), and a savings account on accrual accounting. */
export const depositProducts = (keyOf: KeyOf): readonly Product[] => [
  {
    ...common,
    id: depositProductIds.current,
    name: 'Current account',
    type: 'CURRENT_ACCOUNT',
    category: 'DAILY_BANKING_ACCOUNTS',
    notes: 'Everyday account without interest.',
    newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: 'CA########' },
    feesSettings: { allowArbitraryFees: true },
    accountingSettings: {
      accountingMethod: 'CASH',
      accountingRules: rules(keyOf, {
        DEPOSIT_REFERENCE: accountOf.DEPOSIT_REFERENCE,
        SAVINGS_CONTROL: '2100',
        FEE_INCOME: accountOf.FEE_INCOME,
      }),
    },
  },
  {
    ...common,
    id: depositProductIds.savings,
    name: 'Savings account',
    type: 'REGULAR_SAVINGS',
    category: 'PERSONAL_DEPOSIT',
    notes: 'Money that may stay for a while.',
    newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: 'SA########' },
    internalControls: { openingBalance: { minValue: 10 }, recommendedDepositAmount: 100 },
    accountingSettings: {
      accountingMethod: 'ACCRUAL',
      accountingRules: rules(keyOf, {
        DEPOSIT_REFERENCE: accountOf.DEPOSIT_REFERENCE,
        SAVINGS_CONTROL: '2110',
        INTEREST_EXPENSE: accountOf.INTEREST_EXPENSE,
        INTEREST_PAYABLE: accountOf.INTEREST_PAYABLE,
      }),
    },
  },
];
