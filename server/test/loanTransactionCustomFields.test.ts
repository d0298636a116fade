import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCustomFieldDocument, lostValues } from '../src/domains/organisation/index.ts';
import { transaction } from '../src/platform/db/pool.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { defineCustomFields, field, fieldSet, typedSets, wrongFields } from './harness/customFields.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
/** Approved and waiting: refused disbursements leave it so. */
let waiting: { readonly id: string };
let running: { readonly id: string };

type Body = Readonly<Record<string, unknown>>;
type Reply = Awaited<ReturnType<TestBank['call']>>;
type Told = Body & { readonly id?: string | undefined };

const ways = {
  disbursement: (body: Body, loan = waiting): Promise<Reply> =>
    bank.call('makeDisbursement', { path: loanPath(loan), body }),
  repayment: (body: Body, loan = running): Promise<Reply> =>
    bank.call('makeRepayment', { path: loanPath(loan), body: { amount: 5, ...body } }),
};
const names = Object.keys(ways) as readonly (keyof typeof ways)[];
const setsOf = (told: unknown): Body =>
  Object.fromEntries(Object.entries(told as Body).filter(([name]) => name.startsWith('_')));
const fresh = (way: keyof typeof ways): Promise<{ readonly id: string }> =>
  way === 'disbursement' ? lender.approvedLoan(lender.fixedEqual) : Promise.resolve(running);
const posted = async (way: keyof typeof ways, sets: Body, loan?: { readonly id: string }): Promise<Told> => {
  const reply = await ways[way](sets, loan ?? (await fresh(way)));
  if (reply.status !== 201) throw new Error(`${reply.status} ${reply.text}`);
  return reply.body as Told;
};
const get = async ({ id }: Told, detailsLevel: 'BASIC' | 'FULL' = 'FULL'): Promise<Body> =>
  setsOf(await bank.ok('getLoanTransaction', { path: { loanTransactionId: String(id) }, query: { detailsLevel } }));
const of = (id: string, more: object = {}) => ({ id, required: false, default: false, ...more });

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  await bank.ok('createTransactionChannel', {
    body: {
      id: 'cheque',
      name: 'Cheque',
      depositConstraints: { usage: 'UNCONSTRAINED' },
      loanConstraints: { usage: 'UNCONSTRAINED' },
    },
  });
  waiting = await lender.approvedLoan(lender.fixedEqual);
  running = await lender.approvedLoan(lender.fixedEqual);
  await desk.disburse(running);
  await defineCustomFields(
    bank,
    ...typedSets('TRANSACTION_CHANNEL', 'paid'),
    fieldSet('_cheque', [field('cheque_number', { usage: [of('cheque', { required: true })] })], {
      availableFor: 'TRANSACTION_CHANNEL',
    }),
    fieldSet('_reason', [field('purpose', { usage: [of('REPAYMENT')] })], { availableFor: 'TRANSACTION_TYPE' }),
    fieldSet('_account', [field('segment')], { availableFor: 'LOAN_ACCOUNT' }),
    fieldSet('_other', [field('other_text')], { availableFor: 'BRANCH' }),
  );
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

describe.each(names)('custom fields of a %s', (way) => {
  test('are stored in one canonical form, and told with FULL', async () => {
    const friend = await lender.client();
    const sets = { _paid: { paid_number: 12.5, paid_friend: friend.id }, _paid_many: [{ paid_item: 'Car' }] };
    const loan = await fresh(way);
    const transaction = await posted(way, sets, loan);
    const told = {
      _paid: { paid_number: '12.5', paid_friend: friend.encodedKey },
      _paid_many: [{ _index: '0', paid_item: 'Car' }],
    };
    expect(setsOf(transaction)).toEqual(told);
    expect([await get(transaction), await get(transaction, 'BASIC')]).toEqual([told, {}]);
    const listed = await bank.ok('getLoanTransactions', {
      path: loanPath(loan),
      query: { detailsLevel: 'FULL', limit: 1000 },
    });
    expect(listed.filter((one) => Object.keys(setsOf(one)).length > 0).map(({ id }) => id)).toEqual([transaction.id]);
    const found = await bank.ok('searchLoanTransactions', {
      query: { detailsLevel: 'FULL' },
      body: { filterCriteria: [{ field: '_paid.paid_friend', operator: 'EQUALS', value: friend.encodedKey }] },
    });
    expect(found.map((one) => [one.id, setsOf(one)])).toEqual([[transaction.id, told]]);
  });

  test.each(wrongFields('paid'))('refused, with nothing posted: %j', async (sets, reason, named) => {
    const loan = way === 'disbursement' ? waiting : running;
    const before = await desk.transactions(loan);
    const reply = await ways[way](sets);
    expect(reasonOf(reply)).toBe(`400 ${reason}`);
    expect(sourceOf(reply)).toContain(named);
    expect(await desk.transactions(loan)).toEqual(before);
  });

  test('are required where the channel says so, and there for no other', async () => {
    const channel = { transactionDetails: { transactionChannelId: 'cheque' } };
    const sets = { _cheque: { cheque_number: '7' } };
    expect(reasonOf(await ways[way](channel))).toBe('400 REQUIRED_CUSTOM_FIELD_MISSING');
    expect(reasonOf(await ways[way](sets))).toBe('400 CUSTOM_FIELD_NOT_AVAILABLE_FOR_ENTITY');
    expect(await get(await posted(way, { ...channel, ...sets }))).toEqual(sets);
    const purpose = await ways[way]({ _reason: { purpose: 'early' } }, await fresh(way));
    expect(reasonOf(purpose)).toBe(way === 'repayment' ? '201' : '400 CUSTOM_FIELD_NOT_AVAILABLE_FOR_ENTITY');
  });

  test('with unique values are nobody else’s, whatever the transaction', async () => {
    const sets = { _paid: { paid_code: way === 'repayment' ? 'R1x' : 'D1x' } };
    const loans = [await fresh(way), await fresh(way), await fresh(way)];
    const replies = await Promise.all(loans.map((loan) => ways[way](sets, loan)));
    expect(replies.map(reasonOf).toSorted()).toEqual([
      '201',
      '400 DUPLICATE_CUSTOM_FIELD_VALUES',
      '400 DUPLICATE_CUSTOM_FIELD_VALUES',
    ]);
    const deposit = await lender.depositAccount();
    const path = { depositAccountId: deposit.id };
    expect(reasonOf(await bank.call('makeDeposit', { path, body: { amount: 5, ...sets } }))).toBe(
      '400 DUPLICATE_CUSTOM_FIELD_VALUES',
    );
  });
});

