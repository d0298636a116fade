import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank } from './harness/bank.ts';
import { loanBank } from './harness/loanBank.ts';
import { loanPath } from './harness/loanDesk.ts';
import {
  dated,
  type Lived,
  type LivingBank,
  livingBank,
  type More,
  undo,
  undoWriteOff,
  writeOff,
} from './harness/loanLives.ts';
import { moment } from './harness/loanTranches.ts';
import { revolvingProduct } from './harness/revolving.ts';
import { type RevolvingEvent, type RevolvingReference, revolvingFigures } from './harness/revolvingReference.ts';

// A revolving credit through three years by the clock. Every month the books must agree, and on every day on which something happens the
// balances must be those that a plain loop over days comes to.

const start = '2027-01-15';
let living: LivingBank;

type Life = Lived<RevolvingEvent> & { readonly terms: RevolvingReference };
const lives: Life[] = [];

const figures = async ({ loan }: Life) => {
  const { balances } = await living.desk.account(loan);
  const told = (...amounts: readonly unknown[]): string =>
    amounts.reduce((all: number, one) => all + Number(one ?? 0), 0).toFixed(2);
  return {
    principal: told(balances?.principalBalance),
    interest: told(balances?.interestBalance),
    fees: told(balances?.feesBalance),
    due: told(balances?.principalDue, balances?.interestDue, balances?.feesDue, balances?.penaltyDue),
  };
};

type Act = (life: Life) => Promise<void>;
const note = ({ events, posted }: Life, event: RevolvingEvent, name?: string, id?: unknown): void => {
  // A backdated event takes its place by day, after what was logged for that day.
  const later = events.findIndex(({ day }) => day > event.day);
  events.splice(later < 0 ? events.length : later, 0, event);
  if (name !== undefined) posted.set(name, { id, event });
};
const owedBy = async ({ loan }: Life): Promise<number> => {
  const body = { valueDate: moment(living.today) };
  return Number((await living.bank.ok('previewLoanPayOff', { path: loanPath(loan), body })).totalBalance ?? 0);
};
const draw =
  (value: number, more: More = {}): Act =>
  async (life) => {
    const { id } = await living.desk.disburse(life.loan, { amount: value, ...dated(more) });
    note(life, { day: more.on ?? living.today, type: 'DRAW', value }, more.name, id);
  };
const pay =
  (amount: number | 'DUE', more: More = {}): Act =>
  async (life) => {
    const value = amount === 'DUE' ? Number((await figures(life)).due) : Math.min(amount, await owedBy(life));
    if (value === 0) return;
    const { id } = await living.desk.repay(life.loan, value, dated(more));
    note(life, { day: more.on ?? living.today, type: 'PAY', value }, more.name, id);
  };
const fee =
  (value: number): Act =>
  async (life) => {
    await living.desk.fee(life.loan, value);
    note(life, { day: living.today, type: 'FEE', value });
  };
const rate =
  (value: number): Act =>
  async (life) => {
    const body = { interestRate: value, valueDate: moment(living.today) };
    await living.bank.ok('changeLoanInterestRate', { path: loanPath(life.loan), body });
    note(life, { day: living.today, type: 'RATE', value });
  };
const percentage =
  (value: number): Act =>
  async (life) => {
    const body = { percentage: value, valueDate: moment(living.today) };
    await living.bank.ok('changeLoanRepaymentValue', { path: loanPath(life.loan), body });
    note(life, { day: living.today, type: 'PERCENTAGE', value });
  };
const payEverything: Act = async (life) => pay(await owedBy(life))(life);

