import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf, sourceOf, to } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { loanDesk } from './harness/loanDesk.ts';
import { depositRules } from './harness/openBank.ts';

type Body = Readonly<Record<string, unknown>>;
type Account = { readonly id: string; readonly encodedKey: string };

let bank: TestBank;
let open: LoanBank;
let desk: ReturnType<typeof openDesk>;

const currency = (code: string) =>
  bank.ok('createCurrency', {
    body: { code, name: code, symbol: code, currencySymbolPosition: 'BEFORE_NUMBER', type: 'FIAT_CURRENCY' },
  });
const accountingRate = (currencyCode: string, rate: string, startDate: string) =>
  bank.ok('createAccountingRate', { path: { currencyCode }, body: { rate, startDate } });
const exchangeRate = (currencyCode: string, buyRate: string, sellRate: string, startDate: string) =>
  bank.ok('createExchangeRate', { path: { currencyCode }, body: { buyRate, sellRate, startDate } });
const product = (id: string, code: string, more: Body = {}) =>
  bank.ok('createDepositProduct', {
    body: {
      id,
      name: id,
      type: 'CURRENT_ACCOUNT',
      state: 'ACTIVE',
      newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@@####$' },
      currencySettings: { currencies: [{ code }] },
      accountingSettings: { accountingMethod: 'NONE' },
      feesSettings: { allowArbitraryFees: true },
      overdraftSettings: { allowOverdraft: true, maxOverdraftLimit: 1000 },
      ...more,
    },
  });
const booked = () => ({
  accountingSettings: { accountingMethod: 'CASH', accountingRules: depositRules(open.gl) },
});
const account = (productTypeKey: string, more: Body = {}): Promise<Account> =>
  open.depositAccount({ productTypeKey, ...more });
const funded = async (productTypeKey: string, amount: number, more: Body = {}): Promise<Account> => {
  const made = await account(productTypeKey, more);
  await desk.deposit(made, amount);
  return made;
};
const transfer = async (from: Account, body: Body): Promise<string> => {
  const reply = await bank.call('makeTransfer', { path: { depositAccountId: from.id }, body: { amount: 1, ...body } });
  return `${reasonOf(reply)}: ${sourceOf(reply)}`;
};
/** The journal of a transaction as the API tells it: `DEBIT 1000 880 = 800 USD at 1.1`. */
const journal = async (transactionId: unknown): Promise<string[]> => {
  const entries = await bank.ok('searchJournalEntries', {
    body: {
      filterCriteria: [
        { field: 'transactionId', operator: 'EQUALS', value: String(transactionId) },
        { field: 'productType', operator: 'EQUALS', value: 'SAVINGS' },
      ],
      sortingCriteria: { field: 'entryId', order: 'ASC' },
    },
  });
  return entries.map(({ type, glAccount, amount, foreignAmount }) => {
    const foreign = foreignAmount
      ? ` = ${String(foreignAmount.amount)} ${foreignAmount.currency?.code} at ${String(foreignAmount.accountingRate?.rate)}`
      : '';
    return `${type} ${glAccount?.glCode} ${String(amount)}${foreign}`;
  });
};

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10' });
  open = await loanBank(bank);
  desk = openDesk(bank);
  for (const code of ['USD', 'JPY', 'CHF', 'IDR']) await currency(code);
  await accountingRate('USD', '1.1', '2026-01-01T00:00:00+00:00');
  await accountingRate('USD', '1.2', '2026-03-09T00:00:00+00:00');
  await accountingRate('IDR', '0.00006', '2026-01-01T00:00:00+00:00');
  await exchangeRate('USD', '0.80', '0.85', '2026-01-01T00:00:00+00:00');
  await exchangeRate('USD', '0.90', '0.92', '2026-03-01T00:00:00+00:00');
  await exchangeRate('JPY', '0.0060', '0.0062', '2026-01-01T00:00:00+00:00');
  for (const code of ['USD', 'CHF', 'IDR']) await product(`BOOKED_${code}`, code, booked());
  for (const code of ['EUR', 'USD', 'JPY', 'CHF']) await product(code, code);
  await product('BOOKED_EUR', 'EUR', booked());
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

