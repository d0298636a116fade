import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank } from './harness/bank.ts';
import type { LoanProductChanges } from './harness/loanBank.ts';
import {
  beginLife,
  byDays,
  close,
  type Days,
  due,
  fee,
  interest,
  type LivingBank,
  type LoanLife,
  lifeStart,
  liveThreeYears,
  livingBank,
  lock,
  pay,
  penalties,
  punctual,
  undo,
  undoWriteOff,
  unlock,
  writeOff,
} from './harness/loanLives.ts';
import { type TaxedLoans, taxedLoans } from './harness/taxedLoans.ts';

// Taxed loans through three years by the clock, each in 36 monthly instalments, while the rate of the tax changes twice: once on a due date, that of the
// 16th instalment, once between two. On the first of every month the books must agree, and balances be those that a plain loop over days comes to.

const rates = [
  ['2027-01-01', 16],
  ['2028-05-28', 20],
  ['2029-02-10', 7.7],
] as const;

let living: LivingBank;
let of: TaxedLoans;

const begin = async (
  name: string,
  settings: Readonly<Record<string, unknown>>,
  product: LoanProductChanges,
  terms: Omit<LoanLife['terms'], 'principal' | 'instalments' | 'rate'>,
  days: Days,
): Promise<void> => {
  await beginLife(living, name, await of.product(name, settings, product), terms, days);
};

const taxes = rates.map(([from, percent]) => [from, String(percent)] as const);
const dynamic = { repaymentScheduleMethod: 'DYNAMIC' };

beforeAll(async () => {
  const bank = await startBank({ today: lifeStart, timeZone: 'UTC' });
  of = await taxedLoans(bank);
  living = livingBank(bank, of.lender);
  const taxSourceKey = await of.source('VAT', ...rates);
  await begin(
    'FIXED',
    { taxSourceKey },
    { others: penalties },
    { type: 'FIXED', method: 'EQUAL', year: '30/360', penalty: { rate: '0.1', grace: 3 }, taxes },
    punctual([3, 6, 9, 12, 17, 20, 25, 30, 31], {
      [due(3, 10)]: [pay()],
      [due(6)]: [pay({ amount: 100 })],
      [due(6, 2)]: [pay({ amount: 50.5 }), pay()],
      [due(9)]: [pay({ extra: 500, name: 'too much' })],
      [due(9, 2)]: [undo('too much'), pay()],
      [due(12, 5)]: [pay({ on: due(12) })],
      [due(17, 9)]: [fee(12.5, 18), pay()],
      [due(20)]: [pay({ name: 'bounced' })],
      [due(22, 3)]: [undo('bounced')],
      [due(22, 20)]: [pay()],
      [due(25, 4)]: [pay({ amount: 200 })],
      [due(25, 9)]: [pay()],
      [due(30, 8)]: [writeOff],
      [due(30, 40)]: [undoWriteOff, pay()],
    }),
  );
  await begin(
    'DECLINING',
    { taxSourceKey },
    {
      type: 'DYNAMIC_TERM_LOAN',
      schedule: dynamic,
      interest: { ...byDays, daysInYear: 'ACTUAL_365_FIXED', interestCalculationMethod: 'DECLINING_BALANCE' },
    },
    { type: 'DYNAMIC', method: 'DECLINING', year: 'ACT/365', overpaid: 'NEXT', taxes },
    punctual([5, 9, 14, 15, 16, 19, 25, 26], {
      [due(2, 14)]: [pay({ amount: 700 })],
      [due(5)]: [pay({ amount: 150 })],
      [due(5, 9)]: [pay()],
      [due(7, 10)]: [interest],
      [due(9, 6)]: [pay({ on: due(9, -3) })],
      [due(11, -5)]: [fee(20)],
      [due(14, 4)]: [pay()],
      [due(15)]: [pay()],
      [due(16)]: [pay({ amount: 90 })],
      [due(16, 7)]: [pay()],
      [due(19)]: [pay({ extra: 1000, name: 'too much' })],
      [due(20, 11)]: [undo('too much'), pay()],
      [due(22, 4)]: [lock],
      [due(23, 5)]: [unlock],
      [due(23, 7)]: [pay()],
      [due(25, 3)]: [writeOff],
      [due(26, 3)]: [undoWriteOff, pay()],
    }),
  );
  // What is taxed within its charges is owed as if it were not taxed.
  await begin(
    'WITHIN',
    { taxSourceKey, taxCalculationMethod: 'INCLUSIVE' },
    {
      type: 'DYNAMIC_TERM_LOAN',
      schedule: dynamic,
      interest: { ...byDays, daysInYear: 'E30_360' },
      prepayment: { prepaymentRecalculationMethod: 'REDUCE_AMOUNT_PER_INSTALLMENT' },
      others: penalties,
    },
    {
      type: 'DYNAMIC',
      method: 'EQUAL',
      year: '30/360',
      overpaid: 'SMALLER',
      penalty: { rate: '0.1', grace: 3 },
    },
    punctual([5, 8, 10, 14, 15, 20, 27], {
      [due(5)]: [pay({ extra: 1000 })],
      [due(8, 12)]: [pay()],
      [due(10, 4)]: [pay({ on: due(10) })],
      [due(13, 30)]: [fee(5.55)],
      [due(15, 3)]: [pay()],
      [due(20)]: [pay({ extra: 2000, name: 'too much' })],
      [due(22, 6)]: [undo('too much'), pay()],
      [due(27)]: [pay({ amount: 40 })],
      [due(27, 18)]: [pay()],
    }),
  );
});
afterAll(() => living.bank.stop());

