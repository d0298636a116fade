import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { glAccountReference } from '../src/domains/ledger/index.ts';
import type { ResponseBody } from '../src/generated/operations.ts';
import { searchFields } from '../src/generated/searchFields.ts';
import { startBank, type TestBank } from './harness/bank.ts';

let bank: TestBank;
let entries: ResponseBody<'searchJournalEntries'>;

const reasonOf = (body: unknown): string | undefined =>
  (body as { errors: { errorReason: string }[] }).errors[0]?.errorReason;

const search = async (
  criteria: Record<string, unknown>[],
  sortingCriteria?: Record<string, unknown>,
): Promise<ResponseBody<'searchJournalEntries'>> =>
  bank.ok('searchJournalEntries', {
    body: { filterCriteria: criteria, ...(sortingCriteria ? { sortingCriteria } : {}) },
  });

/** The places of the found entries in the order of booking, from 0. */
const found = async (...criteria: Record<string, unknown>[]): Promise<number[]> => {
  const first = entries[0]?.entryID ?? 0;
  return (await search(criteria)).map((line) => (line.entryID ?? 0) - first);
};

beforeAll(async () => {
  bank = await startBank({ today: '2026-05-20' });
  await bank.ok('createGlAccounts', {
    body: [
      { glCode: '1000', name: 'Cash', type: 'ASSET', usage: 'DETAIL', allowManualJournalEntries: true },
      { glCode: '2000', name: 'Deposits', type: 'LIABILITY', usage: 'DETAIL', allowManualJournalEntries: true },
      { glCode: '5000', name: 'Rent', type: 'EXPENSE', usage: 'DETAIL', allowManualJournalEntries: true },
    ],
  });
  const post = (transactionId: string, day: string, debit: string, credit: string, amount: number): Promise<unknown> =>
    bank.ok('createJournalEntries', {
      body: {
        transactionId,
        date: `${day}T10:00:00+00:00`,
        debits: [{ glAccount: debit, amount }],
        credits: [{ glAccount: credit, amount }],
      },
    });
  await post('Alpha', '2026-03-01', '1000', '2000', 100);
  await post('beta', '2026-04-01', '5000', '1000', 20.5);
  await post('77', '2026-05-01', '1000', '2000', 3);
  entries = await search([]);
});

afterAll(() => bank.stop());

