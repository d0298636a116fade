import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank, loanProductBody } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';
import { openOffice } from './harness/loanOffice.ts';
import { moment, openTranches, type TrancheDesk, tranche, tranchedProduct } from './harness/loanTranches.ts';

type Body = Readonly<Record<string, unknown>>;
type Loan = { readonly id: string; readonly encodedKey: string };

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let tranches: TrancheDesk;

beforeAll(async () => {
  bank = await startBank({ today: '2024-03-01', timeZone: 'UTC' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  tranches = await openTranches(bank, lender);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const lists: readonly (readonly [reason: string, body: readonly unknown[] | Body])[] = [
  ['400 MORE_TRANCHES_THAN_ALLOWED', [1, 2, 3, 4].map(() => tranche(10))],
  ['400 INVALID_PARAMETERS', [tranche(10, undefined, { trancheNumber: 0 })]],
  [
    '400 INVALID_PARAMETERS',
    [tranche(10, undefined, { trancheNumber: 2 }), tranche(10, undefined, { trancheNumber: 2 })],
  ],
  ['400 INVALID_PARAMETERS', [tranche(10, undefined, { trancheNumber: 1.5 })]],
  ['400 INVALID_PARAMETERS', [tranche(10, undefined, { trancheNumber: 'first' })]],
  ['400 INVALID_PARAMETERS', [{ disbursementDetails: {} }]],
  ['400 INVALID_PARAMETERS', [{ amount: 'a lot' }]],
  ['400 INVALID_PARAMETERS', [{ amount: null }]],
  ['400 INVALID_PARAMETERS', [null]],
  ['400 INVALID_PARAMETERS', { amount: 1000 }],
  ['400 TRANCHE_AMOUNT_SHOULD_BE_STRICT_POSITIVE', [tranche(0)]],
  ['400 TRANCHE_AMOUNT_SHOULD_BE_STRICT_POSITIVE', [tranche(1000), tranche(-1)]],
  ['400 INVALID_AMOUNT', [tranche(0.001)]],
  ['400 INVALID_AMOUNT', [tranche(1e30)]],
  ['400 TOTAL_TRANCHES_AMOUNT_MORE_THAN_LOAN_AMOUNT', [tranche(1000), tranche(2000.01)]],
  [
    '400 TRANCHES_EXPECTED_DISBURSMENT_DATES_NOT_ORDERED',
    [tranche(1000, '2024-04-17'), tranche(1000, '2024-04-16'), tranche(1000)],
  ],
  [
    '400 TRANCHES_EXPECTED_DISBURSMENT_DATES_NOT_ORDERED',
    [tranche(1000, '2024-04-17'), tranche(1000), tranche(1000, '2024-04-17')],
  ],
  ['400 DISBURSEMENT_DATE_AFTER_LAST_REPAYMENT_DUE_DATE', [tranche(1000, '2024-03-01'), tranche(2000, '2024-07-01')]],
  ['400 INVALID_ANTICIPATED_DISBURSEMENT', [tranche(1000, '9999-12-31')]],
  ['400 INVALID_PARAMETERS', [tranche(1000, 'tomorrow')]],
  ['400 INVALID_FEE_KEY', [tranche(1000, undefined, { fees: [{ predefinedFeeEncodedKey: 'no fee 🙂', amount: 1 }] })]],
  ['400 MISSING_FEE_KEY', [tranche(1000, undefined, { fees: [{ amount: 1 }] })]],
];

describe('tranches that no loan can have', () => {
  test.each(lists)('%s %#', async (reason, body) => {
    const loan = await tranches.application();
    for (const name of ['updateLoanTranches', 'previewLoanTranches'] as const) {
      expect(await desk.refused(name, loan, { path: loanPath(loan), body: body })).toContain(reason);
    }
    const whole = await tranches.reasonOfApplication({ tranches: body });
    expect(whole).toContain(reason);
  });

  test('are those of a loan of another type, or that does not exist', async () => {
    const loan = await lender.loan(lender.dynamicEqual);
    expect(await bank.ok('getLoanTranches', { path: loanPath(loan) })).toEqual([]);
    for (const name of ['updateLoanTranches', 'previewLoanTranches'] as const) {
      const body = [tranche(1000)];
      expect(await desk.refused(name, loan, { path: loanPath(loan), body })).toContain('400 TRANCHES_NOT_ALLOWED');
      expect(await desk.reason(name, { path: loanPath({ id: 'none' }), body })).toBe('404 INVALID_LOAN_ACCOUNT_ID');
    }
    expect(await desk.reason('getLoanTranches', { path: loanPath({ id: 'none' }) })).toBe(
      '404 INVALID_LOAN_ACCOUNT_ID',
    );
    const created = await bank.call('createLoanAccount', {
      body: { ...(await openOffice(bank, lender).body()), tranches: [tranche(10_000)] },
    });
    expect(created.text).toContain('TRANCHES_NOT_ALLOWED');
  });

  test('do without a permission', async () => {
    const loan = await tranches.application();
    const user = await openOffice(bank, lender).user('looks-only', ['VIEW_LOAN_ACCOUNT_DETAILS']);
    const body = [tranche(1000)];
    expect(await desk.refused('updateLoanTranches', loan, { path: loanPath(loan), body, user })).toContain('403 ');
    const nobody = await openOffice(bank, lender).user('sees-nothing', ['EDIT_LOAN_TRANCHES']);
    expect(await desk.reason('getLoanTranches', { path: loanPath(loan), user: nobody })).toContain('403 ');
    expect(await desk.reason('previewLoanTranches', { path: loanPath(loan), body, user: nobody })).toContain('403 ');
  });

  test('have fees at the loan, or a first day of their own', async () => {
    const fee = { predefinedFeeEncodedKey: 'KEPT', amount: 1 };
    expect(await tranches.reasonOfApplication({ disbursementDetails: { fees: [fee] } })).toContain(
      '400 INVALID_FEES_DETAILS',
    );
    const details = { expectedDisbursementDate: moment('2024-03-02') };
    const body = { tranches: [tranche(3000, '2024-03-01')], disbursementDetails: details };
    expect(await tranches.reasonOfApplication(body)).toContain('400 INVALID_ANTICIPATED_DISBURSEMENT');
  });
});

describe('approval', () => {
  test.each([
    ['400 TRANCHES_NOT_DEFINED', []],
    ['400 TOTAL_AMOUNT_NOT_EQUAL_WITH_LOAN_AMOUNT', [tranche(1000), tranche(1999.99)]],
  ])('is refused with %s', async (reason, list) => {
    const loan = await tranches.application(list);
    const body = { action: 'APPROVE' } as const;
    expect(await desk.refused('changeLoanAccountState', loan, { path: loanPath(loan), body })).toContain(reason);
  });

  test('fixes the total of the tranches', async () => {
    const loan = await tranches.approved();
    const refused = (body: readonly unknown[]) =>
      desk.refused('updateLoanTranches', loan, { path: loanPath(loan), body: body });
    expect(await refused([])).toContain('400 TRANCHES_NOT_DEFINED');
    expect(await refused([tranche(2999)])).toContain('400 TOTAL_AMOUNT_NOT_EQUAL_WITH_LOAN_AMOUNT');
    const account = await desk.account(loan);
    const body = { ...account, tranches: [tranche(3000)] } as unknown as typeof account;
    expect(await desk.refused('updateLoanAccount', loan, { path: loanPath(loan), body })).toContain(
      '400 ILLEGAL_LOAN_PARAMETERS_MODIFICATION: tranches',
    );
    const dates = {
      ...account,
      disbursementDetails: { expectedDisbursementDate: moment('2024-03-05') },
    } as typeof account;
    expect(await desk.refused('updateLoanAccount', loan, { path: loanPath(loan), body: dates })).toContain(
      '400 INVALID_ANTICIPATED_DISBURSEMENT',
    );
  });
});

describe('a tranche that is paid out', () => {
  const changes: readonly (readonly [string, Body])[] = [
    ['amount', tranche(999)],
    ['day', tranche(1000, '2024-03-02')],
    ['fees', tranche(1000, undefined, { fees: [{ predefinedFeeEncodedKey: 'KEPT', amount: 1 }] })],
  ];
  test.each(changes)('keeps its %s', async (_what, first) => {
    const loan = await tranches.approved();
    await desk.disburse(loan);
    const body = [first, tranche(2000, '2024-04-17')];
    expect(await desk.refused('updateLoanTranches', loan, { path: loanPath(loan), body })).toContain(
      '400 CANNOT_MODIFY_DISBURSED_TRANCHE',
    );
  });

  test('leaves to the others what is left of the loan, its term and its product', async () => {
    const loan = await tranches.approved();
    await desk.disburse(loan);
    const refused = (...rest: readonly Body[]) =>
      desk.refused('updateLoanTranches', loan, { path: loanPath(loan), body: [tranche(1000), ...rest] });
    expect(await refused(tranche(2000.01))).toContain('400 TOTAL_TRANCHES_AMOUNT_MORE_THAN_LOAN_AMOUNT');
    expect(await refused(tranche(1), tranche(1), tranche(1))).toContain('400 MORE_TRANCHES_THAN_ALLOWED');
    expect(await refused(tranche(1, '2024-03-01'))).toContain('400 TRANCHES_EXPECTED_DISBURSMENT_DATES_NOT_ORDERED');
    expect(await refused(tranche(1, '2024-07-01'))).toContain('400 DISBURSEMENT_DATE_AFTER_LAST_REPAYMENT_DUE_DATE');
  });
});

describe('the disbursement of a tranche', () => {
  const refused = (loan: Loan, body: Body): Promise<string> =>
    desk.refused('makeDisbursement', loan, { path: loanPath(loan), body });

  test.each([0, -1, 1000.01, 3000, 0.001, 1e30])('is refused with the amount %s', async (amount) => {
    const loan = await tranches.approved();
    expect(await refused(loan, { amount })).toContain('400 INVALID_AMOUNT');
  });

  test('is refused before approval, and after the day of the next one', async () => {
    const loan = await tranches.application();
    expect(await refused(loan, {})).toContain('400 INVALID_ACCOUNT_STATE');
    const late = await tranches.approved([tranche(1000, '2024-02-01'), tranche(2000, '2024-02-20')]);
    expect(await refused(late, {})).toContain('400 INCONSISTENT_DATE_WITH_NEXT_TRANCHE');
    await desk.disburse(late, { valueDate: moment('2024-02-20') });
  });

  test('is refused before the one before, and with another first repayment', async () => {
    const loan = await tranches.approved([tranche(1000), tranche(2000)]);
    await desk.disburse(loan, { valueDate: moment('2024-02-10') });
    expect(await refused(loan, { valueDate: moment('2024-02-09') })).toContain(
      '400 DISBURSEMENT_DATE_BEFORE_NOT_REVERSED_TRANSACTION',
    );
    expect(await refused(loan, { firstRepaymentDate: moment('2024-04-01') })).toContain(
      '400 INVALID_FIRST_REPAYMENT_DUE_DATE',
    );
  });

  test('is refused before a payment to those who may not correct', async () => {
    const loan = await tranches.approved([tranche(1000), tranche(2000)]);
    await desk.disburse(loan, { valueDate: moment('2024-02-10') });
    await desk.repay(loan, 100, { valueDate: moment('2024-02-20') });
    const body = { valueDate: moment('2024-02-15') };
    const user = await openOffice(bank, lender).user('lender', ['DIBURSE_LOANS', 'BACKDATE_LOAN_TRANSACTIONS']);
    expect(await desk.refused('makeDisbursement', loan, { path: loanPath(loan), body, user })).toContain(
      '400 DISBURSEMENT_DATE_BEFORE_NOT_REVERSED_TRANSACTION',
    );
    await desk.disburse(loan, body);
    expect(await desk.standing(loan)).toEqual([
      'DISBURSEMENT 1000.00 2024-02-10',
      'DISBURSEMENT 2000.00 2024-02-15',
      expect.stringMatching(/^INTEREST_APPLIED /),
      'REPAYMENT 100.00 2024-02-20',
    ]);
  });

  test('has to come before anything else is logged after the day it was expected', async () => {
    const loan = await tranches.approved([tranche(1000, '2024-01-10'), tranche(2000, '2024-02-20')]);
    await desk.disburse(loan, { valueDate: moment('2024-01-10') });
    const path = loanPath(loan);
    const reason = '400 TRANSACTION_LOGGED_AFTER_NOT_DISBURSED_TRANCHE';
    expect(await desk.refused('makeRepayment', loan, { path, body: { amount: 10 } })).toContain(reason);
    expect(await desk.refused('applyLoanFee', loan, { path, body: { amount: 10 } })).toContain(reason);
    const body = { interestApplicationDate: moment('2024-02-28') };
    expect(await desk.refused('applyLoanInterest', loan, { path, body })).toContain(reason);
    await desk.repay(loan, 10, { valueDate: moment('2024-02-20') });
    await tranches.update(loan, [tranche(1000), tranche(2000, '2024-04-17')]);
    await desk.repay(loan, 10);
  });

  test('is refused when no instalment is left to repay it', async () => {
    const loan = await tranches.approved([tranche(1000), tranche(2000)]);
    await desk.disburse(loan, { valueDate: moment('2023-11-01') });
    expect(await refused(loan, {})).toContain('400 DISBURSEMENT_DATE_AFTER_LAST_REPAYMENT_DUE_DATE');
  });

  test('is what a schedule waits for that somebody wants to edit', async () => {
    const loan = await tranches.application();
    const body = [{ number: '1', dueDate: moment('2024-05-05') }];
    expect(await desk.refused('editLoanSchedule', loan, { path: loanPath(loan), body })).toContain(
      '400 EDITING_REPAYMENTS_NOT_ALLOWED',
    );
  });
});

describe('a product in tranches', () => {
  test.each<[string, Body]>([
    ['trancheSettings', { loanAmountSettings: {} }],
    ['trancheSettings', { loanAmountSettings: { trancheSettings: { maxNumberOfTranches: 0 } } }],
    ['trancheSettings', { loanAmountSettings: { trancheSettings: { maxNumberOfTranches: 101 } } }],
    [
      'trancheSettings',
      { type: 'DYNAMIC_TERM_LOAN', loanAmountSettings: { trancheSettings: { maxNumberOfTranches: 2 } } },
    ],
  ])('names %s %#', async (property, others) => {
    const body = { ...loanProductBody('T', lender.gl, { ...tranchedProduct, others }), ...others };
    const { status, text } = await bank.call('createLoanProduct', { body: body });
    expect(status).toBe(400);
    expect(text).toContain(property);
  });

  test('is a product like any other: fetched, changed and sent back', async () => {
    const path = { loanProductId: 'TRANCHED' };
    const told = await bank.ok('getLoanProduct', { path });
    expect(told.loanAmountSettings?.trancheSettings).toEqual({ maxNumberOfTranches: 3 });
    await bank.ok('updateLoanProduct', { path, body: told });
    expect((await bank.ok('getLoanProduct', { path })).loanAmountSettings).toEqual(told.loanAmountSettings);
  });
});