describe('an account in a foreign currency that keeps books', () => {
  test('is booked in the currency of the organisation, each line with what was moved and the rate', async () => {
    const dollars = await account('BOOKED_USD');
    const old = await desk.deposit(dollars, 800, { valueDate: '2026-03-08T12:00:00+00:00' });
    expect(await journal(old.id)).toEqual(['DEBIT 1000 880 = 800 USD at 1.1', 'CREDIT 2000 880 = 800 USD at 1.1']);
    const paid = await desk.withdraw(dollars, 800);
    expect(paid).toMatchObject({ amount: -800, currencyCode: 'USD', accountBalances: { totalBalance: 0 } });
    expect(await journal(paid.id)).toEqual(['DEBIT 2000 960 = 800 USD at 1.2', 'CREDIT 1000 960 = 800 USD at 1.2']);
    const [line] = await bank.ok('searchJournalEntries', {
      body: { filterCriteria: [{ field: 'transactionId', operator: 'EQUALS', value: String(old.id) }] },
    });
    expect(line?.foreignAmount?.accountingRate).toMatchObject({
      fromCurrencyCode: 'EUR',
      toCurrencyCode: 'USD',
      rate: 1.1,
      startDate: '2026-01-01T00:00:00+00:00',
      endDate: '2026-03-09T00:00:00+00:00',
    });
  });

  test('is adjusted with the rate of the original, so that nothing of it remains', async () => {
    const dollars = await account('BOOKED_USD');
    const deposit = await desk.deposit(dollars, '33.33', { valueDate: '2026-03-08T12:00:00+00:00' });
    const { body } = await desk.adjust(deposit);
    expect(await journal((body as { id: string }).id)).toEqual([
      'CREDIT 1000 36.66 = 33.33 USD at 1.1',
      'DEBIT 2000 36.66 = 33.33 USD at 1.1',
    ]);
  });

  test('balances to the cent where funds and overdraft are rounded apart', async () => {
    const overdraftSettings = { allowOverdraft: true, overdraftLimit: 100 };
    const dollars = await funded('BOOKED_USD', 33.33, { overdraftSettings });
    const paid = await desk.withdraw(dollars, '66.67');
    // 33.33 is worth 39.996, 33.34 is worth 40.008 and 66.67 is worth 80.004.
    expect(await journal(paid.id)).toEqual([
      'DEBIT 2000 40 = 33.33 USD at 1.2',
      'DEBIT 1200 40.01 = 33.34 USD at 1.2',
      'CREDIT 1000 80.01 = 66.67 USD at 1.2',
    ]);
  });

  test('keeps the foreign amount of what is worth less than half a cent', async () => {
    const deposit = await desk.deposit(await account('BOOKED_IDR'), 1);
    expect(await journal(deposit.id)).toEqual(['DEBIT 1000 0 = 1 IDR at 0.00006', 'CREDIT 2000 0 = 1 IDR at 0.00006']);
  });

  test('pays fees and transfers in its currency', async () => {
    const [from, target] = [await funded('BOOKED_USD', 100), await account('BOOKED_USD')];
    const paid = await desk.transfer(from, target, 10);
    expect(await journal(paid.id)).toEqual(['DEBIT 2000 12 = 10 USD at 1.2', 'CREDIT 2000 12 = 10 USD at 1.2']);
    const fee = await bank.ok('applyDepositFee', { path: { depositAccountId: from.id }, body: { amount: 5 } });
    expect(await journal(fee.id)).toEqual(['DEBIT 2000 6 = 5 USD at 1.2', 'CREDIT 4000 6 = 5 USD at 1.2']);
  });

  test('is searched for by its foreign amounts', async () => {
    const deposit = await desk.deposit(await account('BOOKED_USD'), '77.77');
    const found = await bank.ok('searchJournalEntries', {
      body: {
        filterCriteria: [
          { field: 'foreignDebit', operator: 'EQUALS', value: 77.77 },
          { field: 'foreignCurrencyCode', operator: 'EQUALS', value: 'USD' },
        ],
      },
    });
    expect(found.map(({ transactionId }) => transactionId)).toEqual([deposit.id]);
  });

  test('posts nothing without an accounting rate, or before the first', async () => {
    const francs = await account('BOOKED_CHF');
    const body = { amount: 5 };
    const refused = await bank.call('makeDeposit', { path: { depositAccountId: francs.id }, body });
    expect(`${reasonOf(refused)} ${sourceOf(refused)}`).toMatch(/^400 RATE_NOT_SET .*CHF/);
    expect(await desk.balance(francs)).toBe('0');
    const dollars = await account('BOOKED_USD');
    const old = { amount: 5, valueDate: '2025-12-31T12:00:00+00:00' };
    const early = await bank.call('makeDeposit', { path: { depositAccountId: dollars.id }, body: old });
    expect(reasonOf(early)).toBe('400 RATE_NOT_SET');
    expect(await desk.balance(dollars)).toBe('0');
  });

  test('a forged foreign amount is found by the verification', async () => {
    const deposit = await desk.deposit(await account('BOOKED_USD'), '12.34');
    const change = (by: number) =>
      bank.db.query(
        'UPDATE journal_entry SET foreign_amount = foreign_amount + $2 WHERE transaction_key = $1::uuid AND is_debit',
        [deposit.encodedKey, by],
      );
    await change(1);
    const { differences } = await bank.ok('verifyLedger');
    expect(differences.map(({ kind }) => kind).toSorted()).toEqual([
      'DEPOSIT_JOURNAL_EQUALS_POSTING',
      'POSTING_NOT_BALANCED',
    ]);
    await change(-1);
    await desk.verify();
  });
});

