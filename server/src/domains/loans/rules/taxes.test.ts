import { describe, expect, test } from 'vitest';
import { money, rate } from '../../../kernel/money.ts';
import { payOffAmounts } from './decide/decidePayOff.ts';
import { loanJournal } from './loanJournal.ts';
import type { Instalment, LoanState } from './state.ts';
import { type TaxTerms, taxedOn, taxShare, taxWithin, withSourceRates, withTax } from './taxes.ts';
import { disbursed, feeApplied, interestApplied, loanAt, on, paidOff, repaid, transactionsOf } from './testLoan.ts';
import { taxOf } from './testTaxes.ts';
import { dynamicTermsOf, type TermsOf, termsOf } from './testTerms.ts';

const flat = { interest: { interestCalculationMethod: 'FLAT', daysInYear: 'E30_360' } } as const;

/** 1200 at 12 % FLAT over 12 months: 100 of principal and 12 of interest each month. */
const flatTerms = (tax: TaxTerms, more: TermsOf = {}) => termsOf({ ...flat, loanAmount: 1200, ...more, tax });

/** `interest (tax), fee (tax), penalty (tax)` expected and paid of an instalment. */
const taxed = (instalment: Instalment | undefined): string => {
  const { interest, fee, penalty, tax } = instalment ?? {};
  const pair = (kind: 'expected' | 'paid'): string =>
    [
      [interest, tax?.interest],
      [fee, tax?.fee],
      [penalty, tax?.penalty],
    ]
      .map(([amount, part]) => `${amount?.[kind].toFixed(2)} (${part?.[kind].toFixed(2)})`)
      .join(', ');
  return `${pair('expected')} paid ${pair('paid')}`;
};

/** `day TYPE amount (tax)` of the transactions that have tax. */
const taxesOf = ({ transactions }: LoanState): string[] =>
  transactions.flatMap(({ type, amount, taxes, valueDate }) => {
    if (!taxes) return [];
    const { interest, fees, penalty } = taxes;
    return [`${valueDate} ${type} ${amount.toFixed(2)} (${interest.plus(fees).plus(penalty).toFixed(2)})`];
  });

describe('the tax on a charge', () => {
  test.each([
    // From the domain's notes: interest 1000 at 16 %.
    ['EXCLUSIVE', 16, 1000, '1160', '160'],
    ['INCLUSIVE', 16, 1000, '1000', '137.93'],
    ['EXCLUSIVE', 16, '0.03', '0.03', '0'],
    ['EXCLUSIVE', 19, '2.50', '2.98', '0.48'],
    ['INCLUSIVE', 19, '2.98', '2.98', '0.48'],
    ['EXCLUSIVE', '7.7', '12.34', '13.29', '0.95'],
    ['INCLUSIVE', 100, 10, '10', '5'],
    ['EXCLUSIVE', 100, '0.01', '0.02', '0.01'],
    ['EXCLUSIVE', 0, 10, '10', '0'],
  ] as const)('%s at %s %% of %s: owed %s, tax %s', (taxCalculationMethod, percent, charge, owed, tax) => {
    const terms = flatTerms(taxOf({ taxCalculationMethod }, [['2020-01-01', percent]]));
    expect(withTax(terms, 'interest', money(charge)).toFixed()).toBe(owed);
    expect(taxWithin(terms, 'interest', money(owed)).toFixed()).toBe(tax);
  });

  test('is nothing where the charge is not taxed', () => {
    const terms = flatTerms(taxOf({ taxesOnFeesEnabled: false }));
    expect(withTax(terms, 'fees', money(100)).toFixed()).toBe('100');
    expect(taxWithin(terms, 'fees', money(100)).toFixed()).toBe('0');
    expect(withTax(terms, 'penalty', money(100)).toFixed()).toBe('116');
    expect(withTax(termsOf(), 'interest', money(100)).toFixed()).toBe('100');
  });

  test.each([
    ['JPY knows no smaller unit', { currencyDecimals: 0 }, '101', '117'],
    ['JOD has three decimals', { currencyDecimals: 3 }, '100.125', '116.145'],
    [
      'whole units stay whole',
      {
        schedule: {
          rounding: {
            roundingRepaymentScheduleMethod: 'ROUND_REMAINDER_INTO_LAST_REPAYMENT',
            repaymentCurrencyRounding: 'ROUND_UP_TO_NEAREST_WHOLE_UNIT',
            repaymentElementsRoundingMethod: 'ROUND_ALL',
          },
        },
      },
      '101',
      '118',
    ],
  ] as const)('%s', (_name, more, charge, owed) => {
    const terms = flatTerms(taxOf(), more);
    expect(withTax(terms, 'interest', money(charge)).toFixed()).toBe(owed);
    expect(taxWithin(terms, 'interest', money(owed)).toFixed()).toBe(money(owed).minus(charge).toFixed());
  });

  test.each([
    ['5', '11.60', '1.60', '0.69'],
    ['11.60', '11.60', '1.60', '1.6'],
    ['0.01', '11.60', '1.60', '0'],
    ['11.59', '11.60', '1.60', '1.6'],
  ])('a payment of %s of %s due with %s tax has %s of it', (part, due, tax, share) => {
    expect(taxShare(money(part), money(due), money(tax), 2).toFixed()).toBe(share);
  });
});

