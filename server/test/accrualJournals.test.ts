import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type InterestBank, openInterestBank } from './harness/interestBank.ts';

let at: InterestBank;

beforeAll(async () => {
  at = await openInterestBank('2026-06-01');
});
afterAll(async () => {
  await at.desk.verify();
  await at.bank.stop();
});

/** The journal entries that nights made for a product, as `2026-06-02 DEBIT 5100 0.5`. */
const nightJournal = async (productId: string): Promise<string[]> => {
  const { rows } = await at.bank.db.query<{ line: string }>(
    `SELECT concat_ws(' ', (j.booking_date AT TIME ZONE 'Europe/Bucharest')::date, CASE WHEN j.is_debit THEN 'DEBIT' ELSE 'CREDIT' END, g.gl_code, trim_scale(j.amount)) AS line
       FROM journal_entry j JOIN gl_account g ON g.encoded_key = j.gl_account_key JOIN deposit_product p ON p.encoded_key = j.product_key
      WHERE p.id = $1 AND j.transaction_key IS NULL ORDER BY j.entry_id`,
    [productId],
  );
  return rows.map(({ line }) => line);
};
/** What a product has on a GL account: debits less credits. */
const onAccount = async (productId: string, glCode: string): Promise<string> => {
  const { rows } = await at.bank.db.query<{ sum: string }>(
    `SELECT trim_scale(coalesce(sum(CASE WHEN j.is_debit THEN j.amount ELSE -j.amount END), 0))::text AS sum
       FROM journal_entry j JOIN gl_account g ON g.encoded_key = j.gl_account_key JOIN deposit_product p ON p.encoded_key = j.product_key
      WHERE p.id = $1 AND g.gl_code = $2`,
    [productId, glCode],
  );
  return rows[0]?.sum ?? '';
};

