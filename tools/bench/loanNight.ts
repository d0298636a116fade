import { money } from '../../server/src/kernel/money.ts';
import type { DbPool } from '../../server/src/platform/db/pool.ts';
import type { BankClient } from '../client/bankClient.ts';
import { counted, say } from '../client/progress.ts';
import type { Defer } from '../client/scope.ts';
import { openLoanProduct } from './loanProduct.ts';
import { median, type NightOptions, type NightResult, openNightBank, seconds } from './night.ts';

/** Loans are due on as many days in turn, each with 24 monthly instalments. */
const dueDays = 30;
const nights = 3;
/** Payments on their way at a time between two nights. */
const atOnce = 16;

const idOf = (day: number): string => `DUE${day}`;
const dayOf = (moment: string): string => moment.slice(0, 10);
const daysAfter = (moment: string, days: number): string =>
  `${new Date(Date.parse(`${dayOf(moment)}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)}T12:00:00+00:00`;

/** One running loan for each day of the next month, due on that day first, over the API. */
const openLoans = async (client: BankClient, now: string): Promise<void> => {
  const productTypeKey = await openLoanProduct(client);
  const holder = await client.ok('createClient', { body: { firstName: 'Many', lastName: 'Loans' } });
  for (let day = 1; day <= dueDays; day += 1) {
    const path = { loanAccountId: idOf(day) };
    await client.ok('createLoanAccount', {
      body: {
        id: idOf(day),
        accountHolderType: 'CLIENT',
        accountHolderKey: holder.encodedKey ?? '',
        productTypeKey,
        loanAmount: 10_000,
        interestSettings: { interestRate: 12 },
        scheduleSettings: { gracePeriod: 0, repaymentInstallments: 24 },
        disbursementDetails: { firstRepaymentDate: daysAfter(now, day) },
      },
    });
    await client.ok('changeLoanAccountState', { path, body: { action: 'APPROVE' } });
    await client.ok('makeDisbursement', { path, body: {} });
  }
};

/** As many loans as wanted, each like one of the first, straight into the tables: copies have keys that follow from the original's and a number. */
const multiply = async (pool: DbPool, accounts: number): Promise<void> => {
  const each = Math.floor(accounts / dueDays) - 1;
  const copied = (column: string): string => `md5(replace(${column}::text, '-', '') || n)`;
  const copy = async (table: string, changes: Readonly<Record<string, string>>): Promise<void> => {
    const { rows } = await pool.query<{ columns: string[] }>(
      `SELECT array_agg(column_name::text) AS columns FROM information_schema.columns
        WHERE table_name = $1 AND table_schema = current_schema() AND is_generated = 'NEVER'`,
      [table],
    );
    const columns = rows[0]?.columns ?? [];
    await pool.query(
      `INSERT INTO ${table} (${columns.join(', ')}) ${table === 'loan_transaction' ? 'OVERRIDING SYSTEM VALUE' : ''}
       SELECT ${columns.map((column) => `copy.${column}`).join(', ')}
         FROM ${table} o, generate_series(1, $1::int) n,
              LATERAL jsonb_populate_record(o, jsonb_build_object(${Object.entries(changes)
                .map(([column, value]) => `'${column}', ${value}`)
                .join(', ')})) AS copy`,
      [each],
    );
  };
  const own = { encoded_key: copied('o.encoded_key'), account_key: copied('o.account_key') };
  await copy('loan_event', {
    ...own,
    event: `jsonb_set(o.event::jsonb, '{key}', to_jsonb(${copied('o.encoded_key')}))`,
  });
  await copy('loan_instalment', own);
  await copy('loan_transaction', {
    ...own,
    id: `o.id + n * 100000`,
    event_key: copied('o.event_key'),
  });
  // A night looks at all loans of a holder whose loan it writes, so each thirty copies have one of their own.
  await copy('client', { encoded_key: copied('o.encoded_key'), id: `o.id || '-' || n` });
  await copy('loan_account', {
    ...{ encoded_key: copied('o.encoded_key'), id: `o.id || '-' || n` },
    account_holder_key: copied('o.account_holder_key'),
  });
};

type Due = { readonly id: string; readonly owed: string };

/** The loans that the last night worked on, and what they owe by now. */
const dueLoans = async (pool: DbPool, day: string): Promise<readonly Due[]> => {
  const { rows } = await pool.query<Due>(
    `SELECT id, (principal_due + interest_due)::text AS owed FROM loan_account
      WHERE next_due_date = $1::date AND interest_due > 0 ORDER BY id`,
    [day],
  );
  return rows;
};

/** Everybody pays, so that the next night has no late loans besides. */
const payAll = async (client: BankClient, due: readonly Due[]): Promise<void> => {
  const waiting = [...due];
  const pay = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      await client.ok('makeRepayment', { path: { loanAccountId: next.id }, body: { amount: money(next.owed) } });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, pay));
};

/** Fills a bank of its own with running loans of which a thirtieth is due every day, and lets nights pass over them. */
export const measureLoanNight = async (options: NightOptions, defer: Defer): Promise<NightResult> => {
  const accounts = Math.floor(options.accounts / dueDays) * dueDays;
  const { pool, client } = await openNightBank(options, 'loan_night', defer);
  const { now = '' } = await client.ok('getClock');
  await openLoans(client, now);
  await multiply(pool, accounts);
  await client.ok('advanceClock', { body: { days: 1 } });
  const rest = async (): Promise<void> => {
    await pool.query('VACUUM ANALYZE loan_account, loan_event, loan_instalment, loan_transaction');
    await pool.query('CHECKPOINT');
  };
  const updates: number[] = [];
  const passed: number[] = [];
  // In turns, so that a slow minute of the machine is in both.
  for (let night = 1; night <= nights; night += 1) {
    await rest();
    updates.push(await seconds(() => pool.query('UPDATE loan_account SET principal_balance = principal_balance + 0')));
    await rest();
    passed.push(await seconds(() => client.ok('advanceClock', { body: { days: 1 } })));
    const due = await dueLoans(pool, dayOf(daysAfter(now, night)));
    // What does nothing is quick.
    if (due.length !== accounts / dueDays)
      throw new Error(`night ${night} charged interest on ${due.length} loans instead of ${accounts / dueDays}.`);
    await payAll(client, due);
  }
  const result = { accounts, updateSeconds: median(updates), nightSeconds: median(passed) };
  say(
    `  ${counted(accounts)} loans: bare UPDATE ${result.updateSeconds.toFixed(2)} s, night ${result.nightSeconds.toFixed(2)} s\n`,
  );
  return result;
};
