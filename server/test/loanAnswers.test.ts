import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';

// What an integrator reads of loans, where it is easily left out.

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

/** Sends the account as it is told. */
const echo = async (loan: LoanRef) =>
  bank.call('updateLoanAccount', { path: loanPath(loan), body: await desk.account(loan) });

describe('the currency of a transaction', () => {
  test('is told by both properties, one without an ISO code as NON_FIAT', async () => {
    const body = { code: 'BTC', name: 'Bitcoin', symbol: 'B', digitsAfterDecimal: 8, type: 'CRYPTOCURRENCY' };
    await bank.ok('createCurrency', { body: { ...body, currencySymbolPosition: 'BEFORE_NUMBER' } });
    const product = await lender.loanProduct('COINS', {
      others: {
        currency: { code: 'NON_FIAT', currencyCode: 'BTC' },
        accountingSettings: { accountingMethod: 'NONE' },
      },
    });
    const loan = await lender.approvedLoan(product, { loanAmount: 123.45678901 });
    const coins = { code: 'NON_FIAT', currencyCode: 'BTC' };
    expect(await desk.disburse(loan)).toMatchObject({ amount: 123.45678901, currency: coins });
    expect(await desk.transactions(loan)).toMatchObject([{ currency: coins }]);
    const euros = await lender.approvedLoan(lender.fixedEqual);
    expect(await desk.disburse(euros)).toMatchObject({ currency: { code: 'EUR', currencyCode: 'EUR' } });
  });
});

describe('the fees of an instalment', () => {
  const fee = { feeApplication: 'OPTIONAL', state: 'ACTIVE', amountCalculationMethod: 'FLAT' };
  const fees = [
    { ...fee, id: 'SERVICE', name: 'Service', trigger: 'PAYMENT_DUE', feeApplication: 'REQUIRED', amount: 2 },
    { ...fee, name: 'Letter', trigger: 'MANUAL', amount: 5 },
  ];

  test('are told by key, name and the id that the product gives them, everywhere', async () => {
    const product = await lender.loanProduct('WITH-FEES', {
      others: { feesSettings: { allowArbitraryFees: true, fees } },
    });
    const created = await bank.ok('getLoanProduct', { path: { loanProductId: product } });
    const [service, letter] = (created.feesSettings?.fees ?? []).map(({ encodedKey }) => encodedKey);
    const loan = await lender.approvedLoan(product);
    await desk.disburse(loan);
    await desk.fee(loan, 5, { predefinedFeeKey: letter, installmentNumber: 1 });
    await desk.fee(loan, 1, { installmentNumber: 1 });
    const told = [
      { encodedKey: service, id: 'SERVICE', name: 'Service', amount: { expected: 2, due: 2, paid: 0, reduced: 0 } },
      { encodedKey: letter, name: 'Letter', amount: { expected: 5, due: 5, paid: 0, reduced: 0 } },
      { amount: { expected: 1, due: 1, paid: 0, reduced: 0 } },
    ];
    const { installments = [] } = await bank.ok('getLoanSchedule', { path: loanPath(loan) });
    expect(installments[0]?.feeDetails).toMatchObject(told);
    expect(installments[0]?.feeDetails?.[1]).not.toHaveProperty('id');
    // What was read may be sent again.
    await bank.ok('editLoanSchedule', { path: loanPath(loan), body: installments });
    const due = { dueFrom: '2026-02-15', dueTo: '2026-02-15', productTypeKey: product };
    const [listed] = await bank.ok('getInstallments', { query: due });
    expect(listed?.feeDetails).toMatchObject(told);
    const foreseen = await bank.ok('previewSchedule', {
      body: {
        productTypeKey: product,
        loanAmount: 1000,
        interestSettings: { interestRate: 12 },
        scheduleSettings: { gracePeriod: 0, repaymentInstallments: 2 },
      },
    });
    expect(foreseen.installments?.[1]?.feeDetails).toMatchObject([{ id: 'SERVICE' }]);
  });
});

describe('a tolerance by the day of the month', () => {
  let product: string;
  const monthly = { toleranceCalculationMethod: 'MONTHLY_ARREARS_TOLERANCE_DAY', monthlyToleranceDay: 10 };

  beforeAll(async () => {
    product = await lender.loanProduct('MONTHLY', { others: { arrearsSettings: monthly } });
  });

  test('is the tolerance that the account tells, and that searches find', async () => {
    const loan = await lender.loan(product, { arrearsTolerancePeriod: 10 });
    const told = await desk.account(loan);
    expect(told).toMatchObject({ arrearsTolerancePeriod: 10, accountArrearsSettings: monthly });
    expect(told.accountArrearsSettings).not.toHaveProperty('tolerancePeriod');
    expect((await echo(loan)).status).toBe(200);
    const filter = { field: 'arrearsTolerancePeriod', operator: 'EQUALS', value: '10' };
    const found = await bank.ok('searchLoanAccounts', { body: { filterCriteria: [filter] } });
    expect(found.map(({ id }) => id)).toEqual([loan.id]);
    await bank.ok('deleteLoanAccount', { path: loanPath(loan) });
  });

  test('stays that of the product, before and after the disbursement', async () => {
    const other = 'arrearsTolerancePeriod: the product tolerates lateness until day 10 of the month';
    const refusal = `400 INCONSISTENT_ARREARS_TOLERANCE_VALUES_WITH_ARREARS_TOLERANCE_METHOD: ${other}`;
    const loan = await lender.loan(product);
    const body = { ...(await desk.account(loan)), arrearsTolerancePeriod: 12 };
    expect(await desk.refused('updateLoanAccount', loan, { path: loanPath(loan), body })).toBe(refusal);
    await bank.ok('changeLoanAccountState', { path: loanPath(loan), body: { action: 'APPROVE' } });
    await desk.disburse(loan);
    expect((await echo(loan)).status).toBe(200);
  });
});
