import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type Loan, type LoanOffice, openOffice, pathOf } from './harness/loanOffice.ts';
import { at, day, figures, four, move, newLine, setDue } from './harness/scheduleLines.ts';

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

describe.each(['fixedEqual', 'fixedFlat', 'dynamicEqual', 'dynamicDeclining'] as const)(
  'a %s application',
  (product) => {
    test('keeps an edited schedule through approval and disbursement', async () => {
      const loan = await lender.loan(lender[product], four);
      expect((await office.account(loan)).scheduleSettings.hasCustomSchedule).toBe(false);
      const lines = await office.lines(loan);
      setDue(0, day('2026-02-20'))(lines);
      move(lines, 1, 2, 100);
      const reply = await office.edit(loan, lines);
      expect(reasonOf(reply)).toBe('200');
      const edited = await office.lines(loan);
      const dates = ['2026-02-20', '2026-03-15', '2026-04-15', '2026-05-15'];
      expect(edited.map(({ dueDate }) => dueDate.slice(0, 10))).toEqual(dates);
      expect(edited.map(({ principal }) => principal.amount.expected)).toEqual(
        lines.map(({ principal }) => principal.amount.expected),
      );
      expect((await office.account(loan)).scheduleSettings.hasCustomSchedule).toBe(true);
      await office.changeState(loan, 'APPROVE');
      expect(figures(await office.lines(loan))).toEqual(figures(edited));
      await bank.ok('makeDisbursement', { path: pathOf(loan), body: {} });
      expect(figures(await office.lines(loan))).toEqual(figures(edited));
      expect((await office.account(loan)).scheduleSettings.hasCustomSchedule).toBe(true);
    });

    test('is what it was when its schedule is sent back as fetched', async () => {
      const loan = await lender.loan(lender[product], four);
      const before = await office.lines(loan);
      expect(reasonOf(await office.edit(loan, before))).toBe('200');
      expect(await office.lines(loan)).toEqual(before);
    });
  },
);

describe('interest of a fixed loan', () => {
  test('may become less and move, and is charged as edited', async () => {
    const loan = await lender.loan(lender.fixedEqual, four);
    const lines = await office.lines(loan);
    at(lines, 0).interest.amount.expected = 40;
    at(lines, 1).interest.amount.expected = 100;
    expect(reasonOf(await office.edit(loan, lines))).toBe('200');
    await office.changeState(loan, 'APPROVE');
    await bank.ok('makeDisbursement', { path: pathOf(loan), body: {} });
    expect((await office.lines(loan)).map(({ interest }) => interest.amount.expected).slice(0, 2)).toEqual([40, 100]);
  });
});

describe('the number of instalments of a dynamic loan', () => {
  test('grows and shrinks', async () => {
    const loan = await lender.loan(lender.dynamicDeclining, four);
    const lines = await office.lines(loan);
    move(lines, 3, 2, 0);
    at(lines, 3).principal.amount.expected -= 500;
    lines.push(newLine(day('2026-06-15'), 500));
    expect(reasonOf(await office.edit(loan, lines))).toBe('200');
    const longer = await office.lines(loan);
    expect(longer.map(({ number }) => number)).toEqual(['1', '2', '3', '4', '5']);
    expect(at(longer, 4)).toMatchObject({ principal: { amount: { expected: 500 } } });
    expect(at(longer, 4).interest.amount.expected).toBeGreaterThan(0);
    move(longer, 1, 0, at(longer, 1).principal.amount.expected);
    expect(
      reasonOf(
        await office.edit(
          loan,
          longer.filter((_, index) => index !== 1),
        ),
      ),
    ).toBe('400 NON_ZERO_PRINCIPAL_REPAYMENT_CANNOT_BE_DELETED');
    expect(reasonOf(await office.edit(loan, longer))).toBe('200');
    const emptied = await office.lines(loan);
    expect(
      reasonOf(
        await office.edit(
          loan,
          emptied.filter((_, index) => index !== 1),
        ),
      ),
    ).toBe('200');
    const shorter = await office.lines(loan);
    expect(shorter).toHaveLength(4);
    await office.changeState(loan, 'APPROVE');
    await bank.ok('makeDisbursement', { path: pathOf(loan), body: {} });
    expect(figures(await office.lines(loan))).toEqual(figures(shorter));
  });

  test.each([
    ['a new line without a date', { principal: { amount: { expected: 0 } } }, 'INVALID_DUE_DATE'],
    [
      'a new line with a fee',
      { ...newLine(day('2026-06-15'), 0), fee: { amount: { expected: 1 } } },
      'EDITING_REPAYMENTS_NOT_ALLOWED',
    ],
    ['a new line in the year 9999', newLine(day('9999-12-31'), 0), 'INVALID_DUE_DATE'],
    [
      'interest without end',
      { ...newLine(day('2026-06-15'), 0), interest: { amount: { expected: 1e90 } } },
      'INVALID_AMOUNT',
    ],
  ])('%s is refused', async (_what, line, reason) => {
    const loan = await lender.loan(lender.dynamicDeclining, four);
    expect(reasonOf(await office.edit(loan, [...(await office.lines(loan)), line]))).toBe(`400 ${reason}`);
  });
});

