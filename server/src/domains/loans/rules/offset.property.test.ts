import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LocalDate, plusDays } from '../../../kernel/localDate.ts';
import { type Money, minus, money, plus, sum, times, zero } from '../../../kernel/money.ts';
import { everyDayWorks } from './calendar.ts';
import type { LoanEvent } from './events.ts';
import type { Trace } from './explanation.ts';
import { foldLoan } from './foldLoan.ts';
import {
  type DepositMoves,
  dayEndsOf,
  type OffsetTerms,
  offsetOfJson,
  offsetOn,
  offsetToJson,
  withDayEnds,
} from './offset.ts';
import type { LoanState } from './state.ts';
import type { LoanTerms } from './terms.ts';
import { on } from './testLoan.ts';
import { anyReadings } from './testRedraw.ts';
import { dynamicTermsOf } from './testTerms.ts';

const start = on('2026-01-01');
const amount = money(12_000);

const anyLoan: fc.Arbitrary<LoanTerms> = fc
  .record({
    rate: fc.integer({ min: 1, max: 30 }),
    method: fc.constantFrom('DECLINING_BALANCE' as const, 'DECLINING_BALANCE_DISCOUNTED' as const),
    late: fc.constantFrom('NO_RECALCULATION' as const, 'LAST_INSTALLMENT_INCREASE' as const),
    elements: fc.constantFrom('PRINCIPAL_EXPECTED_FIXED' as const, 'TOTAL_EXPECTED_FIXED' as const),
    count: fc.integer({ min: 1, max: 12 }),
    afterwards: fc.boolean(),
    apart: fc.boolean(),
    readings: anyReadings(amount, start),
  })
  .map(({ rate, method, late, elements, count, afterwards, apart, readings }) => ({
    ...dynamicTermsOf({
      loanAmount: amount,
      rate,
      interest: {
        interestCalculationMethod: method,
        accrueInterestAfterMaturity: afterwards,
        ...(apart ? { decoupleInterestFromArrears: true } : {}),
      },
      schedule: { repaymentInstallments: count },
      payment: {
        latePaymentsRecalculationMethod: late,
        prepayment: { elementsRecalculationMethod: elements },
      },
    }),
    offset: { readings },
  }));

const anyPayments = fc.array(
  fc.record({ day: fc.integer({ min: 0, max: 200 }), amount: fc.integer({ min: 1, max: 1500 }) }),
  {
    maxLength: 6,
  },
);

type Payments = readonly { readonly day: number; readonly amount: number }[];

const lifeOf = (payments: Payments): LoanEvent[] => {
  const base = (index: number, day: LocalDate) => ({
    key: `e${index}`,
    sequence: index,
    valueDate: day,
    bookingDate: day,
  });
  return [
    { type: 'DISBURSED', ...base(0, start), amount },
    ...payments.map(
      (payment, index): LoanEvent => ({
        type: 'REPAID',
        ...base(index + 1, plusDays(start, payment.day)),
        amount: money(payment.amount),
      }),
    ),
  ];
};

const folded = (
  terms: LoanTerms,
  events: readonly LoanEvent[],
  day: LocalDate,
): { loan: LoanState; borne: Money; saved: Money } => {
  const trace: Trace = { interest: [], penalties: [], holidays: [] };
  const loan = foldLoan(terms, events, day, everyDayWorks, trace);
  return {
    loan,
    borne: sum(trace.interest.map((part) => part.amount)),
    saved: sum(trace.interest.map(({ offset }) => offset?.saved ?? zero)),
  };
};

const text = (value: Money): string => value.toDecimalPlaces(12).toFixed();

