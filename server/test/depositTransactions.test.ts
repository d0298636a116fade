import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationName, ResponseBody } from '../src/generated/operations.ts';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf, sourceOf } from './harness/depositDesk.ts';
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
  await touchReference();
  await bank.ok('createCurrency', {
    body: { code: 'JPY', name: 'Yen', symbol: '¥', currencySymbolPosition: 'BEFORE_NUMBER', type: 'FIAT_CURRENCY' },
  });
  await product('YEN', { currencySettings: { currencies: [{ code: 'JPY' }] } });
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

/** Lets rows that were inserted by SQL be seen by rules. */
const touchReference = async (): Promise<void> => {
  await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  bank.app.tenant.reference.invalidate();
};
const product = (id: string, more: Body = {}): Promise<ResponseBody<'createDepositProduct'>> =>
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
const overdraft = (overdraftLimit: number, more: Body = {}): Body => ({
  overdraftSettings: { allowOverdraft: true, overdraftLimit, ...more },
});
const at = (account: Account): { depositAccountId: string } => ({ depositAccountId: account.id });
const refused = async (name: OperationName, account: Account, body: Body, user?: string): Promise<string> => {
  const reply = await bank.call(name, { path: at(account), body, ...(user ? { user } : {}) });
  return `${reasonOf(reply)}: ${sourceOf(reply)}`;
};
const employee = async (username: string, more: Body = {}, access: Body = {}): Promise<string> => {
  await bank.ok('createUser', {
    body: {
      username,
      firstName: username,
      password: 'long enough',
      access: {
        apiAccess: true,
        mambuAccess: true,
        canManageAllBranches: true,
        canManageEntitiesAssignedToOtherOfficers: true,
        permissions: ['MAKE_DEPOSIT', 'MAKE_WITHDRAWAL', 'APPLY_SAVINGS_FEES', 'MAKE_TRANSFER'],
        ...access,
      },
      ...more,
    },
  });
  return `${username}:long enough`;
};

