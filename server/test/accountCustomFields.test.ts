import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCustomFieldDocument, lostValues } from '../src/domains/organisation/index.ts';
import { transaction } from '../src/platform/db/pool.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { defineCustomFields, field, fieldSet, typedSets, wrongFields } from './harness/customFields.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank, loanProductBody } from './harness/loanBank.ts';
import { type LoanOffice, openOffice } from './harness/loanOffice.ts';

let bank: TestBank;
let lender: LoanBank;
let office: LoanOffice;

type Body = Readonly<Record<string, unknown>>;
type Told = Body & { readonly id?: string | undefined };
type Query = Readonly<Record<string, string | number | boolean>>;
type Reply = Awaited<ReturnType<TestBank['call']>>;

/** What custom fields need of a kind of record, whichever operations it has. */
type Host = {
  readonly mark: string;
  create(sets: Body, user?: string): Promise<Reply>;
  put(id: string, sets: Body, user?: string): Promise<Reply>;
  patch(id: string, body: readonly unknown[], user?: string): Promise<Reply>;
  get(id: string, query: Query, user?: string): Promise<Told>;
  list(query: Query): Promise<readonly Told[]>;
};
type AccountHost = Host & { search(body: Body, query?: Query, user?: string): Promise<readonly Told[]> };

const as = (user: string | undefined): { user?: string } => (user === undefined ? {} : { user });
const plain = (told: unknown): Body => JSON.parse(JSON.stringify(told)) as Body;
const withoutSets = (told: Body): Body =>
  Object.fromEntries(Object.entries(told).filter(([name]) => !name.startsWith('_')));

const depositDraft = async (): Promise<Body> => ({
  accountHolderKey: (await lender.client()).encodedKey,
  accountHolderType: 'CLIENT',
  name: 'Everyday',
  productTypeKey: 'CURRENT',
});

const deposits: AccountHost = {
  mark: 'deposit',
  create: async (sets, user) =>
    bank.call('createDepositAccount', { body: { ...(await depositDraft()), ...sets }, ...as(user) }),
  put: async (depositAccountId, sets, user) => {
    const stored = plain(await bank.ok('getDepositAccount', { path: { depositAccountId } }));
    return bank.call('updateDepositAccount', { path: { depositAccountId }, body: { ...stored, ...sets }, ...as(user) });
  },
  patch: (depositAccountId, body, user) =>
    bank.call('patchDepositAccount', { path: { depositAccountId }, body, ...as(user) }),
  get: (depositAccountId, query, user) =>
    bank.ok('getDepositAccount', { path: { depositAccountId }, query, ...as(user) }),
  list: (query) => bank.ok('getDepositAccounts', { query }),
  search: (body, query = {}, user) => bank.ok('searchDepositAccounts', { body, query, ...as(user) }),
};

const loans: AccountHost = {
  mark: 'loan',
  create: async (sets, user) => bank.call('createLoanAccount', { body: await office.body(sets), ...as(user) }),
  put: async (loanAccountId, sets, user) => {
    const stored = plain(await bank.ok('getLoanAccount', { path: { loanAccountId } }));
    return bank.call('updateLoanAccount', { path: { loanAccountId }, body: { ...stored, ...sets }, ...as(user) });
  },
  patch: (loanAccountId, body, user) => bank.call('patchLoanAccount', { path: { loanAccountId }, body, ...as(user) }),
  get: (loanAccountId, query, user) => bank.ok('getLoanAccount', { path: { loanAccountId }, query, ...as(user) }),
  list: (query) => bank.ok('getLoanAccounts', { query }),
  search: (body, query = {}, user) => bank.ok('searchLoanAccounts', { body, query, ...as(user) }),
};

