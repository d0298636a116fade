import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import type { LoanProductChanges } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';
import { type ReferenceEvent, type ReferenceLoan, referenceFigures } from './harness/loanReference.ts';
import { type TaxedLoans, taxedLoans } from './harness/taxedLoans.ts';

// Taxed loans through three years by the clock, each in 36 monthly instalments, while the rate of the tax changes twice: once on a due date, once between
// two. On the first of every month the books must agree, and balances be those that a plain loop over days comes to.

type Life = {
  readonly name: string;
  readonly loan: { readonly id: string; readonly encodedKey: string };
  readonly terms: ReferenceLoan;
  readonly events: ReferenceEvent[];
  readonly diary: ReadonlyMap<string, readonly Act[]>;
  readonly posted: Map<string, { readonly id: unknown; readonly event: ReferenceEvent }>;
  writtenOff: boolean;
};
type Act = (life: Life) => Promise<void>;

const start = '2027-01-31';
const rates = [
  ['2027-01-01', 16],
  ['2028-05-28', 20],
  ['2029-02-10', 7.7],
] as const;

let bank: TestBank;
let of: TaxedLoans;
let desk: LoanDesk;
let today = start;
const lives: Life[] = [];

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
/** The due date of an instalment: the 28th, since the first one falls into a February. The 16th is that of the second rate. */
const due = (number: number, days = 0): string =>
  dayAfter(new Date(Date.UTC(2027, number, 28)).toISOString().slice(0, 10), days);

const dueNow = async (life: Life): Promise<number> => {
  const { balances } = await desk.account(life.loan);
  const dues = [balances?.principalDue, balances?.interestDue, balances?.feesDue, balances?.penaltyDue];
  return Number(dues.reduce((all: number, one) => all + Number(one ?? 0), 0).toFixed(2));
};
const pay =
  (
    more: { readonly amount?: number; readonly extra?: number; readonly on?: string; readonly name?: string } = {},
  ): Act =>
  async (life) => {
    const amount = Number(((more.amount ?? (await dueNow(life))) + (more.extra ?? 0)).toFixed(2));
    if (amount === 0) return;
    const dated = more.on === undefined ? {} : { valueDate: `${more.on}T00:00:00+00:00` };
    const { id } = await desk.repay(life.loan, amount, dated);
    const event: ReferenceEvent = { day: more.on ?? today, type: 'REPAID', amount };
    life.events.push(event);
    if (more.name !== undefined) life.posted.set(more.name, { id, event });
  };
const undo =
  (name: string): Act =>
  async (life) => {
    const made = life.posted.get(name);
    if (!made) throw new Error(`${life.name} posted no ${name}`);
    await desk.adjust(made);
    life.events.splice(life.events.indexOf(made.event), 1);
  };
const fee =
  (amount: number, instalment?: number): Act =>
  async (life) => {
    await desk.fee(life.loan, amount, instalment === undefined ? {} : { installmentNumber: instalment });
    life.events.push({ day: today, type: 'FEE', amount, ...(instalment === undefined ? {} : { instalment }) });
  };
const act =
  (
    name: 'applyLoanInterest' | 'lockLoan' | 'unlockLoan',
    type: 'INTEREST' | 'LOCKED' | 'UNLOCKED',
    body: object,
  ): Act =>
  async (life) => {
    const dated = name === 'applyLoanInterest' ? { interestApplicationDate: `${today}T00:00:00+00:00` } : {};
    await bank.ok(name, { path: loanPath(life.loan), body: { ...body, ...dated } as never });
    life.events.push({ day: today, type });
  };
const interest = act('applyLoanInterest', 'INTEREST', {});
const lock = act('lockLoan', 'LOCKED', { lockedOperations: ['APPLY_INTEREST'] });
const unlock = act('unlockLoan', 'UNLOCKED', {});
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
  settings: Readonly<Record<string, unknown>>,
  product: LoanProductChanges,
  terms: Omit<ReferenceLoan, 'principal' | 'instalments' | 'rate'>,
  skipped: readonly number[],
  exceptions: Readonly<Record<string, readonly Act[]>>,
): Promise<void> => {
  const key = await of.product(name, settings, product);
  const loan = await of.lender.approvedLoan(key, { scheduleSettings: { gracePeriod: 0, repaymentInstallments: 36 } });
  await desk.disburse(loan);
  const regular = Array.from({ length: 36 }, (_, index) => index + 1).filter((number) => !skipped.includes(number));
  const punctual = Object.fromEntries(regular.map((number) => [due(number), [pay()]]));
  lives.push({
    name,
    loan,
    terms: { principal: '10000', instalments: 36, rate: '12', ...terms },
    events: [{ day: start, type: 'DISBURSED' }],
    diary: new Map(Object.entries({ ...punctual, ...exceptions })),
    posted: new Map(),
    writtenOff: false,
  });
};

