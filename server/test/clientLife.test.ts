import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  clientAccountActivityStore,
  clientStateStore,
  clientStates,
  holderWithActiveAccount,
  lockClientHolder,
} from '../src/domains/clients/index.ts';
import type { OperationName, ResponseBody } from '../src/generated/operations.ts';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { instant } from '../src/kernel/instant.ts';
import { transaction } from '../src/platform/db/pool.ts';
import { sendAll } from '../src/platform/db/statement.ts';
import { createStateMemory } from '../src/platform/posting/rememberedStates.ts';
import type { RowStore, StateStore } from '../src/platform/posting/store.ts';
import { type CallOptions, startBank, type TestBank } from './harness/bank.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ timeZone: 'Europe/Berlin', today: '2026-03-10' });
});
afterAll(() => bank.stop());

type Client = ResponseBody<'getClient'>;
type Errors = { errors?: { errorReason: string; errorSource?: string }[] };

/** Status and reason of a refusal; the status alone when it was none. */
const refusal = async <N extends OperationName>(name: N, options: CallOptions<N> = {}): Promise<unknown[]> => {
  const { status, body } = await bank.call(name, options);
  const error = (body as Errors | undefined)?.errors?.[0];
  return error ? [status, error.errorReason] : [status];
};

const setUp = async (settings: object): Promise<void> => {
  await bank.db.query('UPDATE general_setup SET settings = settings || $1', [JSON.stringify(settings)]);
  await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  bank.app.tenant.reference.invalidate();
};

const ann = { firstName: 'Ann', lastName: 'Lee' };
const pathOf = (client: Client): { clientId: string } => ({ clientId: String(client.id) });
const full = async (client: Client): Promise<Client> =>
  bank.ok('getClient', { path: pathOf(client), query: { detailsLevel: 'FULL' } });
const patch = (client: Client, ...operations: readonly object[]): Promise<unknown[]> =>
  refusal('patchClient', { path: pathOf(client), body: operations });
const setState = (client: Client, state: string): Promise<unknown[]> =>
  patch(client, { op: 'REPLACE', path: '/state', value: state });

/** Opens a deposit account by SQL, as far as clients look at it. */
const addDeposit = async (client: Client, state: string): Promise<string> => {
  const key = newEncodedKey();
  await bank.db.query(
    `INSERT INTO deposit_account (encoded_key, id, name, account_holder_key, account_holder_type, product_key, account_type, account_state,
       currency_code, creation_date, last_modified_date)
     VALUES ($1, $2, 'A', $3, 'CLIENT', $1, 'CURRENT_ACCOUNT', $4, 'EUR', now(), now())`,
    [key, key.slice(-12), client.encodedKey, state],
  );
  return key;
};
const setAccount = (key: string, state: string): Promise<unknown> =>
  bank.db.query('UPDATE deposit_account SET account_state = $2 WHERE encoded_key = $1', [key, state]);

/** What a posting batch does once the accounts are written. */
const activity = async (client: Client, at: number): Promise<void> => {
  const store = clientAccountActivityStore as unknown as RowStore<{ clientKey: string; now: number }>;
  await transaction(bank.db, (db) =>
    sendAll(db, store.statements([{ clientKey: String(client.encodedKey), now: at }])),
  );
};

