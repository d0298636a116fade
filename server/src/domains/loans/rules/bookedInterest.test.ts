import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LocalDate, plusDays } from '../../../kernel/localDate.ts';
import { isZero, type Money, minus, money, plus, zero } from '../../../kernel/money.ts';
import {
  arrearsFromBooks,
  booksAccruals,
  booksOnNightOf,
  chargedFromArrears,
  chargedInterest,
  chargedOfHolidays,
  earnedFromArrears,
  earnedNotApplied,
  earnedOfHolidays,
  holidaysFromBooks,
  interestFromBooks,
} from './bookedInterest.ts';
import { everyDayWorks } from './calendar.ts';
import { diffTransactions } from './diffTransactions.ts';
import type { LoanEvent } from './events.ts';
import { foldLoan } from './foldLoan.ts';
import { loanJournal } from './loanJournal.ts';
import type { LoanState, LoanTransactionDraft } from './state.ts';
import type { LoanTerms } from './terms.ts';
import { anySteps, anyTerms, lifeOf, start } from './testLives.ts';
import { on } from './testLoan.ts';
import { taxesOwed } from './testTaxes.ts';
import { termsOf } from './testTerms.ts';

describe('the nights that book', () => {
  test.each([
    ['ACCRUAL', 'DAILY', '2026-06-15', 'books'],
    ['ACCRUAL', 'END_OF_MONTH', '2026-06-15', 'waits'],
    ['ACCRUAL', 'END_OF_MONTH', '2026-06-30', 'books'],
    ['ACCRUAL', 'END_OF_MONTH', '2028-02-29', 'books'],
    ['ACCRUAL', 'NONE', '2026-06-30', 'never'],
    ['CASH', 'NONE', '2026-06-30', 'never'],
  ] as const)('%s %s on %s: %s', (accountingMethod, interestAccruedAccountingMethod, day, expected) => {
    const product = { accountingMethod, interestAccruedAccountingMethod };
    const does = booksOnNightOf(on(day), product) ? 'books' : booksAccruals(product) ? 'waits' : 'never';
    expect(does).toBe(expected);
  });
});

describe('of what the books hold', () => {
  test.each([
    ['INTEREST_APPLIED', 30, '29.996', '30'],
    ['INTEREST_APPLIED', 30, '31', '30'],
    ['INTEREST_APPLIED', 30, '10.004', '10'],
    ['INTEREST_APPLIED', 30, '0.004', '0'],
    ['INTEREST_APPLIED', 30, '-2', '0'],
    ['WRITE_OFF', 500, '10.006', '10.01'],
    ['WRITE_OFF', 500, '-1', '0'],
    ['REPAYMENT', 30, '10', '0'],
  ])('a %s of %d takes out of %s: %s', (type, amount, held, expected) => {
    expect(interestFromBooks({ type, amount: money(amount) }, money(held), 2).toString()).toBe(expected);
  });

  test.each([
    ['what accrues, what a lock keeps back and what a holiday accrues', 0, 0, '6.5'],
    ['what a due date applied and nobody posted yet', 100, 40, '66.5'],
    ['nothing where more was posted than is earned', 0, 40, '0'],
  ])('%s', (_, charged, posted, expected) => {
    const transactions = [
      { type: 'INTEREST_APPLIED', amount: money(charged + 5) },
      { type: 'INTEREST_DUE_REDUCED', amount: money(5) },
      { type: 'REPAYMENT', amount: money(77) },
    ] as unknown as LoanTransactionDraft[];
    const loan = {
      terms: termsOf(),
      transactions,
      accruedInterest: money('1.5'),
      holidayInterest: money(2),
      withheldInterest: money(3),
    };
    expect(earnedNotApplied(loan, money(posted)).toString()).toBe(expected);
  });
});

type Posted = LoanTransactionDraft & {
  readonly taken: Money;
  readonly takenLate: Money;
  readonly takenHolidays: Money;
};

