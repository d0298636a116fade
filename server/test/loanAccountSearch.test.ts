import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { searchFields } from '../src/generated/searchFields.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type Loan, type LoanOffice, openOffice, pathOf } from './harness/loanOffice.ts';

let bank: TestBank;
let lender: LoanBank;
let office: LoanOffice;
let names: ReadonlyMap<string, string>;
let keys: Readonly<Record<string, string>>;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  office = openOffice(bank, lender);
  const north = String((await bank.ok('createBranch', { body: { id: 'NORTH', name: 'North' } })).encodedKey);
  const client = await lender.client({ id: 'C-1', firstName: 'Zoë', lastName: 'Ångström' });
  const account = await lender.depositAccount({ accountHolderKey: client.encodedKey });
  const pending = await lender.loan(lender.fixedEqual, {
    id: 'A-pending',
    loanName: 'Car 100%',
    assignedBranchKey: north,
  });
  const rejected = await lender.loan(lender.fixedEqual, {
    id: 'B-rejected',
    loanAmount: 500,
    arrearsTolerancePeriod: 7,
  });
  await office.changeState(rejected, 'REJECT');
  const late = await lender.loan(lender.dynamicEqual, {
    id: 'C-late',
    accountHolderKey: client.encodedKey,
    settlementAccountKey: account.encodedKey,
    loanAmount: 2_000,
    interestSettings: { interestRate: 6 },
    scheduleSettings: { gracePeriod: 0, repaymentInstallments: 4 },
    disbursementDetails: { expectedDisbursementDate: '2026-01-15T00:00:00+01:00' },
  });
  await office.changeState(late, 'APPROVE');
  await bank.ok('makeDisbursement', { path: pathOf(late), body: {} });
  await bank.ok('advanceClock', { body: { to: '2026-02-18' } });
  await bank.ok('makeRepayment', { path: pathOf(late), body: { amount: 100 } });
  await bank.ok('applyLoanFee', { path: pathOf(late), body: { amount: 12.5 } });
  const withdrawn = await lender.loan(lender.fixedFlat, { id: 'D-withdrawn', loanName: 'car_100' });
  await office.changeState(withdrawn, 'WITHDRAW');
  const loans: readonly Loan[] = [pending, rejected, late, withdrawn];
  names = new Map(loans.map(({ id, encodedKey }) => [encodedKey, id.slice(0, 1)]));
  keys = { north, client: client.encodedKey, account: account.encodedKey, late: late.encodedKey };
});
afterAll(async () => {
  await office.verify();
  await bank.stop();
});

type Criterion = Readonly<Record<string, unknown>>;
const found = (body: unknown): string =>
  (body as { encodedKey: string }[]).map(({ encodedKey }) => names.get(encodedKey)).join('');
const search = (filterCriteria: readonly Criterion[], more: Criterion = {}) =>
  bank.call('searchLoanAccounts', { body: { filterCriteria, ...more } });
/** `A`, `AC` … of the loans found, in the order of their creation; a key by its name in `keys`. */
const matching = async (...criteria: readonly Criterion[]): Promise<string> => {
  const reply = await search(
    criteria.map((criterion) =>
      typeof criterion.value === 'string' && criterion.value.startsWith('@')
        ? { ...criterion, value: keys[criterion.value.slice(1)] }
        : criterion,
    ),
  );
  return reply.status === 200 ? found(reply.body) : reasonOf(reply);
};
const where = (field: string, operator: string, value?: unknown, secondValue?: unknown): Criterion => ({
  field,
  operator,
  ...(value === undefined ? {} : Array.isArray(value) ? { values: value } : { value }),
  ...(secondValue === undefined ? {} : { secondValue }),
});

