import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, type LoanProductChanges, loanBank, loanProductBody, loanRules } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;

beforeAll(async () => {
  bank = await startBank({ today: '2026-06-01', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const dynamic: LoanProductChanges = {
  type: 'DYNAMIC_TERM_LOAN',
  schedule: { repaymentScheduleMethod: 'DYNAMIC' },
  interest: {
    daysInYear: 'ACTUAL_365_FIXED',
    scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
    interestCalculationMethod: 'DECLINING_BALANCE',
  },
};
const accounting = (method: string, calculation = 'AGGREGATED_AMOUNT') => ({
  accountingSettings: {
    accountingMethod: 'ACCRUAL',
    accountingRules: loanRules(lender.gl),
    interestAccruedAccountingMethod: method,
    ...(method === 'NONE' ? {} : { interestAccrualCalculation: calculation }),
  },
});
const product = (id: string, method: string, changes: LoanProductChanges = dynamic, calculation?: string) =>
  lender.loanProduct(id, { ...changes, others: { ...changes.others, ...accounting(method, calculation) } });
const on = (day: string) => ({ valueDate: `${day}T00:00:00+03:00` });
const advance = (to: string) => bank.ok('advanceClock', { body: { to } });

/** The journal entries that nights made for a product, as `2026-06-02 DEBIT 1110 3.29`. */
const nightJournal = async (productKey: string): Promise<string[]> => {
  const { rows } = await bank.db.query<{ line: string }>(
    `SELECT concat_ws(' ', (j.booking_date AT TIME ZONE 'Europe/Bucharest')::date, CASE WHEN j.is_debit THEN 'DEBIT' ELSE 'CREDIT' END, g.gl_code, trim_scale(j.amount)) AS line
       FROM journal_entry j JOIN gl_account g ON g.encoded_key = j.gl_account_key
      WHERE j.product_key = $1::uuid AND j.transaction_key IS NULL ORDER BY j.entry_id`,
    [productKey],
  );
  return rows.map(({ line }) => line);
};
/** What a product has on GL accounts: debits less credits. */
const onAccounts = async (productKey: string, ...codes: readonly string[]): Promise<string[]> => {
  const { rows } = await bank.db.query<{ code: string; sum: string }>(
    `SELECT g.gl_code AS code, trim_scale(sum(CASE WHEN j.is_debit THEN j.amount ELSE -j.amount END))::text AS sum
       FROM journal_entry j JOIN gl_account g ON g.encoded_key = j.gl_account_key WHERE j.product_key = $1::uuid GROUP BY 1`,
    [productKey],
  );
  return codes.map((code) => rows.find((row) => row.code === code)?.sum ?? '0');
};
const held = async (loan: { readonly id: string }): Promise<string> => {
  const { rows } = await bank.db.query<{ held: string }>(
    'SELECT trim_scale(round(booked_interest, 6))::text AS held FROM loan_account WHERE id = $1',
    [loan.id],
  );
  return rows[0]?.held ?? '';
};

describe('the night books interest that loans accrue', () => {
  test('daily: receivable against income; what is applied is there already, and goes back when it is undone', async () => {
    const key = await product('DAILY', 'DAILY');
    const loan = await lender.approvedLoan(key);
    await desk.disburse(loan, { firstRepaymentDate: '2026-06-11T00:00:00+03:00' });
    await advance('2026-06-03');
    // 10,000 at 12 % on 365: 3.2876712 a day, 6.5753424 after two.
    expect(await nightJournal(key)).toEqual([
      '2026-06-02 CREDIT 4100 3.29',
      '2026-06-02 DEBIT 1110 3.29',
      '2026-06-03 CREDIT 4100 3.29',
      '2026-06-03 DEBIT 1110 3.29',
    ]);
    expect([await held(loan), await onAccounts(key, '1110', '4100')]).toEqual(['6.575342', ['6.58', '-6.58']]);
    await advance('2026-06-11');
    expect([await held(loan), await onAccounts(key, '1110')]).toEqual(['32.88', ['32.88']]);
    // The due date itself ends: its interest is applied out of the books, and the first day of the next period is booked.
    await advance('2026-06-12');
    const applied = await desk.newest(loan, 'INTEREST_APPLIED');
    expect([applied.amount, await desk.journal(applied)]).toEqual([32.88, []]);
    expect(await onAccounts(key, '1110', '4100')).toEqual(['36.17', '-36.17']);
    const paid = await desk.repay(loan, 100);
    expect((await desk.journal(paid)).toSorted()).toEqual([
      'CREDIT 1100 67.12 -',
      'CREDIT 1110 32.88 -',
      'DEBIT 1000 100 -',
    ]);
    expect(await onAccounts(key, '1110')).toEqual(['3.29']);
    // Applied by hand before the next night: two more days, of which the books hold one.
    await advance('2026-06-13');
    await bank.ok('applyLoanInterest', {
      path: loanPath(loan),
      body: { interestApplicationDate: '2026-06-13T00:00:00+03:00' },
    });
    const byHand = await desk.newest(loan, 'INTEREST_APPLIED');
    expect([byHand.amount, await desk.journal(byHand)]).toEqual([6.55, []]);
    await desk.verify();
    await desk.adjust(byHand);
    expect(await held(loan)).toBe('6.553276');
    await advance('2026-06-14');
    await desk.verify();
    // Without its disbursement it never earned anything.
    await desk.adjust(await desk.newest(loan, 'REPAYMENT'));
    await desk.adjust(await desk.newest(loan, 'DISBURSEMENT'));
    const moved = await bank.call('patchLoanAccount', {
      path: loanPath(loan),
      body: [
        {
          op: 'REPLACE',
          path: '/assignedBranchKey',
          value: String((await bank.ok('createBranch', { body: { id: 'B1', name: 'B1' } })).encodedKey),
        },
      ],
    });
    expect(moved.text).toContain('LOAN_ACCOUNT_FIELD_NOT_EDITABLE');
    await advance('2026-06-15');
    expect([await held(loan), await onAccounts(key, '1110', '4100', '1100')]).toEqual(['0', ['0', '0', '0']]);
  });

  test('the difference where something is dated back, also below zero, and nothing of a loan that is paid off', async () => {
    await advance('2026-06-16');
    const key = await product('BACKDATED', 'DAILY');
    const loan = await lender.approvedLoan(key);
    await desk.disburse(loan, on('2026-06-05'));
    await advance('2026-06-17');
    // Twelve days at once.
    expect((await nightJournal(key))[1]).toBe('2026-06-17 DEBIT 1110 39.45');
    await desk.repay(loan, 9000, on('2026-06-06'));
    await advance('2026-06-18');
    // All but the first day's interest was applied with the payment; twelve days of 1,003.29 stay.
    expect((await nightJournal(key)).slice(-2)).toEqual(['2026-06-18 DEBIT 4100 32.2', '2026-06-18 CREDIT 1110 32.2']);
    await desk.verify();
    await bank.ok('payOffLoan', { path: loanPath(loan), body: {} });
    await advance('2026-06-19');
    expect([await held(loan), await onAccounts(key, '1110', '1100')]).toEqual(['0', ['0', '0']]);
    await desk.verify();
  });

  test('of a fixed loan evenly; a write-off loses what is booked, and its undoing brings it back', async () => {
    await advance('2026-06-20');
    const key = await product('FIXED', 'DAILY', {});
    const loan = await lender.approvedLoan(key);
    await desk.disburse(loan);
    await advance('2026-06-23');
    // 100.00 for the month of 30 days to 20 July, of which three are over.
    expect([await held(loan), await onAccounts(key, '1110', '4100')]).toEqual(['10', ['10', '-10']]);
    await bank.ok('writeOffLoan', { path: loanPath(loan), body: { notes: 'lost' } });
    expect((await desk.journal(await desk.newest(loan, 'WRITE_OFF'))).toSorted()).toEqual([
      'CREDIT 1100 10000 -',
      'CREDIT 1110 10 -',
      'DEBIT 5000 10010 -',
    ]);
    await advance('2026-06-24');
    expect([await held(loan), await onAccounts(key, '1110', '4100', '5000')]).toEqual(['0', ['0', '-10', '10010']]);
    await desk.verify();
    await bank.ok('undoWriteOffLoan', { path: loanPath(loan), body: {} });
    expect(await onAccounts(key, '1110', '5000')).toEqual(['10', '0']);
    await advance('2026-06-25');
    expect(await onAccounts(key, '1110', '4100')).toEqual(['16.67', '-16.67']);
    await desk.verify();
  });

  test('at the end of the month, and what it did not book yet is income of the application', async () => {
    await advance('2026-06-26');
    const key = await product('MONTHLY', 'END_OF_MONTH');
    const loan = await lender.approvedLoan(key);
    await desk.disburse(loan, { firstRepaymentDate: '2026-07-04T00:00:00+03:00' });
    await advance('2026-06-30');
    expect(await nightJournal(key)).toEqual([]);
    await advance('2026-07-01');
    // Five days.
    expect(await nightJournal(key)).toEqual(['2026-07-01 CREDIT 4100 16.44', '2026-07-01 DEBIT 1110 16.44']);
    await advance('2026-07-05');
    expect(await desk.journal(await desk.newest(loan, 'INTEREST_APPLIED'))).toEqual([
      'DEBIT 1110 9.86 -',
      'CREDIT 4100 9.86 -',
    ]);
    expect(await onAccounts(key, '1110')).toEqual(['26.3']);
    await desk.verify();
    // A product that books accruals no longer lets go of what it had booked.
    await advance('2026-08-01');
    expect(Number(await held(loan))).toBeGreaterThan(80);
    const body = { ...loanProductBody('MONTHLY', lender.gl, { ...dynamic, others: accounting('NONE') }) };
    await bank.ok('updateLoanProduct', { path: { loanProductId: 'MONTHLY' }, body: body as never });
    await advance('2026-08-02');
    expect([await held(loan), await onAccounts(key, '1110')]).toEqual(['0', ['26.3']]);
    await desk.verify();
  });

  test('of all loans of a product and branch in one posting, told by account', async () => {
    await advance('2026-08-03');
    const key = await product('TOLD', 'DAILY', dynamic, 'BREAKDOWN_PER_ACCOUNT');
    const loans = [
      await lender.approvedLoan(key, { loanAmount: 100 }),
      await lender.approvedLoan(key, { loanAmount: 100 }),
    ];
    for (const loan of loans) await desk.disburse(loan);
    await advance('2026-08-04');
    expect(await nightJournal(key)).toEqual(['2026-08-04 CREDIT 4100 0.07', '2026-08-04 DEBIT 1110 0.07']);
    const found = await bank.ok('searchInterestAccruals', {
      body: { filterCriteria: [{ field: 'productType', operator: 'EQUALS', value: 'LOAN' }] } as never,
    });
    expect(
      found.map(({ accountId, entryType, glAccountId }) => `${accountId} ${entryType} ${glAccountId}`).toSorted(),
    ).toEqual(loans.flatMap(({ id }) => [`${id} CREDIT 4100`, `${id} DEBIT 1110`]).toSorted());
    expect(found[0]).toMatchObject({ productId: 'TOLD', productKey: key, productType: 'LOAN' });
    expect(Number(found[0]?.amount)).toBeCloseTo(0.0328767, 7);
    const one = await bank.ok('searchInterestAccruals', {
      body: { filterCriteria: [{ field: 'accountId', operator: 'EQUALS', value: loans[0]?.id }] } as never,
    });
    expect(one).toHaveLength(2);
  });

  test('through a lock: what is due meanwhile stays earned', async () => {
    await advance('2026-08-05');
    const key = await product('LOCKED', 'DAILY');
    const loan = await lender.approvedLoan(key);
    await desk.disburse(loan, { firstRepaymentDate: '2026-08-08T00:00:00+03:00' });
    await bank.ok('lockLoan', { path: loanPath(loan), body: { lockedOperations: ['APPLY_INTEREST'] } });
    await advance('2026-08-10');
    expect([await held(loan), await onAccounts(key, '1110')]).toEqual(['16.435342', ['16.44']]);
    await bank.ok('unlockLoan', { path: loanPath(loan), body: {} });
    expect((await desk.standing(loan)).filter((line) => line.startsWith('INTEREST_APPLIED'))).toHaveLength(1);
    await advance('2026-08-11');
    await desk.verify();
  });

  test('today, where the period was closed since', async () => {
    await advance('2026-08-12');
    const key = await product('CLOSED', 'DAILY');
    const loan = await lender.approvedLoan(key);
    await desk.disburse(loan);
    const closure = newEncodedKey();
    await bank.db.query(
      `INSERT INTO gl_account_closure (encoded_key, closing_date, creation_date) VALUES ($1, '2026-08-13', '2026-08-10')`,
      [closure],
    );
    await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
    bank.app.tenant.reference.invalidate();
    await advance('2026-08-15');
    const { rows } = await bank.db.query(
      `SELECT d.day, d.booking_date = d.creation_date AS now FROM accrual d WHERE d.product_key = $1::uuid ORDER BY d.day`,
      [key],
    );
    expect(rows).toEqual([
      { day: '2026-08-12', now: true },
      { day: '2026-08-13', now: false },
      { day: '2026-08-14', now: false },
    ]);
    await bank.db.query('DELETE FROM gl_account_closure WHERE encoded_key = $1', [closure]);
    await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
    bank.app.tenant.reference.invalidate();
  });
});

test('a night that dies in the middle and runs again books once', async () => {
  await advance('2026-08-20');
  const key = await product('KILLED', 'DAILY');
  const loan = await lender.approvedLoan(key);
  await desk.disburse(loan);
  const fail = (table: string, check: string) =>
    bank.db.query(`ALTER TABLE ${table} ADD CONSTRAINT broken CHECK (${check}) NOT VALID`);
  const mend = (table: string) => bank.db.query(`ALTER TABLE ${table} DROP CONSTRAINT broken`);
  const end = (to: string) => bank.call('advanceClock', { body: { to } });
  // Before the sums are written nothing is; after it, they are there and not booked.
  await fail('accrual', `product_key <> '${key}'`);
  await expect(end('2026-08-21')).rejects.toThrow('answered 500');
  expect(await held(loan)).toBe('0');
  await mend('accrual');
  await fail('journal_entry', `product_key <> '${key}' OR transaction_key IS NOT NULL`);
  await expect(end('2026-08-22')).rejects.toThrow('answered 500');
  expect([await held(loan), await nightJournal(key)]).toEqual(['3.287671', []]);
  await mend('journal_entry');
  await advance('2026-08-23');
  expect((await nightJournal(key)).filter((line) => line.includes('DEBIT'))).toEqual([
    '2026-08-21 DEBIT 1110 3.29',
    '2026-08-22 DEBIT 1110 3.29',
    '2026-08-23 DEBIT 1110 3.28',
  ]);
  await desk.verify();
});

test('a product books accruals only under ACCRUAL, and tells accounts only where it books them', async () => {
  const refused = async (settings: object): Promise<string> =>
    desk.reason('createLoanProduct', {
      body: loanProductBody('NO', lender.gl, { others: { accountingSettings: settings } }) as never,
    });
  const cashRules = loanRules(lender.gl).filter(({ financialResource }) => !financialResource.endsWith('_RECEIVABLE'));
  expect(
    await refused({ accountingMethod: 'CASH', accountingRules: cashRules, interestAccruedAccountingMethod: 'DAILY' }),
  ).toContain('INVALID_INTEREST_ACCRUED_METHOD');
  expect(await refused({ accountingMethod: 'NONE', interestAccruedAccountingMethod: 'END_OF_MONTH' })).toContain(
    'INVALID_INTEREST_ACCRUED_METHOD',
  );
  expect(
    await refused({
      accountingMethod: 'ACCRUAL',
      accountingRules: loanRules(lender.gl),
      interestAccrualCalculation: 'BREAKDOWN_PER_ACCOUNT',
    }),
  ).toContain('INVALID_INTEREST_ACCRUAL_CALCULATION');
  expect(
    await refused({
      accountingMethod: 'ACCRUAL',
      accountingRules: loanRules(lender.gl),
      interestAccruedAccountingMethod: 'WEEKLY',
    }),
  ).toContain('400');
});

test('verification finds what was tampered with', async () => {
  await desk.verify();
  const tamper = (sign: string) =>
    bank.db.query(
      `UPDATE loan_account SET booked_interest = booked_interest ${sign} 1 WHERE product_key = (SELECT encoded_key FROM loan_product WHERE id = 'TOLD')`,
    );
  await tamper('+');
  const kinds = (await bank.ok('verifyLedger')).differences.map(({ kind }) => kind);
  expect(kinds).toEqual([
    'LOAN_IS_FOLD_OF_ITS_EVENTS',
    'LOAN_IS_FOLD_OF_ITS_EVENTS',
    'LOAN_ACCRUALS_ARE_WHAT_NIGHTS_BOOKED',
  ]);
  await tamper('-');
});
