import { describe, expect, test } from 'vitest';
import type { Schemas } from '../../../generated/schemas.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { checkProductChange } from './productSettings.ts';
import { isTaxedProduct, taxTemplateOf } from './productTaxes.ts';
import { completed, type ProductChanges, productBody, rule } from './testProduct.ts';
import { fee, fees, free, type Row, refused } from './testProductRows.ts';

type Settings = Schemas['TaxSettings'];

const source = '3'.padEnd(32, '0');
const whole: Settings = { taxCalculationMethod: 'EXCLUSIVE', taxSourceKey: source, taxesOnInterestEnabled: true };

const taxes = (taxSettings: Settings, others: ProductChanges['others'] = {}): ProductChanges => ({
  others: { taxSettings, ...others },
});

const booked = (accountingMethod: 'CASH' | 'ACCRUAL', ...rules: readonly Schemas['GLAccountingRule'][]) =>
  taxes(whole, {
    accountingSettings: {
      accountingMethod,
      accountingRules: [
        rule('PORTFOLIO_CONTROL', 'a'),
        rule('FUND_SOURCE', 'a'),
        rule('INTEREST_INCOME', 'b'),
        ...(accountingMethod === 'ACCRUAL' ? [rule('INTEREST_RECEIVABLE', 'a')] : []),
        ...rules,
      ],
    },
  });

describe('taxes of a product are refused', () => {
  test.each<Row>([
    ['INVALID_INDEX_RATE_SOURCE_ID', 'taxSettings.taxSourceKey', taxes({ ...whole, taxSourceKey: 'nowhere' })],
    ['INVALID_INDEX_RATE_SOURCE_ID', 'taxSettings.taxSourceKey', taxes({ taxSourceKey: '9'.padEnd(32, '0') })],
    [
      'INDEX_RATE_SOURCE_TYPE_INCORRECT',
      'taxSettings.taxSourceKey',
      taxes({ ...whole, taxSourceKey: '4'.padEnd(32, '0') }),
    ],
    [
      'INVALID_PARAMETERS',
      'taxSettings.taxSourceKey',
      taxes({ taxCalculationMethod: 'INCLUSIVE', taxesOnFeesEnabled: true }),
    ],
    [
      'INVALID_PARAMETERS',
      'taxSettings.taxCalculationMethod',
      taxes({ taxSourceKey: source, taxesOnPenaltyEnabled: true }),
    ],
    [
      'TAXES_ON_INTEREST_NOT_SUPPORTED',
      'taxSettings.taxesOnInterestEnabled',
      { ...taxes(whole), type: free, rates: { interestRate: undefined } },
    ],
    [
      'TAXES_ON_INTEREST_NOT_SUPPORTED',
      'taxSettings.taxesOnInterestEnabled',
      {
        ...taxes(whole),
        type: 'DYNAMIC_TERM_LOAN',
        interest: { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' },
        payment: { amortizationMethod: 'OPTIMIZED_PAYMENTS' },
      },
    ],
    [
      'INVALID_PARAMETERS',
      'feesSettings.fees[0].taxSettings.taxableCalculationMethod',
      fees(fee({ taxSettings: { taxableCalculationMethod: 'CUSTOM_TAX' } })),
    ],
    ['MISSING_RULE', 'TAXES_PAYABLE', booked('CASH')],
    ['MISSING_RULE', 'TAXES_RECEIVABLE', booked('ACCRUAL', rule('TAXES_PAYABLE', 'g'))],
  ])('%s at %s', (reason, property, changes) => {
    const refusal = refused(changes);
    expect(refusal.reason).toBe(reason);
    expect(refusal.source).toContain(property);
  });

  test('for an account of another kind, or one that the method never books to', () => {
    expect(refused(booked('CASH', rule('TAXES_PAYABLE', 'a'))).reason).not.toBe('accepted');
    expect(refused(booked('CASH', rule('TAXES_PAYABLE', 'g'), rule('TAXES_RECEIVABLE', 'a'))).reason).not.toBe(
      'accepted',
    );
  });
});

describe('taxes of a product are accepted', () => {
  test.each<[string, ProductChanges]>([
    ['on everything', taxes({ ...whole, taxesOnFeesEnabled: true, taxesOnPenaltyEnabled: true })],
    ['within the charges', taxes({ ...whole, taxCalculationMethod: 'INCLUSIVE' })],
    ['switched off', taxes({ taxCalculationMethod: 'INCLUSIVE', taxesOnInterestEnabled: false })],
    [
      'on fees of a product without interest',
      {
        ...taxes({ ...whole, taxesOnInterestEnabled: false, taxesOnFeesEnabled: true }),
        type: free,
        rates: { interestRate: undefined },
      },
    ],
    ['with a fee that is free of them', fees(fee({ taxSettings: { taxableCalculationMethod: 'NON_TAXABLE' } }))],
    ['booked on cash', booked('CASH', rule('TAXES_PAYABLE', 'g'))],
    ['booked on accrual', booked('ACCRUAL', rule('TAXES_PAYABLE', 'g'), rule('TAXES_RECEIVABLE', 'a'))],
  ])('%s', (_name, changes) => {
    expect(refused(changes).reason).toBe('accepted');
  });

  test('and copied by accounts only where something is taxed', () => {
    expect(taxTemplateOf(whole)).toEqual({
      taxCalculationMethod: 'EXCLUSIVE',
      taxSourceKey: source,
      taxesOnInterestEnabled: true,
      taxesOnFeesEnabled: false,
      taxesOnPenaltyEnabled: false,
    });
    expect(taxTemplateOf({ ...whole, taxesOnInterestEnabled: false })).toBeUndefined();
    expect([isTaxedProduct(undefined), isTaxedProduct(whole)]).toEqual([false, true]);
  });
});

test('taxes stay as they are while the product has accounts', () => {
  const [plain, taxed] = [completed(productBody()), completed(productBody(taxes(whole)))];
  const reason = (hasAccounts: boolean): string | undefined => {
    const refusal = checkProductChange(plain, taxed, hasAccounts);
    return refusal && isRejection(refusal) ? refusal.errors[0]?.reason : undefined;
  };
  expect([reason(true), reason(false)]).toEqual(['TAXES_NOT_EDITABLE', undefined]);
  expect(checkProductChange(taxed, completed(productBody(taxes({ ...whole }))), true)).toBeUndefined();
});
