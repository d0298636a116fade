import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Instant } from '../../../kernel/instant.ts';
import { instant } from '../../../kernel/instant.ts';
import { type LocalDate, localDate, plusDays } from '../../../kernel/localDate.ts';
import { money, plus, rate, sum } from '../../../kernel/money.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import { decideAdjustment } from './decideAdjustment.ts';
import { decideFee } from './decideFee.ts';
import { decideDeposit, decideTransferIn, decideTransferOut, decideWithdrawal, type Posted } from './decidePosting.ts';
import { availableBalance, type DepositAccount } from './depositAccount.ts';
import type { DepositProduct } from './depositProduct.ts';
import { exampleAccount, exampleFacts, exampleProduct, noon, request } from './examples.ts';
import { accrueFurther, foldInterest, fromTheBeginning, type InterestFacts } from './interest/accountInterest.ts';
import { nothingAccrued } from './interest/accrued.ts';
import { decideApplication } from './interest/decideApplication.ts';
import { accepted, text } from './interest/testInterest.ts';

// What is undone leaves an account as it was: its money, what it owes, and the interest it bears.

const undo = { notes: 'undo', bookingDate: null };
const anyAmount = fc.integer({ min: 1, max: 60_000 }).map((cents) => money(cents / 100));

const kinds = ['deposit', 'withdrawal', 'fee', 'transfer in', 'transfer out'] as const;
type Kind = (typeof kinds)[number];

const decide = (
  kind: Kind,
  facts: ReturnType<typeof exampleFacts>,
  asked: ReturnType<typeof request>,
): Posted | Rejection => {
  switch (kind) {
    case 'deposit':
      return decideDeposit(facts, asked);
    case 'withdrawal':
      return decideWithdrawal(facts, asked);
    case 'transfer in':
      return decideTransferIn(facts, asked);
    case 'transfer out':
      return decideTransferOut(facts, asked);
    case 'fee':
      return decideFee(facts, { amount: asked.amount, predefinedFeeKey: null, externalId: null, notes: null });
  }
};

test('a posting that is undone leaves balance, available balance, fees due and term as they were', () => {
  const anyAccount = fc
    .record({
      balance: fc.integer({ min: -50_000, max: 50_000 }),
      feesDue: fc.integer({ min: 0, max: 5000 }),
      accountState: fc.constantFrom('ACTIVE', 'DORMANT'),
    })
    .map(({ balance, feesDue, accountState }) =>
      exampleAccount({
        totalBalance: money(balance / 100),
        feesDue: money(feesDue / 100),
        accountState,
        allowOverdraft: true,
        overdraftLimit: money(500),
        history: [],
      }),
    );
  fc.assert(
    fc.property(anyAccount, fc.constantFrom(...kinds), anyAmount, (before, kind, amount) => {
      const posted = decide(kind, exampleFacts(before), request(amount.toFixed()));
      fc.pre(!isRejection(posted));
      if (isRejection(posted)) return;
      const undone = accepted(decideAdjustment(exampleFacts(posted.account), posted.transaction, undo));
      const told = ({ totalBalance, feesDue, maturityDate }: DepositAccount) => [
        totalBalance.toFixed(),
        feesDue.toFixed(),
        maturityDate,
      ];
      expect(told(undone.account)).toEqual(told(before));
      expect(availableBalance(undone.account, noon).toFixed()).toBe(availableBalance(before, noon).toFixed());
      expect(plus(undone.transaction.amount, posted.transaction.amount).isZero()).toBe(true);
      expect(sum([undone, posted].map(({ transaction }) => transaction.feesAmount)).isZero()).toBe(true);
    }),
    { numRuns: 500 },
  );
});

