import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemPrincipal } from '../src/domains/eod/scheduler.ts';
import { settleDueLoans } from '../src/domains/loans/index.ts';
import type { LocalDate } from '../src/kernel/localDate.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { type DepositDesk, openDesk } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';

// The night is the bank's: one clock for all loans of the file, so the tests go on from each other's day.

type Account = { readonly id: string; readonly encodedKey: string };
type Settled = { readonly loan: Account; readonly account: Account; readonly holder: string };

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let tellers: DepositDesk;
let full: string;
let partial: string;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-31', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  tellers = openDesk(bank);
  const settling = (id: string, settlementMethod: string) =>
    lender.loanProduct(id, { others: { accountLinkSettings: { enabled: true, settlementMethod } } });
  full = await settling('FULL', 'FULL_DUE_AMOUNTS');
  partial = await settling('PARTIAL', 'PARTIAL_DUE_AMOUNTS');
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const today = async (): Promise<string> => String((await bank.ok('getClock', {})).today);

/** A day so many days after another. */
const later = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** A disbursed loan of 1,200 over 12 equal instalments whose first is due in two days; the loan's money went elsewhere. */
const settled = async (
  product: string,
  of: Partial<Settled> & { savings?: boolean; assignedBranchKey?: string } = {},
): Promise<Settled> => {
  const holder = of.holder ?? (await lender.client()).encodedKey;
  const branch = of.assignedBranchKey === undefined ? {} : { assignedBranchKey: of.assignedBranchKey };
  const account =
    of.account ??
    (await lender.depositAccount({
      accountHolderKey: holder,
      ...branch,
      ...(of.savings ? { productTypeKey: lender.savingsProductKey } : {}),
    }));
  const firstRepaymentDate = `${later(await today(), 2)}T00:00:00+01:00`;
  const loan = await lender.approvedLoan(product, {
    accountHolderKey: holder,
    ...branch,
    settlementAccountKey: account.encodedKey,
    loanAmount: 1200,
    interestSettings: { interestRate: 0 },
  });
  await desk.disburse(loan, { firstRepaymentDate });
  return { loan, account, holder };
};

const night = async (days = 1): Promise<unknown> =>
  (await bank.ok('advanceClock', { body: { days } })).endOfDayRefusals;

const repayments = async (loan: Account): Promise<string[]> =>
  (await desk.standing(loan)).filter((line) => line.startsWith('REPAYMENT'));

