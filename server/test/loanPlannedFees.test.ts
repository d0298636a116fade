import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';

// One clock for the file: the tests go on from each other's day.

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let product: string;
let fixed: LoanRef;
let dynamic: LoanRef;

const fee = (id: string, more: Record<string, unknown> = {}) => ({
  id,
  name: id,
  trigger: 'MANUAL_PLANNED',
  feeApplication: 'OPTIONAL',
  state: 'ACTIVE',
  amountCalculationMethod: 'FLAT',
  ...more,
});

const fees = [
  fee('SURVEY', { amount: 30 }),
  fee('OPEN'),
  fee('SHARE', { amountCalculationMethod: 'LOAN_AMOUNT_PERCENTAGE', percentageAmount: 0.5 }),
  fee('OLD', { state: 'INACTIVE', amount: 1 }),
  fee('REMINDER', { trigger: 'MANUAL', amount: 15 }),
];

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-31', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  product = await lender.loanProduct('FIXED-PLANNED', { others: { feesSettings: { fees } } });
  fixed = await lender.approvedLoan(product);
  const followed = await lender.loanProduct('DYNAMIC-PLANNED', {
    type: 'DYNAMIC_TERM_LOAN',
    schedule: {
      repaymentScheduleMethod: 'DYNAMIC',
      repaymentScheduleEditOptions: ['ADJUST_PAYMENT_HOLIDAYS', 'ADJUST_NUMBER_OF_INSTALLMENTS'],
    },
    interest: { daysInYear: 'E30_360', scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' },
    others: { feesSettings: { fees } },
  });
  dynamic = await lender.approvedLoan(followed);
  for (const loan of [fixed, dynamic]) await desk.disburse(loan);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const keysOf = async (loan: LoanRef): Promise<string[]> => {
  const { installments = [] } = await bank.ok('getLoanSchedule', { path: loanPath(loan) });
  return installments.map(({ encodedKey }) => String(encodedKey));
};

const keyOf = async (loan: LoanRef, number: number): Promise<string> => (await keysOf(loan))[number - 1] ?? '';

const unappliedOf = async (loan: LoanRef): Promise<number[]> => {
  const { installments = [] } = await bank.ok('getLoanSchedule', { path: loanPath(loan) });
  return installments.map((one) => Number(one.fee?.amount?.expectedUnapplied)).slice(0, 4);
};

const plan = async (loan: LoanRef, number: number, predefinedFeeKey: string, more: Record<string, unknown> = {}) => {
  const entry = { predefinedFeeKey, installmentKey: await keyOf(loan, number), ...more };
  const [made] = await bank.ok('createPlannedFees', { path: loanPath(loan), body: [entry] });
  return made;
};

const waiting = async (loan: LoanRef): Promise<string[]> =>
  (await bank.ok('getPlannedFees', { path: loanPath(loan) })).map(
    ({ amount, applyOnDate }) => `${Number(amount).toFixed(2)} ${String(applyOnDate ?? 'due').slice(0, 10)}`,
  );

const feesOf = async (loan: LoanRef): Promise<string[]> =>
  (await desk.standing(loan)).filter((line) => line.startsWith('FEE'));

describe('planning fees', () => {
  test('puts them on instalments, with the amount of the product or of the request', async () => {
    const survey = await plan(fixed, 1, 'SURVEY');
    expect(survey).toMatchObject({ encodedKey: expect.stringMatching(/^[0-9a-f]{32}$/), amount: 30 });
    expect(await plan(fixed, 2, 'OPEN', { amount: 12.5, applyOnDate: '2026-03-15T12:00:00+01:00' })).toMatchObject({
      amount: 12.5,
      applyOnDate: '2026-03-15T00:00:00+01:00',
    });
    await plan(fixed, 2, 'SHARE');
    expect(await waiting(fixed)).toEqual(['30.00 due', '12.50 2026-03-15', '50.00 due']);
    expect(await unappliedOf(fixed)).toEqual([30, 62.5, 0, 0]);
    expect(await feesOf(fixed)).toEqual([]);
    const { plannedInstallmentFees } = await desk.account(fixed);
    expect(plannedInstallmentFees).toHaveLength(3);
    expect(await desk.account(fixed)).toMatchObject({ balances: { feesBalance: 0 } });
  });

  test('the night applies each on its day, books it and does so once', async () => {
    await desk.advanceTo('2026-03-01');
    expect(await feesOf(fixed)).toEqual(['FEE_APPLIED 30.00 2026-02-28']);
    const charged = await desk.newest(fixed, 'FEE_APPLIED');
    expect(charged).toMatchObject({ fees: [{ name: 'SURVEY', trigger: 'MANUAL_PLANNED', amount: 30 }] });
    expect(await desk.journal(charged)).toEqual(['DEBIT 1120 30 -', 'CREDIT 4000 30 -']);
    await desk.repay(fixed, 918.49, { valueDate: '2026-02-28T08:00:00+01:00' });
    await desk.advanceTo('2026-03-17');
    expect(await feesOf(fixed)).toEqual(['FEE_APPLIED 30.00 2026-02-28', 'FEE_APPLIED 12.50 2026-03-15']);
    expect(await waiting(fixed)).toEqual(['50.00 due']);
  });

  test('one that is undone does not come again', async () => {
    const charged = await desk.newest(fixed, 'FEE_APPLIED');
    expect(await desk.adjust(charged)).toMatchObject({ type: 'FEE_ADJUSTMENT', amount: -12.5 });
    await desk.advanceTo('2026-03-20');
    expect(await feesOf(fixed)).toEqual(['FEE_APPLIED 30.00 2026-02-28']);
  });

  test('changes amount and day, and takes fees back', async () => {
    const installmentKey = await keyOf(fixed, 3);
    const made = await plan(fixed, 3, 'OPEN', { amount: 5 });
    const body = [{ predefinedFeeKey: 'OPEN', installmentKey, amount: 7, applyOnDate: '2026-04-10T12:00:00+02:00' }];
    const [changed] = await bank.ok('updatePlannedFees', { path: loanPath(fixed), body });
    expect(changed).toMatchObject({ encodedKey: made?.encodedKey, amount: 7 });
    expect(await waiting(fixed)).toEqual(['50.00 due', '7.00 2026-04-10']);
    const path = { ...loanPath(fixed), plannedInstallmentFeeKey: String(made?.encodedKey) };
    await bank.ok('deletePlannedFee', { path });
    expect(await waiting(fixed)).toEqual(['50.00 due']);
    expect(await desk.refused('deletePlannedFee', fixed, { path })).toContain('PLANNED_FEE_ENCODED_KEY_INVALID');
  });
});

describe('applying planned fees by hand', () => {
  test('one of the future goes on the first instalment that is not paid, today', async () => {
    const made = await plan(dynamic, 4, 'SURVEY');
    const [applied] = await bank.ok('applyPlannedFees', {
      path: loanPath(dynamic),
      body: { encodedKeys: [String(made?.encodedKey)] },
    });
    expect(applied).toMatchObject({ type: 'FEE_APPLIED', amount: 30, fees: [{ trigger: 'MANUAL_PLANNED' }] });
    expect(String(applied?.valueDate)).toMatch(/^2026-03-20/);
    expect(await desk.schedule(dynamic)).toContainEqual(expect.stringMatching(/\+30\.00 0\.00 PENDING$/));
    expect(await waiting(dynamic)).toEqual([]);
    expect(await desk.adjust(applied ?? {})).toMatchObject({ type: 'FEE_ADJUSTMENT' });
    expect(await waiting(dynamic)).toEqual([]);
    expect(await feesOf(dynamic)).toEqual([]);
  });

  test('one of the past is dated back to its instalment', async () => {
    const made = await plan(dynamic, 1, 'OPEN', { amount: 9 });
    await desk.advanceTo('2026-03-22');
    expect(await feesOf(dynamic)).toEqual([]);
    const body = { encodedKeys: [String(made?.encodedKey)] };
    const applied = await bank.ok('applyPlannedFees', { path: loanPath(dynamic), body });
    expect(applied).toHaveLength(1);
    expect(await feesOf(dynamic)).toEqual(['FEE_APPLIED 9.00 2026-02-28']);
    expect((await desk.schedule(dynamic))[0]).toContain('+9.00 ');
    expect(await desk.refused('applyPlannedFees', dynamic, { path: loanPath(dynamic), body })).toContain(
      'PLANNED_FEE_ENCODED_KEY_INVALID',
    );
    const explained = await bank.ok('explainLoan', { path: loanPath(dynamic) });
    expect(explained.installments?.[0]?.fees).toMatchObject([{ name: 'OPEN', amount: 9 }]);
  });

  test('under a lock they wait, and lifting it applies them', async () => {
    await plan(dynamic, 2, 'SURVEY');
    await bank.ok('lockLoan', { path: loanPath(dynamic), body: { lockedOperations: ['APPLY_FEES'] } });
    await desk.advanceTo('2026-04-02');
    expect(await waiting(dynamic)).toEqual(['30.00 due']);
    const [one] = await bank.ok('getPlannedFees', { path: loanPath(dynamic) });
    const body = { encodedKeys: [String(one?.encodedKey)] };
    expect(await desk.refused('applyPlannedFees', dynamic, { path: loanPath(dynamic), body })).toContain(
      'ACCOUNT_IS_LOCKED',
    );
    await bank.ok('unlockLoan', { path: loanPath(dynamic), body: {} });
    const applied = (await feesOf(dynamic)).filter((line) => line.startsWith('FEE_APPLIED'));
    expect(applied).toEqual(['FEE_APPLIED 9.00 2026-02-28', 'FEE_APPLIED 30.00 2026-04-02']);
  });
});

describe('with the account', () => {
  const scheduleSettings = { gracePeriod: 0, repaymentInstallments: 12 };
  const body = {
    productTypeKey: '',
    loanAmount: 10_000,
    interestSettings: { interestRate: 12 },
    scheduleSettings,
    disbursementDetails: { expectedDisbursementDate: '2026-04-05T00:00:00+02:00' },
    plannedInstallmentFees: [
      { predefinedFeeKey: 'SURVEY', installmentNumber: 2 },
      { predefinedFeeKey: 'OPEN', installmentNumber: 1, amount: 4, applyOnDate: '2026-04-20T12:00:00+02:00' },
    ],
  };

  test('a preview shows them', async () => {
    const { installments = [] } = await bank.ok('previewSchedule', {
      body: { ...body, productTypeKey: product } as never,
    });
    expect(installments.slice(0, 3).map((one) => one.fee?.amount?.expectedUnapplied)).toEqual([4, 30, 0]);
  });

  test('an account keeps them to its disbursement, and they come on their days', async () => {
    const loan = await lender.approvedLoan(product, {
      disbursementDetails: body.disbursementDetails,
      plannedInstallmentFees: body.plannedInstallmentFees,
    });
    const told = await bank.ok('getPlannedFees', { path: loanPath(loan) });
    expect(told.map(({ installmentKey }) => installmentKey)).toEqual([await keyOf(loan, 2), await keyOf(loan, 1)]);
    expect(await unappliedOf(loan)).toEqual([4, 30, 0, 0]);
    await desk.advanceTo('2026-04-05');
    await desk.disburse(loan);
    await desk.advanceTo('2026-04-21');
    expect(await feesOf(loan)).toEqual(['FEE_APPLIED 4.00 2026-04-20']);
    await desk.adjust(await desk.newest(loan, 'FEE_APPLIED'));
    const disbursement = await desk.newest(loan, 'DISBURSEMENT');
    const path = { loanTransactionId: String(disbursement.id) };
    expect(await desk.refused('adjustLoanTransaction', loan, { path, body: { notes: 'x' } })).toContain(
      'CANNOT_UNDO_DISBURSMENT_WITH_PLANNED_FEES_APPLY_ON_DATE',
    );
  });

  test('an edit repeats them, changes no plan and loses none', async () => {
    const loan = await lender.loan(product, { plannedInstallmentFees: [body.plannedInstallmentFees[0]] });
    const account = await bank.ok('getLoanAccount', { path: loanPath(loan), query: { detailsLevel: 'FULL' } });
    await bank.ok('updateLoanAccount', { path: loanPath(loan), body: { ...account, notes: 'seen' } as never });
    expect(await waiting(loan)).toEqual(['30.00 due']);
    await bank.ok('updateLoanAccount', { path: loanPath(loan), body: { ...account, loanAmount: 9000 } as never });
    expect(await waiting(loan)).toEqual(['30.00 due']);
    const [told] = account.plannedInstallmentFees ?? [];
    const more = { ...account, plannedInstallmentFees: [{ ...told, amount: 31 }] } as never;
    expect(await desk.refused('updateLoanAccount', loan, { path: loanPath(loan), body: more })).toContain(
      'LOAN_ACCOUNT_FIELD_NOT_EDITABLE: plannedInstallmentFees',
    );
    const shorter = {
      ...account,
      scheduleSettings: { ...account.scheduleSettings, repaymentInstallments: 1 },
    } as never;
    expect(await desk.refused('updateLoanAccount', loan, { path: loanPath(loan), body: shorter })).toContain(
      'PLANNED_FEE_INSTALLMENT_NUMBER_INVALID',
    );
    await bank.ok('patchLoanAccount', {
      path: loanPath(loan),
      body: [{ op: 'REPLACE', path: '/notes', value: 'again' }] as never,
    });
  });

  test.each([
    ['PLANNED_FEE_INSTALLMENT_NUMBER_INVALID', { predefinedFeeKey: 'SURVEY', installmentNumber: 13 }],
    ['PLANNED_FEE_INSTALLMENT_NUMBER_INVALID', { predefinedFeeKey: 'SURVEY' }],
    ['INVALID_INSTALLMENT_KEY', { predefinedFeeKey: 'SURVEY', installmentKey: 'x', installmentNumber: 1 }],
    ['INVALID_FEE_KEY', { predefinedFeeKey: 'Ünbekannt', installmentNumber: 1 }],
    [
      'APPLY_ON_DATE_MUST_BE_NULL',
      { predefinedFeeKey: 'SURVEY', installmentNumber: 1, applyOnDate: '2026-05-01T12:00:00+02:00' },
    ],
    ['INVALID_PARAMETERS', { installmentNumber: 1 }],
  ])('an account is refused with %s', async (reason, wrong) => {
    const client = await lender.client();
    const asked = {
      accountHolderKey: client.encodedKey,
      accountHolderType: 'CLIENT',
      productTypeKey: product,
      loanAmount: 10_000,
      interestSettings: { interestRate: 12 },
      scheduleSettings,
      plannedInstallmentFees: [wrong],
    };
    expect(await desk.reason('createLoanAccount', { body: asked as never })).toBe(`400 ${reason}`);
  });

  test('a preview is refused for a plan outside of its instalment', async () => {
    const wrong = [{ predefinedFeeKey: 'SURVEY', installmentNumber: 2, applyOnDate: '2026-04-20T12:00:00+02:00' }];
    const asked = { ...body, productTypeKey: product, plannedInstallmentFees: wrong };
    expect(await desk.reason('previewLoanSchedule', { body: asked as never })).toBe('400 APPLY_ON_DATE_INVALID');
  });
});

describe('what is wrong is named', () => {
  const entry = async (more: Record<string, unknown> = {}) => [
    { predefinedFeeKey: 'SURVEY', installmentKey: await keyOf(fixed, 6), ...more },
  ];

  test.each<[string, Record<string, unknown>]>([
    ['INVALID_FEE_KEY', { predefinedFeeKey: 'NOBODY' }],
    ['FEE_NOT_ALLOWED', { predefinedFeeKey: 'REMINDER' }],
    ['FEE_NOT_ACTIVE', { predefinedFeeKey: 'OLD' }],
    ['INVALID_INSTALLMENT_KEY', { installmentKey: 'NOWHERE' }],
    ['PLANNED_FEE_INSTALLMENT_NUMBER_INVALID', { installmentNumber: 3 }],
    ['INCONSISTENT_FEE_AMOUNT_WITH_PRODUCT_FEE', { amount: 31 }],
    ['MANDATORY_FEE_AMOUNT', { predefinedFeeKey: 'OPEN' }],
    ['FEE_AMOUNT_MUST_BE_STRICTLY_POSITIVE', { predefinedFeeKey: 'OPEN', amount: 0 }],
    ['INVALID_AMOUNT', { predefinedFeeKey: 'OPEN', amount: 1.005 }],
    ['INVALID_AMOUNT', { predefinedFeeKey: 'OPEN', amount: 1e40 }],
    ['APPLY_ON_DATE_INVALID', { applyOnDate: '2026-01-01T12:00:00+01:00' }],
    ['INVALID_PARAMETERS', { applyOnDate: 'soon' }],
    ['INVALID_PARAMETERS', { amount: 'much' }],
  ])('%s for %j', async (reason, more) => {
    const body = (await entry(more)) as never;
    expect(await desk.refused('createPlannedFees', fixed, { path: loanPath(fixed), body })).toContain(reason);
    expect(await desk.refused('updatePlannedFees', fixed, { path: loanPath(fixed), body })).toContain(
      reason.startsWith('APPLY') || (reason.includes('AMOUNT') && more.amount !== 1e40)
        ? 'UPDATE_ONLY_PLANNED_FEES_MODE'
        : reason,
    );
  });

  test('a fee twice, an empty list, a paid instalment, an unknown loan', async () => {
    const path = loanPath(fixed);
    const body = await entry();
    expect(await desk.refused('createPlannedFees', fixed, { path, body: [...body, ...body] })).toContain(
      'DUPLICATE_PLANNED_INSTALLMENT_FEES: [1]',
    );
    expect(await desk.refused('createPlannedFees', fixed, { path, body: [] })).toContain('INVALID_PARAMETERS');
    expect(await desk.refused('updatePlannedFees', fixed, { path, body: [] })).toContain('INVALID_PARAMETERS');
    const paid = await entry({ installmentKey: await keyOf(fixed, 1) });
    expect(await desk.refused('createPlannedFees', fixed, { path, body: paid })).toContain(
      'CANNOT_APPLY_FEE_ON_PAID_INSTALLMENT',
    );
    expect(await desk.refused('applyPlannedFees', fixed, { path, body: { encodedKeys: [] } })).toContain(
      'INVALID_PARAMETERS',
    );
    expect(await desk.refused('applyPlannedFees', fixed, { path, body: { encodedKeys: ['?'] } })).toContain(
      'PLANNED_FEE_ENCODED_KEY_INVALID',
    );
    const nobody = { loanAccountId: 'NOBODY' };
    expect(await desk.reason('getPlannedFees', { path: nobody })).toBe('404 INVALID_LOAN_ACCOUNT_ID');
    expect(await desk.reason('createPlannedFees', { path: nobody, body })).toBe('404 INVALID_LOAN_ACCOUNT_ID');
    expect(await desk.reason('updatePlannedFees', { path: nobody, body })).toBe('404 INVALID_LOAN_ACCOUNT_ID');
    expect(await desk.reason('applyPlannedFees', { path: nobody, body: { encodedKeys: ['?'] } })).toBe(
      '404 INVALID_LOAN_ACCOUNT_ID',
    );
    expect(await desk.reason('deletePlannedFee', { path: { ...nobody, plannedInstallmentFeeKey: 'x' } })).toBe(
      '404 INVALID_LOAN_ACCOUNT_ID',
    );
  });

  test('a product without such fees has none to plan', async () => {
    const loan = await lender.approvedLoan(lender.fixedEqual);
    const body = [{ predefinedFeeKey: 'REMINDER', installmentKey: await keyOf(loan, 1) }];
    expect(await desk.refused('createPlannedFees', loan, { path: loanPath(loan), body })).toContain(
      'PRODUCT_DOES_NOT_ALLOW_PLANNED_FEES',
    );
    await bank.ok('changeLoanAccountState', { path: loanPath(loan), body: { action: 'WITHDRAW' } });
    expect(await desk.refused('createPlannedFees', loan, { path: loanPath(loan), body })).toContain(
      'INVALID_ACCOUNT_STATE',
    );
  });

  test('an instalment that carries a plan becomes no payment holiday', async () => {
    await plan(dynamic, 6, 'SURVEY');
    const { installments = [] } = await bank.ok('getLoanSchedule', { path: loanPath(dynamic) });
    const body = installments.map((one) => ({ ...one, isPaymentHoliday: one.number === '6' }));
    expect(await desk.refused('editLoanSchedule', dynamic, { path: loanPath(dynamic), body: body as never })).toContain(
      'PAYMENT_HOLIDAYS_ARE_NOT_ALLOWED_FOR_INSTALLMENTS_THAT_HAVE_PLANNED_FEE_DEFINED',
    );
  });

  test('two clients planning the same fee at once plan it once', async () => {
    const body = await entry();
    const replies = await Promise.all(
      [1, 2].map(() => bank.call('createPlannedFees', { path: loanPath(fixed), body })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 400]);
  });

  test('a loan that is paid off is charged nothing more, and applies none', async () => {
    const loan = await lender.approvedLoan(product);
    await desk.disburse(loan);
    const made = await plan(loan, 2, 'SURVEY');
    await bank.ok('payOffLoan', { path: loanPath(loan), body: {} });
    const body = { encodedKeys: [String(made?.encodedKey)] };
    expect(await desk.refused('applyPlannedFees', loan, { path: loanPath(loan), body })).toContain(
      'INVALID_ACCOUNT_STATE',
    );
    await desk.advanceTo('2026-07-01');
    expect(await feesOf(loan)).toEqual([]);
  });
});
