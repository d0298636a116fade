import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RequestBody } from '../src/generated/operations.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf, sourceOf } from './harness/depositDesk.ts';
import { depositRules, type OpenBank, openBank } from './harness/openBank.ts';

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;
let branchKey: string;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  open = await openBank(bank);
  desk = openDesk(bank);
  branchKey = String((await bank.ok('createBranch', { body: { id: 'B1', name: 'One' } })).encodedKey);
  await bank.ok('createBranch', { body: { id: 'B2', name: 'Two' } });
});
afterAll(() => bank.stop());

const draft = (id: string, more: Record<string, unknown> = {}): RequestBody<'createDepositProduct'> =>
  ({
    id,
    name: `Product ${id}`,
    type: 'CURRENT_ACCOUNT',
    state: 'ACTIVE',
    newAccountSettings: { idGeneratorType: 'INCREMENTAL_NUMBER', idPattern: '1000' },
    accountingSettings: { accountingMethod: 'CASH', accountingRules: depositRules(open.gl) },
    ...more,
  }) as RequestBody<'createDepositProduct'>;

const create = (id: string, more: Record<string, unknown> = {}) =>
  bank.ok('createDepositProduct', { body: draft(id, more) });
const at = (id: string): { depositProductId: string } => ({ depositProductId: id });
const fee = (id: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  id,
  name: `Fee ${id}`,
  trigger: 'MANUAL',
  state: 'ACTIVE',
  feeApplication: 'REQUIRED',
  amountCalculationMethod: 'FLAT',
  ...more,
});

