import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operations } from '../src/generated/operations.ts';
import { searchFields } from '../src/generated/searchFields.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';

type Body = Readonly<Record<string, unknown>>;

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let loan: { id: string; encodedKey: string };
let branchKey: string;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  branchKey = String((await bank.ok('createBranch', { body: { id: 'B1', name: 'First' } })).encodedKey);
  loan = await lender.approvedLoan(lender.dynamicEqual, { assignedBranchKey: branchKey });
  await desk.disburse(loan, { valueDate: '2026-01-20T00:00:00+02:00', notes: 'start' });
  await desk.fee(loan, 15, { externalId: 'FEE-X' });
  await desk.repay(loan, 100, { externalId: 'PAY-X', transactionDetails: { transactionChannelId: 'cash' } });
  await desk.adjust(await desk.repay(loan, 7));
  const other = await lender.approvedLoan(lender.fixedFlat);
  await desk.disburse(other);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const search = (filterCriteria: readonly Body[], sortingCriteria?: Body, query: Record<string, string | number> = {}) =>
  bank.call('searchLoanTransactions', {
    body: { filterCriteria, ...(sortingCriteria ? { sortingCriteria } : {}) },
    query,
  });
const found = async (...filterCriteria: Body[]): Promise<string[]> => {
  const { status, body, text } = await search(filterCriteria);
  if (status !== 200) throw new Error(text);
  return body.map(({ type, amount }) => `${type} ${amount}`);
};

describe('the list of a loan', () => {
  test('pages, the newest first, and counts', async () => {
    const all = await desk.transactions(loan);
    expect(all.map(({ type }) => type)).toEqual([
      'REPAYMENT_ADJUSTMENT',
      'REPAYMENT',
      'REPAYMENT',
      'FEE_APPLIED',
      'INTEREST_APPLIED',
      'DISBURSEMENT',
    ]);
    const pages = [];
    for (const offset of [0, 2, 4, 6]) {
      const page = await bank.call('getLoanTransactions', {
        path: loanPath(loan),
        query: { limit: 2, offset, paginationDetails: 'ON' },
      });
      expect(page.headers['items-total']).toBe('6');
      pages.push(...page.body);
    }
    expect(pages).toEqual(all);
    expect(
      await bank.ok('getLoanTransactions', {
        path: { loanAccountId: loan.encodedKey },
        query: { detailsLevel: 'FULL', limit: 1000 },
      }),
    ).toEqual(all);
  });

  test('of all its versions is its own, since nothing makes another', async () => {
    const all = await desk.transactions(loan);
    const page = await bank.call('getLoanTransactionsOfAllVersions', {
      path: loanPath(loan),
      query: { limit: 4, offset: 1, paginationDetails: 'ON' },
    });
    expect([page.headers['items-total'], page.body]).toEqual(['6', all.slice(1, 5)]);
    expect(await desk.reason('getLoanTransactionsOfAllVersions', { path: { loanAccountId: 'nothing' } })).toBe(
      '404 INVALID_LOAN_ACCOUNT_ID',
    );
  });

  test('refuses what makes no sense', async () => {
    const reason = (query: Record<string, string | number>, path = loanPath(loan)) =>
      desk.reason('getLoanTransactions', { path, query });
    expect(await reason({ limit: -1 })).toMatch(/^400 /);
    expect(await reason({ limit: 1001 })).toMatch(/^400 /);
    expect(await reason({ offset: -1 })).toMatch(/^400 /);
    expect(await reason({ limit: 'many' })).toMatch(/^400 /);
    expect(await reason({ paginationDetails: 'MAYBE' })).toMatch(/^400 /);
    expect(await reason({ offset: '99999999999999999999' })).toMatch(/^400 /);
    expect(await reason({}, { loanAccountId: 'nothing' })).toBe('404 INVALID_LOAN_ACCOUNT_ID');
    expect(await bank.ok('getLoanTransactions', { path: loanPath(await lender.loan(lender.fixedEqual)) })).toEqual([]);
  });
});

