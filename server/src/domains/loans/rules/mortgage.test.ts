import { describe, expect, test } from 'vitest';
import { money } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { everyDayWorks } from './calendar.ts';
import { decidePrincipalOverpayment } from './decide/decidePrincipalPayment.ts';
import { decideRepayment, type RepaymentRequest } from './decide/decideRepayment.ts';
import { decideScheduleEdit } from './decide/decideScheduleEdit.ts';
import { accepted, accountOf, contextOn, outcome } from './decide/testAccount.ts';
import type { LoanEvent } from './events.ts';
import { checkLoanProduct } from './productSettings.ts';
import { buildSchedule } from './schedule/buildSchedule.ts';
import type { PrepaymentRecalculationMethod } from './terms.ts';
import { disbursed, expectedOf, loanAt, on, plannedOn, repaid } from './testLoan.ts';
import { mortgageTermsOf } from './testMortgages.ts';
import { completed, facts, loanProduct, type ProductChanges, productBody } from './testProduct.ts';

// The amounts are computed apart from this program: PMT(6 %/12, 6, 100000) = 16959.55, interest by actual days over 365.

const whole = [
  '16449.96+509.59',
  '16561.26+398.29',
  '16618.18+341.37',
  '16711.15+248.40',
  '16788.03+171.52',
  '16871.42+83.20',
];

const lent = disbursed('2024-01-15', 100_000);
const prepaid = (recalculation?: PrepaymentRecalculationMethod, more: Partial<LoanEvent> = {}): LoanEvent =>
  ({
    ...repaid('2024-02-15', '36959.55'),
    ...more,
    ...(recalculation === undefined ? {} : { recalculation }),
  }) as LoanEvent;

describe('a mortgage', () => {
  test('is repaid in equal instalments', () => {
    expect(plannedOn(mortgageTermsOf(), '2024-01-15')).toEqual(whole);
  });

  test.each([
    ['PRINCIPAL_AND_INTEREST', '16561.26+426.17'],
    ['ONLY_PRINCIPAL', '16561.26+425.33'],
  ] as const)('bears interest on %s while it is owed', (interestBalanceCalculationMethod, second) => {
    const given = mortgageTermsOf({ interest: { interestBalanceCalculationMethod } });
    const loan = loanAt(given, [lent, repaid('2024-02-25', '16959.55')], '2024-03-15');
    expect(loan.instalments.slice(0, 2).map(expectedOf)).toEqual(['16449.96+509.59', second]);
  });

  test('lets the first payment take what a long first interval costs, where its product adjusts it', () => {
    const interest = { adjustTotalDueForInstallmentsWithDifferentInterval: true as const };
    const first = (given = mortgageTermsOf()): string[] =>
      buildSchedule(given, money(100_000), on('2024-01-01'), everyDayWorks, on('2024-02-15')).instalments.map(
        ({ principal, interest: bears }) => principal.plus(bears).toFixed(2),
      );
    // 45 days instead of 31: 739.73 of interest instead of 509.59; the principal is that of a regular month.
    expect(first(mortgageTermsOf({ interest })).slice(0, 2)).toEqual(['17189.69', '16959.55']);
    expect(first().slice(0, 2)).toEqual(['16959.55', '16959.55']);
  });
});