const taxes = rates.map(([from, percent]) => [from, String(percent)] as const);
const dynamic = { repaymentScheduleMethod: 'DYNAMIC' };
const byDays = { scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' };
const penalties = {
  penaltySettings: {
    loanPenaltyCalculationMethod: 'OVERDUE_BALANCE_AND_INTEREST',
    loanPenaltyGracePeriod: 3,
    penaltyRate: { minValue: 0, maxValue: 1, defaultValue: 0.1 },
  },
};

beforeAll(async () => {
  bank = await startBank({ today: start, timeZone: 'UTC' });
  of = await taxedLoans(bank);
  desk = loanDesk(bank);
  const taxSourceKey = await of.source('VAT', ...rates);
  await begin(
    'FIXED',
    { taxSourceKey },
    { others: penalties },
    { type: 'FIXED', method: 'EQUAL', year: '30/360', penalty: { rate: '0.1', grace: 3 }, taxes },
    [3, 6, 9, 12, 17, 20, 25, 30, 31],
    {
      [due(3, 10)]: [pay()],
      [due(6)]: [pay({ amount: 100 })],
      [due(6, 2)]: [pay({ amount: 50.5 }), pay()],
      [due(9)]: [pay({ extra: 500, name: 'too much' })],
      [due(9, 2)]: [undo('too much'), pay()],
      [due(12, 5)]: [pay({ on: due(12) })],
      [due(17, 9)]: [fee(12.5, 18), pay()],
      [due(20)]: [pay({ name: 'bounced' })],
      [due(22, 3)]: [undo('bounced')],
      [due(22, 20)]: [pay()],
      [due(25, 4)]: [pay({ amount: 200 })],
      [due(25, 9)]: [pay()],
      [due(30, 8)]: [writeOff],
      [due(30, 40)]: [undoWriteOff, pay()],
    },
  );
  await begin(
    'DECLINING',
    { taxSourceKey },
    {
      type: 'DYNAMIC_TERM_LOAN',
      schedule: dynamic,
      interest: { ...byDays, daysInYear: 'ACTUAL_365_FIXED', interestCalculationMethod: 'DECLINING_BALANCE' },
    },
    { type: 'DYNAMIC', method: 'DECLINING', year: 'ACT/365', overpaid: 'NEXT', taxes },
    [5, 9, 14, 15, 16, 19, 25, 26],
    {
      [due(2, 14)]: [pay({ amount: 700 })],
      [due(5)]: [pay({ amount: 150 })],
      [due(5, 9)]: [pay()],
      [due(7, 10)]: [interest],
      [due(9, 6)]: [pay({ on: due(9, -3) })],
      [due(11, -5)]: [fee(20)],
      [due(14, 4)]: [pay()],
      [due(15)]: [pay()],
      [due(16)]: [pay({ amount: 90 })],
      [due(16, 7)]: [pay()],
      [due(19)]: [pay({ extra: 1000, name: 'too much' })],
      [due(20, 11)]: [undo('too much'), pay()],
      [due(22, 4)]: [lock],
      [due(23, 5)]: [unlock],
      [due(23, 7)]: [pay()],
      [due(25, 3)]: [writeOff],
      [due(26, 3)]: [undoWriteOff, pay()],
    },
  );
  // What is taxed within its charges is owed as if it were not taxed.
  await begin(
    'WITHIN',
    { taxSourceKey, taxCalculationMethod: 'INCLUSIVE' },
    {
      type: 'DYNAMIC_TERM_LOAN',
      schedule: dynamic,
      interest: { ...byDays, daysInYear: 'E30_360' },
      prepayment: { prepaymentRecalculationMethod: 'REDUCE_AMOUNT_PER_INSTALLMENT' },
      others: penalties,
    },
    {
      type: 'DYNAMIC',
      method: 'EQUAL',
      year: '30/360',
      overpaid: 'SMALLER',
      penalty: { rate: '0.1', grace: 3 },
    },
    [5, 8, 10, 14, 15, 20, 27],
    {
      [due(5)]: [pay({ extra: 1000 })],
      [due(8, 12)]: [pay()],
      [due(10, 4)]: [pay({ on: due(10) })],
      [due(13, 30)]: [fee(5.55)],
      [due(15, 3)]: [pay()],
      [due(20)]: [pay({ extra: 2000, name: 'too much' })],
      [due(21, 6)]: [undo('too much'), pay()],
      [due(27)]: [pay({ amount: 40 })],
      [due(27, 18)]: [pay()],
    },
  );
});
afterAll(() => bank.stop());

const nothing = {
  principal: '0.00',
  interest: '0.00',
  fees: '0.00',
  penalty: '0.00',
  principalDue: '0.00',
  daysLate: 0,
  accrued: '0.00',
};

const check = async (life: Life, when: string): Promise<void> => {
  const { balances, daysLate, accruedInterest } = await desk.account(life.loan);
  const told = (amount: unknown): string => Number(amount ?? 0).toFixed(2);
  const figures = {
    principal: told(balances?.principalBalance),
    interest: told(balances?.interestBalance),
    fees: told(balances?.feesBalance),
    penalty: told(balances?.penaltyBalance),
    principalDue: told(balances?.principalDue),
    daysLate,
    accrued: life.terms.type === 'DYNAMIC' ? told(accruedInterest) : '0.00',
  };
  const expected = life.writtenOff ? nothing : referenceFigures(life.terms, life.events, today);
  expect({ loan: life.name, today, when, ...figures }).toEqual({ loan: life.name, today, when, ...expected });
};

/** What the ledger says of an account, and what the loans say of the same. */
const taxesInBooks = async (): Promise<void> => {
  const { rows } = await bank.db.query<{ code: string; net: string }>(
    `SELECT a.gl_code AS code, sum(CASE WHEN j.is_debit THEN j.amount ELSE -j.amount END)::text AS net
       FROM journal_entry j JOIN gl_account a ON a.encoded_key = j.gl_account_key WHERE a.gl_code IN ('1140', '2300') GROUP BY 1`,
  );
  const net = (code: string): number => Number(rows.find((row) => row.code === code)?.net ?? 0);
  const { rows: loans } = await bank.db.query<{ owed: string; charged: string }>(
    `SELECT (SELECT sum(tax_balance) FROM loan_account)::text AS owed,
            (SELECT coalesce(sum((taxes ->> 'interest')::numeric + (taxes ->> 'fees')::numeric + (taxes ->> 'penalty')::numeric), 0)
               FROM loan_transaction
              WHERE type LIKE '%\\_APPLIED' AND adjustment_transaction_key IS NULL AND original_transaction_key IS NULL)::text AS charged`,
  );
  expect([net('1140').toFixed(2), (-net('2300')).toFixed(2)]).toEqual([
    Number(loans[0]?.owed).toFixed(2),
    Number(loans[0]?.charged).toFixed(2),
  ]);
};

test('live through three years as the reference does, and the state gets its part of each charge', async () => {
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
      for (const one of acts) await one(life);
      if (acts.length > 0) await check(life, 'after');
    }
    if (firsts.includes(day)) {
      await desk.verify();
      await taxesInBooks();
    }
  }
  for (const { loan, name } of lives) {
    expect(await desk.account(loan)).toMatchObject({
      taxRate: 7.7,
      balances: { principalBalance: 0, interestBalance: 0 },
    });
    const changes = (await desk.standing(loan)).filter((line) => line.startsWith('TAX'));
    expect({ name, changes }).toEqual({
      name,
      changes: ['TAX_RATE_CHANGED 0.00 2028-05-28', 'TAX_RATE_CHANGED 0.00 2029-02-10'],
    });
    await bank.ok('changeLoanAccountState', { path: loanPath(loan), body: { action: 'CLOSE' } });
  }
  await desk.verify();
  await taxesInBooks();
}, 600_000);