let products = 0;
const depositProducts: Host = {
  mark: 'product',
  create: (sets, user) => {
    products += 1;
    const body = {
      id: `P${products}`,
      name: `Product ${products}`,
      type: 'CURRENT_ACCOUNT',
      state: 'ACTIVE',
      newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@@####$' },
      accountingSettings: { accountingMethod: 'NONE' },
      ...sets,
    };
    return bank.call('createDepositProduct', { body, ...as(user) });
  },
  put: async (depositProductId, sets, user) => {
    const stored = withoutSets(plain(await bank.ok('getDepositProduct', { path: { depositProductId } })));
    return bank.call('updateDepositProduct', { path: { depositProductId }, body: { ...stored, ...sets }, ...as(user) });
  },
  patch: (depositProductId, body, user) =>
    bank.call('patchDepositProduct', { path: { depositProductId }, body, ...as(user) }),
  get: (depositProductId, query, user) =>
    bank.ok('getDepositProduct', { path: { depositProductId }, query, ...as(user) }),
  list: (query) => bank.ok('getDepositProducts', { query }),
};

const accounts: readonly AccountHost[] = [deposits, loans];
const hosts: readonly Host[] = [...accounts, depositProducts];

const setsOf = (told: Body): Body => Object.fromEntries(Object.entries(told).filter(([name]) => name.startsWith('_')));
const created = async (host: Host, sets: Body): Promise<string> => {
  const reply = await host.create(sets);
  if (reply.status !== 201) throw new Error(`${reply.status} ${reply.text}`);
  return String((reply.body as Told).id);
};
const fieldsOf = async (host: Host, id: string, user?: string): Promise<Body> =>
  setsOf(await host.get(id, { detailsLevel: 'FULL' }, user));
const numbered = (...groups: readonly object[]): readonly object[] =>
  groups.map((group, index) => ({ _index: String(index), ...group }));

const clerk = 'clerk:test-Password-1';
const hidden = { viewRights: { allUsers: false, roles: [] }, editRights: { allUsers: false, roles: [] } };
const ofProduct = (id: string, more: object = {}) => ({ id, required: false, default: false, ...more });

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  office = openOffice(bank, lender);
  expect((await depositProducts.create({})).status).toBe(201);
  await lender.loanProduct('OTHER_LOAN');
  await bank.ok('createUser', {
    body: {
      username: 'clerk',
      firstName: 'Clerk',
      lastName: 'Doe',
      password: 'test-Password-1',
      access: {
        apiAccess: true,
        canManageAllBranches: true,
        canManageEntitiesAssignedToOtherOfficers: true,
        permissions: [
          'VIEW_SAVINGS_ACCOUNT_DETAILS',
          'CREATE_SAVINGS_ACCOUNT',
          'EDIT_SAVINGS_ACCOUNT',
          'VIEW_LOAN_ACCOUNT_DETAILS',
          'CREATE_LOAN_ACCOUNT',
          'EDIT_LOAN_ACCOUNT',
          'VIEW_SAVINGS_PRODUCT_DETAILS',
          'CREATE_SAVINGS_PRODUCT',
          'EDIT_SAVINGS_PRODUCT',
        ],
      },
    },
  });
  const marked = [
    ['DEPOSIT_ACCOUNT', 'deposit', 'CURRENT'],
    ['LOAN_ACCOUNT', 'loan', 'OTHER_LOAN'],
    ['DEPOSIT_PRODUCT', 'product', null],
  ] as const;
  await defineCustomFields(
    bank,
    ...marked.flatMap(([availableFor, mark, product]) => [
      ...typedSets(availableFor, mark),
      fieldSet(
        `_${mark}_secrets`,
        [
          field(`${mark}_secret`, hidden),
          ...(product === null ? [] : [field(`${mark}_only`, { usage: [ofProduct(product)] })]),
        ],
        { availableFor },
      ),
    ]),
    fieldSet('_other', [field('other_text')], { availableFor: 'BRANCH' }),
    fieldSet('_of_client', [field('client_segment')]),
  );
});
afterAll(async () => {
  await office.verify();
  await bank.stop();
});

