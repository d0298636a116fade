import { describe, expect, test } from 'vitest';
import { dynamic, equal, type Row, refused } from './testProductRows.ts';

const paymentRows: readonly Row[] = [
  [
    'INVALID_PARAMETERS',
    'amortizationMethod',
    { payment: { amortizationMethod: 'OPTIMIZED_PAYMENTS' }, interest: equal },
  ],
  ['INVALID_PARAMETERS', 'amortizationMethod', { type: dynamic, payment: { amortizationMethod: 'PAYMENT_PLAN' } }],
  [
    'INVALID_PARAMETERS',
    'interestCalculationMethod',
    { type: dynamic, payment: { amortizationMethod: 'OPTIMIZED_PAYMENTS' } },
  ],
  [
    'INVALID_PARAMETERS',
    'FLAT',
    { payment: { amortizationMethod: 'BALLOON_PAYMENTS' }, interest: { interestCalculationMethod: 'FLAT' } },
  ],
  ['PAYMENT_PLAN_NOT_AVAILABLE', 'REPAYMENT_PERIODICITY', { payment: { amortizationMethod: 'PAYMENT_PLAN' } }],
  [
    'INVALID_PARAMETERS',
    'keepInstallmentsEqualIfLongFirstPeriod',
    { schedule: { keepInstallmentsEqualIfLongFirstPeriod: true } },
  ],
  ['INVALID_PARAMETERS', 'paymentMethod', { payment: { paymentMethod: 'VERTICAL' } }],
  ['INVALID_PARAMETERS', 'repaymentAllocationOrder', { payment: { repaymentAllocationOrder: [] } }],
  ['INVALID_PARAMETERS', 'repaymentAllocationOrder', { payment: { repaymentAllocationOrder: ['FEE', 'FEE'] } }],
  [
    'LOAN_PRODUCT_PREPAYMENT_OPTIONS_MISMATCH',
    'prepaymentRecalculationMethod',
    { prepayment: { prepaymentRecalculationMethod: 'REDUCE_AMOUNT_PER_INSTALLMENT' } },
  ],
  [
    'LOAN_PRODUCT_PREPAYMENT_OPTIONS_MISMATCH',
    'prepaymentRecalculationMethod',
    { type: dynamic, prepayment: { prepaymentRecalculationMethod: 'REDUCE_AMOUNT_PER_INSTALLMENT' } },
  ],
  [
    'LOAN_PRODUCT_PREPAYMENT_OPTIONS_MISMATCH',
    'prepaymentAcceptance',
    { prepayment: { futurePaymentsAcceptance: 'ACCEPT_OVERPAYMENTS', prepaymentAcceptance: 'NO_PREPAYMENTS' } },
  ],
  [
    'LOAN_PRODUCT_PREPAYMENT_OPTIONS_MISMATCH',
    'allowRedraw',
    {
      type: dynamic,
      prepayment: { futurePaymentsAcceptance: 'ACCEPT_OVERPAYMENTS' },
      others: { redrawSettings: { allowRedraw: true } },
    },
  ],
  [
    'INVALID_PRINCIPAL_REPAYMENT_INVERVAL',
    'defaultPrincipalRepaymentInterval',
    { payment: { principalPaymentSettings: { defaultPrincipalRepaymentInterval: -1 } } },
  ],
];

describe('payment settings that are refused', () => {
  test.each<Row>([...paymentRows])('%s %s %#', (reason, property, changes) => {
    const error = refused(changes);
    expect(error).toMatchObject({ reason });
    expect(error.source).toContain(property);
  });
});
