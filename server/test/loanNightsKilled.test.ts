import { expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank, loanRules } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk } from './harness/loanDesk.ts';
import { deadlyUpdate, twinBanks } from './harness/twinBanks.ts';

// A night of loans dies in each of its steps that book, amortise, penalise, lock and close, and is begun again: nothing is done twice, nothing is left out.

type Opened = { readonly bank: TestBank; readonly desk: LoanDesk; readonly loans: readonly Loan[] };
type Loan = LoanRef & { readonly encodedKey: string };

const changes = (lender: LoanBank, deferred: string) => ({
  type: 'DYNAMIC_TERM_LOAN',
  schedule: { repaymentScheduleMethod: 'DYNAMIC' },
  interest: {
    daysInYear: 'ACTUAL_365_FIXED',
    scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
    interestCalculationMethod: 'DECLINING_BALANCE',
  },
  others: {
    accountingSettings: {
      accountingMethod: 'ACCRUAL',
      accountingRules: [...loanRules(lender.gl), { financialResource: 'DEFERRED_FEE_INCOME', glAccountKey: deferred }],
      interestAccruedAccountingMethod: 'DAILY',
      interestAccrualCalculation: 'AGGREGATED_AMOUNT',
    },
    penaltySettings: {
      loanPenaltyCalculationMethod: 'OVERDUE_BALANCE',
      loanPenaltyGracePeriod: 0,
      penaltyRate: { minValue: 0, maxValue: 1, defaultValue: 0.1 },
    },
    internalControls: { dormancyPeriodDays: 1, lockSettings: { lockPeriodDays: 10 } },
    feesSettings: {
      allowArbitraryFees: true,
      fees: [
        {
          id: 'OPENING',
          name: 'Opening',
          trigger: 'MANUAL',
          feeApplication: 'OPTIONAL',
          state: 'ACTIVE',
          amountCalculationMethod: 'FLAT',
          amount: 100,
          amortizationSettings: { amortizationProfile: 'STRAIGHT_LINE', frequency: 'ACCOUNT_INSTALLMENTS_DUE_DATES' },
        },
      ],
    },
  },
});

const open = async (): Promise<Opened> => {
  const bank = await startBank({ today: '2026-01-31', timeZone: 'Europe/Berlin' });
  const lender = await loanBank(bank);
  const desk = loanDesk(bank);
  const [deferred] = await bank.ok('createGlAccounts', {
    body: [
      { glCode: '2900', name: 'Deferred fees', type: 'LIABILITY', usage: 'DETAIL', allowManualJournalEntries: true },
    ],
  });
  const product = await lender.loanProduct('NIGHTLY', changes(lender, String(deferred?.encodedKey)));
  const told = await bank.ok('getLoanProduct', { path: { loanProductId: product }, query: { detailsLevel: 'FULL' } });
  const predefinedFeeKey = String(told.feesSettings?.fees?.[0]?.encodedKey);
  const loans: Loan[] = [];
  for (let index = 0; index < 6; index += 1) {
    const loan = await lender.approvedLoan(product);
    await desk.disburse(loan, { firstRepaymentDate: '2026-02-03T00:00:00+01:00' });
    await bank.ok('applyLoanFee', { path: { loanAccountId: loan.id }, body: { predefinedFeeKey } });
    loans.push(loan);
  }
  // Two of them owe nothing any more, and are closed by the night of the next day.
  for (const loan of loans.slice(0, 2)) await desk.repay(loan, 10_100);
  return { bank, desk, loans };
};

const picture = async ({ bank, desk, loans }: Opened) => {
  const { rows } = await bank.db.query(
    `SELECT g.gl_code, sum(CASE WHEN e.is_debit THEN e.amount ELSE -e.amount END)::text AS net, count(*)::int AS entries
       FROM journal_entry e JOIN gl_account g ON g.encoded_key = e.gl_account_key GROUP BY 1 ORDER BY 1`,
  );
  const told = [];
  for (const loan of loans) {
    const { accountState, accountSubState, daysLate, balances, accruedInterest } = await desk.account(loan);
    const booked = await bank.db.query(
      `SELECT booked_interest::text AS interest, (SELECT sum(recognised)::text FROM loan_fee_amortization f WHERE f.account_key = a.encoded_key) AS recognised
         FROM loan_account a WHERE encoded_key = $1`,
      [loan.encodedKey],
    );
    const standing = await desk.standing(loan);
    told.push({ accountState, accountSubState, daysLate, balances, accruedInterest, booked: booked.rows, standing });
  }
  return { rows, told };
};

const twins = twinBanks(open, picture);

/** What can't be written of a loan, and the three days that two nights which die and one that does not lead to. */
const deaths = [
  ['closing', 1, 'loan_account', 'encoded_key', "NEW.account_state = 'CLOSED'", '01', '02', '03'],
  ['amortising', 4, 'loan_fee_amortization', 'account_key', 'NEW.recognised <> OLD.recognised', '04', '05', '06'],
  ['booking', 3, 'loan_account', 'encoded_key', 'NEW.booked_interest <> OLD.booked_interest', '07', '08', '09'],
  ['penalising', 5, 'loan_account', 'encoded_key', 'NEW.penalty_balance <> OLD.penalty_balance', '10', '11', '12'],
  ['locking', 2, 'loan_account', 'encoded_key', "NEW.account_sub_state = 'LOCKED'", '13', '14', '15'],
] as const;

test('each step that dies and runs again leaves what an undisturbed night does', async () => {
  const { desk, loans } = twins.killed();
  for (const [name, index, table, column, written, ...days] of deaths) {
    const [first, second, third] = days.map((one) => `2026-02-${one}`);
    const { refuse, accept } = deadlyUpdate(table, column, loans[index]?.encodedKey, written);
    expect([name, await twins.die([String(first), String(second)], refuse, accept)]).toEqual([name, 2]);
    await twins.alikeOn(String(third), name);
  }
  await twins.alikeOn('2026-03-05');
  expect((await desk.account(loans[0] ?? { id: '' })).accountState).toBe('CLOSED');
  expect((await desk.account(loans[2] ?? { id: '' })).accountSubState).toBe('LOCKED');
}, 60_000);
