import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, type LoanProductChanges, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';

type Body = Readonly<Record<string, unknown>>;

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let redrawable: string;

const settings = (others: Body = {}): LoanProductChanges => ({
  type: 'DYNAMIC_TERM_LOAN',
  schedule: { repaymentScheduleMethod: 'DYNAMIC' },
  interest: {
    daysInYear: 'E30_360',
    scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
    interestCalculationMethod: 'DECLINING_BALANCE',
  },
  others: { redrawSettings: { allowRedraw: true }, accountLinkSettings: { enabled: false }, ...others },
});

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  redrawable = await lender.loanProduct('REDRAW', settings());
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const on = (day: string): Body => ({ valueDate: `${day}T12:00:00+02:00` });

/** 6,000 in six instalments at 12 % on 30/360, disbursed on 20 February unless a test says otherwise. */
const sixThousand = async (day = '2026-02-20', more: Body = {}, product = redrawable): Promise<LoanRef> => {
  const loan = await lender.approvedLoan(product, {
    loanAmount: 6000,
    scheduleSettings: { gracePeriod: 0, repaymentInstallments: 6 },
    ...more,
  });
  await desk.disburse(loan, on(day));
  return loan;
};
const payIn = (loan: LoanRef, amount: number, more: Body = {}) =>
  bank.ok('applyLoanPaymentMade', { path: loanPath(loan), body: { amount, ...more } });
const draw = (loan: LoanRef, amount: number, more: Body = {}) =>
  bank.ok('makeLoanWithdrawal', { path: loanPath(loan), body: { amount, ...more } });
const payDue = (loan: LoanRef, more: Body = {}) => bank.ok('makeRedrawRepayment', { path: loanPath(loan), body: more });

type Redraw = 'applyLoanPaymentMade' | 'makeLoanWithdrawal' | 'makeRedrawRepayment';
const refused = (name: Redraw, loan: LoanRef, more: Body = {}): Promise<string> =>
  desk.refused(name, loan, { path: loanPath(loan), body: { amount: 1, ...more } });

describe('a payment into the redraw balance', () => {
  test('pays nothing, lowers what bears interest, and is told and booked', async () => {
    const loan = await sixThousand();
    const schedule = await desk.schedule(loan);
    const body = { externalId: 'PM-1', notes: 'savings', transactionDetails: { transactionChannelId: 'cash' } };
    const made = await payIn(loan, 2000, body);
    expect(made).toMatchObject({
      ...body,
      type: 'PAYMENT_MADE',
      amount: 2000,
      affectedAmounts: { principalAmount: 0, interestAmount: 0, feesAmount: 0, penaltyAmount: 0 },
      accountBalances: { principalBalance: 6000, redrawBalance: 2000, expectedPrincipalRedraw: 4000 },
    });
    expect(await desk.journal(made)).toEqual(['DEBIT 1000 2000 -', 'CREDIT 1100 2000 -']);
    expect(await desk.schedule(loan)).toEqual(schedule);
    expect(await desk.account(loan)).toMatchObject({
      redrawSettings: { restrictNextDueWithdrawal: false },
      accruedInterest: 40,
      balances: { principalBalance: 6000, redrawBalance: 2000 },
    });
    const criteria = (field: string) => ({
      filterCriteria: [{ field, operator: 'EQUALS' as const, value: '2000' }],
    });
    expect(await bank.ok('searchLoanAccounts', { body: criteria('balances.redrawBalance') })).toHaveLength(1);
    expect(await bank.ok('searchLoanTransactions', { body: criteria('accountBalances.redrawBalance') })).toMatchObject([
      { encodedKey: made.encodedKey },
    ]);
    const undone = await desk.adjust(made);
    expect(undone).toMatchObject({ type: 'PAYMENT_MADE_ADJUSTMENT', amount: -2000 });
    expect(await desk.account(loan)).toMatchObject({ balances: { redrawBalance: 0 } });
  });

  test('in the past counts from its day', async () => {
    const loan = await sixThousand();
    // 5 days of 6,000 and 15 of 4,000: 10.00 and 20.00.
    await payIn(loan, 2000, { valueDate: '2026-02-25T12:00:00+02:00' });
    expect(await desk.account(loan)).toMatchObject({ accruedInterest: 30 });
    const { installments = [] } = await bank.ok('explainLoan', { path: loanPath(loan) });
    expect(installments[0]?.interest.parts.slice(0, 2)).toMatchObject([
      { from: '2026-02-20', to: '2026-02-25', balance: 6000, amount: 10 },
      { from: '2026-02-25', to: '2026-03-10', balance: 4000, amount: 20 },
    ]);
  });

  test('is refused beyond what is owed', async () => {
    const loan = await sixThousand();
    await payIn(loan, 5000);
    expect(await refused('applyLoanPaymentMade', loan, { amount: 1000.01 })).toContain(
      '400 EXCESS_PAYMENT_MADE_AMOUNT: amount is more than the 1000',
    );
    await payIn(loan, 1000);
    expect(await refused('applyLoanPaymentMade', loan)).toContain('400 EXCESS_PAYMENT_MADE_AMOUNT');
    expect(await desk.refused('makeRepayment', loan, { path: loanPath(loan), body: { amount: 1 } })).toContain(
      '400 EXCESS_REPAYMENT_ERROR',
    );
  });
});