/** The interest of each day by itself: what is owed of the principal at its end, less what lay in the deposit, and what that would have borne. */
const dayByDay = (
  terms: LoanTerms & { readonly offset: OffsetTerms },
  { transactions, instalments }: LoanState,
  end: LocalDate,
) => {
  let [borne, saved] = [zero, zero];
  const last = instalments.at(-1)?.dueDate ?? start;
  for (let day = start; day < end; day = plusDays(day, 1)) {
    if (day >= last && !terms.interest.accrueInterestAfterMaturity) break;
    const principal = transactions.filter(({ valueDate }) => valueDate <= day).at(-1)?.balancesAfter.principal ?? zero;
    const there = offsetOn(terms.offset, day);
    const covered = there.greaterThan(principal) ? principal : there;
    const ofDay = (balance: Money): Money => money(times(balance, terms.interest.interestRate).div(36_500));
    borne = plus(borne, ofDay(minus(principal, covered)));
    saved = plus(saved, ofDay(covered));
  }
  return { borne, saved };
};

test('interest is that of the plain loop over days, on what is owed less what lay in the deposit', () => {
  fc.assert(
    fc.property(anyLoan, anyPayments, fc.integer({ min: 200, max: 420 }), (terms, payments, days) => {
      const { offset } = terms;
      if (!offset) return;
      const end = plusDays(start, days);
      const { loan, borne, saved } = folded(terms, lifeOf(payments), end);
      const plain = dayByDay({ ...terms, offset }, loan, end);
      expect([text(borne), text(saved)]).toEqual([text(plain.borne), text(plain.saved)]);
    }),
    { numRuns: 150 },
  );
});

test('a deposit never makes a loan dearer, nor interest negative, and one of nothing changes nothing', () => {
  fc.assert(
    fc.property(anyLoan, fc.integer({ min: 0, max: 420 }), (terms, days) => {
      const end = plusDays(start, days);
      const { offset: _offset, ...without } = terms;
      const [mine, plain] = [folded(terms, lifeOf([]), end), folded(without, lifeOf([]), end)];
      expect(mine.borne.isNegative()).toBe(false);
      // Two stretches may differ from one in the last digits that a decimal keeps.
      expect(minus(mine.borne, plain.borne).greaterThan('1e-12')).toBe(false);
      expect(text(plus(mine.borne, mine.saved))).toBe(text(plain.borne));
      const charged = ({ balances, accruedInterest }: LoanState): Money =>
        plus(balances.interest.balance, accruedInterest);
      // Each period may round by half a cent.
      expect(charged(mine.loan).greaterThan(plus(charged(plain.loan), money('0.2')))).toBe(false);
      const nothing = folded({ ...terms, offset: { readings: [{ from: start, balance: zero }] } }, lifeOf([]), end);
      expect(JSON.stringify({ ...nothing.loan, terms: null })).toBe(JSON.stringify({ ...plain.loan, terms: null }));
    }),
    { numRuns: 100 },
  );
});

const anyMoves: fc.Arbitrary<DepositMoves['moves']> = fc
  .array(fc.record({ day: fc.integer({ min: 1, max: 40 }), amount: fc.integer({ min: -500, max: 500 }) }), {
    maxLength: 12,
  })
  .map((moves) =>
    [...Map.groupBy(moves, ({ day }) => day)]
      .sort(([left], [right]) => left - right)
      .map(([day, some]) => ({ day: plusDays(start, day), amount: sum(some.map((one) => money(one.amount))) })),
  );

test('readings kept night by night are those of all days at once, and read again they change nothing', () => {
  fc.assert(
    fc.property(anyMoves, fc.integer({ min: -300, max: 300 }), (moves, begins) => {
      const balance = plus(money(begins), sum(moves.map((move) => move.amount)));
      const end = plusDays(start, 45);
      let kept: OffsetTerms = { readings: [] };
      for (let day = start; day <= end; day = plusDays(day, 1)) {
        const later = moves.filter((move) => move.day > day);
        kept = withDayEnds(kept, dayEndsOf({ balance, moves: later }, day, day))?.offset ?? kept;
      }
      const all = dayEndsOf({ balance, moves }, start, end);
      expect(JSON.stringify(offsetToJson(kept))).toBe(JSON.stringify(offsetToJson({ readings: all })));
      expect(withDayEnds(kept, all)).toBeUndefined();
      expect(JSON.stringify(offsetOfJson(offsetToJson(kept)))).toBe(JSON.stringify(kept));
    }),
  );
});
