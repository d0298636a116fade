import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf, sourceOf, to } from './harness/depositDesk.ts';
import { depositRules, type OpenBank, openBank } from './harness/openBank.ts';

type Body = Readonly<Record<string, unknown>>;
type Account = { readonly id: string; readonly encodedKey: string };

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;
const branches: Record<string, string> = {};

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  open = await openBank(bank);
  desk = openDesk(bank);
  for (const id of ['B1', 'B2', 'B3'])
    branches[id] = String((await bank.ok('createBranch', { body: { id, name: id } })).encodedKey);
  await bank.db.query(
    `INSERT INTO inter_branch_rule (encoded_key, left_branch_key, right_branch_key, gl_account_key) VALUES ($1, $2, $3, $4)`,
    [newEncodedKey(), branches.B1, branches.B2, open.gl['1900']],
  );
  await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  bank.app.tenant.reference.invalidate();
  await bank.ok('createCurrency', {
    body: { code: 'JPY', name: 'Yen', symbol: '¥', currencySymbolPosition: 'BEFORE_NUMBER', type: 'FIAT_CURRENCY' },
  });
  await product('YEN', { currencySettings: { currencies: [{ code: 'JPY' }] } });
  await product('SILENT');
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const product = (id: string, more: Body = {}): Promise<unknown> =>
  bank.ok('createDepositProduct', {
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
const overdraft = (overdraftLimit: number): Body => ({ overdraftSettings: { allowOverdraft: true, overdraftLimit } });
const funded = async (amount: number, more: Body = {}): Promise<Account> => {
  const account = await open.depositAccount(more);
  await desk.deposit(account, amount);
  return account;
};
const transfer = async (from: Account, body: Body, user?: string): Promise<string> => {
  const reply = await bank.call('makeTransfer', {
    path: { depositAccountId: from.id },
    body: { amount: 1, ...body },
    ...(user ? { user } : {}),
  });
  return `${reasonOf(reply)}: ${sourceOf(reply)}`;
};

describe('a transfer', () => {
  test('is two linked transactions and one journal', async () => {
    const [from, target] = [await funded(100), await open.depositAccount()];
    const paid = await desk.transfer(from, target, '30.50', {
      notes: 'rent',
      externalId: 'RENT-1',
      paymentOrderId: 'P',
    });
    expect(paid).toMatchObject({
      type: 'TRANSFER',
      amount: -30.5,
      notes: 'rent',
      externalId: 'RENT-1',
      paymentOrderId: 'P',
      parentAccountKey: from.encodedKey,
      accountBalances: { totalBalance: 69.5 },
      affectedAmounts: { fundsAmount: -30.5 },
    });
    const [received] = await bank.ok('getDepositTransactions', { path: { depositAccountId: target.id } });
    expect(received).toMatchObject({
      type: 'TRANSFER',
      amount: 30.5,
      notes: 'rent',
      encodedKey: paid.transferDetails?.linkedDepositTransactionKey,
      transferDetails: { linkedDepositTransactionKey: paid.encodedKey },
      valueDate: paid.valueDate,
      bookingDate: paid.bookingDate,
      accountBalances: { totalBalance: 30.5 },
    });
    expect(received?.externalId).toBeUndefined();
    expect(await desk.account(target)).toMatchObject({ accountState: 'ACTIVE', activationDate: paid.valueDate });
    expect(await desk.journal(paid)).toEqual(['DEBIT 2000 30.5 -', 'CREDIT 2000 30.5 -']);
    expect(await desk.journal({ encodedKey: received?.encodedKey })).toEqual([]);
  });

  test('names the other account by id or key', async () => {
    const [from, target] = [await funded(100), await open.depositAccount()];
    const key = { transferDetails: { linkedAccountKey: target.encodedKey, linkedAccountType: 'DEPOSIT' } };
    expect(await transfer(from, key)).toBe('201: ');
    expect(
      await bank.ok('makeTransfer', {
        path: { depositAccountId: from.encodedKey },
        body: { amount: 2, ...to(target) },
      }),
    ).toMatchObject({ amount: -2 });
    expect([await desk.balance(from), await desk.balance(target)]).toEqual(['97', '3']);
  });

  test('draws on and repays overdrafts, each on its own side', async () => {
    const from = await funded(10, overdraft(100));
    const target = await open.depositAccount(overdraft(100));
    await desk.withdraw(target, 25);
    const paid = await desk.transfer(from, target, 40);
    expect(paid.affectedAmounts).toMatchObject({ fundsAmount: -10, overdraftAmount: -30 });
    expect((await desk.journal(paid)).toSorted()).toEqual([
      'CREDIT 1200 25 -',
      'CREDIT 2000 15 -',
      'DEBIT 1200 30 -',
      'DEBIT 2000 10 -',
    ]);
    expect([await desk.balance(from), await desk.balance(target)]).toEqual(['-30', '15']);
  });

  test('pays fees that are due on the receiving side first', async () => {
    const [from, target] = [await funded(50), await funded(1)];
    await bank.ok('applyDepositFee', { path: { depositAccountId: target.id }, body: { amount: 6 } });
    const paid = await desk.transfer(from, target, 20);
    expect((await desk.journal(paid)).toSorted()).toEqual(['CREDIT 2000 15 -', 'CREDIT 4000 5 -', 'DEBIT 2000 20 -']);
    expect((await desk.account(target)).balances).toMatchObject({ totalBalance: 15, feesDue: 0 });
  });

  test('between branches has lines in both', async () => {
    const from = await funded(100, { assignedBranchKey: 'B1' });
    const target = await open.depositAccount({ assignedBranchKey: 'B2' });
    const paid = await desk.transfer(from, target, 60);
    expect((await desk.journal(paid)).toSorted()).toEqual([
      'CREDIT 1900 60 B1',
      'CREDIT 2000 60 B2',
      'DEBIT 1900 60 B2',
      'DEBIT 2000 60 B1',
    ]);
    const far = await open.depositAccount({ assignedBranchKey: 'B3' });
    expect(await transfer(from, to(far))).toMatch(/^4\d\d NO_INTER_BRANCH_GL_ACCOUNT: /);
    expect(await desk.balance(from)).toBe('40');
  });

  test('between accounts of products without accounting books nothing', async () => {
    const [from, target] = [
      await funded(10, { productTypeKey: 'SILENT' }),
      await open.depositAccount({ productTypeKey: 'SILENT' }),
    ];
    expect(await desk.journal(await desk.transfer(from, target, 10))).toEqual([]);
  });

  test('of 24 digits keeps them all', async () => {
    const [from, target] = [await open.depositAccount(), await open.depositAccount()];
    await desk.deposit(from, '123456789012345678901234');
    await desk.transfer(from, target, '123456789012345678901233');
    expect([await desk.balance(from), await desk.balance(target)]).toEqual(['1', '123456789012345678901233']);
  });
});

describe('is refused, and moves nothing', () => {
  let from: Account;
  let target: Account;
  beforeAll(async () => {
    [from, target] = [await funded(100), await open.depositAccount()];
  });
  afterAll(async () => {
    expect([await desk.balance(from), await desk.balance(target)]).toEqual(['100', '0']);
    expect((await desk.account(target)).accountState).toBe('APPROVED');
  });

  test.each([
    [0, 'TRANSFER_AMOUNT_IS_NOT_POSITIVE'],
    [-1, 'TRANSFER_AMOUNT_IS_NOT_POSITIVE'],
    ['0.001', 'INVALID_AMOUNT'],
    ['1e30', 'INVALID_AMOUNT'],
    ['1e400', 'INVALID_PARAMETERS'],
    [100.01, 'INSUFFICIENT_BALANCE'],
  ])('an amount of %s', async (amount, reason) => {
    expect(await transfer(from, { amount, ...to(target) })).toMatch(new RegExp(`^400 ${reason}: `));
  });

  test('to oneself, by id or key', async () => {
    expect(await transfer(from, to(from))).toMatch(/^400 CANNOT_MAKE_TRANSFER_TO_SOURCE_ACCOUNT: transferDetails/);
    expect(await transfer(from, to(from.encodedKey))).toMatch(/^400 CANNOT_MAKE_TRANSFER_TO_SOURCE_ACCOUNT: /);
  });

  test('to two accounts at once', async () => {
    const [from, target, other] = [
      await open.depositAccount(),
      await open.depositAccount(),
      await open.depositAccount(),
    ];
    const transferDetails = { linkedAccountKey: target.encodedKey, linkedAccountId: other.id };
    expect(await transfer(from, { transferDetails })).toContain('INVALID_PARAMETERS');
  });
  test('from or to what does not exist', async () => {
    expect(await transfer(from, to('nothing'))).toMatch(/^400 INVALID_\w+: transferDetails: deposit account nothing/);
    expect(await transfer({ id: 'nothing', encodedKey: '' }, to(target))).toMatch(/^404 INVALID_DEPOSIT_ACCOUNT_ID: /);
    expect(await transfer(from, { transferDetails: { linkedAccountType: 'DEPOSIT' } })).toMatch(
      /^400 INVALID_PARAMETERS: transferDetails needs/,
    );
    expect(await transfer(from, {})).toMatch(/^400 INVALID_PARAMETERS: Property transferDetails may not be null/);
    expect(
      await transfer(from, { transferDetails: { linkedAccountType: 'LOAN', linkedAccountId: target.id } }),
    ).toMatch(/^400 INVALID_LOAN_ACCOUNT_ID: /);
  });

  test('between currencies, or with accounting on one side only', async () => {
    const yen = await open.depositAccount({ productTypeKey: 'YEN' });
    expect(await transfer(from, to(yen))).toMatch(/^400 UNDEFINED_EXCHANGE_RATE_FOR_CURRENCY: .*EUR to JPY/);
    const silent = await open.depositAccount({ productTypeKey: 'SILENT' });
    expect(await transfer(from, to(silent))).toMatch(/^400 DIFFERENT_ACCOUNTING_STATE_BETWEEN_INVOLVED_PRODUCTS: /);
  });

  test('to another holder without the permission for it', async () => {
    await bank.ok('createUser', {
      body: {
        username: 'mover',
        firstName: 'M',
        password: 'long enough',
        access: {
          apiAccess: true,
          mambuAccess: true,
          canManageAllBranches: true,
          canManageEntitiesAssignedToOtherOfficers: true,
          permissions: ['MAKE_TRANSFER'],
        },
      },
    });
    const user = 'mover:long enough';
    expect(await transfer(from, to(target), user)).toMatch(/^403 INVALID_PERMISSIONS: .*MAKE_INTER_CLIENTS_TRANSFERS/);
    const { encodedKey } = await open.client();
    const own = await funded(5, { accountHolderKey: encodedKey });
    const second = await open.depositAccount({ accountHolderKey: encodedKey });
    expect(await transfer(own, to(second), user)).toBe('201: ');
  });

  test('above the limits of either side', async () => {
    const limited = await funded(50, { internalControls: { maxWithdrawalAmount: 10 } });
    expect(await transfer(limited, { amount: 11, ...to(target) })).toMatch(/^400 MAXIMUM_WITHDRAWAL_AMOUNT_EXCEEDED: /);
    const full = await funded(10, { internalControls: { maxDepositBalance: 10 } });
    expect(await transfer(from, to(full))).toMatch(/^400 ACCOUNT_BALANCE_OUTSIDE_CONSTRAINTS: .*maxDepositBalance/);
    await product('OPENING', {
      accountingSettings: { accountingMethod: 'CASH', accountingRules: depositRules(open.gl) },
      internalControls: { openingBalance: { minValue: 20 } },
    });
    const fresh = await open.depositAccount({ productTypeKey: 'OPENING' });
    expect(await transfer(from, to(fresh))).toMatch(/^400 MINIMUM_OPENING_BALANCE_ACHIEVED: /);
  });

  test('with an external id that is used', async () => {
    await desk.deposit(await open.depositAccount(), 1, { externalId: 'TAKEN' });
    expect(await transfer(from, { externalId: 'TAKEN', ...to(target) })).toBe(
      '400 EXTERNAL_ID_ALREADY_EXISTS: externalId TAKEN is already in use',
    );
  });
});