describe('a transfer across currencies', () => {
  test.each<[string, string, string, unknown, Body, unknown]>([
    ['the bank buys dollars', 'USD', 'EUR', 100, {}, 90],
    ['the bank sells dollars', 'EUR', 'USD', 100, {}, 108.7],
    ['over the currency of the bank', 'USD', 'JPY', 100, {}, 14516],
    ['by the rate of the value date', 'USD', 'EUR', 100, { valueDate: '2026-02-28T12:00:00+00:00' }, 80],
  ])('%s', async (_name, from, into, amount, more, arrives) => {
    const backdated = { valueDate: '2026-02-01T12:00:00+00:00' };
    const payer = await account(from);
    await desk.deposit(payer, 200, backdated);
    const payee = await account(into);
    await desk.deposit(payee, 1, backdated);
    const paid = await desk.transfer(payer, payee, amount, more);
    expect(paid).toMatchObject({ type: 'TRANSFER', amount: -Number(amount), currencyCode: from });
    const received = await bank.ok('getDepositTransaction', {
      path: { depositTransactionId: String(paid.transferDetails?.linkedDepositTransactionKey) },
    });
    expect(received).toMatchObject({
      type: 'TRANSFER',
      amount: arrives,
      currencyCode: into,
      accountBalances: { totalBalance: Number(arrives) + 1 },
      transferDetails: { linkedDepositTransactionKey: paid.encodedKey },
    });
  });

  test('is adjusted on both sides, from either, each in its currency', async () => {
    const [payer, payee] = [await funded('USD', 100), await account('EUR')];
    const paid = await desk.transfer(payer, payee, 50);
    expect([await desk.balance(payer), await desk.balance(payee)]).toEqual(['50', '45']);
    const { status, body } = await desk.adjust({ id: String(paid.transferDetails?.linkedDepositTransactionKey) });
    expect(status).toBe(200);
    expect(body).toMatchObject({ amount: -45, currencyCode: 'EUR' });
    expect([await desk.balance(payer), await desk.balance(payee)]).toEqual(['100', '0']);
  });

  test('pays the overdraft of the payee, too', async () => {
    const overdraftSettings = { allowOverdraft: true, overdraftLimit: 100 };
    const [payer, payee] = [await funded('USD', 100), await account('EUR', { overdraftSettings })];
    await desk.withdraw(payee, 20);
    await desk.transfer(payer, payee, 50);
    expect(await desk.balance(payee)).toBe('25');
  });

  test('asks for the limit of the user in the currency of the payer', async () => {
    const access = { apiAccess: true, canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true };
    const permissions = ['MAKE_TRANSFER', 'MAKE_INTER_CLIENTS_TRANSFERS'];
    await bank.ok('createUser', {
      body: {
        username: 'exchanger',
        firstName: 'E',
        password: 'long enough',
        access: { ...access, permissions },
        transactionLimits: { TRANSFER: 100 },
      } as Body,
    });
    const [payer, yen] = [await funded('USD', 500), await account('JPY')];
    const call = (amount: number) =>
      desk.reason('makeTransfer', {
        path: { depositAccountId: payer.id },
        body: { amount, ...to(yen) },
        user: 'exchanger:long enough',
      });
    expect(await call(100)).toBe('201');
    expect(await call(101)).toBe('403 USER_TRANSACTION_LIMIT_EXCEEDED');
  });

  test.each<[string, string, string, Body, RegExp]>([
    ['no rate of the payee', 'EUR', 'CHF', {}, /^400 UNDEFINED_EXCHANGE_RATE_FOR_CURRENCY: .*CHF/],
    ['no rate of the payer', 'CHF', 'USD', {}, /^400 UNDEFINED_EXCHANGE_RATE_FOR_CURRENCY: .*CHF/],
    [
      'no rate at the value date',
      'USD',
      'EUR',
      { valueDate: '2025-12-31T12:00:00+00:00' },
      /^400 UNDEFINED_EXCHANGE_RATE_FOR_CURRENCY: .*USD/,
    ],
    ['nothing arrives', 'JPY', 'EUR', { amount: 0.3 }, /^400 TRANSFER_AMOUNT_IS_NOT_POSITIVE: .*EUR/],
    ['nothing leaves', 'USD', 'EUR', { amount: 0 }, /^400 TRANSFER_AMOUNT_IS_NOT_POSITIVE/],
    ['more than is there', 'USD', 'EUR', { amount: 1000 }, /^400 INSUFFICIENT_BALANCE|WITHDRAWAL_PAST/],
    ['only one keeps books', 'BOOKED_USD', 'EUR', {}, /^400 DIFFERENT_ACCOUNTING_STATE_BETWEEN_INVOLVED_PRODUCTS/],
    [
      'both keep books',
      'BOOKED_USD',
      'BOOKED_EUR',
      {},
      /^400 CANNOT_MAKE_TRANSFER_FOR_FOREIGN_CURRENCY_IF_ACCOUNTING_ENABLED/,
    ],
  ])('is refused: %s', async (_name, from, into, body, refusal) => {
    const [payer, payee] = [await funded(from, 100), await account(into)];
    expect(await transfer(payer, { ...to(payee), ...body })).toMatch(refusal);
    expect([await desk.balance(payer), await desk.balance(payee)]).toEqual(['100', '0']);
  });

  test('is refused for what the payee may not hold, in its currency', async () => {
    const payer = await funded('USD', 100);
    const payee = await account('EUR', { internalControls: { maxDepositBalance: 89 } });
    expect(await transfer(payer, { amount: 100, ...to(payee) })).toMatch(/^400 ACCOUNT_BALANCE_OUTSIDE_CONSTRAINTS/);
    expect(await transfer(payer, { amount: 98, ...to(payee) })).toBe('201: ');
  });
});