describe('journal entries are found', () => {
  test('all of them in the order of their entry ids', () => {
    expect(entries.map((line) => line.transactionId)).toEqual(['Alpha', 'Alpha', 'beta', 'beta', '77', '77']);
  });

  test.each<[string, Record<string, unknown>, number[]]>([
    ['transaction id in any case', { field: 'transactionId', operator: 'EQUALS', value: 'ALPHA' }, [0, 1]],
    ['transaction id to the letter', { field: 'transactionId', operator: 'EQUALS_CASE_SENSITIVE', value: 'ALPHA' }, []],
    [
      'transaction id to the letter',
      { field: 'transactionId', operator: 'EQUALS_CASE_SENSITIVE', value: 'Alpha' },
      [0, 1],
    ],
    [
      'one of some transaction ids',
      { field: 'transactionId', operator: 'IN', values: ['Alpha', '77', 'BETA'] },
      [0, 1, 4, 5],
    ],
    ['the start of a transaction id', { field: 'transactionId', operator: 'STARTS_WITH', value: 'be' }, [2, 3]],
    ['GL account code', { field: 'glAccountId', operator: 'EQUALS', value: '1000' }, [0, 3, 4]],
    ['GL account type', { field: 'glAccountType', operator: 'IN', values: ['LIABILITY', 'EXPENSE'] }, [1, 2, 5]],
    ['debit', { field: 'debit', operator: 'MORE_THAN', value: '3' }, [0, 2]],
    ['credit', { field: 'credit', operator: 'BETWEEN', value: '3', secondValue: '20.5' }, [3, 5]],
    ['no debit', { field: 'debit', operator: 'EMPTY' }, [1, 3, 5]],
    ['booking day', { field: 'bookingDate', operator: 'ON', value: '2026-04-01' }, [2, 3]],
    ['booking dates', { field: 'bookingDate', operator: 'AFTER', value: '2026-04-01' }, [4, 5]],
    ['booking month', { field: 'bookingDate', operator: 'THIS_MONTH' }, [4, 5]],
    ['creation day', { field: 'creationDate', operator: 'TODAY' }, [0, 1, 2, 3, 4, 5]],
    ['no product', { field: 'productType', operator: 'EQUALS', value: 'LOAN' }, []],
    ['no foreign currency', { field: 'foreignCurrencyCode', operator: 'EMPTY' }, [0, 1, 2, 3, 4, 5]],
    ['no foreign debit', { field: 'foreignDebit', operator: 'MORE_THAN', value: '0' }, []],
    ['no branch', { field: 'assignedBranchKey', operator: 'NOT_EMPTY' }, []],
    ['a key of nobody', { field: 'userKey', operator: 'EQUALS', value: 'nobody' }, []],
  ])('by %s', async (_, criterion, expected) => {
    expect(await found(criterion)).toEqual(expected);
  });

  test('by keys and entry ids', async () => {
    const third = entries[2];
    expect(await found({ field: 'encodedKey', operator: 'EQUALS', value: third?.encodedKey })).toEqual([2]);
    expect(await found({ field: 'glAccountKey', operator: 'EQUALS', value: third?.glAccount?.encodedKey })).toEqual([
      2,
    ]);
    expect(await found({ field: 'userKey', operator: 'EQUALS', value: third?.userKey })).toHaveLength(6);
    const id = third?.entryID ?? 0;
    expect(await found({ field: 'entryId', operator: 'EQUALS', value: String(id) })).toEqual([2]);
    expect(await found({ field: 'entryId', operator: 'MORE_THAN', value: String(id) })).toEqual([3, 4, 5]);
    expect(await found({ field: 'entryId', operator: 'LESS_THAN', value: String(id + 0.5) })).toEqual([0, 1, 2]);
    expect(
      await found({ field: 'entryId', operator: 'BETWEEN', value: String(id), secondValue: String(id + 1) }),
    ).toEqual([2, 3]);
  });

  test('by several criteria together', async () => {
    expect(
      await found(
        { field: 'glAccountType', operator: 'EQUALS', value: 'ASSET' },
        { field: 'bookingDate', operator: 'AFTER_INCLUSIVE', value: '2026-04-01' },
      ),
    ).toEqual([3, 4]);
  });

  test('sorted by any field of the contract', async () => {
    for (const field of searchFields.searchJournalEntries.sort) {
      expect(await search([], { field, order: 'DESC' })).toHaveLength(6);
    }
    const sorted = await search([], { field: 'debit', order: 'ASC' });
    expect(sorted.slice(0, 3).map((line) => line.amount)).toEqual([3, 20.5, 100]);
  });

  test('page by page with a cursor', async () => {
    const seen: unknown[] = [];
    let cursor = '_';
    while (cursor !== '') {
      const { body, headers } = await bank.call('searchJournalEntries', {
        body: { filterCriteria: [{ field: 'glAccountId', operator: 'EQUALS', value: '1000' }] },
        query: { cursor, limit: 2 },
      });
      seen.push(...body.map((line) => line.entryID));
      cursor = String(headers['items-next-cursor']);
    }
    expect(seen).toEqual([entries[0], entries[3], entries[4]].map((line) => line?.entryID));
  });

  test('counted', async () => {
    const { headers } = await bank.call('searchJournalEntries', {
      body: {},
      query: { limit: 1, offset: 2, paginationDetails: 'ON' },
    });
    expect(headers).toMatchObject({ 'items-total': '6', 'items-limit': '1', 'items-offset': '2' });
  });

  test.each<[Record<string, unknown>, Record<string, string>, string]>([
    [{ filterCriteria: [{ field: 'colour', operator: 'EQUALS', value: 'red' }] }, {}, 'INVALID_FILTER_SELECTION'],
    [{ filterCriteria: [{ field: 'constructor', operator: 'EQUALS', value: 'red' }] }, {}, 'INVALID_FILTER_SELECTION'],
    [{ filterCriteria: [{ field: 'debit', operator: 'MORE_THAN', value: 'much' }] }, {}, 'INVALID_FILTER_VALUE'],
    [{ filterCriteria: [{ field: 'debit', operator: 'STARTS_WITH', value: '1' }] }, {}, 'INVALID_FILTER_ELEMENT'],
    [{ filterCriteria: [{ field: 'bookingDate', operator: 'ON', value: '2026-02-30' }] }, {}, 'INVALID_FILTER_VALUE'],
    [{ filterCriteria: [{ field: 'transactionId', operator: 'IN', values: [] }] }, {}, 'INVALID_FILTER_VALUES'],
    [{ filterCriteria: [{ field: 'transactionId', operator: 'RHYMES_WITH', value: 'a' }] }, {}, 'INVALID_PARAMETERS'],
    [{ filterCriteria: [{ field: 'transactionId', operator: 'EQUALS', value: 'a\u0000' }] }, {}, 'INVALID_PARAMETERS'],
    [{ sortingCriteria: { field: 'colour' } }, {}, 'INVALID_PARAMETERS'],
    [{ filter: [] }, {}, 'INVALID_PARAMETERS'],
    [{}, { cursor: 'garbage' }, 'INVALID_PARAMETERS'],
    [{}, { cursor: '_', offset: '5' }, 'UNSUPPORTED_PAGINATION'],
    [{ sortingCriteria: { field: 'entryId' } }, { cursor: '_' }, 'UNSUPPORTED_PAGINATION'],
  ])('not with %j %j', async (body, query, reason) => {
    const reply = await bank.call('searchJournalEntries', { body, query });
    expect([reply.status, reasonOf(reply.body)]).toEqual([400, reason]);
  });
});

