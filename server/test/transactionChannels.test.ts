import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationName } from '../src/generated/operations.ts';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { type CallOptions, startBank, type TestBank } from './harness/bank.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank();
});
afterAll(() => bank.stop());

type Errors = { errors?: { errorReason: string; errorSource?: string }[] };

/** Status, reason and source of a refusal; the status alone when it was none. */
const refusal = async <N extends OperationName>(name: N, options: CallOptions<N> = {}): Promise<unknown[]> => {
  const { status, body } = await bank.call(name, options);
  const error = (body as Errors | undefined)?.errors?.[0];
  return error ? [status, error.errorReason, error.errorSource ?? ''] : [status];
};

/** Lets rows that were inserted by SQL be seen by rules. */
const touchReference = async (): Promise<void> => {
  await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  bank.app.tenant.reference.invalidate();
};

describe('transaction channels', () => {
  const free = { usage: 'UNCONSTRAINED' } as const;
  const wire = { id: 'wire', name: 'Wire', depositConstraints: free, loanConstraints: free };

  test('cash is the default and stays', async () => {
    const [cash] = await bank.ok('getTransactionChannels');
    expect(cash).toMatchObject({ id: 'cash', isDefault: true, state: 'ACTIVE', availableForAll: true });
    expect(await bank.ok('getGeneralSetup')).toMatchObject({ defaultTransactionChannelKey: cash?.encodedKey });
    const path = { transactionChannelId: 'cash' };
    expect((await refusal('deleteTransactionChannel', { path }))[1]).toBe('CANNOT_DELETE_DEFAULT_TRANSACTION_CHANNEL');
    const off = { ...cash, state: 'INACTIVE' };
    expect((await refusal('updateTransactionChannel', { path, body: off }))[1]).toBe(
      'TRANSACTION_CHANNEL_CANNOT_BE_DEACTIVATED',
    );
    expect((await bank.call('updateTransactionChannel', { path, body: { ...cash, name: 'Cash desk' } })).status).toBe(
      200,
    );
    expect(await bank.ok('getTransactionChannel', { path })).toEqual({ ...cash, name: 'Cash desk' });
  });

  test('are created with constraints, a GL account and roles, and told the same', async () => {
    const glKey = newEncodedKey();
    await bank.db.query(
      `INSERT INTO gl_account (encoded_key, gl_code, name, type, usage, allow_manual_journal_entries, currency_code, creation_date, last_modified_date)
       VALUES ($1, '1000', 'Vault', 'ASSET', 'DETAIL', true, 'EUR', now(), now()), ($2, '1', 'Assets', 'ASSET', 'HEADER', true, 'EUR', now(), now())`,
      [glKey, newEncodedKey()],
    );
    const roleKey = newEncodedKey();
    await bank.db.query(
      `INSERT INTO user_role (encoded_key, id, name, creation_date, last_modified_date) VALUES ($1, 'cashier', 'Cashier', now(), now())`,
      [roleKey],
    );
    await touchReference();
    const created = await bank.ok('createTransactionChannel', {
      body: {
        ...wire,
        glAccount: '1000',
        usageRights: ['cashier'],
        depositConstraints: {
          usage: 'LIMITED',
          matchFiltersOption: 'ANY',
          constraints: [
            { criteria: 'AMOUNT', operator: 'BETWEEN', value: '1', secondValue: '1000.50' },
            { criteria: 'TYPE', operator: 'IN', value: 'DEPOSIT, WITHDRAWAL' },
          ],
        },
      },
    });
    expect(created).toMatchObject({
      state: 'ACTIVE',
      isDefault: false,
      glAccount: glKey,
      availableForAll: false,
      usageRights: [roleKey],
      depositConstraints: { constraints: [{ secondValue: '1000.50' }, { values: ['DEPOSIT', 'WITHDRAWAL'] }] },
    });
    const path = { transactionChannelId: 'wire' };
    expect(await bank.ok('getTransactionChannel', { path })).toEqual(created);
    expect((await bank.call('updateTransactionChannel', { path, body: created })).status).toBe(200);
    expect(await bank.ok('getTransactionChannel', { path })).toEqual(created);
    expect((await bank.call('updateTransactionChannel', { path, body: { ...wire, state: 'INACTIVE' } })).status).toBe(
      200,
    );
    const plain = await bank.ok('getTransactionChannel', { path });
    expect(plain).toMatchObject({ state: 'INACTIVE', availableForAll: true, usageRights: [] });
    expect(plain.glAccount).toBeUndefined();
    const inactive = await bank.ok('getTransactionChannels', { query: { transactionChannelState: 'INACTIVE' } });
    expect(inactive.map(({ id }) => id)).toEqual(['wire']);
    expect((await bank.call('deleteTransactionChannel', { path })).status).toBe(204);
    expect((await refusal('getTransactionChannel', { path })).slice(0, 2)).toEqual([
      404,
      'INVALID_TRANSACTION_CHANNEL_ID',
    ]);
    const header = await refusal('createTransactionChannel', { body: { ...wire, glAccount: '1' } });
    expect(header.slice(0, 2)).toEqual([400, 'INVALID_GL_ACCOUNT_TYPE']);
  });

  test('used ones stay', async () => {
    const { encodedKey } = await bank.ok('createTransactionChannel', { body: { ...wire, id: 'used', name: 'Used' } });
    await bank.db.query(
      `INSERT INTO deposit_transaction (encoded_key, account_key, type, amount, funds_amount, overdraft_amount, fees_amount, total_balance,
         value_date, booking_date, creation_date, currency_code, transaction_channel_key, user_key)
       VALUES ($1, $1, 'DEPOSIT', 1, 1, 0, 0, 1, now(), now(), now(), 'EUR', $2, $1)`,
      [newEncodedKey(), encodedKey],
    );
    const path = { transactionChannelId: 'used' };
    expect((await refusal('deleteTransactionChannel', { path })).slice(0, 2)).toEqual([
      400,
      'TRANSACTION_CHANNEL_IN_USE',
    ]);
  });

  const limited = (constraint: object): Readonly<Record<string, unknown>> => ({
    ...wire,
    id: 'new',
    name: 'New',
    loanConstraints: { usage: 'LIMITED', constraints: [constraint] },
  });
  test.each([
    ['without constraints', { id: 'new', name: 'New' }, 'INVALID_PARAMETERS'],
    ['a blank id', { ...wire, id: ' ' }, 'EMPTY_TRANSACTION_CHANNEL_ID'],
    ['a blank in the id', { ...wire, id: 'a b' }, 'TRANSACTION_CHANNEL_ID_CONTAINS_SPACES'],
    ['a long id', { ...wire, id: 'x'.repeat(65) }, 'TRANSACTION_CHANNEL_ID_LENGTH'],
    ['a blank name', { ...wire, name: ' ' }, 'EMPTY_TRANSACTION_CHANNEL_NAME'],
    ['a taken id', { ...wire, id: 'cash', name: 'New' }, 'DUPLICATE_TRANSACTION_CHANNEL_ID'],
    ['a taken name', { ...wire, id: 'new', name: 'CASH DESK' }, 'DUPLICATE_TRANSACTION_CHANNEL_NAME'],
    ['an unknown GL account', { ...wire, glAccount: '9' }, 'TRANSACTION_CHANNEL_GL_ACCOUNT_DOES_NOT_EXIST'],
    ['an unknown role', { ...wire, usageRights: ['x'] }, 'USAGE_RIGHTS_ROLE_NOT_AVAILABLE'],
    ['roles and all', { ...wire, usageRights: ['cashier'], availableForAll: true }, 'ACCESS_RIGHTS_ALL_USERS_FALSE'],
    ['a constraint on nothing', limited({ criteria: 'COLOUR', operator: 'EQUALS' }), 'INVALID_PARAMETERS'],
    [
      'a limit in letters',
      limited({ criteria: 'AMOUNT', operator: 'EQUALS', value: 'x' }),
      'INVALID_TRANSACTION_CHANNEL_LOAN_CONSTRAINTS',
    ],
    [
      'an unknown type',
      limited({ criteria: 'TYPE', operator: 'EQUALS', value: 'DEPOSIT' }),
      'INVALID_TRANSACTION_CHANNEL_LOAN_CONSTRAINTS',
    ],
    [
      'an unknown product',
      limited({ criteria: 'PRODUCT', operator: 'EQUALS', value: 'x' }),
      'INVALID_TRANSACTION_CHANNEL_LOAN_CONSTRAINTS',
    ],
    ['an overdraft that is no truth', { ...wire, attributes: { overdraftAllowed: 'x' } }, 'INVALID_PARAMETERS'],
    ['an attribute that does not exist', { ...wire, attributes: { colour: 'red' } }, 'INVALID_PARAMETERS'],
  ])('with %s are refused', async (_case, body, reason) => {
    expect((await refusal('createTransactionChannel', { body })).slice(0, 2)).toEqual([400, reason]);
    const path = { transactionChannelId: 'used' };
    if (!reason.startsWith('DUPLICATE')) {
      expect((await refusal('updateTransactionChannel', { path, body })).slice(0, 2)).toEqual([400, reason]);
    }
  });
});