describe('a product', () => {
  test('is created with defaults and told the same by key, id and list', async () => {
    const created = await create('DEFAULTS');
    expect(created).toMatchObject({
      id: 'DEFAULTS',
      category: 'UNCATEGORIZED',
      currencySettings: { currencies: [{ code: 'EUR' }] },
      creationDate: expect.stringMatching(/^2026-03-10T\d\d:\d\d:\d\d\+00:00$/),
    });
    expect(created.accountingSettings.accountingRules).toHaveLength(4);
    const byId = await bank.ok('getDepositProduct', { path: at('DEFAULTS') });
    expect(byId).toEqual(created);
    expect(await bank.ok('getDepositProduct', { path: at(String(created.encodedKey)) })).toEqual(created);
    const list = await bank.ok('getDepositProducts', { query: { detailsLevel: 'FULL', limit: 1000 } });
    expect(list.find(({ id }) => id === 'DEFAULTS')).toEqual(created);
  });

  test('keeps its settings, amounts to the last digit', async () => {
    const reply = await bank.request('POST', '/api/depositproducts', {
      body: JSON.stringify({
        ...draft('DIGITS'),
        notes: 'fine print',
        internalControls: { maxWithdrawalAmount: 0, openingBalance: { minValue: 1, maxValue: 2 } },
        overdraftSettings: { allowOverdraft: true, maxOverdraftLimit: 3 },
      })
        .replace('"maxWithdrawalAmount":0', '"maxWithdrawalAmount":123456789012345678901.23')
        .replace('"maxValue":2', '"maxValue":999999999999999999999999')
        .replace('"maxOverdraftLimit":3', '"maxOverdraftLimit":"100000000000000000.01"'),
    });
    expect(reasonOf(reply)).toBe('201');
    const { text } = await bank.request('GET', '/api/depositproducts/DIGITS');
    expect(text).toContain('"maxWithdrawalAmount":123456789012345678901.23');
    expect(text).toContain('"maxValue":999999999999999999999999');
    expect(text).toContain('"maxOverdraftLimit":100000000000000000.01');
  });

  test('survives a PUT of what was fetched, and keeps the keys of its fees and rules', async () => {
    const created = await create('ROUND', {
      type: 'REGULAR_SAVINGS',
      feesSettings: { allowArbitraryFees: true, fees: [fee('F1', { amount: 1.5 }), fee('F2', { state: 'INACTIVE' })] },
      internalControls: { openingBalance: { minValue: 10, maxValue: 100 }, recommendedDepositAmount: 20 },
    });
    const updated = await bank.ok('updateDepositProduct', { path: at('ROUND'), body: created });
    expect({ ...updated, lastModifiedDate: '' }).toEqual({ ...created, lastModifiedDate: '' });
  });

  test('keeps the key of each fee when the fees change places', async () => {
    const created = await create('ORDER', {
      feesSettings: { fees: [fee('A', { amount: 1 }), fee('B', { amount: 2 }), fee('C', { amount: 3 })] },
    });
    const keyOf = (product: typeof created, id: string): unknown =>
      product.feesSettings?.fees?.find((one) => one.id === id)?.encodedKey;
    const body = { ...created, feesSettings: { fees: [fee('C', { amount: 3 }), fee('NEW'), fee('A', { amount: 1 })] } };
    const updated = await bank.ok('updateDepositProduct', { path: at('ORDER'), body });
    expect(keyOf(updated, 'A')).toBe(keyOf(created, 'A'));
    expect(keyOf(updated, 'C')).toBe(keyOf(created, 'C'));
    expect([keyOf(created, 'A'), keyOf(created, 'B'), keyOf(created, 'C')]).not.toContain(keyOf(updated, 'NEW'));
  });

  test('is changed by PATCH, and what it lacks cannot be removed', async () => {
    await create('PATCHED', { notes: 'old' });
    const patch = (body: readonly unknown[]): Promise<string> =>
      desk.reason('patchDepositProduct', { path: at('PATCHED'), body });
    expect(await patch([{ op: 'REPLACE', path: '/name', value: 'Better' }])).toBe('204');
    expect(await patch([{ op: 'ADD', path: '/internalControls/maxWithdrawalAmount', value: 50 }])).toBe('204');
    expect(await patch([{ op: 'REMOVE', path: '/notes' }])).toBe('204');
    expect(await patch([{ op: 'REPLACE', path: '/state', value: 'INACTIVE' }])).toBe('204');
    expect(await bank.ok('getDepositProduct', { path: at('PATCHED') })).toMatchObject({
      name: 'Better',
      state: 'INACTIVE',
      internalControls: { maxWithdrawalAmount: 50 },
    });
    expect(await patch([{ op: 'REPLACE', path: '/noSuch', value: 1 }])).toBe('400 FIELD_NOT_ALLOWED');
    expect(await patch([{ op: 'REPLACE', path: '/encodedKey', value: 'x' }])).toBe('400 FIELD_IS_NOT_EDITABLE');
    expect(await patch([{ op: 'REPLACE', path: '/creationDate', value: 'x' }])).toBe('400 FIELD_IS_NOT_EDITABLE');
    expect(await patch([{ op: 'REMOVE', path: '/name' }])).toBe('400 INVALID_PARAMETERS');
    expect(await patch([{ op: 'REPLACE', path: '/state', value: 'GONE' }])).toBe('400 INVALID_PARAMETERS');
    expect(await patch([{ op: 'REPLACE', path: '/type', value: 'REGULAR_SAVINGS' }])).toBe('400 FIELD_IS_NOT_EDITABLE');
  });

  test('is told of a branch when it is for that branch or for all', async () => {
    await create('ONLY-B1', {
      availabilitySettings: { branchSettings: { forAllBranches: false, availableProductBranches: [branchKey] } },
    });
    const idsOf = async (branchId: string): Promise<unknown[]> =>
      (await bank.ok('getDepositProducts', { query: { branchId, limit: 1000 } })).map(({ id }) => id);
    expect(await idsOf('B1')).toContain('ONLY-B1');
    expect(await idsOf('B2')).not.toContain('ONLY-B1');
    expect(await idsOf('B2')).toContain('CURRENT');
    expect(await desk.reason('getDepositProducts', { query: { branchId: 'nowhere' } })).toBe('404 INVALID_BRANCH_ID');
  });

  test('takes branches by id as well as by key', async () => {
    const created = await create('BY-ID', {
      availabilitySettings: { branchSettings: { forAllBranches: false, availableProductBranches: ['B1'] } },
    });
    expect(created.availabilitySettings?.branchSettings?.availableProductBranches).toEqual([branchKey]);
    const account = (assignedBranchKey: string): Promise<string> =>
      open.client().then((client) =>
        desk.reason('createDepositAccount', {
          body: {
            accountHolderKey: client.encodedKey,
            accountHolderType: 'CLIENT',
            name: 'A',
            productTypeKey: 'BY-ID',
            assignedBranchKey,
          },
        }),
      );
    expect(await account('B1')).toBe('201');
    expect(await account('B2')).toBe('400 ACCOUNT_PRODUCT_BRANCH_AVAILABILITY_MISMATCH');
  });

  test('is deleted only while no account ever used it', async () => {
    await create('GONE');
    expect(await desk.reason('deleteDepositProduct', { path: at('GONE') })).toBe('204');
    expect(await desk.reason('getDepositProduct', { path: at('GONE') })).toBe('404 INVALID_PRODUCT_ID');
    expect(await desk.reason('deleteDepositProduct', { path: at('GONE') })).toBe('404 INVALID_PRODUCT_ID');
    await open.depositAccount();
    expect(await desk.reason('deleteDepositProduct', { path: at('CURRENT') })).toBe(
      '400 PRODUCT_HAS_ASSOCIATED_ACCOUNTS',
    );
  });
});

