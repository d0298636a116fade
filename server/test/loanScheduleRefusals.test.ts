import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type Line, type LoanOffice, openOffice, pathOf } from './harness/loanOffice.ts';
import { at, day, four, move, newLine, setDue } from './harness/scheduleLines.ts';

let bank: TestBank;
let lender: LoanBank;
let office: LoanOffice;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  office = openOffice(bank, lender);
});
afterAll(async () => {
  await office.verify();
  await bank.stop();
});

const wrong: readonly (readonly [string, string, (lines: Line[]) => unknown])[] = [
  [
    'principal that is too much',
    'INCONSISTENT_SCHEDULE_PRINCIPAL_DUE_WITH_LOAN_AMOUNT',
    (lines) => {
      at(lines, 0).principal.amount.expected += 1;
    },
  ],
  [
    'principal that is too little',
    'INCONSISTENT_SCHEDULE_PRINCIPAL_DUE_WITH_LOAN_AMOUNT',
    (lines) => {
      at(lines, 3).principal.amount.expected -= 0.01;
    },
  ],
  ['negative principal', 'NEGATIVE_PRINCIPAL_FOR_INSTALLMENT', (lines) => move(lines, 0, 1, 9000)],
  [
    'principal in parts of a cent',
    'INVALID_AMOUNT',
    (lines) => {
      at(lines, 0).principal.amount.expected += 0.001;
      at(lines, 1).principal.amount.expected -= 0.001;
    },
  ],
  [
    'more interest than agreed',
    'INVALID_AMOUNT',
    (lines) => {
      at(lines, 0).interest.amount.expected += 0.01;
    },
  ],
  [
    'negative interest',
    'INVALID_AMOUNT',
    (lines) => {
      at(lines, 0).interest.amount.expected = -1;
    },
  ],
  ['dates out of order', 'DUE_DATES_NOT_IN_ASCENDING_ORDER', setDue(0, day('2026-03-20'))],
  ['one date twice', 'DUE_DATES_NOT_UNIQUE', setDue(0, day('2026-03-15'))],
  ['a date of the disbursement', 'RESCHEDULED_REPAYMENT_BEFORE_DISBURSEMENT_DATE', setDue(0, day('2026-01-15'))],
  ['a date before the disbursement', 'RESCHEDULED_REPAYMENT_BEFORE_DISBURSEMENT_DATE', setDue(0, day('2025-12-15'))],
  ['the year 9999', 'INVALID_DUE_DATE', setDue(3, '9999-12-31T00:00:00+01:00')],
  ['the end of all years', 'INVALID_DUE_DATE', setDue(3, '9999-12-31T23:59:59+01:00')],
  ['a hundred and one years', 'INVALID_DUE_DATE', setDue(3, '2127-02-15T00:00:00+01:00')],
  ['the year 1950', 'RESCHEDULED_REPAYMENT_BEFORE_DISBURSEMENT_DATE', setDue(0, '1950-01-02T00:00:00+01:00')],
  ['a date that is none', 'INVALID_PARAMETERS', setDue(0, '2026-02-30T00:00:00+01:00')],
  [
    'an instalment of another loan',
    'INVALID_INSTALLMENT_NUMBER',
    (lines) => {
      at(lines, 0).number = '99';
    },
  ],
  [
    'an instalment named twice',
    'INVALID_INSTALLMENT_KEY',
    (lines) => {
      at(lines, 0).number = '2';
    },
  ],
  [
    'a line less',
    'NON_DYNAMIC_ACCOUNT_REPAYMENT_DELETION_NOT_ALLOWED',
    (lines) => {
      move(lines, 3, 0, at(lines, 3).principal.amount.expected);
      lines.pop();
    },
  ],
  [
    'a line more',
    'NON_DYNAMIC_ACCOUNT_REPAYMENT_DELETION_NOT_ALLOWED',
    (lines) => {
      lines.push(newLine(day('2026-06-15'), 0));
    },
  ],
  ['no lines', 'NON_DYNAMIC_ACCOUNT_REPAYMENT_DELETION_NOT_ALLOWED', (lines) => lines.splice(0)],
  [
    'a fee',
    'EDITING_REPAYMENTS_NOT_ALLOWED',
    (lines) => {
      at(lines, 0).fee = { amount: { expected: 5 } };
    },
  ],
  [
    'a penalty',
    'EDITING_REPAYMENTS_NOT_ALLOWED',
    (lines) => {
      at(lines, 0).penalty = { amount: { expected: 5 } };
    },
  ],
  [
    'a payment holiday',
    'EDITING_REPAYMENTS_NOT_ALLOWED',
    (lines) => {
      at(lines, 0).isPaymentHoliday = true;
    },
  ],
  ['notes that are no text', 'INVALID_PARAMETERS', (lines) => Object.assign(at(lines, 0), { notes: ['by phone'] })],
  [
    'settings of its own',
    'INVALID_PARAMETERS',
    (lines) => Object.assign(at(lines, 0), { customSettingDetails: [{ type: 'PRINCIPAL' }] }),
  ],
  ['a property that does not exist', 'INVALID_PARAMETERS', (lines) => Object.assign(at(lines, 0), { due: 1 })],
  [
    'an amount that is none',
    'INVALID_PARAMETERS',
    (lines) => Object.assign(at(lines, 0), { principal: { amount: { expected: 'much' } } }),
  ],
  [
    'an amount without end',
    'INVALID_AMOUNT',
    (lines) => Object.assign(at(lines, 0), { principal: { amount: { expected: 1e90 } } }),
  ],
];

