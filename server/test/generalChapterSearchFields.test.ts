import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { searchFields } from '../src/generated/searchFields.ts';
import { type Reply, startBank, type TestBank } from './harness/bank.ts';
import { loanBank } from './harness/loanBank.ts';

/** Every field of every search, with every operator that the general chapter has for its type, and with every other. */

const searches = [
  'searchClients',
  'searchGroups',
  'searchDepositAccounts',
  'searchDepositTransactions',
  'searchLoanAccounts',
  'searchLoanTransactions',
  'searchJournalEntries',
] as const;
type Search = (typeof searches)[number];

// What a journal entry's source is, the contract does not say.
const unbuilt: readonly string[] = ['source'];

type Kind = 'STRING' | 'ENUM' | 'KEY' | 'NUMBER' | 'BOOLEAN' | 'DATE';

const kinds: Readonly<Record<Exclude<Kind, 'NUMBER'>, RegExp>> = {
  KEY: /Key$/,
  DATE: /date$/i,
  BOOLEAN:
    /^(overdraftSettings\.allowOverdraft|wasAdjusted|typeIsAdjustment|fundsEnabled|wasRescheduled|wasRefinanced)$/,
  ENUM: /(state|type|category|gender|language|trigger|method|currencyCode)$/i,
  STRING: /(name|address|number2?|id|recipient)$/i,
};
/** Numbers by what they are called, in spite of their endings; and a currency that is a text, since no entry has one. */
const exceptions: Readonly<Record<string, Kind>> = {
  'searchDepositTransactions id': 'NUMBER',
  'searchLoanTransactions id': 'NUMBER',
  adjustmentTransactionID: 'NUMBER',
  originalTransactionID: 'NUMBER',
  entryId: 'NUMBER',
  taxPaid: 'NUMBER',
  totalPaid: 'NUMBER',
  foreignCurrencyCode: 'STRING',
  originalCurrencyCode: 'STRING',
};
const kindOf = (search: Search, field: string): Kind => {
  const exception = exceptions[`${search} ${field}`] ?? exceptions[field];
  if (exception || /\.\w+Paid$/.test(field)) return exception ?? 'NUMBER';
  const found = (Object.entries(kinds) as [Kind, RegExp][]).find(([, pattern]) => pattern.test(field));
  return found?.[0] ?? 'NUMBER';
};

const periods = ['TODAY', 'THIS_WEEK', 'THIS_MONTH', 'THIS_YEAR'];
const emptiness = ['EMPTY', 'NOT_EMPTY'];
const equality = ['EQUALS', 'EQUALS_CASE_SENSITIVE', 'DIFFERENT_THAN'];
/** The table of the chapter, with the two operators that only the schemas name, and lists of texts (see decision 22). */
const operatorsOf: Readonly<Record<Kind, readonly string[]>> = {
  STRING: [...equality, 'STARTS_WITH', 'STARTS_WITH_CASE_SENSITIVE', 'IN', ...emptiness],
  ENUM: [...equality, 'IN', ...emptiness],
  KEY: [...equality, 'IN', ...emptiness],
  NUMBER: [...equality, 'MORE_THAN', 'LESS_THAN', 'BETWEEN', ...emptiness],
  BOOLEAN: equality,
  DATE: [
    ...equality.slice(1),
    ...['BETWEEN', 'ON', 'AFTER', 'AFTER_INCLUSIVE', 'BEFORE', 'BEFORE_INCLUSIVE', 'LAST_DAYS'],
    ...periods,
    ...emptiness,
  ],
};
const allOperators = [...new Set(Object.values(operatorsOf).flat())];
const values: Readonly<Record<Kind, string>> = {
  STRING: 'Ana',
  ENUM: 'ACTIVE',
  KEY: '0190aaaa00007000800000000000000a',
  NUMBER: '100',
  BOOLEAN: 'true',
  DATE: '2026-03-10',
};
/** What together, and each for itself, finds every record. */
const partitions: Readonly<Record<Kind, readonly (readonly string[])[]>> = {
  STRING: [emptiness, ['EQUALS_CASE_SENSITIVE', 'DIFFERENT_THAN']],
  ENUM: [emptiness, ['EQUALS_CASE_SENSITIVE', 'DIFFERENT_THAN']],
  KEY: [emptiness, ['EQUALS', 'DIFFERENT_THAN']],
  NUMBER: [emptiness, ['EQUALS', 'DIFFERENT_THAN'], ['LESS_THAN', 'EQUALS', 'MORE_THAN', 'EMPTY']],
  BOOLEAN: [['EQUALS', 'DIFFERENT_THAN']],
  DATE: [
    emptiness,
    ['ON', 'DIFFERENT_THAN'],
    ['BEFORE', 'ON', 'AFTER', 'EMPTY'],
    ['BEFORE_INCLUSIVE', 'AFTER', 'EMPTY'],
    ['BEFORE', 'AFTER_INCLUSIVE', 'EMPTY'],
  ],
};

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ timeZone: 'Europe/Berlin', today: '2026-03-10' });
  const lending = await loanBank(bank);
  const account = await lending.depositAccount();
  await lending.depositAccount();
  for (const amount of [100, 20]) {
    await bank.ok('makeDeposit', { path: { depositAccountId: account.id }, body: { amount } });
  }
  const loan = await lending.approvedLoan(lending.fixedEqual);
  await lending.loan(lending.dynamicEqual);
  await bank.ok('makeDisbursement', { path: { loanAccountId: loan.id }, body: {} });
  await bank.ok('makeRepayment', { path: { loanAccountId: loan.id }, body: { amount: 100 } });
  const client = await lending.client({ birthDate: '1990-05-01', gender: 'FEMALE' });
  await bank.ok('createGroup', { body: { groupName: 'Savers', groupMembers: [{ clientKey: client.id }] } });
  await bank.ok('createGroup', { body: { groupName: 'Others' } });
});
afterAll(() => bank.stop());