describe('what is due', () => {
  test('is paid by the night of its due date, as far as the money goes', async () => {
    const loan = await sixThousand('2026-02-15');
    // Before today: 15 March has not come. 25 days bear interest on 6,000, five on 4,000: 50.00 and 6.67.
    await payIn(loan, 2000);
    await desk.advanceTo('2026-03-16');
    expect((await desk.standing(loan)).slice(-2)).toEqual([
      'INTEREST_APPLIED 56.67 2026-03-15',
      'REDRAW_REPAYMENT 1056.67 2026-03-15',
    ]);
    const paid = await desk.newest(loan, 'REDRAW_REPAYMENT');
    expect(paid).toMatchObject({
      affectedAmounts: { principalAmount: 1000, interestAmount: 56.67 },
      accountBalances: { principalBalance: 5000, redrawBalance: 943.33 },
    });
    expect(await desk.journal(paid)).toEqual(['DEBIT 1100 56.67 -', 'CREDIT 1110 56.67 -']);
    expect((await desk.schedule(loan))[0]).toBe('1000.00+56.67+0.00 1056.67 PAID');
    expect(
      await desk.refused('adjustLoanTransaction', loan, {
        path: { loanTransactionId: String(paid.id) },
        body: { notes: 'x' },
      }),
    ).toContain('TRANSACTION_TYPE_IS_IRREVERSIBLE');
    await desk.verify();
  });

  test('is paid by hand, in part and in full, and that is undone', async () => {
    const loan = await sixThousand('2026-01-20');
    // Due since 20 February: 1,000 and 60.00.
    expect(await desk.account(loan)).toMatchObject({ accountState: 'ACTIVE_IN_ARREARS' });
    const made = await payIn(loan, 1500);
    expect(await desk.account(loan)).toMatchObject({ accountState: 'ACTIVE_IN_ARREARS' });
    expect(await refused('makeLoanWithdrawal', loan, { amount: 440.01 })).toContain(
      '400 WITHDRAWAL_COVERING_LATE_REPAYMENTS_NOT_ALLOWED_WITHOUT_REDRAW_REPAYMENT: 1060 is due',
    );
    expect(await refused('makeRedrawRepayment', loan, { amount: 1060.01 })).toContain('400 PREPAYMENT_NOT_ALLOWED');
    expect(await refused('makeRedrawRepayment', loan, { amount: 1500.01 })).toContain(
      '400 INSUFFICIENT_REDRAW_BALANCE',
    );
    await payDue(loan, { amount: 60, notes: 'interest first' });
    const rest = await payDue(loan);
    expect(rest).toMatchObject({
      type: 'REDRAW_REPAYMENT',
      amount: 1000,
      accountBalances: { redrawBalance: 440, principalBalance: 5000 },
    });
    expect(await desk.account(loan)).toMatchObject({ accountState: 'ACTIVE' });
    expect(await refused('makeRedrawRepayment', loan, {})).toContain('400 PREPAYMENT_NOT_ALLOWED_ERROR');
    expect(await desk.adjust(rest)).toMatchObject({ type: 'REDRAW_REPAYMENT_ADJUSTMENT', amount: -1000 });
    expect(await desk.account(loan)).toMatchObject({
      accountState: 'ACTIVE_IN_ARREARS',
      balances: { redrawBalance: 1440 },
    });
    // The money that paid 60 was never there without the payment.
    expect(
      await desk.refused('adjustLoanTransaction', loan, {
        path: { loanTransactionId: String(made.id) },
        body: { notes: 'x' },
      }),
    ).toContain('400 INSUFFICIENT_REDRAW_BALANCE');
    await desk.advanceTo('2026-03-18');
    // The day after, before another late day counts, the money pays.
    expect(await desk.account(loan)).toMatchObject({ accountState: 'ACTIVE', balances: { redrawBalance: 440 } });
  });

  test('is paid first by a repayment, whose rest stays at the loan', async () => {
    const loan = await sixThousand('2026-02-05');
    const today = String((await bank.ok('getLoanAccount', { path: loanPath(loan) })).lastAccountAppraisalDate).slice(
      0,
      10,
    );
    expect(today).toBe('2026-03-18');
    const paid = await desk.repay(loan, 1500);
    expect(paid).toMatchObject({
      affectedAmounts: { principalAmount: 1000, interestAmount: 60 },
      accountBalances: { principalBalance: 5000, redrawBalance: 440 },
    });
    expect(await desk.journal(paid)).toEqual(['DEBIT 1000 1500 -', 'CREDIT 1100 1440 -', 'CREDIT 1110 60 -']);
    await desk.adjust(paid);
    expect(await desk.account(loan)).toMatchObject({ balances: { redrawBalance: 0, principalBalance: 6000 } });
  });
});