describe('a search', () => {
  test('finds by what a transaction is, whose it is and what it did', async () => {
    const mine = { field: 'parentAccountKey', operator: 'EQUALS', value: loan.encodedKey };
    const wanted: readonly (readonly [Body, readonly string[]])[] = [
      [
        { field: 'type', operator: 'IN', values: ['FEE_APPLIED', 'DISBURSEMENT'] },
        ['FEE_APPLIED 15', 'DISBURSEMENT 10000'],
      ],
      [{ field: 'externalId', operator: 'EQUALS', value: 'PAY-X' }, ['REPAYMENT 100']],
      [
        { field: 'amount', operator: 'BETWEEN', value: '10', secondValue: '100' },
        ['REPAYMENT 100', 'FEE_APPLIED 15', 'INTEREST_APPLIED 100'],
      ],
      [{ field: 'amount', operator: 'LESS_THAN', value: '0' }, ['REPAYMENT_ADJUSTMENT -7']],
      [{ field: 'affectedAmounts.feesAmount', operator: 'MORE_THAN', value: '14' }, ['FEE_APPLIED 15']],
      [{ field: 'valueDate', operator: 'BEFORE', value: '2026-01-21' }, ['DISBURSEMENT 10000']],
      [{ field: 'wasAdjusted', operator: 'EQUALS', value: 'true' }, ['REPAYMENT 7']],
      [{ field: 'typeIsAdjustment', operator: 'EQUALS', value: 'true' }, ['REPAYMENT_ADJUSTMENT -7']],
      [
        { field: 'transactionDetails.transactionChannelId', operator: 'EQUALS', value: 'cash' },
        ['REPAYMENT_ADJUSTMENT -7', 'REPAYMENT 7', 'REPAYMENT 100', 'DISBURSEMENT 10000'],
      ],
      [
        { field: 'accountBalances.principalBalance', operator: 'EQUALS', value: '10000' },
        ['REPAYMENT_ADJUSTMENT -7', 'REPAYMENT 100', 'FEE_APPLIED 15', 'INTEREST_APPLIED 100', 'DISBURSEMENT 10000'],
      ],
      [{ field: 'parentAccountID', operator: 'EQUALS', value: 'nobody' }, []],
    ];
    for (const [criterion, expected] of wanted) {
      const answer = await found(mine, criterion);
      expect([criterion.field, answer.toSorted()]).toEqual([criterion.field, expected.toSorted()]);
    }
    expect(
      await found(
        { field: 'parentAccountID', operator: 'EQUALS', value: loan.id },
        { field: 'branchID', operator: 'EQUALS', value: 'B1' },
      ),
    ).toHaveLength(6);
  });

  test('answers every field of the contract with every operator, or says why not', async () => {
    const { filter, sort } = searchFields.searchLoanTransactions;
    const operators = [
      'EQUALS',
      'DIFFERENT_THAN',
      'MORE_THAN',
      'BETWEEN',
      'ON',
      'AFTER',
      'STARTS_WITH',
      'IN',
      'TODAY',
      'LAST_DAYS',
      'EMPTY',
      'NOT_EMPTY',
    ];
    const values = ['1', 'true', '2026-03-10', loan.encodedKey, '', "' OR 1=1 --", '\u0000', '1e999999999'];
    for (const field of filter) {
      for (const operator of operators) {
        const value = values[(filter.indexOf(field) + operators.indexOf(operator)) % values.length] ?? '';
        const { status } = await search([{ field, operator, value, secondValue: value, values: [value] }]);
        expect([field, operator, value, status === 200 || status === 400]).toEqual([field, operator, value, true]);
      }
    }
    for (const field of sort) {
      for (const order of ['ASC', 'DESC'])
        expect([field, (await search([], { field, order })).status]).toEqual([field, 200]);
    }
  });

  test('refuses what is no field, no operator or no value', async () => {
    const cases: readonly Body[] = [
      { field: 'colour', operator: 'EQUALS', value: 'red' },
      { field: 'amount', operator: 'LIKE', value: '1' },
      { field: 'amount', operator: 'EQUALS', value: 'much' },
      { field: 'amount', operator: 'BETWEEN', value: '1' },
      { field: 'valueDate', operator: 'AFTER', value: 'soon' },
      { field: 'type', operator: 'IN' },
      { operator: 'EQUALS', value: '1' },
    ];
    for (const criterion of cases)
      expect([criterion, reasonOf(await search([criterion]))]).toEqual([criterion, expect.stringMatching(/^400 /)]);
    expect(reasonOf(await search([], { field: 'colour' }))).toMatch(/^400 /);
    expect(reasonOf(await search([], { field: 'amount', order: 'UP' }))).toMatch(/^400 /);
  });

  test('sorts as asked', async () => {
    const sorted = async (order: string) =>
      (await search([], { field: 'amount', order })).body.map(({ amount }) => Number(amount));
    const ascending = await sorted('ASC');
    expect(ascending).toEqual(ascending.toSorted((left, right) => left - right));
    expect(await sorted('DESC')).toEqual(ascending.toReversed());
  });

  test('goes through all with a cursor, each once', async () => {
    expect(operations.searchLoanTransactions.path).toBe('/loans/transactions:search');
    const seen: string[] = [];
    let cursor = '_';
    for (let page = 0; page < 20; page += 1) {
      const answer = await search([], undefined, { cursor, limit: 3 });
      expect([answer.status, answer.text.slice(0, 200)]).toEqual([200, expect.anything()]);
      seen.push(...answer.body.map(({ id }) => String(id)));
      cursor = String(answer.headers['items-next-cursor'] ?? '');
      if (cursor === '') break;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength((await search([], undefined, { limit: 1000 })).body.length);
    expect((await search([], undefined, { cursor: 'rubbish' })).status).toBe(400);
  });
});