describe('a repayment of a mortgage', () => {
  const after = (event: LoanEvent): string[] =>
    loanAt(mortgageTermsOf(), [lent, event], '2024-02-15').instalments.slice(1).map(expectedOf);
  const smaller = ['12598.34+302.95', '12641.65+259.64', '12712.36+188.93', '12770.85+130.44', '12826.84+63.26'];
  const fewer = ['16656.60+302.95', '16720.59+238.96', '16810.75+148.80', '13362.10+68.09'];

  test.each<[string, LoanEvent, string[]]>([
    ['as the loan agreed', prepaid(), smaller],
    ['with as many smaller instalments', prepaid('REDUCE_AMOUNT_PER_INSTALLMENT'), smaller],
    ['with fewer instalments', prepaid('REDUCE_NUMBER_OF_INSTALLMENTS_NEW'), fewer],
    [
      'with fewer instalments by a part outside the schedule',
      prepaid('REDUCE_NUMBER_OF_INSTALLMENTS_NEW', { principalOverpayment: money(20_000) } as Partial<LoanEvent>),
      fewer,
    ],
    [
      'with fewer instalments by named parts',
      prepaid('REDUCE_NUMBER_OF_INSTALLMENTS_NEW', {
        parts: [
          { type: 'PRINCIPAL', amount: money('36449.96') },
          { type: 'INTEREST', amount: money('509.59') },
        ],
      } as Partial<LoanEvent>),
      fewer,
    ],
  ])('computes what is ahead %s', (_, event, expected) => {
    expect(after(event)).toEqual(expected);
  });

  test('fills what is ahead without recalculation, whatever the loan agreed on', () => {
    const loan = loanAt(mortgageTermsOf(), [lent, prepaid('NO_RECALCULATION')], '2024-02-15');
    expect(loan.instalments.map(({ principal }) => principal.paid.toFixed(2)).slice(0, 4)).toEqual([
      '16449.96',
      '16561.26',
      '3438.74',
      '0.00',
    ]);
  });

  test.each<[string, LoanEvent, string | undefined]>([
    ['a plain prepayment', prepaid(), undefined],
    ['a part outside', prepaid(undefined, { principalOverpayment: money(20_000) } as Partial<LoanEvent>), '20000.00'],
    [
      'a principal overpayment',
      {
        ...repaid('2024-01-25', 5000),
        type: 'PRINCIPAL_PAID',
        as: 'PRINCIPAL_OVERPAYMENT',
      } as unknown as LoanEvent,
      '5000.00',
    ],
    [
      'a refund',
      { ...repaid('2024-01-25', 5000), type: 'PRINCIPAL_PAID', as: 'REFUND' } as unknown as LoanEvent,
      undefined,
    ],
  ])('tells what was paid outside the schedule: %s', (_, event, outside) => {
    const [first, ...later] = loanAt(mortgageTermsOf(), [lent, event], '2024-02-15').instalments;
    expect(first?.outside?.toFixed(2)).toBe(outside);
    expect(later.every((one) => one.outside === undefined)).toBe(true);
  });
});

describe('a method that a repayment brings', () => {
  const mortgage = accountOf({ terms: mortgageTermsOf(), events: [lent] });
  const edited: LoanEvent = {
    ...repaid('2024-01-20', 1),
    type: 'SCHEDULE_EDITED',
    instalments: [],
  } as unknown as LoanEvent;
  const at = (account: typeof mortgage, recalculation: PrepaymentRecalculationMethod, more = {}): string => {
    const request: RepaymentRequest = { amount: money(20_000), recalculation, ...more };
    return outcome(decideRepayment(account, request, contextOn('2024-02-15')));
  };

  test.each<[string, string]>([
    ['accepted', at(mortgage, 'REDUCE_NUMBER_OF_INSTALLMENTS_NEW')],
    ['accepted', at(mortgage, 'NO_RECALCULATION')],
    ['PREPAYMENT_RECALCULATION_METHOD_ON_REPAYMENT_NOT_ALLOWED_FOR_LOAN_ACCOUNT', at(accountOf(), 'NO_RECALCULATION')],
    [
      'PREPAYMENT_RECALCULATION_METHOD_ON_REPAYMENT_NOT_SUPPORTED',
      at(mortgage, 'RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS'),
    ],
    ['INVALID_PARAMETERS', at(mortgage, 'REDUCE_AMOUNT_PER_INSTALLMENT', { slot: '1' })],
    [
      'CONFLICT_BETWEEN_EDIT_SCHEDULE_OPERATIONS_AND_ATTEMPTED_PREPAYMENT_RECALCULATION_METHOD',
      at({ ...mortgage, events: [lent, edited] }, 'REDUCE_AMOUNT_PER_INSTALLMENT'),
    ],
  ])('%s %#', (expected, reason) => {
    expect(reason).toBe(expected);
  });

  test('that is not the agreed one leaves nothing to edit', () => {
    const edit = (method: PrepaymentRecalculationMethod): string =>
      outcome(
        decideScheduleEdit(
          { ...mortgage, events: [lent, prepaid(method)] },
          { changes: [], added: [], deleted: [] } as never,
          contextOn('2024-02-15'),
        ),
      );
    const conflict = 'CONFLICT_BETWEEN_PREPAYMENT_RECALCULATION_METHOD_FROM_TRANSACTIONS_AND_NEW_SCHEDULE_EDIT';
    expect(edit('REDUCE_NUMBER_OF_INSTALLMENTS_NEW')).toBe(conflict);
  });

  test('of an overpayment of principal goes with equal instalments, too', () => {
    const overpaid = (recalculation: PrepaymentRecalculationMethod): string =>
      outcome(decidePrincipalOverpayment(mortgage, { amount: money(100), recalculation }, contextOn('2024-02-15')));
    expect(overpaid('REDUCE_NUMBER_OF_INSTALLMENTS_NEW')).toBe('accepted');
    expect(overpaid('RESCHEDULE_REMAINING_REPAYMENTS')).toBe('PREPAYMENT_RECALCULATION_METHOD_NOT_SUPPORTED');
  });

  test('is kept with the event', () => {
    const request = { amount: money(20_000), recalculation: 'NO_RECALCULATION' as const };
    const { append } = accepted(decideRepayment(mortgage, request, contextOn('2024-02-15')));
    expect(append[0]).toMatchObject({ type: 'REPAID', recalculation: 'NO_RECALCULATION' });
  });
});

