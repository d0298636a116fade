import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';
import { expectRememberedAsStored } from './harness/rememberedAccounts.ts';

describe('remembered accounts', () => {
  let bank: TestBank;
  let open: OpenBank;
  beforeAll(async () => {
    bank = await startBank();
    open = await openBank(bank);
  });
  afterAll(() => bank.stop());

  const deposit = (id: string, amount: number) =>
    bank.ok('makeDeposit', { path: { depositAccountId: id }, body: { amount } });
  const balanceOf = async (id: string) =>
    (await bank.ok('getDepositAccount', { path: { depositAccountId: id } })).balances?.totalBalance;

  test('are those that postings read or wrote, as they are stored', async () => {
    const { id } = await open.depositAccount();
    await deposit(id, 10);
    await deposit(id, 5);
    expect(await expectRememberedAsStored(bank.app.tenant.runner, bank.db)).toBeGreaterThan(0);
    expect(await balanceOf(id)).toBe(15);
  });

  test('are read again when somebody else changed the row', async () => {
    const { id } = await open.depositAccount();
    await deposit(id, 10);
    await bank.db.query('UPDATE deposit_account SET total_balance = 1000 WHERE id = $1', [id]);
    await bank.db.query('UPDATE deposit_account SET total_balance = 100 WHERE id = $1', [id]);
    const { accountBalances } = await deposit(id, 7);
    expect(accountBalances?.totalBalance).toBe(107);
    await bank.db.query('UPDATE deposit_account SET total_balance = 17 WHERE id = $1', [id]);
  });

  test('are not kept when the change is rolled back', async () => {
    const { id } = await open.depositAccount();
    await deposit(id, 10);
    await bank.db.query(
      `CREATE FUNCTION refuse_all() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$`,
    );
    await bank.db.query('CREATE TRIGGER refuse_all BEFORE INSERT ON journal_entry EXECUTE FUNCTION refuse_all()');
    // The harness lets no 500 of a call pass.
    const failed = await bank.request('POST', `/api/deposits/${id}/deposit-transactions`, {
      body: { amount: 5 },
    });
    expect(failed.status).toBe(500);
    await bank.db.query('DROP FUNCTION refuse_all CASCADE');
    expect((await deposit(id, 1)).accountBalances?.totalBalance).toBe(11);
  });

  test('are read again when the row changed while its lock was waited for', async () => {
    const { id } = await open.depositAccount();
    await deposit(id, 10);
    const other = await bank.db.connect();
    try {
      await other.query('BEGIN');
      await other.query('UPDATE deposit_account SET total_balance = total_balance + 100 WHERE id = $1', [id]);
      const waiting = deposit(id, 7);
      await vi.waitFor(async () => {
        const { rows } = await bank.db.query(
          "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        expect(rows).toHaveLength(1);
      });
      await other.query('COMMIT');
      expect((await waiting).accountBalances?.totalBalance).toBe(117);
    } finally {
      other.release();
    }
    expect(await balanceOf(id)).toBe(117);
  });
});
