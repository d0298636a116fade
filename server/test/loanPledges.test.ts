import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type DepositDesk, openDesk, reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';
import { type LoanOffice, openOffice } from './harness/loanOffice.ts';

// Money in the deposit accounts of guarantors: locked while the loan is open, and free again after that.

type Body = Readonly<Record<string, unknown>>;
type Account = { readonly id: string; readonly encodedKey: string; readonly owner: string };

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let office: LoanOffice;
let tellers: DepositDesk;
let secured: string;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  office = openOffice(bank, lender);
  tellers = openDesk(bank);
  secured = await lender.loanProduct('PLEDGED', {
    others: { securitySettings: { isGuarantorsEnabled: true, requiredGuaranties: 10 } },
  });
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

/** An account with money in it; of a new client unless an owner is given. */
const account = async (amount: number, more: Body = {}): Promise<Account> => {
  const owner = String(more.accountHolderKey ?? (await lender.client()).encodedKey);
  const opened = await lender.depositAccount({ accountHolderKey: owner, ...more });
  if (amount > 0) await tellers.deposit(opened, amount);
  return { ...opened, owner };
};
const pledge = ({ owner, encodedKey }: Account, amount: number, more: Body = {}) => ({
  guarantorKey: owner,
  guarantorType: 'CLIENT',
  amount,
  depositAccountKey: encodedKey,
  ...more,
});
const pledgedLoan = (guarantors: readonly Body[], changes: Body = {}) =>
  lender.loan(secured, { guarantors, ...changes });

const locked = async ({ id }: Account): Promise<unknown[]> => {
  const { balances } = await bank.ok('getDepositAccount', { path: { depositAccountId: id } });
  return [balances?.lockedBalance, balances?.availableBalance];
};
const state = async (loan: LoanRef & { encodedKey: string }, action: string): Promise<string> =>
  reasonOf(await office.changeState(loan, action));
const put = async (loan: LoanRef, changes: Body): Promise<string> => {
  const body = await bank.ok('getLoanAccount', { path: loanPath(loan), query: { detailsLevel: 'FULL' } });
  const reply = await bank.call('updateLoanAccount', { path: loanPath(loan), body: { ...body, ...changes } as never });
  return `${reasonOf(reply)}: ${sourceOf(reply)}`;
};
const refusal = async (guarantors: readonly Body[], changes: Body = {}): Promise<string> => {
  const body = await office.body({ productTypeKey: secured, guarantors, ...changes });
  const reply = await bank.call('createLoanAccount', { body: body as never });
  return `${reasonOf(reply)}: ${sourceOf(reply)}`;
};
const withdraw = (of: Account, amount: number) =>
  bank.call('makeWithdrawal', { path: { depositAccountId: of.id }, body: { amount } as never });
const paidOff = async (of: Account, amount: number) => {
  const loan = await pledgedLoan([pledge(of, amount)]);
  expect(await state(loan, 'APPROVE')).toBe('200');
  await desk.disburse(loan);
  await bank.ok('payOffLoan', { path: loanPath(loan), body: {} });
  return loan;
};

