import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ResponseBody } from '../src/generated/operations.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

type Account = ResponseBody<'getDepositAccount'>;
type Body = Readonly<Record<string, unknown>>;

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;
let branchKey: string;
let otherBranchKey: string;
let holderKey: string;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  open = await openBank(bank);
  desk = openDesk(bank);
  branchKey = String((await bank.ok('createBranch', { body: { id: 'B1', name: 'One' } })).encodedKey);
  otherBranchKey = String((await bank.ok('createBranch', { body: { id: 'B2', name: 'Two' } })).encodedKey);
  holderKey = (await open.client({ id: 'HOLDER' })).encodedKey;
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const draft = (more: Body = {}): Body => ({
  accountHolderKey: holderKey,
  accountHolderType: 'CLIENT',
  name: 'Everyday',
  productTypeKey: 'CURRENT',
  ...more,
});
const create = (more: Body = {}): Promise<Account> => bank.ok('createDepositAccount', { body: draft(more) });
const at = (account: { readonly id?: string | undefined }): { depositAccountId: string } => ({
  depositAccountId: String(account.id),
});
const product = async (id: string, more: Body = {}): Promise<string> => {
  await bank.ok('createDepositProduct', {
    body: {
      id,
      name: id,
      type: 'CURRENT_ACCOUNT',
      state: 'ACTIVE',
      newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@@####$' },
      accountingSettings: { accountingMethod: 'NONE' },
      ...more,
    },
  });
  return id;
};
const refs = { notYet: / is not supported yet$/ };

describe('a customer’s first money', () => {
  test('goes from client to journal, balanced', async () => {
    const account = await open.depositAccount();
    const deposit = await desk.deposit(account, 500.25);
    expect(deposit).toMatchObject({ type: 'DEPOSIT', amount: 500.25, accountBalances: { totalBalance: 500.25 } });
    expect(await desk.account(account)).toMatchObject({
      accountState: 'ACTIVE',
      balances: { totalBalance: 500.25, availableBalance: 500.25 },
    });
    expect(await desk.journal(deposit)).toEqual(['DEBIT 1000 500.25 -', 'CREDIT 2000 500.25 -']);
  });
});