describe('a running loan', () => {
  const running = async (product: string): Promise<Loan> => {
    const loan = await lender.approvedLoan(product, four);
    await bank.ok('makeDisbursement', { path: pathOf(loan), body: {} });
    return loan;
  };

  test.each(['fixedEqual', 'fixedFlat', 'dynamicEqual', 'dynamicDeclining'] as const)(
    '%s: dates and principal ahead may change, what is paid or past may not',
    async (product) => {
      const loan = await running(lender[product]);
      const first = at(await office.lines(loan), 0);
      const amount = Number((first.principal.amount.expected + first.interest.amount.expected).toFixed(2));
      await bank.ok('advanceClock', { body: { to: first.dueDate.slice(0, 10) } });
      await bank.ok('makeRepayment', { path: pathOf(loan), body: { amount } });
      const lines = await office.lines(loan);
      expect(at(lines, 0).state).toBe('PAID');
      const paid = structuredClone(lines);
      move(paid, 0, 1, 1);
      expect(reasonOf(await office.edit(loan, paid))).toBe('400 REPAYMENT_WAS_FULLY_PAID');
      if (product === 'fixedFlat') {
        const applied = structuredClone(lines);
        move(applied, 1, 2, 1);
        const refused = await office.edit(loan, applied);
        expect(reasonOf(refused)).toBe('400 INSTALLMENT_WITH_INTEREST_APPLIED_CANNOT_BE_EDITED');
        return;
      }
      const past = structuredClone(lines);
      at(past, 1).dueDate = first.dueDate;
      expect(reasonOf(await office.edit(loan, past))).toBe('400 DUE_DATES_NOT_UNIQUE');
      const ahead = structuredClone(lines);
      const second = at(ahead, 1);
      second.dueDate = `${second.dueDate.slice(0, 8)}20${second.dueDate.slice(10)}`;
      move(ahead, 2, 3, 250);
      expect(reasonOf(await office.edit(loan, ahead))).toBe('200');
      const after = await office.lines(loan);
      expect(after.map(({ dueDate }) => dueDate)).toEqual(ahead.map(({ dueDate }) => dueDate));
      expect(after.map(({ principal }) => principal.amount.expected)).toEqual(
        ahead.map(({ principal }) => principal.amount.expected),
      );
      expect(at(after, 0)).toEqual(at(lines, 0));
      expect(await office.account(loan)).toMatchObject({ scheduleSettings: { hasCustomSchedule: true } });
      await office.verify();
    },
  );

  test('keeps dates in the past and the future apart', async () => {
    const loan = await running(lender.fixedEqual);
    const lines = await office.lines(loan);
    const today = at(await office.lines(await lender.loan(lender.fixedEqual, four)), 0).dueDate;
    expect(today).toBe(at(lines, 0).dueDate);
    const far = structuredClone(lines);
    at(far, 3).dueDate = day('9999-12-31');
    expect(reasonOf(await office.edit(loan, far))).toBe('400 INVALID_DUE_DATE');
  });
});

describe('the schedule of an application without a date of disbursement', () => {
  test('begins today, also the day after tomorrow', async () => {
    const loan = await lender.loan(lender.fixedEqual, four);
    const before = await office.lines(loan);
    await bank.ok('advanceClock', { body: { days: 10 } });
    const previewed = await bank.ok('previewSchedule', {
      body: { productTypeKey: lender.fixedEqual, loanAmount: 10_000, interestSettings: { interestRate: 12 }, ...four },
    });
    const shown = await office.lines(loan);
    expect(figures(shown)).toEqual(figures(JSON.parse(JSON.stringify(previewed.installments))));
    expect(figures(shown)).not.toEqual(figures(before));
    // What was fetched can be sent back, and changes nothing.
    expect(reasonOf(await office.edit(loan, shown))).toBe('200');
    expect(figures(await office.lines(loan))).toEqual(figures(shown));
  });

  test('is disbursed after its first edited due date only if that is refused by name', async () => {
    const loan = await lender.loan(lender.fixedEqual, four);
    const lines = await office.lines(loan);
    move(lines, 0, 1, 100);
    await office.edit(loan, lines);
    await office.changeState(loan, 'APPROVE');
    await bank.ok('advanceClock', { body: { days: 45 } });
    const reply = await bank.call('makeDisbursement', { path: pathOf(loan), body: {} });
    expect(reasonOf(reply)).toMatch(/^400 /);
    const moved = await office.patch(loan, [
      'ADD',
      '/disbursementDetails/expectedDisbursementDate',
      '2026-12-01T00:00:00+01:00',
    ]);
    expect(reasonOf(moved)).toBe('400 DISBURSEMENT_DATE_AFTER_LAST_REPAYMENT_DUE_DATE');
    expect(figures(await office.lines(loan))).toEqual(figures(lines));
  });
});

test('two edits at once leave one of them whole', async () => {
  const loan = await lender.loan(lender.fixedEqual, four);
  const lines = await office.lines(loan);
  const versions = [1, 2, 3, 4].map((amount) => {
    const version = structuredClone(lines);
    move(version, 0, 1, amount);
    return version;
  });
  const replies = await Promise.all(versions.map((version) => office.edit(loan, version)));
  expect(replies.map(reasonOf)).toEqual(['200', '200', '200', '200']);
  const after = figures(await office.lines(loan));
  expect(versions.map(figures)).toContainEqual(after);
});