describe('a search', () => {
  test.each<readonly [string, string, unknown, string, unknown?]>([
    ['id', 'EQUALS', 'a-PENDING', 'A'],
    ['id', 'EQUALS_CASE_SENSITIVE', 'a-PENDING', ''],
    ['id', 'IN', ['A-pending', 'C-late', 'X'], 'AC'],
    ['id', 'DIFFERENT_THAN', 'A-pending', 'BCD'],
    ['encodedKey', 'EQUALS', '@late', 'C'],
    ['encodedKey', 'EQUALS', 'no key', ''],
    ['loanName', 'STARTS_WITH', 'CAR', 'AD'],
    ['loanName', 'STARTS_WITH_CASE_SENSITIVE', 'Car 100%', 'A'],
    ['loanName', 'STARTS_WITH', 'car_1', 'D'],
    ['accountHolderKey', 'EQUALS', '@client', 'C'],
    ['accountHolderId', 'EQUALS', 'C-1', 'C'],
    ['recipient', 'STARTS_WITH', 'zoë', 'C'],
    ['assignedBranchKey', 'EQUALS', '@north', 'A'],
    ['assignedBranchKey', 'EMPTY', undefined, 'BCD'],
    ['assignedBranchKey', 'NOT_EMPTY', undefined, 'A'],
    ['accountState', 'EQUALS', 'PENDING_APPROVAL', 'A'],
    ['accountState', 'IN', ['PENDING_APPROVAL', 'CLOSED'], 'AD'],
    ['accountState', 'DIFFERENT_THAN', 'CLOSED', 'ABC'],
    ['accountSubState', 'EQUALS', 'REJECTED', 'B'],
    ['accountSubState', 'EMPTY', undefined, 'AC'],
    ['creationDate', 'ON', '2026-01-15', 'ABC'],
    ['creationDate', 'AFTER', '2026-01-15', 'D'],
    ['creationDate', 'AFTER_INCLUSIVE', '2026-01-15', 'ABCD'],
    ['creationDate', 'BEFORE', '2026-02-18', 'ABC'],
    ['creationDate', 'BEFORE_INCLUSIVE', '2026-02-18', 'ABCD'],
    ['creationDate', 'BETWEEN', '2026-01-01', 'ABC', '2026-01-31'],
    ['creationDate', 'TODAY', undefined, 'D'],
    ['creationDate', 'THIS_WEEK', undefined, 'D'],
    ['creationDate', 'THIS_MONTH', undefined, 'D'],
    ['creationDate', 'THIS_YEAR', undefined, 'ABCD'],
    ['creationDate', 'LAST_DAYS', 10, 'D'],
    ['closedDate', 'NOT_EMPTY', undefined, 'BD'],
    ['approvedDate', 'ON', '2026-01-15', 'C'],
    ['lastModifiedDate', 'TODAY', undefined, 'CD'],
    ['lastSetToArrearsDate', 'NOT_EMPTY', undefined, 'C'],
    ['lastAccountAppraisalDate', 'TODAY', undefined, 'CD'],
    ['daysLate', 'MORE_THAN', 0, 'C'],
    ['daysInArrears', 'EQUALS', 3, 'C'],
    ['loanAmount', 'EQUALS', '500.00', 'B'],
    ['loanAmount', 'LESS_THAN', 2_000, 'B'],
    ['loanAmount', 'BETWEEN', 500, 'BC', 2_000],
    ['numInstallments', 'EQUALS', 4, 'C'],
    ['balances.principalDue', 'MORE_THAN', 0, 'C'],
    ['balances.principalPaid', 'MORE_THAN', 0, 'C'],
    ['balances.principalBalance', 'MORE_THAN', 0, 'C'],
    ['balances.interestDue', 'EQUALS', 0, 'ABCD'],
    ['balances.interestPaid', 'MORE_THAN', 0, 'C'],
    ['balance.interestBalance', 'EQUALS', 0, 'ABCD'],
    ['balances.feesDue', 'LESS_THAN', 12.6, 'ABCD'],
    ['balances.feesBalance', 'EQUALS', 12.5, 'C'],
    ['balances.feesPaid', 'EQUALS', 0, 'ABCD'],
    ['balances.penaltyDue', 'EQUALS', 0, 'ABCD'],
    ['balances.penaltyPaid', 'EQUALS', 0, 'ABCD'],
    ['balances.penaltyBalance', 'MORE_THAN', 0, ''],
    ['accruedInterest', 'MORE_THAN', 0, 'C'],
    ['arrearsTolerancePeriod', 'EQUALS', 7, 'B'],
    ['interestSettings.interestRate', 'EQUALS', 6, 'C'],
    ['totalPaid', 'EQUALS', 100, 'C'],
    ['totalBalance', 'MORE_THAN', 0, 'C'],
    ['totalDue', 'MORE_THAN', 0, 'C'],
    ['firstRepaymentDate', 'ON', '2026-02-15', 'ABC'],
    ['lastPaymentDate', 'ON', '2026-02-18', 'C'],
    ['lastPaymentAmount', 'EQUALS', 100, 'C'],
    ['expectedMaturityDate', 'ON', '2026-05-15', 'C'],
    ['settlementAccountKey', 'EQUALS', '@account', 'C'],
    ['productTypeKey', 'NOT_EMPTY', undefined, 'ABCD'],
    ['disbursementDetails.expectedDisbursementDate', 'ON', '2026-01-15', 'C'],
    ['disbursementDetails.disbursementDate', 'ON', '2026-01-15', 'C'],
    ['latePaymentsRecalculationMethod', 'EQUALS', 'OVERDUE_INSTALLMENTS_INCREASE', 'ABCD'],
    ['prepaymentSettings.prepaymentRecalculationMethod', 'EQUALS', 'NO_RECALCULATION', 'ABCD'],
    ['prepaymentSettings.applyInterestOnPrepaymentMethod', 'IN', ['AUTOMATIC', 'MANUAL'], 'ABCD'],
    ['penaltySettings.loanPenaltyCalculationMethod', 'EQUALS', 'NONE', 'ABCD'],
    ['accruedPenalty', 'EQUALS', 0, 'ABCD'],
    ['balances.redrawBalance', 'EQUALS', 0, 'ABCD'],
  ])('%s %s %j finds %s', async (field, operator, value, expected, second) => {
    expect(await matching(where(String(field), String(operator), value, second))).toBe(expected);
  });

  test('joins its criteria by and', async () => {
    const closed = where('closedDate', 'NOT_EMPTY');
    expect(await matching(closed, where('loanAmount', 'LESS_THAN', 1_000))).toBe('B');
    expect(await matching(closed, where('id', 'EQUALS', 'A-pending'))).toBe('');
    expect(await matching()).toBe('ABCD');
  });

  test.each<readonly [Criterion, string]>([
    [where('nonsense', 'EQUALS', 1), 'INVALID_FILTER_SELECTION'],
    [where('__proto__', 'EQUALS', 1), 'INVALID_FILTER_SELECTION'],
    [where('taxRate', 'STARTS_WITH', '1'), 'INVALID_FILTER_ELEMENT'],
    [where('loanAmount', 'STARTS_WITH', 1), 'INVALID_FILTER_ELEMENT'],
    [where('id', 'MORE_THAN', 1), 'INVALID_FILTER_ELEMENT'],
    [where('loanAmount', 'EQUALS', 'much'), 'INVALID_FILTER_VALUE'],
    [where('loanAmount', 'EQUALS'), 'INVALID_FILTER_VALUE'],
    [where('loanAmount', 'BETWEEN', 1), 'INVALID_FILTER_SECOND_VALUE'],
    [where('creationDate', 'ON', 'yesterday'), 'INVALID_FILTER_VALUE'],
    [where('accountState', 'IN', []), 'INVALID_FILTER_VALUES'],
    [where('id', 'LIKE', 'x'), 'INVALID_PARAMETERS'],
    [where('lastAccountAppraisalDate', 'LAST_DAYS', 1e12), 'INVALID_FILTER_VALUE'],
  ])('refuses %j', async (criterion, reason) => {
    expect(reasonOf(await search([criterion]))).toBe(`400 ${reason}`);
  });

  test.each(searchFields.searchLoanAccounts.filter)('%s is searched or refused by name', async (field) => {
    expect((await search([where(field, 'NOT_EMPTY')])).status).toBeLessThan(500);
  });

  test.each(searchFields.searchLoanAccounts.sort)('%s is sorted by or refused by name', async (field) => {
    for (const order of ['ASC', 'DESC']) {
      const reply = await search([], { sortingCriteria: { field, order } });
      expect(reply.status).toBeLessThan(500);
      if (reply.status === 200) expect(found(reply.body)).toHaveLength(4);
    }
  });

  test('sorts, pages and counts', async () => {
    const sorted = async (field: string, order: string) =>
      found((await search([], { sortingCriteria: { field, order } })).body);
    expect(await sorted('id', 'DESC')).toBe('DCBA');
    expect((await sorted('loanAmount', 'ASC')).slice(0, 2)).toBe('BC');
    expect((await sorted('approvedDate', 'DESC')).slice(0, 1)).toBe('C');
    const body = { sortingCriteria: { field: 'id', order: 'ASC' } } as const;
    const query = { offset: 1, limit: 2, paginationDetails: 'ON' };
    const reply = await bank.call('searchLoanAccounts', { body, query });
    expect(found(reply.body)).toBe('BC');
    expect(reply.headers).toMatchObject({ 'items-total': '4', 'items-limit': '2', 'items-offset': '1' });
  });

  test('walks by cursor', async () => {
    let cursor = '_';
    let seen = '';
    while (cursor !== '') {
      const reply = await bank.call('searchLoanAccounts', { body: {}, query: { cursor, limit: 3 } });
      seen += found(reply.body);
      cursor = String(reply.headers['items-next-cursor'] ?? '');
    }
    expect([...seen].sort().join('')).toBe('ABCD');
  });
});

