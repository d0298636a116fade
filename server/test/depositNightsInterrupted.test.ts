import { afterAll, beforeAll, expect, test } from 'vitest';
import { endPassedDays } from '../src/domains/eod/pipeline.ts';
import { systemPrincipal } from '../src/domains/eod/scheduler.ts';
import type { LocalDate } from '../src/kernel/localDate.ts';
import { endOfDaySteps } from '../src/registry.ts';
import { type InterestAccount, type InterestBank, openInterestBank } from './harness/interestBank.ts';

// A night in which every step of deposits has something to do, and each of them dies in its middle.

type Body = Readonly<Record<string, unknown>>;

let killed: InterestBank;
let calm: InterestBank;
beforeAll(async () => {
  [killed, calm] = [await openInterestBank('2026-06-01'), await openInterestBank('2026-06-01')];
});
afterAll(async () => {
  for (const at of [killed, calm]) {
    await at.desk.verify();
    await at.bank.stop();
  }
});

const rates = (interestRateSettings: Body): Body => ({ interestRateSettings });
const noOverdraft = { overdraftSettings: undefined, overdraftInterestSettings: undefined };

/** Two accounts for each step, so that one of them may be through before it dies. */
const fill = async (at: InterestBank): Promise<void> => {
  const books = { accountingSettings: at.accrual({ interestAccruedAccountingMethod: 'DAILY' }) };
  await at.bank.ok('createIndexRateSource', { body: { id: 'INDEX', name: 'Index', type: 'INTEREST_RATE' } });
  for (const [startDate, rate] of [
    ['2026-01-01', 2],
    ['2026-06-20', 3],
  ] as const)
    await at.bank.ok('createIndexRate', {
      path: { indexRateSourceId: 'INDEX' },
      body: { startDate: `${startDate}T00:00:00${startDate < '2026-03-29' ? '+02:00' : '+03:00'}`, rate },
    });
  await at.product('PAID', books);
  await at.product('INDEXED', books, {
    ...rates({
      interestRateTerms: 'FIXED',
      interestRateSource: 'INDEX_INTEREST_RATE',
      indexSourceKey: 'INDEX',
      interestRateReviewUnit: 'MONTHS',
      interestRateReviewCount: 1,
      interestRate: { defaultValue: 1 },
    }),
  });
  await at.product('TIERS', books, {
    ...rates({
      interestRateTerms: 'TIERED_PERIOD',
      interestRateTiers: [{ endingDay: 30, interestRate: 1 }, { interestRate: 2 }],
    }),
  });
  await at.product('SLEEPY', { ...books, internalControls: { dormancyPeriodDays: 30 } });
  await at.product('CHARGED', {
    ...books,
    feesSettings: {
      fees: [
        {
          id: 'KEEPING',
          name: 'Keeping',
          amount: 1.5,
          amountCalculationMethod: 'FLAT',
          feeApplication: 'REQUIRED',
          trigger: 'MONTHLY_FEE',
          applyDateMethod: 'FIRST_OF_EVERY_MONTH',
          state: 'ACTIVE',
        },
      ],
    },
  });
  await at.product(
    'TERM',
    {
      ...books,
      ...noOverdraft,
      type: 'FIXED_DEPOSIT',
      maturitySettings: { maturityPeriodUnit: 'DAYS', maturityPeriod: { minValue: 1, defaultValue: 30, maxValue: 90 } },
    },
    { interestPaymentSettings: { interestPaymentPoint: 'ON_ACCOUNT_MATURITY' } },
  );
  const expiring = { allowOverdraft: true, overdraftLimit: 500, overdraftExpiryDate: '2026-06-30T12:00:00+03:00' };
  const pair = async (productId: string, more: Body = {}): Promise<readonly InterestAccount[]> => [
    await at.account(productId, more),
    await at.account(productId, more),
  ];
  for (const productId of ['PAID', 'INDEXED', 'TIERS', 'SLEEPY', 'CHARGED', 'TERM'])
    for (const account of await pair(productId)) {
      await at.desk.deposit(account, 1234.56);
      if (productId === 'TERM')
        await at.bank.ok('startDepositMaturity', { path: { depositAccountId: account.id }, body: {} });
    }
  for (const account of await pair('PAID', { overdraftSettings: expiring })) await at.desk.withdraw(account, 300);
};

