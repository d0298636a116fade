import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';

type Loan = LoanRef & { readonly encodedKey: string };

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let paying: Loan;
let late: Loan;
let closed: Loan;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-31', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  paying = await lender.approvedLoan(lender.fixedEqual);
  late = await lender.approvedLoan(lender.dynamicEqual);
  closed = await lender.approvedLoan(lender.fixedEqual);
  await lender.approvedLoan(lender.fixedEqual);
  for (const loan of [paying, late, closed]) await desk.disburse(loan);
  await bank.ok('payOffLoan', { path: loanPath(closed), body: {} });
  await desk.advanceTo('2026-02-20');
  await desk.repay(paying, 888.49);
  await desk.advanceTo('2026-03-10');
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

type Query = Readonly<Record<string, string | number>>;
const spring = { dueFrom: '2026-02-01', dueTo: '2026-04-30' };

/** Instalments as `name of the loan, number, due day, state`, loans of one day in the order of their names. */
const found = async (query: Query): Promise<string[]> => {
  const names = new Map([
    [paying.encodedKey, 'paying'],
    [late.encodedKey, 'late'],
  ]);
  const list = await bank.ok('getInstallments', { query: { ...spring, ...query } as typeof spring });
  return list
    .map(({ parentAccountKey = '', number, dueDate, state }) => {
      return `${String(dueDate).slice(0, 10)} ${names.get(parentAccountKey) ?? 'other'} ${number} ${state}`;
    })
    .toSorted();
};

describe('instalments of all loans', () => {
  test('are those of running loans that are due in the period', async () => {
    expect(await found({})).toEqual([
      '2026-02-28 late 1 LATE',
      '2026-02-28 paying 1 PAID',
      '2026-03-28 late 2 PENDING',
      '2026-03-28 paying 2 PENDING',
      '2026-04-28 late 3 PENDING',
      '2026-04-28 paying 3 PENDING',
    ]);
  });

  test('are told as the schedule of their loan tells them', async () => {
    const list = await bank.ok('getInstallments', { query: { dueFrom: '2026-03-28', dueTo: '2026-03-28' } });
    for (const loan of [paying, late]) {
      const { installments = [] } = await bank.ok('getLoanSchedule', { path: loanPath(loan) });
      const { interestAccrued: _now, ...told } = installments[1] ?? {};
      const { interestAccrued: _then, ...listed } =
        list.find(({ parentAccountKey }) => parentAccountKey === loan.encodedKey) ?? {};
      expect(listed).toEqual(told);
    }
  });

  test('are filtered by product, state of the loan and state of the instalment', async () => {
    expect(await found({ productTypeKey: lender.dynamicEqual, dueTo: '2026-03-31' })).toEqual([
      '2026-02-28 late 1 LATE',
      '2026-03-28 late 2 PENDING',
    ]);
    expect(await found({ productTypeKey: 'FIXED-EQUAL', dueTo: '2026-03-01' })).toEqual(['2026-02-28 paying 1 PAID']);
    expect(await found({ accountState: 'ACTIVE_IN_ARREARS', dueTo: '2026-03-01' })).toEqual(['2026-02-28 late 1 LATE']);
    expect(await found({ accountState: 'ACTIVE', installmentState: 'PAID' })).toEqual(['2026-02-28 paying 1 PAID']);
    expect(await found({ installmentState: 'LATE' })).toEqual(['2026-02-28 late 1 LATE']);
    for (const accountState of ['CLOSED', 'APPROVED']) expect(await found({ accountState })).toEqual([]);
  });

  test('come by due date, page after page, each once', async () => {
    const page = (offset: number) =>
      bank.call('getInstallments', { query: { ...spring, limit: 2, offset, paginationDetails: 'ON' } });
    const pages = [await page(0), await page(2), await page(4), await page(6)];
    expect(pages.map(({ body }) => body.length)).toEqual([2, 2, 2, 0]);
    expect(pages[1]?.headers).toMatchObject({ 'items-total': '6', 'items-limit': '2', 'items-offset': '2' });
    const listed = pages.flatMap(({ body }) => body);
    expect(new Set(listed.map(({ encodedKey }) => encodedKey)).size).toBe(6);
    const days = listed.map(({ dueDate }) => String(dueDate));
    expect(days).toEqual(days.toSorted());
  });

  test('are shown to those who may see loans, of the branches they reach', async () => {
    const user = async (username: string, permissions: readonly string[]): Promise<string> => {
      const access = {
        apiAccess: true,
        mambuAccess: true,
        canManageAllBranches: false,
        managedBranches: [],
        canManageEntitiesAssignedToOtherOfficers: true,
        permissions,
      };
      const [firstName, password] = [username, 'long enough'];
      await bank.ok('createUser', { body: { username, firstName, password, access } });
      return `${username}:${password}`;
    };
    const blind = await bank.call('getInstallments', { query: spring, user: await user('blind', ['VIEW_TASK']) });
    expect(blind.status).toBe(403);
    const elsewhere = await user('elsewhere', ['VIEW_LOAN_ACCOUNT_DETAILS']);
    expect((await bank.call('getInstallments', { query: spring, user: elsewhere })).body).toEqual([]);
  });

  test.each<[Query, string]>([
    [{ dueFrom: '' }, '400 INVALID_PARAMETERS'],
    [{ dueTo: '2026-02-30' }, '400 INVALID_PARAMETERS'],
    [{ dueFrom: '2026-05-01' }, '400 START_DATE_AFTER_END_DATE'],
    [{ productTypeKey: 'nothing' }, '404 INVALID_PRODUCT_ID'],
    [{ accountState: 'SLEEPING' }, '400 INVALID_PARAMETERS'],
    [{ installmentState: 'LOST' }, '400 INVALID_PARAMETERS'],
    [{ limit: 5000 }, '400 OUT_OF_BOUNDS_PAGINATION_LIMIT_VALUE'],
    [{ offset: -1 }, '400 OUT_OF_BOUNDS_PAGINATION_OFFSET_VALUE'],
  ])('refuse %j', async (query, reason) => {
    expect(await desk.reason('getInstallments', { query: { ...spring, ...query } as typeof spring })).toBe(reason);
  });

  test('need a period', async () => {
    const query = { dueFrom: '2026-02-01' } as typeof spring;
    expect(await desk.reason('getInstallments', { query })).toBe('400 MISSING_REQUIRED_PARAMETER');
  });

  test('reach to the ends of the calendar', async () => {
    const query = { dueFrom: '0001-01-01', dueTo: '9999-12-31', limit: 1000 };
    expect(await bank.ok('getInstallments', { query })).toHaveLength(24);
  });
});