describe('what a guarantor pledges', () => {
  test('is locked with the application, told by both, and free with the pay-off', async () => {
    const savings = await account(5000);
    const loan = await pledgedLoan([pledge(savings, 3000)]);
    expect(await locked(savings)).toEqual([3000, 2000]);
    const told = await bank.ok('getLoanAccount', { path: loanPath(loan), query: { detailsLevel: 'FULL' } });
    expect(told.guarantors).toMatchObject([{ amount: 3000, depositAccountKey: savings.encodedKey }]);
    expect(reasonOf(await withdraw(savings, 2001))).not.toBe('201');
    expect(reasonOf(await withdraw(savings, 2000))).toBe('201');
    await desk.verify();
    expect(await state(loan, 'APPROVE')).toBe('200');
    await desk.disburse(loan);
    expect(await locked(savings)).toEqual([3000, 0]);
    await bank.ok('payOffLoan', { path: loanPath(loan), body: {} });
    expect(await locked(savings)).toEqual([0, 3000]);
    await desk.verify();
    expect(reasonOf(await withdraw(savings, 3000))).toBe('201');
  });

  test('follows changes of the loan: raised, lowered, another account, gone, deleted', async () => {
    const [one, other] = [await account(1000), await account(1000)];
    const loan = await pledgedLoan([pledge(one, 400)]);
    const key = async () =>
      (await bank.ok('getLoanAccount', { path: loanPath(loan), query: { detailsLevel: 'FULL' } })).guarantors?.[0]
        ?.encodedKey;
    const before = await key();
    expect(await put(loan, { guarantors: [pledge(one, 1000)] })).toMatch('200');
    expect(await locked(one)).toEqual([1000, 0]);
    // All is locked, and a little less of it can be, though nothing is available.
    expect(await put(loan, { guarantors: [pledge(one, 999)] })).toMatch('200');
    expect(await put(loan, { loanName: 'Other' })).toMatch('200');
    expect([await locked(one), await key()]).toEqual([[999, 1], before]);
    expect(
      await put(loan, { guarantors: [pledge(other, 7), pledge(one, 1, { depositAccountKey: undefined })] }),
    ).toMatch('200');
    expect([await locked(one), await locked(other)]).toEqual([
      [0, 1000],
      [7, 993],
    ]);
    const patched = await office.patch(loan, ['REMOVE', '/guarantors']);
    expect([patched.status, await locked(other)]).toEqual([204, [0, 1000]]);
    expect(await put(loan, { guarantors: [pledge(other, 8)] })).toMatch('200');
    await bank.ok('deleteLoanAccount', { path: loanPath(loan) });
    expect(await locked(other)).toEqual([0, 1000]);
    await desk.verify();
  });

  test('is of several loans together, and of the borrower himself', async () => {
    const savings = await account(1000);
    await pledgedLoan([pledge(savings, 600)]);
    expect(await refusal([pledge(savings, 401)])).toContain('400 INSUFFICIENT_SAVINGS_ACCOUNT_BALANCE: guarantors[0]');
    const own = await pledgedLoan([pledge(savings, 400)], { accountHolderKey: savings.owner });
    expect(await locked(savings)).toEqual([1000, 0]);
    expect(await state(own, 'REJECT')).toBe('200');
    expect(await locked(savings)).toEqual([600, 400]);
    await desk.verify();
  });

  test.each(['REJECT', 'WITHDRAW'])('is free after %s, and locked again when that is undone', async (action) => {
    const savings = await account(1000);
    const loan = await pledgedLoan([pledge(savings, 1000)]);
    expect(await state(loan, action)).toBe('200');
    expect(await locked(savings)).toEqual([0, 1000]);
    await desk.verify();
    expect(reasonOf(await withdraw(savings, 250))).toBe('201');
    expect(await state(loan, `UNDO_${action}`)).toBe('200');
    // What was agreed is locked, and nothing is available before it is there again.
    expect(await locked(savings)).toEqual([1000, -250]);
    await desk.verify();
    expect(await put(loan, { guarantors: [pledge(savings, 900)] })).toMatch('200');
    expect(await locked(savings)).toEqual([900, -150]);
    expect(await put(loan, { guarantors: [pledge(savings, 901)] })).toMatch('INSUFFICIENT_SAVINGS_ACCOUNT_BALANCE');
    expect(await put(loan, { guarantors: [pledge(savings, 750)] })).toMatch('200');
    expect(await locked(savings)).toEqual([750, 0]);
  });

  test('is free after a write-off, and locked again when that is undone', async () => {
    const savings = await account(2000);
    const loan = await pledgedLoan([pledge(savings, 1500)]);
    await office.changeState(loan, 'APPROVE');
    await desk.disburse(loan);
    await bank.ok('writeOffLoan', { path: loanPath(loan), body: {} });
    expect(await locked(savings)).toEqual([0, 2000]);
    await bank.ok('undoWriteOffLoan', { path: loanPath(loan), body: {} } as never);
    expect(await locked(savings)).toEqual([1500, 500]);
    await desk.verify();
  });

  test('is locked again when the closure is undone', async () => {
    const savings = await account(2000);
    const loan = await paidOff(savings, 1500);
    expect(await locked(savings)).toEqual([0, 2000]);
    expect(await state(loan, 'UNDO_CLOSE')).toBe('200');
    expect(await locked(savings)).toEqual([1500, 500]);
    await desk.verify();
  });

  test('keeps a loan closed whose money is somebody else’s by now, or whose account is closed', async () => {
    const [handed, shut] = [await account(1000), await account(500)];
    const loans = [await paidOff(handed, 1000), await pledgedLoan([pledge(shut, 500)])] as const;
    expect(await state(loans[1], 'REJECT')).toBe('200');
    await bank.ok('transferDepositAccountOwnership', {
      path: { depositAccountId: handed.id },
      body: { targetHolderKey: (await lender.client()).encodedKey },
    } as never);
    await withdraw(shut, 500);
    await bank.ok('changeDepositAccountState', {
      path: { depositAccountId: shut.id },
      body: { action: 'CLOSE', notes: 'gone' },
    });
    expect(await state(loans[0], 'UNDO_CLOSE')).toBe('400 INVALID_SAVINGS_ACCOUNT_HOLDER');
    expect(await state(loans[1], 'UNDO_REJECT')).toBe('400 INVALID_SAVINGS_ACCOUNT_STATE');
    await bank.ok('reopenDepositAccount', { path: { depositAccountId: shut.id }, body: { notes: 'back' } });
    expect(await state(loans[1], 'UNDO_REJECT')).toBe('200');
    expect(await locked(shut)).toEqual([500, -500]);
    await desk.verify();
    // Nor is an account closed or handed over of which something is locked.
    expect(
      reasonOf(
        await bank.call('changeDepositAccountState', {
          path: { depositAccountId: shut.id },
          body: { action: 'CLOSE', notes: 'x' },
        }),
      ),
    ).toBe('400 ACCOUNT_HAS_REMAINING_BALANCE');
    expect(
      reasonOf(
        await bank.call('transferDepositAccountOwnership', {
          path: { depositAccountId: shut.id },
          body: { targetHolderKey: handed.owner },
        } as never),
      ),
    ).toBe('400 ACCOUNT_HAS_REMAINING_BALANCE');
  });
});

