import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accrueInterest } from '../src/domains/deposits/eod/accrueInterest.ts';
import { depositInterest } from '../src/domains/deposits/index.ts';
import { systemPrincipal } from '../src/domains/eod/scheduler.ts';
import type { LocalDate } from '../src/kernel/localDate.ts';
import { type InterestAccount, type InterestBank, openInterestBank } from './harness/interestBank.ts';

let at: InterestBank;

beforeEach(async () => {
  at = await openInterestBank('2026-06-01');
});
afterEach(async () => {
  await at.desk.verify();
  await at.bank.stop();
});

const daily = (to: InterestBank) => ({ accountingSettings: to.accrual({ interestAccruedAccountingMethod: 'DAILY' }) });

/** Five accounts with money, the same in every bank. */
const fill = async (of: InterestBank): Promise<readonly InterestAccount[]> => {
  await of.product('SAVERS', daily(of));
  const accounts: InterestAccount[] = [];
  for (const amount of [1000, 250.5, 99.99, 12345.67, 7]) {
    const account = await of.account('SAVERS');
    await of.desk.deposit(account, amount);
    accounts.push(account);
  }
  return accounts;
};

/** A pool whose connection breaks in the middle of the transaction in which it updates accounts for the n-th time. */
const breaking = (pool: pg.Pool, nth: number): pg.Pool => {
  let updates = 0;
  const hooked = (client: pg.PoolClient): pg.PoolClient =>
    new Proxy(client, {
      get: (target, property) => {
        const value = Reflect.get(target, property, target);
        if (property !== 'query') return typeof value === 'function' ? value.bind(target) : value;
        return async (...given: readonly [{ text?: string }, ...unknown[]]) => {
          const text = typeof given[0] === 'string' ? given[0] : (given[0].text ?? '');
          const found = await Reflect.apply(value, target, given);
          if (/UPDATE deposit_account/.test(text)) updates += 1;
          if (updates === nth && /UPDATE deposit_account/.test(text)) {
            const { rows } = await target.query('SELECT pg_backend_pid() AS pid');
            await pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
          }
          return found;
        };
      },
    });
  return new Proxy(pool, {
    get: (target, property) => {
      const value = Reflect.get(target, property, target);
      if (property === 'connect') return async () => hooked(await target.connect());
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
};

describe('a night', () => {
  test('that is killed in the middle and runs again leaves exactly what an undisturbed one does', async () => {
    const other = await openInterestBank('2026-06-01');
    try {
      await fill(at);
      await fill(other);
      for (const to of [at, other]) await to.advance('2026-06-30');
      const { tenant } = at.bank.app;
      const night = { tenant, day: '2026-06-30' as LocalDate, principal: systemPrincipal };
      const broken = { ...night, tenant: { ...tenant, pool: breaking(tenant.pool, 2) } };
      await expect(accrueInterest(broken, 2)).rejects.toThrow();
      const { rows } = await at.bank.db.query(
        `SELECT count(*) FILTER (WHERE accrued_to = '2026-07-01')::int AS done, count(*)::int AS "all" FROM deposit_account`,
      );
      // The first two accounts are done and counted, the two of the broken transaction are not.
      expect(rows).toEqual([{ done: 2, all: 5 }]);
      // The next attempt comes through the accounts and dies before it books; the one after that ends the day.
      expect(await accrueInterest(night, 2)).toBe(3);
      for (const to of [at, other]) await to.advance('2026-07-03');
      expect(await at.books()).toEqual(await other.books());
      await other.desk.verify();
    } finally {
      await other.bank.stop();
    }
  });

  test('whose step throws is ended by the next attempt, without doing anything twice', async () => {
    const [first] = await fill(at);
    await at.advance('2026-06-30');
    await at.bank.db.query('ALTER TABLE journal_entry ADD CONSTRAINT broken CHECK (amount < 0) NOT VALID');
    await expect(at.bank.call('advanceClock', { body: { to: '2026-07-01' } })).rejects.toThrow('answered 500');
    expect(await at.applied(first ?? { id: '', encodedKey: '' })).toEqual([]);
    await at.bank.db.query('ALTER TABLE journal_entry DROP CONSTRAINT broken');
    await at.advance('2026-07-02');
    expect(await at.applied(first ?? { id: '', encodedKey: '' })).toEqual(['2026-07-01 3']);
    const { rows } = await at.bank.db.query(
      `SELECT count(*)::int AS entries, count(DISTINCT day)::int AS days FROM accrual WHERE amount IS NOT NULL`,
    );
    expect(rows).toEqual([{ entries: 31, days: 31 }]);
  });

  test('leaves an account out whose application is refused, tells it, and applies it on its date when it can', async () => {
    await at.product('GOOD');
    await at.product('BAD');
    const [good, bad] = [await at.account('GOOD'), await at.account('BAD')];
    for (const of of [good, bad]) await at.desk.deposit(of, 1000);
    await at.advance('2026-06-30');
    // The account that the product's rules name takes no postings any more.
    const expenseOf = (productId: string, glCode: string) =>
      at.bank.db.query(
        `UPDATE deposit_product SET accounting_settings = jsonb_set(accounting_settings, '{accountingRules}',
           (SELECT jsonb_agg(CASE WHEN r ->> 'financialResource' = 'INTEREST_EXPENSE' THEN jsonb_set(r, '{glAccountKey}', to_jsonb($2::text)) ELSE r END)
              FROM jsonb_array_elements(accounting_settings -> 'accountingRules') r)) WHERE id = $1`,
        [productId, at.gl[glCode]],
      );
    await expenseOf('BAD', '3000');
    const close = (activated: boolean) =>
      at.bank.ok('patchGlAccount', {
        path: { glAccountId: '3000' },
        body: [{ op: 'REPLACE', path: '/activated', value: activated }],
      });
    await close(false);
    const told = await at.bank.ok('advanceClock', { body: { to: '2026-07-02' } });
    expect([await at.applied(good), await at.applied(bad)]).toEqual([['2026-07-01 3'], []]);
    const refusal = {
      day: '2026-06-30',
      step: depositInterest.name,
      accountKey: bad.encodedKey,
      errorReason: 'INVALID_ACCOUNT_FOR_JOURNAL_ENTRY_ERROR',
    };
    // Tried again in the second night.
    expect(told.endOfDayRefusals).toMatchObject([refusal, refusal]);
    expect(await at.accrued(bad)).toBe('3.1');
    await close(true);
    expect((await at.bank.ok('advanceClock', { body: { to: '2026-07-03' } })).endOfDayRefusals).toEqual([]);
    expect(await at.applied(bad)).toEqual(['2026-07-01 3']);
    await at.advance('2026-07-04');
    expect(await at.accrued(bad)).toBe(await at.accrued(good));
  });

  test('races postings: all of them are answered, and the sums are right', async () => {
    const accounts = await fill(at);
    const statuses: number[] = [];
    let running = true;
    const teller = async (of: InterestAccount): Promise<number> => {
      let moved = 0;
      while (running) {
        for (const name of ['makeDeposit', 'makeWithdrawal'] as const) {
          const { status } = await at.bank.call(name, {
            path: { depositAccountId: of.id },
            body: { amount: name === 'makeDeposit' ? 3 : 2 },
          });
          statuses.push(status);
          if (status === 201) moved += name === 'makeDeposit' ? 3 : -2;
        }
      }
      return moved;
    };
    await at.advance('2026-06-28');
    const before = await Promise.all(accounts.map((of) => at.desk.balance(of)));
    const tellers = Promise.all(accounts.map(teller));
    await at.advance('2026-07-04');
    running = false;
    const moved = await tellers;
    expect(new Set(statuses)).toEqual(new Set([201]));
    expect(statuses.length).toBeGreaterThan(50);
    for (const [index, of] of accounts.entries()) {
      const interest = (await at.applied(of))
        .map((text) => Number(text.split(' ')[1]))
        .reduce((left, right) => left + right, 0);
      const expected = Number(before[index]) + (moved[index] ?? 0) + interest;
      expect(Number(await at.desk.balance(of))).toBeCloseTo(expected, 6);
      expect(await at.applied(of)).toHaveLength(1);
    }
    // The night after has folded all that was written meanwhile: the verification folds it once more.
    await at.advance('2026-07-05');
    expect(await at.bank.ok('verifyLedger')).toMatchObject({ checked: { depositAccruals: 5 }, differences: [] });
  });

  test('counts what was decided before midnight and is written after it, however late', async () => {
    await at.product('LATE');
    const of = await at.account('LATE');
    await at.desk.deposit(of, 1000);
    await at.advance('2026-06-03');
    const deposited = await at.desk.deposit(of, 1000);
    await at.advance('2026-06-04');
    expect(await at.accrued(of)).toBe('0.4');
    // As if that deposit had been decided a day before the night that it missed.
    const moment = '2026-06-02T09:00:00Z';
    await at.bank.db.query(
      'UPDATE deposit_transaction SET value_date = $2, creation_date = $2 WHERE encoded_key = $1::uuid',
      [deposited.encodedKey, moment],
    );
    await at.bank.db.query(
      'UPDATE deposit_account SET last_modified_date = $2, changed_since_night = true WHERE id = $1',
      [of.id, moment],
    );
    await at.advance('2026-06-05');
    expect(await at.accrued(of)).toBe('0.7');
  });
});

describe('an account', () => {
  test('that is unlocked has the interest applied that fell due meanwhile, on its dates', async () => {
    await at.product('LOCKED', {}, { collectInterestWhenLocked: true });
    await at.product('PAUSED', daily(at));
    const [bearing, paused] = [await at.account('LOCKED'), await at.account('PAUSED')];
    for (const of of [bearing, paused]) await at.desk.deposit(of, 10000);
    await at.advance('2026-06-11');
    for (const of of [bearing, paused]) expect((await at.desk.changeState(of, 'LOCK')).status).toBe(200);
    await at.advance('2026-08-11');
    expect([await at.applied(bearing), await at.applied(paused)]).toEqual([[], []]);
    for (const of of [bearing, paused]) expect((await at.desk.changeState(of, 'UNLOCK')).status).toBe(200);
    // 30 days of 1.00; 31 days on 10,030.
    expect(await at.applied(bearing)).toEqual(['2026-07-01 30', '2026-08-01 31.09']);
    expect(await at.applied(paused)).toEqual(['2026-07-01 10']);
    expect(await at.desk.balance(bearing)).toBe('10061.09');
    await at.advance('2026-08-12');
    expect(await at.accrued(paused)).toBe('1.001');
    expect(await at.bank.ok('verifyLedger')).toMatchObject({ differences: [] });
  });

  test('whose overdraft expires goes into arrears in that night, and owes interest all the same', async () => {
    await at.product('OVERDRAWN');
    const of = await at.account('OVERDRAWN', {
      overdraftSettings: {
        allowOverdraft: true,
        overdraftLimit: 1000,
        overdraftExpiryDate: '2026-06-04T00:00:00+03:00',
      },
    });
    await at.desk.withdraw(of, 500);
    await at.advance('2026-06-03');
    expect((await at.desk.account(of)).accountState).toBe('ACTIVE');
    await at.advance('2026-06-04');
    expect((await at.desk.account(of)).accountState).toBe('ACTIVE_IN_ARREARS');
    await at.advance('2026-06-06');
    expect(await at.accrued(of, 'overdraft_interest_accrued')).toBe('1');
    expect(
      await at.desk.reason('makeWithdrawal', { path: { depositAccountId: of.id }, body: { amount: 1 } }),
    ).toContain('400');
    await at.desk.deposit(of, 500);
    expect((await at.desk.account(of)).accountState).toBe('ACTIVE');
  });

  test('with a savings plan is paid its interest at the end of the term, and bears none after it', async () => {
    await at.product(
      'PLAN',
      {
        type: 'SAVINGS_PLAN',
        overdraftSettings: undefined,
        overdraftInterestSettings: undefined,
        maturitySettings: {
          maturityPeriodUnit: 'DAYS',
          maturityPeriod: { minValue: 1, maxValue: 100, defaultValue: 20 },
        },
      },
      { interestPaymentSettings: { interestPaymentPoint: 'ON_ACCOUNT_MATURITY' } },
    );
    const of = await at.account('PLAN');
    await at.desk.deposit(of, 1000);
    await at.bank.ok('startDepositMaturity', { path: { depositAccountId: of.id }, body: {} });
    await at.advance('2026-06-11');
    await at.desk.deposit(of, 1000);
    await at.advance('2026-06-21');
    // Ten days of 0.10, ten of 0.20.
    expect(await at.applied(of)).toEqual(['2026-06-21 3']);
    expect((await at.desk.account(of)).accountState).toBe('MATURED');
    expect(await at.desk.reason('makeDeposit', { path: { depositAccountId: of.id }, body: { amount: 1 } })).toContain(
      '400',
    );
    await at.advance('2026-07-02');
    expect([await at.accrued(of), await at.applied(of)]).toEqual(['0', ['2026-06-21 3']]);
    await at.desk.withdraw(of, 2003);
    expect((await at.desk.changeState(of, 'CLOSE')).status).toBe(200);
  });
});
