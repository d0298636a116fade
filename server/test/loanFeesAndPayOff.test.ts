import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';

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

const on = (day: string): Body => ({ valueDate: `${day}T00:00:00+02:00` });
const disbursed = async (product: string, day = '2026-02-10'): Promise<LoanRef & { encodedKey: string }> => {
  const loan = await lender.approvedLoan(product);
  await desk.disburse(loan, on(day));
  return loan;
};
const refusedFee = (loan: LoanRef, body: Body): Promise<string> =>
  desk.refused('applyLoanFee', loan, { path: loanPath(loan), body });
const refusedInterest = (loan: LoanRef, body: Body): Promise<string> =>
  desk.refused('applyLoanInterest', loan, { path: loanPath(loan), body });
const refusedPayOff = (loan: LoanRef, body: Body): Promise<string> =>
  desk.refused('payOffLoan', loan, { path: loanPath(loan), body });
const reminderOf = async (product: string): Promise<string> => {
  const { feesSettings } = await bank.ok('getLoanProduct', { path: { loanProductId: product } });
  return String((feesSettings?.fees as { encodedKey?: string }[] | undefined)?.[0]?.encodedKey);
};

describe('a fee', () => {
  test('of the product or arbitrary falls due with its instalment', async () => {
    const loan = await disbursed(lender.fixedEqual);
    const predefinedFeeKey = await reminderOf(lender.fixedEqual);
    const reminder = await bank.ok('applyLoanFee', {
      path: loanPath(loan),
      body: { predefinedFeeKey, installmentNumber: 2, notes: 'late', externalId: 'FEE-1' },
    });
    expect(reminder).toMatchObject({
      type: 'FEE_APPLIED',
      amount: 15,
      notes: 'late',
      externalId: 'FEE-1',
      fees: [{ predefinedFeeKey, name: 'Reminder', amount: 15, trigger: 'MANUAL' }],
      affectedAmounts: { feesAmount: 15 },
      // The interest of 10 March is due today, before anything else.
      accountBalances: { totalBalance: 10_115, principalBalance: 10_000 },
    });
    await desk.fee(loan, 5.5, { installmentNumber: 1 });
    expect((await desk.schedule(loan)).slice(0, 2)).toEqual([
      '788.49+100.00+5.50 0.00 PENDING',
      '796.37+92.12+15.00 0.00 PENDING',
    ]);
    expect(await desk.account(loan)).toMatchObject({ balances: { feesBalance: 20.5, feesDue: 5.5 } });
  });

  test('of a dynamic loan finds its instalment by its value date', async () => {
    const loan = await disbursed(lender.dynamicEqual, '2026-01-05');
    await desk.fee(loan, 3, on('2026-01-20'));
    await desk.fee(loan, 4);
    expect((await desk.schedule(loan)).map((line) => line.split(' ')[0]?.split('+')[2]).slice(0, 3)).toEqual([
      '3.00',
      '0.00',
      '4.00',
    ]);
    expect(await desk.account(loan)).toMatchObject({ balances: { feesBalance: 7, feesDue: 3 } });
  });

  test('can be applied before the disbursement, and undone in every such state', async () => {
    const loan = await lender.loan(lender.fixedEqual);
    const change = (action: string) => bank.ok('changeLoanAccountState', { path: loanPath(loan), body: { action } });
    for (const action of ['', 'SET_INCOMPLETE', 'REQUEST_APPROVAL', 'APPROVE']) {
      if (action !== '') await change(action);
      const fee = await desk.fee(loan, 12, { installmentNumber: 1 });
      expect(await desk.account(loan)).toMatchObject({ balances: { feesBalance: 12 } });
      await desk.adjust(fee);
      expect(await desk.account(loan)).toMatchObject({ balances: { feesBalance: 0 } });
    }
    await desk.fee(loan, 12, { installmentNumber: 1 });
    await desk.disburse(loan);
    expect((await desk.schedule(loan))[0]).toBe('788.49+100.00+12.00 0.00 PENDING');
  });

  test.each([
    [
      'without an instalment on a fixed loan',
      'fixedEqual',
      { amount: 5 },
      'INSTALLMENT_NUMBER_MANDATORY_FOR_FIXED_ACCOUNTS',
    ],
    [
      'on an instalment that is not there',
      'fixedEqual',
      { amount: 5, installmentNumber: 13 },
      'INVALID_INSTALLMENT_NUMBER',
    ],
    ['on instalment nought', 'fixedEqual', { amount: 5, installmentNumber: 0 }, 'INVALID_INSTALLMENT_NUMBER'],
    ['on an instalment before all', 'fixedEqual', { amount: 5, installmentNumber: -1 }, 'INVALID_INSTALLMENT_NUMBER'],
    ['on half an instalment', 'fixedEqual', { amount: 5, installmentNumber: 1.5 }, 'INVALID_PARAMETERS'],
    [
      'on an instalment of a dynamic loan',
      'dynamicEqual',
      { amount: 5, installmentNumber: 1 },
      'INSTALLMENT_NUMBER_NOT_ALLOWED_FOR_DYNAMIC_ACCOUNTS',
    ],
    ['without an amount', 'dynamicEqual', {}, 'MANDATORY_FEE_AMOUNT'],
    ['of nothing', 'dynamicEqual', { amount: 0 }, 'FEE_AMOUNT_MUST_BE_STRICTLY_POSITIVE'],
    ['of less than nothing', 'dynamicEqual', { amount: -5 }, 'FEE_AMOUNT_MUST_BE_STRICTLY_POSITIVE'],
    ['of half a cent', 'dynamicEqual', { amount: 0.005 }, 'INVALID_AMOUNT'],
    ['of too much', 'dynamicEqual', { amount: 1e30 }, 'INVALID_AMOUNT'],
    ['that nobody defined', 'dynamicEqual', { predefinedFeeKey: 'nothing' }, 'INVALID_FEE_KEY'],
    ['before the disbursement', 'dynamicEqual', { amount: 5, ...on('2026-02-09') }, 'BACKDATE_BEFORE_ACTIVATION'],
    ['tomorrow', 'dynamicEqual', { amount: 5, ...on('2026-03-11') }, 'BACKDATE_SET_IN_THE_FUTURE'],
    [
      'that would be capitalised on a fixed loan',
      'fixedEqual',
      { amount: 5, feeCapitalisation: true, installmentNumber: 2 },
      'FEE_NOT_ALLOWED',
    ],
  ] as const)('%s is refused', async (_what, kind, body, reason) => {
    expect(await refusedFee(await disbursed(lender[kind]), body)).toContain(`400 ${reason}`);
  });

  test('of another amount than the product defines is refused, and on a paid instalment or a closed loan', async () => {
    const loan = await disbursed(lender.fixedEqual);
    const predefinedFeeKey = await reminderOf(lender.fixedEqual);
    expect(await refusedFee(loan, { predefinedFeeKey, amount: 16, installmentNumber: 1 })).toContain(
      'INCONSISTENT_FEE_AMOUNT_WITH_PRODUCT_FEE',
    );
    await desk.repay(loan, 888.49);
    expect(await refusedFee(loan, { amount: 5, installmentNumber: 1 })).toContain(
      'CANNOT_APPLY_FEE_ON_PAID_INSTALLMENT',
    );
    await bank.ok('payOffLoan', { path: loanPath(loan), body: {} });
    expect(await refusedFee(loan, { amount: 5, installmentNumber: 2 })).toContain('INVALID_ACCOUNT_STATE');
    const none = await lender.loanProduct('NO-ARBITRARY', { others: { feesSettings: { allowArbitraryFees: false } } });
    expect(await refusedFee(await disbursed(none), { amount: 5, installmentNumber: 1 })).toContain(
      'ARBITRARY_FEE_NOT_ALLOWED',
    );
  });
});

