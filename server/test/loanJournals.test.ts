import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk } from './harness/depositDesk.ts';
import { type LoanBank, loanBank, loanRules } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';

type Body = Readonly<Record<string, unknown>>;

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let tellers: ReturnType<typeof openDesk>;
let cash: string;
const branches: Record<string, string> = {};

const touchReference = async (): Promise<void> => {
  await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  bank.app.tenant.reference.invalidate();
};

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  tellers = openDesk(bank);
  cash = await lender.loanProduct('CASH-BOOKS', {
    others: {
      accountingSettings: {
        accountingMethod: 'CASH',
        accountingRules: loanRules(lender.gl).filter(
          ({ financialResource }) => !financialResource.endsWith('_RECEIVABLE'),
        ),
      },
    },
  });
  for (const id of ['B1', 'B2', 'B3'])
    branches[id] = String((await bank.ok('createBranch', { body: { id, name: id } })).encodedKey);
  for (const [left, right] of [
    ['B1', 'B2'],
    ['B1', 'B3'],
    ['B2', 'B3'],
  ])
    await bank.db.query(
      `INSERT INTO inter_branch_rule (encoded_key, left_branch_key, right_branch_key, gl_account_key) VALUES ($1, $2, $3, $4)`,
      [newEncodedKey(), branches[left ?? ''], branches[right ?? ''], lender.gl['1900']],
    );
  await touchReference();
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const on = (day: string): Body => ({ valueDate: `${day}T00:00:00+02:00` });

/** What an account of the ledger says of one loan: debits less credits. */
const netOf = async (loan: { encodedKey: string }): Promise<Record<string, number>> => {
  const { rows } = await bank.db.query<{ code: string; net: string }>(
    `SELECT g.gl_code AS code, sum(CASE WHEN j.is_debit THEN j.amount ELSE -j.amount END)::text AS net
       FROM journal_entry j JOIN gl_account g ON g.encoded_key = j.gl_account_key WHERE j.account_key = $1::uuid GROUP BY 1 ORDER BY 1`,
    [loan.encodedKey],
  );
  return Object.fromEntries(rows.map(({ code, net }) => [code, Number(net)]).filter(([, net]) => net !== 0));
};

describe('what is booked', () => {
  const life = async (product: string) => {
    const loan = await lender.approvedLoan(product);
    const journals: Record<string, string[]> = {};
    const paidOut = await desk.disburse(loan, on('2026-02-10'));
    journals.disbursement = await desk.journal(paidOut);
    const fee = await desk.fee(loan, 25, { installmentNumber: 1 });
    journals.fee = await desk.journal(fee);
    journals.interest = await desk.journal(await desk.newest(loan, 'INTEREST_APPLIED'));
    const paid = await desk.repay(loan, 200);
    journals.repayment = await desk.journal(paid);
    journals.undone = await desk.journal(await desk.adjust(paid));
    journals.feeUndone = await desk.journal(await desk.adjust(fee));
    await desk.adjust(paidOut);
    return { journals, net: await netOf(loan), standing: await desk.standing(loan) };
  };

  test('under ACCRUAL: income with the charge, the receivable with the payment, nothing left when all is undone', async () => {
    expect(await life(lender.fixedEqual)).toEqual({
      journals: {
        disbursement: ['DEBIT 1100 10000 -', 'CREDIT 1000 10000 -'],
        fee: ['DEBIT 1120 25 -', 'CREDIT 4000 25 -'],
        interest: ['DEBIT 1110 100 -', 'CREDIT 4100 100 -'],
        repayment: ['DEBIT 1000 200 -', 'CREDIT 1100 75 -', 'CREDIT 1110 100 -', 'CREDIT 1120 25 -'],
        undone: ['CREDIT 1000 200 -', 'DEBIT 1100 75 -', 'DEBIT 1110 100 -', 'DEBIT 1120 25 -'],
        feeUndone: ['CREDIT 1120 25 -', 'DEBIT 4000 25 -'],
      },
      net: {},
      standing: [],
    });
  });

  test('under CASH: income with the payment only', async () => {
    expect(await life(cash)).toEqual({
      journals: {
        disbursement: ['DEBIT 1100 10000 -', 'CREDIT 1000 10000 -'],
        fee: [],
        interest: [],
        repayment: ['DEBIT 1000 200 -', 'CREDIT 1100 75 -', 'CREDIT 4100 100 -', 'CREDIT 4000 25 -'],
        undone: ['CREDIT 1000 200 -', 'DEBIT 1100 75 -', 'DEBIT 4100 100 -', 'DEBIT 4000 25 -'],
        feeUndone: [],
      },
      net: {},
      standing: [],
    });
  });

  test('of a pay-off with something let off: the income that will not come is taken back', async () => {
    const loan = await lender.approvedLoan(lender.dynamicDeclining);
    await desk.disburse(loan, on('2026-02-21'));
    await desk.fee(loan, 10);
    // 17 days of 10,000 at 12 % on 365: 55.89, of which 50 are paid; of the fee 4.
    await bank.ok('payOffLoan', {
      path: loanPath(loan),
      body: { payOffAdjustableAmounts: { interestPaid: 50, feesPaid: 4 } },
    });
    expect(await desk.journal(await desk.newest(loan, 'INTEREST_DUE_REDUCED'))).toEqual([
      'DEBIT 4100 5.89 -',
      'CREDIT 1110 5.89 -',
    ]);
    expect(await desk.journal(await desk.newest(loan, 'FEES_DUE_REDUCED'))).toEqual([
      'DEBIT 4000 6 -',
      'CREDIT 1120 6 -',
    ]);
    expect(await netOf(loan)).toEqual({ '1000': 54, '4000': -4, '4100': -50 });
    await bank.ok('changeLoanAccountState', { path: loanPath(loan), body: { action: 'UNDO_CLOSE' } });
    await desk.adjust(await desk.newest(loan, 'REPAYMENT'));
    expect(await netOf(loan)).toEqual({ '1000': -10_000, '1100': 10_000, '1120': 10, '4000': -10 });
  });
});