describe('a posting', () => {
  test('is told with everything that was sent, by id, key, statement and search', async () => {
    const account = await open.depositAccount();
    const body = {
      amount: 100.1,
      externalId: 'EXT-1',
      notes: 'first wage',
      paymentOrderId: 'PO-7',
      paymentDetails: { paymentIdentification: { endToEndIdentification: 'E2E' }, debtor: { name: 'Boss' } },
      transactionDetails: { transactionChannelId: 'cash' },
    };
    const posted = await bank.ok('makeDeposit', { path: at(account), body });
    expect(posted).toMatchObject({
      ...body,
      type: 'DEPOSIT',
      currencyCode: 'EUR',
      parentAccountKey: account.encodedKey,
      id: expect.stringMatching(/^\d+$/),
      creationDate: expect.stringMatching(/^2026-03-10T\d\d:\d\d:\d\d\+00:00$/),
      valueDate: expect.stringMatching(/^2026-03-10T\d\d:\d\d:\d\d\+02:00$/),
      accountBalances: { totalBalance: 100.1 },
      affectedAmounts: { fundsAmount: 100.1, overdraftAmount: 0, feesAmount: 0 },
    });
    expect(posted.bookingDate).toBe(posted.valueDate);
    for (const ref of [posted.id, posted.encodedKey]) {
      expect(await bank.ok('getDepositTransaction', { path: { depositTransactionId: String(ref) } })).toEqual(posted);
    }
    expect(await bank.ok('getDepositTransactions', { path: at(account) })).toEqual([posted]);
    const filterCriteria = [{ field: 'externalId', operator: 'EQUALS_CASE_SENSITIVE', value: 'EXT-1' }];
    expect(await bank.ok('searchDepositTransactions', { body: { filterCriteria } })).toEqual([posted]);
  });

  test('is not found by what does not exist', async () => {
    const missing = '404 INVALID_DEPOSIT_ACCOUNT_ID';
    const nothing = { id: 'nothing', encodedKey: '' };
    for (const name of ['makeDeposit', 'makeWithdrawal', 'applyDepositFee'] as const) {
      expect(await refused(name, nothing, { amount: 1 })).toContain(missing);
    }
    expect(await desk.reason('getDepositTransactions', { path: at(nothing) })).toBe(missing);
    const path = { depositTransactionId: '999999999' };
    expect(await desk.reason('getDepositTransaction', { path })).toBe('404 INVALID_TRANSACTION_ID');
    expect(await desk.reason('editDepositTransaction', { path, body: [{ op: 'REMOVE', path: '/notes' }] })).toBe(
      '404 INVALID_TRANSACTION_ID',
    );
    expect(await desk.reason('adjustDepositTransaction', { path, body: { notes: 'x' } })).toBe(
      '404 INVALID_TRANSACTION_ID',
    );
  });

  test('keeps its notes editable, and nothing else', async () => {
    const posted = await desk.deposit(await open.depositAccount(), 5, { notes: 'old' });
    const path = { depositTransactionId: String(posted.id) };
    const edit = (...body: Body[]): Promise<string> => desk.reason('editDepositTransaction', { path, body });
    const notes = async (): Promise<unknown> => (await bank.ok('getDepositTransaction', { path })).notes;
    expect(await edit({ op: 'REPLACE', path: '/notes', value: 'new' })).toBe('204');
    expect(await notes()).toBe('new');
    expect(await edit({ op: 'REMOVE', path: '/notes' })).toBe('204');
    expect(await notes()).toBeUndefined();
    expect(await edit({ op: 'ADD', path: '/notes', value: 'again' })).toBe('204');
    expect(await notes()).toBe('again');
    expect(await edit({ op: 'REPLACE', path: '/amount', value: 1 })).toBe('400 FIELD_IS_NOT_EDITABLE');
    expect(
      await edit({ op: 'REPLACE', path: '/notes', value: 'half' }, { op: 'REPLACE', path: '/valueDate', value: 'x' }),
    ).toBe('400 FIELD_IS_NOT_EDITABLE');
    expect(await edit({ op: 'REPLACE', path: '/notes', value: 5 })).toBe('400 INVALID_PARAMETERS');
    expect(await edit({ op: 'REPLACE', path: '/notes', value: 'x'.repeat(10_001) })).toBe('400 INVALID_PARAMETERS');
    expect(await notes()).toBe('again');
    expect(await bank.ok('getDepositTransaction', { path })).toEqual({ ...posted, notes: 'again' });
  });

  test('uses an external id once, over all accounts and kinds', async () => {
    const [one, two] = [await open.depositAccount(), await open.depositAccount()];
    await desk.deposit(one, 5, { externalId: 'ONCE' });
    for (const [name, account] of [
      ['makeDeposit', one],
      ['makeDeposit', two],
      ['makeWithdrawal', one],
      ['applyDepositFee', one],
    ] as const) {
      expect(await refused(name, account, { amount: 1, externalId: 'ONCE' })).toBe(
        '400 EXTERNAL_ID_ALREADY_EXISTS: externalId ONCE is already in use',
      );
    }
    expect(await desk.balance(one)).toBe('5');
    await desk.deposit(one, 1, { externalId: 'once' });
  });
});