const ask = (search: Search, body: object): Promise<Reply> =>
  bank.call(search as 'searchGroups', { body: body as never, query: { limit: 1, paginationDetails: 'ON' } });
const told = ({ status, body }: Reply): string => {
  const error = (body as { errors?: { errorReason: string; errorSource?: string }[] } | undefined)?.errors?.[0];
  return error ? `${status} ${error.errorReason}: ${error.errorSource ?? ''}` : String(status);
};
const criterion = (field: string, operator: string, value: string): object => ({
  filterCriteria: [
    { field, operator, value: operator === 'LAST_DAYS' ? '7' : value, secondValue: value, values: [value] },
  ],
});

describe.each(searches)('%s', (search) => {
  const fields = searchFields[search].filter.filter((field) => !unbuilt.includes(field));

  test.each(fields)('filters by %s', async (field) => {
    const kind = kindOf(search, field);
    const everything = Number((await ask(search, { filterCriteria: [] })).headers['items-total']);
    expect(everything).toBeGreaterThan(1);
    const found: Record<string, number> = {};
    for (const operator of allOperators) {
      const reply = await ask(search, criterion(field, operator, values[kind]));
      const answer = `${operator}: ${told(reply)}`;
      if (operatorsOf[kind].includes(operator)) {
        expect(answer).toBe(`${operator}: 200`);
        found[operator] = Number(reply.headers['items-total']);
      } else {
        expect(answer).toBe(
          `${operator}: 400 INVALID_FILTER_ELEMENT: operator ${operator} is not available for ${field} of type ${answer.split(' ').at(-1)}`,
        );
      }
      const attack = await ask(search, criterion(field, operator, `x'); DROP TABLE client; --`));
      expect([200, 400]).toContain(attack.status);
    }
    for (const parts of partitions[kind]) {
      expect([parts, parts.reduce((sum, operator) => sum + (found[operator] ?? Number.NaN), 0)]).toEqual([
        parts,
        everything,
      ]);
    }
  });

  test.each([...searchFields[search].sort])('sorts by %s', async (field) => {
    for (const order of ['ASC', 'DESC', undefined]) {
      expect(told(await ask(search, { filterCriteria: [], sortingCriteria: { field, order } }))).toBe('200');
    }
  });

  test.each([
    ...unbuilt,
    'shoeSize',
    '',
    'id ',
    'ID',
    'toString',
    '__proto__',
    'encodedKey; DROP TABLE client',
    'a.b.c',
  ])('refuses the field %j', async (field) => {
    const criteria = { filterCriteria: [{ field, operator: 'NOT_EMPTY' }] };
    expect(told(await ask(search, criteria))).toMatch(/^400 (INVALID_FILTER_SELECTION|INVALID_PARAMETERS): /);
    const sorting = { filterCriteria: [], sortingCriteria: { field } };
    expect(told(await ask(search, sorting))).toMatch(
      /^400 (INVALID_SORTING_COLUMN|COLUMN_NOT_SORTABLE|INVALID_PARAMETERS): /,
    );
  });
});