const month = (number: number, day: number): string => new Date(Date.UTC(2027, number, day)).toISOString().slice(0, 10);
/** By month (from 1, February 2027) and day of it. */
const diary = new Map<string, readonly Act[]>([
  [month(0, 25), [draw(1500), fee(5)]],
  [month(1, 15), [pay('DUE')]],
  [month(2, 15), [pay('DUE')]],
  [month(2, 28), [draw(700)]],
  [month(3, 15), [pay(100)]],
  [month(3, 24), [pay('DUE')]],
  [month(4, 15), [pay('DUE')]],
  [month(4, 20), [pay(400, { name: 'early' })]],
  [month(5, 15), [pay('DUE')]],
  [month(5, 18), [undo('early')]],
  [month(6, 9), [pay(55.55)]],
  [month(7, 2), [pay('DUE')]],
  [month(7, 20), [rate(18)]],
  [month(8, 15), [pay('DUE'), draw(1250.75)]],
  [month(9, 25), [pay('DUE', { on: month(9, 16) })]],
  [month(10, 15), [pay('DUE')]],
  [month(10, 30), [draw(300, { on: month(10, 20), name: 'stolen' })]],
  [month(11, 15), [pay('DUE')]],
  [month(11, 28), [undo('stolen')]],
  [month(12, 15), [pay('DUE'), percentage(25)]],
  [month(13, 15), [pay('DUE')]],
  [month(14, 15), [pay('DUE')]],
  [month(16, 20), [pay('DUE')]],
  [month(17, 3), [payEverything]],
  [month(19, 8), [draw(5000)]],
  [month(20, 15), [pay('DUE')]],
  [month(22, 18), [writeOff]],
  [month(23, 2), [undoWriteOff, pay('DUE')]],
  [month(24, 15), [pay('DUE'), percentage(5), rate(9.5)]],
  [month(25, 3), [draw(600)]],
  [month(26, 15), [pay(150)]],
  [month(27, 7), [pay(33.33, { name: 'bounced' })]],
  [month(28, 15), [undo('bounced'), pay('DUE')]],
  [month(29, 15), [pay('DUE')]],
  [month(30, 1), [draw(11.11)]],
  [month(31, 20), [pay('DUE')]],
  [month(30, 2), [draw(400)]],
  [month(34, 14), [pay(100)]],
]);

const begin = async (
  name: string,
  schedule: Record<string, unknown>,
  days: Pick<RevolvingReference, 'closingDay' | 'dueDay'>,
) => {
  const product = await living.lender.loanProduct(name, revolvingProduct({ schedule }));
  const loan = await living.lender.approvedLoan(product, { loanAmount: 5000, scheduleSettings: { gracePeriod: 0 } });
  const terms = { ...days, rate: 12, percentage: 10, floor: 50 };
  const life: Life = { living, name, loan, terms, events: [], posted: new Map(), writtenOff: false };
  await draw(1000)(life);
  lives.push(life);
};

beforeAll(async () => {
  const bank = await startBank({ today: start, timeZone: 'UTC' });
  living = livingBank(bank, await loanBank(bank), start);
  await begin('PLAIN', {}, { closingDay: 15 });
  await begin(
    'BILLED',
    {
      scheduleDueDatesMethod: 'FIXED_DAYS_OF_MONTH',
      fixedDaysOfMonth: [20],
      defaultRepaymentPeriodCount: undefined,
      repaymentPeriodUnit: undefined,
      billingCycles: { enabled: true, startDays: [1] },
    },
    { closingDay: 1, dueDay: 20 },
  );
}, 120_000);
afterAll(() => living.bank.stop());

const check = async (life: Life): Promise<void> => {
  if (life.writtenOff) return;
  const { today } = living;
  const told = { credit: life.name, today, ...(await figures(life)) };
  expect(told).toEqual({ credit: life.name, today, ...revolvingFigures(life.terms, life.events, today) });
};

test('revolving credits live three years to the cent', { timeout: 1_200_000 }, async () => {
  const firsts = Array.from({ length: 36 }, (_, index) => month(index + 1, 1));
  for (const day of [...new Set([...diary.keys(), ...firsts])].sort()) {
    living.today = day;
    await living.desk.advanceTo(day);
    for (const life of lives) {
      await check(life);
      for (const act of diary.get(day) ?? []) await act(life);
      await check(life);
    }
    if (firsts.includes(day)) await living.desk.verify();
  }
  for (const life of lives) {
    await living.bank.ok('payOffLoan', { path: loanPath(life.loan), body: {} });
    expect(await living.desk.account(life.loan)).toMatchObject({ accountState: 'CLOSED', accountSubState: 'REPAID' });
    expect(await figures(life)).toEqual({ principal: '0.00', interest: '0.00', fees: '0.00', due: '0.00' });
  }
  await living.desk.verify();
});