test('a correction gives the fields to the transaction that it posts again, and the adjustment has none', async () => {
  const loan = await lender.approvedLoan(lender.dynamicEqual);
  await desk.disburse(loan, { valueDate: '2026-01-10T00:00:00+02:00' });
  const sets = { _paid: { paid_text: 'kept', paid_code: 'C1x' } };
  const body = { amount: 1000, valueDate: '2026-03-05T00:00:00+02:00', ...sets };
  const first = await posted('repayment', body, loan);
  await desk.repay(loan, 500, { valueDate: '2026-02-01T00:00:00+02:00' });
  const all = await bank.ok('getLoanTransactions', {
    path: loanPath(loan),
    query: { detailsLevel: 'FULL', limit: 1000 },
  });
  const repayments = all.filter(({ type, amount }) => type === 'REPAYMENT' && Number(amount) === 1000);
  expect(repayments).toHaveLength(2);
  expect(repayments.map(setsOf)).toEqual([sets, sets]);
  expect(all.filter(({ type }) => type === 'REPAYMENT_ADJUSTMENT').map(setsOf)).toEqual([{}]);
  const again = repayments.find(({ id }) => id !== first.id);
  const adjusted = await desk.adjust({ id: again?.id });
  expect(setsOf(adjusted)).toEqual({});
});

test('fees and pay-offs take none, and are not refused for what channels require', async () => {
  const loan = await lender.approvedLoan(lender.dynamicEqual);
  await desk.disburse(loan);
  const fee = await bank.call('applyLoanFee', { path: loanPath(loan), body: { amount: 1, _paid: { paid_text: 'x' } } });
  expect(`${reasonOf(fee)} ${sourceOf(fee)}`).toBe('400 INVALID_PARAMETERS Property _paid does not exist');
  expect(reasonOf(await bank.call('payOffLoan', { path: loanPath(loan), body: {} }))).toBe('204');
});

test('a disbursement to a deposit account keeps its fields at the loan', async () => {
  const client = await lender.client();
  const loan = await lender.approvedLoan(lender.fixedEqual, { accountHolderKey: client.encodedKey });
  const deposit = await bank.ok('createDepositAccount', {
    body: {
      accountHolderKey: client.encodedKey,
      accountHolderType: 'CLIENT',
      name: 'Everyday',
      productTypeKey: 'CURRENT',
    },
  });
  const path = { depositAccountId: String(deposit.id) };
  await bank.ok('changeDepositAccountState', { path, body: { action: 'APPROVE' } });
  const transaction = await posted(
    'disbursement',
    { transferDetails: { linkedAccountId: deposit.id }, _paid: { paid_text: 'x' } },
    loan,
  );
  expect(await get(transaction)).toEqual({ _paid: { paid_text: 'x' } });
  const received = await bank.ok('getDepositTransactions', { path, query: { detailsLevel: 'FULL' } });
  expect(received.map(setsOf)).toEqual([{}]);
});

test('transactions are searched and sorted by their fields, and searched by those of their account', async () => {
  const [nine, ten] = [
    await posted('repayment', { _paid: { paid_number: '9', paid_day: '2019-01-01' } }),
    await posted('repayment', { _paid: { paid_number: '10', paid_day: '2019-01-01' } }),
  ];
  const sorted = async (order: 'ASC' | 'DESC') =>
    (
      await bank.ok('searchLoanTransactions', {
        body: {
          filterCriteria: [{ field: '_paid.paid_day', operator: 'ON', value: '2019-01-01' }],
          sortingCriteria: { field: '_paid.paid_number' as 'id', order },
        },
      })
    ).map(({ id }) => id);
  expect(await sorted('ASC')).toEqual([nine.id, ten.id]);
  expect(await sorted('DESC')).toEqual([ten.id, nine.id]);
  await bank.ok('patchLoanAccount', {
    path: loanPath(running),
    body: [{ op: 'ADD', path: '/_account/segment', value: 'gold' }],
  });
  const gold = await bank.ok('searchLoanTransactions', {
    query: { limit: 1000 },
    body: { filterCriteria: [{ field: '_account.segment', operator: 'EQUALS_CASE_SENSITIVE', value: 'gold' }] },
  });
  expect(new Set(gold.map(({ id }) => id))).toEqual(new Set((await desk.transactions(running)).map(({ id }) => id)));
});

test('definitions whose values transactions have do not disappear', async () => {
  await posted('repayment', { _paid: { paid_text: 'x' } });
  const before = await loadCustomFieldDocument(bank.db);
  const lost = (await transaction(bank.db, (db) => lostValues(db, before, { customFieldSets: [] })))
    .map(({ message }) => message)
    .join();
  expect(lost).toContain('_paid.paid_text, which has values');
});
