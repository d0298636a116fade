import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';

type Body = Readonly<Record<string, unknown>>;

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let tellers: ReturnType<typeof openDesk>;
let booksNothing: string;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  tellers = openDesk(bank);
  booksNothing = await lender.loanProduct('NO-BOOKS', { others: { accountingSettings: { accountingMethod: 'NONE' } } });
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const refused = (loan: { id: string }, body: Body, user?: string): Promise<string> =>
  desk.refused('makeDisbursement', loan, { path: loanPath(loan), body, ...(user ? { user } : {}) });

const lendingOfficer = async (username: string, permissions: readonly string[]): Promise<string> => {
  await bank.ok('createUser', {
    body: {
      username,
      firstName: username,
      password: 'long enough',
      access: {
        apiAccess: true,
        mambuAccess: true,
        canManageAllBranches: true,
        canManageEntitiesAssignedToOtherOfficers: true,
        permissions,
      },
    },
  });
  return `${username}:long enough`;
};

describe('a disbursement', () => {
  test('is told with everything that was sent, and makes the loan active', async () => {
    const loan = await lender.approvedLoan(lender.fixedEqual);
    const planned = await desk.schedule(loan);
    const body = {
      amount: 10_000,
      externalId: 'D-1',
      notes: 'for the roof',
      transactionDetails: { transactionChannelId: 'cash' },
    };
    const paidOut = await desk.disburse(loan, body);
    expect(paidOut).toMatchObject({
      ...body,
      type: 'DISBURSEMENT',
      parentAccountKey: loan.encodedKey,
      currency: { code: 'EUR' },
      id: expect.stringMatching(/^\d+$/),
      creationDate: expect.stringMatching(/^2026-03-10T\d\d:\d\d:\d\d\+00:00$/),
      valueDate: expect.stringMatching(/^2026-03-10T\d\d:\d\d:\d\d\+02:00$/),
      accountBalances: { totalBalance: 10_000, principalBalance: 10_000 },
      affectedAmounts: { principalAmount: 10_000, interestAmount: 0, feesAmount: 0, penaltyAmount: 0 },
    });
    expect(paidOut.bookingDate).toBe(paidOut.valueDate);
    for (const ref of [paidOut.id, paidOut.encodedKey]) {
      expect(await bank.ok('getLoanTransaction', { path: { loanTransactionId: String(ref) } })).toEqual(paidOut);
    }
    expect(await desk.transactions(loan)).toEqual([paidOut]);
    expect(await desk.account(loan)).toMatchObject({
      accountState: 'ACTIVE',
      activationTransactionKey: paidOut.encodedKey,
      disbursementDetails: { disbursementDate: paidOut.valueDate },
      balances: { principalBalance: 10_000, interestBalance: 0, principalDue: 0 },
    });
    // 10,000 at 1 % a month, twelve times 888.49, the last 888.47.
    expect(await desk.schedule(loan)).toEqual(planned);
    expect(planned[0]).toBe('788.49+100.00+0.00 0.00 PENDING');
    expect(planned[11]).toBe('879.67+8.80+0.00 0.00 PENDING');
    expect(await desk.journal(paidOut)).toEqual(['DEBIT 1100 10000 -', 'CREDIT 1000 10000 -']);
  });

  test('in the past is brought to today at once', async () => {
    const loan = await lender.approvedLoan(lender.dynamicEqual);
    const valueDate = '2026-01-05T00:00:00+02:00';
    const paidOut = await desk.disburse(loan, { valueDate, bookingDate: '2026-02-01T00:00:00+02:00' });
    expect(paidOut).toMatchObject({ valueDate, bookingDate: '2026-02-01T00:00:00+02:00' });
    // Two due dates passed: 5 February and 5 March, both with interest on all of the principal.
    expect(await desk.standing(loan)).toEqual([
      'DISBURSEMENT 10000.00 2026-01-05',
      'INTEREST_APPLIED 100.00 2026-02-05',
      'INTEREST_APPLIED 100.00 2026-03-05',
    ]);
    expect(await desk.account(loan)).toMatchObject({
      accountState: 'ACTIVE_IN_ARREARS',
      daysLate: 33,
      balances: { interestBalance: 200, interestDue: 200 },
    });
    const { rows } = await bank.db.query(
      `SELECT DISTINCT (booking_date AT TIME ZONE 'Europe/Bucharest')::date::text AS booking_date FROM journal_entry WHERE transaction_key = $1::uuid`,
      [paidOut.encodedKey],
    );
    expect(rows).toEqual([{ booking_date: '2026-02-01' }]);
  });

  test('applies the interest of the whole term at once where the product says so', async () => {
    const loan = await lender.approvedLoan(lender.fixedFlat);
    await desk.disburse(loan);
    // FLAT: 10,000 * 12 % for one year.
    expect(await desk.standing(loan)).toEqual([
      'DISBURSEMENT 10000.00 2026-03-10',
      'INTEREST_APPLIED 1200.00 2026-03-10',
    ]);
    expect(await desk.account(loan)).toMatchObject({ balances: { interestBalance: 1200, interestDue: 0 } });
  });

  test('takes another first repayment date, and gives the old one back when it is undone', async () => {
    for (const product of [lender.fixedEqual, lender.dynamicEqual]) {
      const loan = await lender.approvedLoan(product);
      const [before, planned] = [await desk.account(loan), await desk.schedule(loan)];
      const paidOut = await desk.disburse(loan, { firstRepaymentDate: '2026-05-01T00:00:00+03:00' });
      const { installments } = await bank.ok('getLoanSchedule', { path: loanPath(loan) });
      expect(installments?.map(({ dueDate }) => String(dueDate).slice(0, 10)).slice(0, 3)).toEqual([
        '2026-05-01',
        '2026-06-01',
        '2026-07-01',
      ]);
      await desk.adjust(paidOut);
      expect(await desk.schedule(loan)).toEqual(planned);
      const after = await desk.account(loan);
      const changes = {
        lastModifiedDate: before.lastModifiedDate,
        lastAccountAppraisalDate: before.lastAccountAppraisalDate,
      };
      expect({ ...after, ...changes }).toEqual(before);
      await desk.disburse(loan);
      expect(await desk.schedule(loan)).toEqual(planned);
    }
  });

  test('is given once for one idempotency key', async () => {
    const loan = await lender.approvedLoan(lender.fixedEqual);
    const headers = { 'Idempotency-Key': randomUUID() };
    const request = { path: loanPath(loan), body: { notes: 'once' }, headers };
    const [first, second] = [
      await bank.call('makeDisbursement', request),
      await bank.call('makeDisbursement', request),
    ];
    expect([first.status, second.status, second.text]).toEqual([201, 201, first.text]);
    const other = await bank.call('makeDisbursement', { ...request, body: { notes: 'twice' } });
    expect(other.status).toBeGreaterThanOrEqual(400);
    expect(other.status).toBeLessThan(500);
    expect(await desk.transactions(loan)).toHaveLength(1);
  });
});