describe('the life of a client', () => {
  test('approval, rejection and their undoing', async () => {
    await setUp({ defaultClientState: 'PENDING_APPROVAL' });
    const client = await bank.ok('createClient', { body: ann });
    expect(client.state).toBe('PENDING_APPROVAL');
    const approvedAtOnce = await bank.ok('createClient', { body: { ...ann, state: 'INACTIVE' } });
    expect(approvedAtOnce).toMatchObject({ state: 'INACTIVE', approvedDate: expect.stringMatching(/\+01:00$/) });
    await setUp({ defaultClientState: 'INACTIVE' });
    expect(await setState(client, 'EXITED')).toEqual([400, 'INVALID_CLIENT_STATE_TRANSITION']);
    expect(await setState(client, 'INACTIVE')).toEqual([204]);
    expect(await full(client)).toMatchObject({
      state: 'INACTIVE',
      approvedDate: expect.stringMatching(/^2026-03-10T13:.*\+01:00$/),
    });
    expect(await setState(client, 'ACTIVE')).toEqual([400, 'INVALID_CLIENT_STATE_TRANSITION']);
    expect(await setState(client, 'PENDING_APPROVAL')).toEqual([204]);
    expect((await full(client)).approvedDate).toBeUndefined();
    expect(await setState(client, 'REJECTED')).toEqual([204]);
    expect(await full(client)).toMatchObject({ state: 'REJECTED', closedDate: expect.stringMatching(/\+00:00$/) });
    expect(await setState(client, 'PENDING_APPROVAL')).toEqual([204]);
    expect((await full(client)).closedDate).toBeUndefined();
  });

  test('exit, blacklist and back', async () => {
    const client = await bank.ok('createClient', { body: ann });
    expect(await setState(client, 'EXITED')).toEqual([204]);
    const exited = await full(client);
    expect(exited).toMatchObject({ state: 'EXITED', closedDate: expect.any(String) });
    expect(await setState(client, 'BLACKLISTED')).toEqual([204]);
    expect(await patch(client, { op: 'REPLACE', path: '/firstName', value: 'X' })).toEqual([
      400,
      'BLACKLISTED_CLIENT_NOT_EDITABLE',
    ]);
    expect(await setState(client, 'INACTIVE')).toEqual([400, 'INVALID_CLIENT_STATE_TRANSITION']);
    expect(await setState(client, 'EXITED')).toEqual([204]);
    expect(await full(client)).toEqual({ ...exited, lastModifiedDate: expect.any(String) });
    expect(await refusal('updateClient', { path: pathOf(client), body: { ...ann, state: 'INACTIVE' } })).toEqual([200]);
    expect((await full(client)).closedDate).toBeUndefined();
  });

  test('each step needs its permission', async () => {
    const access = { apiAccess: true, canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true };
    await bank.ok('createUser', {
      body: {
        username: 'desk',
        firstName: 'Desk',
        password: 'long enough',
        access: { ...access, permissions: ['EDIT_CLIENT', 'EXIT_CLIENT'] },
      },
    });
    await bank.ok('createBranch', { body: { id: 'P1', name: 'One' } });
    const client = await bank.ok('createClient', { body: ann });
    const asDesk = (path: string, value: string): Promise<unknown[]> =>
      refusal('patchClient', {
        user: 'desk:long enough',
        path: pathOf(client),
        body: [{ op: 'REPLACE', path, value }],
      });
    expect(await asDesk('/state', 'BLACKLISTED')).toEqual([403, 'INVALID_PERMISSIONS']);
    expect(await asDesk('/id', 'NEW')).toEqual([403, 'INVALID_PERMISSIONS']);
    expect(await asDesk('/assignedBranchKey', 'P1')).toEqual([403, 'INVALID_PERMISSIONS']);
    expect(await asDesk('/firstName', 'Bea')).toEqual([204]);
    expect(await asDesk('/state', 'EXITED')).toEqual([204]);
    expect(await asDesk('/state', 'INACTIVE')).toEqual([403, 'INVALID_PERMISSIONS']);
    expect(await refusal('deleteClient', { user: 'desk:long enough', path: pathOf(client) })).toEqual([
      403,
      'INVALID_PERMISSIONS',
    ]);
  });
});