describe('a list', () => {
  const list = async (query: Record<string, string | number>): Promise<string> => {
    const reply = await bank.call('getLoanAccounts', { query });
    return reply.status === 200 ? found(reply.body) : reasonOf(reply);
  };

  test.each<readonly [Record<string, string | number>, string]>([
    [{}, 'ABCD'],
    [{ detailsLevel: 'FULL' }, 'ABCD'],
    [{ detailsLevel: 'BASIC' }, 'ABCD'],
    [{ limit: 1, offset: 2 }, 'C'],
    [{ limit: 0 }, ''],
    [{ sortBy: 'id:DESC' }, 'DCBA'],
    [{ sortBy: 'loanAmount:ASC,id:DESC' }, 'BCDA'],
    [{ accountState: 'CLOSED' }, 'D'],
    [{ accountState: 'CLOSED_REJECTED' }, 'B'],
    [{ accountHolderType: 'CLIENT' }, 'ABCD'],
    [{ accountHolderType: 'GROUP' }, ''],
    [{ accountHolderId: 'C-1' }, 'C'],
    [{ accountHolderId: 'nobody' }, ''],
    [{ branchId: 'NORTH' }, 'A'],
    [{ branchId: 'NORTH', accountState: 'CLOSED' }, ''],
    [{ creditOfficerUsername: 'admin' }, ''],
    [{ branchId: 'X' }, '404 INVALID_BRANCH_ID'],
    [{ centreId: 'X' }, '404 INVALID_CENTRE_ID'],
    [{ creditOfficerUsername: 'X' }, '400 INVALID_USER_NAME'],
    [{ accountState: 'X' }, '400 INVALID_PARAMETERS'],
    [{ sortBy: 'nonsense:ASC' }, '400 INVALID_SORTING_COLUMN'],
    [{ sortBy: 'id:UP' }, '400 INVALID_SORTING_ORDER'],
  ])('by %j answers %s', async (query, expected) => {
    expect(await list(query)).toBe(expected);
  });

  test('counts when asked to', async () => {
    const { headers } = await bank.call('getLoanAccounts', { query: { paginationDetails: 'ON', limit: 1 } });
    expect(headers).toMatchObject({ 'items-total': '4', 'items-limit': '1', 'items-offset': '0' });
  });

  test('tells each loan as a look at it alone does', async () => {
    const listed = await bank.ok('getLoanAccounts');
    for (const account of listed) {
      expect(await bank.ok('getLoanAccount', { path: { loanAccountId: String(account.id) } })).toEqual(account);
    }
  });
});

