import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBankProcess } from '../../tools/client/bankProcess.ts';
import { adminUser, startBank, type TestBank } from './harness/bank.ts';
import { bulkKeyOf, completedBulk } from './harness/bulk.ts';
import { openDesk } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';
import { startSecondProcess } from './harness/secondProcess.ts';

// The bank under test takes bulks and leaves them to others: its own worker is stopped.

let bank: TestBank;
let open: OpenBank;

beforeAll(async () => {
  bank = await startBank();
  open = await openBank(bank);
  await bank.app.tenant.bulk.stop();
});
afterAll(async () => {
  await openDesk(bank).verify();
  await bank.stop();
});

const address = '/api/deposits/deposit-transactions:bulk';

/** A bulk over a few accounts in which every tenth item is bad; external ids begin with the name. */
const transactionsOf = async (name: string, count: number): Promise<readonly object[]> => {
  const accounts = await Promise.all(Array.from({ length: 5 }, () => open.depositAccount()));
  return Array.from({ length: count }, (_, index) => ({
    accountId: index % 10 === 9 ? 'nobody' : (accounts[index % 5]?.id ?? ''),
    amount: 1,
    externalId: `${name}-${index}`,
  }));
};

const numberOf = async (sql: string, values: readonly unknown[]): Promise<number> =>
  Number((await bank.db.query<{ count: string }>(sql, [...values])).rows[0]?.count);
const posted = (name: string): Promise<number> =>
  numberOf('SELECT count(*)::text AS count FROM deposit_transaction WHERE external_id LIKE $1', [`${name}-%`]);
const results = (key: string): Promise<number> =>
  numberOf('SELECT count(*)::text AS count FROM bulk_result WHERE bulk_key = $1', [key]);

/** Waits until some items of a bulk are done. */
const someAreDone = async (key: string): Promise<void> => {
  const until = performance.now() + 10_000;
  while ((await results(key)) === 0) {
    if (performance.now() > until) throw new Error('no item was done within 10 s');
    await sleep(2);
  }
};

const expectEachOnce = async (key: string, name: string, count: number): Promise<void> => {
  const bulk = await completedBulk(bank, key, 20);
  expect(bulk.processedItems?.length).toBe(count * 0.9);
  expect(bulk.errors?.length).toBe(count * 0.1);
  expect(await posted(name)).toBe(count * 0.9);
  const ids = new Set(bulk.processedItems?.map(({ id }) => id));
  expect(ids.size).toBe(count * 0.9);
};

describe('a bulk', () => {
  test('waits for a process that works, and is done with what the user may do by then', async () => {
    const access = { apiAccess: true, canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true };
    const user = await bank.ok('createUser', {
      body: {
        username: 'payroll',
        firstName: 'Pay',
        password: 'long enough',
        access: { ...access, permissions: ['MAKE_BULK_DEPOSITS'] },
      },
    });
    const account = await open.depositAccount();
    const body = { transactions: [{ accountId: account.id, amount: 3, externalId: 'lost' }] };
    const kept = bulkKeyOf(await bank.call('makeBulkDeposits', { body }));
    const lost = bulkKeyOf(
      await bank.call('makeBulkDeposits', {
        body: { transactions: [{ accountId: account.id, amount: 4 }] },
        user: 'payroll:long enough',
      }),
    );
    for (const bulkProcessKey of [kept, lost]) {
      const waiting = await bank.ok('getBulkStatus', { path: { bulkProcessKey } });
      expect(waiting).toEqual({ status: 'QUEUED', processedItems: [], errors: [] });
    }
    await bank.ok('patchUser', {
      path: { userId: String(user.id) },
      body: [{ op: 'REPLACE', path: '/access', value: { ...access, permissions: [] } }],
    });
    const second = await startSecondProcess(bank);
    expect(await completedBulk(bank, kept)).toMatchObject({ processedItems: [{ indexInRequest: 0 }], errors: [] });
    expect(await completedBulk(bank, lost)).toMatchObject({
      processedItems: [],
      errors: [{ indexInRequest: 0, errorReason: 'INVALID_PERMISSIONS' }],
    });
    expect(await openDesk(bank).balance(account)).toBe('3');
    await second.stop();
  });

  test('goes on where it stopped when its process is killed, and posts no item twice', async () => {
    const count = 4000;
    const transactions = await transactionsOf('killed', count);
    const dataDir = mkdtempSync(join(tmpdir(), 'florin-bulk-'));
    const password = adminUser.slice(adminUser.indexOf(':') + 1);
    const victim = await startBankProcess({ dataDir, databaseUrl: bank.connectionString, password });
    const reply = await fetch(`${victim.address.url}${address}`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(adminUser).toString('base64')}`,
        'content-type': 'application/json',
        'user-agent': 'florin-test',
      },
      body: JSON.stringify({ transactions }),
    });
    expect(reply.status).toBe(202);
    const key = reply.headers.get('location') ?? '';
    await someAreDone(key);
    process.kill(victim.pid, 'SIGKILL');
    expect(await victim.ended).toBe('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
    const done = await results(key);
    expect(done).toBeLessThan(count);
    const status = await bank.ok('getBulkStatus', { path: { bulkProcessKey: key }, query: { limit: 0 } });
    expect(status.status).toBe('IN_PROGRESS');

    const second = await startSecondProcess(bank);
    await expectEachOnce(key, 'killed', count);
    await second.stop();
  }, 60_000);

  test('stops between items when its process is asked to, and goes on in the next', async () => {
    const count = 3000;
    const first = await startSecondProcess(bank);
    const key = bulkKeyOf(await first.post(address, { transactions: await transactionsOf('stopped', count) }));
    await someAreDone(key);
    await first.stop();
    expect(await results(key)).toBeLessThan(count);
    const second = await startSecondProcess(bank);
    await expectEachOnce(key, 'stopped', count);
    await second.stop();
  }, 60_000);

  test('is not done twice when two processes believe that it is theirs', async () => {
    const count = 3000;
    const first = await startSecondProcess(bank);
    const key = bulkKeyOf(await first.post(address, { transactions: await transactionsOf('shared', count) }));
    await someAreDone(key);
    // The first loses the connection that holds its lock, in the middle of a chunk.
    const { rowCount } = await bank.db.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND classid = (hashtext('florin bulk')::bigint & 4294967295)::oid
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    expect(rowCount).toBe(1);
    const second = await startSecondProcess(bank);
    await expectEachOnce(key, 'shared', count);
    await first.stop();
    await second.stop();
  }, 60_000);

  test('has no item posted that somebody else finishes at the same moment', async () => {
    const account = await open.depositAccount();
    const transactions = [1, 2].map((amount) => ({ accountId: account.id, amount }));
    const key = bulkKeyOf(await bank.call('makeBulkDeposits', { body: { transactions } }));
    const other = await bank.db.connect();
    await other.query('BEGIN');
    await other.query(`INSERT INTO bulk_result (bulk_key, position, result_id) VALUES ($1, 0, '77')`, [key]);
    const second = await startSecondProcess(bank);
    const waiting = `SELECT count(*)::text AS count FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%bulk_result%'`;
    const until = performance.now() + 5_000;
    while ((await numberOf(waiting, [])) === 0 && performance.now() < until) await sleep(5);
    await other.query('COMMIT');
    other.release();
    const bulk = await completedBulk(bank, key);
    expect(bulk.processedItems?.map(({ id }) => id)).toEqual(['77', expect.stringMatching(/^\d+$/)]);
    expect(await openDesk(bank).balance(account)).toBe('2');
    await second.stop();
  });
});
