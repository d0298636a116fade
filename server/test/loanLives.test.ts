import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, type LoanProductChanges, loanBank, loanRules } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';
import { type ReferenceEvent, type ReferenceLoan, referenceFigures } from './harness/loanReference.ts';

// Loans through three years by the clock, each in 36 monthly instalments. On the first of every month the books must agree, and on each day on which
// something happens the balances of the loan must be those that a plain loop over days comes to.

type Life = {
  readonly name: string;
  readonly loan: { readonly id: string; readonly encodedKey: string };
  readonly terms: ReferenceLoan;
  readonly events: ReferenceEvent[];
  /** What happens, by day. */
  readonly diary: Map<string, ((life: Life) => Promise<void>)[]>;
  /** Posted payments that are undone later, by name. */
  readonly posted: Map<string, { readonly id: unknown; readonly event: ReferenceEvent }>;
  writtenOff: boolean;
};

const start = '2027-01-31';
let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let today = start;
const lives: Life[] = [];

const momentOf = (day: string): string => `${day}T00:00:00+00:00`;
const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
/** The due date of an instalment: the 28th, since the first one falls into a February. */
const due = (number: number, days = 0): string =>
  dayAfter(new Date(Date.UTC(2027, number, 28)).toISOString().slice(0, 10), days);

type Act = (life: Life) => Promise<void>;
const note = (life: Life, event: ReferenceEvent): ReferenceEvent => {
  life.events.push(event);
  return event;
};
const dueNow = async (life: Life): Promise<number> => {
  const { balances } = await desk.account(life.loan);
  const dues = [balances?.principalDue, balances?.interestDue, balances?.feesDue, balances?.penaltyDue];
  return Number(dues.reduce((sum: number, one) => sum + Number(one ?? 0), 0).toFixed(2));
};
const pay =
  (
    more: { readonly amount?: number; readonly extra?: number; readonly on?: string; readonly name?: string } = {},
  ): Act =>
  async (life) => {
    const amount = Number(((more.amount ?? (await dueNow(life))) + (more.extra ?? 0)).toFixed(2));
    if (amount === 0) return;
    const dated = more.on === undefined ? {} : { valueDate: momentOf(more.on) };
    const { id } = await desk.repay(life.loan, amount, dated);
    const event = note(life, { day: more.on ?? today, type: 'REPAID', amount });
    if (more.name !== undefined) life.posted.set(more.name, { id, event });
  };
const undo =
  (name: string): Act =>
  async (life) => {
    const made = life.posted.get(name);
    if (!made) throw new Error(`${life.name} posted no ${name}`);
    // A correction posts later payments again, under new ids.
    await desk.adjust(made);
    life.events.splice(life.events.indexOf(made.event), 1);
  };
const fee =
  (amount: number, instalment?: number): Act =>
  async (life) => {
    const named = instalment === undefined ? {} : { instalment };
    await desk.fee(life.loan, amount, instalment === undefined ? {} : { installmentNumber: instalment });
    note(life, { day: today, type: 'FEE', amount, ...named });
  };
const interest: Act = async (life) => {
  await bank.ok('applyLoanInterest', { path: loanPath(life.loan), body: { interestApplicationDate: momentOf(today) } });
  note(life, { day: today, type: 'INTEREST' });
};
const lock: Act = async (life) => {
  await bank.ok('lockLoan', { path: loanPath(life.loan), body: { lockedOperations: ['APPLY_INTEREST'] } });
  note(life, { day: today, type: 'LOCKED' });
};
const unlock: Act = async (life) => {
  await bank.ok('unlockLoan', { path: loanPath(life.loan), body: {} });
  note(life, { day: today, type: 'UNLOCKED' });
};
const writeOff: Act = async (life) => {
  await bank.ok('writeOffLoan', { path: loanPath(life.loan), body: { notes: 'lost' } });
  life.writtenOff = true;
};
const undoWriteOff: Act = async (life) => {
  await bank.ok('undoWriteOffLoan', { path: loanPath(life.loan), body: {} });
  life.writtenOff = false;
};

const begin = async (
  name: string,
  product: LoanProductChanges,
  terms: Omit<ReferenceLoan, 'principal' | 'instalments' | 'rate'>,
  days: Readonly<Record<string, readonly Act[]>>,
): Promise<void> => {
  const key = await lender.loanProduct(name, product);
  const loan = await lender.approvedLoan(key, { scheduleSettings: { gracePeriod: 0, repaymentInstallments: 36 } });
  await desk.disburse(loan);
  const diary = new Map(Object.entries(days).map(([day, acts]) => [day, [...acts]]));
  const events: ReferenceEvent[] = [{ day: start, type: 'DISBURSED' }];
  const agreed = { principal: '10000', instalments: 36, rate: '12', ...terms };
  lives.push({ name, loan, terms: agreed, events, diary, posted: new Map(), writtenOff: false });
};