describe('interest applied by hand', () => {
  const apply = (loan: LoanRef, day: string) =>
    bank.ok('applyLoanInterest', {
      path: loanPath(loan),
      body: { interestApplicationDate: `${day}T00:00:00+02:00`, notes: 'early' },
    });

  test('is what has accrued to the day; what follows makes the period whole; undone it accrues again', async () => {
    const loan = await disbursed(lender.dynamicDeclining, '2026-02-21');
    await apply(loan, '2026-02-28');
    // 7 days: 23.0137; 17 days: 55.8904.
    await apply(loan, '2026-03-10');
    expect((await desk.standing(loan)).slice(1)).toEqual([
      'INTEREST_APPLIED 23.01 2026-02-28',
      'INTEREST_APPLIED 32.88 2026-03-10',
    ]);
    expect(await desk.account(loan)).toMatchObject({ balances: { interestBalance: 55.89 }, interestSettings: {} });
    expect(await refusedInterest(loan, { interestApplicationDate: '2026-03-10T00:00:00+02:00' })).toMatch(
      /400 (ACCOUNT_HAS_NO_ACCRUED_INTEREST|INTEREST_APPLIED_WITH_NULL_AMOUNT)/,
    );
    expect(await refusedInterest(loan, { interestApplicationDate: '2026-03-01T00:00:00+02:00' })).toContain(
      'ENTRY_DATE_BEFORE_OTHER_TRANSACTION',
    );
    await desk.adjust(await desk.newest(loan, 'INTEREST_APPLIED'));
    expect(await desk.account(loan)).toMatchObject({ balances: { interestBalance: 23.01 } });
  });

  test('is refused where there is none to apply', async () => {
    const body = { interestApplicationDate: '2026-03-10T00:00:00+02:00' };
    expect(await refusedInterest(await lender.approvedLoan(lender.dynamicEqual), body)).toContain(
      'INVALID_ACCOUNT_STATE',
    );
    expect(await refusedInterest(await disbursed(lender.fixedFlat), body)).toContain(
      'INTEREST_ALREADY_APPLIED_ON_DISBURSEMENT_ACCOUNT',
    );
    expect(await refusedInterest(await disbursed(lender.fixedEqual), body)).toContain('INTEREST_CANNOT_BE_APPLIED');
    const loan = await disbursed(lender.dynamicEqual, '2026-03-10');
    expect(await refusedInterest(loan, body)).toContain('ACCOUNT_HAS_NO_ACCRUED_INTEREST');
    expect(await refusedInterest(loan, { interestApplicationDate: '2026-03-11T00:00:00+02:00' })).toContain(
      'INVALID_DATE',
    );
    expect(await refusedInterest(loan, { interestApplicationDate: '2026-03-09T00:00:00+02:00' })).toContain(
      'BACKDATE_BEFORE_ACTIVATION',
    );
    expect(await refusedInterest(loan, { interestApplicationDate: '9999-12-31T00:00:00+02:00' })).toContain(
      'INVALID_DATE',
    );
    expect(await refusedInterest(loan, { ...body, isInterestFromArrears: true })).toContain(
      'INTEREST_CANNOT_BE_APPLIED',
    );
  });
});

