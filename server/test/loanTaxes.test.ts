import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { loanProductBody } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';
import { type TaxedLoans, taxedLoans } from './harness/taxedLoans.ts';

// One clock for the file: the tests go on from each other's day.

let bank: TestBank;
let of: TaxedLoans;
let desk: LoanDesk;
let vat: string;
let loan: LoanRef;
let inclusive: LoanRef;
let cash: LoanRef;

const flat = { interestCalculationMethod: 'FLAT' };
const byDays = {
  daysInYear: 'E30_360',
  scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
  interestCalculationMethod: 'DECLINING_BALANCE',
};
const penalties = {
  penaltySettings: {
    loanPenaltyCalculationMethod: 'OVERDUE_BALANCE',
    loanPenaltyGracePeriod: 0,
    penaltyRate: { minValue: 0, maxValue: 1, defaultValue: 1 },
  },
};
/** Of 1200 in 12 flat instalments at 12 %: 100 of principal and 12 of interest a month. */
const small = { loanAmount: 1200 };

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-10', timeZone: 'UTC' });
  of = await taxedLoans(bank);
  desk = loanDesk(bank);
  vat = await of.source('VAT', ['2026-01-01', 16]);
  const { lender } = of;
  loan = await lender.approvedLoan(
    await of.product('ON-TOP', { taxSourceKey: vat }, { interest: flat, others: penalties }),
    small,
  );
  inclusive = await lender.approvedLoan(
    await of.product('WITHIN', { taxSourceKey: vat, taxCalculationMethod: 'INCLUSIVE' }, { interest: flat }),
    small,
  );
  cash = await lender.approvedLoan(
    await of.product(
      'DYNAMIC',
      { taxSourceKey: vat },
      {
        type: 'DYNAMIC_TERM_LOAN',
        schedule: { repaymentScheduleMethod: 'DYNAMIC' },
        interest: byDays,
        others: { accountingMethod: 'CASH' },
      },
    ),
    small,
  );
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const lines = async (ref: LoanRef) => (await bank.ok('getLoanSchedule', { path: loanPath(ref) })).installments ?? [];
const found = async (field: string, operator: string, value: unknown): Promise<string[]> => {
  const filterCriteria = [{ field, operator, value: String(value) }];
  const accounts = await bank.ok('searchLoanAccounts', { body: { filterCriteria } as never });
  return accounts.map(({ id }) => String(id)).toSorted();
};
const pair = (expected: number, paid = 0) => ({ expected, due: Number((expected - paid).toFixed(2)), paid });

