import { describe, expect, test } from 'vitest';
import { type Decimalish, money, rate, sum } from '../../../kernel/money.ts';
import { everyDayWorks } from './calendar.ts';
import type { LoanEvent } from './events.ts';
import { foldLoan, previewSchedule } from './foldLoan.ts';
import type { Instalment, LoanState } from './state.ts';
import type { LoanTerms } from './terms.ts';
import { on } from './testLoan.ts';
import { dynamicTermsOf } from './testTerms.ts';

// A fee that accrues by a rate: 12,000 over 12 months, at 12 % and a fee of 6 % a year in 30/360, so that a month costs 1 % and 0.5 %.

type Given = { readonly feeRate?: Decimalish; readonly inPayment?: boolean } & Parameters<typeof dynamicTermsOf>[0];

const withFee = ({ feeRate = 6, inPayment = false, interest, schedule, ...given }: Given = {}): LoanTerms => ({
  ...dynamicTermsOf({
    loanAmount: 12_000,
    ...given,
    interest: {
      daysInYear: 'E30_360',
      scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
      interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED',
      ...interest,
    },
    schedule: { repaymentInstallments: 12, ...schedule },
  }),
  feeRate: {
    rate: rate(feeRate),
    predefinedFeeKey: 'fee',
    name: 'Service',
    ...(inPayment ? { inPayment: true as const } : {}),
  },
});

const start = on('2026-01-10');
const disbursed = (amount: Decimalish = 12_000): LoanEvent => ({
  type: 'DISBURSED',
  key: 'd',
  sequence: 1,
  valueDate: start,
  bookingDate: start,
  amount: money(amount),
});
const repaid = (sequence: number, day: string, amount: Decimalish): LoanEvent => ({
  type: 'REPAID',
  key: `r${sequence}`,
  sequence,
  valueDate: on(day),
  bookingDate: on(day),
  amount: money(amount),
});
const fold = (terms: LoanTerms, events: readonly LoanEvent[], day: string): LoanState =>
  foldLoan(terms, events, on(day), everyDayWorks);
const line = ({ principal, interest, fee }: Instalment): string =>
  [principal.expected, interest.expected, fee.expected, fee.expectedUnapplied].map((one) => one.toFixed(2)).join(' ');
const charged = ({ transactions }: LoanState): string[] =>
  transactions
    .filter(({ type }) => type === 'FEE_APPLIED')
    .map(({ amount, valueDate, role }) => `${amount.toFixed(2)} ${valueDate} ${role}`);

describe('a schedule', () => {
  test('on top of the payment: the fee of each period is that of its balance', () => {
    const { instalments } = previewSchedule(withFee(), start, everyDayWorks);
    expect(instalments.slice(0, 3).map(line)).toEqual([
      '946.19 120.00 0.00 60.00',
      '955.65 110.54 0.00 55.27',
      '965.21 100.98 0.00 50.49',
    ]);
  });

  test('within the payment: principal, interest and fee are equal in all', () => {
    const { instalments, payment } = previewSchedule(withFee({ inPayment: true }), start, everyDayWorks);
    // 12000 x 0.015 / (1 - 1.015^-12)
    expect(payment?.toFixed(2)).toBe('1100.16');
    expect(instalments.slice(0, 2).map(line)).toEqual(['920.16 120.00 0.00 60.00', '933.96 110.80 0.00 55.40']);
    const totals = instalments.map(({ principal, interest, fee }) =>
      principal.expected.plus(interest.expected).plus(fee.expectedUnapplied).toFixed(2),
    );
    expect(new Set(totals.slice(0, -1))).toEqual(new Set(['1100.16']));
    expect(sum(instalments.map(({ principal }) => principal.expected)).toFixed(2)).toBe('12000.00');
  });

  test('of declining principal, and of grace periods', () => {
    const declining = withFee({ interest: { interestCalculationMethod: 'DECLINING_BALANCE' } });
    expect(previewSchedule(declining, start, everyDayWorks).instalments.slice(0, 2).map(line)).toEqual([
      '1000.00 120.00 0.00 60.00',
      '1000.00 110.00 0.00 55.00',
    ]);
    const grace = (gracePeriodType: 'PAY_INTEREST_ONLY' | 'INTEREST_FORGIVENESS') =>
      previewSchedule(withFee({ schedule: { gracePeriod: 1, gracePeriodType } }), start, everyDayWorks)
        .instalments.slice(0, 2)
        .map(line);
    expect(grace('PAY_INTEREST_ONLY')[0]).toBe('0.00 120.00 0.00 60.00');
    expect(grace('INTEREST_FORGIVENESS')[0]).toBe('0.00 0.00 0.00 0.00');
  });
});