describe.each(hosts.map((host) => [host.mark, host] as const))('custom fields of a %s', (mark, host) => {
  const set = `_${mark}`;
  const many = `_${mark}_many`;
  const of = (values: Body): Body =>
    Object.fromEntries(Object.entries(values).map(([id, value]) => [`${mark}_${id}`, value]));

  test('are stored in one canonical form, told with FULL, and by lists', async () => {
    const friend = await lender.client();
    const values = of({ text: 'Привет 🏠', number: 12.5, check: true, day: '2026-02-28', friend: friend.id });
    const reply = await host.create({ [set]: values, [many]: [of({ item: 'Car' })] });
    expect(reply.status, reply.text).toBe(201);
    const told = {
      [set]: { ...values, ...of({ number: '12.5', check: 'TRUE', friend: friend.encodedKey }) },
      [many]: numbered(of({ item: 'Car' })),
    };
    expect(setsOf(reply.body as Body)).toEqual(told);
    const id = String((reply.body as Told).id);
    expect(await fieldsOf(host, id)).toEqual(told);
    expect(setsOf(await host.get(id, {}))).toEqual({});
    const listed = async (query: Query): Promise<Body> =>
      setsOf((await host.list({ limit: 1000, ...query })).find((one) => one.id === id) ?? {});
    expect(await listed({ detailsLevel: 'FULL' })).toEqual(told);
    expect(await listed({})).toEqual({});
  });

  test.each(wrongFields(mark))('refused in every way they come: %j', async (sets, reason, named) => {
    const before = (await host.list({ limit: 1000 })).length;
    const refused = await host.create(sets);
    expect(reasonOf(refused)).toBe(`400 ${reason}`);
    expect(sourceOf(refused)).toContain(named);
    expect((await host.list({ limit: 1000 })).length).toBe(before);
    const id = await created(host, { [set]: of({ text: 'stays' }) });
    expect(reasonOf(await host.put(id, sets))).toBe(`400 ${reason}`);
    expect(await fieldsOf(host, id)).toEqual({ [set]: of({ text: 'stays' }) });
    // A PATCH tells groups by their place: `_index` is not a value of theirs.
    if (reason === 'GROUPED_INDEXES_NOT_CONSECUTIVE') return;
    const operations = Object.entries(sets).map(([name, value]) => ({ op: 'REPLACE', path: `/${name}`, value }));
    expect(reasonOf(await host.patch(id, operations))).toBe(`400 ${reason}`);
    expect(await fieldsOf(host, id)).toEqual({ [set]: of({ text: 'stays' }) });
  });

  test('are patched in every form of the general chapter', async () => {
    const id = await created(host, {});
    const steps: readonly [op: string, path: string, value: unknown, left: Body][] = [
      ['ADD', `/${set}/${mark}_text`, 'a', { [set]: of({ text: 'a' }) }],
      ['REPLACE', `/${set}`, of({ text: 'b', number: '1' }), { [set]: of({ text: 'b', number: '1' }) }],
      ['REMOVE', `/${set}/${mark}_number`, undefined, { [set]: of({ text: 'b' }) }],
      ['REMOVE', `/${set}`, undefined, {}],
      ['ADD', `/${many}`, [of({ item: 'Land' }), of({ item: 'Car' })], { [many]: ['Land', 'Car'] }],
      ['ADD', `/${many}`, [of({ item: 'House' })], { [many]: ['Land', 'Car', 'House'] }],
      ['REPLACE', `/${many}/2`, of({ item: 'Boat' }), { [many]: ['Land', 'Car', 'Boat'] }],
      ['REMOVE', `/${many}/1`, undefined, { [many]: ['Land', 'Boat'] }],
      ['ADD', `/${many}/1/${mark}_price`, '7', { [many]: ['Land', { item: 'Boat', price: '7' }] }],
      ['REMOVE', `/${many}/1/${mark}_price`, undefined, { [many]: ['Land', 'Boat'] }],
      ['REPLACE', `/${many}`, [of({ item: 'Land' })], { [many]: ['Land'] }],
      ['REMOVE', `/${many}`, undefined, {}],
    ];
    for (const [op, path, value, left] of steps) {
      const reply = await host.patch(id, [{ op, path, ...(value === undefined ? {} : { value }) }]);
      expect(`${op} ${path} ${reasonOf(reply)}`).toBe(`${op} ${path} 204`);
      const groups = (left[many] as readonly (string | Body)[] | undefined)?.map((item) =>
        of(typeof item === 'string' ? { item } : item),
      );
      expect(await fieldsOf(host, id)).toEqual({ ...left, ...(groups ? { [many]: numbered(...groups) } : {}) });
    }
    expect(reasonOf(await host.patch(id, [{ op: 'ADD', path: `/${many}/0`, value: of({ item: 'x' }) }]))).toBe(
      '400 INVALID_CUSTOM_FIELD_GROUP_INDEX',
    );
  });

  test('are replaced by a PUT, and cleared where it leaves them out', async () => {
    const id = await created(host, { [set]: of({ text: 'a' }), [many]: [of({ item: 'Car' })] });
    const reply = await host.put(id, { [set]: of({ number: '5' }) });
    expect(reply.status).toBe(200);
    expect(await fieldsOf(host, id)).toEqual({ [set]: of({ number: '5' }) });
  });

  test('that somebody may not see stay hidden from him, and through his changes', async () => {
    const secrets = { [`_${mark}_secrets`]: of({ secret: 'rich' }) };
    const id = await created(host, { ...secrets, [set]: of({ text: 'a' }) });
    expect(await fieldsOf(host, id, clerk)).toEqual({ [set]: of({ text: 'a' }) });
    expect(reasonOf(await host.create(secrets, clerk))).toBe('403 INVALID_PERMISSIONS');
    const put = await host.put(id, { [set]: of({ text: 'b' }) }, clerk);
    expect(`${reasonOf(put)} ${put.text.includes('rich')}`).toBe('200 false');
    expect(reasonOf(await host.patch(id, [{ op: 'REMOVE', path: `/_${mark}_secrets` }], clerk))).toBe(
      '403 INVALID_PERMISSIONS',
    );
    expect(await fieldsOf(host, id)).toEqual({ ...secrets, [set]: of({ text: 'b' }) });
  });

  test('with unique values are nobody else’s, also side by side', async () => {
    const sets = { [set]: of({ code: 'U1q' }) };
    const together = await Promise.all([1, 2, 3].map(async () => reasonOf(await host.create(sets))));
    expect(together.toSorted()).toEqual([
      '201',
      '400 DUPLICATE_CUSTOM_FIELD_VALUES',
      '400 DUPLICATE_CUSTOM_FIELD_VALUES',
    ]);
  });
});