describe('between branches', () => {
  const employee = async (username: string, branch: string): Promise<string> => {
    await bank.ok('createUser', {
      body: {
        username,
        firstName: username,
        password: 'long enough',
        assignedBranchKey: branches[branch],
        access: {
          apiAccess: true,
          mambuAccess: true,
          canManageAllBranches: true,
          canManageEntitiesAssignedToOtherOfficers: true,
          permissions: [
            'DIBURSE_LOANS',
            'ENTER_REPAYMENT',
            'APPLY_LOAN_FEES',
            'APPLY_LOAN_ADJUSTMENTS',
            'MAKE_TRANSFER',
            'MAKE_INTER_CLIENTS_TRANSFERS',
            'BACKDATE_LOAN_TRANSACTIONS',
            'BULK_LOAN_CORRECTIONS',
          ],
        },
      },
    });
    return `${username}:long enough`;
  };

  test('cash that another branch hands out or takes balances in both', async () => {
    const user = await employee('cashier', 'B2');
    const loan = await lender.approvedLoan(lender.fixedEqual, { assignedBranchKey: branches.B1 });
    const paidOut = await bank.call('makeDisbursement', { path: loanPath(loan), body: {}, user });
    expect(await desk.journal(paidOut.body)).toEqual([
      'DEBIT 1100 10000 B1',
      'CREDIT 1000 10000 B2',
      'CREDIT 1900 10000 B1',
      'DEBIT 1900 10000 B2',
    ]);
    const paid = await bank.call('makeRepayment', { path: loanPath(loan), body: { amount: 100 }, user });
    expect((await desk.journal(paid.body)).toSorted()).toEqual(
      ['DEBIT 1000 100 B2', 'CREDIT 1110 100 B1', 'DEBIT 1900 100 B1', 'CREDIT 1900 100 B2'].toSorted(),
    );
    await desk.adjust(paid.body);
    await desk.adjust(paidOut.body);
    expect(await netOf(loan)).toEqual({});
    await desk.verify();
  });

  test('a transfer from an account of another branch balances in both, and so does its undoing', async () => {
    const { encodedKey: accountHolderKey } = await lender.client();
    const loan = await lender.approvedLoan(lender.fixedEqual, { accountHolderKey, assignedBranchKey: branches.B1 });
    const account = await lender.depositAccount({ accountHolderKey, assignedBranchKey: branches.B3 });
    const user = await employee('clerk', 'B2');
    const paidOut = await bank.call('makeDisbursement', {
      path: loanPath(loan),
      body: { transferDetails: { linkedAccountId: account.id } },
      user,
    });
    expect((await desk.journal(paidOut.body)).toSorted()).toEqual(
      ['DEBIT 1100 10000 B1', 'CREDIT 1900 10000 B1', 'DEBIT 1900 10000 B3', 'CREDIT 2000 10000 B3'].toSorted(),
    );
    const transfer = await bank.call('makeTransfer', {
      path: { depositAccountId: account.id },
      body: { amount: 150, transferDetails: { linkedAccountType: 'LOAN', linkedAccountId: loan.id } },
      user,
    });
    const repaid = await desk.newest(loan, 'REPAYMENT');
    expect(repaid.transferDetails?.linkedDepositTransactionKey).toBe(transfer.body.encodedKey);
    expect((await desk.journal(repaid)).toSorted()).toEqual(
      [
        'DEBIT 2000 150 B3',
        'CREDIT 1900 150 B3',
        'DEBIT 1900 150 B1',
        'CREDIT 1110 100 B1',
        'CREDIT 1100 50 B1',
      ].toSorted(),
    );
    await desk.adjust(repaid);
    expect(await tellers.balance(account)).toBe('10000');
    await desk.adjust(paidOut.body);
    expect(await tellers.balance(account)).toBe('0');
    expect(await netOf(loan)).toEqual({});
    await desk.verify();
  });

  test('a transfer stays linked to the repayment that a correction posts again', async () => {
    const { encodedKey: accountHolderKey } = await lender.client();
    const loan = await lender.approvedLoan(lender.dynamicEqual, { accountHolderKey });
    const account = await lender.depositAccount({ accountHolderKey });
    await desk.disburse(loan, { ...on('2026-02-01'), transferDetails: { linkedAccountId: account.id } });
    const { id } = await bank.ok('makeTransfer', {
      path: { depositAccountId: account.id },
      body: { amount: 500, transferDetails: { linkedAccountType: 'LOAN', linkedAccountId: loan.id } },
    });
    await desk.repay(loan, 1000, on('2026-02-15'));
    const again = (await desk.transactions(loan)).find(
      (one) => one.type === 'REPAYMENT' && one.amount === 500 && one.adjustmentTransactionKey === undefined,
    );
    const transfer = await bank.ok('getDepositTransaction', { path: { depositTransactionId: String(id) } });
    expect(again?.transferDetails?.linkedDepositTransactionKey).toBe(transfer.encodedKey);
    expect(transfer.transferDetails?.linkedLoanTransactionKey).toBe(again?.encodedKey);
    await desk.adjust({ id: again?.id });
    expect(await tellers.balance(account)).toBe('10000');
    await desk.verify();
  });
});