/** The books of one loan: what was posted, what they hold as accrued, and what is on the accounts of interest. */
const openBooks = (terms: LoanTerms) => {
  let standing: readonly Posted[] = [];
  let held: Money = zero;
  let heldLate: Money = zero;
  let heldHolidays: Money = zero;
  const accounts: Record<string, Money> = { INTEREST_RECEIVABLE: zero, INTEREST_INCOME: zero };
  let fromNow: Money = zero;
  const book = (posted: Posted, sign: 1 | -1): void => {
    for (const { resource, side, amount } of loanJournal('ACCRUAL', {
      ...posted,
      interestFromBooks: plus(plus(posted.taken, posted.takenLate), posted.takenHolidays),
      arrearsFromBooks: posted.takenLate,
      holidaysFromBooks: posted.takenHolidays,
    })) {
      const signed = money(amount.times(side === 'DEBIT' ? sign : -sign));
      accounts[resource] = plus(accounts[resource] ?? zero, signed);
    }
  };
  const at = (events: readonly LoanEvent[], day: LocalDate): LoanState => foldLoan(terms, events, day, everyDayWorks);
  return {
    post: (events: readonly LoanEvent[], day: LocalDate): LoanState => {
      const loan = at(events, day);
      const { reverse, post } = diffTransactions(standing, loan.transactions);
      for (const one of reverse) {
        held = plus(held, one.taken);
        heldLate = plus(heldLate, one.takenLate);
        heldHolidays = plus(heldHolidays, one.takenHolidays);
        book(one, -1);
      }
      const posted = post.map((draft): Posted => {
        const taken = interestFromBooks(draft, held, 2);
        const takenLate = arrearsFromBooks(draft, heldLate, 2);
        held = minus(held, taken);
        heldLate = minus(heldLate, takenLate);
        const takenHolidays = holidaysFromBooks(draft, heldHolidays, 2);
        heldHolidays = minus(heldHolidays, takenHolidays);
        if (draft.type === 'INTEREST_APPLIED')
          fromNow = plus(fromNow, minus(minus(minus(chargedInterest([draft]), taken), takenLate), takenHolidays));
        book({ ...draft, taken, takenLate, takenHolidays }, 1);
        return { ...draft, taken, takenLate, takenHolidays };
      });
      standing = [...standing.filter((one) => !reverse.includes(one)), ...posted];
      return loan;
    },
    night: (events: readonly LoanEvent[], day: LocalDate): void => {
      const loan = at(events, plusDays(day, 1));
      const all = earnedNotApplied(loan, chargedInterest(standing));
      const late = earnedFromArrears(loan, chargedFromArrears(standing), all);
      const accruedLate = minus(late, heldLate);
      accounts.INTEREST_FROM_ARREARS_RECEIVABLE = plus(accounts.INTEREST_FROM_ARREARS_RECEIVABLE ?? zero, accruedLate);
      accounts.INTEREST_FROM_ARREARS_INCOME = minus(accounts.INTEREST_FROM_ARREARS_INCOME ?? zero, accruedLate);
      heldLate = late;
      const holidays = earnedOfHolidays(loan, chargedOfHolidays(standing), minus(all, late));
      const accruedHolidays = minus(holidays, heldHolidays);
      accounts.PAYMENT_HOLIDAY_INTEREST_RECEIVABLE = plus(
        accounts.PAYMENT_HOLIDAY_INTEREST_RECEIVABLE ?? zero,
        accruedHolidays,
      );
      accounts.PAYMENT_HOLIDAY_INTEREST_INCOME = minus(
        accounts.PAYMENT_HOLIDAY_INTEREST_INCOME ?? zero,
        accruedHolidays,
      );
      heldHolidays = holidays;
      const wanted = minus(minus(all, late), holidays);
      const accrued = minus(wanted, held);
      accounts.INTEREST_RECEIVABLE = plus(accounts.INTEREST_RECEIVABLE ?? zero, accrued);
      accounts.INTEREST_INCOME = minus(accounts.INTEREST_INCOME ?? zero, accrued);
      held = wanted;
    },
    held: () => held,
    heldLate: () => heldLate,
    heldHolidays: () => heldHolidays,
    charged: () => minus(minus(chargedInterest(standing), chargedFromArrears(standing)), chargedOfHolidays(standing)),
    chargedHolidays: () => chargedOfHolidays(standing),
    chargedLate: () => chargedFromArrears(standing),
    on: (account: string) => accounts[account] ?? zero,
    /** Interest that was income only when it was applied. */
    fromNow: () => fromNow,
  };
};