describe('a withdrawal', () => {
  test('takes what is there, is told and booked, and is undone', async () => {
    const loan = await sixThousand('2026-03-01');
    await payIn(loan, 1000);
    expect(await refused('makeLoanWithdrawal', loan, { amount: 1000.01 })).toContain(
      '400 INSUFFICIENT_REDRAW_BALANCE: the redraw balance was 1000',
    );
    const body = { externalId: 'WR-1', notes: 'holiday' };
    const made = await draw(loan, 900, body);
    expect(made).toMatchObject({
      ...body,
      type: 'WITHDRAWAL_REDRAW',
      amount: 900,
      accountBalances: { principalBalance: 6000, redrawBalance: 100, expectedPrincipalRedraw: 5900 },
    });
    expect(await desk.journal(made)).toEqual(['DEBIT 1100 900 -', 'CREDIT 1000 900 -']);
    expect(await desk.adjust(made)).toMatchObject({ type: 'WITHDRAWAL_REDRAW_ADJUSTMENT', amount: -900 });
    expect(await desk.account(loan)).toMatchObject({ balances: { redrawBalance: 1000 } });
  });

  test('by two at once happens once', async () => {
    const loan = await sixThousand('2026-03-01');
    await payIn(loan, 1000);
    const replies = await Promise.all(
      [1, 2].map(() => bank.call('makeLoanWithdrawal', { path: loanPath(loan), body: { amount: 1000 } })),
    );
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 400]);
    expect(replies.map(({ text }) => text).join()).toContain('INSUFFICIENT_REDRAW_BALANCE');
    expect(await desk.account(loan)).toMatchObject({ balances: { redrawBalance: 0 } });
  });

  test('in the past leaves later ones what they took', async () => {
    const loan = await sixThousand('2026-03-01');
    await payIn(loan, 1000, on('2026-03-02'));
    await draw(loan, 700, on('2026-03-10'));
    expect(await refused('makeLoanWithdrawal', loan, { amount: 300.01, ...on('2026-03-05') })).toContain(
      '400 INSUFFICIENT_REDRAW_BALANCE: withdrawals and repayments',
    );
    await draw(loan, 300, on('2026-03-05'));
    expect(await refused('makeLoanWithdrawal', loan, { amount: 0.01 })).toContain('400 INSUFFICIENT_REDRAW_BALANCE');
  });

  test('is not left without its money by a fee in the past', async () => {
    const loan = await sixThousand('2026-01-20');
    await payIn(loan, 1200, on('2026-01-25'));
    // On 20 February 1,000 and 50.00 of interest were paid.
    await draw(loan, 150, on('2026-03-01'));
    const body = { amount: 15, ...on('2026-02-10') };
    expect(await desk.refused('applyLoanFee', loan, { path: loanPath(loan), body })).toContain(
      '400 INSUFFICIENT_REDRAW_BALANCE',
    );
    await desk.fee(loan, 15);
  });

  test('leaves what the next instalment asks for, where the account says so', async () => {
    const loan = await sixThousand('2026-03-01', { redrawSettings: { restrictNextDueWithdrawal: true } });
    await payIn(loan, 2000);
    expect(await desk.account(loan)).toMatchObject({ redrawSettings: { restrictNextDueWithdrawal: true } });
    expect(await refused('makeLoanWithdrawal', loan, { amount: 940.01 })).toContain(
      '400 INSUFFICIENT_REDRAW_BALANCE: 1060 of the redraw balance stay',
    );
    await draw(loan, 940);
  });
});