describe.each(accounts.map((host) => [host.mark, host] as const))('%ss', (mark, host) => {
  const set = `_${mark}`;
  const found = async (criterion: Body, sorting: Body = { field: 'id', order: 'ASC' }): Promise<readonly unknown[]> =>
    (
      await host.search({
        filterCriteria: [{ field: `${set}.${mark}_day`, operator: 'ON', value: '2019-01-01' }, criterion],
        sortingCriteria: sorting,
      })
    ).map(({ id }) => id);

  test('are searched and sorted by their fields, and searched by their client’s', async () => {
    const mine = (number: string, text: string) =>
      created(host, {
        [set]: { [`${mark}_day`]: '2019-01-01', [`${mark}_number`]: number, [`${mark}_text`]: text },
        [`${set}_many`]: [{ [`${mark}_item`]: text }],
      });
    const [nine, ten] = [await mine('9', 'Nine'), await mine('10', 'Ten')];
    const cases: readonly [Body, readonly string[]][] = [
      [{ field: `${set}.${mark}_text`, operator: 'EQUALS', value: 'nine' }, [nine]],
      [{ field: `${set}.${mark}_text`, operator: 'EQUALS_CASE_SENSITIVE', value: 'nine' }, []],
      [{ field: `${set}.${mark}_text`, operator: 'EQUALS_CASE_SENSITIVE', value: 'Nine' }, [nine]],
      [{ field: `${set}.${mark}_text`, operator: 'IN', values: ['Ten', 'Nine'] }, [nine, ten].toSorted()],
      [{ field: `${set}.${mark}_number`, operator: 'MORE_THAN', value: 9 }, [ten]],
      [{ field: `${set}.${mark}_code`, operator: 'NOT_EMPTY' }, []],
      [{ field: `${set}_many.${mark}_item`, operator: 'EQUALS_CASE_SENSITIVE', value: 'Ten' }, [ten]],
    ];
    for (const [criterion, expected] of cases)
      expect(await found(criterion), JSON.stringify(criterion)).toEqual(expected);
    const day = { field: `${set}.${mark}_day`, operator: 'NOT_EMPTY' };
    expect(await found(day, { field: `${set}.${mark}_number`, order: 'ASC' })).toEqual([nine, ten]);
    expect(await found(day, { field: `${set}.${mark}_number`, order: 'DESC' })).toEqual([ten, nine]);
    const holder = (await host.get(nine, {})).accountHolderKey;
    const add = [{ op: 'ADD', path: '/_of_client/client_segment', value: 'gold' }];
    await bank.ok('patchClient', { path: { clientId: String(holder) }, body: add });
    for (const operator of ['EQUALS', 'EQUALS_CASE_SENSITIVE']) {
      expect(await found({ field: '_of_client.client_segment', operator, value: 'gold' })).toEqual([nine]);
    }
  });

  test.each([
    [`_${mark}.nothing`, 'EQUALS', 'INVALID_FILTER_SELECTION'],
    ['_other.other_text', 'EQUALS', 'INVALID_FILTER_SELECTION'],
    [`_${mark}.${mark}_text' OR '1'='1`, 'EQUALS', 'INVALID_FILTER_SELECTION'],
    [`_${mark}.${mark}_text`, 'MORE_THAN', 'INVALID_FILTER_ELEMENT'],
    [`_${mark}.${mark}_number`, 'STARTS_WITH', 'INVALID_FILTER_ELEMENT'],
  ])('are not searched by %s %s', async (name, operator, reason) => {
    const body = { filterCriteria: [{ field: name, operator, value: '1' }] };
    const reply =
      mark === 'loan'
        ? await bank.call('searchLoanAccounts', { body })
        : await bank.call('searchDepositAccounts', { body });
    expect(reasonOf(reply)).toBe(`400 ${reason}`);
  });

  test('are not searched by what the caller may not see', async () => {
    const body = { filterCriteria: [{ field: `_${mark}_secrets.${mark}_secret`, operator: 'EQUALS', value: 'x' }] };
    const reply =
      mark === 'loan'
        ? await bank.call('searchLoanAccounts', { body, user: clerk })
        : await bank.call('searchDepositAccounts', { body, user: clerk });
    expect(reasonOf(reply)).toBe('400 INVALID_FILTER_SELECTION');
  });
});