describe('an account', () => {
  test('takes from its product and holder what is not sent', async () => {
    const client = await open.client({ assignedBranchKey: 'B1' });
    const account = await create({ accountHolderKey: client.id });
    expect(account).toMatchObject({
      accountHolderKey: client.encodedKey,
      productTypeKey: open.currentProductKey,
      accountType: 'CURRENT_ACCOUNT',
      accountState: 'PENDING_APPROVAL',
      currencyCode: 'EUR',
      assignedBranchKey: branchKey,
      overdraftSettings: { allowOverdraft: false, overdraftLimit: 0 },
      balances: { totalBalance: 0, availableBalance: 0 },
      creationDate: expect.stringMatching(/^2026-03-10T\d\d:\d\d:\d\d\+00:00$/),
    });
    expect(account.id).toMatch(/^[A-Z]{3}\d{7}$/);
    expect(account.approvedDate).toBeUndefined();
    expect(await bank.ok('getDepositAccount', { path: at(account) })).toEqual(account);
    expect(
      await bank.ok('getDepositAccount', { path: { depositAccountId: String(account.encodedKey).toUpperCase() } }),
    ).toEqual(account);
  });

  test('keeps everything that was sent', async () => {
    const sent = {
      notes: 'for holidays',
      assignedBranchKey: otherBranchKey,
      overdraftSettings: {
        allowOverdraft: true,
        overdraftLimit: 250.5,
        overdraftExpiryDate: '2026-07-01T00:00:00+03:00',
      },
      internalControls: { maxDepositBalance: 1000, maxWithdrawalAmount: 99.99 },
    };
    expect(await create(sent)).toMatchObject({ ...sent, balances: { availableBalance: 250.5 } });
  });

  test('survives a PUT of what was fetched, but for the time of the change', async () => {
    for (const more of [
      {},
      { productTypeKey: 'SAVINGS' },
      { notes: 'n', assignedBranchKey: 'B1', overdraftSettings: { allowOverdraft: true, overdraftLimit: 10 } },
    ]) {
      const created = await create(more);
      await desk.changeState(String(created.id), 'APPROVE');
      await desk.deposit(String(created.id), '10.01');
      const before = await desk.account(String(created.id));
      const put = await bank.ok('updateDepositAccount', { path: at(created), body: before });
      expect({ ...put, lastModifiedDate: '' }).toEqual({ ...before, lastModifiedDate: '' });
      expect({ ...(await desk.account(String(created.id))), lastModifiedDate: '' }).toEqual({
        ...before,
        lastModifiedDate: '',
      });
    }
  });

  test('is found in lists by branch, state, holder', async () => {
    const client = await open.client({ id: 'LISTED' });
    const account = await create({ accountHolderKey: 'LISTED', assignedBranchKey: 'B2' });
    const found = async (query: Record<string, string | number>): Promise<unknown[]> =>
      (await bank.ok('getDepositAccounts', { query: { limit: 1000, ...query } })).map(({ id }) => id);
    expect(await found({ accountHolderId: 'LISTED' })).toEqual([account.id]);
    expect(await found({ accountHolderId: client.encodedKey, accountHolderType: 'CLIENT' })).toEqual([account.id]);
    expect(await found({ accountHolderId: 'LISTED', accountHolderType: 'GROUP' })).toEqual([]);
    expect(await found({ accountHolderId: 'LISTED', accountState: 'PENDING_APPROVAL' })).toEqual([account.id]);
    expect(await found({ accountHolderId: 'LISTED', accountState: 'ACTIVE' })).toEqual([]);
    expect(await found({ branchId: 'B2' })).toContain(account.id);
    expect(await found({ branchId: 'B1' })).not.toContain(account.id);
    expect(await found({ creditOfficerUsername: 'admin' })).toEqual([]);
    expect(await desk.reason('getDepositAccounts', { query: { branchId: 'nowhere' } })).toBe('404 INVALID_BRANCH_ID');
    expect(await desk.reason('getDepositAccounts', { query: { centreId: 'nowhere' } })).toBe('404 INVALID_CENTRE_ID');
    expect(await desk.reason('getDepositAccounts', { query: { creditOfficerUsername: 'nobody' } })).toMatch(
      /INVALID_USER_NAME/,
    );
    expect(await desk.reason('getDepositAccounts', { query: { accountState: 'OPEN' } })).toBe('400 INVALID_PARAMETERS');
    expect(await desk.reason('getDepositAccount', { path: { depositAccountId: 'nothing' } })).toBe(
      '404 INVALID_DEPOSIT_ACCOUNT_ID',
    );
  });
});

describe('ids', () => {
  test('count up from the start number and keep its leading zeros', async () => {
    const productTypeKey = await product('COUNT', {
      newAccountSettings: { idGeneratorType: 'INCREMENTAL_NUMBER', idPattern: '000098' },
    });
    const ids: unknown[] = [];
    for (let index = 0; index < 3; index += 1) ids.push((await create({ productTypeKey })).id);
    expect(ids).toEqual(['000098', '000099', '000100']);
  });

  test('skip numbers that were taken by hand, however many', async () => {
    const productTypeKey = await product('SKIP', {
      newAccountSettings: { idGeneratorType: 'INCREMENTAL_NUMBER', idPattern: '7000' },
    });
    for (let number = 7000; number < 7030; number += 1) await create({ id: String(number) });
    expect((await create({ productTypeKey })).id).toBe('7030');
    expect((await create({ productTypeKey })).id).toBe('7031');
  });

  test('follow a random pattern', async () => {
    const productTypeKey = await product('RANDOM', {
      newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: 'RO-@@##$$' },
    });
    const ids = await Promise.all(Array.from({ length: 5 }, async () => String((await create({ productTypeKey })).id)));
    for (const id of ids) expect(id).toMatch(/^RO-[A-Z]{2}\d{2}[A-Z0-9]{2}$/);
    expect(new Set(ids).size).toBe(5);
  });

  test('that never are free are refused', async () => {
    const productTypeKey = await product('FULL', {
      newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: 'FULL#' },
    });
    for (let digit = 0; digit < 10; digit += 1) await create({ id: `FULL${digit}` });
    expect(await desk.reason('createDepositAccount', { body: draft({ productTypeKey }) })).toMatch(
      /FAILED_TO_GENERATE_IDENTIFIER/,
    );
  });

  test('may be chosen, once', async () => {
    expect((await create({ id: 'MINE' })).id).toBe('MINE');
    expect(await desk.reason('createDepositAccount', { body: draft({ id: 'MINE' }) })).toMatch(
      /ACCOUNT_ID_ALREADY_IN_USE/,
    );
    expect(await desk.reason('createDepositAccount', { body: draft({ id: 'not mine' }) })).toBe('400 INVALID_ID');
    expect(await desk.reason('createDepositAccount', { body: draft({ id: ' ' }) })).toBe('400 INVALID_ID');
  });
});