describe('night after night of any life', () => {
  test('income is what was applied and what the books hold, and the receivable what is owed and what they hold', () => {
    fc.assert(
      fc.property(anyTerms, anySteps, fc.integer({ min: 2, max: 20 }), (terms, steps, every) => {
        const life = lifeOf(terms, steps);
        const books = openBooks(terms);
        const logged: LoanEvent[] = [];
        let day = start;
        const nights = (until: LocalDate): void => {
          for (; day < until; day = plusDays(day, every)) {
            books.post(logged, day);
            books.night(logged, day);
          }
        };
        for (const event of life) {
          nights(event.valueDate);
          logged.push(event);
          const loan = books.post(logged, event.valueDate < day ? day : event.valueDate);
          expect(books.on('INTEREST_INCOME').negated().toFixed()).toBe(plus(books.charged(), books.held()).toFixed());
          const { interest, fromArrears } = loan.balances;
          const taxes = taxesOwed(loan);
          const late = minus(fromArrears.balance, taxes.fromArrears);
          const holidays = minus(loan.appliedHolidayInterest, taxes.ofHolidays);
          expect(books.on('INTEREST_RECEIVABLE').toFixed()).toBe(
            plus(minus(minus(minus(interest.balance, taxes.interest), late), holidays), books.held()).toFixed(),
          );
          expect(books.on('PAYMENT_HOLIDAY_INTEREST_RECEIVABLE').toFixed()).toBe(
            plus(holidays, books.heldHolidays()).toFixed(),
          );
          expect(books.on('PAYMENT_HOLIDAY_INTEREST_INCOME').negated().toFixed()).toBe(
            plus(books.chargedHolidays(), books.heldHolidays()).toFixed(),
          );
          expect(books.on('INTEREST_FROM_ARREARS_RECEIVABLE').toFixed()).toBe(plus(late, books.heldLate()).toFixed());
          expect(books.on('INTEREST_FROM_ARREARS_INCOME').negated().toFixed()).toBe(
            plus(books.chargedLate(), books.heldLate()).toFixed(),
          );
        }
        // Everything is undone: the books let go of all of it.
        books.post([], day);
        books.night([], day);
        const late = [
          books.heldLate(),
          books.on('INTEREST_FROM_ARREARS_RECEIVABLE'),
          books.heldHolidays(),
          books.on('PAYMENT_HOLIDAY_INTEREST_RECEIVABLE'),
        ];
        expect(
          [books.held(), books.on('INTEREST_INCOME'), books.on('INTEREST_RECEIVABLE'), ...late].every(isZero),
        ).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  test('what accrues day by day is what due dates apply', () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        const [disbursed] = lifeOf(terms, []);
        if (!disbursed) throw new Error('no disbursement');
        const events = [disbursed];
        const books = openBooks(terms);
        const last = foldLoan(terms, events, start, everyDayWorks).instalments.at(-1)?.dueDate ?? start;
        const end = last < plusDays(start, 120) ? last : plusDays(start, 120);
        books.post(events, start);
        // Flat interest does not accrue, and that of the disbursement is applied at once.
        const before = books.fromNow();
        const isFlat = terms.interest.interestCalculationMethod === 'FLAT';
        for (let day = start; day < end; day = plusDays(day, 1)) {
          books.post(events, day);
          books.night(events, day);
        }
        if (!isFlat) expect(minus(books.fromNow(), before).toFixed()).toBe('0');
      }),
      { numRuns: 8 },
    );
  });

  test('a fixed loan earns its interest evenly', () => {
    const terms = termsOf();
    const [disbursed] = lifeOf(terms, []);
    if (!disbursed) throw new Error('no disbursement');
    const books = openBooks(terms);
    books.post([disbursed], start);
    books.night([disbursed], plusDays(start, 2));
    const tenth = books.held();
    books.night([disbursed], plusDays(start, 5));
    expect(books.held().minus(tenth.times(2)).abs().lessThan('1e-15')).toBe(true);
  });
});