/** Days on which the customer pays what is due: every due date but those that the diary tells of. */
const punctual = (
  exceptions: Readonly<Record<string, readonly Act[]>>,
  skipped: readonly number[],
): Readonly<Record<string, readonly Act[]>> => {
  const regular = Array.from({ length: 36 }, (_, index) => index + 1).filter((number) => !skipped.includes(number));
  return { ...Object.fromEntries(regular.map((number) => [due(number), [pay()]])), ...exceptions };
};

/** Books interest as it accrues. */
const accruing = (interestAccruedAccountingMethod: string) => ({
  accountingSettings: {
    accountingMethod: 'ACCRUAL',
    accountingRules: loanRules(lender.gl),
    interestAccruedAccountingMethod,
  },
});

const penalties = {
  penaltySettings: {
    loanPenaltyCalculationMethod: 'OVERDUE_BALANCE_AND_INTEREST',
    loanPenaltyGracePeriod: 3,
    penaltyRate: { minValue: 0, maxValue: 1, defaultValue: 0.1 },
  },
};
const dynamic = { repaymentScheduleMethod: 'DYNAMIC' };
const byDays = { scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' };

beforeAll(async () => {
  bank = await startBank({ today: start, timeZone: 'UTC' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  await begin(
    'FIXED',
    {},
    { type: 'FIXED', method: 'EQUAL', year: '30/360' },
    punctual(
      {
        [due(3, 10)]: [pay()],
        [due(6)]: [pay({ amount: 100 })],
        [due(6, 2)]: [pay({ amount: 50.5 }), pay()],
        [due(8, 15)]: [pay({ amount: 332.14 })],
        [due(12, 5)]: [pay({ on: due(12) })],
        [due(15)]: [pay({ extra: 500, name: 'too much' })],
        [due(15, 2)]: [undo('too much')],
        [due(15, 3)]: [pay()],
        [due(18, -1)]: [fee(12.5, 18)],
        [due(20)]: [pay({ name: 'bounced' })],
        [due(22, 3)]: [undo('bounced')],
        [due(22, 20)]: [pay()],
        [due(30, 8)]: [writeOff],
        [due(30, 40)]: [undoWriteOff, pay()],
      },
      [3, 6, 9, 12, 15, 20, 30, 31],
    ),
  );
  await begin(
    'FLAT',
    {
      interest: { interestCalculationMethod: 'FLAT', interestApplicationMethod: 'AFTER_DISBURSEMENT' },
      others: penalties,
    },
    { type: 'FIXED', method: 'FLAT', year: '30/360', atOnce: true, penalty: { rate: '0.1', grace: 3 } },
    punctual(
      {
        [due(4, 3)]: [pay()],
        [due(5, 4)]: [pay()],
        [due(7)]: [pay({ amount: 200 })],
        [due(8, 12)]: [pay({ amount: 300 }), fee(7, 10)],
        [due(8, 20)]: [pay()],
        [due(13, 25)]: [pay({ on: due(13, 1) })],
        [due(24, 50)]: [pay({ name: 'mistaken' })],
        [due(24, 60)]: [undo('mistaken'), pay({ amount: 400, on: due(24, 55) })],
        [due(24, 70)]: [pay()],
      },
      [4, 5, 7, 8, 13, 24, 25, 26],
    ),
  );
  await begin(
    'DECLINING',
    {
      type: 'DYNAMIC_TERM_LOAN',
      schedule: dynamic,
      interest: { ...byDays, daysInYear: 'ACTUAL_365_FIXED', interestCalculationMethod: 'DECLINING_BALANCE' },
      others: accruing('DAILY'),
    },
    { type: 'DYNAMIC', method: 'DECLINING', year: 'ACT/365', overpaid: 'NEXT' },
    punctual(
      {
        [due(2, 14)]: [pay({ amount: 700 })],
        [due(5)]: [pay({ amount: 150 })],
        [due(5, 9)]: [pay()],
        [due(7, 10)]: [interest],
        [due(9, 6)]: [pay({ on: due(9, -3) })],
        [due(11, -5)]: [fee(20)],
        [due(14, 4)]: [lock],
        [due(15)]: [pay()],
        [due(16, 5)]: [unlock],
        [due(16, 7)]: [pay()],
        [due(19)]: [pay({ extra: 1000, name: 'too much' })],
        [due(20, 11)]: [undo('too much'), pay()],
        [due(25, 3)]: [writeOff],
        [due(26, 3)]: [undoWriteOff, pay()],
      },
      [5, 9, 14, 15, 16, 19, 25, 26],
    ),
  );
  await begin(
    'EQUAL',
    {
      type: 'DYNAMIC_TERM_LOAN',
      schedule: dynamic,
      interest: { ...byDays, daysInYear: 'E30_360' },
      prepayment: {
        prepaymentRecalculationMethod: 'REDUCE_AMOUNT_PER_INSTALLMENT',
      },
      others: { ...penalties, ...accruing('END_OF_MONTH') },
    },
    {
      type: 'DYNAMIC',
      method: 'EQUAL',
      year: '30/360',
      overpaid: 'SMALLER',
      penalty: { rate: '0.1', grace: 3 },
    },
    punctual(
      {
        [due(5)]: [pay({ extra: 1000 })],
        [due(8, 12)]: [pay()],
        [due(10, 4)]: [pay({ on: due(10) })],
        [due(13, 30)]: [fee(5.55)],
        [due(15, 3)]: [pay()],
        [due(20)]: [pay({ extra: 2000, name: 'too much' })],
        [due(21, 6)]: [undo('too much'), pay()],
        [due(27)]: [pay({ amount: 40 })],
        [due(27, 9)]: [pay({ amount: 60 })],
        [due(27, 18)]: [pay()],
      },
      [5, 8, 10, 14, 15, 20, 27],
    ),
  );
});
afterAll(() => bank.stop());

const figuresOf = async ({ loan, terms }: Life) => {
  const { balances, daysLate, accruedInterest } = await desk.account(loan);
  const told = (amount: unknown): string => Number(amount ?? 0).toFixed(2);
  return {
    principal: told(balances?.principalBalance),
    interest: told(balances?.interestBalance),
    fees: told(balances?.feesBalance),
    penalty: told(balances?.penaltyBalance),
    principalDue: told(balances?.principalDue),
    daysLate,
    accrued: terms.type === 'DYNAMIC' ? told(accruedInterest) : '0.00',
  };
};

const nothing = {
  principal: '0.00',
  interest: '0.00',
  fees: '0.00',
  penalty: '0.00',
  principalDue: '0.00',
  daysLate: 0,
};

const check = async (life: Life, when: string): Promise<void> => {
  const expected = life.writtenOff ? { ...nothing, accrued: '0.00' } : referenceFigures(life.terms, life.events, today);
  expect({ loan: life.name, today, when, ...(await figuresOf(life)) }).toEqual({
    loan: life.name,
    today,
    when,
    ...expected,
  });
};

test('live through three years as the reference does', async () => {
  const firsts = Array.from({ length: 37 }, (_, index) =>
    new Date(Date.UTC(2027, 1 + index, 1)).toISOString().slice(0, 10),
  );
  const days = new Set([...firsts, ...lives.flatMap(({ diary }) => [...diary.keys()])]);
  for (const day of [...days].toSorted()) {
    await desk.advanceTo(day);
    today = day;
    for (const life of lives) {
      const acts = life.diary.get(day) ?? [];
      if (acts.length === 0 && !firsts.includes(day)) continue;
      await check(life, 'before');
      for (const act of acts) await act(life);
      if (acts.length > 0) await check(life, 'after');
    }
    if (firsts.includes(day)) await desk.verify();
  }
  for (const life of lives) {
    expect(await figuresOf(life)).toEqual({ ...nothing, accrued: '0.00' });
    await bank.ok('changeLoanAccountState', { path: loanPath(life.loan), body: { action: 'CLOSE' } });
    expect(await desk.account(life.loan)).toMatchObject({ accountState: 'CLOSED', accountSubState: 'REPAID' });
  }
  await desk.advanceTo(dayAfter(today, 1));
  const { rows } = await bank.db.query<{ held: string; owed: string }>(
    `SELECT (SELECT sum(abs(booked_interest))::text FROM loan_account) AS held,
            (SELECT sum(CASE WHEN j.is_debit THEN j.amount ELSE -j.amount END)::text FROM journal_entry j
              WHERE j.gl_account_key = $1::uuid) AS owed`,
    [lender.gl['1110']],
  );
  expect(rows.map(({ held, owed }) => [Number(held), Number(owed)])).toEqual([[0, 0]]);
  await desk.verify();
}, 300_000);