describe('amounts', () => {
  test.each([
    ['0', '0', 'INVALID_AMOUNT'],
    ['less than nothing', '-1', 'INVALID_AMOUNT'],
    ['half a cent', '0.001', 'INVALID_AMOUNT'],
    ['ten quadrillion quadrillions', '1e30', 'INVALID_AMOUNT'],
    ['more digits than any computer has', '1e400', 'INVALID_PARAMETERS'],
    ['more digits than any memory has', '1e999999999', 'INVALID_PARAMETERS'],
    ['letters', '"ten"', 'INVALID_PARAMETERS'],
    ['nothing at all', 'null', 'INVALID_PARAMETERS'],
    ['a list', '[1]', 'INVALID_PARAMETERS'],
    ['infinity', '"Infinity"', 'INVALID_PARAMETERS'],
    ['hexadecimal', '"0x10"', 'INVALID_PARAMETERS'],
    ['both yes and no', 'true', 'INVALID_PARAMETERS'],
  ])('of %s are refused everywhere', async (_what, amount, reason) => {
    const account = await open.depositAccount(overdraft(100));
    await desk.deposit(account, 50);
    for (const kind of ['deposit', 'withdrawal']) {
      const reply = await bank.request('POST', `/api/deposits/${account.id}/${kind}-transactions`, {
        body: `{"amount":${amount}}`,
      });
      expect(reasonOf(reply)).toBe(`400 ${reason}`);
      expect(sourceOf(reply)).toMatch(/amount/);
    }
    expect(await desk.balance(account)).toBe('50');
  });

  test.each([
    ['123456789012345678901234', '123456789012345678901234'],
    ['999999999999999999999999', '999999999999999999999999'],
    ['9007199254740993.01', '9007199254740993.01'],
    ['"0.10"', '0.1'],
    ['"1e3"', '1000'],
    ['1E2', '100'],
    ['0.1', '0.1'],
    ['" 12.50 "', '12.5'],
  ])('like %s keep every digit in and out', async (sent, told) => {
    const account = await open.depositAccount();
    const reply = await bank.request('POST', `/api/deposits/${account.id}/deposit-transactions`, {
      body: `{"amount":${sent}}`,
    });
    expect(reasonOf(reply)).toBe('201');
    expect(reply.text).toContain(`"amount":${told},`);
    expect(reply.text).toContain(`"totalBalance":${told}}`);
    expect(await desk.balance(account)).toBe(told);
    const statement = await bank.request('GET', `/api/deposits/${account.id}/transactions`);
    expect(statement.text).toContain(`"amount":${told},`);
  });

  test('add up exactly, where a computer’s own numbers would not', async () => {
    const account = await open.depositAccount();
    await desk.deposit(account, '9999999999999999999999.99');
    await desk.deposit(account, 0.1);
    await desk.deposit(account, 0.2);
    await desk.withdraw(account, '9999999999999999999999.99');
    expect(await desk.balance(account)).toBe('0.3');
  });

  test('have the decimals of their currency: none in yen', async () => {
    const account = await open.depositAccount({ productTypeKey: 'YEN' });
    expect(await refused('makeDeposit', account, { amount: 1.5 })).toBe(
      '400 INVALID_AMOUNT: amount has more than the 0 decimals of JPY',
    );
    const posted = await desk.deposit(account, 1500);
    expect(posted).toMatchObject({ currencyCode: 'JPY', accountBalances: { totalBalance: 1500 } });
    await desk.withdraw(account, '1500.0');
    expect(await desk.balance(account)).toBe('0');
    expect(await desk.journal(posted)).toEqual([]);
  });
});

