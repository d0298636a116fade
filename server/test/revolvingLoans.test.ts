import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, type LoanProductChanges, loanBank, loanProductBody } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';
import { revolvingProduct } from './harness/revolving.ts';

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let product: string;

const start = '2026-01-15';
const limit = { loanAmount: 5000, scheduleSettings: { gracePeriod: 0 } };
const day = (text: string): string => `${text}T00:00:00+00:00`;

beforeAll(async () => {
  bank = await startBank({ today: start, timeZone: 'UTC' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  product = await lender.loanProduct('REVOLVING', revolvingProduct());
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const credit = (changes: Record<string, unknown> = {}): Promise<{ id: string; encodedKey: string }> =>
  lender.approvedLoan(product, { ...limit, ...changes });
const draw = (loan: LoanRef, amount: number, more = {}) => desk.disburse(loan, { amount, ...more });
const balances = async (loan: LoanRef) => (await desk.account(loan)).balances;

describe('the account', () => {
  test('tells what its due dates ask for, has no term, and no schedule until it is drawn on', async () => {
    const loan = await credit({ principalPaymentSettings: { percentage: 15 } });
    const account = await desk.account(loan);
    expect(account).toMatchObject({
      accountState: 'APPROVED',
      loanAmount: 5000,
      principalPaymentSettings: {
        principalPaymentMethod: 'OUTSTANDING_PRINCIPAL_PERCENTAGE',
        percentage: 15,
        principalFloorValue: 50,
      },
    });
    expect(account.scheduleSettings).not.toHaveProperty('repaymentInstallments');
    expect(await desk.schedule(loan)).toEqual([]);
    // What was told can be sent back as it is.
    const body = await bank.ok('getLoanAccount', { path: loanPath(loan), query: { detailsLevel: 'FULL' } });
    expect(reasonOf(await bank.call('updateLoanAccount', { path: loanPath(loan), body: body as never }))).toBe('200');
  });

  test.each<[string, string, Record<string, unknown>]>([
    [
      'NUM_INSTALLMENTS_NOT_AVAILABLE_FOR_REVOLVING_CREDIT',
      'scheduleSettings.repaymentInstallments',
      { scheduleSettings: { gracePeriod: 0, repaymentInstallments: 12 } },
    ],
    [
      'EXPECTED_DISBURSEMENT_DATE_NOT_AVAILABLE_FOR_PRODUCT',
      'disbursementDetails.expectedDisbursementDate',
      { disbursementDetails: { expectedDisbursementDate: day(start) } },
    ],
    [
      'FIRST_REPAYMENT_DATE_NOT_AVAILABLE_FOR_PRODUCT',
      'disbursementDetails.firstRepaymentDate',
      { disbursementDetails: { firstRepaymentDate: day('2026-02-15') } },
    ],
    [
      'INCONSISTENT_PERCENTANGE_WITH_PRODUCT_CONSTRAINTS',
      'principalPaymentSettings.percentage',
      { principalPaymentSettings: { percentage: 51 } },
    ],
    [
      'AMOUNT_ONLY_AVAILABLE_FOR_FLAT_PRINCIPAL_PAYMENT_METHOD',
      'principalPaymentSettings.amount',
      { principalPaymentSettings: { amount: 10 } },
    ],
    [
      'PARAMS_INCONSISTENT_WITH_PRODUCT_RULES',
      'principalPaymentSettings.principalFloorValue',
      { principalPaymentSettings: { principalFloorValue: 10 } },
    ],
    ['INVALID_AMOUNT', 'loanAmount', { loanAmount: 1e12 }],
  ])('is refused: %s', async (reason, source, changes) => {
    const { encodedKey } = await lender.client();
    const reply = await bank.call('createLoanAccount', {
      body: {
        accountHolderKey: encodedKey,
        accountHolderType: 'CLIENT',
        productTypeKey: product,
        interestSettings: { interestRate: 12 },
        ...limit,
        ...changes,
      } as never,
    });
    expect(reasonOf(reply)).toBe(`400 ${reason}`);
    expect(sourceOf(reply)).toContain(source);
  });

  test('of another kind has none of this, and a preview has nothing to foresee', async () => {
    const { encodedKey } = await lender.client();
    const body = {
      accountHolderKey: encodedKey,
      accountHolderType: 'CLIENT',
      productTypeKey: lender.dynamicDeclining,
      loanAmount: 1000,
      interestSettings: { interestRate: 12 },
      scheduleSettings: { gracePeriod: 0, repaymentInstallments: 12 },
      principalPaymentSettings: { percentage: 5 },
    };
    expect(await desk.reason('createLoanAccount', { body: body as never })).toBe(
      '400 SETTINGS_ONLY_AVAILABLE_FOR_REVOLVING_CREDIT_ACCOUNTS',
    );
    const preview = { productTypeKey: product, loanAmount: 1000 };
    expect(await desk.reason('previewSchedule', { body: preview as never })).toBe(
      '400 SCHEDULE_PREVIEW_NOT_AVAILABLE_FOR_REVOLVING_CREDIT',
    );
  });

  test('needs a product without contradictions', async () => {
    const create = (changes: LoanProductChanges): Promise<string> =>
      desk.reason('createLoanProduct', {
        body: loanProductBody('WRONG', lender.gl, revolvingProduct(changes)) as never,
      });
    expect(await create({ schedule: { numInstallments: { defaultValue: 5 } } })).toBe(
      '400 NUM_INSTALLMENTS_NOT_AVAILABLE_FOR_REVOLVING_CREDIT',
    );
    expect(await create({ interest: { interestCalculationMethod: 'FLAT' } })).toBe('400 INVALID_PARAMETERS');
    expect(
      await create({
        payment: { principalPaymentSettings: { principalPaymentMethod: 'FLAT', percentage: { minValue: 1 } } },
      }),
    ).toBe('400 INVALID_PRINCIPAL_PAYMENT_METHOD');
  });
});

describe('withdrawals and repayments', () => {
  test('free the credit again, and every cent is in the ledger', async () => {
    const loan = await credit();
    const first = await draw(loan, 3000);
    expect(first).toMatchObject({ type: 'DISBURSEMENT', amount: 3000, accountBalances: { principalBalance: 3000 } });
    expect(await desk.journal(first)).toEqual(['DEBIT 1100 3000 -', 'CREDIT 1000 3000 -']);
    await draw(loan, 2000);
    expect(await desk.refused('makeDisbursement', loan, { path: loanPath(loan), body: { amount: 0.01 } })).toContain(
      '400 AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT: amount',
    );
    await desk.repay(loan, 1500);
    await draw(loan, 1500);
    expect(await balances(loan)).toMatchObject({ principalBalance: 5000, principalDue: 0, principalPaid: 1500 });
    expect((await desk.account(loan)).activationTransactionKey).toBe(first.encodedKey);
    expect(await desk.standing(loan)).toEqual([
      'DISBURSEMENT 3000.00 2026-01-15',
      'DISBURSEMENT 2000.00 2026-01-15',
      'REPAYMENT 1500.00 2026-01-15',
      'DISBURSEMENT 1500.00 2026-01-15',
    ]);
  });

  test('are undone in any order that leaves no withdrawal beyond the credit', async () => {
    const loan = await credit();
    const first = await draw(loan, 5000);
    const paid = await desk.repay(loan, 1000);
    const second = await draw(loan, 600);
    const path = { loanTransactionId: String(paid.id) };
    expect(await desk.refused('adjustLoanTransaction', loan, { path, body: { notes: 'no' } })).toContain(
      '400 AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT',
    );
    await desk.adjust(second);
    await desk.adjust(paid);
    expect(await balances(loan)).toMatchObject({ principalBalance: 5000 });
    expect(await desk.account(loan)).toMatchObject({ accountState: 'ACTIVE' });
    await desk.adjust(first);
    expect(await desk.account(loan)).toMatchObject({ accountState: 'APPROVED' });
  });

  test('wrong ones are refused by name and change nothing', async () => {
    const loan = await credit();
    const refused = (body: Record<string, unknown>): Promise<string> =>
      desk.refused('makeDisbursement', loan, { path: loanPath(loan), body: body as never });
    expect(await refused({})).toMatch('400 INVALID_AMOUNT: amount');
    expect(await refused({ amount: 0 })).toMatch('400 INVALID_AMOUNT: amount');
    expect(await refused({ amount: 1.005 })).toMatch('400 INVALID_AMOUNT: amount');
    expect(await refused({ amount: 1e50 })).toMatch('400 INVALID_AMOUNT: amount');
    expect(await refused({ amount: 10, valueDate: day('2026-01-16') })).toMatch('400 INVALID_DISBURSEMENT_DATE');
    expect(await refused({ amount: 10, firstRepaymentDate: day(start) })).toMatch(
      '400 INVALID_FIRST_REPAYMENT_DUE_DATE: firstRepaymentDate',
    );
    await draw(loan, 10, { firstRepaymentDate: day('2026-01-31') });
    expect(await refused({ amount: 10, firstRepaymentDate: day('2026-02-20') })).toMatch(
      '400 INVALID_FIRST_REPAYMENT_DUE_DATE: firstRepaymentDate',
    );
    expect(await refused({ amount: 10, valueDate: day('2026-01-14') })).toMatch('400 BACKDATE_BEFORE_ACTIVATION');
  });

  test('two at once do not take more than there is', async () => {
    const loan = await credit();
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => bank.call('makeDisbursement', { path: loanPath(loan), body: { amount: 1000 } })),
    );
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 201, 201, 201, 201, 400, 400, 400]);
    expect(await balances(loan)).toMatchObject({ principalBalance: 5000 });
  });
});