describe('is refused', () => {
  const cases: readonly (readonly [string, Body, string, RegExp])[] = [
    ['an unknown product', { productTypeKey: 'NOTHING' }, '400 INVALID_PRODUCT_KEY', /productTypeKey/],
    ['an unknown holder', { accountHolderKey: 'NOBODY' }, '400 ACCOUNT_HOLDER_NOT_FOUND', /accountHolderKey/],
    ['a client as a group', { accountHolderType: 'GROUP' }, '400 ACCOUNT_HOLDER_NOT_FOUND', /no group/],
    ['another type', { accountType: 'REGULAR_SAVINGS' }, '400 INVALID_ACCOUNT_TYPE', /CURRENT_ACCOUNT/],
    ['a currency of none', { currencyCode: 'USD' }, '400 CURRENCY_NOT_AVAILABLE_FOR_PRODUCT', /EUR/],
    ['an unknown branch', { assignedBranchKey: 'nowhere' }, '400 INVALID_BRANCH_KEY', /assignedBranchKey/],
    ['a blank name', { name: '  ' }, '400 INVALID_PARAMETERS', /name/],
    [
      'an overdraft above the product',
      { overdraftSettings: { allowOverdraft: true, overdraftLimit: 1000.01 } },
      '400 MAXIMUM_OVERDRAFT_LIMIT_EXCEEDED',
      /1000/,
    ],
    [
      'a negative overdraft',
      { overdraftSettings: { overdraftLimit: -1 } },
      '400 INVALID_PARAMETERS',
      /overdraftLimit may not be negative/,
    ],
    [
      'an overdraft of savings',
      { productTypeKey: 'SAVINGS', overdraftSettings: { allowOverdraft: true } },
      '400 OVERDRAFT_NOT_ALLOWED',
      /SAVINGS/,
    ],
    [
      'an expiry with a foreign offset',
      { overdraftSettings: { overdraftExpiryDate: '2026-07-01T00:00:00+02:00' } },
      '400 INVALID_PARAMETERS',
      /org offset is \+03:00/,
    ],
    [
      'half a cent',
      { internalControls: { maxDepositBalance: 0.005 } },
      '400 INVALID_AMOUNT',
      /internalControls.maxDepositBalance .*2 decimals of EUR/,
    ],
    [
      'a limit of nothing',
      { internalControls: { maxWithdrawalAmount: 0 } },
      '400 MAX_WITHDRAWAL_CANNOT_BE_ZERO',
      /maxWithdrawalAmount/,
    ],
    [
      'a recommendation of nothing',
      { internalControls: { recommendedDepositAmount: 0 } },
      '400 RECOMMENDED_DEPOSIT_AMOUNT_INVALID',
      /recommendedDepositAmount/,
    ],
    [
      'a maximum of nothing',
      { internalControls: { maxDepositBalance: 0 } },
      '400 INVALID_PARAMETERS',
      /maxDepositBalance/,
    ],
    [
      'a target',
      { internalControls: { targetAmount: 5 } },
      '400 ACCOUNT_TYPE_DOES_NOT_ALLOW_TARGET_AMOUNT',
      /internalControls.targetAmount .*CURRENT_ACCOUNT/,
    ],
    ['a credit arrangement', { creditArrangementKey: 'x' }, '400 INVALID_PARAMETERS', refs.notYet],
    [
      'withholding tax that the product has not',
      { withholdingTaxSourceKey: 'x' },
      '400 PRODUCT_DOESNT_ALLOW_WITHHOLDING_TAXES',
      /withholdingTaxSourceKey/,
    ],
    [
      'interest',
      { interestSettings: { interestRateSettings: { interestRate: 2 } } },
      '400 INTEREST_RATE_SHOULD_BE_NULL',
      /interestSettings.interestRateSettings.interestRate: the product has no such interest/,
    ],
    ['a property of nobody', { colour: 'red' }, '400 INVALID_PARAMETERS', /Property colour does not exist/],
  ];
  test.each(cases)('with %s', async (_what, changes, reason, source) => {
    const reply = await bank.call('createDepositAccount', { body: draft(changes) });
    expect(`${reasonOf(reply)} ${sourceOf(reply)}`).toMatch(new RegExp(`^${reason} `));
    expect(sourceOf(reply)).toMatch(source);
  });

  test('but what is not built may be told to be off', async () => {
    const off = {
      interestSettings: { interestRateSettings: { interestRate: 0 } },
      internalControls: { targetAmount: 0 },
      creditArrangementKey: null,
    };
    expect(await desk.reason('createDepositAccount', { body: draft(off) })).toBe('201');
  });

  test('under an inactive product, above its limits, for the wrong holders or branch', async () => {
    await product('OFF', { state: 'INACTIVE' });
    await product('GROUPS', { availabilitySettings: { availableFor: ['PURE_GROUPS'] } });
    await product('BRANCHED', {
      availabilitySettings: { branchSettings: { forAllBranches: false, availableProductBranches: [branchKey] } },
    });
    await product('LIMITED', {
      type: 'REGULAR_SAVINGS',
      internalControls: { maxWithdrawalAmount: 50, recommendedDepositAmount: 5 },
    });
    const reason = (more: Body): Promise<string> => desk.reason('createDepositAccount', { body: draft(more) });
    expect(await reason({ productTypeKey: 'OFF' })).toBe('400 PRODUCT_MUST_BE_ACTIVE');
    expect(await reason({ productTypeKey: 'GROUPS' })).toBe('400 INCONSISTENT_ACCOUNT_ID_WITH_ACCOUNT_HOLDER_TYPE');
    const mismatch = '400 ACCOUNT_PRODUCT_BRANCH_AVAILABILITY_MISMATCH';
    expect(await reason({ productTypeKey: 'BRANCHED' })).toBe(mismatch);
    expect(await reason({ productTypeKey: 'BRANCHED', assignedBranchKey: 'B2' })).toBe(mismatch);
    expect(await reason({ productTypeKey: 'BRANCHED', assignedBranchKey: 'B1' })).toBe('201');
    expect(await reason({ productTypeKey: 'LIMITED', internalControls: { maxWithdrawalAmount: 50.01 } })).toBe(
      '400 MAX_WITHDRAWAL_AMOUNT_OUTSIDE_CONSTRAINTS',
    );
    expect((await create({ productTypeKey: 'LIMITED' })).internalControls).toEqual({
      maxWithdrawalAmount: 50,
      recommendedDepositAmount: 5,
    });
  });

  test('under a product that somebody deleted meanwhile', async () => {
    await product('LOST');
    await bank.ok('getClock');
    // Another process deleted it, and ours still remembers it.
    await bank.db.query(`DELETE FROM deposit_product WHERE id = 'LOST'`);
    await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
    expect(await desk.reason('createDepositAccount', { body: draft({ productTypeKey: 'LOST' }) })).toBe(
      '400 INVALID_PRODUCT_KEY',
    );
  });

  test('for holders who are not welcome', async () => {
    const states = [
      ['PENDING_APPROVAL', []],
      ['REJECTED', []],
      ['EXITED', []],
      ['BLACKLISTED', []],
    ] as const;
    for (const [state] of states) {
      const client = await open.client(
        state === 'PENDING_APPROVAL' || state === 'REJECTED' ? { state: 'PENDING_APPROVAL' } : {},
      );
      if (state !== 'PENDING_APPROVAL') {
        await bank.ok('patchClient', {
          path: { clientId: client.id },
          body: [{ op: 'REPLACE', path: '/state', value: state }],
        });
      }
      expect(
        `${state} ${await desk.reason('createDepositAccount', { body: draft({ accountHolderKey: client.id }) })}`,
      ).toMatch(new RegExp(`^${state} 4\\d\\d INVALID_ACCOUNT_HOLDER_STATE`));
    }
  });
});