describe('limits', () => {
  test('the first deposit respects the opening balance, later ones do not', async () => {
    await product('OPENING', { internalControls: { openingBalance: { minValue: 50, maxValue: 100 } } });
    const account = await open.depositAccount({ productTypeKey: 'OPENING' });
    expect(await refused('makeDeposit', account, { amount: 49.99 })).toMatch(
      /^400 MINIMUM_OPENING_BALANCE_ACHIEVED: .*50/,
    );
    expect(await refused('makeDeposit', account, { amount: 100.01 })).toMatch(
      /^400 ACCOUNT_BALANCE_OUTSIDE_CONSTRAINTS: .*100/,
    );
    await desk.deposit(account, 50);
    await desk.deposit(account, 1);
    await desk.deposit(account, 101);
  });

  test('a balance has a maximum, which a deposit may be told to ignore', async () => {
    const account = await open.depositAccount({ internalControls: { maxDepositBalance: 100 } });
    await desk.deposit(account, 100);
    expect(await refused('makeDeposit', account, { amount: 0.01 })).toMatch(
      /^400 ACCOUNT_BALANCE_OUTSIDE_CONSTRAINTS: .*100\.01.*maxDepositBalance 100/,
    );
    await desk.deposit(account, 5, { skipMaximumBalanceValidation: true });
    await desk.withdraw(account, 10);
    await desk.deposit(account, 5);
  });

  test('a single withdrawal has a maximum', async () => {
    const account = await open.depositAccount({ internalControls: { maxWithdrawalAmount: 10 } });
    await desk.deposit(account, 100);
    expect(await refused('makeWithdrawal', account, { amount: 10.01 })).toMatch(
      /^400 MAXIMUM_WITHDRAWAL_AMOUNT_EXCEEDED: .*10/,
    );
    await desk.withdraw(account, 10);
    await desk.withdraw(account, 10);
    await product('TIGHT', { internalControls: { maxWithdrawalAmount: 1 } });
    const inherited = await open.depositAccount({ productTypeKey: 'TIGHT' });
    await desk.deposit(inherited, 5);
    expect(await refused('makeWithdrawal', inherited, { amount: 2 })).toContain('MAXIMUM_WITHDRAWAL_AMOUNT_EXCEEDED');
  });

  test('without overdraft nothing goes below zero, with one nothing below its limit', async () => {
    const plain = await open.depositAccount();
    await desk.deposit(plain, 10);
    expect(await refused('makeWithdrawal', plain, { amount: 10.01 })).toBe(
      '400 INSUFFICIENT_BALANCE: amount is above the available balance of 10',
    );
    const account = await open.depositAccount(overdraft(100));
    await desk.deposit(account, 60);
    const drawn = await desk.withdraw(account, 90);
    expect(drawn).toMatchObject({
      amount: -90,
      affectedAmounts: { fundsAmount: -60, overdraftAmount: -30 },
      accountBalances: { totalBalance: -30 },
    });
    expect(await desk.account(account)).toMatchObject({
      balances: { totalBalance: -30, availableBalance: 70, overdraftAmount: 30 },
    });
    expect(await refused('makeWithdrawal', account, { amount: 70.01 })).toBe(
      '400 WITHDRAWAL_PAST_OVERDRAFT_CONSTRAINTS: amount is above the available balance of 70',
    );
    await desk.withdraw(account, 70);
    expect(await desk.journal(drawn)).toEqual(['DEBIT 2000 60 -', 'DEBIT 1200 30 -', 'CREDIT 1000 90 -']);
    const repaid = await desk.deposit(account, 150);
    expect(await desk.journal(repaid)).toEqual(['DEBIT 1000 150 -', 'CREDIT 2000 50 -', 'CREDIT 1200 100 -']);
    expect(repaid).toMatchObject({ affectedAmounts: { fundsAmount: 50, overdraftAmount: 100 } });
  });

  test('an approved account may start with its overdraft', async () => {
    const account = await open.depositAccount(overdraft(100));
    const drawn = await desk.withdraw(account, 40);
    expect(await desk.account(account)).toMatchObject({ accountState: 'ACTIVE', activationDate: drawn.valueDate });
  });

  test('an expired overdraft pays nothing new, and what is owed stays owed', async () => {
    const account = await open.depositAccount(overdraft(100, { overdraftExpiryDate: '2026-03-11T00:00:00+02:00' }));
    await desk.withdraw(account, 40);
    await bank.ok('patchDepositAccount', {
      path: at(account),
      body: [{ op: 'REPLACE', path: '/overdraftSettings/overdraftExpiryDate', value: '2026-03-10T00:00:00+02:00' }],
    });
    expect(await desk.account(account)).toMatchObject({
      accountState: 'ACTIVE_IN_ARREARS',
      balances: { totalBalance: -40, availableBalance: -40, overdraftAmount: 40 },
    });
    expect(await refused('makeWithdrawal', account, { amount: 1 })).toContain('WITHDRAWAL_PAST_OVERDRAFT_CONSTRAINTS');
    await desk.deposit(account, 40);
    expect(await desk.account(account)).toMatchObject({ accountState: 'ACTIVE', balances: { availableBalance: 0 } });
  });

  test('each user has his own', async () => {
    const user = await employee('small', { transactionLimits: { DEPOSIT: 10, WITHDRAWAL: 5 } });
    const account = await open.depositAccount();
    expect(await refused('makeDeposit', account, { amount: 10.01 }, user)).toMatch(
      /^4\d\d USER_TRANSACTION_LIMIT_EXCEEDED: .*10/,
    );
    expect(await refused('makeDeposit', account, { amount: 10 }, user)).toBe('201: ');
    expect(await refused('makeWithdrawal', account, { amount: 5.01 }, user)).toContain(
      'USER_TRANSACTION_LIMIT_EXCEEDED',
    );
    expect(await refused('makeWithdrawal', account, { amount: 5 }, user)).toBe('201: ');
  });

  test('of a user holds for fees too, also for those whose amount the product defines', async () => {
    const user = await employee('modest', { transactionLimits: { FEE_APPLIED: 5 } });
    const fee = {
      id: 'LETTER',
      name: 'Letter',
      amountCalculationMethod: 'FLAT',
      feeApplication: 'REQUIRED',
      state: 'ACTIVE',
      trigger: 'MANUAL',
    };
    const created = await product('LETTERS', {
      feesSettings: { allowArbitraryFees: true, fees: [{ ...fee, amount: 5.01 }] },
    });
    const predefinedFeeKey = created.feesSettings?.fees?.[0]?.encodedKey;
    const account = await open.depositAccount({ productTypeKey: 'LETTERS' });
    await desk.deposit(account, 20);
    const over = /^4\d\d USER_TRANSACTION_LIMIT_EXCEEDED: .*5 for FEE_APPLIED/;
    expect(await refused('applyDepositFee', account, { amount: 5.01 }, user)).toMatch(over);
    expect(await refused('applyDepositFee', account, { predefinedFeeKey }, user)).toMatch(over);
    expect(await refused('applyDepositFee', account, { amount: 5 }, user)).toBe('201: ');
    expect(await refused('applyDepositFee', account, { predefinedFeeKey })).toBe('201: ');
  });
});

