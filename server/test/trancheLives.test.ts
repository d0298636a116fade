import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, type LoanProductChanges, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';
import { type ReferenceEvent, type ReferenceLoan, referenceFigures } from './harness/loanReference.ts';
import { inTranches, moment, tranche, tranchedProduct } from './harness/loanTranches.ts';

// Loans that are paid out in tranches, and one without interest, through three years by the clock, each in 36 monthly instalments. Every month the
// books must agree, and on each day on which something happens the balances must be those that a plain loop over days comes to.

type Life = {
  readonly name: string;
  readonly loan: { readonly id: string; readonly encodedKey: string };
  readonly terms: ReferenceLoan;
  readonly events: ReferenceEvent[];
  readonly diary: ReadonlyMap<string, readonly Act[]>;
  readonly posted: Map<string, { readonly id: unknown; readonly event: ReferenceEvent }>;
  lost: boolean;
};
type Act = (life: Life) => Promise<void>;
type Days = Readonly<Record<string, readonly Act[]>>;
type More = { readonly on?: string; readonly name?: string };

const start = '2027-01-31';
let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let today = start;
const lives: Life[] = [];

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
/** The due date of an instalment: the 28th, since the first one falls into a February. */
const due = (number: number, days = 0): string =>
  dayAfter(new Date(Date.UTC(2027, number, 28)).toISOString().slice(0, 10), days);

const note = (life: Life, event: ReferenceEvent, name: string | undefined, id: unknown): void => {
  life.events.push(event);
  if (name !== undefined) life.posted.set(name, { id, event });
};
const dated = ({ on }: More) => (on === undefined ? {} : { valueDate: moment(on) });
const dueNow = async ({ loan }: Life): Promise<number> => {
  const { balances } = await desk.account(loan);
  const dues = [balances?.principalDue, balances?.interestDue, balances?.feesDue, balances?.penaltyDue];
  return Number(dues.reduce((sum: number, one) => sum + Number(one ?? 0), 0).toFixed(2));
};
const pay =
  (more: More & { readonly amount?: number; readonly extra?: number } = {}): Act =>
  async (life) => {
    const amount = Number(((more.amount ?? (await dueNow(life))) + (more.extra ?? 0)).toFixed(2));
    if (amount === 0) return;
    const { id } = await desk.repay(life.loan, amount, dated(more));
    note(life, { day: more.on ?? today, type: 'REPAID', amount }, more.name, id);
  };
const draw =
  (amount: number, more: More = {}): Act =>
  async (life) => {
    const { id } = await desk.disburse(life.loan, { amount, ...dated(more) });
    note(life, { day: more.on ?? today, type: 'DRAWN', amount }, more.name, id);
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
    const named = instalment === undefined ? {} : { instalment };
    await desk.fee(life.loan, amount, instalment === undefined ? {} : { installmentNumber: instalment });
    life.events.push({ day: today, type: 'FEE', amount, ...named });
  };
const writeOff: Act = async (life) => {
  await bank.ok('writeOffLoan', { path: loanPath(life.loan), body: { notes: 'lost' } });
  life.lost = true;
};
const undoWriteOff: Act = async (life) => {
  await bank.ok('undoWriteOffLoan', { path: loanPath(life.loan), body: {} });
  life.lost = false;
};

/** The customer pays what is due on every due date but the skipped ones; other days bring what the diary tells. */
const punctual = (skipped: readonly number[], others: Days): Days => {
  const regular = Array.from({ length: 36 }, (_, index) => index + 1).filter((number) => !skipped.includes(number));
  return { ...Object.fromEntries(regular.map((number) => [due(number), [pay()]])), ...others };
};

const begin = async (
  name: string,
  product: LoanProductChanges,
  terms: Omit<ReferenceLoan, 'instalments'>,
  body: Readonly<Record<string, unknown>>,
  days: Days,
): Promise<void> => {
  const key = await lender.loanProduct(name, product);
  const loan = await lender.approvedLoan(key, {
    scheduleSettings: { gracePeriod: 0, repaymentInstallments: 36 },
    interestSettings: { interestRate: Number(terms.rate) },
    ...body,
  });
  await desk.disburse(loan);
  const events: ReferenceEvent[] = [{ day: start, type: 'DISBURSED' }];
  const diary = new Map(Object.entries(days));
  lives.push({ name, loan, terms: { ...terms, instalments: 36 }, events, diary, posted: new Map(), lost: false });
};

