import { describe, expect, test } from 'vitest';
import { money, sum } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import type { PaymentPart } from './customPayment.ts';
import { type PartsFacts, paymentPartsOf } from './decide/paymentParts.ts';
import type { LoanEvent } from './events.ts';
import { disbursed, feeApplied, loanAt, repaid, transactionsOf } from './testLoan.ts';
import { dynamicTermsOf, termsOf } from './testTerms.ts';

type Fee = NonNullable<ReturnType<PartsFacts['fees']['get']>>;
const fees: Readonly<Record<string, Fee>> = {
  reminder: { encodedKey: 'reminder', trigger: 'MANUAL' },
  letter: { encodedKey: 'letter', trigger: 'MANUAL' },
  beside: { encodedKey: 'beside', trigger: 'MANUAL', unscheduled: true },
  late: { encodedKey: 'late', trigger: 'LATE_REPAYMENT' },
};

const judged = (
  amount: number,
  parts: readonly (readonly [string, number | string, string?])[],
  facts: Partial<PartsFacts> = {},
) => {
  const answer = paymentPartsOf(
    parts.map(([type, part, predefinedFeeKey]) => ({ type, amount: money(part), predefinedFeeKey })),
    {
      amount: money(amount),
      decimals: 2,
      allowedByProduct: true,
      permitted: true,
      fees: { get: (ref) => fees[ref] },
      ...facts,
    },
  );
  return isRejection(answer) ? (answer.errors[0]?.reason ?? '') : answer.length;
};

describe('parts of a repayment', () => {
  test('sum to its amount; fees may be named, the ones that are not come last', () => {
    expect(
      judged(100, [
        ['PRINCIPAL', 80],
        ['INTEREST', '20'],
      ]),
    ).toBe(2);
    expect(
      judged(10, [
        ['MANUAL_FEE', 4, 'reminder'],
        ['MANUAL_FEE', 5, 'letter'],
        ['MANUAL_FEE', 1],
      ]),
    ).toBe(3);
    expect(judged(4, [['NON_SCHEDULED_FEE', 4, 'beside']])).toBe(1);
    expect(judged(4, [['MANUAL_FEE', 4, 'beside']])).toBe('CUSTOM_PAYMENT_AMOUNT_TYPE_DOES_NOT_MATCH_PREDEFINED_FEE');
  });

  test.each([
    ['CUSTOM_PAYMENT_NOT_ALLOWED_BY_PRODUCT', 5, [['INTEREST', 5]], { allowedByProduct: false }],
    ['INVALID_PERMISSIONS', 5, [['INTEREST', 5]], { permitted: false }],
    ['INVALID_PARAMETERS', 5, [['CF_INTEREST', 5]], {}],
    [
      'INVALID_AMOUNT',
      5,
      [
        ['INTEREST', 0],
        ['PRINCIPAL', 5],
      ],
      {},
    ],
    [
      'INVALID_AMOUNT',
      5,
      [
        ['INTEREST', -5],
        ['PRINCIPAL', 10],
      ],
      {},
    ],
    [
      'INVALID_AMOUNT',
      5,
      [
        ['INTEREST', '0.001'],
        ['PRINCIPAL', '4.999'],
      ],
      {},
    ],
    ['CUSTOM_PAYMENT_AMOUNT_TYPE_DISALLOWS_PREDEFINED_FEE', 5, [['INTEREST', 5, 'reminder']], {}],
    ['INVALID_FEE_KEY', 5, [['MANUAL_FEE', 5, 'nobody']], {}],
    ['CUSTOM_PAYMENT_AMOUNT_TYPE_DOES_NOT_MATCH_PREDEFINED_FEE', 5, [['MANUAL_FEE', 5, 'late']], {}],
    [
      'SAME_CUSTOM_PAYMENT_AMOUNT_TYPE_USED_MULTIPLE_TIMES',
      5,
      [
        ['INTEREST', 2],
        ['INTEREST', 3],
      ],
      {},
    ],
    [
      'CUSTOM_PAYMENT_AMOUNT_DUPLICATE_PREDEFINED_FEE',
      5,
      [
        ['MANUAL_FEE', 2, 'letter'],
        ['MANUAL_FEE', 3, 'letter'],
      ],
      {},
    ],
    [
      'CUSTOM_PAYMENT_AMOUNT_TYPE_SHOULD_HAVE_FEE_NAME_FIRST',
      5,
      [
        ['MANUAL_FEE', 2],
        ['MANUAL_FEE', 3, 'letter'],
      ],
      {},
    ],
    ['CUSTOM_PAYMENT_AMOUNT_DIFFERENT_THAN_TOTAL_PAYMENT_AMOUNT', 6, [['INTEREST', 5]], {}],
  ] as const)('%s', (reason, amount, parts, facts) => {
    expect(judged(amount, parts, facts)).toBe(reason);
  });
});