describe('channels', () => {
  const free = { usage: 'UNCONSTRAINED' } as const;
  const withChannel = (transactionChannelId: string): Body => ({ transactionDetails: { transactionChannelId } });

  test('book to their own GL account, within their constraints', async () => {
    const vault = await bank.ok('createGlAccounts', {
      body: [{ glCode: '1050', name: 'Vault', type: 'ASSET', usage: 'DETAIL', allowManualJournalEntries: true }],
    });
    const channel = await bank.ok('createTransactionChannel', {
      body: {
        id: 'vault',
        name: 'Vault',
        glAccount: '1050',
        loanConstraints: free,
        depositConstraints: {
          usage: 'LIMITED',
          matchFiltersOption: 'ALL',
          constraints: [{ criteria: 'AMOUNT', operator: 'LESS_THAN', value: '100' }],
        },
      },
    });
    expect(vault).toHaveLength(1);
    const account = await open.depositAccount();
    const posted = await desk.deposit(account, 99, withChannel('vault'));
    expect(posted.transactionDetails).toEqual({
      transactionChannelId: 'vault',
      transactionChannelKey: channel.encodedKey,
    });
    expect(await desk.journal(posted)).toEqual(['DEBIT 1050 99 -', 'CREDIT 2000 99 -']);
    expect(await refused('makeDeposit', account, { amount: 100, ...withChannel('vault') })).toMatch(
      /^400 TRANSACTION_IS_NOT_WITHIN_CHANNEL_CONSTRAINTS: /,
    );
    expect(await refused('makeDeposit', account, { amount: 1, ...withChannel('nothing') })).toMatch(
      /^400 INVALID_TRANSACTION_CHANNEL: /,
    );
  });

  test('are for the roles they name', async () => {
    const roleKey = newEncodedKey();
    await bank.db.query(
      `INSERT INTO user_role (encoded_key, id, name, access, creation_date, last_modified_date)
       VALUES ($1, 'cashier', 'Cashier', '{"permissions": ["MAKE_DEPOSIT", "MAKE_WITHDRAWAL"]}', now(), now())`,
      [roleKey],
    );
    await touchReference();
    await bank.ok('createTransactionChannel', {
      body: { id: 'desk', name: 'Desk', usageRights: ['cashier'], loanConstraints: free, depositConstraints: free },
    });
    const cashier = await employee('cashier', { role: { id: 'cashier' } });
    const other = await employee('other');
    const account = await open.depositAccount();
    const body = { amount: 1, ...withChannel('desk') };
    expect(await refused('makeDeposit', account, body, cashier)).toBe('201: ');
    expect(await refused('makeDeposit', account, body, other)).toMatch(/^400 INVALID_TRANSACTION_CHANNEL: /);
    expect(await refused('makeWithdrawal', account, body, other)).toMatch(/^400 INVALID_TRANSACTION_CHANNEL: /);
  });
});

