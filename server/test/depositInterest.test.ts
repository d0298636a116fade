import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemPrincipal } from '../src/domains/eod/scheduler.ts';
import type { LocalDate } from '../src/kernel/localDate.ts';
import { endOfDaySteps } from '../src/registry.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf, sourceOf } from './harness/depositDesk.ts';
import { depositRules, type OpenBank, openBank } from './harness/openBank.ts';

type Body = Readonly<Record<string, unknown>>;
type Account = { readonly id: string; readonly encodedKey: string };

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;
let rules: { financialResource: string; glAccountKey: string }[];

const openOn = async (today: string): Promise<void> => {
  bank = await startBank({ today, timeZone: 'Europe/Bucharest' });
  open = await openBank(bank);
  desk = openDesk(bank);
  const [payable, expense, receivable, income] = await bank.ok('createGlAccounts', {
    body: [
      { glCode: '2100', name: 'Interest payable', type: 'LIABILITY', usage: 'DETAIL' },
      { glCode: '5100', name: 'Interest expense', type: 'EXPENSE', usage: 'DETAIL' },
      { glCode: '1300', name: 'Overdraft interest receivable', type: 'ASSET', usage: 'DETAIL' },
      { glCode: '4300', name: 'Overdraft interest', type: 'INCOME', usage: 'DETAIL' },
    ],
  });
  const rule = (financialResource: string, account: { readonly encodedKey?: string | undefined } | undefined) => ({
    financialResource,
    glAccountKey: String(account?.encodedKey),
  });
  rules = [
    ...depositRules(open.gl),
    rule('INTEREST_EXPENSE', expense),
    rule('INTEREST_PAYABLE', payable),
    rule('OVERDRAFT_INTEREST_INCOME', income),
    rule('OVERDRAFT_INTEREST_RECEIVABLE', receivable),
    rule('NEGATIVE_INTEREST_INCOME', income),
    rule('NEGATIVE_INTEREST_RECEIVABLE', receivable),
  ];
};

let made = 0;
/** A product that pays interest; `more` replaces whole settings. */
const product = async (rates: Body, settings: Body = {}, more: Body = {}): Promise<string> => {
  made += 1;
  const id = `P${made}`;
  const accrued = ['INTEREST_PAYABLE', 'OVERDRAFT_INTEREST_RECEIVABLE', 'NEGATIVE_INTEREST_RECEIVABLE'];
  await bank.ok('createDepositProduct', {
    body: {
      id,
      name: id,
      type: 'CURRENT_ACCOUNT',
      state: 'ACTIVE',
      newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@#######' },
      accountingSettings: {
        accountingMethod: 'CASH',
        accountingRules: rules.filter(({ financialResource }) => !accrued.includes(financialResource)),
      },
      interestSettings: {
        interestPaidIntoAccount: true,
        daysInYear: 'ACTUAL_365_FIXED',
        interestCalculationBalance: 'END_OF_DAY',
        interestPaymentSettings: { interestPaymentPoint: 'FIRST_DAY_OF_MONTH' },
        interestRateSettings: { interestRateTerms: 'FIXED', interestRateSource: 'FIXED_INTEREST_RATE', ...rates },
        ...settings,
      },
      ...more,
    },
  });
  return id;
};
const fixed = (rate: number): Body => ({ interestRate: { minValue: 0, maxValue: 20, defaultValue: rate } });
const account = async (productTypeKey: string, more: Body = {}): Promise<Account> =>
  open.depositAccount({ productTypeKey, ...more });
const at = (of: Account) => ({ depositAccountId: of.id });
const advance = (to: string) => bank.ok('advanceClock', { body: { to } });
const accrued = async (of: Account, bucket = 'interestAccrued'): Promise<string> => {
  const { rows } = await bank.db.query<{ told: string }>(
    `SELECT trim_scale(${bucket.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)})::text AS told FROM deposit_account WHERE id = $1`,
    [of.id],
  );
  return rows[0]?.told ?? '';
};
const transactions = async (of: Account) =>
  (await bank.ok('getDepositTransactions', { path: at(of), query: { limit: 50 } })).toReversed();