describe('automatic settlement', () => {
  test('pays what is due out of the linked account in the night of the due date: on time, linked on both sides', async () => {
    const { loan, account } = await settled(full);
    await tellers.deposit(account, 250);
    const due = later(await today(), 2);
    expect(await night(2)).toEqual([]);
    expect(await repayments(loan)).toEqual([]);
    expect(await night()).toEqual([]);
    expect(await repayments(loan)).toEqual([`REPAYMENT 100.00 ${due}`]);
    expect((await desk.schedule(loan))[0]).toBe('100.00+0.00+0.00 100.00 PAID');
    expect(await desk.account(loan)).toMatchObject({ accountState: 'ACTIVE', daysLate: 0 });
    expect((await desk.account(loan)).lastSetToArrearsDate).toBeUndefined();
    expect(await tellers.balance(account)).toBe('150');
    const repaid = await desk.newest(loan, 'REPAYMENT');
    const transfer = await bank.ok('getDepositTransaction', {
      path: { depositTransactionId: String(repaid.transferDetails?.linkedDepositTransactionKey) },
    });
    expect(transfer).toMatchObject({
      type: 'TRANSFER',
      amount: -100,
      valueDate: `${due}T23:59:59+01:00`,
      transferDetails: { linkedLoanTransactionKey: repaid.encodedKey },
    });
    expect(repaid.valueDate).toBe(`${due}T23:59:59+01:00`);
    expect(await desk.journal(repaid)).toEqual(['DEBIT 2000 100 -', 'CREDIT 1100 100 -']);
    // Undone at the loan, both come back, and the next night settles again: in arrears since the undoing, and back.
    await desk.adjust(repaid);
    expect(await tellers.balance(account)).toBe('250');
    expect(await desk.account(loan)).toMatchObject({ accountState: 'ACTIVE_IN_ARREARS' });
    await night();
    expect(await repayments(loan)).toEqual([`REPAYMENT 100.00 ${later(due, 1)}`]);
    expect(await desk.account(loan)).toMatchObject({ accountState: 'ACTIVE' });
    await desk.verify();
  });

  test('takes all or nothing under FULL_DUE_AMOUNTS, what is there under PARTIAL_DUE_AMOUNTS, nothing without automation', async () => {
    const all = await settled(full, { savings: true });
    const some = await settled(partial, { savings: true });
    const none = await settled(lender.fixedEqual, { savings: true });
    for (const { account } of [all, some, none]) await tellers.deposit(account, 60);
    const due = later(await today(), 2);
    expect(await night(3)).toEqual([]);
    expect(await repayments(all.loan)).toEqual([]);
    expect(await repayments(some.loan)).toEqual([`REPAYMENT 60.00 ${due}`]);
    expect(await repayments(none.loan)).toEqual([]);
    expect(await desk.account(some.loan)).toMatchObject({
      accountState: 'ACTIVE_IN_ARREARS',
      balances: { principalDue: 40 },
    });
    // On each later day while something is due, as soon as there is money.
    for (const { account } of [all, some]) await tellers.deposit(account, 75.5);
    await night();
    expect(await repayments(all.loan)).toEqual([`REPAYMENT 100.00 ${later(due, 1)}`]);
    expect(await repayments(some.loan)).toEqual([`REPAYMENT 60.00 ${due}`, `REPAYMENT 40.00 ${later(due, 1)}`]);
    for (const { loan } of [all, some])
      expect(await desk.account(loan)).toMatchObject({ accountState: 'ACTIVE', balances: { principalDue: 0 } });
    expect([await tellers.balance(all.account), await tellers.balance(some.account)]).toEqual(['35.5', '35.5']);
  });

  test('leaves what is held, blocked, locked or asleep, and uses an agreed overdraft', async () => {
    const held = await settled(partial, { savings: true });
    const blocked = await settled(partial, { savings: true });
    const locked = await settled(partial, { savings: true });
    const asleep = await settled(partial, { savings: true });
    const lockedLoan = await settled(partial, { savings: true });
    const holder = (await lender.client()).encodedKey;
    const overdrawn = await settled(full, {
      holder,
      account: await lender.depositAccount({
        accountHolderKey: holder,
        overdraftSettings: { allowOverdraft: true, overdraftLimit: 90 },
      }),
    });
    for (const { account } of [held, blocked, locked, asleep, lockedLoan]) await tellers.deposit(account, 100);
    await tellers.deposit(overdrawn.account, 10);
    await bank.ok('createDepositAuthorizationHold', {
      path: { depositAccountId: held.account.id },
      body: { amount: 70, externalReferenceId: 'held-70' },
    });
    await bank.ok('createDepositBlock', {
      path: { depositAccountId: blocked.account.id },
      body: { amount: 25, externalReferenceId: 'blocked-25' },
    });
    await tellers.changeState(locked.account, 'LOCK');
    await bank.db.query(`UPDATE deposit_account SET account_state = 'DORMANT' WHERE id = $1`, [asleep.account.id]);
    await bank.ok('lockLoan', { path: loanPath(lockedLoan.loan), body: {} });
    const due = later(await today(), 2);
    expect(await night(3)).toEqual([]);
    const paid = await Promise.all(
      [held, blocked, locked, asleep, lockedLoan, overdrawn].map(({ loan }) => repayments(loan)),
    );
    const on = (amount: string) => [`REPAYMENT ${amount} ${due}`];
    expect(paid).toEqual([on('30.00'), on('75.00'), [], [], [], on('100.00')]);
    expect(await tellers.balance(overdrawn.account)).toBe('-90');
    expect(await tellers.account(asleep.account)).toMatchObject({ accountState: 'DORMANT' });
  });

  test('pays the loans of one account in turn, the one that waited longest first', async () => {
    const first = await settled(partial, { savings: true });
    await night();
    const second = await settled(partial, first);
    const third = await settled(partial, first);
    await tellers.deposit(first.account, 150);
    const due = later(await today(), 1);
    expect(await night(3)).toEqual([]);
    expect(await repayments(first.loan)).toEqual([`REPAYMENT 100.00 ${due}`]);
    expect(await repayments(second.loan)).toEqual([`REPAYMENT 50.00 ${later(due, 1)}`]);
    expect(await repayments(third.loan)).toEqual([]);
    await tellers.deposit(first.account, 1000);
    await night();
    expect(await repayments(third.loan)).toEqual([`REPAYMENT 100.00 ${later(due, 2)}`]);
    expect(await tellers.balance(first.account)).toBe('850');
    await desk.verify();
  });

  test('takes nothing twice: not when the night runs again, nor what was paid by hand after midnight', async () => {
    const again = await settled(partial, { savings: true });
    const byHand = await settled(partial, { savings: true });
    await tellers.deposit(again.account, 300);
    await night(3);
    expect(await repayments(again.loan)).toHaveLength(1);
    await desk.repay(byHand.loan, 100);
    await tellers.deposit(byHand.account, 300);
    const context = {
      tenant: bank.app.tenant,
      day: later(await today(), -1) as LocalDate,
      principal: systemPrincipal,
    };
    await settleDueLoans.run(context);
    expect(await repayments(again.loan)).toHaveLength(1);
    expect(await repayments(byHand.loan)).toHaveLength(1);
    expect(await tellers.balance(byHand.account)).toBe('300');
  });

  test('of a day whose books are closed keeps its value date and is booked today', async () => {
    const { encodedKey: assignedBranchKey } = await bank.ok('createBranch', { body: { id: 'SHUT', name: 'Shut' } });
    const { loan, account } = await settled(full, { assignedBranchKey: String(assignedBranchKey) });
    await tellers.deposit(account, 100);
    await night(2);
    const due = await today();
    await bank.db.query(
      `INSERT INTO gl_account_closure (encoded_key, branch_key, closing_date, creation_date) VALUES (new_encoded_key(), $1, $2, now())`,
      [assignedBranchKey, due],
    );
    await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
    bank.app.tenant.reference.invalidate();
    expect(await night()).toEqual([]);
    const { valueDate, bookingDate } = await desk.newest(loan, 'REPAYMENT');
    expect([valueDate, bookingDate].map((moment) => String(moment).slice(0, 10))).toEqual([due, later(due, 1)]);
  });

  test('tells a pair of products of which only one keeps books, and settles the others', async () => {
    const silent = await lender.loanProduct('NO-BOOKS', {
      others: {
        accountLinkSettings: { enabled: true, settlementMethod: 'FULL_DUE_AMOUNTS' },
        accountingSettings: { accountingMethod: 'NONE', accountingRules: [], interestAccruedAccountingMethod: 'NONE' },
      },
    });
    const unbooked = await settled(silent);
    const booked = await settled(full);
    for (const { account } of [unbooked, booked]) await tellers.deposit(account, 500);
    expect(await night(3)).toMatchObject([
      {
        step: settleDueLoans.name,
        accountKey: unbooked.loan.encodedKey,
        errorReason: 'DIFFERENT_ACCOUNTING_STATE_BETWEEN_INVOLVED_PRODUCTS',
      },
    ]);
    expect(await repayments(unbooked.loan)).toEqual([]);
    expect(await repayments(booked.loan)).toHaveLength(1);
  });
});