describe('taxes on a loan', () => {
  test('are told by product, account, preview and schedule before the disbursement', async () => {
    expect(await bank.ok('getLoanProduct', { path: { loanProductId: 'ON-TOP' } })).toMatchObject({
      taxSettings: { taxCalculationMethod: 'EXCLUSIVE', taxSourceKey: vat, taxesOnInterestEnabled: true },
    });
    expect(await desk.account(loan)).toMatchObject({ taxRate: 16, lastTaxRateReviewDate: '2026-01-10T00:00:00+00:00' });
    const [first] = await lines(loan);
    expect(first).toMatchObject({
      interest: { amount: pair(13.92), tax: pair(1.92) },
      fee: { tax: pair(0) },
      penalty: { tax: pair(0) },
    });
    expect((await lines(inclusive))[0]).toMatchObject({ interest: { amount: pair(12), tax: pair(1.66) } });
    const preview = await bank.ok('previewLoanSchedule', {
      body: { productTypeKey: 'ON-TOP', loanAmount: 1200 } as never,
    });
    expect(preview.installments?.[11]).toMatchObject({ interest: { amount: pair(13.92), tax: pair(1.92) } });
    expect(await found('taxRate', 'EQUALS', 16)).toEqual([loan.id, inclusive.id, cash.id].toSorted());
  });

  test('come with fees and interest, and are booked apart from them', async () => {
    await desk.disburse(loan);
    await desk.disburse(inclusive);
    await desk.disburse(cash);
    const fee = await desk.fee(loan, 10, { installmentNumber: 1 });
    expect(fee).toMatchObject({
      amount: 11.6,
      affectedAmounts: { feesAmount: 11.6 },
      accountBalances: { totalBalance: 1211.6 },
      taxes: { taxOnFeesAmount: 1.6, taxOnInterestAmount: 0, taxOnPenaltyAmount: 0 },
    });
    expect(await desk.journal(fee)).toEqual([
      'DEBIT 1120 10 -',
      'CREDIT 4000 10 -',
      'DEBIT 1140 1.6 -',
      'CREDIT 2300 1.6 -',
    ]);
    const reminder = await bank.ok('applyLoanFee', {
      path: loanPath(inclusive),
      body: { predefinedFeeKey: 'REMINDER', installmentNumber: 1 } as never,
    });
    expect(reminder).toMatchObject({ amount: 15, fees: [{ name: 'Reminder', amount: 15, taxAmount: 2.07 }] });
    await desk.advanceTo('2026-02-10');
    await desk.advanceTo('2026-02-11');
    const interest = await desk.newest(loan, 'INTEREST_APPLIED');
    expect(interest).toMatchObject({
      amount: 13.92,
      affectedAmounts: { interestAmount: 13.92, deferredInterestAmount: 0 },
      taxes: { taxOnInterestAmount: 1.92 },
    });
    expect(interest.taxes).not.toHaveProperty('taxRate');
    expect(await desk.journal(interest)).toEqual([
      'DEBIT 1110 12 -',
      'CREDIT 4100 12 -',
      'DEBIT 1140 1.92 -',
      'CREDIT 2300 1.92 -',
    ]);
    expect(await desk.newest(inclusive, 'INTEREST_APPLIED')).toMatchObject({
      amount: 12,
      taxes: { taxOnInterestAmount: 1.66 },
    });
    expect(await desk.account(loan)).toMatchObject({
      balances: { interestBalance: 13.92, interestDue: 13.92, feesDue: 11.6 },
    });
    // A day late costs 1 and its tax already.
    expect(await found('taxDue', 'EQUALS', 3.68)).toEqual([loan.id]);
  });

  test('come with penalties', async () => {
    await desk.advanceTo('2026-02-12');
    const penalty = await desk.newest(loan, 'PENALTY_APPLIED');
    // 1 % of 100 of principal a day.
    expect(penalty).toMatchObject({
      amount: 1.16,
      taxes: { taxOnPenaltyAmount: 0.16 },
      affectedAmounts: { penaltyAmount: 1.16 },
    });
    expect(await desk.journal(penalty)).toEqual([
      'DEBIT 1130 1 -',
      'CREDIT 4200 1 -',
      'DEBIT 1140 0.16 -',
      'CREDIT 2300 0.16 -',
    ]);
    const undone = await desk.adjust(penalty);
    expect(undone).toMatchObject({ amount: -1.16, taxes: { taxOnPenaltyAmount: 0.16 } });
    expect(await desk.journal(undone)).toEqual([
      'CREDIT 1130 1 -',
      'DEBIT 4200 1 -',
      'CREDIT 1140 0.16 -',
      'DEBIT 2300 0.16 -',
    ]);
    expect((await lines(loan))[0]).toMatchObject({ penalty: { amount: pair(1.16), tax: pair(0.16) } });
  });

  test('are paid with what they are on, each in its share', async () => {
    const before = await lines(loan);
    const half = await desk.repay(loan, 5);
    expect(half).toMatchObject({ amount: 5, taxes: { taxOnFeesAmount: 0.69 } });
    expect(await desk.journal(half)).toEqual(['DEBIT 1000 5 -', 'CREDIT 1120 4.31 -', 'CREDIT 1140 0.69 -']);
    expect((await lines(loan))[0]).toMatchObject({
      fee: { amount: pair(11.6, 5), tax: pair(1.6, 0.69) },
      feeDetails: [{ amount: pair(11.6, 5), tax: { ...pair(1.6, 0.69), reduced: 0 } }],
    });
    const rest = await desk.repay(loan, 121.68);
    expect(rest).toMatchObject({
      affectedAmounts: { principalAmount: 100, interestAmount: 13.92, feesAmount: 6.6, penaltyAmount: 1.16 },
      taxes: { taxOnInterestAmount: 1.92, taxOnFeesAmount: 0.91, taxOnPenaltyAmount: 0.16 },
    });
    expect(await desk.journal(rest)).toEqual([
      'DEBIT 1000 121.68 -',
      'CREDIT 1100 100 -',
      'CREDIT 1110 12 -',
      'CREDIT 1120 5.69 -',
      'CREDIT 1130 1 -',
      'CREDIT 1140 2.99 -',
    ]);
    expect(await found('taxPaid', 'EQUALS', 3.68)).toEqual([loan.id]);
    expect(await found('taxDue', 'MORE_THAN', 0)).toEqual([inclusive.id, cash.id].toSorted());
    await desk.adjust(rest);
    await desk.adjust(half);
    expect(await lines(loan)).toEqual(before);
    await desk.repay(loan, 126.68);
    await desk.verify();
  });

  test('are owed to the state with the payment under CASH', async () => {
    const interest = await desk.newest(cash, 'INTEREST_APPLIED');
    expect(await desk.journal(interest)).toEqual([]);
    const paid = await desk.repay(cash, 50);
    expect(paid).toMatchObject({
      affectedAmounts: { interestAmount: 13.92, principalAmount: 36.08 },
      taxes: { taxOnInterestAmount: 1.92 },
    });
    expect(await desk.journal(paid)).toEqual([
      'DEBIT 1000 50 -',
      'CREDIT 1100 36.08 -',
      'CREDIT 4100 12 -',
      'CREDIT 2300 1.92 -',
    ]);
    await desk.verify();
  });

  test('are explained', async () => {
    const { installments } = await bank.ok('explainLoan', { path: loanPath(loan) });
    expect(installments[0]).toMatchObject({
      interest: { amount: 13.92, rounded: 12, moved: 0, tax: { amount: 1.92, method: 'EXCLUSIVE' } },
      penalty: { amount: 1.16, rounded: 2, moved: -1, tax: { amount: 0.16 } },
      fees: [{ amount: 11.6, tax: { amount: 1.6, method: 'EXCLUSIVE' } }],
    });
  });
});