describe('in its life a credit', () => {
  test('asks for its part on due dates, goes into arrears and comes back, and pays penalties and fees meanwhile', {
    timeout: 60_000,
  }, async () => {
    const key = await lender.loanProduct(
      'REVOLVING-LATE',
      revolvingProduct({
        others: {
          penaltySettings: {
            loanPenaltyCalculationMethod: 'OVERDUE_BALANCE',
            loanPenaltyGracePeriod: 0,
            penaltyRate: { defaultValue: 1 },
          },
        },
      }),
    );
    const loan = await lender.approvedLoan(key, limit);
    await draw(loan, 1000);
    await desk.fee(loan, 7);
    await desk.advanceTo('2026-02-15');
    expect(await desk.schedule(loan)).toEqual(['100.00+10.19+7.00 0.00 PENDING', '0.00+0.00+0.00 0.00 PENDING']);
    await desk.advanceTo('2026-02-18');
    expect(await desk.account(loan)).toMatchObject({ accountState: 'ACTIVE_IN_ARREARS', daysLate: 3 });
    expect(await balances(loan)).toMatchObject({
      penaltyBalance: 3,
      feesDue: 7,
      interestDue: 10.19,
      principalDue: 100,
    });
    await desk.repay(loan, 120.19);
    expect(await desk.account(loan)).toMatchObject({ accountState: 'ACTIVE', daysLate: 0 });
    const written = await lender.approvedLoan(key, limit);
    await draw(written, 200);
    await bank.ok('writeOffLoan', { path: loanPath(written), body: { notes: 'lost' } });
    expect(await desk.account(written)).toMatchObject({ accountState: 'CLOSED_WRITTEN_OFF' });
    await bank.ok('undoWriteOffLoan', { path: loanPath(written), body: {} });
    expect(await balances(written)).toMatchObject({ principalBalance: 200 });
  });

  test('stays open when nothing is owed, until somebody closes it; paying off closes it', async () => {
    const key = await lender.loanProduct(
      'REVOLVING-DORMANT',
      revolvingProduct({ others: { internalControls: { dormancyPeriodDays: 1 } } }),
    );
    const [closed, paidOff] = [await lender.approvedLoan(key, limit), await lender.approvedLoan(key, limit)];
    await draw(closed, 100);
    await draw(paidOff, 100);
    await desk.repay(closed, 100);
    await bank.ok('advanceClock', { body: { days: 40 } });
    expect(await desk.account(closed)).toMatchObject({ accountState: 'ACTIVE' });
    expect(await desk.schedule(closed)).toEqual(['100.00+0.00+0.00 100.00 PAID']);
    await draw(closed, 50);
    await desk.repay(closed, 50);
    const close = { path: loanPath(closed), body: { action: 'CLOSE' } } as const;
    await bank.ok('changeLoanAccountState', close);
    expect(await desk.account(closed)).toMatchObject({ accountState: 'CLOSED', accountSubState: 'REPAID' });
    await bank.ok('payOffLoan', { path: loanPath(paidOff), body: {} });
    expect(await desk.account(paidOff)).toMatchObject({ accountState: 'CLOSED', balances: { principalBalance: 0 } });
    expect(await desk.refused('makeDisbursement', paidOff, { path: loanPath(paidOff), body: { amount: 1 } })).toMatch(
      '400 INVALID_ACCOUNT_STATE',
    );
  }, 60_000);

  test('explains its interest', { timeout: 60_000 }, async () => {
    const loan = await credit();
    await draw(loan, 1000);
    await bank.ok('advanceClock', { body: { days: 10 } });
    const told = await bank.ok('explainLoan', { path: loanPath(loan) });
    expect(told).toMatchObject({ installments: [{ interest: { amount: 3.29 } }] });
  });
});

