import { describe, expect, it } from 'vitest';
import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { completeProduct } from './completeProduct.ts';
import { decideAccountRates } from './interest/accountRates.ts';
import { termsOfProduct } from './interest/termsOfProduct.ts';
import { checkBuilt } from './notYetBuilt.ts';
import { parseProduct } from './parseProduct.ts';
import { checkProductChange } from './productChange.ts';
import {
  accrual,
  all,
  balances,
  type Changes,
  complete,
  completion,
  controls,
  draft,
  fees,
  index,
  indexKey,
  interest,
  overdraft,
  type Product,
} from './testProducts.ts';

describe('a complete product', () => {
  it('says how its rates are quoted, and that interest is paid where there are rates', () => {
    expect(
      complete({ interestSettings: { interestRateSettings: { interestRate: { defaultValue: 1 } } } }).interestSettings,
    ).toMatchObject({
      interestPaidIntoAccount: true,
      collectInterestWhenLocked: false,
      interestRateSettings: {
        interestRateTerms: 'FIXED',
        interestRateSource: 'FIXED_INTEREST_RATE',
        interestChargeFrequency: 'ANNUALIZED',
        interestChargeFrequencyCount: 1,
        allowNegativeInterestRate: false,
        accrueInterestAfterMaturity: false,
      },
    });
    expect(complete({ interestSettings: {} }).interestSettings).toEqual({
      interestPaidIntoAccount: false,
      collectInterestWhenLocked: false,
    });
  });

  it('keeps the balance of overdraft interest that nobody changes', () => {
    expect(complete(overdraft()).overdraftInterestSettings?.interestCalculationBalance).toBe('MINIMUM');
    const before = complete(overdraft({}, { interestCalculationBalance: 'AVERAGE' }));
    const after = completeProduct(draft(overdraft()), before, completion);
    expect(after.overdraftInterestSettings?.interestCalculationBalance).toBe('AVERAGE');
    expect(complete({}).overdraftInterestSettings).toBeUndefined();
  });

  it('keeps the keys of tiers that end where they ended, of fees, rules and templates', () => {
    const tiered = (...ends: readonly number[]): Changes => ({
      ...interest({}, { interestRateTerms: 'TIERED', interestRateTiers: balances(...ends) }),
      templates: [{ name: 'T', type: 'ACCOUNT' }],
    });
    const before = complete(tiered(5, 9));
    const after = completeProduct(draft(tiered(4, 9)), before, completion);
    const keys = ({ interestSettings }: Product) =>
      interestSettings?.interestRateSettings?.interestRateTiers?.map(({ encodedKey }) => encodedKey) ?? [];
    expect(keys(after)[1]).toBe(keys(before)[1]);
    expect(keys(before)).not.toContain(keys(after)[0]);
    expect(after.templates).toEqual(before.templates);
    expect(after.interestSettings?.interestRateSettings?.encodedKey).toBe(
      before.interestSettings?.interestRateSettings?.encodedKey,
    );
  });
});

describe('a change while accounts exist', () => {
  const accounts = { exist: true, currencies: ['EUR'] };
  const none = { exist: false, currencies: [] };
  const negative = interest({}, { allowNegativeInterestRate: true });
  const tiered = interest({}, { interestRateTerms: 'TIERED', interestRateTiers: balances(5) });
  const cases: readonly (readonly [string, Changes, Changes])[] = [
    ['FIELD_IS_NOT_EDITABLE', { accountingSettings: accrual() }, {}],
    ['CURRENCY_NOT_EDITABLE', {}, { currencySettings: { currencies: [{ code: 'JPY' }] } }],
    ['INTEREST_RATE_TERMS_ARE_READONLY', interest(), tiered],
    ['INTEREST_RATE_TERMS_ARE_READONLY', overdraft(), overdraft({ interestRateTerms: 'TIERED' })],
    ['DEPOSIT_PRODUCT_INTEREST_SETTINGS_CANNOT_DISABLE_NEGATIVE_INTEREST_RATE', negative, interest()],
    [
      'DEPOSIT_PRODUCT_OVERDRAFT_ALLOW_TECHNICAL_OVERDRAFT_CANNOT_BE_DISABLED',
      { overdraftSettings: { allowTechnicalOverdraft: true } },
      {},
    ],
    ['CANNOT_DELETE_SAVINGS_FEE', fees({}), fees({ id: 'G' })],
  ];
  it.each(cases)('%s', (reason, from, to) => {
    const before = complete(from);
    const after = completeProduct(draft(to), before, completion);
    expect(checkProductChange(before, after, accounts)?.errors[0]?.reason).toBe(reason);
    expect(checkProductChange(before, after, none)).toBeUndefined();
    expect(checkProductChange(before, before, accounts)).toBeUndefined();
  });
});

