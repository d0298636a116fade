import { describe, expect, test } from 'vitest';
import type { Schemas } from '../../../generated/schemas.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { completeProduct } from './completeProduct.ts';
import { checkProductChange } from './productSettings.ts';
import { canSpread } from './schedule/spread.ts';
import { completed, loanProduct, type ProductChanges, productBody } from './testProduct.ts';
import {
  cash,
  cashRules,
  dynamic,
  equal,
  fee,
  fees,
  fixedDays,
  free,
  periodic,
  type Row,
  refused,
} from './testProductRows.ts';
import { termsOf } from './testTerms.ts';

describe('products that are accepted', () => {
  test.each<[string, ProductChanges]>([
    ['fixed, declining', {}],
    [
      'fixed, flat, all interest at the disbursement',
      { interest: { interestCalculationMethod: 'FLAT', interestApplicationMethod: 'AFTER_DISBURSEMENT' } },
    ],
    [
      'fixed, with a payment plan',
      { interest: { ...equal, ...periodic }, payment: { amortizationMethod: 'PAYMENT_PLAN' } },
    ],
    [
      'fixed, compounding',
      { interest: { ...equal, interestType: 'COMPOUNDING_INTEREST', compoundingFrequency: 'SEMI_ANNUALLY' } },
    ],
    [
      'dynamic, optimized',
      {
        type: dynamic,
        interest: equal,
        payment: { amortizationMethod: 'OPTIMIZED_PAYMENTS' },
        schedule: { keepInstallmentsEqualIfLongFirstPeriod: true },
      },
    ],
    ['dynamic, vertical', { type: dynamic, payment: { paymentMethod: 'VERTICAL' } }],
    [
      'dynamic, reducing instalments',
      {
        type: dynamic,
        interest: equal,
        prepayment: { prepaymentRecalculationMethod: 'REDUCE_AMOUNT_PER_INSTALLMENT' },
      },
    ],
    [
      'dynamic, interest on interest',
      { type: dynamic, interest: { ...equal, interestBalanceCalculationMethod: 'PRINCIPAL_AND_INTEREST' } },
    ],
    ['free of interest, without a word of it', { type: free, others: { interestSettings: undefined } }],
    ['on fixed days', { schedule: { ...fixedDays, fixedDaysOfMonth: [1, 15] } }],
    [
      'on the last day',
      { schedule: { ...fixedDays, fixedDaysOfMonth: [31], shortMonthHandlingMethod: 'LAST_DAY_IN_MONTH' } },
    ],
    [
      'with a grace period',
      {
        others: {
          gracePeriodSettings: { gracePeriodType: 'PAY_INTEREST_ONLY', gracePeriod: { minValue: 0, maxValue: 3 } },
        },
      },
    ],
    [
      'with a balloon',
      {
        payment: { amortizationMethod: 'BALLOON_PAYMENTS' },
        schedule: { amortizationPeriod: { minValue: 12, defaultValue: 240 } },
      },
    ],
    [
      'with a percentage fee',
      fees(fee({ amountCalculationMethod: 'LOAN_AMOUNT_PERCENTAGE', amount: undefined, percentageAmount: 2 })),
    ],
    ['with a fee that whoever applies it names', fees(fee({ amount: undefined }))],
    ['on cash', cash(...cashRules)],
    [
      'linked to a deposit product',
      { others: { accountLinkSettings: { enabled: true, linkableDepositProductKey: '2'.padEnd(32, '0') } } },
    ],
    ['in another currency', { others: { currency: { code: 'JPY' } } }],
    [
      'without limits',
      {
        others: { loanAmountSettings: undefined },
        rates: { interestRate: undefined },
        schedule: { numInstallments: undefined },
      },
    ],
  ])('%s', (_name, changes) => {
    expect(refused(changes)).toEqual({ reason: 'accepted', source: '' });
  });
});