describe('is refused', () => {
  const rules = () => depositRules(open.gl);
  const cases: readonly (readonly [string, () => Record<string, unknown>, string, RegExp])[] = [
    ['a taken id', () => ({ id: 'CURRENT' }), 'PRODUCT_ID_ALREADY_IN_USE', /CURRENT/],
    ['a blank id', () => ({ id: ' ' }), 'BLANK_DEPOSIT_PRODUCT_ID', /^id /],
    ['a type that does not exist', () => ({ type: 'LOTTERY' }), 'INVALID_PARAMETERS', /type/],
    [
      'a currency the organisation lacks',
      () => ({ currencySettings: { currencies: [{ code: 'JPY' }] } }),
      'CURRENCY_NOT_DEFINED',
      /JPY/,
    ],
    [
      'a branch that does not exist',
      () => ({ availabilitySettings: { branchSettings: { availableProductBranches: ['nowhere'] } } }),
      'INVALID_BRANCH_KEY',
      /availableProductBranches/,
    ],
    [
      'a start number in letters',
      () => ({ newAccountSettings: { idGeneratorType: 'INCREMENTAL_NUMBER', idPattern: 'A1' } }),
      'INVALID_PARAMETERS',
      /idPattern/,
    ],
    [
      'a pattern without anything random',
      () => ({ newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: 'ABC' } }),
      'INVALID_PARAMETERS',
      /idPattern/,
    ],
    [
      'an opening balance upside down',
      () => ({ internalControls: { openingBalance: { minValue: 5, maxValue: 4 } } }),
      'DEPOSIT_PRODUCT_INTERNAL_CONTROL_INVALID_OPENING_BALANCE',
      /minValue/,
    ],
    [
      'a negative opening balance',
      () => ({ internalControls: { openingBalance: { minValue: -1 } } }),
      'DEPOSIT_PRODUCT_INTERNAL_CONTROL_INVALID_OPENING_BALANCE',
      /openingBalance/,
    ],
    [
      'a negative withdrawal limit',
      () => ({ internalControls: { maxWithdrawalAmount: -1 } }),
      'MAX_WITHDRAWAL_CANNOT_BE_NEGATIVE',
      /maxWithdrawalAmount/,
    ],
    [
      'a recommendation of nothing',
      () => ({ type: 'REGULAR_SAVINGS', internalControls: { recommendedDepositAmount: 0 } }),
      'RECOMMENDED_DEPOSIT_AMOUNT_INVALID',
      /recommendedDepositAmount/,
    ],
    [
      'a negative overdraft',
      () => ({ overdraftSettings: { allowOverdraft: true, maxOverdraftLimit: -1 } }),
      'DEPOSIT_PRODUCT_OVERDRAFT_NEGATIVE_MAX_LIMIT',
      /maxOverdraftLimit/,
    ],
    [
      'an overdraft of savings',
      () => ({ type: 'REGULAR_SAVINGS', overdraftSettings: { allowOverdraft: true } }),
      'OVERDRAFT_NOT_ALLOWED',
      /allowOverdraft/,
    ],
    [
      'an overdraft larger than any account can hold',
      () => ({ overdraftSettings: { allowOverdraft: true, maxOverdraftLimit: '1e400' } }),
      'INVALID_PARAMETERS',
      /maxOverdraftLimit/,
    ],
    [
      'an opening balance with a billion digits',
      () => ({ internalControls: { openingBalance: { minValue: '1e999999' } } }),
      'INVALID_PARAMETERS',
      /openingBalance/,
    ],
    [
      'no rule for the control account',
      () => ({ accountingSettings: { accountingMethod: 'CASH', accountingRules: [] } }),
      'MISSING_RULE',
      /DEPOSIT_REFERENCE/,
    ],
    [
      'rules without accounting',
      () => ({ accountingSettings: { accountingMethod: 'NONE', accountingRules: rules() } }),
      'NOT_REQUIRED_RULE',
      /accountingRules/,
    ],
    [
      'a rule of a loan product',
      () => ({
        accountingSettings: {
          accountingMethod: 'CASH',
          accountingRules: [...rules(), { financialResource: 'PORTFOLIO_CONTROL', glAccountKey: open.gl['1100'] }],
        },
      }),
      'NOT_REQUIRED_RULE',
      /PORTFOLIO_CONTROL/,
    ],
    [
      'a GL account of the wrong type',
      () => ({
        accountingSettings: {
          accountingMethod: 'CASH',
          accountingRules: rules().map((rule) => ({ ...rule, glAccountKey: open.gl['1000'] })),
        },
      }),
      'INVALID_GL_ACCOUNT_TYPE',
      /SAVINGS_CONTROL/,
    ],
    [
      'a GL account that does not exist',
      () => ({
        accountingSettings: {
          accountingMethod: 'CASH',
          accountingRules: rules().map((rule) => ({ ...rule, glAccountKey: 'nothing' })),
        },
      }),
      'INEXISTING_GLACCOUNT',
      /glAccountKey/,
    ],
    [
      'two rules for one resource',
      () => ({ accountingSettings: { accountingMethod: 'CASH', accountingRules: [...rules(), rules()[0]] } }),
      'INVALID_PARAMETERS',
      /two rules/,
    ],
    [
      'a fee of nothing',
      () => ({ feesSettings: { fees: [fee('F', { amount: 0 })] } }),
      'FEE_AMOUNT_MUST_BE_STRICTLY_POSITIVE',
      /fees\[0\].amount/,
    ],
    [
      'a monthly fee on no day',
      () => ({ feesSettings: { fees: [fee('F', { amount: 1, trigger: 'MONTHLY_FEE' })] } }),
      'SAVINGS_FEE_INCOMPATIBLE_INPUT',
      /^feesSettings.fees\[0\].applyDateMethod/,
    ],
    [
      'two fees with one id',
      () => ({ feesSettings: { fees: [fee('F', { amount: 1 }), fee('F', { amount: 2 })] } }),
      'INVALID_PARAMETERS',
      /fees\[1\].id/,
    ],
  ];
  test.each(cases)('with %s', async (_what, changes, reason, source) => {
    const reply = await bank.call('createDepositProduct', { body: { ...draft('NEW'), ...changes() } });
    expect(reasonOf(reply)).toBe(`400 ${reason}`);
    expect(sourceOf(reply)).toMatch(source);
  });
});