describe('closed books', () => {
  const close = async (day: string, branch: string | null): Promise<() => Promise<void>> => {
    const key = newEncodedKey();
    await bank.db.query(
      'INSERT INTO gl_account_closure (encoded_key, branch_key, closing_date, creation_date) VALUES ($1, $2, $3, now())',
      [key, branch, day],
    );
    await touchReference();
    return async () => {
      await bank.db.query('DELETE FROM gl_account_closure WHERE encoded_key = $1', [key]);
      await touchReference();
    };
  };
  const bookedOnOrBefore = async (loan: { encodedKey: string }, day: string, since: number): Promise<number> => {
    const { rows } = await bank.db.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM journal_entry WHERE account_key = $1::uuid AND entry_id > $3
          AND (booking_date AT TIME ZONE 'Europe/Bucharest')::date <= $2::date`,
      [loan.encodedKey, day, since],
    );
    return rows[0]?.count ?? 0;
  };
  const lastEntry = async (): Promise<number> =>
    (await bank.db.query<{ last: number }>('SELECT max(entry_id)::int AS last FROM journal_entry')).rows[0]?.last ?? 0;

  test('take no correction of the past; it is booked today', async () => {
    const loan = await lender.approvedLoan(lender.dynamicEqual);
    await desk.disburse(loan, on('2025-12-20'));
    const paid = await desk.repay(loan, 900, on('2026-02-20'));
    const since = await lastEntry();
    const reopen = await close('2026-02-28', null);
    expect(
      await desk.refused('makeRepayment', loan, { path: loanPath(loan), body: { amount: 50, ...on('2026-01-10') } }),
    ).toContain('400 JOURNAL_ENTRY_BEFORE_CLOSURE');
    // The interest of 20 January and 20 February and the payment change; their entries may not go where they were.
    await desk.repay(loan, 500, { ...on('2026-01-10'), bookingDate: '2026-03-02T00:00:00+02:00' });
    expect(await bookedOnOrBefore(loan, '2026-02-28', since)).toBe(0);
    const repeated = (await desk.transactions(loan)).filter(
      (one) => one.type === 'REPAYMENT' && one.amount === 900 && one.adjustmentTransactionKey === undefined,
    );
    expect(repeated.map(({ id, valueDate }) => [id === paid.id, String(valueDate).slice(0, 10)])).toEqual([
      [false, '2026-02-20'],
    ]);
    await reopen();
    await desk.verify();
  });

  test('of the branch that handles the cash refuse, too', async () => {
    const reopen = await close('2026-03-10', branches.B2 ?? null);
    const loan = await lender.approvedLoan(lender.fixedEqual, { assignedBranchKey: branches.B1 });
    const options = { path: loanPath(loan), body: {}, user: 'cashier:long enough' };
    expect(await desk.refused('makeDisbursement', loan, options)).toContain('400 JOURNAL_ENTRY_BEFORE_CLOSURE');
    await reopen();
  });
});