describe('billing cycles', () => {
  const billed: LoanProductChanges = {
    schedule: {
      scheduleDueDatesMethod: 'FIXED_DAYS_OF_MONTH',
      fixedDaysOfMonth: [20],
      defaultRepaymentPeriodCount: undefined,
      repaymentPeriodUnit: undefined,
      billingCycles: { enabled: true, startDays: [1] },
    },
  };

  test('end before what they ask for is due', { timeout: 60_000 }, async () => {
    const key = await lender.loanProduct('REVOLVING-BILLED', revolvingProduct(billed));
    const loan = await lender.approvedLoan(key, {
      loanAmount: 5000,
      scheduleSettings: { gracePeriod: 0, billingCycle: { days: [5] } },
    });
    expect(await desk.account(loan)).toMatchObject({ scheduleSettings: { billingCycle: { days: [5] } } });
    await draw(loan, 1000);
    const today = (await bank.ok('getClock', {})).today ?? '';
    const cycleEnd = new Date(Date.parse(`${today.slice(0, 8)}05T00:00:00Z`));
    if (cycleEnd.toISOString().slice(0, 10) <= today) cycleEnd.setUTCMonth(cycleEnd.getUTCMonth() + 1);
    await desk.advanceTo(cycleEnd.toISOString().slice(0, 10));
    expect(await desk.account(loan)).toMatchObject({
      interestAccruedInBillingCycle: 0,
      balances: { principalDue: 0, interestDue: 0 },
    });
    const { installments = [] } = await bank.ok('getLoanSchedule', { path: loanPath(loan) });
    expect(installments[0]).toMatchObject({ state: 'PENDING', principal: { amount: { expected: 100 } } });
    expect(String(installments[0]?.dueDate)).toContain('-20T');
    await bank.ok('advanceClock', { body: { days: 16 } });
    expect(await desk.account(loan)).toMatchObject({ accountState: 'ACTIVE_IN_ARREARS', daysLate: 1 });
  });

  test('are refused by name', async () => {
    const wrong = revolvingProduct({ schedule: { billingCycles: { enabled: true, startDays: [40] } } });
    const refused = await bank.call('createLoanProduct', { body: loanProductBody('WRONG', lender.gl, wrong) as never });
    expect([reasonOf(refused), sourceOf(refused)]).toEqual([
      '400 INVALID_REVOLVING_SETTINGS',
      expect.stringContaining('scheduleSettings.billingCycles.startDays'),
    ]);
    const { encodedKey } = await lender.client();
    const body = {
      accountHolderKey: encodedKey,
      accountHolderType: 'CLIENT',
      productTypeKey: product,
      loanAmount: 5000,
      interestSettings: { interestRate: 12 },
      scheduleSettings: { gracePeriod: 0, billingCycle: { days: [1] } },
    };
    const account = await bank.call('createLoanAccount', { body: body as never });
    expect([reasonOf(account), sourceOf(account)]).toEqual([
      '400 PARAMS_INCONSISTENT_WITH_PRODUCT_RULES',
      expect.stringContaining('scheduleSettings.billingCycle.days'),
    ]);
  });
});

