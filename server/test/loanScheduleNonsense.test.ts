import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalDate, plusDays } from '../src/kernel/localDate.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';
import { type Line, type Loan, type LoanOffice, openOffice } from './harness/loanOffice.ts';
import { at, day, move, newLine, setDue } from './harness/scheduleLines.ts';

// Schedules of running loans, edited into nonsense: one instalment is paid, one is late, the others are ahead.

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let office: LoanOffice;
const loans = new Map<Kind, Loan>();

const kinds = ['fixedEqual', 'dynamicEqual', 'dynamicDeclining'] as const;
type Kind = (typeof kinds)[number];

const running = async (kind: Kind): Promise<Loan> => {
  const loan = await lender.approvedLoan(lender[kind]);
  await desk.disburse(loan, { valueDate: '2026-01-10T00:00:00+01:00' });
  const [first] = await office.lines(loan);
  const { principal, interest } = first ?? at([], 0);
  const amount = Number((principal.amount.expected + interest.amount.expected).toFixed(2));
  await desk.repay(loan, amount, { valueDate: '2026-02-10T00:00:00+01:00' });
  return loan;
};
const of = (kind: Kind): Loan => loans.get(kind) ?? { id: 'none', encodedKey: '' };

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-20', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  office = openOffice(bank, lender);
  for (const kind of kinds) loans.set(kind, await running(kind));
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

type Change = (lines: Line[]) => unknown;
const set =
  (index: number, more: object): Change =>
  (lines) =>
    Object.assign(at(lines, index), more);
const amountOf = (lines: readonly Line[], index: number) => at(lines, index).principal.amount;
/** Lines without principal, one a day. */
const zeroLines = (count: number, from: LocalDate): Line[] => {
  const { zone } = bank.app.tenant.clock;
  return Array.from({ length: count }, (_, index) => newLine(zone.format(zone.startOf(plusDays(from, index))), 0));
};