describe('an account of a product', () => {
  const open = (changes: Changes, type?: string): string => {
    const refusal = checkBuilt(parseProduct(complete(changes, type), newEncodedKey()));
    return isRejection(refusal) ? String(refusal.errors[0]?.source) : 'opens';
  };
  const cases: readonly (readonly [string, Changes])[] = [
    [
      'creditArrangementSettings.creditArrangementRequirement',
      { creditArrangementSettings: { creditArrangementRequirement: 'REQUIRED' } },
    ],
    [
      'feesSettings.fees.amountCalculationMethod MAMBU_FUNCTION',
      fees({ amountCalculationMethod: 'MAMBU_FUNCTION', amountCalculationFunctionName: 'f' }),
    ],
  ];
  it.each(cases)('waits for %s', (property, changes) => {
    expect(open(changes)).toBe(`Property ${property} of product P is not supported yet on accounts`);
  });
  it.each(all)('opens for type %s', (type) => {
    expect(open({}, type)).toBe('opens');
  });
  it('opens where everything that the product says is built', () => {
    expect(
      open({
        overdraftSettings: { allowOverdraft: true },
        ...controls({ dormancyPeriodDays: 9 }),
        ...fees({}),
        ...interest(),
      }),
    ).toBe('opens');
    expect(open(fees({ trigger: 'MONTHLY_FEE', amount: 1 }))).toBe('opens');
  });
});

describe('a parsed product', () => {
  it('has its interest, overdraft and term as rules read them', () => {
    const product = parseProduct(
      complete({
        ...interest(
          { maximumBalance: '99.50', interestGainsProvidedStartDate: '2026-02-01' },
          index({
            interestRateTerms: 'TIERED',
            interestRateTiers: balances(100, undefined),
          }),
        ),
        ...overdraft({
          interestRate: { minValue: 1, defaultValue: 15 },
          interestChargeFrequency: 'EVERY_X_DAYS',
          interestChargeFrequencyCount: 10,
        }),
      }),
      newEncodedKey(),
    );
    expect(product.interest).toMatchObject({
      daysInYear: 'ACTUAL_365_FIXED',
      interestCalculationBalance: 'END_OF_DAY',
      interestPaymentPoint: 'FIRST_DAY_OF_MONTH',
      interestGainsProvidedStartDate: '2026-02-01',
      interestGainsProvidedEndDate: null,
      rateSettings: {
        interestRateTerms: 'TIERED',
        interestRateSource: 'INDEX_INTEREST_RATE',
        index: { indexSourceKey: indexKey, review: { unit: 'MONTHS', count: 3 } },
      },
    });
    expect(product.interest?.maximumBalance?.toFixed()).toBe('99.5');
    expect(
      product.interest?.rateSettings.interestRateTiers.map((tier) => [
        tier.endingBalance?.toFixed(),
        tier.interestRate.toFixed(),
      ]),
    ).toEqual([
      ['100', '0'],
      [undefined, '1'],
    ]);
    const rates = product.overdraftInterest?.rateSettings;
    expect(product.overdraftInterest).toMatchObject({
      daysInYear: 'ACTUAL_360',
      interestCalculationBalance: 'MINIMUM',
    });
    expect(rates).toMatchObject({
      interestChargeFrequency: 'EVERY_X_DAYS',
      interestChargeFrequencyCount: 10,
      index: null,
    });
    expect(rates?.interestRate.defaultValue?.toFixed()).toBe('15');
    expect(rates?.interestRate.maxValue).toBeNull();
  });

  it('is what terms of interest and rates of accounts are made of', () => {
    const { interest: paid, overdraftInterest } = parseProduct(
      complete({
        ...interest({ maximumBalance: 500 }, { interestRate: { minValue: 1, defaultValue: 2 } }),
        ...overdraft({ interestRate: { defaultValue: 15 } }),
      }),
      newEncodedKey(),
    );
    const nothing = { interestRate: null, interestSpread: null, interestRateTiers: null };
    const rates = decideAccountRates(paid?.rateSettings ?? null, nothing, 'INTEREST');
    if (!paid || !overdraftInterest || rates === null || isRejection(rates)) throw new Error('no rates');
    const account = { rates, source: { type: 'FIXED_INTEREST_RATE' }, endOfDayFrom: null } as const;
    expect(rates).toMatchObject({ terms: 'FIXED' });
    expect(termsOfProduct(paid, account)).toMatchObject({
      chargeFrequency: 'ANNUALIZED',
      daysInYear: 'ACTUAL_365_FIXED',
      balance: { method: 'END_OF_DAY' },
      noGains: null,
    });
    expect(termsOfProduct(overdraftInterest, account)).toMatchObject({
      daysInYear: 'ACTUAL_360',
      balance: { method: 'MINIMUM' },
    });
  });

  it('has its term in units', () => {
    const maturityPeriod = { minValue: 3, maxValue: 12 };
    const product = complete({ maturitySettings: { maturityPeriodUnit: 'WEEKS', maturityPeriod } }, 'FIXED_DEPOSIT');
    expect(parseProduct(product, newEncodedKey()).maturity).toEqual({
      maturityPeriodUnit: 'WEEKS',
      minValue: 3,
      maxValue: 12,
      defaultValue: null,
    });
  });

  it('has no interest where none is paid, and none on overdrafts that bear none', () => {
    const product = parseProduct(complete({ overdraftSettings: { allowOverdraft: true } }), newEncodedKey());
    expect([product.interest, product.overdraftInterest, product.maturity, product.dormancyPeriodDays]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});