describe('refused, and nothing changed', () => {
  test.each(wrong)('%s: %s', async (_what, reason, change) => {
    const loan = await lender.loan(lender.fixedEqual, four);
    const before = await office.lines(loan);
    const lines = structuredClone(before);
    change(lines);
    expect(reasonOf(await office.edit(loan, lines))).toBe(`400 ${reason}`);
    expect(await office.lines(loan)).toEqual(before);
    expect((await office.account(loan)).scheduleSettings.hasCustomSchedule).toBe(false);
  });

  test.each(['{}', 'null', '[null]', '[1]', '[[]]', '"x"', ''])('a body %s', async (body) => {
    const loan = await lender.loan(lender.fixedEqual, four);
    const reply = await bank.request('PUT', `/api/loans/${loan.id}/schedule`, {
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(reply.status).toBe(400);
  });

  test('a loan that does not exist', async () => {
    expect(reasonOf(await office.edit({ id: 'NOBODY', encodedKey: '' }, []))).toBe('404 INVALID_LOAN_ACCOUNT_ID');
    const path = { loanAccountId: 'NOBODY' };
    expect(reasonOf(await bank.call('getLoanSchedule', { path }))).toBe('404 INVALID_LOAN_ACCOUNT_ID');
  });

  test.each([
    ['no option at all', [], setDue(0, day('2026-02-20')), 'EDITING_REPAYMENTS_NOT_ALLOWED'],
    [
      'dates without the option',
      ['ADJUST_PRINCIPAL_PAYMENT_SCHEDULE'],
      setDue(0, day('2026-02-20')),
      'EDITING_REPAYMENTS_NOT_ALLOWED',
    ],
    [
      'principal without the option',
      ['ADJUST_PAYMENT_DATES'],
      (lines: Line[]) => move(lines, 0, 1, 5),
      'EDITING_REPAYMENTS_NOT_ALLOWED',
    ],
    [
      'interest without the option',
      ['ADJUST_PAYMENT_DATES'],
      (lines: Line[]) => {
        at(lines, 0).interest.amount.expected -= 1;
      },
      'EDITING_REPAYMENTS_NOT_ALLOWED',
    ],
  ] as const)('%s', async (what, options, change, reason) => {
    const product = await lender.loanProduct(`NO-${what.replaceAll(' ', '-')}`, {
      schedule: { repaymentScheduleEditOptions: [...options] },
    });
    const loan = await lender.loan(product, four);
    const lines = await office.lines(loan);
    change(lines);
    expect(reasonOf(await office.edit(loan, lines))).toBe(`400 ${reason}`);
  });

  test.each(['APPROVE', 'REJECT', 'WITHDRAW'])('after %s', async (action) => {
    const loan = await lender.loan(lender.fixedEqual, four);
    await office.changeState(loan, action);
    expect(reasonOf(await office.edit(loan, await office.lines(loan)))).toBe('400 INVALID_ACCOUNT_STATE');
  });

  test('without the permission', async () => {
    const loan = await lender.loan(lender.fixedEqual, four);
    const user = await office.user('reader', ['VIEW_LOAN_ACCOUNT_DETAILS', 'EDIT_LOAN_ACCOUNT']);
    const reply = await bank.call('editLoanSchedule', { path: pathOf(loan), body: [], user });
    expect(reasonOf(reply)).toBe('403 INVALID_PERMISSIONS');
  });
});
