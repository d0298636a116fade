import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';
import { expectRememberedAsStored } from './harness/rememberedAccounts.ts';

describe('remembered loans', () => {
  let bank: TestBank;
  let lender: LoanBank;
  let desk: LoanDesk;
  beforeAll(async () => {
    bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
    lender = await loanBank(bank);
    desk = loanDesk(bank);
  });
  afterAll(async () => {
    await desk.verify();
    await bank.stop();
  });

  const running = async (product: string): Promise<LoanRef> => {
    const loan = await lender.approvedLoan(product);
    await desk.disburse(loan);
    return loan;
  };
  const owed = async (loan: LoanRef): Promise<number> =>
    Number((await bank.ok('getLoanAccount', { path: loanPath(loan) })).balances?.principalBalance);
  const set = (loan: LoanRef, assignment: string): Promise<unknown> =>
    bank.db.query(`UPDATE loan_account SET ${assignment} WHERE id = $1`, [loan.id]);

  test('are those that disbursements and payments wrote, as they are stored', async () => {
    const remembered = (): Promise<number> => expectRememberedAsStored(bank.app.tenant.runner, bank.db);
    const before = await remembered();
    await running(lender.dynamicEqual);
    expect(await remembered()).toBe(before + 1);
    for (const product of [lender.fixedEqual, lender.dynamicEqual, lender.dynamicDeclining]) {
      const loan = await running(product);
      for (const amount of [10, 5, 0.5]) await desk.repay(loan, amount);
    }
    expect(await remembered()).toBe(before + 4);
  });

  test('are read again when somebody else changed the row', async () => {
    const loan = await running(lender.dynamicEqual);
    await desk.repay(loan, 10);
    await set(loan, "account_state = 'CLOSED'");
    expect(await desk.refused('makeRepayment', loan, { path: loanPath(loan), body: { amount: 5 } })).toContain(
      'INVALID_ACCOUNT_STATE_FOR_REPAYMENTS',
    );
    await set(loan, "account_state = 'ACTIVE'");
    await desk.repay(loan, 5);
  });

  test('are not kept when the change is rolled back', async () => {
    const loan = await running(lender.dynamicEqual);
    await desk.repay(loan, 10);
    const before = await owed(loan);
    await bank.db.query(
      `CREATE FUNCTION refuse_all() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$`,
    );
    await bank.db.query('CREATE TRIGGER refuse_all BEFORE INSERT ON journal_entry EXECUTE FUNCTION refuse_all()');
    // The harness lets no 500 of a call pass.
    const failed = await bank.request('POST', `/api/loans/${loan.id}/repayment-transactions`, {
      body: { amount: 5 },
    });
    expect(failed.status).toBe(500);
    await bank.db.query('DROP FUNCTION refuse_all CASCADE');
    await desk.repay(loan, 1);
    expect(await owed(loan)).toBe(before - 1);
  });

  test('are the same for payments in one batch and in many, and for those that are undone between them', async () => {
    const [one, other] = [await running(lender.dynamicDeclining), await running(lender.dynamicDeclining)];
    const amounts = [100, 20, 3];
    for (const amount of amounts) {
      await desk.repay(one, amount);
      const { encodedKey = '' } = await desk.repay(one, amount);
      await bank.ok('adjustLoanTransaction', {
        path: { loanTransactionId: encodedKey },
        body: { notes: 'twice' },
      });
    }
    await Promise.all(amounts.map((amount) => desk.repay(other, amount)));
    expect(await owed(one)).toBe(await owed(other));
    expect(await desk.schedule(one)).toEqual(await desk.schedule(other));
  });
});