/** Nonsense, and what it is told by loans with a fixed schedule and with a dynamic one. */
const wrong: readonly (readonly [what: string, fixed: string, dynamic: string, Change])[] = [
  ['principal of a paid instalment', 'REPAYMENT_WAS_FULLY_PAID', '', (lines) => move(lines, 0, 3, 1)],
  ['the date of a paid instalment', 'REPAYMENT_WAS_FULLY_PAID', '', setDue(0, day('2026-02-11'))],
  [
    'principal of a late one with interest',
    'INSTALLMENT_WITH_INTEREST_APPLIED_CANNOT_BE_EDITED',
    '',
    (lines) => move(lines, 1, 3, 1),
  ],
  ['a date of today', 'INVALID_DUE_DATE', '', setDue(2, day('2026-03-20'))],
  ['a date before the payment', 'DUE_DATES_NOT_IN_ASCENDING_ORDER', '', setDue(2, day('2026-01-20'))],
  ['a date before the disbursement', 'DUE_DATES_NOT_IN_ASCENDING_ORDER', '', setDue(2, day('2025-12-01'))],
  ['one date twice', 'DUE_DATES_NOT_UNIQUE', '', setDue(4, day('2026-07-10'))],
  [
    'two lines changed about',
    'DUE_DATES_NOT_IN_ASCENDING_ORDER',
    '',
    (lines) => lines.splice(4, 2, at(lines, 5), at(lines, 4)),
  ],
  [
    'a cent too much',
    'INCONSISTENT_SCHEDULE_PRINCIPAL_DUE_WITH_LOAN_AMOUNT',
    '',
    (lines) => {
      amountOf(lines, 5).expected = Number((amountOf(lines, 5).expected + 0.01).toFixed(2));
    },
  ],
  [
    'a tenth of a cent',
    'INVALID_AMOUNT',
    '',
    (lines) => {
      amountOf(lines, 5).expected += 0.001;
      amountOf(lines, 6).expected -= 0.001;
    },
  ],
  ['negative principal', 'NEGATIVE_PRINCIPAL_FOR_INSTALLMENT', '', (lines) => move(lines, 5, 6, 5000)],
  [
    'an amount without end',
    'INVALID_AMOUNT',
    '',
    (lines) => {
      amountOf(lines, 5).expected = 1e40;
    },
  ],
  ['an amount in words', 'INVALID_PARAMETERS', '', set(5, { principal: { amount: { expected: 'all' } } })],
  ['a property that is none', 'INVALID_PARAMETERS', '', set(5, { colour: 'red' })],
  ['the same line twice', 'INVALID_INSTALLMENT_KEY', '', (lines) => lines.splice(6, 0, at(lines, 5))],
  ['a number of nothing', 'INVALID_INSTALLMENT_NUMBER', '', set(5, { number: '99', encodedKey: undefined })],
  [
    'without the paid one',
    'NON_DYNAMIC_ACCOUNT_REPAYMENT_DELETION_NOT_ALLOWED',
    'PAID_OR_PURE_GRACE_INSTALLMENT_CANNOT_BE_DELETED',
    (lines) => {
      lines.shift();
    },
  ],
  [
    'without one ahead',
    'NON_DYNAMIC_ACCOUNT_REPAYMENT_DELETION_NOT_ALLOWED',
    'NON_ZERO_PRINCIPAL_REPAYMENT_CANNOT_BE_DELETED',
    (lines) => {
      lines.splice(5, 1);
    },
  ],
  [
    'without any',
    'NON_DYNAMIC_ACCOUNT_REPAYMENT_DELETION_NOT_ALLOWED',
    'PAID_OR_PURE_GRACE_INSTALLMENT_CANNOT_BE_DELETED',
    (lines) => {
      lines.splice(0);
    },
  ],
  [
    'one more before the paid one',
    'NON_DYNAMIC_ACCOUNT_REPAYMENT_DELETION_NOT_ALLOWED',
    'CUSTOM_MADE_INSTALLMENT_ADDED_BEFORE_PAID_INSTALLMENT',
    (lines) => {
      lines.unshift(newLine(day('2026-01-20'), 0));
    },
  ],
  [
    'one more in the past',
    'NON_DYNAMIC_ACCOUNT_REPAYMENT_DELETION_NOT_ALLOWED',
    'INVALID_DUE_DATE',
    (lines) => {
      lines.splice(1, 0, newLine(day('2026-02-20'), 0));
    },
  ],
  [
    'more lines than a list may have',
    'INVALID_PARAMETERS',
    '',
    (lines) => {
      const bare: object[] = lines;
      for (let count = lines.length; count <= 10_000; count += 1) bare.push({ dueDate: day('2027-02-01') });
    },
  ],
];

describe.each(kinds)('a running %s', (kind) => {
  test.each(wrong)('refuses %s, and nothing changed', async (_what, fixed, dynamic, change) => {
    const loan = of(kind);
    const lines = await office.lines(loan);
    change(lines);
    const reason = kind === 'fixedEqual' || dynamic === '' ? fixed : dynamic;
    expect(await desk.refused('editLoanSchedule', loan, { path: loanPath(loan), body: lines as never })).toMatch(
      new RegExp(`^400 ${reason}:`),
    );
  });

  test('is not told what is paid, nor in which state it is', async () => {
    const loan = of(kind);
    const before = await office.lines(loan);
    const lines = structuredClone(before).map((line) => ({
      ...line,
      state: 'PAID',
      principal: { amount: { ...line.principal.amount, paid: line.principal.amount.expected, due: 0 } },
    }));
    expect(reasonOf(await office.edit(loan, lines))).toBe('200');
    const standing = (all: readonly Line[]) => all.map((line) => `${line.principal.amount.paid} ${line.state}`);
    expect(standing(await office.lines(loan))).toEqual(standing(before));
  });
});

test('hundreds of instalments more are taken, and can be lived with', async () => {
  const loan = await running('dynamicDeclining');
  const lines = await office.lines(loan);
  const longer = [...lines, ...zeroLines(988, '2027-02-01' as LocalDate)];
  expect(reasonOf(await office.edit(loan, longer))).toBe('200');
  expect(await office.lines(loan)).toHaveLength(1000);
  const paid = await desk.repay(loan, 2500);
  await desk.adjust(paid);
  await bank.ok('payOffLoan', { path: loanPath(loan), body: {} });
});