const payment = (day: string, parts: readonly (readonly [PaymentPart['type'], number | string])[]): LoanEvent => {
  const made = parts.map(([type, amount]) => ({ type, amount: money(amount) }));
  const amount = sum(made.map((part) => part.amount));
  return { ...repaid(day, amount.toFixed()), type: 'REPAID', amount, parts: made };
};

// 1200 in 12 instalments at 12 % 30/360: 100 of principal a month, 12.00 of interest in the first.
const monthly = { loanAmount: 1200, interest: { daysInYear: 'E30_360' } } as const;

const told = (loan: ReturnType<typeof loanAt>): string => {
  const { principal, interest, fees: charged } = loan.balances;
  const paid = loan.instalments.slice(0, 2).map((one) => `${one.principal.paid}+${one.interest.paid}+${one.fee.paid}`);
  return `${principal.balance} ${interest.balance} ${charged.balance} | ${paid.join(' | ')} | ${loan.overpaid}`;
};

describe('what they pay', () => {
  test('principal alone leaves applied interest and fees, whatever the order of the product', () => {
    const life = [
      disbursed('2026-01-10', 1200),
      feeApplied('2026-01-12', 5),
      payment('2026-02-10', [['PRINCIPAL', 100]]),
    ];
    expect(told(loanAt(dynamicTermsOf(monthly), life, '2026-02-10'))).toBe('1100 12 5 | 100+0+0 | 0+0+0 | 0');
  });

  test('interest and a manual fee, each up to what is owed; more stays unpaid', () => {
    const life = [
      disbursed('2026-01-10', 1200),
      feeApplied('2026-01-12', 5),
      payment('2026-02-10', [
        ['INTEREST', 13],
        ['MANUAL_FEE', 4],
        ['LATE_REPAYMENT_FEE', 2],
      ]),
    ];
    // A payment of a loan that follows its balance finds 12.00 of interest, and no late fee.
    expect(told(loanAt(dynamicTermsOf(monthly), life, '2026-02-10'))).toBe('1200 0 1 | 0+12+4 | 0+0+0 | 3');
  });

  test('principal beyond what is due is a prepayment: interest to its day is applied, the schedule follows its product', () => {
    const terms = dynamicTermsOf({
      ...monthly,
      payment: { prepayment: { prepaymentRecalculationMethod: 'RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS' } },
    });
    const loan = loanAt(
      terms,
      [disbursed('2026-01-10', 1200), payment('2026-01-25', [['PRINCIPAL', 600]])],
      '2026-01-25',
    );
    expect(transactionsOf(loan).slice(1)).toEqual(['2026-01-25 INTEREST_APPLIED 6.00', '2026-01-25 REPAYMENT 600.00']);
    expect(loan.instalments.map(({ principal }) => principal.expected.toFixed())).toEqual([
      '650',
      ...Array.from({ length: 11 }, () => '50'),
    ]);
  });

  test('interest of a fixed loan is paid ahead as it is scheduled', () => {
    const life = [disbursed('2026-01-10', 1200), payment('2026-01-20', [['INTEREST', 20]])];
    const loan = loanAt(termsOf(monthly), life, '2026-01-20');
    expect(told(loan)).toBe('1200 0 0 | 0+12+0 | 0+8+0 | 0');
    expect(transactionsOf(loan).slice(1)).toEqual(['2026-01-20 INTEREST_APPLIED 20.00', '2026-01-20 REPAYMENT 20.00']);
  });
});

describe('a payment of one instalment', () => {
  const one = (day: string, amount: number, slot: string): LoanEvent => ({
    ...repaid(day, amount),
    type: 'REPAID',
    amount: money(amount),
    slot,
  });

  test('pays that one only, scheduled interest of a fixed loan with it', () => {
    const loan = loanAt(termsOf(monthly), [disbursed('2026-01-10', 1200), one('2026-01-20', 50, '2')], '2026-01-20');
    // The second month costs 11.00.
    expect(told(loan)).toBe('1150 0 0 | 0+0+0 | 39+11+0 | 0'.replace('1150', '1161'));
    const all = loanAt(termsOf(monthly), [disbursed('2026-01-10', 1200), one('2026-01-20', 112, '2')], '2026-01-20');
    expect(all.overpaid.toFixed()).toBe('1');
    expect(all.instalments[1]?.state).toBe('PAID');
  });

  test('of a dynamic loan finds what is applied, and the interest to the day of the running one', () => {
    const life = [disbursed('2026-01-10', 1200), one('2026-01-25', 56, '1')];
    expect(told(loanAt(dynamicTermsOf(monthly), life, '2026-01-25'))).toBe('1150 0 0 | 50+6+0 | 0+0+0 | 0');
    const later = [disbursed('2026-01-10', 1200), one('2026-01-25', 100, '2')];
    expect(told(loanAt(dynamicTermsOf(monthly), later, '2026-01-25'))).toBe('1100 0 0 | 0+0+0 | 100+0+0 | 0');
  });
});