beforeAll(async () => {
  bank = await startBank({ today: start, timeZone: 'UTC' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  await begin(
    'TRANCHES-DYNAMIC',
    { ...tranchedProduct, others: inTranches(3) },
    { principal: '4000', rate: '12', type: 'DYNAMIC', method: 'DECLINING', year: 'ACT/365', overpaid: 'NEXT' },
    { tranches: [tranche(4000, start), tranche(3000, due(5, -10)), tranche(3000, due(12))] },
    punctual([7, 9, 15, 19, 25, 26], {
      [due(2, 14)]: [pay({ amount: 700 })],
      [due(5, -10)]: [draw(3000, { name: 'too soon' })],
      [due(5, -8)]: [undo('too soon')],
      [due(5, -6)]: [draw(2500, { on: due(5, -10) })],
      [due(7, 9)]: [pay({ amount: 50 }), pay()],
      [due(9, 6)]: [pay({ on: due(9, -3) })],
      [due(12, 6)]: [draw(3000, { on: due(12) })],
      [due(14, 4)]: [fee(20)],
      [due(15, 3)]: [pay()],
      [due(19)]: [pay({ extra: 1000, name: 'bounced' })],
      [due(20, 11)]: [undo('bounced'), pay()],
      [due(25, 3)]: [writeOff],
      [due(26, 3)]: [undoWriteOff, pay()],
    }),
  );
  await begin(
    'TRANCHES-FIXED',
    {
      type: 'TRANCHED_LOAN',
      interest: { interestCalculationMethod: 'DECLINING_BALANCE' },
      others: inTranches(3),
    },
    { principal: '4000', rate: '12', type: 'FIXED', method: 'DECLINING', year: '30/360' },
    { tranches: [tranche(4000, start), tranche(3000, due(4)), tranche(3000, due(10))] },
    punctual([4, 6, 10, 14, 20], {
      [due(3, 12)]: [pay({ amount: 400 })],
      [due(4)]: [pay(), draw(3000)],
      [due(6, 8)]: [pay({ amount: 60 }), pay()],
      [due(10)]: [draw(3000, { name: 'twice' }), undo('twice'), draw(2000)],
      [due(10, 5)]: [pay({ on: due(10) })],
      [due(13, -1)]: [fee(12.5, 14)],
      [due(14, 20)]: [pay()],
      [due(20)]: [pay({ name: 'bounced' })],
      [due(22, 3)]: [undo('bounced')],
      [due(22, 20)]: [pay()],
      [due(28, 8)]: [writeOff],
      [due(28, 20)]: [undoWriteOff],
    }),
  );
  await begin(
    'FREE',
    {
      type: 'INTEREST_FREE_LOAN',
      rate: { interestRate: { minValue: 0, maxValue: 0, defaultValue: 0 } },
      interest: { interestCalculationMethod: 'DECLINING_BALANCE' },
    },
    { principal: '10000', rate: '0', type: 'FIXED', method: 'DECLINING', year: '30/360' },
    {},
    punctual([3, 6, 8, 15, 20], {
      [due(3, 10)]: [pay()],
      [due(6)]: [pay({ amount: 100 })],
      [due(6, 2)]: [pay({ amount: 50.5 }), pay()],
      [due(8, 15)]: [pay({ on: due(8, 1) })],
      [due(12, -1)]: [fee(9.99, 12)],
      [due(15)]: [pay({ extra: 500, name: 'too much' })],
      [due(15, 2)]: [undo('too much')],
      [due(15, 3)]: [pay()],
      [due(20, 40)]: [pay()],
      [due(30, 8)]: [writeOff],
      [due(30, 20)]: [undoWriteOff],
    }),
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

const zero = '0.00';
const nothing = {
  principal: zero,
  interest: zero,
  fees: zero,
  penalty: zero,
  principalDue: zero,
  daysLate: 0,
  accrued: zero,
};

const check = async (life: Life, when: string): Promise<void> => {
  const { name: loan, terms, events } = life;
  const expected = life.lost ? nothing : referenceFigures(terms, events, today);
  expect({ loan, today, when, ...(await figuresOf(life)) }).toEqual({ loan, today, when, ...expected });
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
    expect(await figuresOf(life)).toEqual(nothing);
    await bank.ok('changeLoanAccountState', { path: loanPath(life.loan), body: { action: 'CLOSE' } });
  }
  await desk.verify();
}, 180_000);