const applied = async (of: Account): Promise<string[]> =>
  (await transactions(of))
    .filter(({ type }) => type === 'INTEREST_APPLIED')
    .map(({ amount, valueDate }) => `${String(valueDate).slice(0, 10)} ${String(amount)}`);

describe('interest through the nights', () => {
  beforeAll(() => openOn('2026-05-03'));
  afterAll(async () => {
    await desk.verify();
    await bank.stop();
  });

  test('accrues daily, is applied on the first of the month and bears interest itself', async () => {
    const of = await account(await product(fixed(4)));
    await desk.deposit(of, 8000);
    await advance('2026-05-04');
    expect(await accrued(of)).toBe('0.8767123287');
    expect(await desk.account(of)).toMatchObject({
      accruedAmounts: { interestAccrued: expect.closeTo(0.8767, 4), overdraftInterestAccrued: 0 },
      interestSettings: { interestRateSettings: { interestRate: 4, interestRateTerms: 'FIXED' } },
      lastInterestCalculationDate: '2026-05-04T00:00:00+03:00',
    });
    await advance('2026-06-01');
    expect(await applied(of)).toEqual(['2026-06-01 25.42']);
    expect(await desk.balance(of)).toBe('8025.42');
    expect(await accrued(of)).toBe('0');
    const [, interest] = await transactions(of);
    expect(await desk.journal(interest ?? {})).toEqual(['CREDIT 2000 25.42 -', 'DEBIT 5100 25.42 -']);
    expect(interest).toMatchObject({
      interestAccruedAmounts: { interestAccrued: 25.42, overdraftInterestAccrued: 0 },
      affectedAmounts: { interestAmount: 25.42, fundsAmount: 25.42 },
    });
    expect((await desk.account(of)).lastInterestStoredDate).toBe('2026-06-01T00:00:00+03:00');
    await advance('2026-06-02');
    expect(await accrued(of)).toBe('0.8794980821');
    await desk.verify();
  });

  test('of tiers takes the rate of the whole balance, or of each band', async () => {
    const interestRateTiers = [
      { endingBalance: 5000, interestRate: 1 },
      { endingBalance: 20000, interestRate: 2 },
    ];
    const whole = await account(await product({ interestRateTerms: 'TIERED', interestRateTiers }));
    const bands = await account(await product({ interestRateTerms: 'TIERED_BAND', interestRateTiers }));
    for (const of of [whole, bands]) await desk.deposit(of, 12000);
    await advance('2026-06-03');
    expect([await accrued(whole), await accrued(bands)]).toEqual(['0.6575342465', '0.5205479452']);
    expect((await desk.account(bands)).interestSettings?.interestRateSettings?.interestRateTiers).toMatchObject([
      { endingBalance: 5000, interestRate: 1 },
      { endingBalance: 20000, interestRate: 2 },
    ]);
  });

  test.each([
    ['AVERAGE', '0.045'],
    ['MINIMUM', '0.035'],
    ['END_OF_DAY', '0.06'],
  ])('of a day with movements takes the balance by %s', async (interestCalculationBalance, expected) => {
    const of = await account(
      await product(
        { interestRate: { defaultValue: 36 }, interestChargeFrequency: 'ANNUALIZED' },
        { interestCalculationBalance, daysInYear: 'ACTUAL_360' },
      ),
    );
    await desk.deposit(of, 40);
    await desk.withdraw(of, 5);
    await desk.deposit(of, 25);
    await bank.ok('advanceClock', { body: { days: 1 } });
    expect(await accrued(of)).toBe(expected);
    await bank.ok('advanceClock', { body: { days: 1 } });
    expect(Number(await accrued(of))).toBeCloseTo(Number(expected) + 0.06, 10);
  });

  test('is owed for an overdraft by its own rate', async () => {
    const overdraftInterestSettings = {
      daysInYear: 'ACTUAL_365_FIXED',
      interestCalculationBalance: 'END_OF_DAY',
      interestRateSettings: {
        interestRateTerms: 'FIXED',
        interestRateSource: 'FIXED_INTEREST_RATE',
        interestRate: { defaultValue: 15 },
      },
    };
    const overdraftSettings = { allowOverdraft: true, maxOverdraftLimit: 1000 };
    const of = await account(await product(fixed(1), {}, { overdraftSettings, overdraftInterestSettings }), {
      overdraftSettings: { allowOverdraft: true, overdraftLimit: 500 },
    });
    await desk.withdraw(of, 400);
    await bank.ok('advanceClock', { body: { days: 7 } });
    expect(await accrued(of, 'overdraftInterestAccrued')).toBe('1.1506849312');
    expect(await accrued(of)).toBe('0');
    expect((await desk.account(of)).overdraftInterestSettings?.interestRateSettings?.interestRate).toBe(15);
    const today = String((await bank.ok('getClock')).now);
    await bank.ok('applyDepositInterest', { path: at(of), body: { interestApplicationDate: today } });
    expect(await desk.balance(of)).toBe('-401.15');
    const posted = (await transactions(of)).at(-1);
    expect(posted).toMatchObject({ type: 'INTEREST_APPLIED', amount: -1.15 });
    expect(await desk.journal(posted ?? {})).toEqual(['DEBIT 1200 1.15 -', 'CREDIT 4300 1.15 -']);
  });

  test('under ACCRUAL passes through what was owed', async () => {
    const of = await account(
      await product(
        fixed(3.65),
        { interestPaymentSettings: { interestPaymentPoint: 'DAILY' } },
        { accountingSettings: { accountingMethod: 'ACCRUAL', accountingRules: rules } },
      ),
    );
    await desk.deposit(of, 1000);
    await bank.ok('advanceClock', { body: { days: 1 } });
    const posted = (await transactions(of)).at(-1);
    expect(await desk.balance(of)).toBe('1000.1');
    expect((await desk.journal(posted ?? {})).toSorted()).toEqual([
      'CREDIT 2000 0.1 -',
      'CREDIT 2100 0.1 -',
      'DEBIT 2100 0.1 -',
      'DEBIT 5100 0.1 -',
    ]);
  });

  test('does not accrue while the account is locked', async () => {
    const of = await account(await product(fixed(3.65)));
    await desk.deposit(of, 1000);
    await bank.ok('advanceClock', { body: { days: 2 } });
    expect(await accrued(of)).toBe('0.2');
    await desk.changeState(of, 'LOCK');
    await bank.ok('advanceClock', { body: { days: 3 } });
    expect(await accrued(of)).toBe('0.2');
    await desk.changeState(of, 'UNLOCK');
    await bank.ok('advanceClock', { body: { days: 1 } });
    expect(await accrued(of)).toBe('0.3');
  });
});