describe('a pay-off', () => {
  const preview = (loan: LoanRef, day: string) => bank.ok('previewLoanPayOff', { path: loanPath(loan), body: on(day) });

  test.each(['fixedEqual', 'fixedFlat', 'dynamicEqual', 'dynamicDeclining'] as const)(
    'of %s takes what its preview says, and can be undone',
    async (kind) => {
      const loan = await disbursed(lender[kind], '2026-01-20');
      await desk.repay(loan, 500);
      await desk.fee(loan, 7.25, kind.startsWith('fixed') ? { installmentNumber: 3 } : {});
      const [before, schedule, standing] = [
        await desk.account(loan),
        await desk.schedule(loan),
        await desk.standing(loan),
      ];
      const owed = await preview(loan, '2026-03-10');
      await bank.ok('payOffLoan', { path: loanPath(loan), body: { notes: 'all of it', externalId: `OFF-${kind}` } });
      const paid = await desk.newest(loan, 'REPAYMENT');
      expect(paid).toMatchObject({
        amount: owed.totalBalance,
        notes: 'all of it',
        externalId: `OFF-${kind}`,
        accountBalances: { totalBalance: 0 },
        affectedAmounts: {
          principalAmount: owed.principalBalance,
          interestAmount: owed.interestBalance,
          feesAmount: owed.feeBalance,
        },
      });
      expect(await desk.account(loan)).toMatchObject({
        accountState: 'CLOSED',
        accountSubState: 'REPAID',
        balances: { principalBalance: 0, interestBalance: 0, feesBalance: 0 },
      });
      expect(await refusedPayOff(loan, {})).toContain('400 INVALID_ACCOUNT_STATE');
      expect(await desk.reason('previewLoanPayOff', { path: loanPath(loan), body: on('2026-03-10') })).toBe(
        '400 INVALID_ACCOUNT_STATE',
      );
      await bank.ok('changeLoanAccountState', { path: loanPath(loan), body: { action: 'UNDO_CLOSE' } });
      await desk.adjust(paid);
      const after = await desk.account(loan);
      expect([after.balances, after.accountState, await desk.schedule(loan), await desk.standing(loan)]).toEqual([
        before.balances,
        before.accountState,
        schedule,
        standing,
      ]);
    },
  );

  test('previewed for a coming day counts the interest to that day', async () => {
    const loan = await disbursed(lender.dynamicDeclining, '2026-03-10');
    // 17 days of 10,000 at 12 % on 365: 55.89.
    expect(await preview(loan, '2026-03-27')).toMatchObject({
      principalBalance: 10_000,
      interestBalance: 55.89,
      totalBalance: 10_055.89,
    });
    const body = (valueDate: string): Body => ({ valueDate });
    expect(
      await desk.reason('previewLoanPayOff', { path: loanPath(loan), body: body('2026-03-09T00:00:00+02:00') }),
    ).toBe('400 INVALID_DATE');
    expect(
      await desk.reason('previewLoanPayOff', { path: loanPath(loan), body: body('9999-12-31T00:00:00+02:00') }),
    ).toMatch(/^(200|400)/);
    expect(
      await desk.reason('previewLoanPayOff', {
        path: { loanAccountId: 'no' },
        body: body('2026-03-10T00:00:00+02:00'),
      }),
    ).toBe('404 INVALID_LOAN_ACCOUNT_ID');
    expect(await desk.reason('payOffLoan', { path: { loanAccountId: 'no' }, body: {} })).toBe(
      '404 INVALID_LOAN_ACCOUNT_ID',
    );
  });

  test('is refused with amounts that are not owed', async () => {
    const loan = await disbursed(lender.dynamicDeclining, '2026-02-21');
    for (const [adjustable, reason] of [
      [{ interestPaid: 55.9 }, 'PAY_OFF_INVALID_INTEREST_PAID'],
      [{ interestPaid: -1 }, 'PAY_OFF_INVALID_INTEREST_PAID'],
      [{ interestPaid: 0.001 }, 'PAY_OFF_INVALID_INTEREST_PAID'],
      [{ interestPaid: 1e30 }, 'PAY_OFF_INVALID_INTEREST_PAID'],
      [{ feesPaid: 0.01 }, 'PAY_OFF_INVALID_FEES_PAID'],
      [{ penaltyPaid: 1 }, 'PAY_OFF_INVALID_PENALTY_PAID'],
    ] as const)
      expect(await refusedPayOff(loan, { payOffAdjustableAmounts: adjustable })).toContain(`400 ${reason}`);
    expect(await refusedPayOff(await lender.approvedLoan(lender.fixedEqual), {})).toContain('INVALID_ACCOUNT_STATE');
    await bank.ok('payOffLoan', { path: loanPath(loan), body: { payOffAdjustableAmounts: { interestPaid: 0 } } });
    expect(await desk.newest(loan, 'REPAYMENT')).toMatchObject({ amount: 10_000 });
    expect(await desk.newest(loan, 'INTEREST_DUE_REDUCED')).toMatchObject({ amount: 55.89 });
  });
});