describe('accounts', () => {
  test('make a client active and inactive again', async () => {
    const client = await bank.ok('createClient', { body: ann });
    const account = await addDeposit(client, 'PENDING_APPROVAL');
    await activity(client, Date.UTC(2026, 2, 11));
    expect((await full(client)).state).toBe('INACTIVE');
    await setAccount(account, 'ACTIVE');
    await activity(client, Date.UTC(2026, 2, 12));
    expect(await full(client)).toMatchObject({ state: 'ACTIVE', activationDate: '2026-03-12T01:00:00+01:00' });
    const second = await addDeposit(client, 'APPROVED');
    await setAccount(account, 'CLOSED');
    await activity(client, Date.UTC(2026, 2, 13));
    expect((await full(client)).state).toBe('ACTIVE');
    expect(await setState(client, 'BLACKLISTED')).toEqual([204]);
    await setAccount(second, 'WITHDRAWN');
    await activity(client, Date.UTC(2026, 2, 14));
    expect((await full(client)).state).toBe('BLACKLISTED');
    expect(await setState(client, 'ACTIVE')).toEqual([400, 'INVALID_CLIENT_STATE_TRANSITION']);
    expect(await setState(client, 'INACTIVE')).toEqual([204]);
    await setAccount(second, 'ACTIVE');
    await activity(client, Date.UTC(2026, 2, 15));
    expect(await full(client)).toMatchObject({ state: 'ACTIVE', activationDate: '2026-03-12T01:00:00+01:00' });
  });

  test('closed at the same time leave no client behind as active', async () => {
    const client = await bank.ok('createClient', { body: ann });
    const accounts = [await addDeposit(client, 'ACTIVE'), await addDeposit(client, 'ACTIVE')];
    await activity(client, 1);
    expect((await full(client)).state).toBe('ACTIVE');
    const store = clientAccountActivityStore as unknown as RowStore<{ clientKey: string; now: number }>;
    await Promise.all(
      accounts.map((key) =>
        transaction(bank.db, async (db) => {
          await db.query(`UPDATE deposit_account SET account_state = 'CLOSED' WHERE encoded_key = $1`, [key]);
          await sendAll(db, store.statements([{ clientKey: String(client.encodedKey), now: 2 }]));
        }),
      ),
    );
    expect((await full(client)).state).toBe('INACTIVE');
  });

  test('keep a client from leaving, from moving without a word, and from being deleted', async () => {
    await bank.ok('createBranch', { body: { id: 'M1', name: 'One' } });
    const client = await bank.ok('createClient', { body: ann });
    const account = await addDeposit(client, 'APPROVED');
    expect(await setState(client, 'EXITED')).toEqual([400, 'CLIENT_HAS_ACCOUNTS']);
    const body = [{ op: 'ADD', path: '/assignedBranchKey', value: 'M1' }];
    expect(await refusal('patchClient', { path: pathOf(client), body })).toEqual([
      400,
      'CANNOT_CHANGE_BRANCH_ASSIGNMENT',
    ]);
    const query = { keepAssociationForAccounts: true };
    expect(await refusal('patchClient', { path: pathOf(client), body, query })).toEqual([204]);
    const put = { ...ann };
    expect(await refusal('updateClient', { path: pathOf(client), body: put })).toEqual([
      400,
      'CANNOT_CHANGE_BRANCH_ASSIGNMENT',
    ]);
    expect(await refusal('updateClient', { path: pathOf(client), body: put, query })).toEqual([200]);
    await setAccount(account, 'CLOSED');
    expect(await setState(client, 'EXITED')).toEqual([204]);
    expect(await refusal('deleteClient', { path: pathOf(client) })).toEqual([400, 'CLIENT_HAS_ACCOUNTS']);
  });

  test('without any, a client is deleted', async () => {
    const client = await bank.ok('createClient', { body: ann });
    await bank.db.query(
      `INSERT INTO credit_arrangement (encoded_key, id, holder_key, holder_type, state, amount, consumed_amount, currency_code, start_date, expire_date, creation_date, last_modified_date)
       VALUES ($1, 'CA1', $2, 'CLIENT', 'ACTIVE', 1000.50, 0.25, 'TOKEN', '2026-01-01', '2027-01-01', now(), now())`,
      [newEncodedKey(), client.encodedKey],
    );
    const arrangements = await bank.call('getClientCreditArrangements', {
      path: pathOf(client),
      query: { paginationDetails: 'ON' },
    });
    expect(arrangements.headers['items-total']).toBe('1');
    expect(arrangements.body).toMatchObject([
      {
        id: 'CA1',
        holderKey: client.encodedKey,
        amount: 1000.5,
        availableCreditAmount: 1000.25,
        currency: { code: 'NON_FIAT', currencyCode: 'TOKEN' },
      },
    ]);
    expect(await refusal('deleteClient', { path: pathOf(client) })).toEqual([400, 'HAS_LINES_OF_CREDIT']);
    await bank.db.query('DELETE FROM credit_arrangement');
    expect(await bank.ok('getClientCreditArrangements', { path: pathOf(client) })).toEqual([]);
    expect(await refusal('deleteClient', { path: pathOf(client) })).toEqual([204]);
    for (const name of ['getClient', 'deleteClient', 'getClientRole', 'getClientCreditArrangements'] as const) {
      expect(await refusal(name, { path: pathOf(client) })).toEqual([404, 'INVALID_CLIENT_ID']);
    }
  });

  test('are opened by holders that are locked, loaded and written back', async () => {
    const client = await bank.ok('createClient', { body: { ...ann, middleName: 'Mia' } });
    const store = clientStateStore as unknown as StateStore<ReturnType<typeof holderWithActiveAccount>>;
    await transaction(bank.db, async (db) => {
      const holder = await lockClientHolder(db, String(client.id));
      expect(holder).toMatchObject({
        id: client.id,
        fullName: 'Ann Mia Lee',
        state: 'INACTIVE',
        canOpenAccounts: true,
      });
      expect(await lockClientHolder(db, String(client.encodedKey))).toEqual(holder);
      expect(await lockClientHolder(db, 'nobody')).toBeUndefined();
      const touches = [String(client.id), String(client.encodedKey), 'nobody'].map((ref) => ({
        slot: clientStates as never,
        ref,
      }));
      const [loaded, ...more] = await store.lockAndLoad(db, touches, createStateMemory(clientStates));
      expect([loaded, more]).toEqual([holder, []]);
      if (loaded)
        await sendAll(
          db,
          store.statements(
            [{ ...holderWithActiveAccount(loaded, instant(Date.UTC(2026, 2, 12))), loanCycle: 2 }],
            () => undefined,
          ),
        );
    });
    expect(await full(client)).toMatchObject({
      state: 'ACTIVE',
      loanCycle: 2,
      activationDate: '2026-03-12T01:00:00+01:00',
    });
  });
});
