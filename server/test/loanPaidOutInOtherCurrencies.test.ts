import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk } from './harness/loanDesk.ts';

// A bank in euros that sells dollars at 0.85 from January and at 0.92 from March, and pays loans out in them.

type Body = Readonly<Record<string, unknown>>;

let bank: TestBank;
let open: LoanBank;
let desk: LoanDesk;
let product: string;

const currency = (code: string) =>
  bank.ok('createCurrency', {
    body: { code, name: code, symbol: code, currencySymbolPosition: 'BEFORE_NUMBER', type: 'FIAT_CURRENCY' },
  });
const exchangeRate = (currencyCode: string, buyRate: string, sellRate: string, startDate: string) =>
  bank.ok('createExchangeRate', { path: { currencyCode }, body: { buyRate, sellRate, startDate } });

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10' });
  open = await loanBank(bank);
  desk = loanDesk(bank);
  for (const code of ['USD', 'JPY', 'CHF']) await currency(code);
  await exchangeRate('USD', '0.80', '0.85', '2026-01-01T00:00:00+00:00');
  await exchangeRate('USD', '0.90', '0.92', '2026-03-01T00:00:00+00:00');
  await exchangeRate('JPY', '0.0060', '0.0062', '2026-01-01T00:00:00+00:00');
  product = await open.loanProduct('PAID_OUT_IN_USD', {
    type: 'DYNAMIC_TERM_LOAN',
    schedule: { repaymentScheduleMethod: 'DYNAMIC' },
    interest: { scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' },
    others: { redrawSettings: { allowRedraw: true }, accountLinkSettings: { enabled: false } },
  });
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

describe('money that a loan pays out in another currency', () => {
  const out = { originalCurrencyCode: 'USD' };

  test('by a disbursement is what the bank sells for the amount, or takes for it', async () => {
    const loan = await open.approvedLoan(product, { loanAmount: 920 });
    const whole = await desk.disburse(loan, { ...out, valueDate: '2026-02-20T12:00:00+00:00' });
    // 920 / 0.85
    expect(whole).toMatchObject({ amount: 920, originalAmount: 1082.35, originalCurrencyCode: 'USD' });
    expect(await desk.journal(whole)).toEqual(['DEBIT 1100 920 -', 'CREDIT 1000 920 -']);
    await desk.adjust(whole);
    const named = await desk.disburse(loan, { ...out, amount: 1000 });
    expect(named).toMatchObject({ amount: 920, originalAmount: 1000, originalCurrencyCode: 'USD' });
    await desk.adjust(named);
    expect(await desk.disburse(loan, { originalCurrencyCode: 'EUR', amount: 920 })).not.toHaveProperty(
      'originalAmount',
    );
    await desk.verify();
  });

  test('by a withdrawal takes from the redraw balance what the bank takes for it', async () => {
    const loan = await open.approvedLoan(product, { loanAmount: 1000 });
    await desk.disburse(loan);
    const path = { loanAccountId: loan.id };
    await bank.ok('applyLoanPaymentMade', { path, body: { amount: 200 } });
    const drawn = await bank.ok('makeLoanWithdrawal', { path, body: { amount: 100, ...out } });
    expect(drawn).toMatchObject({ amount: 92, originalAmount: 100, originalCurrencyCode: 'USD' });
    expect((await desk.account(loan)).balances).toMatchObject({ redrawBalance: 108 });
    expect(await desk.refused('makeLoanWithdrawal', loan, { path, body: { amount: 120, ...out } })).toContain(
      '400 INSUFFICIENT_REDRAW_BALANCE',
    );
    await desk.adjust(drawn);
    expect((await desk.account(loan)).balances).toMatchObject({ redrawBalance: 200 });
    await desk.verify();
  });

  test('is refused in a currency or an amount that there is not, and to a deposit account', async () => {
    const loan = await open.approvedLoan(product, { loanAmount: 1000 });
    const path = { loanAccountId: loan.id };
    const current = await open.depositAccount();
    const transferDetails = { linkedAccountId: current.id };
    const cases: readonly (readonly [Body, string])[] = [
      [{ originalCurrencyCode: 'XYZ' }, 'CURRENCY_NOT_DEFINED'],
      [{ originalCurrencyCode: 'XYZ', amount: 1000 }, 'CURRENCY_NOT_DEFINED'],
      [{ originalCurrencyCode: '' }, 'CURRENCY_NOT_DEFINED'],
      [{ originalCurrencyCode: 'CHF' }, 'UNDEFINED_EXCHANGE_RATE_FOR_CURRENCY'],
      [{ originalCurrencyCode: 'USD', valueDate: '2025-12-31T12:00:00+00:00' }, 'UNDEFINED_EXCHANGE_RATE_FOR_CURRENCY'],
      [{ originalCurrencyCode: 'USD', amount: 1000 }, 'INVALID_AMOUNT'],
      [{ originalCurrencyCode: 'USD', amount: 0.001 }, 'INVALID_AMOUNT'],
      [{ originalCurrencyCode: 'USD', amount: -1 }, 'INVALID_AMOUNT'],
      [{ originalCurrencyCode: 'USD', amount: 1e30 }, 'INVALID_AMOUNT'],
      [{ originalCurrencyCode: 'JPY', amount: 0.5 }, 'INVALID_AMOUNT'],
      [{ originalCurrencyCode: 5 }, 'INVALID_PARAMETERS'],
      [{ ...out, transferDetails }, 'ORIGINAL_AMOUNT_AND_ORIGINAL_CURRENCY_NOT_ALLOWED'],
    ];
    for (const [body, reason] of cases) {
      expect(await desk.refused('makeDisbursement', loan, { path, body })).toContain(`400 ${reason}`);
    }
  });
});