describe('usage', () => {
  test('says for which product a field is there, and required', async () => {
    await defineCustomFields(
      bank,
      ...typedSets('DEPOSIT_ACCOUNT', 'deposit'),
      ...typedSets('LOAN_ACCOUNT', 'loan'),
      ...typedSets('DEPOSIT_PRODUCT', 'product'),
      ...['deposit', 'loan', 'product'].map((mark) =>
        fieldSet(`_${mark}_secrets`, [field(`${mark}_secret`, hidden)], {
          availableFor: mark === 'loan' ? 'LOAN_ACCOUNT' : mark === 'deposit' ? 'DEPOSIT_ACCOUNT' : 'DEPOSIT_PRODUCT',
        }),
      ),
      fieldSet('_of_client', [field('client_segment')]),
      fieldSet(
        '_use',
        [
          field('here', { usage: [ofProduct('CURRENT', { required: true })] }),
          field('there', { usage: [ofProduct('P1')] }),
        ],
        {
          availableFor: 'DEPOSIT_ACCOUNT',
        },
      ),
      fieldSet('_lend', [field('lend_here', { usage: [ofProduct('OTHER_LOAN', { required: true, default: true })] })], {
        availableFor: 'LOAN_ACCOUNT',
      }),
    );
    const missing = await deposits.create({});
    expect(`${reasonOf(missing)} ${sourceOf(missing)}`).toBe('400 REQUIRED_CUSTOM_FIELD_MISSING _use.here is required');
    expect(reasonOf(await deposits.create({ _use: { here: 'x', there: 'y' } }))).toBe(
      '400 CUSTOM_FIELD_NOT_AVAILABLE_FOR_ENTITY',
    );
    const id = await created(deposits, { _use: { here: 'x' } });
    expect(reasonOf(await deposits.patch(id, [{ op: 'REMOVE', path: '/_use/here' }]))).toBe(
      '400 REQUIRED_CUSTOM_FIELD_MISSING',
    );
    expect(reasonOf(await deposits.put(id, {}))).toBe('400 REQUIRED_CUSTOM_FIELD_MISSING');
    const other = { ...(await depositDraft()), productTypeKey: 'P1' };
    expect(await bank.ok('createDepositAccount', { body: { ...other, _use: { there: 'y' } } })).toMatchObject({
      _use: { there: 'y' },
    });
    const lent = async (productTypeKey: string, sets: Body) =>
      reasonOf(await bank.call('createLoanAccount', { body: await office.body({ productTypeKey, ...sets }) }));
    expect(await lent('OTHER_LOAN', {})).toBe('400 REQUIRED_CUSTOM_FIELD_MISSING');
    expect(await lent('OTHER_LOAN', { _lend: { lend_here: 'x' } })).toBe('201');
    expect(await lent(lender.fixedEqual, { _lend: { lend_here: 'x' } })).toBe(
      '400 CUSTOM_FIELD_NOT_AVAILABLE_FOR_ENTITY',
    );
    expect(await lent(lender.fixedEqual, {})).toBe('201');
  });
});