test('journal entries of a loan are found by its id, in any case', async () => {
  const loanKey = '0190bbbb00007000800000000000000b';
  await bank.db.query(
    `INSERT INTO loan_account (encoded_key, id, loan_name, account_holder_key, account_holder_type, product_key, account_state,
       currency_code, terms, loan_amount, interest_rate, creation_date, last_modified_date)
     VALUES ($1, 'LN-1', 'Loan', $1, 'CLIENT', $1, 'ACTIVE', 'EUR', '{}', 100, 1, now(), now())`,
    [loanKey],
  );
  await bank.db.query(
    `UPDATE journal_entry SET account_key = $1, product_type = 'LOAN' WHERE transaction_id = 'beta'`,
    [loanKey],
  );
  expect(await found({ field: 'loanAccountId', operator: 'EQUALS', value: 'ln-1' })).toEqual([2, 3]);
  expect(await found({ field: 'loanAccountId', operator: 'EMPTY' })).toEqual([0, 1, 4, 5]);
  const [line] = await search([{ field: 'productType', operator: 'EQUALS', value: 'LOAN' }]);
  expect(line).toMatchObject({ accountKey: loanKey, productType: 'LOAN' });
});

test('a manual entry of an age before banks is refused', async () => {
  const reply = await bank.call('createJournalEntries', {
    body: {
      date: '1899-12-31T23:59:59+00:00',
      debits: [{ glAccount: '1000', amount: 1 }],
      credits: [{ glAccount: '2000', amount: 1 }],
    },
  });
  expect([reply.status, reasonOf(reply.body)]).toEqual([
    400,
    'JOURNAL_ENTRY_DATE_IN_THE_PAST_BEFORE_THE_ALLOWED_LIMIT',
  ]);
});

test('inter-branch rules, closures and the base currency are reference data', async () => {
  const [north, south] = ['0190cccc000070008000000000000001', '0190cccc000070008000000000000002'];
  const account = entries[0]?.glAccount?.encodedKey;
  await bank.db.query(
    `INSERT INTO inter_branch_rule (encoded_key, id, left_branch_key, right_branch_key, gl_account_key)
     VALUES (gen_random_uuid(), NULL, NULL, NULL, $1), (gen_random_uuid(), 'one', $2, $3, $1)`,
    [account, south, north],
  );
  await bank.db.query(
    `INSERT INTO gl_account_closure (encoded_key, branch_key, closing_date, creation_date)
     VALUES (gen_random_uuid(), NULL, '2025-11-30', now()), (gen_random_uuid(), NULL, '2025-12-31', now()),
            (gen_random_uuid(), $1, '2026-01-31', now())`,
    [north],
  );
  const glAccounts = await glAccountReference.load(bank.db);
  expect(glAccounts.interBranch.defaultGlAccountKey).toBe(account);
  expect([...glAccounts.interBranch.byPair]).toEqual([[`${north}${south}`, account]]);
  expect(glAccounts.closures).toEqual({ allBranches: '2025-12-31', byBranch: new Map([[north, '2026-01-31']]) });
  expect(glAccounts.baseCurrency).toEqual({ code: 'EUR', decimals: 2 });
  expect(glAccounts.byCode.get('1000')).toBe(
    glAccounts.byKey.get(glAccounts.byCode.get('1000')?.encodedKey ?? (north as never)),
  );
  const again = bank.db.query(
    'INSERT INTO inter_branch_rule (encoded_key, left_branch_key, right_branch_key, gl_account_key) VALUES (gen_random_uuid(), $1, $2, $3)',
    [north, south, account],
  );
  await expect(again).rejects.toThrow(/inter_branch_rule_pair/);
});