describe('branches', () => {
  test('a posting handled elsewhere gets lines between the branches', async () => {
    const account = await open.depositAccount({ assignedBranchKey: 'B1' });
    const own = await desk.deposit(account, 100);
    expect(own.branchKey).toBe(branches.B1);
    expect(await desk.journal(own)).toEqual(['DEBIT 1000 100 B1', 'CREDIT 2000 100 B1']);
    const user = await employee('visitor', { assignedBranchKey: 'B2' });
    const path = at(account);
    const deposit = await bank.ok('makeDeposit', { path, body: { amount: 10 }, user });
    expect(deposit.branchKey).toBe(branches.B2);
    expect((await desk.journal(deposit)).toSorted()).toEqual([
      'CREDIT 1900 10 B2',
      'CREDIT 2000 10 B1',
      'DEBIT 1000 10 B2',
      'DEBIT 1900 10 B1',
    ]);
    const withdrawal = await bank.ok('makeWithdrawal', { path, body: { amount: 30 }, user });
    expect((await desk.journal(withdrawal)).toSorted()).toEqual([
      'CREDIT 1000 30 B2',
      'CREDIT 1900 30 B1',
      'DEBIT 1900 30 B2',
      'DEBIT 2000 30 B1',
    ]);
    const fee = await bank.ok('applyDepositFee', { path, body: { amount: 1 }, user });
    expect(await desk.journal(fee)).toEqual(['DEBIT 2000 1 B1', 'CREDIT 4000 1 B1']);
    const stranger = await employee('stranger', { assignedBranchKey: 'B3' });
    expect(await refused('makeDeposit', account, { amount: 10 }, stranger)).toMatch(
      /^4\d\d NO_INTER_BRANCH_GL_ACCOUNT: /,
    );
    expect(await desk.balance(account)).toBe('79');
  });
});