describe('another rate', () => {
  test('counts from its day, for what is applied from then on', async () => {
    await of.rate('VAT', '2026-03-10', 20);
    await desk.advanceTo('2026-03-09');
    expect(await desk.account(loan)).toMatchObject({ taxRate: 16 });
    await desk.advanceTo('2026-03-11');
    expect(await desk.account(loan)).toMatchObject({ taxRate: 20, lastTaxRateReviewDate: '2026-03-11T00:00:00+00:00' });
    const changed = await desk.newest(loan, 'TAX_RATE_CHANGED');
    expect(changed).toMatchObject({ amount: 0, taxes: { taxRate: 20 }, valueDate: '2026-03-10T00:00:00+00:00' });
    expect(await desk.journal(changed)).toEqual([]);
    expect(
      reasonOf(
        await bank.call('adjustLoanTransaction', {
          path: { loanTransactionId: String(changed.id) },
          body: { notes: 'no' },
        }),
      ),
    ).toBe('400 TRANSACTION_TYPE_IS_IRREVERSIBLE');
    // The due date of its day is taxed with it; what was applied before keeps its tax.
    expect(await desk.newest(loan, 'INTEREST_APPLIED')).toMatchObject({
      amount: 14.4,
      taxes: { taxOnInterestAmount: 2.4 },
    });
    expect((await lines(loan)).slice(0, 3)).toMatchObject([
      { interest: { amount: pair(13.92, 13.92), tax: pair(1.92, 1.92) } },
      { interest: { amount: pair(14.4), tax: pair(2.4) } },
      { interest: { amount: pair(14.4), tax: pair(2.4) } },
    ]);
    expect((await lines(inclusive))[1]).toMatchObject({ interest: { amount: pair(12), tax: pair(2) } });
    expect(await found('taxRate', 'EQUALS', 20)).toHaveLength(3);
    const told = await bank.ok('searchLoanTransactions', {
      body: { filterCriteria: [{ field: 'taxes.taxRate', operator: 'EQUALS', value: 20 }] } as never,
    });
    expect(told.map(({ type }) => type)).toEqual(['TAX_RATE_CHANGED', 'TAX_RATE_CHANGED', 'TAX_RATE_CHANGED']);
    await desk.verify();
  });

  test('of a day that has passed counts from the day to which a loan was told', async () => {
    await of.rate('VAT', '2026-03-11', 25);
    await desk.advanceTo('2026-03-20');
    await of.rate('VAT', '2026-03-15', 30);
    const fee = await desk.fee(loan, 10, { installmentNumber: 3 });
    expect(fee.taxes).toMatchObject({ taxOnFeesAmount: 3 });
    const changes = (await desk.standing(loan)).filter((line) => line.startsWith('TAX'));
    expect(changes.slice(1)).toEqual(['TAX_RATE_CHANGED 0.00 2026-03-11', 'TAX_RATE_CHANGED 0.00 2026-03-20']);
    await desk.verify();
  });

  test('that counts for loans can neither be removed nor changed, and its source stays', async () => {
    expect(await desk.reason('deleteIndexRateSource', { path: { indexRateSourceId: 'VAT' } })).toBe(
      '400 INDEX_RATE_SOURCE_IN_USE',
    );
  });
});

