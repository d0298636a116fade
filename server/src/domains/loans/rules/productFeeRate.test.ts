import { describe, expect, test } from 'vitest';
import { rate } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import type { LoanTemplate } from './loanProduct.ts';
import { feeRateOf, feeRateTemplateOf } from './productFeeRate.ts';
import type { ProductChanges } from './testProduct.ts';
import { dynamic, equal, fee, fees, type Row, refused } from './testProductRows.ts';

// Fees that accrue by a rate, in products and in the accounts that name it.

const byRate = (changes: Parameters<typeof fee>[0] = {}) => {
  const { amount: _none, ...made } = fee({
    name: 'Service',
    trigger: 'FEE_INCLUDED_IN_PMT',
    amountCalculationMethod: 'FEE_RATE_ON_OUTSTANDING_PRINCIPAL',
    defaultFeeRate: 6,
    ...changes,
  });
  return changes.amount === undefined ? made : { ...made, amount: changes.amount };
};
const product = (changes: ProductChanges = {}, list = [byRate()], others: object = {}): ProductChanges => ({
  type: dynamic,
  ...changes,
  interest: { ...equal, scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT', ...changes.interest },
  schedule: { repaymentScheduleMethod: 'DYNAMIC', ...changes.schedule },
  others: { ...fees(...list).others, ...others },
});
const paid = (changes: ProductChanges = {}, others: object = {}): ProductChanges =>
  product(changes, [byRate()], { useFeeIncludedInPMT: true, ...others });

describe('a fee by a rate is accepted', () => {
  test.each<[string, ProductChanges]>([
    ['on top of the payment', product()],
    ['within it', paid()],
    ['without a default', product({}, [byRate({ defaultFeeRate: undefined })])],
    ['of declining principal', product({ interest: { interestCalculationMethod: 'DECLINING_BALANCE' } })],
    ['beside another that is inactive', product({}, [byRate(), byRate({ name: 'Old', state: 'INACTIVE' })])],
    ['switched off', fees(fee({ defaultFeeRate: 0 }))],
  ])('%s', (_name, changes) => {
    expect(refused(changes)).toEqual({ reason: 'accepted', source: '' });
  });
});

describe('a fee by a rate is refused', () => {
  test.each<Row>([
    ['INVALID_PARAMETERS', 'fees[0].defaultFeeRate', fees(fee({ defaultFeeRate: 3 }))],
    ['INVALID_PARAMETERS', 'fees[0].defaultFeeRate', product({}, [byRate({ defaultFeeRate: -1 })])],
    ['INVALID_PARAMETERS', 'fees[0].defaultFeeRate', product({}, [byRate({ defaultFeeRate: '1e30' })])],
    ['INVALID_PARAMETERS', 'fees[0].trigger', product({}, [byRate({ trigger: 'MANUAL' })])],
    [
      'INVALID_PARAMETERS',
      'fees[0].amountCalculationMethod',
      product({}, [byRate({ amountCalculationMethod: 'FLAT' })]),
    ],
    ['INVALID_PARAMETERS', 'neither amount', product({}, [byRate({ amount: 5 })])],
    ['INVALID_PARAMETERS', 'neither amount', product({}, [byRate({ percentageAmount: 5 })])],
    ['INVALID_PARAMETERS', 'only one fee', product({}, [byRate(), byRate({ name: 'Other' })])],
    [
      'AMORTIZATION_PROFILE_NOT_ALLOWED',
      'amortizationProfile',
      product(
        {},
        [
          byRate({
            amortizationSettings: {
              amortizationProfile: 'STRAIGHT_LINE',
              frequency: 'ACCOUNT_INSTALLMENTS_DUE_DATES',
            },
          }),
        ],
        { accountingSettings: { accountingMethod: 'ACCRUAL', accountingRules: [] } },
      ),
    ],
    ['INVALID_PARAMETERS', 'type FIXED_TERM_LOAN', { others: fees(byRate()).others ?? {} }],
    ['INVALID_PARAMETERS', 'decoupleInterestFromArrears', product({ interest: { decoupleInterestFromArrears: true } })],
    ['INVALID_PARAMETERS', 'useFeeIncludedInPMT needs', product({}, [fee()], { useFeeIncludedInPMT: true })],
    [
      'INVALID_PARAMETERS',
      'useFeeIncludedInPMT does not go with interestCalculationMethod DECLINING_BALANCE',
      paid({ interest: { interestCalculationMethod: 'DECLINING_BALANCE' } }),
    ],
    [
      'INVALID_PARAMETERS',
      'useFeeIncludedInPMT does not go with amortizationMethod OPTIMIZED_PAYMENTS',
      paid({ payment: { amortizationMethod: 'OPTIMIZED_PAYMENTS' } }),
    ],
    [
      'INVALID_PARAMETERS',
      'useFeeIncludedInPMT does not go with pmtAdjustmentThreshold',
      paid({ interest: { pmtAdjustmentThreshold: { method: 'CALENDAR_DAYS', numberOfDays: 3 } } }),
    ],
    [
      'INVALID_PARAMETERS',
      'useFeeIncludedInPMT does not go with adjustTotalDue',
      paid({}, { adjustTotalDueForInstallmentsWithDifferentInterval: true }),
    ],
  ])('%s at %s', (reason, property, changes) => {
    const refusal = refused(changes);
    expect([refusal.reason, refusal.source]).toEqual([reason, expect.stringContaining(property)]);
  });
});

describe('the rate of an account', () => {
  const feeRate = feeRateTemplateOf({ fees: [{ ...byRate(), encodedKey: 'key' }] }, true);
  const template = (offered: LoanTemplate['feeRate']) => ({ feeRate: offered }) as LoanTemplate;
  const agreed = (offered: LoanTemplate['feeRate'], wanted?: string): string | undefined => {
    const made = feeRateOf(template(offered), { feeRate: wanted === undefined ? undefined : rate(wanted) } as never);
    return isRejection(made) ? made.errors[0]?.reason : made?.rate.toFixed();
  };

  test('is its own, else the default of the product', () => {
    expect(feeRate).toMatchObject({ predefinedFeeKey: 'key', name: 'Service', inPayment: true });
    expect(agreed(feeRate)).toBe('6');
    expect(agreed(feeRate, '2.5')).toBe('2.5');
    expect(agreed(feeRate, '0')).toBe('0');
    expect(agreed(undefined)).toBeUndefined();
    expect(agreed(undefined, '0')).toBeUndefined();
  });

  test.each([
    ['INVALID_PARAMETERS', undefined, '1'],
    ['MANDATORY_FEE_AMOUNT', feeRate && { predefinedFeeKey: 'key', name: '' }, undefined],
    ['INVALID_PARAMETERS', feeRate, '-0.1'],
    ['INVALID_PARAMETERS', feeRate, '100000000000000000000'],
    ['INVALID_PARAMETERS', feeRate, '0.000000000000000000001'],
  ])('is refused: %s', (reason, offered, wanted) => {
    expect(agreed(offered, wanted)).toBe(reason);
  });
});