describe('the end of a loan', () => {
  test('takes the money first when it is paid off', async () => {
    const loan = await sixThousand('2026-03-01');
    await payIn(loan, 2000, on('2026-03-01'));
    // 17 days of 4,000: 22.67.
    await bank.ok('payOffLoan', { path: loanPath(loan), body: {} });
    expect(await desk.account(loan)).toMatchObject({
      accountState: 'CLOSED',
      balances: { principalBalance: 0, redrawBalance: 0, interestPaid: 22.67 },
    });
    expect((await desk.standing(loan)).slice(-2)).toEqual([
      'REDRAW_REPAYMENT 2000.00 2026-03-18',
      'REPAYMENT 4022.67 2026-03-18',
    ]);
    expect(await refused('makeLoanWithdrawal', loan)).toContain('400 INVALID_ACCOUNT_STATE_FOR_REPAYMENTS');
  });

  test('loses only what the money does not cover when it is written off', async () => {
    const loan = await sixThousand('2026-03-01');
    await payIn(loan, 2000, on('2026-03-01'));
    await bank.ok('writeOffLoan', { path: loanPath(loan), body: {} });
    expect((await desk.standing(loan)).slice(-2)).toEqual([
      'REDRAW_REPAYMENT 2000.00 2026-03-18',
      'WRITE_OFF 4022.67 2026-03-18',
    ]);
    await bank.ok('undoWriteOffLoan', { path: loanPath(loan), body: {} });
    expect(await desk.account(loan)).toMatchObject({ accountState: 'ACTIVE', balances: { redrawBalance: 2000 } });
  });
});

describe('refused are', () => {
  test('products that could not keep it, by name', async () => {
    const cases: readonly (readonly [LoanProductChanges, string])[] = [
      [{ others: { redrawSettings: { allowRedraw: true } } }, 'INVALID_PARAMETERS'],
      [settings({ accountLinkSettings: { enabled: true } }), 'PRODUCT_LINKING_NOT_AVAILABLE_WHEN_REDRAW_ENABLED'],
      [
        settings({ availabilitySettings: { availableFor: ['SOLIDARITY_GROUPS'] } }),
        'HYBRID_GROUP_NOT_AVAILABLE_WHEN_REDRAW_ENABLED',
      ],
      [
        { ...settings(), prepayment: { prepaymentAcceptance: 'NO_PREPAYMENTS' } },
        'LOAN_PRODUCT_PREPAYMENT_OPTIONS_MISMATCH',
      ],
    ];
    for (const [index, [changes, reason]] of cases.entries())
      await expect(lender.loanProduct(`NONE-${index}`, changes)).rejects.toThrow(reason);
  });

  test('accounts and postings of products without it', async () => {
    const body = { redrawSettings: { restrictNextDueWithdrawal: true } };
    await expect(lender.loan(lender.dynamicDeclining, body)).rejects.toThrow('REDRAW_DISABLED');
    const loan = await lender.approvedLoan(lender.dynamicDeclining, {
      redrawSettings: { restrictNextDueWithdrawal: false },
    });
    await desk.disburse(loan);
    expect(await refused('applyLoanPaymentMade', loan)).toContain(
      '400 PRODUCT_DOES_NOT_ALLOW_PAYMENT_MADE_TRANSACTIONS',
    );
    expect(await refused('makeLoanWithdrawal', loan)).toContain('400 PRODUCT_DOES_NOT_ALLOW_WITHDRAWAL_TRANSACTIONS');
    expect(await refused('makeRedrawRepayment', loan)).toContain('400 REDRAW_DISABLED');
  });

  test.each(['applyLoanPaymentMade', 'makeLoanWithdrawal', 'makeRedrawRepayment'] as const)(
    'what %s may not say',
    async (name) => {
      const waiting = await lender.approvedLoan(redrawable);
      expect(await refused(name, waiting)).toContain('400 INVALID_ACCOUNT_STATE_FOR_REPAYMENTS');
      const loan = await sixThousand('2026-03-01');
      const cases: readonly (readonly [Body, string])[] = [
        [{ amount: 0 }, 'INVALID_AMOUNT'],
        [{ amount: -5 }, 'INVALID_AMOUNT'],
        [{ amount: 0.001 }, 'INVALID_AMOUNT'],
        [{ amount: 1e30 }, 'INVALID_AMOUNT'],
        [{ amount: 'ten' }, 'INVALID_PARAMETERS'],
        [{ notes: 'x'.repeat(256) }, 'INVALID_PARAMETERS'],
        [on('2026-02-28'), 'BACKDATE_BEFORE_ACTIVATION'],
        [on('2026-03-19'), 'REPAYMENT_DATE_IN_THE_FUTURE_ERROR'],
        [{ bookingDate: '2026-03-09T00:00:00+02:00' }, 'BOOKING_DATE_BEFORE_VALUE_DATE'],
      ];
      for (const [more, reason] of cases) expect(await refused(name, loan, more)).toContain(`400 ${reason}`);
      const path = { loanAccountId: 'nothing' };
      expect(await desk.reason(name, { path, body: { amount: 1 } })).toBe('404 INVALID_LOAN_ACCOUNT_ID');
    },
  );
});