/** All that nights leave behind, without keys and moments. */
const picture = async ({ bank }: InterestBank): Promise<readonly string[]> => {
  const { rows } = await bank.db.query<{ line: string }>(
    `(SELECT concat_ws(' ', a.id, a.account_state, trim_scale(a.total_balance), trim_scale(a.interest_accrued), trim_scale(a.overdraft_interest_accrued),
                       trim_scale(a.booked_interest), trim_scale(a.booked_overdraft_interest), a.accrued_to, a.monthly_fees_date, a.interest -> 'dormancies') AS line
        FROM deposit_account a ORDER BY a.id)
     UNION ALL
     (SELECT concat_ws(' ', a.id, t.type, trim_scale(t.amount), CASE WHEN t.type NOT IN ('DEPOSIT', 'WITHDRAWAL') THEN t.value_date END, trim_scale(t.total_balance), t.details -> 'terms')
        FROM deposit_transaction t JOIN deposit_account a ON a.encoded_key = t.account_key ORDER BY a.id, t.type, t.value_date)
     UNION ALL
     (SELECT concat_ws(' ', g.gl_code, j.booking_date, j.is_debit, trim_scale(sum(j.amount)), count(*))
        FROM journal_entry j JOIN gl_account g ON g.encoded_key = j.gl_account_key
        LEFT JOIN deposit_transaction t ON t.encoded_key = j.transaction_key
       WHERE t.type IS NULL OR t.type NOT IN ('DEPOSIT', 'WITHDRAWAL')
       GROUP BY g.gl_code, j.booking_date, j.is_debit ORDER BY 1)`,
  );
  return rows.map(({ line }) => line);
};

/** What the database refuses, in the order in which the night comes to it: on the second account of its pair, or on either. */
const obstacles: readonly (readonly [step: string, table: string, check: string])[] = [
  [
    'index',
    'deposit_transaction',
    `type <> 'INTEREST_RATE_CHANGED' OR details #>> '{terms,interestSettings,indexInterestRate}' IS NULL`,
  ],
  [
    'tiers',
    'deposit_transaction',
    `type <> 'INTEREST_RATE_CHANGED' OR details #>> '{terms,interestSettings,indexInterestRate}' IS NOT NULL`,
  ],
  ['accrual', 'deposit_account', `accrued_to < '2026-07-01' OR account_state = 'MATURED'`],
  ['booking', 'accrual', `amount IS NULL`],
  ['application', 'deposit_transaction', `type <> 'INTEREST_APPLIED'`],
  ['arrears', 'deposit_account', `account_state <> 'ACTIVE_IN_ARREARS'`],
  ['dormancy', 'deposit_account', `account_state <> 'DORMANT'`],
  ['fees', 'deposit_transaction', `type <> 'FEE_APPLIED'`],
  ['terms', 'deposit_account', `account_state <> 'MATURED'`],
];

test('a night of which every step dies once leaves exactly what an undisturbed one does, and so does one that runs again', {
  timeout: 120_000,
}, async () => {
  for (const at of [killed, calm]) {
    await fill(at);
    await at.advance('2026-06-30');
  }
  const { db, app } = killed.bank;
  for (const [step, table, check] of obstacles)
    await db.query(`ALTER TABLE ${table} ADD CONSTRAINT dies_in_${step} CHECK (${check}) NOT VALID`);
  const night = () => endPassedDays(endOfDaySteps, app.tenant, systemPrincipal, '2026-07-01' as LocalDate);
  await expect(killed.bank.call('advanceClock', { body: { to: '2026-07-01' } })).rejects.toThrow('answered 500');
  for (const [index, [step, table]] of obstacles.entries()) {
    await expect(night(), step).rejects.toThrow(`dies_in_${step}`);
    await db.query(`ALTER TABLE ${table} DROP CONSTRAINT dies_in_${step}`);
    if (index === obstacles.length - 1) expect(await night()).toEqual(['2026-06-30']);
  }
  await calm.advance('2026-07-01');
  const left = await picture(killed);
  expect(left).toEqual(await picture(calm));
  for (const state of ['ACTIVE_IN_ARREARS', 'DORMANT', 'MATURED'])
    expect(
      left.filter((line) => line.includes(` ${state} `)),
      state,
    ).toHaveLength(2);
  const again = { tenant: app.tenant, day: '2026-06-30' as LocalDate, principal: systemPrincipal };
  for (const step of endOfDaySteps) await step.run(again);
  expect(await picture(killed)).toEqual(left);
  for (const at of [killed, calm]) await at.advance('2026-07-03');
  expect(await picture(killed)).toEqual(await picture(calm));
});
