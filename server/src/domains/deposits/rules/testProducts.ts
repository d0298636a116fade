import type { Schemas } from '../../../generated/schemas.ts';
import { type Completion, completeProduct } from './completeProduct.ts';
import { checkProduct, type ProductFacts } from './productSettings.ts';

/** Products for tests of their settings: parts of a request, each good by itself, to be put together and broken. */

export type Product = Schemas['DepositProduct'];
/** Settings of a product, as a request would send them. */
export type Changes = Readonly<Record<string, unknown>>;

const types: Readonly<Record<string, string>> = { A: 'ASSET', L: 'LIABILITY', I: 'INCOME', E: 'EXPENSE' };
export const indexKey = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';

export const facts: ProductFacts = {
  // A GL account is named by the first letter of its type; 'AX' is an asset in dollars, 'AH' a header, 'AO' is switched off.
  glAccount: (key) => {
    const type = types[key.charAt(0)];
    return type === undefined
      ? undefined
      : {
          type,
          usage: key.endsWith('H') ? 'HEADER' : 'DETAIL',
          activated: !key.endsWith('O'),
          currencyCode: key.endsWith('X') ? 'USD' : 'EUR',
        };
  },
  baseCurrencyCode: 'EUR',
  decimalsOf: (code) => ({ EUR: 2, JPY: 0, BTC: 8 })[code],
  branchState: (key) => ({ B1: 'ACTIVE' as const, B2: 'INACTIVE' as const })[key],
  indexSourceType: (key) => ({ [indexKey]: 'INTEREST_RATE', T: 'WITHHOLDING_TAX_RATE' })[key],
};

export const completion: Completion = {
  baseCurrencyCode: 'EUR',
  branchKeyOf: (ref) => ref,
  indexSourceKeyOf: (ref) => ref,
  moment: '2026-03-10T10:00:00+00:00',
};

const rulesFor: Readonly<Record<string, string>> = {
  DEPOSIT_REFERENCE: 'A',
  SAVINGS_CONTROL: 'L',
  OVERDRAFT_PORTFOLIO_CONTROL: 'A',
  OVERDRAFT_WRITE_OFF_EXPENSE: 'E',
  FEE_INCOME: 'I',
  INTEREST_EXPENSE: 'E',
  INTEREST_PAYABLE: 'L',
  TAXES_PAYABLE: 'L',
  NEGATIVE_INTEREST_INCOME: 'I',
  NEGATIVE_INTEREST_RECEIVABLE: 'A',
  OVERDRAFT_INTEREST_INCOME: 'I',
  OVERDRAFT_INTEREST_RECEIVABLE: 'A',
  PROFIT_EXPENSE: 'E',
  PROFIT_PAYABLE: 'L',
};

export const accrual = (without = '', instead: Readonly<Record<string, string>> = {}): Changes => ({
  accountingMethod: 'ACCRUAL',
  accountingRules: Object.entries({ ...rulesFor, ...instead })
    .filter(([financialResource]) => financialResource !== without)
    .map(([financialResource, glAccountKey]) => ({ financialResource, glAccountKey })),
});

export const draft = (changes: Changes, type = 'CURRENT_ACCOUNT'): Product =>
  ({
    id: 'P',
    name: 'Product',
    type,
    state: 'ACTIVE',
    newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@##' },
    accountingSettings: { accountingMethod: 'NONE' },
    ...changes,
  }) as unknown as Product;

export const complete = (changes: Changes, type?: string): Product =>
  completeProduct(draft(changes, type), undefined, completion);

/** `REASON source` of the refusal, or `fine`. */
export const told = (changes: Changes, type?: string): string => {
  const refusal = checkProduct(complete(changes, type), undefined, facts);
  const [error] = refusal?.errors ?? [];
  return error ? `${error.reason} ${error.source}` : 'fine';
};

const rates = (changes: Changes = {}): Changes => ({ interestRateTerms: 'FIXED', ...changes });

export const interest = (changes: Changes = {}, rateChanges: Changes = {}): Changes => ({
  interestSettings: {
    interestPaidIntoAccount: true,
    daysInYear: 'ACTUAL_365_FIXED',
    interestCalculationBalance: 'END_OF_DAY',
    interestPaymentSettings: { interestPaymentPoint: 'FIRST_DAY_OF_MONTH' },
    interestRateSettings: rates(rateChanges),
    ...changes,
  },
});

export const overdraft = (rateChanges: Changes = {}, changes: Changes = {}): Changes => ({
  overdraftSettings: { allowOverdraft: true, maxOverdraftLimit: 100 },
  overdraftInterestSettings: { daysInYear: 'ACTUAL_360', interestRateSettings: rates(rateChanges), ...changes },
});

export const pay = (interestPaymentSettings: Changes): Changes => interest({ interestPaymentSettings });
export const index = (changes: Changes = {}): Changes => ({
  interestRateSource: 'INDEX_INTEREST_RATE',
  indexSourceKey: indexKey,
  interestRateReviewCount: 3,
  interestRateReviewUnit: 'MONTHS',
  ...changes,
});
export const balances = (...ends: readonly (number | undefined)[]): Changes[] =>
  ends.map((endingBalance, at) => ({ interestRate: at, ...(endingBalance === undefined ? {} : { endingBalance }) }));
export const days = (...ends: readonly (number | undefined)[]): Changes[] =>
  ends.map((endingDay, at) => ({ interestRate: at, ...(endingDay === undefined ? {} : { endingDay }) }));
export const fees = (changes: Changes, more: Changes = {}): Changes => ({
  feesSettings: {
    fees: [{ id: 'F', name: 'Fee', trigger: 'MANUAL', state: 'ACTIVE', feeApplication: 'OPTIONAL', ...changes }],
    ...more,
  },
});
export const controls = (internalControls: Changes): Changes => ({ internalControls });
export const branches = (branchSettings: Changes): Changes => ({ availabilitySettings: { branchSettings } });

export const termed = ['FIXED_DEPOSIT', 'SAVINGS_PLAN'];
export const untermed = ['CURRENT_ACCOUNT', 'REGULAR_SAVINGS', 'INVESTOR_ACCOUNT'];
export const all = [...untermed, ...termed];

/** A reason, the beginning of the sentence that names the property, the types that must be refused, and what is sent. */
export type RefusedCase = readonly [reason: string, at: string, types: readonly string[], changes: Changes];
