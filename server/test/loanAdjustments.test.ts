import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';

type Body = Readonly<Record<string, unknown>>;

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const kinds = ['fixedEqual', 'fixedFlat', 'dynamicEqual', 'dynamicDeclining'] as const;
const on = (day: string): Body => ({ valueDate: `${day}T00:00:00+02:00` });
const refused = (loan: LoanRef, { id }: { readonly id?: unknown }, more: Body = {}, user?: string): Promise<string> =>
  desk.refused('adjustLoanTransaction', loan, {
    path: { loanTransactionId: String(id) },
    body: { notes: 'a mistake', ...more },
    ...(user ? { user } : {}),
  });
const disbursed = async (product: string, day = '2026-01-20'): Promise<LoanRef & { encodedKey: string }> => {
  const loan = await lender.approvedLoan(product);
  await desk.disburse(loan, on(day));
  return loan;
};
const picture = async (loan: LoanRef) => {
  const { accountState, balances, daysLate } = await desk.account(loan);
  return {
    accountState,
    balances,
    daysLate,
    schedule: await desk.schedule(loan),
    standing: (await desk.standing(loan)).toSorted(),
  };
};

describe('an adjustment', () => {
  test.each(kinds)('of a payment of %s gives back what it had changed, and both stay to be seen', async (kind) => {
    const loan = await disbursed(lender[kind]);
    await desk.fee(loan, 11, kind.startsWith('fixed') ? { installmentNumber: 1 } : {});
    const before = await picture(loan);
    for (const amount of [5, 111, 900, 3000]) {
      const paid = await desk.repay(loan, amount, { externalId: `${kind}-${amount}` });
      const undone = await desk.adjust(paid);
      expect(undone).toMatchObject({
        type: 'REPAYMENT_ADJUSTMENT',
        amount: -amount,
        notes: 'a mistake',
        valueDate: paid.valueDate,
        bookingDate: paid.bookingDate,
        originalTransactionKey: paid.encodedKey,
        affectedAmounts: paid.affectedAmounts,
      });
      const original = await bank.ok('getLoanTransaction', { path: { loanTransactionId: String(paid.id) } });
      expect(original).toEqual({ ...paid, adjustmentTransactionKey: undone.encodedKey });
      expect(await picture(loan)).toEqual(before);
      expect(await refused(loan, paid)).toContain('400 TRANSACTION_ALREADY_REVERSED');
      expect(await refused(loan, undone)).toContain('400 TRANSACTION_TYPE_IS_IRREVERSIBLE');
    }
  });

  test.each(kinds)('of a payment of %s in between leaves what entering only the others gives', async (kind) => {
    const [adjusted, plain] = [
      await disbursed(lender[kind], '2026-01-05'),
      await disbursed(lender[kind], '2026-01-05'),
    ];
    await desk.repay(adjusted, 700, on('2026-01-15'));
    const middle = await desk.repay(adjusted, 1500, on('2026-02-10'));
    await desk.repay(adjusted, 333.33, on('2026-03-06'));
    await desk.adjust(middle);
    await desk.repay(plain, 700, on('2026-01-15'));
    await desk.repay(plain, 333.33, on('2026-03-06'));
    expect(await picture(adjusted)).toEqual(await picture(plain));
  });

  test.each(kinds)('of everything of %s, in any order that is allowed, ends where it began', async (kind) => {
    const loan = await lender.approvedLoan(lender[kind]);
    const before = await picture(loan);
    const paidOut = await desk.disburse(loan, on('2026-01-20'));
    await desk.fee(loan, 20, kind.startsWith('fixed') ? { installmentNumber: 2 } : {});
    await desk.repay(loan, 50, on('2026-02-01'));
    await desk.repay(loan, 60);
    expect(await refused(loan, paidOut)).toMatch(/^400 CANNOT_BULK_ADJUST_ACTIVATION_TRANSACTION/);
    // What comes after a change is posted again, the fee too: those that stand now are to be undone.
    for (const wanted of [20, 50, 60]) {
      const standing = (await desk.transactions(loan)).find(
        (one) => one.type !== 'INTEREST_APPLIED' && one.amount === wanted && one.adjustmentTransactionKey === undefined,
      );
      await desk.adjust({ id: standing?.id });
    }
    await desk.adjust(await desk.newest(loan, 'DISBURSEMENT'));
    expect(await picture(loan)).toEqual(before);
    expect(before.accountState).toBe('APPROVED');
  });

  test('has the booking date it asks for, and what is posted again because of it keeps its own', async () => {
    const loan = await disbursed(lender.dynamicEqual);
    const early = await desk.repay(loan, 600, on('2026-02-10'));
    const late = await desk.repay(loan, 70, on('2026-03-09'));
    await desk.adjust(early, { bookingDate: '2026-03-03T00:00:00+02:00' });
    const undone = (await desk.transactions(loan)).filter(({ type }) => type === 'REPAYMENT_ADJUSTMENT');
    const booked = (original: { encodedKey?: string | undefined }) =>
      undone.find(({ originalTransactionKey }) => originalTransactionKey === original.encodedKey)?.bookingDate;
    expect([booked(early), booked(late)]).toEqual(['2026-03-03T00:00:00+02:00', '2026-03-09T00:00:00+02:00']);
  });

  test('of a fee that a payment has paid moves the payment on to other things', async () => {
    const loan = await disbursed(lender.fixedEqual);
    const fee = await desk.fee(loan, 30, { installmentNumber: 1 });
    await desk.repay(loan, 130);
    await desk.adjust(fee);
    expect(await desk.account(loan)).toMatchObject({
      balances: { feesBalance: 0, feesPaid: 0, interestPaid: 100, principalPaid: 30 },
    });
  });

  test('of a fee is refused where a payment would then be too much', async () => {
    const loan = await disbursed(lender.fixedEqual, '2026-03-10');
    const fee = await desk.fee(loan, 30, { installmentNumber: 1 });
    await desk.repay(loan, 10_691.86);
    expect(await refused(loan, fee)).toContain('400 EXCESS_REPAYMENT_ERROR');
  });

  test('is refused without notes, with impossible dates, and of what follows from others', async () => {
    const loan = await disbursed(lender.dynamicEqual);
    const paid = await desk.repay(loan, 10, on('2026-03-05'));
    const cases: readonly [Body, string][] = [
      [{ notes: '' }, 'INVALID_'],
      [{ notes: '   ' }, 'INVALID_NOTES'],
      [{ notes: null }, 'INVALID_PARAMETERS'],
      [{ bookingDate: '2026-03-04T00:00:00+02:00' }, 'BOOKING_DATE_BEFORE_VALUE_DATE'],
      [{ bookingDate: '2026-03-11T00:00:00+02:00' }, 'INVALID_BOOKING_DATE'],
      [{ bookingDate: '9999-12-31T00:00:00+02:00' }, 'INVALID_BOOKING_DATE'],
      [{ bookingDate: 'today' }, 'INVALID_PARAMETERS'],
      [{ installments: [{ installmentKey: 'x', amountToAdd: 1 }] }, 'INSTALLMENTS_ADJUSTMENT_DETAILS_NOT_EXPECTED'],
    ];
    for (const [more, reason] of cases) expect(await refused(loan, paid, more)).toContain(`400 ${reason}`);
    expect(await refused(loan, await desk.newest(loan, 'INTEREST_APPLIED'))).toContain(
      '400 TRANSACTION_TYPE_IS_IRREVERSIBLE',
    );
    const flat = await disbursed(lender.fixedFlat);
    expect(await refused(flat, await desk.newest(flat, 'INTEREST_APPLIED'))).toContain(
      '400 CANNOT_REVERSE_INTEREST_ON_DISBURSEMENT',
    );
    expect(await desk.adjust(paid, { bookingDate: '2026-03-08T00:00:00+02:00' })).toMatchObject({
      bookingDate: '2026-03-08T00:00:00+02:00',
    });
    for (const id of ['999999999', 'nothing', '0', '9'.repeat(40), '01a1fc7f38647000a0008c4ed5b9482d']) {
      const path = { loanTransactionId: id };
      expect(await desk.reason('adjustLoanTransaction', { path, body: { notes: 'x' } })).toBe(
        '404 INVALID_TRANSACTION_ID',
      );
      expect(await desk.reason('getLoanTransaction', { path })).toBe('404 INVALID_TRANSACTION_ID');
    }
  });

  test('of anything but the last takes the permission for bulk corrections', async () => {
    await bank.ok('createUser', {
      body: {
        username: 'junior',
        firstName: 'junior',
        password: 'long enough',
        access: {
          apiAccess: true,
          mambuAccess: true,
          canManageAllBranches: true,
          canManageEntitiesAssignedToOtherOfficers: true,
          permissions: ['APPLY_LOAN_ADJUSTMENTS', 'ENTER_REPAYMENT', 'BACKDATE_LOAN_TRANSACTIONS'],
        },
      },
    });
    const user = 'junior:long enough';
    const loan = await disbursed(lender.fixedEqual);
    const [first, last] = [await desk.repay(loan, 10, on('2026-02-25')), await desk.repay(loan, 20)];
    expect(await refused(loan, first, {}, user)).toContain('400 UNREVERSED_TRANSACTION_LOGGED_AFTER_CURRENT_ONE');
    expect(
      await desk.refused('makeRepayment', loan, {
        path: loanPath(loan),
        body: { amount: 1, ...on('2026-02-21') },
        user,
      }),
    ).toContain('400 BACKDATE_BEFORE_OTHER_OPERATION');
    const path = { loanTransactionId: String(last.id) };
    expect(await desk.reason('adjustLoanTransaction', { path, body: { notes: 'x' }, user })).toBe('200');
  });

  test('given at the same time happens once', async () => {
    const loan = await disbursed(lender.dynamicEqual);
    const paid = await desk.repay(loan, 400);
    const undo = () =>
      bank.call('adjustLoanTransaction', { path: { loanTransactionId: String(paid.id) }, body: { notes: 'x' } });
    const reasons = (await Promise.all(Array.from({ length: 8 }, undo))).map(reasonOf);
    expect(reasons.toSorted()).toEqual(['200', ...Array.from({ length: 7 }, () => '400 TRANSACTION_ALREADY_REVERSED')]);
  });

  test('of a transfer takes both halves back, or none', async () => {
    const tellers = openDesk(bank);
    const { encodedKey: accountHolderKey } = await lender.client();
    const account = await lender.depositAccount({ accountHolderKey });
    const loan = await lender.approvedLoan(lender.fixedEqual, { accountHolderKey });
    await tellers.deposit(account, 500);
    const body = (amount: number): Body => ({
      amount,
      transferDetails: { linkedAccountType: 'LOAN', linkedAccountId: loan.id },
    });
    const pay = (amount: number) =>
      bank.call('makeTransfer', { path: { depositAccountId: account.id }, body: body(amount) });
    expect(reasonOf(await pay(10))).toBe('400 INVALID_ACCOUNT_STATE_FOR_REPAYMENTS');
    await desk.disburse(loan);
    expect(reasonOf(await pay(500.01))).toMatch(/^400 INSUFFICIENT_BALANCE|^400 BALANCE_BELOW_ZERO/);
    expect(await tellers.balance(account)).toBe('500');
    const transfer = (await pay(200)).body;
    const repaid = await desk.newest(loan, 'REPAYMENT');
    expect(reasonOf(await tellers.adjust({ id: String(transfer.id) }))).toBe('400 TRANSACTION_MADE_FROM_A_TRANSFER');
    expect(await tellers.balance(account)).toBe('300');
    await desk.adjust(repaid);
    expect(await tellers.balance(account)).toBe('500');
    expect(
      await bank.ok('getDepositTransaction', { path: { depositTransactionId: String(transfer.id) } }),
    ).toMatchObject({
      adjustmentTransactionKey: expect.any(String),
    });
    expect(await desk.account(loan)).toMatchObject({ balances: { principalBalance: 10_000, principalPaid: 0 } });
    await bank.ok('payOffLoan', { path: loanPath(loan), body: {} });
    expect(reasonOf(await pay(1))).toBe('400 INVALID_ACCOUNT_STATE_FOR_REPAYMENTS');
    await desk.verify();
  });
});