describe('fees', () => {
  let account: Account;
  const fee = (id: string, more: Body = {}): Body => ({
    id,
    name: `Fee ${id}`,
    trigger: 'MANUAL',
    state: 'ACTIVE',
    feeApplication: 'REQUIRED',
    amountCalculationMethod: 'FLAT',
    ...more,
  });
  beforeAll(async () => {
    await bank.ok('createGlAccounts', {
      body: [{ glCode: '4050', name: 'Card fees', type: 'INCOME', usage: 'DETAIL', allowManualJournalEntries: true }],
    });
    const card = await bank.ok('getGlAccount', { path: { glAccountId: '4050' } });
    await product('FEES', {
      accountingSettings: { accountingMethod: 'CASH', accountingRules: depositRules(open.gl) },
      overdraftSettings: { allowOverdraft: true, maxOverdraftLimit: 100 },
      feesSettings: {
        fees: [
          fee('FIXED', { amount: 2.5 }),
          fee('OPEN'),
          fee('OLD', { state: 'INACTIVE', amount: 1 }),
          fee('CARD', {
            amount: 7,
            accountingRules: [{ financialResource: 'FEE_INCOME', glAccountKey: card.encodedKey }],
          }),
        ],
      },
    });
    account = await open.depositAccount({ productTypeKey: 'FEES' });
    await desk.deposit(account, 100);
  });

  test('are applied as the product defines them, named by id or key', async () => {
    const applied = await bank.ok('applyDepositFee', {
      path: at(account),
      body: { predefinedFeeKey: 'FIXED', externalId: 'FEE-1', notes: 'March' },
    });
    expect(applied).toMatchObject({
      type: 'FEE_APPLIED',
      amount: -2.5,
      notes: 'March',
      externalId: 'FEE-1',
      fees: [{ name: 'Fee FIXED', amount: 2.5, trigger: 'MANUAL' }],
      accountBalances: { totalBalance: 97.5 },
    });
    expect(await desk.journal(applied)).toEqual(['DEBIT 2000 2.5 -', 'CREDIT 4000 2.5 -']);
    const key = applied.fees?.[0]?.predefinedFeeKey;
    await bank.ok('applyDepositFee', { path: at(account), body: { predefinedFeeKey: key } });
    const named = await bank.ok('applyDepositFee', {
      path: at(account),
      body: { predefinedFeeKey: 'OPEN', amount: 5 },
    });
    expect(named.fees).toMatchObject([{ name: 'Fee OPEN', amount: 5 }]);
    const card = await bank.ok('applyDepositFee', { path: at(account), body: { predefinedFeeKey: 'CARD' } });
    expect(await desk.journal(card)).toEqual(['DEBIT 2000 7 -', 'CREDIT 4050 7 -']);
    expect(await desk.balance(account)).toBe('83');
  });

  test.each<[string, Body, string]>([
    [
      'an amount that the product defines',
      { predefinedFeeKey: 'FIXED', amount: 3 },
      'FEE_AMOUNT_ALREADY_DEFINED_IN_PRODUCT',
    ],
    ['no amount at all', { predefinedFeeKey: 'OPEN' }, 'MANDATORY_FEE_AMOUNT'],
    ['a fee that is not active', { predefinedFeeKey: 'OLD' }, 'FEE_NOT_ACTIVE'],
    ['a fee that does not exist', { predefinedFeeKey: 'NONE' }, 'INVALID_FEE_KEY'],
    ['an arbitrary amount', { amount: 3 }, 'ARBITRARY_FEE_NOT_ALLOWED'],
    ['nothing', { predefinedFeeKey: 'OPEN', amount: 0 }, 'FEE_AMOUNT_MUST_BE_STRICTLY_POSITIVE'],
    ['less than nothing', { predefinedFeeKey: 'OPEN', amount: -1 }, 'FEE_AMOUNT_MUST_BE_STRICTLY_POSITIVE'],
    ['half a cent', { predefinedFeeKey: 'OPEN', amount: '0.005' }, 'FEE_AMOUNT_MUST_BE_STRICTLY_POSITIVE'],
  ])('are refused with %s', async (_what, body, reason) => {
    expect(await refused('applyDepositFee', account, body)).toMatch(new RegExp(`^400 ${reason}: `));
  });

  test('of any amount where the product allows it', async () => {
    const free = await open.depositAccount();
    expect(await refused('applyDepositFee', free, {})).toMatch(/^400 INVALID_DEPOSIT_ACCOUNT_STATE/);
    await desk.deposit(free, 10);
    expect(await refused('applyDepositFee', free, {})).toMatch(/^400 MANDATORY_FEE_AMOUNT: /);
    await bank.ok('applyDepositFee', { path: at(free), body: { amount: '3.30' } });
    expect(await desk.balance(free)).toBe('6.7');
  });

  test('go into the overdraft, and stay due where there is no more', async () => {
    const poor = await open.depositAccount({ productTypeKey: 'FEES', ...overdraft(10) });
    await desk.deposit(poor, 1);
    const apply = (amount: number) =>
      bank.ok('applyDepositFee', { path: at(poor), body: { predefinedFeeKey: 'OPEN', amount } });
    const drawn = await apply(5);
    expect(drawn).toMatchObject({
      affectedAmounts: { fundsAmount: -1, overdraftAmount: -4, feesAmount: 0 },
      accountBalances: { totalBalance: -4 },
    });
    expect(await desk.journal(drawn)).toEqual(['DEBIT 2000 1 -', 'DEBIT 1200 4 -', 'CREDIT 4000 5 -']);
    const due = await apply(20);
    expect(due).toMatchObject({
      amount: -20,
      affectedAmounts: { fundsAmount: 0, overdraftAmount: -6, feesAmount: -14 },
    });
    expect(await desk.journal(due)).toEqual(['DEBIT 1200 6 -', 'CREDIT 4000 6 -']);
    expect((await desk.account(poor)).balances).toMatchObject({ totalBalance: -10, feesDue: 14, availableBalance: 0 });
    expect(await desk.journal(await apply(1))).toEqual([]);
    const paid = await desk.deposit(poor, 27);
    expect(paid).toMatchObject({
      affectedAmounts: { feesAmount: 15, overdraftAmount: 10, fundsAmount: 2 },
      accountBalances: { totalBalance: 2 },
    });
    expect((await desk.journal(paid)).toSorted()).toEqual([
      'CREDIT 1200 10 -',
      'CREDIT 2000 2 -',
      'CREDIT 4000 15 -',
      'DEBIT 1000 27 -',
    ]);
    expect((await desk.account(poor)).balances).toMatchObject({ feesDue: 0 });
  });
});
