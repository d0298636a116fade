import { expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanDesk, type LoanRef, loanDesk } from './harness/loanDesk.ts';
import { type TaxedLoans, taxedLoans } from './harness/taxedLoans.ts';
import { twinBanks } from './harness/twinBanks.ts';

// A night dies while it takes another rate of a tax into loans, and is begun again: each loan has it once, from its day on.

type Loan = LoanRef & { readonly encodedKey: string };
type Opened = {
  readonly bank: TestBank;
  readonly desk: LoanDesk;
  readonly taxed: TaxedLoans;
  readonly source: string;
  readonly loans: readonly Loan[];
};

const open = async (): Promise<Opened> => {
  const bank = await startBank({ today: '2026-02-01', timeZone: 'UTC' });
  const taxed = await taxedLoans(bank);
  const desk = loanDesk(bank);
  const source = await taxed.source('VAT', ['2026-01-01', 10]);
  const product = await taxed.product(
    'TAXED',
    { taxSourceKey: source },
    {
      type: 'DYNAMIC_TERM_LOAN',
      schedule: { repaymentScheduleMethod: 'DYNAMIC' },
      interest: { scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' },
    },
  );
  const loans: Loan[] = [];
  for (let index = 0; index < 5; index += 1) {
    const loan = await taxed.lender.approvedLoan(product);
    await desk.disburse(loan, { firstRepaymentDate: '2026-03-01T00:00:00+00:00' });
    loans.push(loan);
  }
  return { bank, desk, taxed, source, loans };
};

const picture = async ({ bank, desk, loans }: Opened) => {
  const told = [];
  for (const loan of loans) {
    const { taxRate, balances, accruedInterest } = await desk.account(loan);
    told.push([taxRate, balances, accruedInterest, await desk.standing(loan), await desk.schedule(loan)]);
  }
  const { rows } = await bank.db.query(
    'SELECT count(*)::int AS entries, sum(amount)::text AS booked FROM journal_entry',
  );
  return { told, rows };
};

const twins = twinBanks(open, picture);

const reviewed = async ({ bank }: Opened): Promise<number> => {
  const { rows } = await bank.db.query(
    `SELECT count(*)::int AS reviewed FROM loan_transaction WHERE type = 'TAX_RATE_CHANGED'`,
  );
  return rows[0].reviewed;
};

test('a review that dies among the loans and runs again changes each of them once', async () => {
  const killed = twins.killed();
  for (const { taxed, source } of twins.both) await taxed.rate(source, '2026-02-04', 20);
  await twins.alikeOn('2026-02-03');
  const [first, , third] = killed.loans;
  const died = await twins.die(
    ['2026-02-04', '2026-02-05'],
    `ALTER TABLE loan_transaction ADD CONSTRAINT broken CHECK (account_key <> '${third?.encodedKey}' OR type <> 'TAX_RATE_CHANGED') NOT VALID`,
    'ALTER TABLE loan_transaction DROP CONSTRAINT broken',
  );
  expect(died).toBe(2);
  // What was through stays, the one that died is as it was; whoever reads it is told of today's rate.
  expect(await reviewed(killed)).toBeLessThan(5);
  const stored = await killed.bank.db.query(
    `SELECT count(*)::int AS of_it FROM loan_transaction WHERE account_key = $1 AND type = 'TAX_RATE_CHANGED'`,
    [third?.encodedKey],
  );
  expect(stored.rows[0].of_it).toBe(0);
  await twins.alikeOn('2026-02-06');
  expect([await reviewed(killed), await reviewed(twins.calm())]).toEqual([5, 5]);
  expect((await killed.desk.account(first ?? { id: '' })).taxRate).toBe(20);
  // Interest of the due date is taxed at the new rate in both.
  await twins.alikeOn('2026-03-02');
}, 60_000);