describe('a life', () => {
  const inPayment = withFee({ inPayment: true });

  test('accrues daily and is charged on due dates', () => {
    const running = fold(inPayment, [disbursed()], '2026-01-25');
    expect([running.accruedFee.toFixed(2), running.balances.fees.balance.toFixed(2)]).toEqual(['30.00', '0.00']);
    const due = fold(inPayment, [disbursed()], '2026-02-10');
    expect([due.accruedFee.toFixed(2), due.balances.fees.due.toFixed(2)]).toEqual(['0.00', '60.00']);
    expect(charged(due)).toEqual(['60.00 2026-02-10 FEE_APPLIED#fee#1']);
    expect(due.instalments[0] && line(due.instalments[0])).toBe('920.16 120.00 60.00 0.00');
  });

  test('paid on its days asks for what the schedule said', () => {
    const planned = previewSchedule(inPayment, start, everyDayWorks).instalments;
    const events = [
      disbursed(),
      ...planned.map(({ dueDate, principal, interest, fee }, index) =>
        repaid(index + 2, dueDate, principal.expected.plus(interest.expected).plus(fee.expectedUnapplied)),
      ),
    ];
    const end = fold(inPayment, events, '2027-01-10');
    expect([end.balances.total.toFixed(2), end.overpaid.toFixed(2), end.accruedFee.toFixed(2)]).toEqual([
      '0.00',
      '0.00',
      '0.00',
    ]);
    expect(end.instalments.map(({ state }) => state)).toEqual(planned.map(() => 'PAID'));
    expect(end.instalments.map(({ fee }) => fee.paid.toFixed(2))).toEqual(
      planned.map(({ fee }) => fee.expectedUnapplied.toFixed(2)),
    );
  });

  test('late: what is overdue goes on bearing the fee, unless it bears no interest', () => {
    const late = (more: Parameters<typeof dynamicTermsOf>[0]) =>
      charged(fold(withFee({ inPayment: true, ...more }), [disbursed()], '2026-03-10'));
    expect(late({})[1]).toBe('60.00 2026-03-10 FEE_APPLIED#fee#2');
    expect(late({ interest: { accrueLateInterest: false } })[1]).toBe('55.40 2026-03-10 FEE_APPLIED#fee#2');
  });

  test('a prepayment charges what has accrued before it, and gives what is ahead a new payment', () => {
    const terms = withFee({
      inPayment: true,
      payment: { prepayment: { prepaymentRecalculationMethod: 'REDUCE_AMOUNT_PER_INSTALLMENT' } as never },
    });
    const loan = fold(terms, [disbursed(), repaid(2, '2026-01-25', 6090)], '2026-01-25');
    // 60 of interest, 30 of the fee, 6000 of principal.
    expect(charged(loan)).toEqual(['30.00 2026-01-25 RATE_FEE_APPLIED']);
    expect(loan.balances.principal.balance.toFixed(2)).toBe('6000.00');
    const next = fold(terms, [disbursed(), repaid(2, '2026-01-25', 6090)], '2026-02-10');
    expect(charged(next)).toEqual(['30.00 2026-01-25 RATE_FEE_APPLIED', '15.00 2026-02-10 FEE_APPLIED#fee#1']);
    expect(
      next.instalments
        .slice(1, 3)
        .map(({ principal, interest, fee }) =>
          principal.expected.plus(interest.expected).plus(fee.expectedUnapplied).toFixed(2),
        ),
    ).toEqual([next.payment?.toFixed(2), next.payment?.toFixed(2)]);
  });

  test('undone, a charge of a due date is let go for good', () => {
    const waived: LoanEvent = {
      type: 'FEE_WAIVED',
      key: 'w',
      sequence: 2,
      valueDate: on('2026-02-10'),
      bookingDate: on('2026-02-10'),
      role: 'FEE_APPLIED#fee#1',
    };
    const loan = fold(inPayment, [disbursed(), waived], '2026-02-25');
    expect(charged(loan)).toEqual([]);
    expect(loan.accruedFee.toFixed(2)).toBe('30.00');
  });

  test('under a lock it accrues, and comes with the next due date without one', () => {
    const lock = (type: 'LOCKED' | 'UNLOCKED', sequence: number, day: string): LoanEvent => {
      const base = { key: `l${sequence}`, sequence, valueDate: on(day), bookingDate: on(day) };
      return type === 'LOCKED' ? { type, ...base, operations: ['APPLY_FEES'] } : { type, ...base };
    };
    const events = [disbursed(), lock('LOCKED', 2, '2026-01-20'), lock('UNLOCKED', 3, '2026-02-20')];
    const loan = fold(inPayment, events, '2026-03-10');
    expect(charged(loan)).toEqual(['120.00 2026-03-10 FEE_APPLIED#fee#2']);
  });

  test('a pay-off and a write-off charge what has accrued', () => {
    const base = { key: 'e', sequence: 2, valueDate: on('2026-01-25'), bookingDate: on('2026-01-25') };
    const zero = money(0);
    const paidOff: LoanEvent = {
      type: 'PAID_OFF',
      ...base,
      amount: money(12_090),
      reduced: { interest: zero, fees: zero, penalty: zero },
    };
    const off = fold(inPayment, [disbursed(), paidOff], '2026-01-25');
    expect([off.balances.total.toFixed(2), off.overpaid.toFixed(2), off.balances.fees.paid.toFixed(2)]).toEqual([
      '0.00',
      '0.00',
      '30.00',
    ]);
    const lost = fold(inPayment, [disbursed(), { type: 'WRITTEN_OFF', ...base }], '2026-01-25');
    const writeOff = lost.transactions.find(({ type }) => type === 'WRITE_OFF');
    expect([writeOff?.amount.toFixed(2), lost.accruedFee.toFixed(2)]).toEqual(['12090.00', '0.00']);
  });
});