describe('balances of a loan', () => {
  test('are what is applied and not paid, by element', async () => {
    await desk.fee(late, 9);
    const { balances } = await bank.ok('getLoanBalances', { path: loanPath(late) });
    expect(balances).toEqual({ PRINCIPAL: 10_000, INTEREST: 93.33, FEE: 9, PENALTY: 0 });
    expect(await desk.reason('getLoanBalances', { path: { loanAccountId: 'nothing' } })).toBe(
      '404 INVALID_LOAN_ACCOUNT_ID',
    );
  });

  const of = (loan: LoanRef, loanAccountBalance: string) => ({ path: { ...loanPath(loan), loanAccountBalance } });

  test('have their interest charged as the loan has', async () => {
    const { accruedInterest } = await desk.account(late);
    const { balanceChanges = [] } = await bank.ok('applyLoanBalanceInterest', {
      ...of(late, 'PRINCIPAL'),
      body: { notes: 'before the talk' },
    });
    const applied = await desk.newest(late, 'INTEREST_APPLIED');
    expect(balanceChanges).toEqual([
      {
        type: 'INTEREST',
        amount: Number(Number(accruedInterest).toFixed(2)),
        applicationDate: expect.stringMatching(/^2026-03-10T/),
        creationDate: expect.stringMatching(/^2026-03-(09|10)T/),
        loanAccountEncodedKey: late.encodedKey,
        loanTransactionEncodedKey: applied.encodedKey,
      },
    ]);
    expect(applied).toMatchObject({ amount: balanceChanges[0]?.amount, notes: 'before the talk' });
    const { balances } = await bank.ok('getLoanBalances', { path: loanPath(late) });
    expect(balances?.INTEREST).toBeCloseTo(93.33 + Number(balanceChanges[0]?.amount), 6);
    expect(await desk.account(late)).toMatchObject({ accruedInterest: 0 });
  });

  test.each<[string, () => LoanRef, string, object, string]>([
    ['a balance without interest', () => late, 'FEE', {}, '400 ACCOUNT_HAS_NO_ACCRUED_INTEREST'],
    ['no balance', () => late, 'principal', {}, '400 INVALID_PARAMETERS'],
    ['nothing accrued', () => late, 'PRINCIPAL', {}, '400 ACCOUNT_HAS_NO_ACCRUED_INTEREST'],
    [
      'a day to come',
      () => late,
      'PRINCIPAL',
      { interestApplicationDate: '2026-03-11T00:00:00+01:00' },
      '400 INVALID_DATE',
    ],
    ['no day', () => late, 'PRINCIPAL', { interestApplicationDate: 'soon' }, '400 INVALID_PARAMETERS'],
    ['a fixed loan', () => paying, 'PRINCIPAL', {}, '400 INTEREST_CANNOT_BE_APPLIED'],
    ['a closed loan', () => closed, 'PRINCIPAL', {}, '400 INVALID_ACCOUNT_STATE'],
  ])('refuse %s', async (_, loan, balance, body, reason) => {
    const refusal = await desk.refused('applyLoanBalanceInterest', loan(), { ...of(loan(), balance), body });
    expect(`400 ${refusal.split(' ')[1]?.replace(':', '')}`).toBe(reason);
  });
});