/** What the ledger says of an account, and what the loans say of the same. */
const taxesInBooks = async (): Promise<void> => {
  const { rows } = await living.bank.db.query<{ code: string; net: string }>(
    `SELECT a.gl_code AS code, sum(CASE WHEN j.is_debit THEN j.amount ELSE -j.amount END)::text AS net
       FROM journal_entry j JOIN gl_account a ON a.encoded_key = j.gl_account_key WHERE a.gl_code IN ('1140', '2300') GROUP BY 1`,
  );
  const net = (code: string): number => Number(rows.find((row) => row.code === code)?.net ?? 0);
  const { rows: loans } = await living.bank.db.query<{ owed: string; charged: string }>(
    `SELECT (SELECT sum(tax_balance) FROM loan_account)::text AS owed,
            (SELECT coalesce(sum((taxes ->> 'interest')::numeric + (taxes ->> 'fees')::numeric + (taxes ->> 'penalty')::numeric), 0)
               FROM loan_transaction
              WHERE type LIKE '%\\_APPLIED' AND adjustment_transaction_key IS NULL AND original_transaction_key IS NULL)::text AS charged`,
  );
  expect([net('1140').toFixed(2), (-net('2300')).toFixed(2)]).toEqual([
    Number(loans[0]?.owed).toFixed(2),
    Number(loans[0]?.charged).toFixed(2),
  ]);
};

const verify = async (): Promise<void> => {
  await living.desk.verify();
  await taxesInBooks();
};

test('live through three years as the reference does, and the state gets its part of each charge', async () => {
  await liveThreeYears(living, verify);
  for (const life of living.lives) {
    const { loan, name } = life;
    expect(await living.desk.account(loan)).toMatchObject({
      taxRate: 7.7,
      balances: { principalBalance: 0, interestBalance: 0 },
    });
    const changes = (await living.desk.standing(loan)).filter((line) => line.startsWith('TAX'));
    expect({ name, changes }).toEqual({
      name,
      changes: ['TAX_RATE_CHANGED 0.00 2028-05-28', 'TAX_RATE_CHANGED 0.00 2029-02-10'],
    });
    await close(life);
  }
  await verify();
}, 600_000);