const otherRows: readonly Row[] = [
  ['INVALID_ID', 'id', { others: { id: ' ' } }],
  ['INVALID_ID', 'id', { others: { id: 'two words' } }],
  ['INVALID_PARAMETERS', 'name', { others: { name: ' ' } }],
  ['CURRENCY_NOT_DEFINED', 'currency', { others: { currency: { code: 'CHF' } } }],
  ['CURRENCY_NOT_DEFINED', 'currency', { others: { currency: { code: 'EUR', currencyCode: 'USD' } } }],
  [
    'INVALID_PARAMETERS',
    'accountInitialState',
    {
      others: {
        newAccountSettings: { accountInitialState: 'APPROVED', idGeneratorType: 'RANDOM_PATTERN', idPattern: '###' },
      },
    },
  ],
  [
    'INVALID_PARAMETERS',
    'idPattern',
    {
      others: {
        newAccountSettings: {
          accountInitialState: 'PENDING_APPROVAL',
          idGeneratorType: 'INCREMENTAL_NUMBER',
          idPattern: 'x',
        },
      },
    },
  ],
  [
    'INVALID_PARAMETERS',
    'idPattern',
    {
      others: {
        newAccountSettings: {
          accountInitialState: 'PENDING_APPROVAL',
          idGeneratorType: 'RANDOM_PATTERN',
          idPattern: 'ABC',
        },
      },
    },
  ],
  ['INVALID_AMOUNT', 'loanAmount', { others: { loanAmountSettings: { loanAmount: { minValue: -1 } } } }],
  ['INVALID_AMOUNT', 'decimals', { others: { loanAmountSettings: { loanAmount: { minValue: '0.001' } } } }],
  [
    'INVALID_AMOUNT',
    'decimals',
    { others: { currency: { code: 'JPY' }, loanAmountSettings: { loanAmount: { minValue: '0.5' } } } },
  ],
  ['INVALID_AMOUNT', 'minValue', { others: { loanAmountSettings: { loanAmount: { minValue: 2, maxValue: 1 } } } }],
  ['INVALID_AMOUNT', 'loanAmount', { others: { loanAmountSettings: { loanAmount: { maxValue: '1e400' } } } }],
  [
    'INVALID_PARAMETERS',
    'monthlyToleranceDay',
    { others: { arrearsSettings: { toleranceCalculationMethod: 'MONTHLY_ARREARS_TOLERANCE_DAY' } } },
  ],
  [
    'INVALID_PARAMETERS',
    'monthlyToleranceDay',
    {
      others: {
        arrearsSettings: { toleranceCalculationMethod: 'MONTHLY_ARREARS_TOLERANCE_DAY', monthlyToleranceDay: 32 },
      },
    },
  ],
  ['INVALID_PARAMETERS', 'monthlyToleranceDay', { others: { arrearsSettings: { monthlyToleranceDay: 5 } } }],
  [
    'INVALID_PARAMETERS',
    'tolerancePeriod',
    {
      others: {
        arrearsSettings: {
          toleranceCalculationMethod: 'MONTHLY_ARREARS_TOLERANCE_DAY',
          monthlyToleranceDay: 5,
          tolerancePeriod: { defaultValue: 3 },
        },
      },
    },
  ],
  ['INVALID_AMOUNT', 'toleranceFloorAmount', { others: { arrearsSettings: { toleranceFloorAmount: -1 } } }],
  [
    'INVALID_PARAMETERS',
    'tolerancePercentageOfOutstandingPrincipal',
    { others: { arrearsSettings: { tolerancePercentageOfOutstandingPrincipal: { defaultValue: 101 } } } },
  ],
  [
    'INVALID_PARAMETERS',
    'tolerancePercentageOfOutstandingPrincipal',
    { others: { arrearsSettings: { tolerancePercentageOfOutstandingPrincipal: { minValue: 2, maxValue: 1 } } } },
  ],
  [
    'INVALID_PENALTY_RATE',
    'penaltyRate',
    {
      others: {
        penaltySettings: { loanPenaltyCalculationMethod: 'OVERDUE_BALANCE', penaltyRate: { minValue: 2, maxValue: 1 } },
      },
    },
  ],
  [
    'INVALID_PENALTY_RATE',
    'penaltyRate',
    { others: { penaltySettings: { loanPenaltyCalculationMethod: 'OVERDUE_BALANCE', penaltyRate: { minValue: -1 } } } },
  ],
  [
    'INVALID_PENALTY_RATE',
    'loanPenaltyCalculationMethod',
    { others: { penaltySettings: { loanPenaltyCalculationMethod: 'NONE', penaltyRate: { defaultValue: 1 } } } },
  ],
  [
    'INVALID_PARAMETERS',
    'loanPenaltyGracePeriod',
    { others: { penaltySettings: { loanPenaltyCalculationMethod: 'OVERDUE_BALANCE', loanPenaltyGracePeriod: -1 } } },
  ],
  [
    'NEGATIVE_ARREARS_TOLERANCE_PERIOD',
    'tolerancePeriod',
    { others: { arrearsSettings: { tolerancePeriod: { minValue: -1 } } } },
  ],
  [
    'INVALID_PARAMETERS',
    'creditArrangementRequirement',
    { others: { creditArrangementSettings: { creditArrangementRequirement: 'REQUIRED' } } },
  ],
  ['INVALID_PARAMETERS', 'dormancyPeriodDays', { others: { internalControls: { dormancyPeriodDays: -1 } } }],
  [
    'INVALID_BRANCH_KEY',
    'availableProductBranches',
    {
      others: {
        availabilitySettings: { branchSettings: { forAllBranches: false, availableProductBranches: ['9'.repeat(32)] } },
      },
    },
  ],
  [
    'LINKED_DEPOSIT_PRODUCT_DOES_NOT_EXIST',
    'linkableDepositProductKey',
    { others: { accountLinkSettings: { enabled: true, linkableDepositProductKey: 'nowhere' } } },
  ],
];

