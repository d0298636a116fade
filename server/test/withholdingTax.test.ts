import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type Account, openRatesBank, type RatesBank } from './harness/ratesBank.ts';

type Body = Readonly<Record<string, unknown>>;
let of: RatesBank;
const at = (account: Account) => ({ depositAccountId: account.id });
const fixed = (rate: number): Body => ({ interestRate: { defaultValue: rate } });
const taxed: Body = { taxSettings: { withholdingTaxEnabled: true } };
const apply = (account: Account, interestApplicationDate: string) =>
  of.bank.call('applyDepositInterest', { path: at(account), body: { interestApplicationDate } });
const change = (account: Account, body: Body) =>
  of.bank.call('changeDepositWithholdingTax', { path: at(account), body });
const history = (account: Account, query: Record<string, string> = {}) =>
  of.bank.ok('getDepositWithholdingTaxes', { path: at(account), query });

describe('tax that is withheld from interest', () => {
  beforeEach(async () => {
    of = await openRatesBank('2026-06-01');
  });
  afterEach(async () => {
    await of.desk.verify();
    await of.bank.stop();
  });

  // 11111.20 at 4 % for 30 days of 365 is 36.5299…, applied 36.53; 20 % of it is 7.306, withheld 7.31.
  test('is posted right behind it, by the rate of the day, and taken back with it', async () => {
    const withholdingTaxSourceKey = await of.source('WITHHOLDING_TAX_RATE', ['2026-01-01', 10], ['2026-07-01', 20]);
    const account = await of.account(await of.product(fixed(4), {}, taxed), { withholdingTaxSourceKey });
    await of.desk.deposit(account, 11111.2);
    await of.advance('2026-07-01');
    expect(await of.postings(account)).toEqual([
      '2026-07-01 INTEREST_APPLIED 36.53 11147.73',
      '2026-07-01 WITHHOLDING_TAX -7.31 11140.42',
    ]);
    const [, interest, tax] = await of.transactions(account);
    expect(tax).toMatchObject({
      taxes: { taxRate: 20 },
      affectedAmounts: { fundsAmount: -7.31, interestAmount: 0 },
      valueDate: interest?.valueDate,
    });
    expect(interest).not.toHaveProperty('taxes');
    expect(await of.desk.journal(tax ?? {})).toEqual(['DEBIT 2000 7.31 -', 'CREDIT 2200 7.31 -']);
    expect(await of.accrued(account)).toBe('0');

    expect(reasonOf(await of.desk.adjust(tax ?? {}))).toBe('400 TRANSACTION_TYPE_DOES_NOT_ALLOW_ADJUSTMENT');
    const adjusted = await of.desk.adjust(interest ?? {});
    expect(adjusted).toMatchObject({
      status: 200,
      body: { type: 'INTEREST_APPLIED_ADJUSTMENT', amount: -36.53, originalTransactionKey: interest?.encodedKey },
    });
    expect(await of.postings(account)).toEqual([
      '2026-07-01 INTEREST_APPLIED 36.53 11147.73',
      '2026-07-01 WITHHOLDING_TAX -7.31 11140.42',
      '2026-07-01 WITHHOLDING_TAX_ADJUSTMENT 7.31 11147.73',
      '2026-07-01 INTEREST_APPLIED_ADJUSTMENT -36.53 11111.2',
    ]);
    const undone = (await of.transactions(account)).find(({ type }) => type === 'WITHHOLDING_TAX_ADJUSTMENT');
    expect((await of.desk.journal(undone ?? {})).toSorted()).toEqual(['CREDIT 2000 7.31 -', 'DEBIT 2200 7.31 -']);
    expect(undone).toMatchObject({ taxes: { taxRate: 20 }, originalTransactionKey: tax?.encodedKey });
    expect((await of.desk.account(account)).accruedAmounts).toMatchObject({ interestAccrued: 36.53 });
    expect(reasonOf(await of.desk.adjust(interest ?? {}))).toBe('400 TRANSACTION_ALREADY_ADJUSTED');

    // Applied anew by hand: the same amounts again, and each of them once.
    await of.advance('2026-07-02');
    expect(reasonOf(await apply(account, '2026-07-01T10:00:00+03:00'))).toBe('204');
    expect((await of.postings(account)).slice(4)).toEqual([
      '2026-07-01 INTEREST_APPLIED 36.53 11147.73',
      '2026-07-01 WITHHOLDING_TAX -7.31 11140.42',
    ]);
    const again = (await of.transactions(account)).filter(({ type }) => type === 'INTEREST_APPLIED').at(-1);
    expect((await of.desk.adjust(again ?? {})).status).toBe(200);
    expect(await of.desk.balance(account)).toBe('11111.2');
  });

  test('is told by searches', async () => {
    const withholdingTaxSourceKey = await of.source('WITHHOLDING_TAX_RATE', ['2026-01-01', 10]);
    const account = await of.account(await of.product(fixed(4), {}, taxed), { withholdingTaxSourceKey });
    await of.desk.deposit(account, 11111.2);
    await of.advance('2026-07-01');
    const found = async (field: string, value: unknown): Promise<unknown[]> =>
      (
        await of.bank.ok('searchDepositAccounts', { body: { filterCriteria: [{ field, operator: 'EQUALS', value }] } })
      ).map(({ id }) => id);
    expect(await found('taxRate', 10)).toEqual([account.id]);
    expect(await found('taxApplied', 3.65)).toEqual([account.id]);
    const told = await of.desk.account(account);
    expect(await found('withholdingTaxSourceKey', told.withholdingTaxSourceKey)).toEqual([account.id]);
    const taxes = await of.bank.ok('searchDepositTransactions', {
      body: { filterCriteria: [{ field: 'taxes.taxRate', operator: 'EQUALS', value: 10 }] },
    });
    expect(taxes.map(({ type, amount }) => [type, amount])).toEqual([['WITHHOLDING_TAX', -3.65]]);
  });

  // 1000 at 3.65 % is 0.10 a day: 30 days are 3.00, of which 10 % are 0.30; 4 cents at 10 % are 0.004, which is nothing.
  test('is none without a source, below half a cent, or on what is owed', async () => {
    const key = await of.product(
      fixed(3.65),
      {},
      {
        ...taxed,
        overdraftSettings: { allowOverdraft: true, maxOverdraftLimit: 1000 },
        overdraftInterestSettings: {
          daysInYear: 'ACTUAL_365_FIXED',
          interestRateSettings: { interestRateTerms: 'FIXED', interestRate: { defaultValue: 36.5 } },
        },
      },
    );
    const withholdingTaxSourceKey = await of.source('WITHHOLDING_TAX_RATE', ['2026-01-01', 10]);
    const overdraftSettings = { allowOverdraft: true, overdraftLimit: 500 };
    const [free, small, owing] = [
      await of.account(key),
      await of.account(key, { withholdingTaxSourceKey }),
      await of.account(key, { withholdingTaxSourceKey, overdraftSettings }),
    ];
    await of.desk.deposit(free, 1000);
    await of.desk.deposit(small, 13.33);
    await of.desk.withdraw(owing, 100);
    await of.advance('2026-07-01');
    expect(await of.postings(free)).toEqual(['2026-07-01 INTEREST_APPLIED 3 1003']);
    expect(await of.postings(small)).toEqual(['2026-07-01 INTEREST_APPLIED 0.04 13.37']);
    expect(await of.postings(owing)).toEqual(['2026-07-01 INTEREST_APPLIED -3 -103']);
    expect(await history(free)).toEqual([]);
  });

  test('lets interest wait while the source has no rate', async () => {
    const withholdingTaxSourceKey = await of.source('WITHHOLDING_TAX_RATE', ['2026-07-10', 10]);
    const account = await of.account(await of.product(fixed(3.65), {}, taxed), { withholdingTaxSourceKey });
    await of.desk.deposit(account, 1000);
    await of.advance('2026-07-09');
    expect(await of.postings(account)).toEqual([]);
    expect(reasonOf(await apply(account, '2026-07-09T10:00:00+03:00'))).toBe('400 NO_TAX_RATE_AVAILABLE');
    expect(await of.accrued(account)).toBe('3.8');
    await of.advance('2026-08-01');
    expect(await of.postings(account)).toEqual([
      '2026-08-01 INTEREST_APPLIED 6.1 1006.1',
      '2026-08-01 WITHHOLDING_TAX -0.61 1005.49',
    ]);
  });

  test('is not taken back where what it left was used meanwhile', async () => {
    const withholdingTaxSourceKey = await of.source('WITHHOLDING_TAX_RATE', ['2026-01-01', 50]);
    const account = await of.account(await of.product(fixed(3.65), {}, taxed), { withholdingTaxSourceKey });
    await of.desk.deposit(account, 1000);
    await of.advance('2026-07-01');
    await of.desk.withdraw(account, 1001.5);
    const interest = (await of.transactions(account)).find(({ type }) => type === 'INTEREST_APPLIED');
    expect(reasonOf(await of.desk.adjust(interest ?? {}))).toBe('400 BALANCE_BELOW_ZERO');
    expect(await of.desk.balance(account)).toBe('0');
  });
});