describe('a repayment of a loan from an account in another currency', () => {
  const lent = async () => {
    const loan = await open.approvedLoan('SILENT_LOAN', { loanAmount: 1000 });
    await loanDesk(bank).disburse(loan);
    return loan;
  };
  beforeAll(async () => {
    await open.loanProduct('SILENT_LOAN', { others: { accountingSettings: { accountingMethod: 'NONE' } } });
  });

  test('repays what the exchange makes of it, and tells what was paid', async () => {
    const [payer, loan] = [await funded('USD', 500), await lent()];
    const transferDetails = { linkedAccountId: loan.id, linkedAccountType: 'LOAN' };
    expect(await transfer(payer, { amount: 100, transferDetails })).toBe('201: ');
    expect(await desk.balance(payer)).toBe('400');
    const repaid = await loanDesk(bank).newest(loan, 'REPAYMENT');
    expect(repaid).toMatchObject({ amount: 90, originalAmount: 100, originalCurrencyCode: 'USD' });
    const found = await bank.ok('searchLoanTransactions', {
      body: { filterCriteria: [{ field: 'originalCurrencyCode', operator: 'EQUALS', value: 'USD' }] },
    });
    expect(found.map(({ id }) => id)).toEqual([repaid.id]);
    const adjusted = await loanDesk(bank).adjust(repaid);
    expect(adjusted).toMatchObject({ amount: -90 });
    expect(await desk.balance(payer)).toBe('500');
  });

  test('is refused without a rate, or where products keep books', async () => {
    const loan = await lent();
    const transferDetails = { linkedAccountId: loan.id, linkedAccountType: 'LOAN' };
    expect(await transfer(await funded('CHF', 100), { transferDetails })).toMatch(
      /^400 UNDEFINED_EXCHANGE_RATE_FOR_CURRENCY: /,
    );
    expect(await transfer(await funded('BOOKED_USD', 100), { transferDetails })).toMatch(
      /^400 CANNOT_MAKE_TRANSFER_FOR_FOREIGN_CURRENCY_IF_ACCOUNTING_ENABLED: /,
    );
  });
});