describe('a product of mortgages', () => {
  const mortgage: ProductChanges = {
    type: 'DYNAMIC_MORTGAGE',
    interest: { interestCalculationMethod: 'EQUAL_INSTALLMENTS' },
    schedule: { repaymentScheduleMethod: 'DYNAMIC' },
  };
  const merged = (changes: ProductChanges): ProductChanges => ({
    ...mortgage,
    ...changes,
    interest: { ...mortgage.interest, ...changes.interest },
    schedule: { ...mortgage.schedule, ...changes.schedule },
  });
  const refused = (changes: ProductChanges): string => {
    const refusal = checkLoanProduct(completed(productBody(changes)), facts);
    return isRejection(refusal) ? `${refusal.errors[0]?.reason}: ${refusal.errors[0]?.source}` : 'accepted';
  };

  test.each<[string, ProductChanges]>([
    ['accepted', merged({})],
    ['accepted', merged({ prepayment: { prepaymentRecalculationMethod: 'REDUCE_NUMBER_OF_INSTALLMENTS_NEW' } })],
    ['accepted', merged({ payment: { amortizationMethod: 'OPTIMIZED_PAYMENTS' } })],
    ['accepted', merged({ interest: { pmtAdjustmentThreshold: { method: 'CALENDAR_DAYS', numberOfDays: 5 } } })],
    ['accepted', merged({ others: { adjustTotalDueForInstallmentsWithDifferentInterval: true } })],
    [
      'INVALID_PARAMETERS: interestSettings.interestCalculationMethod must be EQUAL',
      merged({ interest: { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' } }),
    ],
    [
      'INVALID_PARAMETERS: interestSettings.interestCalculationMethod EQUAL_INSTALLMENTS is for mortgages',
      { ...mortgage, type: 'DYNAMIC_TERM_LOAN' },
    ],
    [
      'INVALID_PARAMETERS: interestSettings.scheduleInterestDaysCountMethod',
      merged({ interest: { scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY' } }),
    ],
    [
      'INVALID_PARAMETERS: scheduleSettings.repaymentScheduleMethod must be DYNAMIC',
      merged({ schedule: { repaymentScheduleMethod: 'FIXED' } }),
    ],
    [
      'LOAN_PRODUCT_PREPAYMENT_OPTIONS_MISMATCH',
      merged({ prepayment: { prepaymentRecalculationMethod: 'RECALCULATE_SCHEDULE_KEEP_SAME_PRINCIPAL_AMOUNT' } }),
    ],
    [
      'INVALID_PARAMETERS: paymentSettings.amortizationMethod PAYMENT_PLAN',
      merged({ payment: { amortizationMethod: 'PAYMENT_PLAN' } }),
    ],
    [
      'INVALID_PARAMETERS: interestSettings.interestApplicationMethod AFTER_DISBURSEMENT',
      merged({ interest: { interestApplicationMethod: 'AFTER_DISBURSEMENT' } }),
    ],
    ['INVALID_PARAMETERS: redrawSettings', merged({ others: { redrawSettings: { allowRedraw: true } } })],
  ])('%s %#', (expected, changes) => {
    expect(refused(changes)).toContain(expected);
  });

  test.each([
    ['PRINCIPAL_AND_INTEREST', {}],
    ['ONLY_PRINCIPAL', { interestBalanceCalculationMethod: 'ONLY_PRINCIPAL' as const }],
    ['ONLY_PRINCIPAL', { decoupleInterestFromArrears: true, accrueLateInterest: true }],
    [
      'PRINCIPAL_AND_INTEREST',
      { decoupleInterestFromArrears: true, interestBalanceCalculationMethod: 'PRINCIPAL_AND_INTEREST' as const },
    ],
  ])('lets %s bear interest %#', (expected, interest) => {
    expect(loanProduct(merged({ interest })).template.interest.interestBalanceCalculationMethod).toBe(expected);
  });

  test('is the only one to do so', () => {
    expect(loanProduct({}).template.interest.interestBalanceCalculationMethod).toBe('ONLY_PRINCIPAL');
  });
});