describe('a schedule that is foreseen', () => {
  const foreseeing = { previewSchedule: { previewScheduleEnabled: true, numberOfPreviewedInstalments: 4 } };

  test('is told by the account and by a preview, and nothing of it is stored', async () => {
    const survey = { id: 'SURVEY', name: 'SURVEY', state: 'ACTIVE', trigger: 'MANUAL_PLANNED', amount: 30 };
    const others = { feesSettings: { fees: [{ ...survey, feeApplication: 'OPTIONAL' }] } };
    const key = await lender.loanProduct('REVOLVING-FORESEEN', revolvingProduct({ schedule: foreseeing, others }));
    const body = { productTypeKey: key, loanAmount: 1000, interestSettings: { interestRate: 12 } };
    const preview = await bank.ok('previewSchedule', {
      body: { ...body, disbursementDetails: { expectedDisbursementDate: day('2027-01-15') } } as never,
    });
    expect(preview.installments).toMatchObject([
      {
        number: '1',
        state: 'PENDING',
        principal: { amount: { expected: 100 } },
        interest: { amount: { expected: 10.19 } },
      },
      {
        number: '2',
        state: 'PENDING',
        principal: { amount: { expected: 90 } },
        interest: { amount: { expected: 8.28 } },
      },
      {
        number: '3',
        state: 'PENDING',
        principal: { amount: { expected: 81 } },
        interest: { amount: { expected: 8.26 } },
      },
      { number: '4', state: 'PENDING', principal: { amount: { expected: 72.9 } } },
    ]);
    expect(
      await desk.reason('previewLoanSchedule', {
        body: {
          ...body,
          disbursementDetails: {
            expectedDisbursementDate: day('2027-01-15'),
            firstRepaymentDate: day('2027-01-15'),
          },
        } as never,
      }),
    ).toBe('400 INVALID_FIRST_REPAYMENT_DUE_DATE');
    expect(
      await desk.reason('previewSchedule', {
        body: { ...body, plannedInstallmentFees: [{ predefinedFeeKey: 'SURVEY', installmentNumber: 1 }] } as never,
      }),
    ).toBe('400 PLANNED_FEE_INSTALLMENT_NUMBER_INVALID');
    const loan = await lender.approvedLoan(key, {
      ...limit,
      scheduleSettings: { gracePeriod: 0, previewSchedule: { numberOfPreviewedInstalments: 2 } },
    });
    await draw(loan, 1000);
    expect(await desk.schedule(loan)).toHaveLength(2);
    expect(await desk.account(loan)).toMatchObject({
      scheduleSettings: { previewSchedule: { numberOfPreviewedInstalments: 2 } },
    });
  });

  test('is refused by name', async () => {
    const { encodedKey } = await lender.client();
    const reply = await bank.call('createLoanAccount', {
      body: {
        accountHolderKey: encodedKey,
        accountHolderType: 'CLIENT',
        productTypeKey: product,
        loanAmount: 5000,
        interestSettings: { interestRate: 12 },
        scheduleSettings: { gracePeriod: 0, previewSchedule: { numberOfPreviewedInstalments: 2 } },
      } as never,
    });
    expect([reasonOf(reply), sourceOf(reply)]).toEqual([
      '400 PARAMS_INCONSISTENT_WITH_PRODUCT_RULES',
      expect.stringContaining('scheduleSettings.previewSchedule.numberOfPreviewedInstalments'),
    ]);
  });
});

