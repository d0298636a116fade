import { expect } from 'vitest';
import { startBank, type TestBank } from './bank.ts';
import { type LoanBank, type LoanProductChanges, loanBank, loanRules } from './loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './loanDesk.ts';
import { referenceFigures } from './loanReference.ts';
import type { ReferenceEvent, ReferenceLoan } from './loanReferenceTypes.ts';
import { moment } from './loanTranches.ts';

// Loans through three years by the clock, each in 36 monthly instalments. A test says which products they are of and, day by day, what happens to
// them; here is how it happens to the bank and to the reference alike, and how the two are compared.

/** A lending bank, its day, and the loans that live in it. */
export type LivingBank = {
  readonly bank: TestBank;
  readonly lender: LoanBank;
  readonly desk: LoanDesk;
  readonly lives: LoanLife[];
  today: string;
};

/** A loan in such a bank, with what its reference was told of it. */
export type Lived<Event> = {
  readonly living: LivingBank;
  readonly name: string;
  readonly loan: { readonly id: string };
  readonly events: Event[];
  /** What is undone later, by name. */
  readonly posted: Map<string, { readonly id: unknown; readonly event: Event }>;
  writtenOff: boolean;
};

export type LoanLife = Lived<ReferenceEvent> & {
  readonly terms: ReferenceLoan;
  /** What happens, by day. */
  readonly diary: ReadonlyMap<string, readonly Act[]>;
};
export type Act = (life: LoanLife) => Promise<void>;
export type Days = Readonly<Record<string, readonly Act[]>>;
/** The day that a posting is of, when it is not today; and its name, when it is undone later. */
export type More = { readonly on?: string; readonly name?: string };

/** The day on which these loans are disbursed. */
export const lifeStart = '2027-01-31';

/** What products of many lives charge when an instalment is late. */
export const penalties = {
  penaltySettings: {
    loanPenaltyCalculationMethod: 'OVERDUE_BALANCE_AND_INTEREST',
    loanPenaltyGracePeriod: 3,
    penaltyRate: { minValue: 0, maxValue: 1, defaultValue: 0.1 },
  },
};
/** Of a product: books interest as it accrues, by rules of its own where asked. */
export const accruing = (
  { lender }: Pick<LivingBank, 'lender'>,
  interestAccruedAccountingMethod: string,
  accountingRules = loanRules(lender.gl),
) => ({
  accountingSettings: { accountingMethod: 'ACCRUAL', accountingRules, interestAccruedAccountingMethod },
});