describe('interest that changes afterwards', () => {
  beforeEach(() => openOn('2026-06-01'));
  afterEach(() => bank.stop());

  test('holds a changed rate from its value date', async () => {
    const of = await account(await product(fixed(2)));
    await desk.deposit(of, 5000);
    await advance('2026-06-16');
    const change = (body: Body) => bank.call('changeDepositInterestRate', { path: at(of), body });
    expect((await change({ interestRate: 4, valueDate: '2026-06-11', notes: 'better' })).status).toBe(204);
    expect(await accrued(of)).toBe('5.479452054');
    await advance('2026-06-21');
    expect(await accrued(of)).toBe('8.219178081');
    expect((await transactions(of)).at(-1)).toMatchObject({
      type: 'INTEREST_RATE_CHANGED',
      amount: 0,
      terms: { interestSettings: { interestRate: 4 } },
    });
    const wrong: readonly [Body, string][] = [
      [{ interestRate: 4, valueDate: '2026-06-22' }, '400 BACKDATE_SET_IN_THE_FUTURE'],
      [{ interestRate: 4, valueDate: '2026-05-31' }, '400 BACKDATE_BEFORE_ACTIVATION'],
      [{ interestRate: 21, valueDate: '2026-06-20' }, '400 INTEREST_RATE_OUTSIDE_CONSTRAINTS'],
      [{ interestRate: 1e30, valueDate: '2026-06-20' }, '400 INVALID_INTEREST_RATE'],
      [{ interestRate: 'four', valueDate: '2026-06-20' }, '400 INVALID_PARAMETERS'],
      [{ valueDate: '2026-06-20' }, '400 INVALID_PARAMETERS'],
      [{ interestRate: 4, valueDate: '2026-02-30' }, '400 INVALID_PARAMETERS'],
    ];
    for (const [body, reason] of wrong) expect(reasonOf(await change(body)), JSON.stringify(body)).toBe(reason);
    await advance('2026-07-02');
    expect(reasonOf(await change({ interestRate: 3, valueDate: '2026-06-30' }))).toBe(
      '400 INTEREST_RATE_CHANGED_NOT_ALLOWED_INTEREST_APPLIANCE_TRANSACTIONS_AFTER_VALUE_DATE',
    );
    expect(reasonOf(await change({ interestRate: 3, valueDate: '2026-07-01' }))).toBe('204');
    await desk.verify();
  });

  test('counts a transaction dated back from its value date, and not one that was taken back', async () => {
    const of = await account(await product(fixed(3.65)));
    await desk.deposit(of, 1000);
    await advance('2026-06-11');
    expect(await accrued(of)).toBe('1');
    const late = await desk.deposit(of, 500, { valueDate: '2026-06-06T10:00:00+03:00' });
    await advance('2026-06-12');
    expect(await accrued(of)).toBe('1.4');
    expect((await desk.adjust(late)).status).toBe(200);
    await advance('2026-06-13');
    expect(await accrued(of)).toBe('1.2');
    await advance('2026-07-02');
    expect(await applied(of)).toEqual(['2026-07-01 3']);
    const early = await bank.call('makeDeposit', {
      path: at(of),
      body: { amount: 5, valueDate: '2026-06-30T10:00:00+03:00' },
    });
    expect(reasonOf(early)).toBe('400 BACKDATE_BEFORE_OTHER_OPERATION');
    await desk.verify();
  });

  test('is applied by hand, and adjusted', async () => {
    const of = await account(await product(fixed(3.65)));
    const apply = (interestApplicationDate: unknown, body: Body = {}) =>
      bank.call('applyDepositInterest', { path: at(of), body: { interestApplicationDate, ...body } });
    expect(reasonOf(await apply('2026-06-01T10:00:00+03:00'))).toBe('400 INVALID_DEPOSIT_ACCOUNT_STATE');
    await desk.deposit(of, 1000);
    expect(reasonOf(await apply('2026-06-01T10:00:00+03:00'))).toBe('400 ACCOUNT_HAS_NO_ACCRUED_INTEREST');
    await advance('2026-06-11');
    expect((await apply('2026-06-06T10:00:00+03:00', { notes: 'early' })).status).toBe(204);
    expect(await desk.balance(of)).toBe('1000.5');
    // Five days of 1000.50 are accrued since.
    expect(await accrued(of)).toBe('0.50025');
    for (const [date, reason] of [
      ['2026-06-05T10:00:00+03:00', '400 INVALID_DATE'],
      ['2026-06-12T10:00:00+03:00', '400 INVALID_DATE'],
      ['2026-05-30T10:00:00+03:00', '400 INVALID_DATE'],
      ['soon', '400 INVALID_PARAMETERS'],
      [undefined, '400 INVALID_PARAMETERS'],
    ] as const) {
      expect(reasonOf(await apply(date)), String(date)).toBe(reason);
    }
    const unsupported = await apply('2026-06-11T10:00:00+03:00', { isInterestFromArrears: true });
    expect(`${reasonOf(unsupported)}: ${sourceOf(unsupported)}`).toMatch(
      /^400 INVALID_PARAMETERS: .*isInterestFromArrears/,
    );
    const [, interest] = await transactions(of);
    expect((await desk.adjust(interest ?? {})).status).toBe(200);
    expect(await desk.balance(of)).toBe('1000');
    await advance('2026-06-12');
    expect(await accrued(of)).toBe('1.1');
    expect((await transactions(of)).at(-1)).toMatchObject({ type: 'INTEREST_APPLIED_ADJUSTMENT', amount: -0.5 });
    const close = await desk.changeState(of, 'CLOSE');
    expect(reasonOf(close)).toBe('400 ACCOUNT_HAS_REMAINING_BALANCE');
    await desk.verify();
  });

  test('comes to the same when a night is interrupted and runs again', async () => {
    const key = await product(fixed(3.65));
    const accounts = await Promise.all(Array.from({ length: 5 }, () => account(key)));
    for (const of of accounts) await desk.deposit(of, 1000);
    await advance('2026-06-03');
    const before = await Promise.all(accounts.map((of) => accrued(of)));
    const step = endOfDaySteps.find(({ name }) => name === 'deposits: accrue and apply interest');
    const night = {
      tenant: bank.app.tenant,
      day: '2026-06-02' as LocalDate,
      principal: systemPrincipal,
    };
    expect(await step?.run(night)).toBe(0);
    // As if the night had come as far as the first two.
    await bank.db.query(
      `UPDATE deposit_account SET accrued_to = '2026-06-02', interest_accrued = 0.1 WHERE id = ANY($1)`,
      [accounts.slice(2).map(({ id }) => id)],
    );
    expect(await step?.run(night)).toBe(3);
    expect(await Promise.all(accounts.map((of) => accrued(of)))).toEqual(before);
    expect(before).toEqual(accounts.map(() => '0.2'));
  });

  test('lets an account choose its rate within the limits of the product, until it is active', async () => {
    const key = await product(fixed(2));
    const create = (interestRateSettings: Body) =>
      open.client().then(({ encodedKey }) =>
        bank.call('createDepositAccount', {
          body: {
            accountHolderKey: encodedKey,
            accountHolderType: 'CLIENT',
            name: 'A',
            productTypeKey: key,
            interestSettings: { interestRateSettings },
          },
        }),
      );
    const good = await create({ interestRate: 5 });
    expect(good.status).toBe(201);
    expect(good.body.interestSettings?.interestRateSettings?.interestRate).toBe(5);
    for (const [settings, reason] of [
      [{ interestRate: 21 }, '400 INTEREST_RATE_OUTSIDE_CONSTRAINTS'],
      [{ interestRate: 1, interestSpread: 1 }, '400 INTEREST_SPREAD_NOT_AVAILABLE_FOR_FIXED_RATES'],
      [{ interestRateTiers: [{ interestRate: 1 }] }, '400 INVALID_INTEREST_RATE_TIERS'],
      [{ interestRateTerms: 'TIERED' }, '400 INTEREST_RATE_TERMS_ARE_READONLY'],
      [{ interestRate: 'x' }, '400 INVALID_PARAMETERS'],
    ] as const) {
      expect(reasonOf(await create(settings)), JSON.stringify(settings)).toBe(reason);
    }
    const of = { id: String(good.body.id), encodedKey: String(good.body.encodedKey) };
    const patch = (value: unknown) =>
      bank.call('patchDepositAccount', {
        path: at(of),
        body: [{ op: 'REPLACE', path: '/interestSettings/interestRateSettings/interestRate', value }],
      });
    expect(reasonOf(await patch(6))).toBe('204');
    expect((await desk.account(of)).interestSettings?.interestRateSettings?.interestRate).toBe(6);
    await desk.changeState(of, 'APPROVE');
    await desk.deposit(of, 100);
    expect(reasonOf(await patch(7))).toBe('400 DEPOSIT_ACCOUNT_FIELD_NOT_EDITABLE');
    const rename = await bank.call('patchDepositAccount', {
      path: at(of),
      body: [{ op: 'REPLACE', path: '/name', value: 'Renamed' }],
    });
    expect(rename.status).toBe(204);
    const found = await bank.ok('searchDepositAccounts', {
      body: { filterCriteria: [{ field: 'interestSettings.interestRate', operator: 'EQUALS', value: 6 }] },
    });
    expect(found.map(({ id }) => id)).toEqual([of.id]);
  });
});
