import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, type LoanProductChanges, loanBank, loanProductBody } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';
import { revolvingProduct } from './harness/revolving.ts';

type Body = Readonly<Record<string, unknown>>;

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const dynamic: LoanProductChanges = {
  type: 'DYNAMIC_TERM_LOAN',
  schedule: { repaymentScheduleMethod: 'DYNAMIC' },
  interest: { scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' },
};

const refusedProduct = async (changes: LoanProductChanges): Promise<string> => {
  const reply = await bank.call('createLoanProduct', { body: loanProductBody('REFUSED', lender.gl, changes) });
  return `${reasonOf(reply)}: ${sourceOf(reply)}`;
};

const six: Body = { scheduleSettings: { gracePeriod: 0, repaymentInstallments: 6 } };

describe('a total that differs for another interval', () => {
  const others = { adjustTotalDueForInstallmentsWithDifferentInterval: true };

  test('lets the first total follow its 45 days, and stays with the loan', async () => {
    const key = await lender.loanProduct('OTHER-TOTALS', { ...dynamic, others });
    expect(await bank.ok('getLoanProduct', { path: { loanProductId: key } })).toMatchObject(others);
    const loan = await lender.approvedLoan(key, six);
    expect(await desk.account(loan)).toMatchObject(others);
    await desk.disburse(loan, { firstRepaymentDate: '2026-04-25T00:00:00+03:00' });
    const schedule = await desk.schedule(loan);
    expect(schedule.slice(0, 2)).toEqual(['1625.48+150.00+0.00 0.00 PENDING', '1641.73+83.75+0.00 0.00 PENDING']);
    expect(JSON.stringify(await bank.ok('explainLoan', { path: loanPath(loan) }))).toContain('of another interval');
    // The product changes; its loans keep what they have.
    await bank.ok('patchLoanProduct', {
      path: { loanProductId: key },
      body: [{ op: 'REPLACE', path: '/adjustTotalDueForInstallmentsWithDifferentInterval', value: false }],
    });
    const paid = await desk.repay(loan, 2000, { valueDate: '2026-03-10T12:00:00+02:00' });
    await desk.adjust(paid);
    expect(await desk.schedule(loan)).toEqual(schedule);
    await desk.verify();
  });

  test('is refused where totals are not equal', async () => {
    const declining = { ...dynamic, interest: { ...dynamic.interest, interestCalculationMethod: 'DECLINING_BALANCE' } };
    expect(await refusedProduct({ ...declining, others })).toMatch(
      /^400 INVALID_PARAMETERS: adjustTotalDueForInstallmentsWithDifferentInterval needs/,
    );
  });
});

describe('what may be prepaid without a charge', () => {
  const told = async (loan: LoanRef): Promise<unknown[]> => {
    const { prepaymentSettings } = await desk.account(loan);
    return [prepaymentSettings?.ercFreeAllowancePercentage, prepaymentSettings?.ercFreeAllowanceAmount];
  };
  const allows = (settings: Body): Body => ({ ...six, prepaymentSettings: settings });

  test('is copied from the product, or agreed with the account, and told', async () => {
    const key = await lender.loanProduct('ALLOWS', { ...dynamic, prepayment: { ercFreeAllowance: 10 } });
    const copied = await lender.loan(key, six);
    expect(await told(copied)).toEqual([10, undefined]);
    expect(await told(await lender.loan(key, allows({ ercFreeAllowancePercentage: 12.5 })))).toEqual([12.5, undefined]);
    expect(await told(await lender.loan(key, allows({ ercFreeAllowanceAmount: 500 })))).toEqual([undefined, 500]);
    expect(await told(await lender.loan(key, allows({ ercFreeAllowancePercentage: 0 })))).toEqual([
      undefined,
      undefined,
    ]);
    const patch = (path: string, value: unknown) => ({
      path: loanPath(copied),
      body: [{ op: 'REPLACE' as const, path: `/prepaymentSettings/${path}`, value }],
    });
    await bank.ok('patchLoanAccount', patch('ercFreeAllowancePercentage', 15));
    expect(await told(copied)).toEqual([15, undefined]);
    expect(await desk.refused('patchLoanAccount', copied, patch('ercFreeAllowancePercentage', 101))).toMatch(
      /^400 INVALID_PARAMETERS: prepaymentSettings.ercFreeAllowancePercentage/,
    );
    expect(await desk.refused('patchLoanAccount', copied, patch('ercFreeAllowanceAmount', 10_000.01))).toMatch(
      /^400 INVALID_AMOUNT: prepaymentSettings.ercFreeAllowanceAmount/,
    );
    const running = await lender.approvedLoan(key, six);
    await desk.disburse(running);
    expect(
      await desk.refused('patchLoanAccount', running, {
        path: loanPath(running),
        body: [{ op: 'REPLACE', path: '/prepaymentSettings/ercFreeAllowancePercentage', value: 20 }],
      }),
    ).toMatch(/^400 ILLEGAL_LOAN_PARAMETERS_MODIFICATION: prepaymentSettings.ercFreeAllowancePercentage/);
    // No charge reads it: a prepayment is free whatever it says.
    await desk.repay(running, 9000);
    expect(await desk.standing(running)).toEqual(['DISBURSEMENT 10000.00 2026-03-10', 'REPAYMENT 9000.00 2026-03-10']);
  });

  test('is refused where it is no percentage', async () => {
    expect(await refusedProduct({ ...dynamic, prepayment: { ercFreeAllowance: 101 } })).toMatch(
      /^400 INVALID_PARAMETERS: paymentSettings.prepaymentSettings.ercFreeAllowance must be 0 to 100/,
    );
  });
});

describe('a repayment with a part outside the schedule', () => {
  const on = (day: string): Body => ({ valueDate: `${day}T12:00:00+02:00` });
  const outside = (principalOverpaymentAmount: unknown): Body => ({ principalOverpaymentAmount });
  let reducing: string;
  const lend = async (day = '2026-02-10'): Promise<LoanRef> => {
    const loan = await lender.approvedLoan(reducing, { ...six, loanAmount: 6000 });
    await desk.disburse(loan, on(day));
    return loan;
  };

  beforeAll(async () => {
    reducing = await lender.loanProduct('OUTSIDE', {
      ...dynamic,
      interest: { ...dynamic.interest, interestCalculationMethod: 'DECLINING_BALANCE' },
      prepayment: { prepaymentRecalculationMethod: 'RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS' },
    });
  });

  test('pays what is due and then principal ahead, in one transaction that is booked as a repayment', async () => {
    const loan = await lend();
    const paid = await desk.repay(loan, 2560, outside(1500));
    expect(paid).toMatchObject({
      type: 'REPAYMENT',
      amount: 2560,
      affectedAmounts: { principalAmount: 2500, interestAmount: 60 },
      accountBalances: { principalBalance: 3500 },
    });
    expect(await desk.journal(paid)).toEqual(['DEBIT 1000 2560 -', 'CREDIT 1100 2500 -', 'CREDIT 1110 60 -']);
    expect((await desk.schedule(loan)).slice(1)).toEqual(Array(5).fill(expect.stringMatching(/^700\.00\+/)));
  });

  test('dated back and adjusted leaves no trace, and a later payment is posted anew', async () => {
    const loan = await lend();
    const schedule = await desk.schedule(loan);
    const later = await desk.repay(loan, 1060);
    // Ten days before: 6,000 have borne 36.00 by then, which wait; 5,000 bear ten days more.
    const early = await desk.repay(loan, 1000, { ...outside(1000), ...on('2026-02-28') });
    expect(early).toMatchObject({ affectedAmounts: { principalAmount: 1000, interestAmount: 0 } });
    expect(await desk.standing(loan)).toContain('REPAYMENT 1000.00 2026-02-28');
    expect((await desk.newest(loan, 'INTEREST_APPLIED')).amount).toBe(56);
    await desk.adjust(early);
    expect(await desk.standing(loan)).toEqual([
      'DISBURSEMENT 6000.00 2026-02-10',
      'INTEREST_APPLIED 60.00 2026-03-10',
      'REPAYMENT 1060.00 2026-03-10',
    ]);
    const again = await desk.newest(loan, 'REPAYMENT');
    expect(again.encodedKey === later.encodedKey).toBe(false);
    await desk.adjust(again);
    expect(await desk.schedule(loan)).toEqual(schedule);
    await desk.verify();
  });

  test.each<[string, number, Body]>([
    ['INVALID_AMOUNT: principalOverpaymentAmount is part of the amount', 1000, outside(1000.01)],
    ['INVALID_AMOUNT: principalOverpaymentAmount must be more than 0', 1000, outside(-1)],
    ['INVALID_AMOUNT: principalOverpaymentAmount has more than the 2 decimals', 1000, outside(0.001)],
    ['INVALID_AMOUNT: principalOverpaymentAmount is larger than any account', 1000, outside(1e30)],
    ['INVALID_PARAMETERS: .*principalOverpaymentAmount', 1000, outside('much')],
    [
      'ORIGINAL_AMOUNT_AND_ORIGINAL_CURRENCY_NOT_ALLOWED|CURRENCY_NOT_DEFINED',
      10,
      { ...outside(10), originalCurrencyCode: 'JPY' },
    ],
    ['EXCESS_REPAYMENT_ERROR', 6001, outside(6001)],
  ])('is refused: %s', async (reason, amount, more) => {
    const loan = await lend('2026-03-10');
    expect(
      await desk.refused('makeRepayment', loan, { path: loanPath(loan), body: { amount, ...more } as never }),
    ).toMatch(new RegExp(`^400 (${reason})`));
  });

  test('is refused on a fixed schedule', async () => {
    const loan = await lender.approvedLoan(lender.fixedEqual, six);
    await desk.disburse(loan);
    expect(
      await desk.refused('makeRepayment', loan, {
        path: loanPath(loan),
        body: { amount: 100, ...outside(50) } as never,
      }),
    ).toMatch(/^400 INVALID_PARAMETERS: principalOverpaymentAmount: the schedule of this loan is fixed/);
  });
});

describe('a revolving credit by INSTALLMENTS', () => {
  let sharing: string;
  const shared: LoanProductChanges = revolvingProduct({
    schedule: { repaymentMethod: 'INSTALLMENTS', numInstallments: { minValue: 2, maxValue: 24, defaultValue: 4 } },
    payment: { principalPaymentSettings: {} },
  });
  const credit = (more: Body = {}): Promise<LoanRef> =>
    lender.approvedLoan(sharing, { loanAmount: 5000, scheduleSettings: { gracePeriod: 0 }, ...more });
  const asked = async (loan: LoanRef): Promise<string[]> =>
    (await desk.schedule(loan)).map((line) => line.split('+')[0] ?? '');

  beforeAll(async () => {
    sharing = await lender.loanProduct('SHARED', shared);
  });

  test('shares out its balance from the last withdrawal on, dated back and undone', async () => {
    const loan = await credit({ scheduleSettings: { gracePeriod: 0, repaymentInstallments: 3 } });
    expect(await desk.account(loan)).toMatchObject({ scheduleSettings: { repaymentInstallments: 3 } });
    const body = await bank.ok('getLoanAccount', { path: loanPath(loan), query: { detailsLevel: 'FULL' } });
    await bank.ok('updateLoanAccount', { path: loanPath(loan), body: body as never });
    await desk.disburse(loan, { amount: 900, valueDate: '2026-01-10T12:00:00+02:00' });
    expect(await asked(loan)).toEqual(['300.00', '300.00', '0.00']);
    // The second withdrawal begins a new count: 600 that nobody asked for yet and 300 are three parts of 300.
    const second = await desk.disburse(loan, { amount: 300 });
    expect(JSON.stringify(await bank.ok('explainLoan', { path: loanPath(loan) }))).toContain(
      'due dates since the last',
    );
    await desk.adjust(second);
    // Dated back before the first due date, 450 are prepaid: 450 are three parts of 150.
    const early = await desk.repay(loan, 450, { valueDate: '2026-01-10T13:00:00+02:00' });
    expect(await asked(loan)).toEqual(['600.00', '150.00', '0.00']);
    await desk.adjust(early);
    expect(await asked(loan)).toEqual(['300.00', '300.00', '0.00']);
    await desk.verify();
  });

  test('is previewed as so many instalments where the product foresees them', async () => {
    const key = await lender.loanProduct('SHARED-AHEAD', {
      ...shared,
      schedule: { ...shared.schedule, previewSchedule: { previewScheduleEnabled: true } },
    });
    const { installments = [] } = await bank.ok('previewSchedule', {
      body: { productTypeKey: key, loanAmount: 1000, interestSettings: { interestRate: 12 } } as never,
    });
    expect(installments).toHaveLength(4);
  });

  test('is refused with contradictions, and takes no other value', async () => {
    const refusedOf = (settings: Body): Promise<string> =>
      refusedProduct({ ...shared, payment: { principalPaymentSettings: settings } });
    expect(await refusedOf({ principalPaymentMethod: 'OUTSTANDING_PRINCIPAL_PERCENTAGE' })).toMatch(
      /^400 INVALID_PRINCIPAL_PAYMENT_METHOD: paymentSettings.principalPaymentSettings.principalPaymentMethod/,
    );
    expect(await refusedOf({ amount: { defaultValue: 50 } })).toMatch(
      /^400 INVALID_REVOLVING_SETTINGS: paymentSettings.principalPaymentSettings.amount/,
    );
    const loan = await credit();
    await desk.disburse(loan, { amount: 900 });
    expect(
      await desk.refused('changeLoanRepaymentValue', loan, {
        path: loanPath(loan),
        body: { amount: 50, valueDate: '2026-03-10T12:00:00+02:00' },
      }),
    ).toMatch(/^400 PRINCIPAL_PAYMENT_INCONSISTENT_WITH_PRODUCT: amount/);
    await expect(credit({ scheduleSettings: { gracePeriod: 0, repaymentInstallments: 25 } })).rejects.toThrow(
      /INVALID_INSTALLMENTS/,
    );
  });
});

describe('a product that accepts overpayments', () => {
  const on = (day: string): Body => ({ valueDate: `${day}T12:00:00+02:00` });
  const accepting: LoanProductChanges = {
    ...dynamic,
    interest: { ...dynamic.interest, interestCalculationMethod: 'DECLINING_BALANCE' },
    prepayment: { futurePaymentsAcceptance: 'ACCEPT_OVERPAYMENTS' },
  };
  let keeping: string;
  const lend = async (day = '2026-02-10', more: Body = six): Promise<LoanRef> => {
    const loan = await lender.approvedLoan(keeping, { ...more, loanAmount: 6000 });
    await desk.disburse(loan, on(day));
    return loan;
  };
  const kept = async (loan: LoanRef): Promise<unknown> => (await desk.account(loan)).balances?.redrawBalance;
  const withdraw = (amount: number) => ({ body: { amount } });

  beforeAll(async () => {
    keeping = await lender.loanProduct('OVERPAID', accepting);
  });

  test('keeps what is paid beyond everything that is owed, tells and books it', async () => {
    const loan = await lend();
    expect(await desk.account(loan)).toMatchObject({ futurePaymentsAcceptance: 'ACCEPT_OVERPAYMENTS' });
    const paid = await desk.repay(loan, 6100);
    expect(paid).toMatchObject({
      amount: 6100,
      affectedAmounts: { principalAmount: 6000, interestAmount: 60 },
      accountBalances: { principalBalance: 0, totalBalance: 0, redrawBalance: 40, expectedPrincipalRedraw: -40 },
    });
    expect(await desk.journal(paid)).toEqual(['DEBIT 1000 6100 -', 'CREDIT 1100 6040 -', 'CREDIT 1110 60 -']);
    expect(await kept(loan)).toBe(40);
    expect(await desk.refused('makeRepayment', loan, { path: loanPath(loan), body: { amount: 1 } })).toMatch(
      /^400 CANNOT_APPLY_REPAYMENT_ON_ZERO_BALANCE_ACCOUNT/,
    );
    expect(
      await desk.refused('changeLoanAccountState', loan, { path: loanPath(loan), body: { action: 'CLOSE' } }),
    ).toMatch(/^400 ACCOUNT_HAS_REMAINING_BALANCE/);
    await desk.adjust(paid);
    expect([await kept(loan), (await desk.account(loan)).balances?.principalBalance]).toEqual([0, 6000]);
    await desk.verify();
  });

  test('gives it back, and an adjustment that would leave too little of it is refused', async () => {
    const loan = await lend();
    const paid = await desk.repay(loan, 6100);
    const path = loanPath(loan);
    expect(await desk.refused('makeLoanWithdrawal', loan, { path, ...withdraw(40.01) })).toMatch(
      /^400 INSUFFICIENT_REDRAW_BALANCE/,
    );
    const back = await bank.ok('makeLoanWithdrawal', { path, ...withdraw(40) });
    expect(back).toMatchObject({ type: 'WITHDRAWAL_REDRAW', amount: 40, accountBalances: { redrawBalance: 0 } });
    expect(await desk.journal(back)).toEqual(['DEBIT 1100 40 -', 'CREDIT 1000 40 -']);
    expect(
      await desk.refused('adjustLoanTransaction', loan, {
        path: { loanTransactionId: String(paid.id) },
        body: { notes: 'a mistake' },
      }),
    ).toMatch(/^400 INSUFFICIENT_REDRAW_BALANCE/);
    await desk.adjust(back);
    expect(await kept(loan)).toBe(40);
    await desk.verify();
  });

  test('dated back before a payment of everything, a payment leaves as much at the loan', async () => {
    const loan = await lend();
    await desk.repay(loan, 6060);
    const early = await desk.repay(loan, 1036, on('2026-02-28'));
    // 36.00 of interest by then; 5,000 bear 20.00 in the twelve days after it, 4.00 less than 6,000.
    expect(await kept(loan)).toBe(1040);
    await desk.adjust(early);
    expect(await kept(loan)).toBe(0);
    await desk.verify();
  });

  test.each<[string, LoanProductChanges]>([
    [
      'LOAN_PRODUCT_PREPAYMENT_OPTIONS_MISMATCH',
      { ...accepting, prepayment: { ...accepting.prepayment, prepaymentAcceptance: 'NO_PREPAYMENTS' } },
    ],
    [
      'LOAN_PRODUCT_PREPAYMENT_OPTIONS_MISMATCH',
      { ...accepting, others: { redrawSettings: { allowRedraw: true }, accountLinkSettings: { enabled: false } } },
    ],
    [
      'INVALID_REVOLVING_SETTINGS',
      revolvingProduct({ prepayment: { futurePaymentsAcceptance: 'ACCEPT_FUTURE_PAYMENTS' } }),
    ],
  ])('is refused: %s', async (reason, changes) => {
    expect(await refusedProduct(changes)).toMatch(
      new RegExp(`^400 ${reason}: paymentSettings.prepaymentSettings.futurePaymentsAcceptance`),
    );
  });

  test('the money pays a later fee the day after where its due date has passed; a withdrawal lets the loan close', async () => {
    const loan = await lend('2025-12-10', { scheduleSettings: { gracePeriod: 0, repaymentInstallments: 3 } });
    await desk.repay(loan, 7000);
    const before = Number(await kept(loan));
    await desk.fee(loan, 15);
    expect(await kept(loan)).toBe(before);
    await desk.advanceTo('2026-03-12');
    expect((await desk.standing(loan)).at(-1)).toBe('REDRAW_REPAYMENT 15.00 2026-03-11');
    const paid = await desk.newest(loan, 'REDRAW_REPAYMENT');
    expect(await desk.journal(paid)).toEqual(['DEBIT 1100 15 -', 'CREDIT 1120 15 -']);
    const left = Math.round((before - 15) * 100) / 100;
    expect(await kept(loan)).toBe(left);
    await bank.ok('makeLoanWithdrawal', { path: loanPath(loan), ...withdraw(left) });
    await bank.ok('changeLoanAccountState', { path: loanPath(loan), body: { action: 'CLOSE' } });
    expect((await desk.account(loan)).accountState).toBe('CLOSED');
    await desk.verify();
  });
});