describe('a payment of a loan in another currency', () => {
  let product: string;
  beforeAll(async () => {
    product = await open.loanProduct('PAID_IN_USD', {
      type: 'DYNAMIC_TERM_LOAN',
      schedule: { repaymentScheduleMethod: 'DYNAMIC' },
      interest: { scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' },
      others: { redrawSettings: { allowRedraw: true }, accountLinkSettings: { enabled: false } },
    });
  });
  const lent = async () => {
    const loan = await open.approvedLoan(product, { loanAmount: 1000 });
    await loanDesk(bank).disburse(loan, { valueDate: '2026-02-20T12:00:00+00:00' });
    return loan;
  };

  test.each(['makeRepayment', 'applyLoanPaymentMade', 'makePrincipalOverpayment'] as const)(
    'by %s is worth what the exchange rate of its day makes of it',
    async (name) => {
      const loan = await lent();
      const path = { loanAccountId: loan.id };
      const paid = await bank.ok(name, { path, body: { amount: 100, originalCurrencyCode: 'USD' } });
      expect(paid).toMatchObject({ amount: 90, originalAmount: 100, originalCurrencyCode: 'USD' });
      expect(await desk.journal(paid)).toEqual(['DEBIT 1000 90 -', 'CREDIT 1100 90 -']);
      const body = { amount: 100, originalCurrencyCode: 'USD', valueDate: '2026-02-25T12:00:00+00:00' };
      expect(await bank.ok(name, { path, body })).toMatchObject({ amount: 80, originalAmount: 100 });
      const own = await bank.ok(name, { path, body: { amount: 5, originalCurrencyCode: 'EUR' } });
      expect([own.amount, own.originalAmount]).toEqual([5, undefined]);
      expect(await loanDesk(bank).adjust(own)).toMatchObject({ amount: -5 });
      const again = await loanDesk(bank).newest(loan, String(paid.type));
      // What went before it was posted anew with what was paid then.
      expect(again).toMatchObject({ amount: 5 });
      const told = (await loanDesk(bank).transactions(loan)).filter(
        ({ originalAmount }) => originalAmount !== undefined,
      );
      expect(told.map(({ originalAmount }) => originalAmount)).toEqual(told.map(() => 100));
    },
  );

  test('is refused in a currency or an amount that there is not', async () => {
    const loan = await lent();
    const path = { loanAccountId: loan.id };
    const refused = (body: Body) =>
      loanDesk(bank).refused('makeRepayment', loan, { path, body: { amount: 1, ...body } });
    const cases: readonly (readonly [Body, string])[] = [
      [{ originalCurrencyCode: 'XYZ' }, 'CURRENCY_NOT_DEFINED'],
      [{ originalCurrencyCode: '' }, 'CURRENCY_NOT_DEFINED'],
      [{ originalCurrencyCode: 'CHF' }, 'UNDEFINED_EXCHANGE_RATE_FOR_CURRENCY'],
      [{ originalCurrencyCode: 'USD', amount: 0.001 }, 'INVALID_AMOUNT'],
      [{ originalCurrencyCode: 'USD', amount: -1 }, 'INVALID_AMOUNT'],
      [{ originalCurrencyCode: 'JPY', amount: 0.5 }, 'INVALID_AMOUNT'],
      [{ originalCurrencyCode: 'USD', amount: 1e30 }, 'INVALID_AMOUNT'],
      [{ originalCurrencyCode: 5 }, 'INVALID_PARAMETERS'],
    ];
    for (const [body, reason] of cases) expect(await refused(body)).toContain(`400 ${reason}`);
  });
});