test('postings and states leave the fields of their accounts alone', async () => {
  const account = await created(deposits, { _deposit: { deposit_text: 'kept' }, _use: { here: 'x' } });
  await bank.ok('changeDepositAccountState', { path: { depositAccountId: account }, body: { action: 'APPROVE' } });
  await bank.ok('makeDeposit', { path: { depositAccountId: account }, body: { amount: 5 } });
  expect(await fieldsOf(deposits, account)).toMatchObject({ _deposit: { deposit_text: 'kept' } });
  const loan = await created(loans, { _loan: { loan_text: 'kept' } });
  const path = { loanAccountId: loan };
  const approved = await bank.ok('changeLoanAccountState', { path, body: { action: 'APPROVE' } });
  expect(setsOf(approved)).toEqual({ _loan: { loan_text: 'kept' } });
  await bank.ok('makeDisbursement', { path, body: {} });
  expect(reasonOf(await loans.patch(loan, [{ op: 'ADD', path: '/_loan/loan_number', value: '3' }]))).toBe('204');
  await bank.ok('makeRepayment', { path, body: { amount: 100 } });
  expect(await fieldsOf(loans, loan)).toEqual({ _loan: { loan_text: 'kept', loan_number: '3' } });
});

test('the audit trail tells fields before and after', async () => {
  const id = await created(deposits, { _deposit: { deposit_text: 'a' }, _use: { here: 'x' } });
  await deposits.patch(id, [{ op: 'REPLACE', path: '/_deposit/deposit_text', value: 'b' }]);
  const { rows } = await bank.db.query<{ changes: string }>(
    `SELECT changes FROM audit_record WHERE operation = 'patchDepositAccount' ORDER BY id DESC LIMIT 1`,
  );
  const texts = (JSON.stringify(rows[0]?.changes).match(/deposit_text[\\": ]+([ab])/g) ?? []).map((text) =>
    text.at(-1),
  );
  expect(texts).toEqual(['a', 'b']);
});

test('definitions whose values accounts have do not disappear', async () => {
  const before = await loadCustomFieldDocument(bank.db);
  const lost = (await transaction(bank.db, (db) => lostValues(db, before, { customFieldSets: [] })))
    .map(({ message }) => message)
    .join();
  expect(lost).toContain('_deposit.deposit_text, which has values');
  expect(lost).toContain('_loan_many.loan_item, which has values');
});

test('loan products have none: the contract knows no such kind', async () => {
  const body = { ...loanProductBody('WITH_FIELDS', lender.gl), _loan: { loan_text: 'x' } };
  const reply = await bank.call('createLoanProduct', { body });
  expect(`${reasonOf(reply)} ${sourceOf(reply)}`).toBe('400 INVALID_PARAMETERS Property _loan does not exist');
});