describe('a schedule', () => {
  const plan = (terms: Parameters<typeof loanAt>[0]): string[] =>
    loanAt(terms, [disbursed('2024-01-10', terms.loanAmount.toFixed())], '2024-01-10').instalments.map(
      ({ principal, interest, tax }) =>
        `${principal.expected.toFixed(2)}+${interest.expected.toFixed(2)} (${tax?.interest.expected.toFixed(2)})`,
    );

  test('has the tax on top of its interest, or within', () => {
    expect(plan(flatTerms(taxOf()))[0]).toBe('100.00+13.92 (1.92)');
    expect(plan(flatTerms(taxOf({ taxCalculationMethod: 'INCLUSIVE' })))[0]).toBe('100.00+12.00 (1.66)');
    expect(plan(flatTerms(taxOf({ taxesOnInterestEnabled: false })))[0]).toBe('100.00+12.00 (0.00)');
  });

  test('of equal instalments stays equal: the payment includes the tax on top', () => {
    const equal = { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED', daysInYear: 'E30_360' } as const;
    const four = { loanAmount: 1000, rate: 60, interest: equal, schedule: { repaymentInstallments: 4 } };
    // 5 % a month is 5.8 % with the tax: 1000 · 0.058 / (1 − 1.058^−4) = 287.27.
    for (const make of [termsOf, dynamicTermsOf]) {
      expect(plan(make({ ...four, tax: taxOf() }))).toEqual([
        '229.27+58.00 (8.00)',
        '242.56+44.71 (6.17)',
        '256.63+30.64 (4.23)',
        '271.54+15.75 (2.17)',
      ]);
    }
    // Without taxes on top the plan is that of an untaxed loan: 1000 · 0.05 / (1 − 1.05^−4) = 282.01.
    expect(plan(termsOf({ ...four, tax: taxOf({ taxCalculationMethod: 'INCLUSIVE' }) }))[0]).toBe(
      '232.01+50.00 (6.90)',
    );
  });
});

describe('a life', () => {
  const start = disbursed('2024-01-10', 1200);

  test('applies interest, fees and penalties with their tax, and a payment pays each with its share', () => {
    const terms = flatTerms(taxOf(), {
      penalty: { loanPenaltyCalculationMethod: 'OVERDUE_BALANCE', penaltyRate: rate(1) },
    });
    const fee = feeApplied('2024-01-20', 10, 1);
    const late = loanAt(terms, [start, fee], '2024-02-11');
    expect(taxesOf(late)).toEqual([
      '2024-01-20 FEE_APPLIED 11.60 (1.60)',
      '2024-02-10 INTEREST_APPLIED 13.92 (1.92)',
      '2024-02-11 PENALTY_APPLIED 1.16 (0.16)',
    ]);
    expect(taxed(late.instalments[0])).toBe(
      '13.92 (1.92), 11.60 (1.60), 1.16 (0.16) paid 0.00 (0.00), 0.00 (0.00), 0.00 (0.00)',
    );
    expect(late.balances.tax).toEqual({ balance: money('3.68'), due: money('3.68'), paid: money(0) });
    // 5 of the fee: 5 · 1.60 / 11.60 = 0.69. The rest of it, the penalty, and 7.24 of the interest: 1.00.
    const paid = loanAt(terms, [start, fee, repaid('2024-02-11', 5), repaid('2024-02-11', 15)], '2024-02-11');
    expect(taxesOf(paid).slice(3)).toEqual(['2024-02-11 REPAYMENT 5.00 (0.69)', '2024-02-11 REPAYMENT 15.00 (2.07)']);
    expect(taxed(paid.instalments[0])).toBe(
      '13.92 (1.92), 11.60 (1.60), 1.16 (0.16) paid 7.24 (1.00), 11.60 (1.60), 1.16 (0.16)',
    );
    expect(paid.instalments[0]?.feeDetails[0]?.tax).toEqual({
      expected: money('1.6'),
      paid: money('1.6'),
      reduced: money(0),
    });
    expect(paid.balances.tax).toEqual({ balance: money('0.92'), due: money('0.92'), paid: money('2.76') });
  });

  test('keeps the tax within INCLUSIVE charges', () => {
    const terms = flatTerms(taxOf({ taxCalculationMethod: 'INCLUSIVE' }));
    const loan = loanAt(terms, [start, feeApplied('2024-01-20', 10, 1), repaid('2024-02-10', 122)], '2024-02-10');
    expect(taxesOf(loan)).toEqual([
      '2024-01-20 FEE_APPLIED 10.00 (1.38)',
      '2024-02-10 INTEREST_APPLIED 12.00 (1.66)',
      '2024-02-10 REPAYMENT 122.00 (3.04)',
    ]);
    expect(loan.instalments[0]?.state).toBe('PAID');
  });

  test('of a fixed loan that pays ahead applies interest and tax as far as they are paid', () => {
    const loan = loanAt(
      flatTerms(taxOf()),
      [start, repaid('2024-01-20', '6.96'), repaid('2024-02-10', '106.96')],
      '2024-02-10',
    );
    expect(taxesOf(loan)).toEqual([
      '2024-01-20 INTEREST_APPLIED 6.96 (0.96)',
      '2024-01-20 REPAYMENT 6.96 (0.96)',
      '2024-02-10 INTEREST_APPLIED 6.96 (0.96)',
      '2024-02-10 REPAYMENT 106.96 (0.96)',
    ]);
    expect(taxed(loan.instalments[0])).toBe(
      '13.92 (1.92), 0.00 (0.00), 0.00 (0.00) paid 13.92 (1.92), 0.00 (0.00), 0.00 (0.00)',
    );
  });

  test('of a dynamic loan taxes what has accrued, and a pay-off takes it', () => {
    const terms = dynamicTermsOf({ loanAmount: 1200, tax: taxOf() });
    const before = loanAt(terms, [start, interestApplied('2024-01-20')], '2024-01-25');
    // 1200 · 12 % · 10 / 365 = 3.95, and 5 days more 1.97.
    expect(taxesOf(before)).toEqual(['2024-01-20 INTEREST_APPLIED 4.58 (0.63)']);
    expect(before.accruedInterest.toFixed(2)).toBe('1.97');
    const { interest, total } = payOffAmounts(terms, before);
    expect([interest.toFixed(2), total.toFixed(2)]).toEqual(['6.87', '1206.87']);
    const off = loanAt(
      terms,
      [start, interestApplied('2024-01-20'), paidOff('2024-01-25', '1204.87', money(2))],
      '2024-01-25',
    );
    expect(taxesOf(off).slice(1)).toEqual([
      '2024-01-25 INTEREST_APPLIED 2.29 (0.32)',
      '2024-01-25 INTEREST_DUE_REDUCED 2.00 (0.28)',
      '2024-01-25 REPAYMENT 1204.87 (0.67)',
    ]);
    expect(off.balances.total.toFixed()).toBe('0');
    expect(off.balances.tax.balance.toFixed()).toBe('0');
  });

  test('gives up the taxes with what is written off', () => {
    const off = {
      type: 'WRITTEN_OFF',
      key: 'off',
      sequence: 1e9,
      valueDate: on('2024-02-20'),
      bookingDate: on('2024-02-20'),
    } as const;
    const loan = loanAt(flatTerms(taxOf()), [start, off], '2024-02-20');
    expect(taxesOf(loan)).toEqual(['2024-02-10 INTEREST_APPLIED 13.92 (1.92)', '2024-02-20 WRITE_OFF 1213.92 (1.92)']);
    expect(loan.balances.tax).toEqual({ balance: money(0), due: money(0), paid: money(0) });
  });

  test('leaves a fee that is free of taxes free of them', () => {
    const fee = feeApplied('2024-01-20', 10, 1);
    if (fee.type !== 'FEE_APPLIED') throw new Error('a fee');
    const loan = loanAt(flatTerms(taxOf()), [start, { ...fee, taxable: false }], '2024-01-20');
    expect([loan.balances.fees.balance.toFixed(), loan.balances.tax.balance.toFixed()]).toEqual(['10', '0']);
  });
});

describe('another rate', () => {
  const start = disbursed('2024-01-10', 1200);
  const changing = taxOf({}, [
    ['2020-01-01', 16],
    ['2024-03-10', 20],
  ]);

  test('counts from its day, due dates of the day included; what was applied keeps its tax', () => {
    const loan = loanAt(
      flatTerms(changing),
      [start, feeApplied('2024-03-09', 10, 2), feeApplied('2024-03-10', 10, 3)],
      '2024-03-10',
    );
    expect(transactionsOf(loan)).toEqual([
      '2024-01-10 DISBURSEMENT 1200.00',
      '2024-02-10 INTEREST_APPLIED 13.92',
      '2024-03-09 FEE_APPLIED 11.60',
      '2024-03-10 TAX_RATE_CHANGED 0.00',
      '2024-03-10 INTEREST_APPLIED 14.40',
      '2024-03-10 FEE_APPLIED 12.00',
    ]);
    expect(loan.transactions[3]?.terms).toEqual({ taxRate: rate(20) });
    expect(
      loan.instalments.slice(0, 3).map(({ interest, tax }) => `${interest.expected} ${tax?.interest.expected}`),
    ).toEqual(['13.92 1.92', '14.4 2.4', '14.4 2.4']);
    expect(loan.terms.tax?.rate.toFixed()).toBe('20');
  });

  test('finds a new payment for equal instalments of a dynamic loan', () => {
    const equal = { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED', daysInYear: 'E30_360' } as const;
    const terms = dynamicTermsOf({
      loanAmount: 1000,
      rate: 60,
      interest: equal,
      schedule: { repaymentInstallments: 4 },
      tax: changing,
    });
    const events = [disbursed('2024-01-10', 1000), repaid('2024-02-10', '287.27'), repaid('2024-03-10', '288.34')];
    const loan = loanAt(terms, events, '2024-03-10');
    // 770.73 is left over three instalments at 5 % a month with 20 % on top of it: 770.73 · 0.06 / (1 − 1.06^−3) = 288.34.
    expect(
      loan.instalments.map(
        ({ principal, interest, tax, state }) =>
          `${principal.expected.toFixed(2)}+${interest.expected.toFixed(2)} (${tax?.interest.expected.toFixed(2)}) ${state}`,
      ),
    ).toEqual([
      '229.27+58.00 (8.00) PAID',
      '242.09+46.25 (7.71) PAID',
      '256.62+31.72 (5.29) PENDING',
      '272.02+16.32 (2.72) PENDING',
    ]);
  });

  test('changes nothing of an INCLUSIVE schedule but the tax in it', () => {
    const terms = flatTerms({ ...changing, taxCalculationMethod: 'INCLUSIVE' });
    const { instalments } = loanAt(terms, [start], '2024-03-15');
    expect(
      instalments.slice(0, 3).map(({ interest, tax }) => `${interest.expected} ${tax?.interest.expected}`),
    ).toEqual(['12 1.66', '12 2', '12 2']);
  });

  test('is silent before the disbursement', () => {
    const loan = loanAt(flatTerms(changing), [disbursed('2024-03-20', 1200)], '2024-03-20');
    expect(transactionsOf(loan)).toEqual(['2024-03-20 DISBURSEMENT 1200.00']);
    expect(loan.instalments[0]?.interest.expected.toFixed(2)).toBe('14.40');
    expect(taxedOn(flatTerms(changing), on('2024-03-09')).tax?.rate.toFixed()).toBe('16');
  });

  test.each<[string, string | null, readonly (readonly [string, number])[], readonly string[]]>([
    [
      'before the disbursement all are taken',
      null,
      [
        ['2023-01-01', 5],
        ['2024-06-01', 7],
      ],
      ['2023-01-01 5', '2024-06-01 7'],
    ],
    [
      'what counted stays',
      '2024-05-01',
      [
        ['2020-01-01', 99],
        ['2024-06-01', 7],
      ],
      ['2020-01-01 16', '2024-03-10 20', '2024-06-01 7'],
    ],
    [
      'one that is told late counts from then',
      '2024-05-01',
      [['2024-04-01', 7]],
      ['2020-01-01 16', '2024-03-10 20', '2024-05-01 7'],
    ],
    ['one ahead may go', '2024-02-01', [['2020-01-01', 16]], ['2020-01-01 16']],
  ])('%s', (_name, told, source, known) => {
    const rates = source.map(([startDay, percent]) => ({ startDay: on(startDay), rate: rate(percent) }));
    const terms = withSourceRates(flatTerms(changing), { rates }, told === null ? null : on(told));
    expect(terms.tax?.rates.map(({ from, rate: percent }) => `${from} ${percent}`)).toEqual(known);
  });
});

describe('the ledger', () => {
  const charges = { principal: money(700), interest: money('34.80'), fees: money('5.80'), penalty: money('2.32') };
  const taxes = { interest: money('4.80'), fees: money('0.80'), penalty: money('0.32') };
  const none = { principal: money(0), interest: money(0), fees: money(0), penalty: money(0) };
  const nothing = { interest: money(0), fees: money(0), penalty: money(0) };
  const fees = [{ eventKey: 'fee', predefinedFeeKey: 'letter', amount: money('5.80'), tax: money('0.80') }];
  const lines = (...input: Parameters<typeof loanJournal>): string[] =>
    loanJournal(...input).map(({ side, resource, amount }) => `${side} ${resource} ${amount.toFixed()}`);
  const all = { amount: money('742.92'), affectedAmounts: charges, taxes, fees };
  const applied = {
    type: 'INTEREST_APPLIED' as const,
    amount: money('34.80'),
    affectedAmounts: { ...none, interest: money('34.80') },
    taxes: { ...nothing, interest: money('4.80') },
    fees: [],
  };

  test('owes the tax of a payment under CASH', () => {
    expect(lines('CASH', { type: 'REPAYMENT', ...all })).toEqual([
      'DEBIT FUND_SOURCE 742.92',
      'CREDIT PORTFOLIO_CONTROL 700',
      'CREDIT INTEREST_INCOME 30',
      'CREDIT FEE_INCOME 5',
      'CREDIT PENALTY_INCOME 2',
      'CREDIT TAXES_PAYABLE 5.92',
    ]);
    expect(lines('CASH', applied)).toEqual([]);
    expect(lines('CASH', { type: 'WRITE_OFF', ...all })).toEqual([
      'DEBIT WRITE_OFF_EXPENSE 700',
      'CREDIT PORTFOLIO_CONTROL 700',
    ]);
  });

  test('owes the tax of a charge under ACCRUAL, and has it as a receivable until the payment', () => {
    expect(lines('ACCRUAL', applied)).toEqual([
      'DEBIT INTEREST_RECEIVABLE 30',
      'CREDIT INTEREST_INCOME 30',
      'DEBIT TAXES_RECEIVABLE 4.8',
      'CREDIT TAXES_PAYABLE 4.8',
    ]);
    expect(lines('ACCRUAL', { ...applied, type: 'INTEREST_DUE_REDUCED' })).toEqual([
      'DEBIT INTEREST_INCOME 30',
      'CREDIT INTEREST_RECEIVABLE 30',
      'DEBIT TAXES_PAYABLE 4.8',
      'CREDIT TAXES_RECEIVABLE 4.8',
    ]);
    const settled = [
      'CREDIT PORTFOLIO_CONTROL 700',
      'CREDIT INTEREST_RECEIVABLE 30',
      'CREDIT FEE_RECEIVABLE 5',
      'CREDIT PENALTY_RECEIVABLE 2',
      'CREDIT TAXES_RECEIVABLE 5.92',
    ];
    expect(lines('ACCRUAL', { type: 'REPAYMENT', ...all })).toEqual(['DEBIT FUND_SOURCE 742.92', ...settled]);
    expect(lines('ACCRUAL', { type: 'WRITE_OFF', ...all })).toEqual(['DEBIT WRITE_OFF_EXPENSE 742.92', ...settled]);
  });

  test('owes the tax of a fee that a disbursement keeps back or capitalises', () => {
    const disbursement = {
      type: 'DISBURSEMENT' as const,
      amount: money(1000),
      affectedAmounts: { ...none, principal: money(1000) },
    };
    for (const method of ['CASH', 'ACCRUAL'] as const) {
      expect(lines(method, { ...disbursement, taxes: { ...nothing, fees: money('0.80') }, fees })).toEqual([
        'DEBIT PORTFOLIO_CONTROL 1000',
        'CREDIT FUND_SOURCE 994.2',
        'CREDIT FEE_INCOME 5',
        'CREDIT TAXES_PAYABLE 0.8',
      ]);
    }
  });
});