describe('the end', () => {
  test('is foreseen and paid with the taxes, less what is let off', async () => {
    const amounts = await bank.ok('previewLoanPayOff', {
      path: loanPath(cash),
      body: { valueDate: '2026-03-20T00:00:00+00:00' },
    });
    const account = await desk.account(cash);
    expect(Number(amounts.interestBalance)).toBeGreaterThan(Number(account.balances?.interestBalance));
    const interestPaid = Number((Number(amounts.interestBalance) - 5).toFixed(2));
    await bank.ok('payOffLoan', { path: loanPath(cash), body: { payOffAdjustableAmounts: { interestPaid } } });
    const [paid, reduced] = [await desk.newest(cash, 'REPAYMENT'), await desk.newest(cash, 'INTEREST_DUE_REDUCED')];
    expect(paid.amount).toBe(Number((Number(amounts.totalBalance) - 5).toFixed(2)));
    expect(Number(reduced.taxes?.taxOnInterestAmount)).toBeGreaterThan(0);
    expect(await desk.account(cash)).toMatchObject({ accountState: 'CLOSED', balances: { interestBalance: 0 } });
    await desk.verify();
  });

  test('of a loss gives up the taxes too, and undoing it brings them back', async () => {
    await desk.advanceTo('2026-03-21');
    const before = await lines(inclusive);
    await bank.ok('writeOffLoan', { path: loanPath(inclusive), body: { notes: 'lost' } });
    const lost = await desk.newest(inclusive, 'WRITE_OFF');
    expect(lost).toMatchObject({
      affectedAmounts: { principalAmount: 1200, interestAmount: 24, feesAmount: 15 },
      taxes: { taxOnInterestAmount: 3.66, taxOnFeesAmount: 2.07 },
    });
    expect(await desk.journal(lost)).toEqual([
      'DEBIT 5000 1239 -',
      'CREDIT 1100 1200 -',
      'CREDIT 1110 20.34 -',
      'CREDIT 1120 12.93 -',
      'CREDIT 1140 5.73 -',
    ]);
    await bank.ok('undoWriteOffLoan', { path: loanPath(inclusive), body: {} });
    expect(await lines(inclusive)).toEqual(before);
    await desk.verify();
  });
});

