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

const verified = () => at.bank.ok('verifyLedger');

describe('accrued interest', () => {
  test('is proved by a fold of all days, account by account', async () => {
    await at.product('PROVED');
    const [good, bad] = [await at.account('PROVED'), await at.account('PROVED')];
    for (const of of [good, bad]) await at.desk.deposit(of, 1000);
    await at.advance('2026-06-04');
    expect(await verified()).toMatchObject({ checked: { depositAccruals: 2 }, differences: [] });
    await at.bank.db.query('UPDATE deposit_account SET interest_accrued = 0.31 WHERE id = $1', [bad.id]);
    expect((await verified()).differences).toEqual([
      {
        kind: 'DEPOSIT_ACCRUED_INTEREST_IS_SUM_OF_DAYS',
        subject: `deposit account ${bad.id}`,
        expected: 'interest 0.3, negative interest 0, overdraft interest 0, technical overdraft interest 0',
        actual: 'interest 0.31, negative interest 0, overdraft interest 0, technical overdraft interest 0',
      },
    ]);
    // The next night goes on from what is stored, so it stays found.
    await at.advance('2026-06-05');
    expect((await verified()).differences).toHaveLength(1);
    // A transaction of the account has it folded anew, which is right by itself: until then there is nothing to prove.
    await at.desk.deposit(bad, 1);
    expect((await verified()).differences).toEqual([]);
    await at.advance('2026-06-06');
    expect(await at.accrued(bad)).toBe('0.5001');
    expect(await verified()).toMatchObject({ checked: { depositAccruals: 2 }, differences: [] });
  });

  test('of a product with new terms is folded anew by the night, of accounts that nobody touched, too', async () => {
    await at.product('CHANGED', {}, { interestPaymentSettings: { interestPaymentPoint: 'ANNUALLY' } });
    const of = await at.account('CHANGED');
    await at.desk.deposit(of, 1000);
    await at.advance('2026-06-08');
    expect(await at.accrued(of)).toBe('0.2');
    const { body: settings } = await at.bank.call('getDepositProduct', { path: { depositProductId: 'CHANGED' } });
    await at.bank.ok('updateDepositProduct', {
      path: { depositProductId: 'CHANGED' },
      body: { ...settings, interestSettings: { ...settings.interestSettings, daysInYear: 'ACTUAL_360' } } as never,
    });
    expect(await verified()).toMatchObject({ differences: [] });
    await at.advance('2026-06-09');
    expect(await at.accrued(of)).toBe('0.3041666664');
    expect(await verified()).toMatchObject({ differences: [] });
  });

  test('does not grow while the account is dormant, and is applied without waking it', async () => {
    await at.product('SLEEPY', { internalControls: { dormancyPeriodDays: 10 } });
    const of = await at.account('SLEEPY');
    await at.desk.deposit(of, 1000);
    await at.advance('2026-06-19');
    expect([await at.accrued(of), (await at.desk.account(of)).accountState]).toEqual(['1', 'DORMANT']);
    await at.advance('2026-07-01');
    expect(await at.applied(of)).toEqual(['2026-07-01 1']);
    expect((await at.desk.account(of)).accountState).toBe('DORMANT');
    await at.advance('2026-07-05');
    expect(await at.accrued(of)).toBe('0');
    await at.desk.deposit(of, 999);
    expect((await at.desk.account(of)).accountState).toBe('ACTIVE');
    await at.advance('2026-07-07');
    expect(await at.accrued(of)).toBe('0.4');
    // A value date in days asleep changes nothing for them.
    await at.desk.deposit(of, 1000, { valueDate: '2026-07-02T10:00:00+03:00' });
    await at.advance('2026-07-08');
    expect(await at.accrued(of)).toBe('0.9');
    await at.advance('2026-07-20');
    const { rows } = await at.bank.db.query(
      `SELECT interest -> 'dormancies' AS slept FROM deposit_account WHERE id = $1`,
      [of.id],
    );
    expect(rows[0]?.slept).toEqual([
      { from: '2026-06-19', to: '2026-07-05' },
      { from: '2026-07-17', to: null },
    ]);
    expect(await verified()).toMatchObject({ differences: [] });
  });
});