// Interest of an account by days of UTC: it opened ten days ago.
const dayOf = (moment: Instant): LocalDate => {
  const date = new Date(moment);
  return localDate(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
};
const facts: InterestFacts = {
  localDateOf: dayOf,
  indexSource: () => undefined,
  isWorkingDay: () => true,
  endOfDayFrom: null,
};
const today = dayOf(noon);
const opened = plusDays(today, -10);
const startOf = (day: LocalDate): Instant => instant(Date.parse(`${day}T00:00:00Z`));
const fixed = (percent: number) => [
  { from: fromTheBeginning, value: { terms: 'FIXED' as const, rate: rate(percent) } },
];
const rateSettings = {
  interestRateSource: 'FIXED_INTEREST_RATE' as const,
  interestRateTerms: 'FIXED' as const,
  interestRate: { minValue: null, maxValue: null, defaultValue: null },
  interestRateTiers: [],
  allowNegativeInterestRate: false,
  interestChargeFrequency: 'ANNUALIZED' as const,
  interestChargeFrequencyCount: 1,
  index: null,
};
const bearing: DepositProduct = {
  ...exampleProduct,
  interest: {
    daysInYear: 'ACTUAL_365_FIXED',
    interestCalculationBalance: 'END_OF_DAY',
    maximumBalance: null,
    collectInterestWhenLocked: false,
    accrueInterestAfterMaturity: false,
    allowNegativeInterestRate: false,
    interestPaymentPoint: 'FIRST_DAY_OF_MONTH',
    interestPaymentDates: [],
    interestGainsProvidedStartDate: null,
    interestGainsProvidedEndDate: null,
    rateSettings,
  },
  overdraftInterest: { daysInYear: 'ACTUAL_360', interestCalculationBalance: 'END_OF_DAY', rateSettings },
};
const factsOf = (account: DepositAccount) => ({ ...exampleFacts(account), product: bearing });

const anyLife: fc.Arbitrary<DepositAccount> = fc
  .array(fc.tuple(fc.nat(9), fc.integer({ min: -100_000, max: 200_000 })), { maxLength: 8 })
  .map((moves) => {
    const history = [[0, 100_000] as const, ...moves]
      .map(([day, cents], index) => ({
        valueDate: instant(startOf(plusDays(opened, day)) + index * 60_000),
        amount: money(cents / 100),
      }))
      .toSorted((left, right) => left.valueDate - right.valueDate);
    return exampleAccount({
      activationDate: startOf(opened),
      totalBalance: money(sum(history.map(({ amount }) => amount)).toFixed()),
      allowOverdraft: true,
      overdraftLimit: money(100_000),
      history,
      interest: {
        credit: fixed(7.5),
        overdraft: fixed(18),
        creditIndexed: false,
        overdraftIndexed: false,
        locks: [],
        limits: [],
        dormancies: [],
        own: null,
        scheduled: [],
      },
    });
  });
const accruedOf = (account: DepositAccount) => {
  const state = accepted(foldInterest(account, bearing, account.history ?? [], today, facts));
  return state === null ? null : text(state.accrued);
};

test('a posting that is undone leaves the interest as it was, whatever its value date', () => {
  fc.assert(
    fc.property(anyLife, fc.constantFrom(...kinds), anyAmount, fc.nat(9), (before, kind, amount, day) => {
      const valueDate = instant(startOf(plusDays(opened, day)) + 40_000_000);
      const posted = decide(kind, factsOf(before), request(amount.toFixed(), { valueDate }));
      fc.pre(!isRejection(posted));
      if (isRejection(posted)) return;
      const undone = accepted(decideAdjustment(factsOf(posted.account), posted.transaction, undo));
      expect(accruedOf(undone.account)).toEqual(accruedOf(before));
    }),
    { numRuns: 300 },
  );
});

test('an application that is undone leaves money and interest as they were, and is the same when it is done again', () => {
  fc.assert(
    fc.property(anyLife, fc.integer({ min: 1, max: 10 }), (life, day) => {
      const before = { ...life, accruedTo: today };
      const date = plusDays(opened, day);
      const asked = { date, valueDate: startOf(date), notes: null };
      const applied = accepted(decideApplication(factsOf(before), asked, facts));
      fc.pre(applied.posted !== null);
      if (applied.posted === null) return;
      const { transaction, account } = applied.posted;
      const again = accepted(decideAdjustment(factsOf(account), transaction, undo)).account;
      expect(again.totalBalance.toFixed()).toBe(before.totalBalance.toFixed());
      expect(again.lastInterestStoredDate).toBe(before.lastInterestStoredDate);
      expect(accruedOf(again)).toEqual(accruedOf(before));
      const twice = accepted(decideApplication(factsOf(again), asked, facts));
      expect(twice.posted?.transaction.amount.toFixed()).toBe(transaction.amount.toFixed());
      expect(twice.posted?.account.totalBalance.toFixed()).toBe(account.totalBalance.toFixed());
    }),
    { numRuns: 300 },
  );
});

test('nights that accrue one day each come to what the fold of all days does', () => {
  fc.assert(
    fc.property(anyLife, (life) => {
      const quiet = { ...life, history: life.history?.slice(0, 1) ?? [], totalBalance: money(1000) };
      let accrued = nothingAccrued;
      for (let day = opened; day < today; day = plusDays(day, 1)) {
        const account = { ...quiet, accrued, accruedTo: day, activationDate: startOf(opened) };
        if (account.interest === null) throw new Error('it bears interest');
        accrued = accepted(accrueFurther(account, account.interest, bearing, plusDays(day, 1), facts)).accrued;
      }
      expect(text(accrued)).toEqual(accruedOf(quiet));
    }),
    { numRuns: 20 },
  );
});