describe('fees of the disbursement', () => {
  const fee = (id: string, trigger: string, more = {}) => ({
    id,
    name: id,
    trigger,
    feeApplication: 'REQUIRED',
    state: 'ACTIVE',
    amountCalculationMethod: 'FLAT',
    amount: 10,
    ...more,
  });

  test('are kept back, capitalised and charged with their taxes; one may be free of them', async () => {
    const fees = [
      fee('KEPT', 'DISBURSEMENT'),
      fee('ADDED', 'CAPITALIZED_DISBURSEMENT'),
      fee('OWED', 'UPFRONT_DISBURSEMENT'),
      fee('FREE', 'DISBURSEMENT', { taxSettings: { taxableCalculationMethod: 'NON_TAXABLE' } }),
    ];
    const product = await of.product(
      'FEES',
      { taxSourceKey: vat },
      { interest: flat, others: { feesSettings: { fees } } },
    );
    const ref = await of.lender.approvedLoan(product, small);
    const paidOut = await desk.disburse(ref);
    // At 30 %: 13 each, and 10 free of taxes.
    expect(paidOut).toMatchObject({
      amount: 1213,
      taxes: { taxOnFeesAmount: 6 },
      fees: [
        { name: 'KEPT', amount: 13, taxAmount: 3 },
        { name: 'ADDED', amount: 13, taxAmount: 3 },
        { name: 'FREE', amount: 10 },
      ],
    });
    expect(await desk.journal(paidOut)).toEqual([
      'DEBIT 1100 1213 -',
      'CREDIT 1000 1177 -',
      'CREDIT 4000 30 -',
      'CREDIT 2300 6 -',
    ]);
    expect(await desk.newest(ref, 'FEE_APPLIED')).toMatchObject({ amount: 13, fees: [{ name: 'OWED', taxAmount: 3 }] });
    await desk.verify();
    await desk.adjust(paidOut);
    await desk.verify();
  });
});

