import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { defineCustomFields, field, fieldSet, typedSets, wrongFields } from './harness/customFields.ts';
import { openDesk, reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;
let account: { readonly id: string };
let other: { readonly id: string };

type Body = Readonly<Record<string, unknown>>;
type Reply = Awaited<ReturnType<TestBank['call']>>;
type Told = Body & { readonly id?: string | undefined };

const ways = {
  deposit: (body: Body, user?: string): Promise<Reply> =>
    bank.call('makeDeposit', { path: at(), body: { amount: 10, ...body }, ...as(user) }),
  withdrawal: (body: Body, user?: string): Promise<Reply> =>
    bank.call('makeWithdrawal', { path: at(), body: { amount: 1, ...body }, ...as(user) }),
  transfer: (body: Body, user?: string): Promise<Reply> => {
    const transferDetails = { linkedAccountId: other.id, linkedAccountType: 'DEPOSIT' };
    return bank.call('makeTransfer', { path: at(), body: { amount: 1, transferDetails, ...body }, ...as(user) });
  },
};
const names = Object.keys(ways) as readonly (keyof typeof ways)[];
const as = (user: string | undefined): { user?: string } => (user === undefined ? {} : { user });
const at = (): { depositAccountId: string } => ({ depositAccountId: account.id });
const setsOf = (told: unknown): Body =>
  Object.fromEntries(Object.entries(told as Body).filter(([name]) => name.startsWith('_')));
const posted = async (way: keyof typeof ways, sets: Body): Promise<Told> => {
  const reply = await ways[way](sets);
  if (reply.status !== 201) throw new Error(`${reply.status} ${reply.text}`);
  return reply.body as Told;
};
const get = async ({ id }: Told, query = {}, user?: string): Promise<Body> =>
  setsOf(
    await bank.ok('getDepositTransaction', {
      path: { depositTransactionId: String(id) },
      query: { detailsLevel: 'FULL', ...query },
      ...as(user),
    }),
  );
const patch = (
  { id }: Told,
  ...operations: readonly (readonly [op: string, path: string, value?: unknown])[]
): Promise<Reply> =>
  bank.call('editDepositTransaction', {
    path: { depositTransactionId: String(id) },
    body: operations.map(([op, path, value]) => ({ op, path, ...(value === undefined ? {} : { value }) })),
  });
const search = async (field_: string, operator: string, value: unknown): Promise<readonly unknown[]> =>
  (
    await bank.ok('searchDepositTransactions', {
      body: { filterCriteria: [{ field: field_, operator, value }], sortingCriteria: { field: 'id', order: 'ASC' } },
    })
  ).map(({ id }) => id);
const count = async (): Promise<unknown> =>
  (await bank.db.query('SELECT count(*)::int AS n FROM deposit_transaction')).rows[0]?.n;

const clerk = 'clerk:test-Password-1';
const hidden = { viewRights: { allUsers: false, roles: [] }, editRights: { allUsers: false, roles: [] } };
const of = (id: string, more: object = {}) => ({ id, required: false, default: false, ...more });

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  open = await openBank(bank);
  desk = openDesk(bank);
  await bank.ok('createTransactionChannel', {
    body: {
      id: 'cheque',
      name: 'Cheque',
      depositConstraints: { usage: 'UNCONSTRAINED' },
      loanConstraints: { usage: 'UNCONSTRAINED' },
    },
  });
  account = await open.depositAccount();
  other = await open.depositAccount();
  await desk.deposit(account, 1000);
  await bank.ok('createUser', {
    body: {
      username: 'clerk',
      firstName: 'Clerk',
      password: 'test-Password-1',
      access: {
        apiAccess: true,
        canManageAllBranches: true,
        canManageEntitiesAssignedToOtherOfficers: true,
        permissions: ['VIEW_SAVINGS_ACCOUNT_DETAILS', 'MAKE_DEPOSIT', 'MAKE_WITHDRAWAL', 'MAKE_TRANSFER'],
      },
    },
  });
  await defineCustomFields(
    bank,
    ...typedSets('TRANSACTION_CHANNEL', 'paid'),
    fieldSet('_hidden', [field('secret', hidden)], { availableFor: 'TRANSACTION_CHANNEL' }),
    fieldSet('_cheque', [field('cheque_number', { usage: [of('cheque', { required: true })] })], {
      availableFor: 'TRANSACTION_CHANNEL',
    }),
    fieldSet('_reason', [field('why'), field('purpose', { usage: [of('TRANSFER'), of('REPAYMENT')] })], {
      availableFor: 'TRANSACTION_TYPE',
    }),
    fieldSet('_account', [field('segment')], { availableFor: 'DEPOSIT_ACCOUNT' }),
    fieldSet('_other', [field('other_text')], { availableFor: 'BRANCH' }),
  );
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

describe.each(names)('custom fields of a %s', (way) => {
  test('are stored in one canonical form, and told with FULL', async () => {
    const friend = await open.client();
    const sets = {
      _paid: { paid_text: 'Привет 🏠', paid_number: 12.5, paid_check: true, paid_friend: friend.id },
      _paid_many: [{ paid_item: 'Car' }],
      _reason: { why: 'because' },
    };
    const reply = await ways[way](sets);
    expect(reply.status, reply.text).toBe(201);
    const told = {
      _paid: { ...sets._paid, paid_number: '12.5', paid_check: 'TRUE', paid_friend: friend.encodedKey },
      _paid_many: [{ _index: '0', paid_item: 'Car' }],
      _reason: { why: 'because' },
    };
    const transaction = reply.body as Told;
    expect(setsOf(transaction)).toEqual(told);
    expect(await get(transaction)).toEqual(told);
    expect(await get(transaction, { detailsLevel: 'BASIC' })).toEqual({});
    const listed = async (detailsLevel: 'BASIC' | 'FULL'): Promise<Body> => {
      const all = await bank.ok('getDepositTransactions', { path: at(), query: { detailsLevel, limit: 1000 } });
      return setsOf(all.find(({ id }) => id === transaction.id));
    };
    expect(await listed('FULL')).toEqual(told);
    expect(await listed('BASIC')).toEqual({});
    const [found] = await bank.ok('searchDepositTransactions', {
      query: { detailsLevel: 'FULL' },
      body: { filterCriteria: [{ field: 'id', operator: 'EQUALS', value: String(transaction.id) }] },
    });
    expect(setsOf(found)).toEqual(told);
  });

  test.each(wrongFields('paid'))('refused, with nothing posted: %j', async (sets, reason, named) => {
    const before = await count();
    const reply = await ways[way](sets);
    expect(reasonOf(reply)).toBe(`400 ${reason}`);
    expect(sourceOf(reply)).toContain(named);
    expect(await count()).toBe(before);
  });

  test.each(wrongFields('paid').filter(([, reason]) => reason !== 'GROUPED_INDEXES_NOT_CONSECUTIVE'))(
    'are not edited into what is refused: %j',
    async (sets, reason, named) => {
      const transaction = await posted(way, { _paid: { paid_text: 'stays' } });
      const reply = await patch(
        transaction,
        ...Object.entries(sets).map(([name, value]) => ['REPLACE', `/${name}`, value] as const),
      );
      expect(reasonOf(reply)).toBe(`400 ${reason}`);
      expect(sourceOf(reply)).toContain(named);
      expect(await get(transaction)).toEqual({ _paid: { paid_text: 'stays' } });
    },
  );

  test('are edited in every form of the general chapter, beside the notes', async () => {
    const transaction = await posted(way, {});
    const groups = (...items: readonly string[]) =>
      items.length === 0
        ? {}
        : { _paid_many: items.map((item, index) => ({ _index: String(index), paid_item: item })) };
    const steps: readonly [op: string, path: string, value: unknown, left: Body][] = [
      ['ADD', '/_paid/paid_text', 'a', { _paid: { paid_text: 'a' } }],
      ['REPLACE', '/_paid', { paid_text: 'b', paid_number: 1 }, { _paid: { paid_text: 'b', paid_number: '1' } }],
      ['REMOVE', '/_paid/paid_number', undefined, { _paid: { paid_text: 'b' } }],
      ['REMOVE', '/_paid', undefined, {}],
      ['ADD', '/_paid_many', [{ paid_item: 'Land' }, { paid_item: 'Car' }], groups('Land', 'Car')],
      ['REPLACE', '/_paid_many/1', { paid_item: 'Boat' }, groups('Land', 'Boat')],
      ['REMOVE', '/_paid_many/0', undefined, groups('Boat')],
      ['REMOVE', '/_paid_many', undefined, {}],
    ];
    for (const [op, path, value, left] of steps) {
      const reply = await patch(transaction, [op, path, value], ['REPLACE', '/notes', `${op} ${path}`]);
      expect(`${op} ${path} ${reasonOf(reply)}`).toBe(`${op} ${path} 204`);
      expect(await get(transaction)).toEqual(left);
    }
    const told = await bank.ok('getDepositTransaction', { path: { depositTransactionId: String(transaction.id) } });
    expect(told.notes).toBe('REMOVE /_paid_many');
    expect(reasonOf(await patch(transaction, ['ADD', '/_paid/paid_text/deep', 'x']))).toBe('400 INVALID_PARAMETERS');
    expect(reasonOf(await patch(transaction, ['ADD', '/_paid/paid_text', 'x'], ['REPLACE', '/amount', 5]))).toBe(
      '400 FIELD_IS_NOT_EDITABLE',
    );
    expect(await get(transaction)).toEqual({});
  });

  test('that somebody may not see stay hidden from him', async () => {
    const transaction = await posted(way, { _hidden: { secret: 'rich' }, _paid: { paid_text: 'a' } });
    expect(await get(transaction, {}, clerk)).toEqual({ _paid: { paid_text: 'a' } });
    expect(reasonOf(await ways[way]({ _hidden: { secret: 'x' } }, clerk))).toBe('403 INVALID_PERMISSIONS');
  });

  test('with unique values are nobody else’s, also side by side and after an edit', async () => {
    const code = { deposit: 'D1x', withdrawal: 'W1x', transfer: 'T1x' }[way];
    const sets = { _paid: { paid_code: code } };
    const replies = await Promise.all([1, 2, 3, 4].map(() => ways[way](sets)));
    expect(replies.map(reasonOf).toSorted()).toEqual(['201', ...Array(3).fill('400 DUPLICATE_CUSTOM_FIELD_VALUES')]);
    expect(reasonOf(await ways.deposit(sets))).toBe('400 DUPLICATE_CUSTOM_FIELD_VALUES');
    const winner = replies.find(({ status }) => status === 201)?.body as Told;
    expect(reasonOf(await patch(winner, ['REPLACE', '/_paid/paid_code', code]))).toBe('204');
    const second = await posted(way, {});
    expect(reasonOf(await patch(second, ['ADD', '/_paid/paid_code', code]))).toBe('400 DUPLICATE_CUSTOM_FIELD_VALUES');
    expect(reasonOf(await patch(winner, ['REMOVE', '/_paid/paid_code']))).toBe('204');
    const [one, two] = await Promise.all([
      patch(second, ['ADD', '/_paid/paid_code', code]),
      patch(winner, ['ADD', '/_paid/paid_code', code]),
    ]);
    expect([reasonOf(one), reasonOf(two)].toSorted()).toEqual(['204', '400 DUPLICATE_CUSTOM_FIELD_VALUES']);
  });
});

describe('usage', () => {
  const cheque = { transactionDetails: { transactionChannelId: 'cheque' } };

  test('of a channel', async () => {
    const missing = await ways.deposit(cheque);
    expect(`${reasonOf(missing)} ${sourceOf(missing)}`).toBe(
      '400 REQUIRED_CUSTOM_FIELD_MISSING _cheque.cheque_number is required',
    );
    const sets = { _cheque: { cheque_number: '77' } };
    const transaction = await posted('deposit', { ...cheque, ...sets });
    expect(await get(transaction)).toEqual(sets);
    expect(reasonOf(await patch(transaction, ['REMOVE', '/_cheque']))).toBe('400 REQUIRED_CUSTOM_FIELD_MISSING');
    for (const way of names) {
      expect(reasonOf(await ways[way](sets))).toBe('400 CUSTOM_FIELD_NOT_AVAILABLE_FOR_ENTITY');
    }
  });

  test('of a type', async () => {
    const sets = { _reason: { purpose: 'rent' } };
    expect(reasonOf(await ways.transfer(sets))).toBe('201');
    expect(reasonOf(await ways.deposit(sets))).toBe('400 CUSTOM_FIELD_NOT_AVAILABLE_FOR_ENTITY');
  });
});

test('transactions are searched by their fields, and by those of their account', async () => {
  const [nine, ten] = [
    await posted('deposit', { _paid: { paid_number: '9', paid_city: 'Arica', paid_country: 'Chile' } }),
    await posted('deposit', { _paid: { paid_number: '10' }, _paid_many: [{ paid_item: 'Found' }] }),
  ];
  expect(await search('_paid.paid_city', 'EQUALS_CASE_SENSITIVE', 'Arica')).toEqual([nine.id]);
  expect(await search('_paid.paid_number', 'LESS_THAN', '9.5')).toContain(nine.id);
  expect(await search('_paid_many.paid_item', 'EQUALS', 'found')).toEqual([ten.id]);
  await bank.ok('patchDepositAccount', {
    path: { depositAccountId: other.id },
    body: [{ op: 'ADD', path: '/_account/segment', value: 'gold' }],
  });
  const gold = await search('_account.segment', 'EQUALS_CASE_SENSITIVE', 'gold');
  expect(gold.length).toBeGreaterThan(0);
  const theirs = await bank.ok('getDepositTransactions', {
    path: { depositAccountId: other.id },
    query: { limit: 1000 },
  });
  expect(new Set(gold)).toEqual(new Set(theirs.map(({ id }) => id)));
  const sorted = await bank.ok('searchDepositTransactions', {
    body: {
      filterCriteria: [{ field: '_paid.paid_number', operator: 'MORE_THAN', value: '8' }],
      sortingCriteria: { field: '_paid.paid_number', order: 'ASC' },
    },
    query: { limit: 1000 },
  });
  const order = sorted.map(({ id }) => id);
  expect(order.indexOf(nine.id)).toBeLessThan(order.indexOf(ten.id));
});

test('an adjustment leaves the fields of the original, and has none itself', async () => {
  const original = await posted('deposit', { _paid: { paid_text: 'kept' } });
  const adjustment = await desk.adjust(original);
  expect(setsOf(adjustment.body)).toEqual({});
  expect(await get(original)).toEqual({ _paid: { paid_text: 'kept' } });
  expect(reasonOf(await patch(adjustment.body as Told, ['ADD', '/_paid/paid_text', 'x']))).toBe(
    '400 TRANSACTION_TYPE_NOT_ACCEPTING_CUSTOM_FIELDS',
  );
});

describe('custom fields of a card transaction', () => {
  const card = { cardReferenceToken: 'fields-token' };
  const pay = (externalReferenceId: string, body: Body): Promise<Reply> =>
    bank.call('createCardTransaction', {
      path: card,
      body: { externalReferenceId, amount: 5, advice: false, transactionChannelId: 'cash', ...body } as never,
    });
  beforeAll(async () => {
    await bank.ok('createDepositCard', { path: at(), body: { referenceToken: card.cardReferenceToken } });
  });

  test('are those of its channel and its type, told by both transactions and searched', async () => {
    const sets = { _reason: { why: 'a lunch' } };
    const reply = await pay('PAY-1', sets);
    expect(reasonOf(reply)).toBe('201');
    const [transaction] = await bank.ok('searchDepositTransactions', {
      body: { filterCriteria: [{ field: '_reason.why', operator: 'EQUALS', value: 'a lunch' }] },
      query: { detailsLevel: 'FULL' },
    });
    expect(transaction).toMatchObject({ amount: -5, ...sets, cardTransaction: { externalReferenceId: 'PAY-1' } });
    const path = { ...card, cardTransactionExternalReferenceId: 'PAY-1' };
    expect(await bank.ok('getCardTransaction', { path, query: { detailsLevel: 'FULL' } })).toMatchObject(sets);
    expect(await bank.ok('getCardTransaction', { path })).not.toHaveProperty('_reason');
    expect(reasonOf(await pay('PAY-1', sets))).toBe('201');
    expect(reasonOf(await pay('PAY-1', { _reason: { why: 'a dinner' } }))).toBe('400 DUPLICATE_CARD_TRANSACTION');
  });

  test('are required where the channel says so, and judged by their definitions', async () => {
    const before = await count();
    const cheque = { transactionChannelId: 'cheque' };
    for (const [body, refusal] of [
      [cheque, /^400 /],
      [{ _other: { other_text: 'of a branch' } }, /^400 /],
      [{ _reason: { purpose: 'of transfers only' } }, /^400 /],
      [{ _nowhere: { why: 'x' } }, /^400 /],
    ] as const)
      expect(reasonOf(await pay('PAY-BAD', body))).toMatch(refusal);
    expect(await count()).toBe(before);
    expect(reasonOf(await pay('PAY-2', { ...cheque, _cheque: { cheque_number: '77' } }))).toBe('201');
  });

  test('and of its reversal, for itself', async () => {
    await pay('PAY-3', { _reason: { why: 'a mistake' } });
    const body = { externalReferenceId: 'BACK-3', amount: 5, _reason: { why: 'taken back' } };
    await bank.ok('reverseCardTransaction', {
      path: { ...card, cardTransactionExternalReferenceId: 'PAY-3' },
      body: body as never,
    });
    expect(await search('_reason.why', 'EQUALS', 'taken back')).toHaveLength(1);
    expect(await search('_reason.why', 'EQUALS', 'a mistake')).toHaveLength(1);
  });
});

test('a batch of postings with and without fields keeps them apart', async () => {
  const replies = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      ways.deposit(
        index % 3 === 0 ? { _paid: { paid_text: `t${index}` } } : index % 3 === 1 ? {} : { _none: { a: '1' } },
      ),
    ),
  );
  for (const [index, { status, body }] of replies.entries()) {
    expect(status).toBe(index % 3 === 2 ? 400 : 201);
    if (status === 201) expect(setsOf(body)).toEqual(index % 3 === 0 ? { _paid: { paid_text: `t${index}` } } : {});
  }
});

test('an idempotent repeat gets the answer of the first', async () => {
  const headers = { 'Idempotency-Key': '01234567-9abc-4ef0-8234-56789abcdef0' };
  const body = { amount: 3, _paid: { paid_code: 'I1x' } };
  const first = await bank.call('makeDeposit', { path: at(), body, headers });
  const second = await bank.call('makeDeposit', { path: at(), body, headers });
  expect([first.status, second.text]).toEqual([201, first.text]);
});