describe('edits', () => {
  test('by PUT change what may change, and clear what is left out', async () => {
    const created = await create({
      notes: 'n',
      assignedBranchKey: 'B1',
      internalControls: { maxDepositBalance: 10 },
      overdraftSettings: { allowOverdraft: true, overdraftLimit: 100 },
    });
    const put = await bank.ok('updateDepositAccount', { path: at(created), body: draft({ name: 'New name' }) });
    expect(put).toMatchObject({ id: created.id, name: 'New name', overdraftSettings: { overdraftLimit: 0 } });
    expect([put.notes, put.assignedBranchKey, put.internalControls]).toEqual([undefined, undefined, {}]);
    expect(await desk.account(String(created.id))).toEqual(put);
  });

  test('by PUT may name the holder and the product by id', async () => {
    const created = await create();
    const body = draft({ accountHolderKey: 'HOLDER', productTypeKey: 'CURRENT', name: 'By id' });
    expect(await bank.ok('updateDepositAccount', { path: at(created), body })).toMatchObject({ name: 'By id' });
  });

  test.each<[string, Body]>([
    ['accountHolderKey', { accountHolderKey: 'SOMEBODY' }],
    ['accountHolderType', { accountHolderType: 'GROUP' }],
    ['productTypeKey', { productTypeKey: 'SAVINGS' }],
    ['id', { id: 'OTHER' }],
    ['accountType', { accountType: 'REGULAR_SAVINGS' }],
  ])('never change %s', async (property, changes) => {
    const created = await create();
    const reply = await bank.call('updateDepositAccount', { path: at(created), body: draft(changes) });
    expect(reasonOf(reply)).toBe('400 DEPOSIT_ACCOUNT_FIELD_NOT_EDITABLE');
    expect(sourceOf(reply)).toContain(property);
  });

  test('by PATCH add, replace, remove and move, all or nothing', async () => {
    const created = await create({ notes: 'old' });
    const patch = async (...body: readonly Body[]): Promise<string> =>
      desk.reason('patchDepositAccount', { path: at(created), body });
    expect(await patch({ op: 'REPLACE', path: '/name', value: 'Holidays' })).toBe('204');
    expect(
      await patch({ op: 'ADD', path: '/internalControls/maxDepositBalance', value: '12345678901234567890.12' }),
    ).toBe('204');
    expect(await patch({ op: 'MOVE', from: '/notes', path: '/name' })).toBe('204');
    expect(await patch({ op: 'ADD', path: '/assignedBranchKey', value: 'B2' })).toBe('204');
    expect(await desk.account(String(created.id))).toMatchObject({ name: 'old', assignedBranchKey: otherBranchKey });
    const { text } = await bank.request('GET', `/api/deposits/${created.id}`);
    expect(text).toContain('"maxDepositBalance":12345678901234567890.12');
    expect(await patch({ op: 'REMOVE', path: '/internalControls/maxDepositBalance' })).toBe('204');
    expect((await desk.account(String(created.id))).internalControls).toEqual({});
    const half = [
      { op: 'REPLACE', path: '/name', value: 'Half' },
      { op: 'REPLACE', path: '/balances/totalBalance', value: 1000 },
    ];
    expect(await patch(...half)).toBe('400 FIELD_IS_NOT_EDITABLE');
    expect((await desk.account(String(created.id))).name).toBe('old');
    expect(await patch({ op: 'REPLACE', path: '/accountState', value: 'ACTIVE' })).toBe('400 FIELD_IS_NOT_EDITABLE');
    expect(await patch({ op: 'REPLACE', path: '/nothing', value: 1 })).toBe('400 FIELD_NOT_ALLOWED');
    expect(await patch({ op: 'REPLACE', path: 'name', value: 'x' })).toBe('400 INVALID_PARAMETERS');
    expect(await patch({ op: 'REPLACE', path: '/name' })).toBe('400 INVALID_PARAMETERS');
    expect(await patch({ op: 'REMOVE', path: '/name' })).toBe('400 INVALID_PARAMETERS');
    expect(await patch({ op: 'TEST', path: '/name', value: 'x' })).toBe('400 INVALID_PARAMETERS');
    expect(
      await patch({
        op: 'ADD',
        path: '/interestSettings',
        value: { interestPaymentSettings: { interestPaymentPoint: 'DAILY' } },
      }),
    ).toBe('400 INVALID_PARAMETERS');
  });

  test('of a closed account, or of one that does not exist, are refused', async () => {
    const created = await create();
    await desk.changeState(String(created.id), 'CLOSE_REJECT');
    expect(await desk.reason('updateDepositAccount', { path: at(created), body: draft() })).toBe(
      '400 DEPOSIT_ACCOUNT_FIELD_NOT_EDITABLE',
    );
    const nothing = { depositAccountId: 'nothing' };
    const missing = '404 INVALID_DEPOSIT_ACCOUNT_ID';
    expect(await desk.reason('updateDepositAccount', { path: nothing, body: draft() })).toBe(missing);
    expect(await desk.reason('patchDepositAccount', { path: nothing, body: [] })).toBe(missing);
    expect(await desk.reason('deleteDepositAccount', { path: nothing })).toBe(missing);
    expect(await desk.reason('reopenDepositAccount', { path: nothing, body: {} })).toBe(missing);
    expect(reasonOf(await desk.changeState('nothing', 'APPROVE'))).toBe(missing);
  });

  test('of an active account leave a trace in its statement', async () => {
    const account = await open.depositAccount({ overdraftSettings: { allowOverdraft: true, overdraftLimit: 100 } });
    await desk.deposit(account, 5);
    await desk.withdraw(account, 5);
    const path = at(account);
    await bank.ok('patchDepositAccount', {
      path,
      body: [
        { op: 'REPLACE', path: '/overdraftSettings/overdraftLimit', value: 300 },
        { op: 'ADD', path: '/assignedBranchKey', value: branchKey },
      ],
    });
    const [branch, limit] = await bank.ok('getDepositTransactions', { path, query: { limit: 2 } });
    expect(limit).toMatchObject({
      type: 'OVERDRAFT_LIMIT_CHANGED',
      amount: 0,
      accountBalances: { totalBalance: 0 },
      terms: { overdraftSettings: { overdraftLimit: 300 } },
    });
    expect(branch).toMatchObject({ type: 'BRANCH_CHANGED', amount: 0, branchKey });
    const statement = await bank.ok('getDepositTransactions', { path });
    expect(statement.map(({ type }) => type)).toEqual([
      'BRANCH_CHANGED',
      'OVERDRAFT_LIMIT_CHANGED',
      'WITHDRAWAL',
      'DEPOSIT',
    ]);
    expect(reasonOf(await desk.adjust({ id: limit?.id }))).toBe('400 TRANSACTION_TYPE_DOES_NOT_ALLOW_ADJUSTMENT');
  });

  test('cannot move money to a branch with which there is no account between', async () => {
    const account = await open.depositAccount({ assignedBranchKey: 'B1' });
    await desk.deposit(account, 5);
    const reply = await bank.call('patchDepositAccount', {
      path: at(account),
      body: [{ op: 'REPLACE', path: '/assignedBranchKey', value: 'B2' }],
    });
    expect(reasonOf(reply)).toBe('400 NO_INTER_BRANCH_GL_ACCOUNT');
    expect(await desk.account(account)).toMatchObject({ assignedBranchKey: branchKey });
  });

  test('move money to another branch where no books are kept', async () => {
    const account = await open.depositAccount({
      productTypeKey: await product('UNBOOKED-MOVES'),
      assignedBranchKey: 'B2',
    });
    await desk.deposit(account, 5);
    await bank.ok('patchDepositAccount', {
      path: at(account),
      body: [{ op: 'REPLACE', path: '/assignedBranchKey', value: branchKey }],
    });
    expect(await desk.account(account)).toMatchObject({ assignedBranchKey: branchKey, balances: { totalBalance: 5 } });
    const [moved] = await bank.ok('getDepositTransactions', { path: at(account), query: { limit: 1 } });
    expect(moved).toMatchObject({ type: 'BRANCH_CHANGED', amount: 0, branchKey });
  });
});

describe('deletion', () => {
  test('is for accounts that never had a transaction', async () => {
    const fresh = await create();
    expect(await desk.reason('deleteDepositAccount', { path: at(fresh) })).toBe('204');
    expect(await desk.reason('getDepositAccount', { path: at(fresh) })).toBe('404 INVALID_DEPOSIT_ACCOUNT_ID');
    const used = await open.depositAccount();
    const deposit = await desk.deposit(used, 1);
    await desk.adjust(deposit);
    expect(await desk.reason('deleteDepositAccount', { path: at(used) })).toBe('400 ACCOUNT_HAS_TRANSACTIONS');
    const settling = await open.depositAccount();
    await bank.db.query(
      'UPDATE deposit_account SET linked_settlement_account_keys = ARRAY[encoded_key] WHERE encoded_key = $1::uuid',
      [settling.encodedKey],
    );
    expect(await desk.reason('deleteDepositAccount', { path: at(settling) })).toBe('400 LINKED_ACCOUNT_DELETION_ERROR');
  });
});