describe('a linked deposit account', () => {
  test('pays what is due at night, and no more', { timeout: 60_000 }, async () => {
    const others = { accountLinkSettings: { enabled: true, settlementMethod: 'FULL_DUE_AMOUNTS' } };
    const key = await lender.loanProduct('REVOLVING-SETTLED', revolvingProduct({ others }));
    const { encodedKey: accountHolderKey } = await lender.client();
    const account = await lender.depositAccount({ accountHolderKey });
    await bank.ok('makeDeposit', { path: { depositAccountId: account.id }, body: { amount: 500 } });
    const loan = await lender.approvedLoan(key, {
      ...limit,
      accountHolderKey,
      settlementAccountKey: account.encodedKey,
      interestSettings: { interestRate: 0 },
    });
    await draw(loan, 1000);
    await bank.ok('advanceClock', { body: { days: 33 } });
    expect(await balances(loan)).toMatchObject({ principalBalance: 900, principalDue: 0 });
    expect(await desk.newest(loan, 'REPAYMENT')).toMatchObject({ amount: 100 });
  });
});

describe('another repayment value', () => {
  const change = (loan: LoanRef, body: Record<string, unknown>) => ({ path: loanPath(loan), body: body as never });

  test('is told by the account and by a transaction, and holds from its day on', { timeout: 60_000 }, async () => {
    const loan = await credit();
    await draw(loan, 1000);
    const today = (await bank.ok('getClock', {})).today ?? '';
    await bank.ok('changeLoanRepaymentValue', change(loan, { percentage: 40, valueDate: day(today), notes: 'agreed' }));
    expect(await desk.account(loan)).toMatchObject({ principalPaymentSettings: { percentage: 40 } });
    expect(await desk.newest(loan, 'TERMS_CHANGED')).toMatchObject({
      amount: 0,
      notes: 'agreed',
      terms: { principalPaymentPercentage: 40 },
    });
    await bank.ok('advanceClock', { body: { days: 32 } });
    expect(await balances(loan)).toMatchObject({ principalDue: 400 });
  });

  test('is refused by name', async () => {
    const loan = await credit();
    await draw(loan, 1000);
    const today = (await bank.ok('getClock', {})).today ?? '';
    const refused = (body: Record<string, unknown>): Promise<string> =>
      desk.refused('changeLoanRepaymentValue', loan, change(loan, { valueDate: day(today), ...body }));
    expect(await refused({})).toMatch('400 PERCENTAGE_REQUIRED_FOR_PRINCIPAL_PAYMENT_PERCENTAGE_METHOD: percentage');
    expect(await refused({ amount: 10 })).toMatch(
      '400 AMOUNT_ONLY_AVAILABLE_FOR_FLAT_PRINCIPAL_PAYMENT_METHOD: amount',
    );
    expect(await refused({ percentage: 1 })).toMatch(
      '400 INCONSISTENT_PERCENTANGE_WITH_PRODUCT_CONSTRAINTS: percentage',
    );
    expect(await refused({ percentage: -1 })).toMatch('400 INVALID_PRINCIPAL_PAYMENT_PERCENTAGE_VALUE: percentage');
    expect(await refused({ percentage: 10, valueDate: day('2099-01-01') })).toMatch('400 INVALID_DATE: valueDate');
    const [nobody, body] = [{ loanAccountId: 'NOBODY' }, { percentage: 10, valueDate: day(today) }];
    expect(await desk.reason('changeLoanRepaymentValue', { path: nobody, body })).toBe('404 INVALID_LOAN_ACCOUNT_ID');
  });
});