describe('pledges that are refused', () => {
  test('of accounts that do not exist, of others, in other currencies and states, and of too much', async () => {
    const savings = await account(1000);
    const stranger = await account(1000);
    const at = 'guarantors[0].depositAccountKey';
    expect(await refusal([pledge(savings, 5, { depositAccountKey: 'NONE' })])).toContain(
      `400 INVALID_SAVINGS_ACCOUNT_KEY: ${at}`,
    );
    expect(await refusal([pledge(savings, 5, { guarantorKey: stranger.owner })])).toContain(
      `400 INVALID_SAVINGS_ACCOUNT_HOLDER: ${at}`,
    );
    expect(await refusal([pledge(savings, 1000.01)])).toContain(`400 INSUFFICIENT_SAVINGS_ACCOUNT_BALANCE: ${at}`);
    expect(await refusal([pledge(savings, 5), pledge(savings, 6)])).toContain(
      '400 DUPLICATED_SAVINGS_ACCOUNT: guarantors[1]',
    );
    expect(await refusal([pledge(await account(0), 5)])).toContain(`400 INVALID_SAVINGS_ACCOUNT_STATE: ${at}`);
    // An overdraft is no money of the guarantor's.
    const overdrawn = await account(100, { overdraftSettings: { allowOverdraft: true, overdraftLimit: 500 } });
    expect(await refusal([pledge(overdrawn, 101)])).toContain('400 INSUFFICIENT_SAVINGS_ACCOUNT_BALANCE');
    expect([await locked(savings), await locked(overdrawn)]).toEqual([
      [0, 1000],
      [0, 600],
    ]);
    await bank.ok('createCurrency', {
      body: {
        code: 'USD',
        name: 'USD',
        symbol: '$',
        currencySymbolPosition: 'BEFORE_NUMBER',
        type: 'FIAT_CURRENCY',
      } as never,
    });
    const foreign = await lender.loanProduct('DOLLARS', {
      others: {
        currency: { code: 'USD' },
        accountLinkSettings: { enabled: false },
        securitySettings: { isGuarantorsEnabled: true },
      },
    });
    expect(await refusal([pledge(savings, 5)], { productTypeKey: foreign })).toContain(
      `400 ACCOUNT_CURRENCY_NOT_MATCH: ${at}`,
    );
    expect(await locked(savings)).toEqual([0, 1000]);
  });

  test('at the same time as others: the money is locked once', async () => {
    const savings = await account(1000);
    const replies = await Promise.all(Array.from({ length: 6 }, () => refusal([pledge(savings, 400)])));
    expect(replies.map((reply) => reply.split(':')[0]).toSorted()).toEqual([
      '201',
      '201',
      ...Array.from({ length: 4 }, () => '400 INSUFFICIENT_SAVINGS_ACCOUNT_BALANCE'),
    ]);
    expect(await locked(savings)).toEqual([800, 200]);
    await desk.verify();
  });

  test('at the same time as withdrawals: no more goes than there is', async () => {
    const savings = await account(1000);
    const [loans, withdrawals] = await Promise.all([
      Promise.all(Array.from({ length: 4 }, () => refusal([pledge(savings, 300)]))),
      Promise.all(Array.from({ length: 4 }, () => withdraw(savings, 300))),
    ]);
    const taken = [
      loans.filter((reply) => reply.startsWith('201')).length,
      withdrawals.filter(({ status }) => status === 201).length,
    ] as const;
    expect(taken[0] + taken[1]).toBe(3);
    expect(await locked(savings)).toEqual([300 * taken[0], 100]);
    await desk.verify();
  });
});

test('the verification tells where more is locked than is pledged', async () => {
  const savings = await account(1000);
  await pledgedLoan([pledge(savings, 400)]);
  const tampered = (by: number) =>
    bank.db.query('UPDATE deposit_account SET locked_balance = locked_balance + $2 WHERE encoded_key = $1', [
      savings.encodedKey,
      by,
    ]);
  await tampered(1);
  const { differences } = await bank.ok('verifyLedger');
  expect(differences).toMatchObject([
    { kind: 'DEPOSIT_LOCKED_BALANCE_IS_SUM_OF_GUARANTEES', expected: '400', actual: '401' },
  ]);
  await tampered(-1);
});