describe('a verification names the loan whose', () => {
  test.each([
    ['principal balance', 'loan_account SET principal_balance = principal_balance + 1'],
    ['principal due', 'loan_account SET principal_due = principal_due + 1'],
    ['principal paid', 'loan_account SET principal_paid = principal_paid + 1'],
    ['interest balance', 'loan_account SET interest_balance = interest_balance + 1'],
    ['interest paid', 'loan_account SET interest_paid = interest_paid + 1'],
    ['fees due', 'loan_account SET fees_due = fees_due + 1'],
    ['penalty balance', 'loan_account SET penalty_balance = penalty_balance + 1'],
    ['accrued interest', 'loan_account SET accrued_interest = accrued_interest + 1'],
    ['days late', 'loan_account SET days_late = days_late + 1'],
    ['amount', 'loan_account SET loan_amount = loan_amount + 1'],
    ['rate', 'loan_account SET interest_rate = interest_rate + 1'],
    ['number of instalments', 'loan_account SET instalment_count = instalment_count + 1'],
    ['principal of an instalment', 'loan_instalment SET principal_expected = principal_expected + 1'],
    ['paid interest of an instalment', 'loan_instalment SET interest_paid = interest_paid + 1'],
    ['due date of an instalment', 'loan_instalment SET due_date = due_date + 1'],
    ['state of an instalment', `loan_instalment SET state = 'GRACE'`],
    ['interest of an instalment', 'loan_instalment SET interest_expected = interest_expected + 1'],
    ['instalment', 'loan_instalment SET account_key = account_key WHERE false; DELETE FROM loan_instalment'],
  ])('%s was tampered with', async (_what, change) => {
    const key = change.includes('loan_account SET') ? 'encoded_key' : 'account_key';
    const [before, tampered] = change.includes(';') ? change.split('; ') : ['', `UPDATE ${change}`];
    expect(before).toBeDefined();
    const { rows: instalments } = await bank.db.query('SELECT * FROM loan_instalment WHERE account_key = $1::uuid', [
      keys.late,
    ]);
    const { rows: accounts } = await bank.db.query(
      'SELECT row_to_json(a)::text AS kept FROM loan_account a WHERE encoded_key = $1::uuid',
      [keys.late],
    );
    expect(instalments).toHaveLength(4);
    const { rows: lines } = await bank.db.query(
      'SELECT row_to_json(i)::text AS kept FROM loan_instalment i WHERE account_key = $1::uuid',
      [keys.late],
    );
    await bank.db.query(`${tampered} WHERE ${key} = '${keys.late}'::uuid`);
    const { differences } = await bank.ok('verifyLedger');
    await bank.db.query('DELETE FROM loan_instalment WHERE account_key = $1::uuid', [keys.late]);
    for (const { kept } of lines)
      await bank.db.query(
        'INSERT INTO loan_instalment SELECT * FROM json_populate_record(NULL::loan_instalment, $1::json)',
        [kept],
      );
    await bank.db.query(
      `UPDATE loan_account a SET (principal_balance, principal_due, principal_paid, interest_balance, interest_paid, fees_due, penalty_balance,
              accrued_interest, days_late, loan_amount, interest_rate, instalment_count)
            = (SELECT k.principal_balance, k.principal_due, k.principal_paid, k.interest_balance, k.interest_paid, k.fees_due, k.penalty_balance,
              k.accrued_interest, k.days_late, k.loan_amount, k.interest_rate, k.instalment_count
                 FROM json_populate_record(NULL::loan_account, $2::json) k) WHERE a.encoded_key = $1::uuid`,
      [keys.late, accounts[0]?.kept],
    );
    expect(differences.map(({ subject }) => subject).join()).toContain('C-late');
    expect((await bank.ok('verifyLedger')).differences).toEqual([]);
  });
});