describe('are refused', () => {
  const create = async (taxSettings: Record<string, unknown>, others: Record<string, unknown> = {}) => {
    const body = loanProductBody('REFUSED', of.lender.gl, { others: { taxSettings, ...others } });
    const reply = await bank.call('createLoanProduct', { body });
    expect(await desk.reason('getLoanProduct', { path: { loanProductId: 'REFUSED' } })).toBe('404 INVALID_PRODUCT_ID');
    return `${reasonOf(reply)}: ${sourceOf(reply)}`;
  };

  test.each<[string, () => Record<string, unknown>, string, string]>([
    [
      'a source that does not exist',
      () => ({ taxSourceKey: 'nowhere' }),
      '400 INVALID_INDEX_RATE_SOURCE_ID',
      'taxSettings.taxSourceKey',
    ],
    ['a long source', () => ({ taxSourceKey: '漢'.repeat(9999) }), '400 INVALID_', 'taxSettings.taxSourceKey'],
    ['a source as number', () => ({ taxSourceKey: 5 }), '400 INVALID_PARAMETERS', 'taxSourceKey'],
    [
      'no source',
      () => ({ taxCalculationMethod: 'INCLUSIVE', taxesOnFeesEnabled: true }),
      '400 INVALID_PARAMETERS',
      'taxSettings.taxSourceKey',
    ],
    [
      'no method',
      () => ({ taxSourceKey: vat, taxesOnFeesEnabled: true }),
      '400 INVALID_PARAMETERS',
      'taxSettings.taxCalculationMethod',
    ],
    [
      'an unknown method',
      () => ({ taxSourceKey: vat, taxCalculationMethod: 'BOTH' }),
      '400 INVALID_PARAMETERS',
      'taxCalculationMethod',
    ],
    ['a switch as text', () => ({ taxesOnInterestEnabled: 'yes' }), '400 INVALID_PARAMETERS', 'taxesOnInterestEnabled'],
    [
      'books without an account for taxes',
      () => ({ taxSourceKey: vat, taxCalculationMethod: 'EXCLUSIVE', taxesOnFeesEnabled: true }),
      '400 MISSING_RULE',
      'TAXES_PAYABLE',
    ],
  ])('%s', async (_name, settings, reason, property) => {
    const refusal = await create(settings());
    expect(refusal.startsWith(reason)).toBe(true);
    expect(refusal).toContain(property);
  });

  test('a source of interest', async () => {
    const interest = await bank.ok('createIndexRateSource', {
      body: { id: 'PRIME', name: 'Prime', type: 'INTEREST_RATE' },
    });
    expect(await create({ taxSourceKey: interest.encodedKey })).toMatch(
      /^400 INDEX_RATE_SOURCE_TYPE_INCORRECT: taxSettings.taxSourceKey/,
    );
  });

  test('other taxes of a product with accounts', async () => {
    const path = { loanProductId: 'ON-TOP' };
    const product = await bank.ok('getLoanProduct', { path });
    const reply = await bank.call('updateLoanProduct', {
      path,
      body: { ...product, taxSettings: { ...product.taxSettings, taxCalculationMethod: 'INCLUSIVE' } } as never,
    });
    expect(reasonOf(reply)).toBe('400 TAXES_NOT_EDITABLE');
    expect(await bank.ok('getLoanProduct', { path })).toEqual(product);
    expect((await bank.call('updateLoanProduct', { path, body: product as never })).status).toBe(200);
  });

  test('an account with a rate of its own, or without any', async () => {
    const { encodedKey: accountHolderKey } = await of.lender.client();
    const account = (productTypeKey: string, more: Record<string, unknown>) =>
      bank.call('createLoanAccount', {
        body: {
          accountHolderKey,
          accountHolderType: 'CLIENT',
          productTypeKey,
          ...small,
          interestSettings: { interestRate: 12 },
          scheduleSettings: { gracePeriod: 0, repaymentInstallments: 12 },
          ...more,
        } as never,
      });
    const own = await account('ON-TOP', { taxRate: 5 });
    expect(`${reasonOf(own)}: ${sourceOf(own)}`).toMatch(/^400 INVALID_TAX_RATE: taxRate/);
    expect(reasonOf(await account('FIXED-FLAT', { taxRate: 5 }))).toBe('400 INVALID_TAX_RATE');
    expect(reasonOf(await account('ON-TOP', { taxRate: 'much' }))).toBe('400 INVALID_PARAMETERS');
    const past = { disbursementDetails: { expectedDisbursementDate: '2025-06-01T00:00:00+00:00' } };
    expect(reasonOf(await account('ON-TOP', past))).toBe('400 NO_TAX_RATE_AVAILABLE');
    const later = await of.source('LATER', ['2027-01-01', 5]);
    await of.product('LATER', { taxSourceKey: later }, { interest: flat });
    expect(reasonOf(await account('LATER', {}))).toBe('400 NO_TAX_RATE_AVAILABLE');
    const preview = await bank.call('previewLoanSchedule', {
      body: { productTypeKey: 'LATER', loanAmount: 1200 } as never,
    });
    expect(reasonOf(preview)).toBe('400 NO_TAX_RATE_AVAILABLE');
  });

  test('a disbursement before the first rate', async () => {
    const ref = await of.lender.approvedLoan('ON-TOP', small);
    expect(
      await desk.refused('makeDisbursement', ref, {
        path: loanPath(ref),
        body: { valueDate: '2025-12-31T00:00:00+00:00' },
      }),
    ).toMatch(/^400 NO_TAX_RATE_AVAILABLE/);
  });

  test('an edit that asks for another rate; one that repeats it is none', async () => {
    const ref = await of.lender.loan('ON-TOP', small);
    const told = await desk.account(ref);
    expect((await bank.call('updateLoanAccount', { path: loanPath(ref), body: told as never })).status).toBe(200);
    const reply = await bank.call('updateLoanAccount', { path: loanPath(ref), body: { ...told, taxRate: 3 } as never });
    expect(reasonOf(reply)).toBe('400 INVALID_TAX_RATE');
  });
});