describe('a disbursement is refused', () => {
  test('for a loan that does not exist', async () => {
    const path = { loanAccountId: 'nothing' };
    expect(await desk.reason('makeDisbursement', { path, body: {} })).toBe('404 INVALID_LOAN_ACCOUNT_ID');
  });

  test.each([
    ['9999-12-01T00:00:00+02:00', 'INVALID_FIRST_REPAYMENT_DUE_DATE'],
    ['2126-12-01T00:00:00+02:00', 'INVALID_FIRST_REPAYMENT_DUE_DATE'],
    ['2026-03-10T00:00:00+02:00', 'INVALID_FIRST_REPAYMENT_DUE_DATE'],
    ['2026-03-09T00:00:00+02:00', 'INVALID_FIRST_REPAYMENT_DUE_DATE'],
    ['0001-01-01T00:00:00+00:00', 'INVALID_PARAMETERS'],
    ['1850-01-01T00:00:00+02:00', 'INVALID_PARAMETERS'],
  ])('with a first repayment on %s', async (firstRepaymentDate, reason) => {
    for (const product of [lender.fixedEqual, lender.fixedFlat, lender.dynamicEqual, lender.dynamicDeclining]) {
      const loan = await lender.approvedLoan(product);
      expect(await refused(loan, { firstRepaymentDate })).toContain(`400 ${reason}`);
    }
  });

  test('with dates that no disbursement can have', async () => {
    const loan = await lender.approvedLoan(lender.dynamicEqual);
    const cases: readonly [Body, string][] = [
      [{ valueDate: '2026-03-11T00:00:00+02:00' }, '400 INVALID_DISBURSEMENT_DATE'],
      [{ valueDate: '9999-12-31T00:00:00+02:00' }, '400 INVALID_DISBURSEMENT_DATE'],
      [{ valueDate: '0001-01-02T00:00:00+02:00' }, '400 INVALID_PARAMETERS'],
      [{ valueDate: '1899-12-30T00:00:00+01:44' }, '400 '],
      [{ valueDate: 'yesterday' }, '400 INVALID_PARAMETERS'],
      [{ bookingDate: '2026-03-09T00:00:00+02:00' }, '400 BOOKING_DATE_BEFORE_VALUE_DATE'],
      [{ bookingDate: '2026-03-11T00:00:00+02:00' }, '400 INVALID_BOOKING_DATE'],
      [{ bookingDate: '9999-12-31T00:00:00+02:00' }, '400 INVALID_BOOKING_DATE'],
    ];
    for (const [body, reason] of cases) expect(await refused(loan, body)).toContain(reason);
  });

  test.each([1, 9_999.99, 10_000.01, 0, -10_000, 1e30])('with the amount %s', async (amount) => {
    const loan = await lender.approvedLoan(lender.fixedEqual);
    expect(await refused(loan, { amount })).toContain('400 INVALID_AMOUNT');
  });

  test('in any state but APPROVED', async () => {
    const pending = await lender.loan(lender.fixedEqual);
    expect(await refused(pending, {})).toContain('400 INVALID_ACCOUNT_STATE: ');
    const change = (loan: { id: string }, action: string) =>
      bank.ok('changeLoanAccountState', { path: loanPath(loan), body: { action } });
    await change(pending, 'SET_INCOMPLETE');
    expect(await refused(pending, {})).toContain('400 INVALID_ACCOUNT_STATE: ');
    await change(pending, 'REJECT');
    expect(await refused(pending, {})).toContain('400 INVALID_ACCOUNT_STATE: ');
    const withdrawn = await lender.approvedLoan(lender.fixedEqual);
    await change(withdrawn, 'WITHDRAW');
    expect(await refused(withdrawn, {})).toContain('400 INVALID_ACCOUNT_STATE: ');
    const twice = await lender.approvedLoan(lender.fixedEqual);
    await desk.disburse(twice);
    expect(await refused(twice, {})).toContain('400 ACCOUNT_ALREADY_DISBURSED');
    await bank.ok('payOffLoan', { path: loanPath(twice), body: {} });
    expect(await refused(twice, {})).toContain('400 INVALID_ACCOUNT_STATE: ');
  });

  test('through a channel that does not exist, and with an external id twice', async () => {
    const loan = await lender.approvedLoan(lender.fixedEqual);
    expect(await refused(loan, { transactionDetails: { transactionChannelId: 'pigeon' } })).toMatch(
      /^4\d\d INVALID_TRANSACTION_CHANNEL/,
    );
    const other = await lender.approvedLoan(lender.fixedEqual);
    await desk.disburse(other, { externalId: 'TAKEN' });
    expect(await refused(loan, { externalId: 'TAKEN' })).toContain('400 EXTERNAL_ID_ALREADY_EXISTS');
    await desk.disburse(loan);
    expect(
      await desk.refused('makeRepayment', loan, { path: loanPath(loan), body: { amount: 1, externalId: 'TAKEN' } }),
    ).toContain('400 EXTERNAL_ID_ALREADY_EXISTS');
  });

  test('without the permission for its dates', async () => {
    const user = await lendingOfficer('junior', ['DIBURSE_LOANS']);
    const loan = await lender.approvedLoan(lender.fixedEqual);
    const valueDate = '2026-03-09T00:00:00+02:00';
    expect(await refused(loan, { valueDate }, user)).toContain('INVALID_PERMISSIONS');
    expect(await refused(loan, { bookingDate: '2026-03-10T12:00:00+02:00' }, user)).toContain('INVALID_PERMISSIONS');
    expect((await bank.call('makeDisbursement', { path: loanPath(loan), body: {}, user })).status).toBe(201);
  });
});