describe('the source of the tax', () => {
  let withholding: string;
  let other: string;
  let interestRates: string;
  let product: string;
  beforeAll(async () => {
    of = await openRatesBank('2026-06-01');
    withholding = await of.source('WITHHOLDING_TAX_RATE', ['2026-01-01', 10]);
    other = await of.source('WITHHOLDING_TAX_RATE', ['2026-01-01', 30]);
    interestRates = await of.source('INTEREST_RATE', ['2026-01-01', 3]);
    product = await of.product(fixed(3.65), {}, taxed);
  });
  afterAll(async () => {
    await of.desk.verify();
    await of.bank.stop();
  });

  test('changes from a moment on, and its history is told', async () => {
    const account = await of.account(product, { withholdingTaxSourceKey: withholding });
    await of.desk.deposit(account, 1000);
    await of.advance('2026-06-11');
    expect(reasonOf(await change(account, { withholdingTaxSourceKey: other }))).toBe('204');
    const key = (await of.bank.ok('getIndexRateSource', { path: { indexRateSourceId: other } })).encodedKey;
    expect((await of.desk.account(account)).withholdingTaxSourceKey).toBe(key);
    // The one it has already: nothing changes.
    expect(reasonOf(await change(account, { withholdingTaxSourceKey: key }))).toBe('204');
    const [first, second, ...more] = await history(account);
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      savingsAccountEncodedKey: account.encodedKey,
      rateSourceId: withholding,
      rateSourceName: withholding,
      fromDate: expect.stringMatching(/^2026-06-01T/),
      toDate: expect.stringMatching(/^2026-06-11T/),
    });
    expect(second).toMatchObject({ rateSourceEncodedKey: key, rateSourceId: other, fromDate: first?.toDate });
    expect(second).not.toHaveProperty('toDate');
    const ids = async (query: Record<string, string>) => (await history(account, query)).map((one) => one.rateSourceId);
    expect(await ids({ to: '2026-06-10' })).toEqual([withholding]);
    expect(await ids({ to: '2026-06-11' })).toEqual([withholding, other]);
    expect(await ids({ from: '2026-06-12' })).toEqual([other]);
    expect(await ids({ from: '2026-06-11', to: '2026-06-11' })).toEqual([withholding, other]);
    expect(await ids({ to: '2026-05-31' })).toEqual([]);
    await of.advance('2026-07-01');
    expect(await of.postings(account)).toEqual([
      '2026-07-01 INTEREST_APPLIED 3 1003',
      '2026-07-01 WITHHOLDING_TAX -0.9 1002.1',
    ]);
    const { rowCount } = await of.bank.db.query(
      `SELECT FROM audit_record WHERE entity_key = $1 AND operation = 'changeDepositWithholdingTax'`,
      [account.encodedKey],
    );
    expect(rowCount).toBe(1);
  });

  test('that is used is not deleted, also where it is one of the past', async () => {
    const remove = (indexRateSourceId: string) =>
      of.bank.call('deleteIndexRateSource', { path: { indexRateSourceId } });
    for (const id of [withholding, other]) expect(reasonOf(await remove(id))).not.toBe('204');
    expect(reasonOf(await remove(await of.source('WITHHOLDING_TAX_RATE')))).toBe('204');
  });

  test.each([
    ['unknown', () => ({ withholdingTaxSourceKey: 'nowhere' }), '400 INVALID_WITHHOLDING_TAX_SOURCE_KEY'],
    ['empty', () => ({ withholdingTaxSourceKey: '' }), '400 INVALID_WITHHOLDING_TAX_SOURCE_KEY'],
    ['long', () => ({ withholdingTaxSourceKey: '漢'.repeat(9999) }), '400 INVALID_PARAMETERS'],
    ['of interest', () => ({ withholdingTaxSourceKey: interestRates }), '400 INVALID_WITHHOLDING_TAX_SOURCE_TYPE'],
    ['a number', () => ({ withholdingTaxSourceKey: 5 }), '400 INVALID_PARAMETERS'],
    ['a list', () => ({ withholdingTaxSourceKey: [withholding] }), '400 INVALID_PARAMETERS'],
    ['missing', () => ({}), '400 INVALID_PARAMETERS'],
    ['null', () => ({ withholdingTaxSourceKey: null }), '400 INVALID_PARAMETERS'],
  ] as const)('that is %s is refused', async (_case, body, reason) => {
    const account = await of.account(product, { withholdingTaxSourceKey: withholding });
    const reply = await change(account, body());
    expect(reasonOf(reply)).toBe(reason);
    expect(sourceOf(reply)).toContain('withholdingTaxSourceKey');
    expect(await history(account)).toHaveLength(1);
  });

  test('is refused where the account is unknown, closed, or of a product without tax', async () => {
    const unknown = { id: 'NOWHERE', encodedKey: '' };
    const body = { withholdingTaxSourceKey: withholding };
    expect(reasonOf(await change(unknown, body))).toBe('404 INVALID_DEPOSIT_ACCOUNT_ID');
    const untaxed = await of.account(await of.product(fixed(1)));
    expect(reasonOf(await change(untaxed, body))).toBe('400 PRODUCT_DOESNT_ALLOW_WITHHOLDING_TAXES');
    const closed = await of.account(product);
    await of.desk.changeState(closed, 'CLOSE_WITHDRAW');
    expect(reasonOf(await change(closed, body))).toBe('400 INVALID_DEPOSIT_ACCOUNT_STATE');
    const asked = (query: Record<string, string>, account: Account = untaxed) =>
      of.desk.reason('getDepositWithholdingTaxes', { path: at(account), query });
    expect(await asked({}, unknown)).toBe('404 INVALID_DEPOSIT_ACCOUNT_ID');
    expect(await asked({ from: 'yesterday' })).toBe('400 INVALID_PARAMETERS');
    expect(await asked({ from: '2026-02-30' })).toBe('400 INVALID_PARAMETERS');
    expect(await asked({ from: '2026-06-02', to: '2026-06-01' })).toBe('400 INVALID_PARAMETERS');
  });

  test('is chosen with the account, and edited until that is active', async () => {
    const client = await of.open.client();
    const create = (more: Body) =>
      of.bank.call('createDepositAccount', {
        body: { accountHolderKey: client.encodedKey, accountHolderType: 'CLIENT', name: 'A', ...more },
      });
    expect(reasonOf(await create({ productTypeKey: product, withholdingTaxSourceKey: interestRates }))).toBe(
      '400 INVALID_WITHHOLDING_TAX_SOURCE_TYPE',
    );
    expect(reasonOf(await create({ productTypeKey: product, withholdingTaxSourceKey: 'x' }))).toBe(
      '400 INVALID_WITHHOLDING_TAX_SOURCE_KEY',
    );
    expect(reasonOf(await create({ productTypeKey: 'CURRENT', withholdingTaxSourceKey: withholding }))).toBe(
      '400 PRODUCT_DOESNT_ALLOW_WITHHOLDING_TAXES',
    );
    const account = await of.account(product);
    const patch = (op: string, value?: unknown) =>
      of.desk.reason('patchDepositAccount', {
        path: at(account),
        body: [{ op, path: '/withholdingTaxSourceKey', ...(value === undefined ? {} : { value }) }],
      });
    expect(await patch('ADD', withholding)).toBe('204');
    expect(await patch('REPLACE', 'x')).toBe('400 INVALID_WITHHOLDING_TAX_SOURCE_KEY');
    expect(await patch('REMOVE')).toBe('204');
    expect(await of.desk.account(account)).not.toHaveProperty('withholdingTaxSourceKey');
    expect(await patch('ADD', other)).toBe('204');
    expect((await history(account)).map(({ rateSourceId }) => rateSourceId)).toEqual([withholding, other]);
    await of.desk.deposit(account, 10);
    expect(await patch('REPLACE', withholding)).toBe('400 DEPOSIT_ACCOUNT_FIELD_NOT_EDITABLE');
    const name = { op: 'REPLACE', path: '/name', value: 'Renamed' };
    expect(await of.desk.reason('patchDepositAccount', { path: at(account), body: [name] })).toBe('204');
    const told = await of.desk.account(account);
    const put = await of.bank.ok('updateDepositAccount', {
      path: at(account),
      body: { ...told, withholdingTaxSourceKey: undefined },
    });
    expect(put.withholdingTaxSourceKey).toBe(told.withholdingTaxSourceKey);
  });
});