/** Interest by actual days. */
export const byDays = { scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' };

export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
/** The due date of an instalment: the 28th, since the first one falls into a February. */
export const due = (number: number, days = 0): string =>
  dayAfter(new Date(Date.UTC(2027, number, 28)).toISOString().slice(0, 10), days);

/** The value date of a posting, as requests name it. */
export const dated = ({ on }: More) => (on === undefined ? {} : { valueDate: moment(on) });
export const note = (life: LoanLife, event: ReferenceEvent, name?: string, id?: unknown): void => {
  life.events.push(event);
  if (name !== undefined) life.posted.set(name, { id, event });
};
/** What is due now. */
export const dueNow = async ({ living, loan }: LoanLife): Promise<number> => {
  const { balances } = await living.desk.account(loan);
  const dues = [
    balances?.principalDue,
    balances?.interestDue,
    balances?.interestFromArrearsDue,
    balances?.feesDue,
    balances?.penaltyDue,
  ];
  return Number(dues.reduce((sum: number, one) => sum + Number(one ?? 0), 0).toFixed(2));
};

/** Pays what is due, unless an amount is said. */
export const pay =
  (more: More & { readonly amount?: number; readonly extra?: number } = {}): Act =>
  async (life) => {
    const amount = Number(((more.amount ?? (await dueNow(life))) + (more.extra ?? 0)).toFixed(2));
    if (amount === 0) return;
    const { id } = await life.living.desk.repay(life.loan, amount, dated(more));
    note(life, { day: more.on ?? life.living.today, type: 'REPAID', amount }, more.name, id);
  };
/** Draws a tranche. */
export const draw =
  (amount: number, more: More = {}): Act =>
  async (life) => {
    const { id } = await life.living.desk.disburse(life.loan, { amount, ...dated(more) });
    note(life, { day: more.on ?? life.living.today, type: 'DRAWN', amount }, more.name, id);
  };
/** Undoes a named posting, once: a correction posts later ones again, under new ids. */
export const undo =
  (name: string) =>
  async <Event>(life: Lived<Event>): Promise<void> => {
    const made = life.posted.get(name);
    if (!made) throw new Error(`${life.name} posted no ${name}`);
    await life.living.desk.adjust(made);
    life.events.splice(life.events.indexOf(made.event), 1);
  };
/** Charges a fee, to an instalment if one is said. */
export const fee =
  (amount: number, instalment?: number): Act =>
  async (life) => {
    const { desk, today } = life.living;
    await desk.fee(life.loan, amount, instalment === undefined ? {} : { installmentNumber: instalment });
    note(life, { day: today, type: 'FEE', amount, ...(instalment === undefined ? {} : { instalment }) });
  };
/** Applies the accrued interest by hand. */
export const interest: Act = async (life) => {
  const { bank, today } = life.living;
  await bank.ok('applyLoanInterest', { path: loanPath(life.loan), body: { interestApplicationDate: moment(today) } });
  note(life, { day: today, type: 'INTEREST' });
};
/** Changes the rate, or the spread, from today on; `rate` is what comes of it. */
export const changeRate =
  (change: { readonly interestRate?: number; readonly interestSpread?: number }, rate: string): Act =>
  async (life) => {
    const { bank, today } = life.living;
    await bank.ok('changeLoanInterestRate', {
      path: loanPath(life.loan),
      body: { interestRate: 0, ...change, valueDate: moment(today) },
    });
    note(life, { day: today, type: 'RATE', rate });
  };
/** Locks the application of interest. */
export const lock: Act = async (life) => {
  const { bank, today } = life.living;
  await bank.ok('lockLoan', { path: loanPath(life.loan), body: { lockedOperations: ['APPLY_INTEREST'] } });
  note(life, { day: today, type: 'LOCKED' });
};
export const unlock: Act = async (life) => {
  const { bank, today } = life.living;
  await bank.ok('unlockLoan', { path: loanPath(life.loan), body: {} });
  note(life, { day: today, type: 'UNLOCKED' });
};
export const writeOff = async <Event>(life: Lived<Event>): Promise<void> => {
  await life.living.bank.ok('writeOffLoan', { path: loanPath(life.loan), body: { notes: 'lost' } });
  life.writtenOff = true;
};
export const undoWriteOff = async <Event>(life: Lived<Event>): Promise<void> => {
  await life.living.bank.ok('undoWriteOffLoan', { path: loanPath(life.loan), body: {} });
  life.writtenOff = false;
};
/** Closes a loan that owes nothing any more. */
export const close = ({ living, loan }: LoanLife) =>
  living.bank.ok('changeLoanAccountState', { path: loanPath(loan), body: { action: 'CLOSE' } });

/** The customer pays what is due on every due date but the skipped ones; other days bring what the diary tells. */
export const punctual = (skipped: readonly number[], others: Days): Days => {
  const regular = Array.from({ length: 36 }, (_, index) => index + 1).filter((number) => !skipped.includes(number));
  return { ...Object.fromEntries(regular.map((number) => [due(number), [pay()]])), ...others };
};

type LifeTerms = Omit<ReferenceLoan, 'principal' | 'instalments' | 'rate'> & Partial<ReferenceLoan>;

/** Disburses a loan of a product, 10,000 at 12 % unless its terms say otherwise. */
export const beginLife = async (
  living: LivingBank,
  name: string,
  productKey: string,
  terms: LifeTerms,
  days: Days,
  body: Readonly<Record<string, unknown>> = {},
): Promise<void> => {
  const agreed = { principal: '10000', rate: '12', ...terms, instalments: 36 };
  const loan = await living.lender.approvedLoan(productKey, {
    scheduleSettings: { gracePeriod: 0, repaymentInstallments: agreed.instalments },
    interestSettings: { interestRate: Number(agreed.rate) },
    ...body,
  });
  await living.desk.disburse(loan);
  living.lives.push({
    living,
    name,
    loan,
    terms: agreed,
    events: [{ day: living.today, type: 'DISBURSED' }],
    diary: new Map(Object.entries(days)),
    posted: new Map(),
    writtenOff: false,
  });
};

/** Disburses a loan of a product of its own; `body` is what the loan agrees on besides. */
export const begin = async (
  living: LivingBank,
  name: string,
  product: LoanProductChanges,
  terms: LifeTerms,
  days: Days,
  body?: Readonly<Record<string, unknown>>,
): Promise<void> => beginLife(living, name, await living.lender.loanProduct(name, product), terms, days, body);

/** What a loan says of itself, in the words of the reference. */
export const figuresOf = async ({ living, loan, terms }: LoanLife) => {
  const { balances, daysLate, ...account } = await living.desk.account(loan);
  // Half a cent is a little more or less than that in binary.
  const told = (...amounts: readonly unknown[]): string =>
    amounts.reduce<number>((sum, amount) => sum + Number(amount ?? 0), 1e-9).toFixed(2);
  return {
    principal: told(balances?.principalBalance),
    interest: told(balances?.interestBalance, balances?.interestFromArrearsBalance),
    fees: told(balances?.feesBalance),
    penalty: told(balances?.penaltyBalance),
    principalDue: told(balances?.principalDue),
    daysLate,
    accrued: terms.type === 'DYNAMIC' ? told(account.accruedInterest, account.interestFromArrearsAccrued) : '0.00',
    ...(terms.apart
      ? {
          fromArrears: told(balances?.interestFromArrearsBalance),
          accruedFromArrears: told(account.interestFromArrearsAccrued),
        }
      : {}),
    ...(terms.redraw ? { redraw: told(balances?.redrawBalance) } : {}),
  };
};

/** The figures of a loan that owes nothing. */
export const nothing = {
  principal: '0.00',
  interest: '0.00',
  fees: '0.00',
  penalty: '0.00',
  principalDue: '0.00',
  daysLate: 0,
  accrued: '0.00',
};

/** The figures of a loan of such terms that owes nothing. */
export const nothingOf = ({ apart, redraw }: ReferenceLoan) => ({
  ...nothing,
  ...(apart ? { fromArrears: '0.00', accruedFromArrears: '0.00' } : {}),
  ...(redraw ? { redraw: '0.00' } : {}),
});

const check = async (life: LoanLife, when: string): Promise<void> => {
  const { name: loan, terms, events, writtenOff } = life;
  const { today } = life.living;
  const expected = writtenOff ? nothingOf(terms) : referenceFigures(terms, events, today);
  expect({ loan, today, when, ...(await figuresOf(life)) }).toEqual({ loan, today, when, ...expected });
};

/** Such a bank, in which nothing lives yet. */
export const livingBank = (bank: TestBank, lender: LoanBank, today = lifeStart): LivingBank => ({
  bank,
  lender,
  desk: loanDesk(bank),
  lives: [],
  today,
});

/** Opens such a bank on the day on which these loans are disbursed. */
export const openLives = async (): Promise<LivingBank> => {
  const bank = await startBank({ today: lifeStart, timeZone: 'UTC' });
  return livingBank(bank, await loanBank(bank));
};

/**
 * Lets three years pass. On the first of every month the books must agree, and then, and before and after whatever happens, the figures of the loans
 * must be those of the reference.
 */
export const liveThreeYears = async (
  living: LivingBank,
  verify: () => Promise<void> = living.desk.verify,
): Promise<void> => {
  const { lives } = living;
  const firsts = Array.from({ length: 37 }, (_, index) =>
    new Date(Date.UTC(2027, 1 + index, 1)).toISOString().slice(0, 10),
  );
  const days = new Set([...firsts, ...lives.flatMap(({ diary }) => [...diary.keys()])]);
  for (const day of [...days].toSorted()) {
    await living.desk.advanceTo(day);
    living.today = day;
    for (const life of lives) {
      const acts = life.diary.get(day) ?? [];
      if (acts.length === 0 && !firsts.includes(day)) continue;
      await check(life, 'before');
      for (const act of acts) await act(life);
      if (acts.length > 0) await check(life, 'after');
    }
    if (firsts.includes(day)) await verify();
  }
};

/** Closes all loans of such a bank, which must owe nothing any more. */
export const endLives = async ({ desk, lives }: LivingBank): Promise<void> => {
  for (const life of lives) {
    const { name, loan, terms } = life;
    expect({ name, ...(await figuresOf(life)) }).toEqual({ name, ...nothingOf(terms) });
    await close(life);
    expect(await desk.account(loan)).toMatchObject({ accountState: 'CLOSED', accountSubState: 'REPAID' });
  }
};