describe('a disbursement into a deposit account', () => {
  const into = (account: { encodedKey: string }, more: Body = {}): Body => ({
    transferDetails: { linkedAccountKey: account.encodedKey },
    ...more,
  });
  const borrower = async (product: string) => {
    const { encodedKey: accountHolderKey } = await lender.client();
    const account = await lender.depositAccount({ accountHolderKey });
    return { account, loan: await lender.approvedLoan(product, { accountHolderKey }) };
  };

  test('moves the money in one posting, and back when it is undone', async () => {
    const { account, loan } = await borrower(lender.fixedEqual);
    const paidOut = await desk.disburse(loan, into(account));
    expect(await tellers.balance(account)).toBe('10000');
    expect(await desk.journal(paidOut)).toEqual(['DEBIT 1100 10000 -', 'CREDIT 2000 10000 -']);
    const [received] = await bank.ok('getDepositTransactions', { path: { depositAccountId: account.id } });
    expect(received).toMatchObject({ type: 'TRANSFER', amount: 10_000 });
    expect(paidOut.transferDetails?.linkedDepositTransactionKey).toBe(received?.encodedKey);
    expect(received?.transferDetails?.linkedLoanTransactionKey).toBe(paidOut.encodedKey);
    expect(reasonOf(await tellers.adjust({ id: String(received?.id) }))).toBe('400 TRANSACTION_MADE_FROM_A_TRANSFER');
    const spent = await tellers.withdraw(account, 1);
    expect(
      await desk.refused('adjustLoanTransaction', loan, {
        path: { loanTransactionId: String(paidOut.id) },
        body: { notes: 'x' },
      }),
    ).toMatch(/^400 /);
    await tellers.adjust(spent);
    await desk.adjust(paidOut);
    expect(await tellers.balance(account)).toBe('0');
    await desk.verify();
  });

  test('may lie in the past, before and between what the account did', async () => {
    const { account, loan } = await borrower(lender.dynamicEqual);
    await tellers.deposit(account, 3, { valueDate: '2026-02-10T00:00:00+02:00' });
    await tellers.deposit(account, 7, { valueDate: '2026-02-20T00:00:00+02:00' });
    const valueDate = '2026-02-15T00:00:00+02:00';
    await desk.disburse(loan, into(account, { valueDate }));
    const rows = await bank.ok('getDepositTransactions', { path: { depositAccountId: account.id } });
    expect(
      rows.map(({ amount, valueDate: day, accountBalances }) => [
        amount,
        String(day).slice(0, 10),
        accountBalances?.totalBalance,
      ]),
    ).toEqual([
      [7, '2026-02-20', 10],
      [10_000, '2026-02-15', 10_010],
      [3, '2026-02-10', 3],
    ]);
    await desk.verify();
  });

  test('is refused for an account that can not take it', async () => {
    const { account, loan } = await borrower(lender.fixedEqual);
    const both = {
      transferDetails: { linkedAccountId: 'nothing' },
      transactionDetails: { transactionChannelId: 'cash' },
    };
    expect(await refused(loan, both)).toContain('INVALID_PARAMETERS');
    const nowhere = { transferDetails: { linkedAccountId: 'nothing' } };
    expect(await refused(loan, nowhere)).toContain('400 INVALID_SAVINGS_ACCOUNT_KEY');
    expect(await refused(loan, { transferDetails: { linkedAccountId: loan.id } })).toContain(
      '400 INVALID_SAVINGS_ACCOUNT_KEY',
    );
    await bank.ok('createCurrency', {
      body: { code: 'JPY', name: 'Yen', symbol: '¥', currencySymbolPosition: 'BEFORE_NUMBER', type: 'FIAT_CURRENCY' },
    });
    const created = await bank.ok('createDepositProduct', {
      body: {
        id: 'YEN',
        name: 'YEN',
        type: 'CURRENT_ACCOUNT',
        state: 'ACTIVE',
        newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@@####$' },
        accountingSettings: { accountingMethod: 'NONE' },
        currencySettings: { currencies: [{ code: 'JPY' }] },
      },
    });
    const yen = await lender.depositAccount({ productTypeKey: created.encodedKey });
    expect(await refused(loan, into(yen))).toContain('400 ACCOUNT_CURRENCY_NOT_MATCH');
    await bank.ok('changeDepositAccountState', {
      path: { depositAccountId: account.id },
      body: { action: 'CLOSE_WITHDRAW' },
    });
    expect(await refused(loan, into(account))).toContain('400 INVALID_TARGET_ACCOUNT_STATE_FOR_DEPOSIT');
    expect(await desk.account(loan)).toMatchObject({ accountState: 'APPROVED' });
  });

  test('of another holder takes the permission of such transfers', async () => {
    const { loan } = await borrower(lender.fixedEqual);
    const stranger = await lender.depositAccount();
    const user = await lendingOfficer('lender', ['DIBURSE_LOANS']);
    expect(await refused(loan, into(stranger), user)).toContain('INVALID_PERMISSIONS');
    expect(await tellers.balance(stranger)).toBe('0');
    await desk.disburse(loan, into(stranger));
    expect(await tellers.balance(stranger)).toBe('10000');
  });

  test('is refused where only one of the two products keeps books', async () => {
    const { account, loan } = await borrower(booksNothing);
    expect(await refused(loan, into(account))).toContain('400 DIFFERENT_ACCOUNTING_STATE_BETWEEN_INVOLVED_PRODUCTS');
    await desk.disburse(loan);
    await tellers.deposit(account, 500);
    const transfer = { amount: 5, transferDetails: { linkedAccountType: 'LOAN', linkedAccountKey: loan.encodedKey } };
    expect(
      await desk.refused('makeTransfer', loan, { path: { depositAccountId: account.id }, body: transfer }),
    ).toContain('400 DIFFERENT_ACCOUNTING_STATE_BETWEEN_INVOLVED_PRODUCTS');
    expect(await tellers.balance(account)).toBe('500');
  });

  test('finds no account by an invented key', async () => {
    const { loan } = await borrower(lender.fixedEqual);
    expect(await refused(loan, into({ encodedKey: newEncodedKey() }))).toContain('400 INVALID_SAVINGS_ACCOUNT_KEY');
  });
});