describe('products that are refused by reason and property', () => {
  test.each<Row>(otherRows)('%s %s %#', (reason, property, changes) => {
    const error = refused(changes);
    expect(error).toMatchObject({ reason });
    expect(error.source).toContain(property);
  });

  test.each<[string, Schemas['LoanProduct']]>([
    ...(['interestSettings', 'scheduleSettings', 'paymentSettings', 'newAccountSettings'] as const).map(
      (name): [string, Schemas['LoanProduct']] => [
        'INVALID_PARAMETERS',
        productBody({ others: { [name]: undefined } }),
      ],
    ),
  ])('%s without what every account needs %#', (reason, body) => {
    const refusal = completeProduct(body, undefined, {
      baseCurrencyCode: 'EUR',
      currencyOf: () => ({}),
      indexSourceKeyOf: (ref) => ref,
      moment: '',
    });
    expect(isRejection(refusal) && refusal.errors[0]?.reason).toBe(reason);
  });
});

test('no accepted product makes accounts whose calculation and amortisation do not go together', () => {
  const methods = ['FLAT', 'DECLINING_BALANCE', 'DECLINING_BALANCE_DISCOUNTED'] as const;
  const amortizations = ['STANDARD_PAYMENTS', 'BALLOON_PAYMENTS', 'OPTIMIZED_PAYMENTS', 'PAYMENT_PLAN'] as const;
  for (const type of ['FIXED_TERM_LOAN', dynamic] as const) {
    for (const interestCalculationMethod of methods) {
      for (const amortizationMethod of amortizations) {
        const plan = amortizationMethod === 'PAYMENT_PLAN';
        const changes: ProductChanges = {
          type,
          interest: { interestCalculationMethod, ...(plan ? periodic : {}) },
          payment: { amortizationMethod },
        };
        if (refused(changes).reason !== 'accepted') continue;
        const { interest } = loanProduct(changes).template;
        const terms = termsOf({
          interest,
          // The amounts do not matter here.
          schedule: {
            amortization: {
              amortizationMethod,
              balloon: { amortizationPeriod: 1 },
              paymentPlan: [],
              keepInstallmentsEqualIfLongFirstPeriod: true,
            } as never,
          },
        });
        expect([type, interestCalculationMethod, amortizationMethod, canSpread(terms)]).toContain(true);
      }
    }
  }
});

describe('a product that changes', () => {
  const before = completed(productBody(fees(fee({ id: 'A' }), fee({ name: 'Other' }))));

  test('keeps the keys of its fees by their ids, or names where they have none', () => {
    const after = completed(
      productBody(fees(fee({ name: 'Other', amount: 9 }), fee({ id: 'A', name: 'Renamed' }), fee({ id: 'B' }))),
      before,
    );
    const keys = after.feesSettings?.fees?.map(({ encodedKey }) => encodedKey) ?? [];
    const old = before.feesSettings?.fees?.map(({ encodedKey }) => encodedKey) ?? [];
    expect(keys.slice(0, 2)).toEqual([old[1], old[0]]);
    expect(old).not.toContain(keys[2]);
  });

  test.each<[string, ProductChanges, boolean]>([
    ['FIELD_IS_NOT_EDITABLE', { ...fees(fee({ id: 'A' }), fee({ name: 'Other' })), type: dynamic }, false],
    [
      'CURRENCY_NOT_EDITABLE',
      { others: { ...fees(fee({ id: 'A' }), fee({ name: 'Other' })).others, currency: { code: 'USD' } } },
      true,
    ],
    [
      'FIELD_IS_NOT_EDITABLE',
      {
        others: {
          ...fees(fee({ id: 'A' }), fee({ name: 'Other' })).others,
          accountingSettings: { accountingMethod: 'CASH' },
        },
      },
      true,
    ],
    ['FIELD_IS_NOT_EDITABLE', fees(fee({ id: 'A' })), true],
    ['accepted', fees(fee({ id: 'A' })), false],
    ['accepted', fees(fee({ id: 'A', state: 'INACTIVE' }), fee({ name: 'Other' })), true],
  ])('%s %#', (reason, changes, hasAccounts) => {
    const after = completed(productBody(changes), before);
    expect(checkProductChange(before, after, hasAccounts)?.errors[0]?.reason ?? 'accepted').toBe(reason);
  });
});
