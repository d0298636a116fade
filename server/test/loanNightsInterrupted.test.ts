import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { loanDesk, loanPath } from './harness/loanDesk.ts';

let banks: readonly TestBank[];
beforeAll(async () => {
  banks = await Promise.all([1, 2].map(() => startBank({ today: '2026-01-31', timeZone: 'Europe/Berlin' })));
});
afterAll(async () => {
  for (const bank of banks) {
    await loanDesk(bank).verify();
    await bank.stop();
  }
});

type Loan = { readonly id: string; readonly encodedKey: string };

/** Loans of which some are settled, some come late and one is to be closed: four with accounts of their own, the rest without. */
const open = async (bank: TestBank) => {
  const lender: LoanBank = await loanBank(bank);
  const desk = loanDesk(bank);
  const settling = await lender.loanProduct('SETTLING', {
    others: {
      accountLinkSettings: { enabled: true, settlementMethod: 'PARTIAL_DUE_AMOUNTS' },
      internalControls: { dormancyPeriodDays: 3 },
    },
  });
  const loans: Loan[] = [];
  for (const money of [2000, 0, 500, 888.49, null, null]) {
    const { encodedKey: accountHolderKey } = await lender.client();
    const account = money === null ? undefined : await lender.depositAccount({ accountHolderKey });
    if (account && money) await openDesk(bank).deposit(account, money);
    const loan = await lender.approvedLoan(settling, {
      accountHolderKey,
      ...(account ? { settlementAccountKey: account.encodedKey } : {}),
    });
    await desk.disburse(loan, { firstRepaymentDate: '2026-02-03T00:00:00+01:00' });
    loans.push(loan);
  }
  return { desk, loans };
};
type Opened = Awaited<ReturnType<typeof open>>;

const picture = async ({ desk, loans }: Opened) =>
  Promise.all(
    loans.map(async (loan) => {
      const { accountState, daysLate, daysInArrears, balances } = await desk.account(loan);
      const standing = await desk.standing(loan);
      return { accountState, daysLate, daysInArrears, balances, standing, schedule: await desk.schedule(loan) };
    }),
  );

const totals = async (bank: TestBank): Promise<unknown> => {
  const { rows } = await bank.db.query(
    `SELECT (SELECT count(*)::int FROM loan_transaction) AS loans, (SELECT count(*)::int FROM deposit_transaction) AS deposits,
            (SELECT count(*)::int FROM journal_entry) AS entries, (SELECT sum(total_balance)::text FROM deposit_account) AS money`,
  );
  return rows[0];
};

test('a night that dies in the middle and runs again leaves exactly what an undisturbed one does', async () => {
  const [killed, calm] = banks;
  if (!killed || !calm) throw new Error('no bank');
  const [broken, whole] = [await open(killed), await open(calm)];
  for (const { desk } of [broken, whole]) await desk.advanceTo('2026-02-03');
  const nothing = await totals(killed);
  // The database refuses two of the accounts: one in the step that settles, one in that of due interest. Others of the same steps are through.
  for (const [name, index] of [
    ['settling', 2],
    ['folding', 4],
  ] as const) {
    const key = broken.loans[index]?.encodedKey;
    await killed.db.query(
      `ALTER TABLE loan_transaction ADD CONSTRAINT broken_${name} CHECK (account_key <> '${key}') NOT VALID`,
    );
  }
  const end = (to: string) => killed.call('advanceClock', { body: { to } });
  await expect(end('2026-02-04')).rejects.toThrow('answered 500');
  const half = await totals(killed);
  expect(half).not.toEqual(nothing);
  await killed.db.query('ALTER TABLE loan_transaction DROP CONSTRAINT broken_settling');
  // The clock stands on the next day already; the night of the third is begun again.
  await expect(end('2026-02-05')).rejects.toThrow('answered 500');
  expect(await totals(killed)).not.toEqual(half);
  await killed.db.query('ALTER TABLE loan_transaction DROP CONSTRAINT broken_folding');
  for (const { desk } of [broken, whole]) await desk.advanceTo('2026-02-06');
  expect(await picture(broken)).toEqual(await picture(whole));
  expect(await totals(killed)).toEqual(await totals(calm));
});

test('a loan that is paid in full closes on the day that lies the dormancy period after', async () => {
  const [bank] = banks;
  if (!bank) throw new Error('no bank');
  const lender = await bank.ok('getLoanProducts', {});
  const product = lender.find(({ id }) => id === 'SETTLING');
  const holder = await bank.ok('createClient', { body: { firstName: 'Ana', lastName: 'Pop' } });
  const desk = loanDesk(bank);
  const made = await bank.ok('createLoanAccount', {
    body: {
      accountHolderKey: String(holder.encodedKey),
      accountHolderType: 'CLIENT',
      productTypeKey: String(product?.encodedKey),
      loanAmount: 1000,
      interestSettings: { interestRate: 0 },
      scheduleSettings: { gracePeriod: 0, repaymentInstallments: 2 },
    },
  });
  const loan = { id: String(made.id) };
  await bank.ok('changeLoanAccountState', { path: loanPath(loan), body: { action: 'APPROVE' } });
  await desk.disburse(loan);
  await desk.repay(loan, 1000);
  await desk.advanceTo('2026-02-08');
  expect(await desk.account(loan)).toMatchObject({ accountState: 'ACTIVE' });
  await desk.advanceTo('2026-02-09');
  expect(await desk.account(loan)).toMatchObject({
    accountState: 'CLOSED',
    accountSubState: 'REPAID',
    closedDate: expect.stringMatching(/^2026-02-09T/),
  });
  // Opened again, the night closes it once more; a payment taken back leaves a loan that owes.
  await bank.ok('changeLoanAccountState', { path: loanPath(loan), body: { action: 'UNDO_CLOSE' } });
  await desk.adjust(await desk.newest(loan, 'REPAYMENT'));
  await desk.advanceTo('2026-02-12');
  expect(await desk.account(loan)).toMatchObject({ accountState: 'ACTIVE' });
});