describe('the night books accrued interest', () => {
  test('daily: expense against payable, and the application takes it from there', async () => {
    await at.product('DAILY', { accountingSettings: at.accrual({ interestAccruedAccountingMethod: 'DAILY' }) });
    const of = await at.account('DAILY');
    await at.desk.deposit(of, 5000);
    await at.advance('2026-06-03');
    expect(await nightJournal('DAILY')).toEqual([
      '2026-06-02 DEBIT 5100 0.5',
      '2026-06-02 CREDIT 2100 0.5',
      '2026-06-03 DEBIT 5100 0.5',
      '2026-06-03 CREDIT 2100 0.5',
    ]);
    await at.advance('2026-07-01');
    expect(await at.applied(of)).toEqual(['2026-07-01 15']);
    const posted = (await at.transactions(of)).at(-1) ?? {};
    expect(await at.desk.journal(posted)).toEqual(['CREDIT 2000 15 -', 'DEBIT 2100 15 -']);
    expect(await Promise.all(['5100', '2100', '2000'].map((code) => onAccount('DAILY', code)))).toEqual([
      '15',
      '0',
      '-5015',
    ]);
    // Taken back, the interest is owed again; the next night has nothing to add but its own day.
    expect((await at.desk.adjust(posted)).status).toBe(200);
    expect(await onAccount('DAILY', '2100')).toBe('-15');
    await at.advance('2026-07-02');
    expect(await onAccount('DAILY', '2100')).toBe('-15.5');
    await at.desk.verify();
  });

  test('of all accounts of a product, rounded once', async () => {
    await at.product(
      'ROUNDED',
      {
        accountingSettings: at.accrual({
          interestAccruedAccountingMethod: 'DAILY',
          interestAccrualCalculation: 'BREAKDOWN_PER_ACCOUNT',
        }),
      },
      { daysInYear: 'ACTUAL_360' },
    );
    const accounts = [await at.account('ROUNDED'), await at.account('ROUNDED'), await at.account('ROUNDED')];
    const [first, second, third] = accounts;
    for (const of of accounts) await at.desk.deposit(of, 50);
    await at.advance('2026-07-04');
    // Thrice 0.0050694444 on two days, which would be 0.01 each: 0.0152083332 a day, 0.0304166664 after both.
    expect(await nightJournal('ROUNDED')).toEqual([
      '2026-07-03 DEBIT 5100 0.02',
      '2026-07-03 CREDIT 2100 0.02',
      '2026-07-04 DEBIT 5100 0.01',
      '2026-07-04 CREDIT 2100 0.01',
    ]);
    const search = (filterCriteria: readonly object[], sortingCriteria?: object) =>
      at.bank.ok('searchInterestAccruals', {
        body: { filterCriteria, ...(sortingCriteria ? { sortingCriteria } : {}) } as never,
      });
    const all = await search([{ field: 'glAccountId', operator: 'EQUALS', value: '5100' }]);
    expect(all.map(({ accountId, entryType, amount }) => `${accountId} ${entryType} ${amount}`)).toEqual([
      ...[first, second, third].map((of) => `${of?.id} DEBIT 0.0050694444`),
      ...[first, second, third].map((of) => `${of?.id} DEBIT 0.0050694444`),
      // What the rounding of the first day had been too much.
      'undefined CREDIT 0.0047916668',
    ]);
    const { rows } = await at.bank.db.query<{ entry_id: number; amount: unknown }>(
      `SELECT j.entry_id, j.amount FROM journal_entry j JOIN deposit_product p ON p.encoded_key = j.product_key WHERE p.id = 'ROUNDED' AND j.transaction_key IS NULL`,
    );
    for (const { entry_id, amount } of rows) {
      const children = await search([{ field: 'parentEntryId', operator: 'EQUALS', value: String(entry_id) }]);
      const side = children[0]?.entryType;
      const sum = children.reduce(
        (total, child) => total + (child.entryType === side ? 1 : -1) * Number(child.amount),
        0,
      );
      expect(sum.toFixed(2)).toBe(Number(amount).toFixed(2));
    }
    const one = await search(
      [
        { field: 'accountKey', operator: 'EQUALS', value: first?.encodedKey },
        { field: 'bookingDate', operator: 'AFTER', value: '2026-07-03' },
      ],
      { field: 'entryId', order: 'DESC' },
    );
    expect(one).toMatchObject([
      { glAccountId: '2100', glAccountName: 'Interest payable', glAccountType: 'LIABILITY', entryType: 'CREDIT' },
      {
        accountId: first?.id,
        productId: 'ROUNDED',
        productType: 'SAVINGS',
        glAccountType: 'EXPENSE',
        bookingDate: '2026-07-04T00:00:00+03:00',
        transactionId: expect.stringContaining('ACCRUAL-2026-07-03-'),
      },
    ]);
    expect((await at.bank.call('searchInterestAccruals')).body).toHaveLength(14);
  });

  test('and finds nothing by what is no field, operator or value', async () => {
    const wrong: readonly [object, string][] = [
      [{ filterCriteria: [{ field: 'colour', operator: 'EQUALS', value: 'red' }] }, '400 INVALID_FILTER_SELECTION'],
      [{ filterCriteria: [{ field: 'entryId', operator: 'STARTS_WITH', value: '1' }] }, '400'],
      [{ filterCriteria: [{ field: 'entryId', operator: 'EQUALS', value: 'one' }] }, '400'],
      [{ filterCriteria: [{ field: 'accountKey', operator: 'EQUALS', value: '\u0000' }] }, '400'],
      [{ sortingCriteria: { field: 'productId', order: 'ASC' } }, '400'],
      [{ filterCriteria: 'all' }, '400'],
    ];
    for (const [body, reason] of wrong)
      expect(await at.desk.reason('searchInterestAccruals', { body: body as never }), JSON.stringify(body)).toContain(
        reason,
      );
    expect(await at.desk.reason('searchInterestAccruals', { query: { limit: -1 } })).toContain('400');
  });

  test('at the end of the month, overdrafts too, and what it did not book yet is expense or income of the application', async () => {
    await at.product('MONTHLY', {
      accountingSettings: at.accrual({ interestAccruedAccountingMethod: 'END_OF_MONTH' }),
    });
    const [saver, debtor] = [
      await at.account('MONTHLY'),
      await at.account('MONTHLY', { overdraftSettings: { allowOverdraft: true, overdraftLimit: 1000 } }),
    ];
    await at.desk.deposit(saver, 1000);
    await at.desk.withdraw(debtor, 500);
    await at.advance('2026-07-31');
    expect(await nightJournal('MONTHLY')).toEqual([]);
    await at.advance('2026-08-01');
    expect(await nightJournal('MONTHLY')).toEqual([
      '2026-08-01 DEBIT 5100 2.8',
      '2026-08-01 CREDIT 2100 2.8',
      '2026-08-01 CREDIT 4300 5.6',
      '2026-08-01 DEBIT 1300 5.6',
    ]);
    expect([await at.applied(saver), await at.applied(debtor)]).toEqual([['2026-08-01 2.8'], ['2026-08-01 -5.6']]);
    const journalOf = async (of: { id: string; encodedKey: string }) =>
      at.desk.journal((await at.transactions(of)).at(-1) ?? {});
    expect(await journalOf(saver)).toEqual(['CREDIT 2000 2.8 -', 'DEBIT 2100 2.8 -']);
    expect(await journalOf(debtor)).toEqual(['DEBIT 1200 5.6 -', 'CREDIT 1300 5.6 -']);
    await at.advance('2026-08-06');
    await at.bank.ok('applyDepositInterest', {
      path: { depositAccountId: debtor.id },
      body: { interestApplicationDate: '2026-08-06T10:00:00+03:00' },
    });
    expect(await journalOf(debtor)).toEqual(['DEBIT 1200 1.01 -', 'CREDIT 4300 1.01 -']);
    expect(await Promise.all(['2100', '1300'].map((code) => onAccount('MONTHLY', code)))).toEqual(['0', '0']);
    await at.desk.verify();
  });

  test('the difference where something is dated back, also below zero, and lets go of cents that a closed account leaves', async () => {
    await at.product('CHANGES', { accountingSettings: at.accrual({ interestAccruedAccountingMethod: 'DAILY' }) });
    const of = await at.account('CHANGES');
    const deposited = await at.desk.deposit(of, 10000);
    await at.advance('2026-08-11');
    expect(await onAccount('CHANGES', '2100')).toBe('-5');
    await at.desk.withdraw(of, 9000, { valueDate: '2026-08-07T10:00:00+03:00' });
    await at.advance('2026-08-12');
    // Four days of 1.00 are 0.10 now, and the new one is 0.10, too.
    expect((await nightJournal('CHANGES')).slice(-2)).toEqual([
      '2026-08-12 CREDIT 5100 3.5',
      '2026-08-12 DEBIT 2100 3.5',
    ]);
    expect(await at.accrued(of)).toBe('1.5');
    expect(
      await at.desk.reason('adjustDepositTransaction', {
        path: { depositTransactionId: String(deposited.id) },
        body: { notes: 'n' },
      }),
    ).toContain('400');
    await at.bank.ok('applyDepositInterest', {
      path: { depositAccountId: of.id },
      body: { interestApplicationDate: '2026-08-12T10:00:00+03:00' },
    });
    await at.desk.withdraw(of, 1001.5);
    // Half a day's cents that nobody can apply: the account was overdrawn by nothing and is empty.
    await at.bank.db.query(
      `UPDATE deposit_account SET interest_accrued = 0.004, booked_interest = 0.004 WHERE id = $1`,
      [of.id],
    );
    await at.bank.db.query(
      `INSERT INTO accrual (encoded_key, day, product_key, currency_code, kind, accrued)
       SELECT new_encoded_key(), '2026-08-11', product_key, currency_code, 'INTEREST', 0.004 FROM deposit_account WHERE id = $1`,
      [of.id],
    );
    expect((await at.desk.changeState(of, 'CLOSE')).status).toBe(200);
    await at.advance('2026-08-13');
    expect([await at.accrued(of, 'booked_interest'), await onAccount('CHANGES', '2100')]).toEqual(['0', '0']);
    await at.desk.verify();
  });

  test('today what an earlier night left, where its period was closed since', async () => {
    await at.product('LATE', { accountingSettings: at.accrual({ interestAccruedAccountingMethod: 'DAILY' }) });
    const of = await at.account('LATE');
    await at.desk.deposit(of, 1000);
    await at.bank.db.query(
      `INSERT INTO gl_account_closure (encoded_key, closing_date, creation_date) VALUES (new_encoded_key(), '2026-08-12', '2026-08-13')`,
    );
    await at.bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
    at.bank.app.tenant.reference.invalidate();
    // As if the night of the 10th had come no further than the accounts.
    await at.bank.db.query('UPDATE deposit_account SET booked_interest = 0.3 WHERE id = $1', [of.id]);
    await at.bank.db.query(
      `INSERT INTO accrual (encoded_key, day, product_key, currency_code, kind, accrued)
       SELECT new_encoded_key(), '2026-08-10', product_key, currency_code, 'INTEREST', 0.3 FROM deposit_account WHERE id = $1`,
      [of.id],
    );
    await at.advance('2026-08-14');
    const { rows } = await at.bank.db.query(
      `SELECT d.day, trim_scale(d.amount)::text AS amount, d.booking_date = d.creation_date AS now
         FROM accrual d JOIN deposit_product p ON p.encoded_key = d.product_key WHERE p.id = 'LATE' ORDER BY d.day`,
    );
    expect(rows).toEqual([
      { day: '2026-08-10', amount: '0.3', now: true },
      { day: '2026-08-13', amount: '-0.2', now: expect.any(Boolean) },
    ]);
  });

  test('and verification finds what was tampered with', async () => {
    await at.bank.db.query(
      `UPDATE deposit_account SET booked_interest = booked_interest + 1 WHERE product_key = (SELECT encoded_key FROM deposit_product WHERE id = 'DAILY')`,
    );
    await at.bank.db.query(
      `UPDATE accrual SET amount = amount + 1 WHERE encoded_key = (SELECT d.encoded_key FROM accrual d JOIN deposit_product p ON p.encoded_key = d.product_key WHERE p.id = 'MONTHLY' LIMIT 1)`,
    );
    const kinds = (await at.bank.ok('verifyLedger')).differences.map(({ kind }) => kind);
    expect(kinds).toEqual([
      'ACCRUAL_JOURNAL_EQUALS_ACCRUAL',
      'ACCRUAL_JOURNAL_EQUALS_ACCRUAL',
      'DEPOSIT_ACCRUALS_ARE_WHAT_NIGHTS_BOOKED',
    ]);
    await at.bank.db.query(
      `UPDATE deposit_account SET booked_interest = booked_interest - 1 WHERE product_key = (SELECT encoded_key FROM deposit_product WHERE id = 'DAILY')`,
    );
    await at.bank.db.query(
      `UPDATE accrual SET amount = amount - 1 WHERE encoded_key = (SELECT d.encoded_key FROM accrual d JOIN deposit_product p ON p.encoded_key = d.product_key WHERE p.id = 'MONTHLY' LIMIT 1)`,
    );
  });
});
